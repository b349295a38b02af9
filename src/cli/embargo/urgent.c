/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/delivery_own.h"
#include "cli/embargo/act.h"
#include "cli/embargo/early.h"
#include "cli/embargo/hub.h"
#include "cli/embargo/urgent.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_embargo.h"
#include "store/vault_ledger.h"

static void
tell(const struct delivery *d, const void *ctx, int64_t now_s,
    struct buf *out)
{
	(void)ctx;
	(void)now_s;
	buf_printf(out, "%s, %s: %zu copies at %zu holders are published at "
	    "once\nmarks as they were proposed: nobody need have read them\n"
	    "a batch is cut now; witnesses have %d seconds\n"
	    "every finding about it says so\n", d->record->id,
	    d->record->name, d->copies - 1, d->holders - 1,
	    URGENT_WITNESSES_S);
}

int
urgent_ask(struct delivery *d)
{
	struct vault_haste h;
	int code;
	enum tt_err e;

	e = vault_haste_get(d->v->db, d->record->sealing, &h);
	if (e == TT_OK)
		return CLI_DONE;
	if (e != TT_ENOENT)
		return say_err(e, NULL, "cannot read how %s is published",
		    d->record->name);
	if ((code = vault_greet(d->v)) != CLI_DONE)
		return code;
	return early_request(d, &(struct early_asking){
		.act = APPROVAL_URGENT, .why = EARLY_ATTACKS, .attacked = true,
		.stated = true, .tell = tell });
}

int
urgent_apply(struct vault *v, const struct request_done *r)
{
	struct vault_haste h = { .at_s = r->at_s };
	char sealing[VAULT_BULLETIN_LEN + 1];
	enum tt_err e;

	if (r->n != 1 || !act_get_str(r->effect, "sealing", sealing,
	    sizeof(sealing)) || !sealed_is_name(sealing))
		return act_unclear(r);
	snprintf(h.officers, sizeof(h.officers), "%s", r->officers);
	if ((e = early_keep_terms(v, sealing, &r->leaf[0])) != TT_OK ||
	    (e = vault_haste_add(v->db, sealing, &h)) != TT_OK)
		return say_err(e, NULL, "cannot note that %s is urgent",
		    r->subject);
	return CLI_DONE;
}

/* The hub has it: of what was held back nothing is left to send. */
static enum tt_err
note_cut(struct vault *v, struct span body)
{
	struct vault_statement s;
	struct tt_salt salt;
	struct hash leaf;
	enum tt_err e;

	memcpy(salt.b, body.p, TT_SALT_LEN);
	tt_leaf_hash(&leaf, &salt, span_of(body.p + TT_SALT_LEN,
	    body.n - TT_SALT_LEN));
	if ((e = vault_statement_of_leaf(v->db, &leaf, &s)) != TT_OK ||
	    s.posted_s > 0)
		return e;
	if ((e = db_begin(v->db)) != TT_OK)
		return e;
	if ((e = vault_statement_free(v->db, &leaf)) == TT_OK &&
	    (e = vault_statement_posted(v->db, s.n, clock_now())) == TT_OK)
		return db_commit(v->db);
	db_rollback(v->db);
	return e;
}

int
urgent_cut(struct delivery *d)
{
	struct buf file;
	int code;
	enum tt_err e;

	if ((code = delivery_read(d, "embargo", TT_SALT_LEN +
	    TT_STATEMENT_MAX, &file)) != CLI_DONE)
		return code;
	if (file.n <= TT_SALT_LEN)
		code = say_err(TT_EINTEGRITY, "seal the bulletin again",
		    "cannot read the terms of %s", d->record->name);
	else if ((code = hub_cut_batch(d->hub, buf_view(&file))) ==
	    CLI_DONE && (e = note_cut(d->v, buf_view(&file))) != TT_OK)
		code = say_err(e, NULL, "cannot note that the hub has the "
		    "terms of %s", d->record->name);
	buf_done(&file);
	if (code == CLI_DONE)
		d->wait_s = URGENT_WITNESSES_S;
	return code;
}
