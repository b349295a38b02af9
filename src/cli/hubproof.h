/* SPDX-License-Identifier: ISC */
/*
 * hubproof - a statement with its proofs, as the hub's JSON carries it.
 *
 * {"leaf": hex, "set_proof": text, "tlog_proof": text, "batch": text,
 *  "keys": {"tlog_proof": text, "entry": text}}
 */
#ifndef CLI_HUBPROOF_H
#define CLI_HUBPROOF_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/json_in.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/opening.h"

/* Borrows from the JSON. */
struct hubproof {
	struct hash leaf;
	struct tt_opening opening;
	struct span keys_entry, keys_proof;	/* the `keys` in force then */
};

/* TT_ESYNTAX, TT_ENOENT; nothing is verified. */
enum tt_err hubproof_parse(struct hubproof *out, const json_t *obj,
    struct json_diag *diag) MUST_USE;

/*
 * tt_opening_check, and that the leaf is the one asked for and named.  NULL:
 * any leaf.  out is some 50 KiB.
 */
enum tt_err hubproof_check(const struct hubproof *p, enum tt_kind kind,
    const struct hash *leaf, const struct tt_policy *policy,
    struct tt_opened *out) MUST_USE;

/*
 * The `keys` that the batch names: their entry is in the log of the policy
 * and has the batch's hash.  *out borrows from p.
 */
enum tt_err hubproof_keys(const struct hubproof *p,
    const struct tt_statement *batch, const struct tt_policy *policy,
    struct tt_statement *out) MUST_USE;

#endif
