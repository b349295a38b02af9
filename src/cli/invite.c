/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/instant.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "cli/invite.h"
#include "cli/partner.h"
#include "cli/people/revoke.h"
#include "cli/say.h"
#include "store/file.h"
#include "store/vault_admin.h"
#include "telltale/invitation.h"
#include "telltale/manifest.h"

#define READERS_MAX	100000	/* of one partner */

/* base64 in telltale.conf, as tools print it; hex in a statement. */
static enum tt_err
put_pin(struct tt_statement_out *o, const char *pin)
{
	uint8_t hash[SHA256_LEN];

	if (pin == NULL)
		return TT_OK;
	if (!b64_decode(hash, sizeof(hash), pin, strlen(pin)))
		return TT_ESYNTAX;
	tt_statement_put_bytes(o, "pin", hash, sizeof(hash));
	return TT_OK;
}

enum tt_err
invite_write(const struct invite_note *n, const struct tt_signer *by,
    struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e, pin;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_INVITATION, span_str(n->origin), n->now_s);
	tt_statement_put_str(o, "hub", conf_get(n->conf, "hub"));
	pin = put_pin(o, conf_get(n->conf, "pin"));
	tt_statement_put_str(o, "log-key", conf_get(n->conf, "log"));
	tt_statement_put_vkey(o, "officer", n->officer);
	if (n->by_admin)
		tt_statement_put_vkey(o, "admin", &by->vkey);
	tt_statement_put_str(o, "partner", n->partner);
	tt_statement_put_str(o, "name", n->name);
	tt_statement_put_str(o, "email", n->email);
	tt_statement_put_bytes(o, "token", n->token, TT_TOKEN_LEN);
	tt_statement_put_instant(o, "expires", n->expires_s);
	e = tt_statement_sign(o, &by, 1, out);
	free(o);
	return pin != TT_OK ? pin : e;
}

static enum tt_err
write_note(const struct inviting *in, const struct vault_partner *p,
    const struct vault_reader *r, const uint8_t token[TT_TOKEN_LEN],
    struct buf *out)
{
	const struct invite_note n = { .conf = &in->v->conf,
		.origin = vault_origin(in->v), .officer = &in->officer->vkey,
		.partner = p->ref, .name = r->name, .email = r->email,
		.token = token, .now_s = in->now_s,
		.expires_s = in->expires_s };

	return invite_write(&n, in->officer, out);
}

/* PUT /api/v1/invitation/<SHA-256 of the token>. */
static int
tell_hub(const struct inviting *in, const struct vault_partner *p,
    const uint8_t hash[SHA256_LEN])
{
	char path[128], hex[HEX_LEN(SHA256_LEN) + 1], at[INSTANT_LEN + 1];
	struct hubclient_call call = { .verb = HTTP_PUT, .path = path };
	struct http_answer a;
	char body[160];
	int code;

	hex_encode(hex, hash, SHA256_LEN);
	instant_format(in->expires_s, at);
	snprintf(path, sizeof(path), "/api/v1/invitation/%s", hex);
	snprintf(body, sizeof(body),
	    "{\"partner\":\"%s\",\"expires\":\"%s\"}", p->ref, at);
	call.body = span_str(body);
	code = hubclient_do(in->hub, &call, "tell the hub of an invitation",
	    &a);
	if (code == CLI_DONE)
		http_answer_done(&a);
	return code;
}

static int
store(const struct inviting *in, struct vault_reader *r, bool new,
    const uint8_t hash[SHA256_LEN])
{
	enum tt_err e;

	memcpy(r->token, hash, sizeof(r->token));
	r->invited = true;
	r->expires_s = in->expires_s;
	r->since_s = in->now_s;
	e = new ? vault_reader_add(in->v->db, r) :
	    vault_reader_set(in->v->db, r);
	if (e == TT_OK)
		e = vault_vouched_set(in->v->db, r->id, NULL);
	if (e == TT_EEXIST)
		return say_fail(CLI_USAGE, "telltale reader list",
		    "there is a reader '%s' already", r->id);
	if (e != TT_OK)
		return partner_cannot(in->v, e, "keep the invitation");
	return CLI_DONE;
}

static int
write_file(const struct inviting *in, const struct vault_partner *p,
    struct vault_reader *r, bool new, const char *path)
{
	uint8_t token[TT_TOKEN_LEN], hash[SHA256_LEN];
	struct buf note;
	enum tt_err e;
	int code;

	if (file_exists(path))
		return say_fail(CLI_USAGE, NULL,
		    "cannot write the invitation: %s is there already", path);
	rng_fill(rng_system(), token, sizeof(token));
	sha256(hash, token, sizeof(token));
	buf_init_secret(&note, TT_STATEMENT_MAX);
	e = write_note(in, p, r, token, &note);
	secret_wipe(token, sizeof(token));
	if (e != TT_OK)
		code = say_err(e, NULL, "cannot write an invitation of '%s'",
		    r->id);
	else if ((code = tell_hub(in, p, hash)) == CLI_DONE) {
		if ((e = file_create(path, note.p, note.n, 0600)) != TT_OK)
			code = say_err(e, NULL,
			    "cannot write the invitation %s", path);
		else if ((code = store(in, r, new, hash)) != CLI_DONE &&
		    file_remove(path) != TT_OK)
			say_warn("%s is good for nothing: remove it", path);
	}
	buf_done(&note);
	return code;
}

int
invite_draw_id(struct vault *v, struct vault_reader *r)
{
	struct vault_reader other;
	char id[sizeof(r->partner) + 16];
	enum tt_err e;

	for (unsigned n = 1; n < READERS_MAX; n++) {
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
	return say_fail(CLI_USAGE, "telltale reader add --id READER",
	    "no id was found for a reader of '%s'", r->partner);
}

int
invite(struct inviting *in, struct vault_reader *r, bool new,
    const char *path)
{
	struct vault_partner p;
	bool owed;
	enum tt_err e;
	int code;

	if ((code = partner_get(in->v, r->partner, &p)) != CLI_DONE)
		return code;
	if ((e = people_revoke_owed(in->v, r, &owed)) != TT_OK)
		return partner_cannot(in->v, e, "read a reader's statement");
	if (owed) {
		say_fail(CLI_REFUSED, NULL, "cannot invite '%s': the ledger "
		    "has their former keys as active ones", r->id);
		say_hint("telltale reader revoke %s", r->id);
		return CLI_REFUSED;
	}
	e = reader_move(r->state, READER_INVITE, partner_state_now(&p),
	    &r->state);
	if (e == TT_EREFUSED) {
		say_fail(CLI_REFUSED, NULL, "cannot invite '%s': only "
		    "approved partners have readers; '%s' is %s", r->id,
		    p.id, partner_state_text(partner_state_now(&p)));
		say_hint("telltale partner approve %s", p.id);
		return CLI_REFUSED;
	}
	if (e != TT_OK)
		return say_fail(CLI_REFUSED, "telltale reader list",
		    "cannot invite '%s': this reader is %s already", r->id,
		    reader_state_text(r->state));
	if ((code = write_file(in, &p, r, new, path)) != CLI_DONE)
		return code;
	out_str(in->t, r->id);
	out_str(in->t, r->partner);
	out_str(in->t, path);
	out_instant(in->t, in->expires_s);
	in->invited++;
	return CLI_DONE;
}
