/* SPDX-License-Identifier: ISC */
/* reader add - whom to invite; the invitations themselves: invite.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/invite.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/machine.h"
#include "cli/people/staff.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "store/file.h"
#include "store/vault_standing.h"
#include "telltale/manifest.h"

#define EXPIRES_S	(14 * 86400)	/* unless asked for */
#define EXPIRES_MAX_S	(90 * 86400)

static const struct opt opts[] = {
	{ "name", 0, OPT_VALUE, "NAME", "of a new reader" },
	{ "email", 0, OPT_VALUE, "ADDRESS", "of a new reader" },
	{ "id", 0, OPT_VALUE, "READER",
	    "your word for a new reader, or one who is listed" },
	{ "admin", 0, OPT_FLAG, NULL, "who speaks for the partner" },
	{ "machine", 0, OPT_FLAG, NULL,
	    "a gateway or a shared desk, and no person" },
	{ "answers", 0, OPT_VALUE, "READER",
	    "the person who answers for the machine" },
	{ "staff", 0, OPT_FLAG, NULL,
	    "one of the vendor's own, a holder by themselves" },
	{ "all", 0, OPT_FLAG, NULL,
	    "all who are listed and have no invitation that is good" },
	{ "expires", 0, OPT_VALUE, "LENGTH",
	    "how long it is good: 14d unless given, at most 90d" },
	{ "output", 'o', OPT_VALUE, "FILE",
	    "the invitation; with --all a folder of them" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "reader add",
	.args = "[PARTNER]",
	.examples = {
		{ "reader add kiyokawa --name 'Mei Ito' --email mei@k.example "
		    "-o mei.invitation", "invite one reader" },
		{ "reader add --all -o invitations",
		    "invite everybody who was imported" },
	},
	.opts = opts,
	.args_max = 1,
	.notes = "An invitation is a secret until it was used: send it by a "
	    "channel that you\ntrust. The reader runs telltale join; then "
	    "comes telltale reader confirm. Staff\nhave copies of their own, "
	    "too; waves name them by the tier 'staff'.",
};

static const struct out_column cols[] = {
	{ "reader", "reader", OUT_TEXT },
	{ "partner", "partner", OUT_TEXT },
	{ "file", "invitation", OUT_TEXT },
	{ "expires_at", "expires", OUT_TEXT },
};

static int
usage_fault(const char *text)
{
	return say_fail(CLI_USAGE, "telltale reader add --help",
	    "reader add: %s", text);
}

int
reader_draw_id(struct vault *v, struct vault_reader *r)
{
	struct vault_reader other;
	char id[sizeof(r->partner) + 16];
	enum tt_err e;

	for (unsigned n = 1; n < 100000; n++) {
		snprintf(id, sizeof(id), "%s-%u", r->partner, n);
		if (!tt_id_ok(span_str(id)))
			break;
		e = vault_reader_get(v->db, span_str(id), &other);
		if (e == TT_ENOENT &&
		    span_copy(span_str(id), r->id, sizeof(r->id)) == TT_OK)
			return CLI_DONE;
		if (e != TT_OK && e != TT_ENOENT)
			return partner_cannot(v, e, "read the readers");
	}
	return usage_fault("no id was found for the reader; give one by --id");
}

/* The reader that the options name; *new if there is no record yet. */
static int
named(struct vault *v, const struct opt_values *o, const char *partner,
    struct vault_reader *r, bool *new)
{
	const char *name = opt_value(opts, o, "name");
	const char *email = opt_value(opts, o, "email");
	const char *id = opt_set(opts, o, "staff") ? NULL :
	    opt_value(opts, o, "id");
	enum tt_err e = TT_ENOENT;

	if (id != NULL && !tt_id_ok(span_str(id)))
		return usage_fault("--id is no id");
	if (id != NULL)
		e = vault_reader_get(v->db, span_str(id), r);
	*new = e == TT_ENOENT;
	if (e == TT_OK && strcmp(r->partner, partner) != 0)
		return usage_fault("that reader is another partner's");
	if (e != TT_OK && e != TT_ENOENT)
		return partner_cannot(v, e, "read the readers");
	if ((*new && name == NULL) ||
	    (name != NULL && !import_value_ok(span_str(name))))
		return usage_fault("--name is missing, or no name");
	if ((*new && email == NULL) ||
	    (email != NULL && !import_email_ok(span_str(email))))
		return usage_fault("--email is missing, or no address");
	if (name != NULL)
		snprintf(r->name, sizeof(r->name), "%s", name);
	if (email != NULL)
		snprintf(r->email, sizeof(r->email), "%s", email);
	if (!*new)
		return CLI_DONE;
	snprintf(r->partner, sizeof(r->partner), "%s", partner);
	if (id == NULL)
		return reader_draw_id(v, r);
	snprintf(r->id, sizeof(r->id), "%s", id);
	return CLI_DONE;
}

/* A machine without an accountable person is refused. */
static int
check_machine(struct vault *v, const struct opt_values *o,
    const char *partner)
{
	const char *answers = opt_value(opts, o, "answers");

	if (!opt_set(opts, o, "machine"))
		return CLI_DONE;
	if (answers == NULL)
		return say_fail(CLI_REFUSED, "--answers READER, a person of "
		    "the same partner", "cannot invite a machine of '%s': "
		    "nobody answers for it", partner);
	return machine_person(v, partner, answers);
}

static int
keep_role(struct vault *v, const struct opt_values *o,
    const struct vault_reader *r)
{
	const char *answers = opt_value(opts, o, "answers");
	struct vault_role role = { .admin = opt_set(opts, o, "admin") };
	enum tt_err e;

	if (!role.admin && answers == NULL)
		return CLI_DONE;
	if (answers != NULL)
		snprintf(role.answers, sizeof(role.answers), "%s", answers);
	e = vault_role_set(v->db, r->id, &role);
	return e == TT_OK ? CLI_DONE : partner_cannot(v, e,
	    "keep a reader's role");
}

static int
add_one(struct inviting *in, const struct opt_values *o,
    const char *partner, const char *path)
{
	struct vault_reader r = { .state = READER_LISTED };
	struct vault_partner p;
	bool new = false;
	int code;

	if ((code = partner_get(in->v, partner, &p)) != CLI_DONE ||
	    (code = check_machine(in->v, o, partner)) != CLI_DONE ||
	    (code = named(in->v, o, partner, &r, &new)) != CLI_DONE ||
	    (code = invite(in, &r, new, path)) != CLI_DONE)
		return code;
	return keep_role(in->v, o, &r);
}

/* A record of their own first: a holder, of the kind staff. */
static int
add_staff(struct inviting *in, const struct opt_values *o, const char *path)
{
	char id[VAULT_ID_MAX + 1];
	int code;

	if ((code = staff_admit(in->v, opt_value(opts, o, "id"),
	    opt_value(opts, o, "name"), id)) != CLI_DONE)
		return code;
	return add_one(in, o, id, path);
}

/* Of a reader who is listed already the options say nothing new. */
static int
check_kind(const struct opt_values *o)
{
	const char *name = opt_value(opts, o, "name");
	bool machine = opt_set(opts, o, "machine");
	bool staff = opt_set(opts, o, "staff");

	if (opt_set(opts, o, "answers") && !machine)
		return usage_fault("--answers is of a --machine");
	if (machine && (staff || opt_set(opts, o, "admin")))
		return usage_fault("a machine is neither staff nor admin");
	if (staff && (o->n_args > 0 || opt_set(opts, o, "admin")))
		return usage_fault("staff are of no partner");
	if (staff && (name == NULL || !import_value_ok(span_str(name))))
		return usage_fault("--name is missing, or no name");
	return CLI_DONE;
}

/* Those to invite, read before any record changes. */
struct waiting {
	const struct inviting *in;
	const char *partner;
	char (*id)[VAULT_ID_MAX + 1];
	size_t n, cap;
};

static enum tt_err
wait_for(void *ctx, const struct vault_reader *r)
{
	struct vault_partner p;
	struct waiting *w = ctx;
	void *grown;
	enum tt_err e;

	if (r->state != READER_LISTED && (r->state != READER_INVITED ||
	    r->expires_s > w->in->now_s))
		return TT_OK;
	e = vault_partner_get(w->in->v->db, span_str(r->partner), &p);
	if (e != TT_OK || partner_state_now(&p) != PARTNER_APPROVED)
		return e;
	if (w->n == w->cap) {
		w->cap = w->cap * 2 + 64;
		grown = reallocarray(w->id, w->cap, sizeof(*w->id));
		if (grown == NULL)
			return TT_ENOMEM;
		w->id = grown;
	}
	memcpy(w->id[w->n++], r->id, sizeof(*w->id));
	return TT_OK;
}

static int
add_each(struct inviting *in, const struct waiting *w, const char *dir)
{
	char path[FILE_PATH_MAX], name[2 * VAULT_ID_MAX + 32];
	struct vault_reader r;
	struct progress bar;
	int code = CLI_DONE;

	progress_start(&bar, in->v->cli, "inviting", w->n);
	for (size_t i = 0; i < w->n && code == CLI_DONE; i++) {
		if ((code = reader_get(in->v, w->id[i], &r)) != CLI_DONE)
			break;
		snprintf(name, sizeof(name), "%s--%s.invitation", r.partner,
		    r.id);
		if (file_path(path, dir, name) != TT_OK)
			code = usage_fault("the folder's name is too long");
		else
			code = invite(in, &r, false, path);
		progress_at(&bar, i + 1);
	}
	progress_end(&bar);
	return code;
}

static int
add_all(struct inviting *in, const char *partner, const char *dir)
{
	struct waiting w = { .in = in };
	enum tt_err e;
	int code;

	e = vault_reader_each(in->v->db, partner, wait_for, &w);
	if (e != TT_OK)
		code = partner_cannot(in->v, e, "read the readers");
	else if ((e = file_mkdirs(dir)) != TT_OK)
		code = say_err(e, NULL, "cannot make the folder %s", dir);
	else
		code = add_each(in, &w, dir);
	free(w.id);
	return code;
}

static int
check(const struct opt_values *o, int64_t *length)
{
	const char *expires = opt_value(opts, o, "expires");
	bool all = opt_set(opts, o, "all");

	*length = EXPIRES_S;
	if (expires != NULL && (length_parse(span_str(expires), length) !=
	    TT_OK || *length <= 0 || *length > EXPIRES_MAX_S))
		return usage_fault("--expires is a length such as 14d, at "
		    "most 90d");
	if (!opt_set(opts, o, "output"))
		return usage_fault("-o says where invitations go, and is "
		    "missing");
	if (!all && o->n_args == 0 && !opt_set(opts, o, "staff"))
		return usage_fault("a partner, --staff, or --all");
	if (all && (opt_set(opts, o, "name") || opt_set(opts, o, "email") ||
	    opt_set(opts, o, "id") || opt_set(opts, o, "machine") ||
	    opt_set(opts, o, "staff") || opt_set(opts, o, "admin")))
		return usage_fault("--all and one reader exclude each other");
	return check_kind(o);
}

static int
run(struct inviting *in, const struct opt_values *o)
{
	const char *path = opt_value(opts, o, "output");
	const char *partner = o->n_args > 0 ? o->args[0] : NULL;
	int code, printed;

	if ((code = vault_officer(in->v, &in->officer)) != CLI_DONE ||
	    (code = vault_hub(in->v, &in->hub)) != CLI_DONE ||
	    (code = vault_greet(in->v)) != CLI_DONE ||
	    (code = vault_post(in->v)) != CLI_DONE)
		return code;
	in->t = out_table_new(in->v->cli, "telltale-invitations/1",
	    "invitations", cols, N_ROWS(cols));
	code = opt_set(opts, o, "all") ? add_all(in, partner, path) :
	    opt_set(opts, o, "staff") ? add_staff(in, o, path) :
	    add_one(in, o, partner, path);
	if (code != CLI_DONE && in->invited == 0) {
		out_table_drop(in->t);
		return code;
	}
	printed = out_table_end(in->t);
	if (code == CLI_DONE)
		say_note(in->v->cli, "an invitation is a secret until it was "
		    "used. next: telltale join, at the reader's; then "
		    "telltale reader confirm");
	return code != CLI_DONE ? code : printed;
}

int
verb_reader_add(struct cli *c, int argc, char **argv)
{
	struct inviting in = { .now_s = clock_now() };
	struct opt_values o;
	struct vault v;
	int64_t length;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = check(&o, &length)) != CLI_DONE)
		return code;
	in.v = &v;
	in.expires_s = in.now_s + length;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"));
	if (code == CLI_DONE)
		code = run(&in, &o);
	vault_close(&v);
	return code;
}
