/* SPDX-License-Identifier: ISC */
/*
 * urgent - a batch before its time, for a flaw under attack.
 *
 * specs/ledger.md section 7, "Batches": by two officers only.  The body is
 * that of POST /api/v1/statement, an `embargo` that two officers signed and
 * that says why; it is kept as any other, and stands in the very batch that
 * it asks for.  Once for each: the same again gets the same batch.
 */
#include "hub/answer.h"
#include "hub/batch.h"
#include "hub/bodies.h"
#include "hub/routes.h"
#include "hub/statements.h"
#include "telltale/authority.h"

/* Kept, or known already under that leaf. */
static enum tt_err
take(struct call *c, struct hash *leaf)
{
	struct body_statement b;
	struct tt_statement s;
	struct hub_event ev = { .n = 0 };
	enum tt_err e;

	if ((e = body_statement(c->q->body, &b)) != TT_OK ||
	    (e = tt_statement_parse(&s, b.statement, NULL)) != TT_OK)
		return e;
	if (s.kind != TT_EMBARGO || !tt_statement_is(&s, "state", "active") ||
	    !tt_statement_has(&s, "reason"))
		return TT_EREFUSED;
	tt_leaf_hash(leaf, &b.salt, b.statement);
	hub_lock(c->hub);
	e = hub_event_by_leaf(c->hub->db, leaf, &ev);
	hub_event_done(&ev);
	/* one officer's word may be known: it does not cut a batch */
	if (e == TT_OK)
		e = tt_authority_check(&s, &(struct tt_authority){
		    .keys = &c->hub->keys.statement, .two_officers = true });
	else if (e == TT_ENOENT && (e = statement_of_two(c->hub, &s)) ==
	    TT_OK)
		e = statement_keep(c->hub, &s, &b.salt, NULL, NULL, leaf);
	hub_unlock(c->hub);
	return e;
}

void
route_batch(struct call *c)
{
	struct json_out *j;
	struct hash leaf;
	uint64_t entry;
	enum tt_err e;

	if ((e = take(c, &leaf)) != TT_OK ||
	    (e = batch_cut_urgent(c->hub, &leaf, &entry)) != TT_OK) {
		answer_err(c->r, e == TT_EEARLY ? TT_EAGAIN : e);
		return;
	}
	hub_wake(c->hub);
	if ((j = answer_json(c->r)) != NULL) {
		json_out_object(j);
		json_out_key(j, "entry");
		json_out_u64(j, entry);
		json_out_key(j, "size");
		json_out_u64(j, ledger_size(&c->hub->ledger));
		json_out_object_end(j);
	}
	answer_json_end(c->r, j, 200);
}
