/* SPDX-License-Identifier: ISC */
#include "telltale/opening.h"
#include "telltale/tlog_proof.h"

/* A set proof against what a statement says of a set: fields set and depth. */
static enum tt_err
check_set(struct span file, const struct tt_statement *of,
    struct tt_set_proof *proof, struct hash *leaf)
{
	uint64_t depth = tt_statement_number(of, "depth", 0);
	struct hash root;
	enum tt_err e;

	if (!tt_statement_hash(of, "set", &root))
		return TT_EPROOF;
	if ((e = tt_set_proof_parse(proof, file)) != TT_OK)
		return e;
	return tt_set_proof_check(proof, depth, &root, leaf);
}

static enum tt_err
parse_kind(struct tt_statement *out, struct span text, enum tt_kind kind)
{
	enum tt_err e = tt_statement_parse(out, text, NULL);

	return e == TT_OK && out->kind != kind ? TT_EREFUSED : e;
}

enum tt_err
tt_opening_check(const struct tt_opening *o, enum tt_kind kind,
    const struct tt_policy *policy, struct tt_opened *out)
{
	struct tt_tlog_proof in_log;
	struct tt_set_proof in_set;
	struct tt_opened tmp;
	enum tt_err e;

	if (tt_kind_place(kind) != TT_PLACE_BATCH)
		return TT_EREFUSED;
	if ((e = tt_tlog_proof_parse(&in_log, o->tlog_proof)) != TT_OK ||
	    (e = tt_tlog_proof_check(&in_log, o->batch, policy,
	    &tmp.head)) != TT_OK ||
	    (e = parse_kind(&tmp.batch, o->batch, TT_BATCH)) != TT_OK ||
	    (e = check_set(o->set_proof, &tmp.batch, &in_set,
	    &tmp.leaf)) != TT_OK ||
	    (e = parse_kind(&tmp.statement, in_set.statement, kind)) != TT_OK)
		return e;
	if (!span_is(tmp.batch.origin, tmp.head.checkpoint.origin) ||
	    !span_eq(tmp.statement.origin, tmp.batch.origin))
		return TT_EREFUSED;
	tmp.salt = in_set.salt;
	tmp.index = in_log.index;
	*out = tmp;
	return TT_OK;
}

enum tt_err
tt_copy_leaf_check(struct span set_proof, const struct tt_statement *copies,
    struct tt_statement *out)
{
	struct tt_set_proof proof;
	struct tt_statement leaf;
	enum tt_err e;

	if (copies->kind != TT_COPIES)
		return TT_EREFUSED;
	if ((e = check_set(set_proof, copies, &proof, NULL)) != TT_OK ||
	    (e = parse_kind(&leaf, proof.statement, TT_COPY)) != TT_OK)
		return e;
	if (!span_eq(leaf.origin, copies->origin) ||
	    !span_eq(tt_statement_get(&leaf, "bulletin"),
	    tt_statement_get(copies, "bulletin")))
		return TT_EREFUSED;
	*out = leaf;
	return TT_OK;
}
