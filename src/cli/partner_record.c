/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "telltale/note.h"
#include "telltale/statement.h"

#define NEAR_MAX	4096	/* ids that are compared for a hint */

struct ids {
	char *id[NEAR_MAX + 1];
	size_t n;
};

static enum tt_err
add_id(struct ids *ids, const char *id)
{
	if (ids->n == NEAR_MAX)
		return TT_OK;
	if ((ids->id[ids->n] = strdup(id)) == NULL)
		return TT_ENOMEM;
	ids->n++;
	return TT_OK;
}

static enum tt_err
add_partner(void *ctx, const struct vault_partner *p)
{
	return add_id(ctx, p->id);
}

static enum tt_err
add_reader(void *ctx, const struct vault_reader *r)
{
	return add_id(ctx, r->id);
}

/* what: "partner" or "reader". */
static int
unknown(struct vault *v, const char *what, const char *id)
{
	struct ids *ids = calloc(1, sizeof(*ids));
	const char *near = NULL;
	enum tt_err e = TT_ENOMEM;

	say_fail(CLI_TROUBLE, NULL, "there is no %s '%s'", what, id);
	if (ids != NULL)
		e = strcmp(what, "partner") == 0 ?
		    vault_partner_each(v->db, add_partner, ids) :
		    vault_reader_each(v->db, NULL, add_reader, ids);
	if (e == TT_OK)
		near = opt_nearest(id, (const char *const *)ids->id);
	if (near != NULL)
		say_hint("did you mean: %s", near);
	else
		say_hint("telltale %s list", what);
	for (size_t i = 0; ids != NULL && i < ids->n; i++)
		free(ids->id[i]);
	free(ids);
	return CLI_TROUBLE;
}

int
partner_cannot(struct vault *v, enum tt_err e, const char *what)
{
	return say_err(e, e == TT_EDB ? db_text(v->db) : NULL, "cannot %s",
	    what);
}

int
partner_get(struct vault *v, const char *id, struct vault_partner *out)
{
	enum tt_err e = vault_partner_get(v->db, span_str(id), out);

	if (e == TT_ENOENT)
		return unknown(v, "partner", id);
	if (e != TT_OK)
		return partner_cannot(v, e, "read the vault's partners");
	return CLI_DONE;
}

int
reader_get(struct vault *v, const char *id, struct vault_reader *out)
{
	enum tt_err e = vault_reader_get(v->db, span_str(id), out);

	if (e == TT_ENOENT)
		return unknown(v, "reader", id);
	if (e != TT_OK)
		return partner_cannot(v, e, "read the vault's readers");
	return CLI_DONE;
}

enum partner_state
partner_state_now(const struct vault_partner *p)
{
	return partner_state_at(p->state, p->ends_s, clock_now());
}

void
partner_draw_ref(struct vault_partner *p)
{
	uint8_t b[VAULT_REF_LEN / 2];

	rng_fill(rng_system(), b, sizeof(b));
	hex_encode(p->ref, b, sizeof(b));
}

static enum tt_err
put_duty(void *ctx, struct span text)
{
	tt_statement_put(ctx, "duty", text);
	return TT_OK;
}

enum tt_err
partner_statement_text(struct vault *v, const struct vault_partner *p,
    const char *state, const char *reason, int64_t now_s, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e, duties;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_PARTNER, span_str(vault_origin(v)), now_s);
	tt_statement_put_str(o, "partner", p->ref);
	tt_statement_put_str(o, "name", p->name);
	tt_statement_put_str(o, "state", state);
	tt_statement_put_str(o, "tier", p->tier);
	tt_statement_put_str(o, "agreement", p->agreement);
	tt_statement_put_str(o, "reason", reason);
	duties = vault_duty_each(v->db, p->id, put_duty, o);
	e = tt_statement_end(o, out);
	free(o);
	return duties != TT_OK ? duties : e;
}

static enum tt_err
sign_statement(struct vault *v, const struct vault_partner *p,
    const char *reason, int64_t now_s, const struct tt_signer *officer,
    struct buf *out)
{
	struct buf text;
	enum tt_err e;

	buf_init(&text, TT_STATEMENT_MAX);
	e = partner_statement_text(v, p, partner_state_logged(p->state),
	    reason, now_s, &text);
	if (e == TT_OK)
		e = tt_note_sign(out, buf_view(&text), &officer, 1);
	buf_done(&text);
	return e;
}

int
partner_state_statement(struct vault *v, struct vault_partner *p,
    const char *reason, int64_t now_s)
{
	const struct tt_signer *officer;
	struct buf statement;
	struct tt_salt salt;
	enum tt_err e;
	int code;

	if (partner_state_logged(p->state) == NULL)
		return CLI_DONE;
	if ((code = vault_officer(v, &officer)) != CLI_DONE)
		return code;
	buf_init(&statement, TT_STATEMENT_MAX);
	e = sign_statement(v, p, reason, now_s, officer, &statement);
	if (e != TT_OK)
		code = say_err(e, NULL, "cannot state what partner '%s' is",
		    p->id);
	else
		code = vault_queue(v, buf_view(&statement), &salt, &p->leaf);
	buf_done(&statement);
	p->stated = code == CLI_DONE;
	return code;
}
