/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/import.h"
#include "cli/invite.h"
#include "cli/known/party_key.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/staff.h"
#include "cli/say.h"
#include "store/vault_standing.h"

static const struct out_column cols[] = {
	{ "reader", "reader", OUT_TEXT },
	{ "partner", "record", OUT_TEXT },
	{ "file", "invitation", OUT_TEXT },
	{ "expires_at", "expires", OUT_TEXT },
};

struct party_key_ask
party_key_ask(const struct known_opts *o)
{
	return (struct party_key_ask){ .verb = o->verb,
		.email = known_value(o, "email"),
		.output = known_value(o, "output"),
		.reader = known_value(o, "reader") };
}

int
party_key_check(const struct party_key_ask *a)
{
	const char *wrong = NULL;

	if (a->reader != NULL && (a->email != NULL || a->output != NULL))
		wrong = "--reader needs neither --email nor -o";
	else if (a->reader == NULL && (a->email == NULL ||
	    !import_email_ok(span_str(a->email))))
		wrong = "--email is missing, or no address";
	else if (a->reader == NULL && a->output == NULL)
		wrong = "-o says where the invitation goes, and is missing";
	if (wrong == NULL)
		return CLI_DONE;
	say_fail(CLI_USAGE, NULL, "%s: %s", a->verb, wrong);
	say_hint("telltale %s --help", a->verb);
	return CLI_USAGE;
}

int
party_key_in_force(struct vault *v, const char *bulletin, const char *name,
    struct vault_party_key *k, struct vault_reader *r, bool *has)
{
	enum tt_err e;

	*has = false;
	e = vault_party_key_get(v->db, bulletin, name, NULL, k);
	if (e == TT_ENOENT)
		return CLI_DONE;
	if (e == TT_OK)
		e = vault_reader_get(v->db, span_str(k->reader), r);
	if (e != TT_OK)
		return partner_cannot(v, e, "read whose key it is");
	*has = r->state == READER_ACTIVE && r->keyed;
	return CLI_DONE;
}

static int
keep(struct vault *v, const struct vault_bulletin *b, const char *name,
    const char *reader)
{
	struct vault_party_key k = { .added_s = clock_now() };
	enum tt_err e = TT_ELIMIT;

	memcpy(k.bulletin, b->id, sizeof(k.bulletin));
	if (span_copy(span_str(name), k.name, sizeof(k.name)) == TT_OK &&
	    span_copy(span_str(reader), k.reader, sizeof(k.reader)) ==
	    TT_OK && span_copy(span_str(known_officer(v)), k.officer,
	    sizeof(k.officer)) == TT_OK)
		e = vault_party_key_set(v->db, &k);
	if (e == TT_EEXIST)
		return say_fail(CLI_USAGE, NULL, "'%s' speaks for somebody "
		    "else of %s already", reader, b->name);
	return e == TT_OK ? CLI_DONE : partner_cannot(v, e, "keep whose key "
	    "it is");
}

/* The key of a reader who has one. */
static int
name_reader(struct vault *v, const struct vault_bulletin *b, const char *name,
    const char *reader)
{
	struct vault_reader r;
	struct out_json o;
	int code;

	if ((code = reader_get(v, reader, &r)) != CLI_DONE)
		return code;
	if (r.state != READER_ACTIVE)
		return say_fail(CLI_REFUSED, "telltale reader list", "'%s' "
		    "has no key in force: this reader is %s", r.id,
		    reader_state_text(r.state));
	if ((code = keep(v, b, name, r.id)) != CLI_DONE)
		return code;
	if (!v->cli->json) {
		out_line("%s: %s reads the report, and answers, by the key "
		    "of %s", b->id, name, r.id);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-party-key/1");
	known_put_str(o.j, "bulletin", b->id);
	known_put_str(o.j, "name", name);
	known_put_str(o.j, "reader", r.id);
	return out_json_end(&o);
}

/* Of a record of its own; new unless they were invited before. */
static int
find_reader(struct vault *v, const struct vault_bulletin *b, const char *name,
    const struct party_key_ask *a, struct vault_reader *r, bool *new)
{
	struct vault_party_key k;
	struct vault_standing s = { .party = false };
	int code;
	enum tt_err e;

	*new = false;
	e = vault_party_key_get(v->db, b->id, name, NULL, &k);
	if (e == TT_OK && (e = vault_reader_get(v->db, span_str(k.reader),
	    r)) == TT_OK)
		e = vault_standing_get(v->db, r->partner, &s);
	if (e != TT_OK && e != TT_ENOENT)
		return partner_cannot(v, e, "read whose key it is");
	if (e == TT_ENOENT || !s.party) {
		memset(r, 0, sizeof(*r));
		*new = true;
		if ((code = party_admit(v, name, r->partner)) != CLI_DONE ||
		    (code = invite_draw_id(v, r)) != CLI_DONE)
			return code;
	}
	snprintf(r->name, sizeof(r->name), "%s", name);
	snprintf(r->email, sizeof(r->email), "%s", a->email);
	return CLI_DONE;
}

/* The reader and whom they speak for: both or neither. */
static int
invite_and_keep(struct inviting *in, const struct vault_bulletin *b,
    const char *name, struct vault_reader *r, bool new, const char *path)
{
	enum tt_err e;
	int code;

	if ((e = db_begin(in->v->db)) != TT_OK)
		return partner_cannot(in->v, e, "change the vault");
	if ((code = invite(in, r, new, path)) == CLI_DONE &&
	    (code = keep(in->v, b, name, r->id)) == CLI_DONE &&
	    (e = db_commit(in->v->db)) != TT_OK)
		code = partner_cannot(in->v, e, "keep the invitation");
	if (code != CLI_DONE)
		db_rollback(in->v->db);
	return code;
}

static int
send_invitation(struct vault *v, const struct vault_bulletin *b,
    const char *name, const struct party_key_ask *a)
{
	struct inviting in = { .v = v, .now_s = clock_now() };
	struct vault_reader r;
	bool new;
	int code;

	in.expires_s = in.now_s + INVITE_GOOD_FOR_S;
	if ((code = vault_officer(v, &in.officer)) != CLI_DONE ||
	    (code = vault_hub(v, &in.hub)) != CLI_DONE ||
	    (code = vault_greet(v)) != CLI_DONE ||
	    (code = vault_post(v)) != CLI_DONE ||
	    (code = find_reader(v, b, name, a, &r, &new)) != CLI_DONE)
		return code;
	in.t = out_table_new(v->cli, "telltale-invitations/1", "invitations",
	    cols, N_ROWS(cols));
	if ((code = invite_and_keep(&in, b, name, &r, new, a->output)) !=
	    CLI_DONE) {
		out_table_drop(in.t);
		return code;
	}
	code = out_table_end(in.t);
	say_note(v->cli, "an invitation is a secret until it was used. next: "
	    "telltale join, at theirs; then telltale reader confirm %s", r.id);
	return code;
}

int
party_key_give(struct vault *v, const struct vault_bulletin *b,
    const char *name, const struct party_key_ask *a)
{
	if (a->reader != NULL)
		return name_reader(v, b, name, a->reader);
	return send_invitation(v, b, name, a);
}
