/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "cli/hubproof.h"
#include "telltale/tlog_proof.h"

enum tt_err
hubproof_parse(struct hubproof *out, const json_t *obj,
    struct json_diag *diag)
{
	struct hubproof p = { .keys_entry = { NULL, 0 } };
	struct span leaf;
	json_t *keys;
	enum tt_err e;

	if ((e = json_in_str(obj, "leaf", &leaf, diag)) != TT_OK ||
	    (e = json_in_str(obj, "set_proof", &p.opening.set_proof,
	    diag)) != TT_OK ||
	    (e = json_in_str(obj, "tlog_proof", &p.opening.tlog_proof,
	    diag)) != TT_OK ||
	    (e = json_in_str(obj, "batch", &p.opening.batch, diag)) != TT_OK)
		return e;
	if (!hex_decode(p.leaf.b, sizeof(p.leaf.b), leaf.p, leaf.n))
		return TT_ESYNTAX;
	if ((e = json_in_object(obj, "keys", &keys, diag)) == TT_OK &&
	    ((e = json_in_str(keys, "entry", &p.keys_entry, diag)) != TT_OK ||
	    (e = json_in_str(keys, "tlog_proof", &p.keys_proof,
	    diag)) != TT_OK))
		return e;
	if (e != TT_OK && e != TT_ENOENT)
		return e;
	*out = p;
	return TT_OK;
}

enum tt_err
hubproof_check(const struct hubproof *p, enum tt_kind kind,
    const struct hash *leaf, const struct tt_policy *policy,
    struct tt_opened *out)
{
	enum tt_err e;

	if ((e = tt_opening_check(&p->opening, kind, policy, out)) != TT_OK)
		return e;
	if (memcmp(&out->leaf, &p->leaf, sizeof(out->leaf)) != 0 ||
	    (leaf != NULL &&
	    memcmp(&out->leaf, leaf, sizeof(out->leaf)) != 0))
		return TT_EPROOF;
	return TT_OK;
}

enum tt_err
hubproof_keys(const struct hubproof *p, const struct tt_statement *batch,
    const struct tt_policy *policy, struct tt_statement *out)
{
	struct tt_policy_verdict head;
	struct tt_tlog_proof proof;
	uint8_t got[SHA256_LEN], want[SHA256_LEN];
	enum tt_err e;

	if (p->keys_entry.p == NULL)
		return TT_ENOENT;
	if ((e = tt_tlog_proof_parse(&proof, p->keys_proof)) != TT_OK ||
	    (e = tt_tlog_proof_check(&proof, p->keys_entry, policy,
	    &head)) != TT_OK ||
	    (e = tt_statement_parse(out, p->keys_entry, NULL)) != TT_OK)
		return e;
	if (out->kind != TT_KEYS)
		return TT_EREFUSED;
	sha256(got, p->keys_entry.p, p->keys_entry.n);
	if (!tt_statement_bytes(batch, "keys", want, sizeof(want)) ||
	    memcmp(got, want, sizeof(got)) != 0)
		return TT_EPROOF;
	return TT_OK;
}
