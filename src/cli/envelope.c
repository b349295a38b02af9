/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/envelope.h"
#include "cli/hubproof.h"
#include "telltale/authority.h"
#include "telltale/copy.h"
#include "telltale/tlog_proof.h"

static const struct {
	const char *member;
	enum tt_kind kind;
	const char *opening, *keys, *signature;
} parts[] = {
	[ENVELOPE_CODEBOOK] = { "codebook", TT_CODEBOOK,
	    "the codebook's place in the ledger",
	    "the keys in force at the codebook's statement",
	    "the codebook's signature" },
	[ENVELOPE_WAVE] = { "wave", TT_WAVE,
	    "the wave's place in the ledger",
	    "the keys in force at the wave's statement",
	    "the wave's signature" },
	[ENVELOPE_COPIES] = { "copies", TT_COPIES,
	    "the place of the set of copies in the ledger",
	    "the keys in force at the statement of the copies",
	    "the signature of the set of copies" },
	[ENVELOPE_MOVE] = { "move", TT_MOVE,
	    "the place of the wave's move in the ledger",
	    "the keys in force at the wave's move",
	    "the signatures of the wave's move" },
};

_Static_assert(N_ROWS(parts) == ENVELOPE_PARTS, "a row for each part");

static enum tt_err
refuse(struct envelope_diag *diag, const char *what, enum tt_err e)
{
	if (e != TT_OK)
		diag->what = what;
	return e;
}

static enum tt_err
head_of(struct span tlog_proof, struct span *out)
{
	struct tt_tlog_proof p;
	enum tt_err e;

	if ((e = tt_tlog_proof_parse(&p, tlog_proof)) == TT_OK)
		*out = p.checkpoint;
	return e;
}

static bool
same_hash(const struct tt_statement *s, const char *field,
    const struct hash *want)
{
	struct hash got;

	return tt_statement_hash(s, field, &got) &&
	    memcmp(&got, want, sizeof(got)) == 0;
}

/* Each is about the bulletin; a move is about the wave that came before. */
static bool
is_about(const struct envelope *d, enum envelope_part which,
    const struct envelope_want *want)
{
	const struct tt_statement *s = &d->part[which].opened.statement;

	if (which == ENVELOPE_MOVE)
		return same_hash(s, "wave",
		    &d->part[ENVELOPE_WAVE].opened.leaf);
	return span_eq(tt_statement_get(s, "bulletin"), want->bulletin);
}

static enum tt_err
read_part(struct envelope *d, enum envelope_part which,
    const struct envelope_want *want, struct envelope_diag *diag)
{
	struct envelope_proven *p = &d->part[which];
	struct tt_authority by = { .keys = &p->keys };
	struct hubproof proof;
	json_t *obj;
	enum tt_err e;

	if ((e = json_in_object(d->root, parts[which].member, &obj, NULL)) !=
	    TT_OK || (e = hubproof_parse(&proof, obj, NULL)) != TT_OK ||
	    (e = hubproof_check(&proof, parts[which].kind, NULL,
	    want->policy, &p->opened)) != TT_OK ||
	    (e = head_of(proof.opening.tlog_proof, &p->head)) != TT_OK)
		return refuse(diag, parts[which].opening, e);
	if (!span_eq(p->opened.statement.origin, want->origin) ||
	    !is_about(d, which, want))
		return refuse(diag, parts[which].opening, TT_EREFUSED);
	if ((e = hubproof_keys(&proof, &p->opened.batch, want->policy,
	    &p->keys)) != TT_OK ||
	    (e = head_of(proof.keys_proof, &p->keys_head)) != TT_OK)
		return refuse(diag, parts[which].keys, e);
	return refuse(diag, parts[which].signature,
	    tt_authority_check(&p->opened.statement, &by));
}

/* Copies name wave and codebook by their leaves. */
static enum tt_err
check_links(const struct envelope *d, struct envelope_diag *diag)
{
	const struct tt_statement *copies =
	    &d->part[ENVELOPE_COPIES].opened.statement;
	struct span named;
	struct hash leaf;
	enum tt_err e;

	if (!same_hash(copies, "wave", &d->part[ENVELOPE_WAVE].opened.leaf) ||
	    !same_hash(copies, "codebook",
	    &d->part[ENVELOPE_CODEBOOK].opened.leaf))
		return refuse(diag, "the link from the copies to wave and "
		    "codebook", TT_EPROOF);
	if ((e = json_in_str(d->root, "wave_leaf", &named, NULL)) != TT_OK)
		return refuse(diag, "the name of the wave", e);
	if (!hex_decode(leaf.b, sizeof(leaf.b), named.p, named.n) ||
	    memcmp(&leaf, &d->part[ENVELOPE_WAVE].opened.leaf,
	    sizeof(leaf)) != 0)
		return refuse(diag, "the name of the wave", TT_EPROOF);
	return TT_OK;
}

static enum tt_err
read_copy(struct envelope *d, const struct envelope_want *want,
    struct envelope_diag *diag)
{
	const struct tt_statement *copies =
	    &d->part[ENVELOPE_COPIES].opened.statement;
	uint8_t reader[TT_READER_ID_LEN];
	struct span text;
	int64_t size;
	json_t *obj;
	enum tt_err e;

	if ((e = json_in_object(d->root, "copy", &obj, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "set_proof", &text, NULL)) != TT_OK ||
	    (e = tt_copy_leaf_check(text, copies, &d->copy)) != TT_OK)
		return refuse(diag, "the copy's place among the copies", e);
	if (!tt_statement_bytes(&d->copy, "reader", reader, sizeof(reader)) ||
	    memcmp(reader, want->reader, sizeof(reader)) != 0)
		return refuse(diag, "whose copy it is", TT_EREFUSED);
	tt_statement_hash(&d->copy, "copy", &d->copy_hash);
	d->bytes = tt_statement_number(copies, "bytes", 0);
	if ((e = json_in_int(d->root, "size", 1, TT_COPY_MAX, &size,
	    NULL)) != TT_OK)
		return refuse(diag, "the size of the copy", e);
	return refuse(diag, "the size of the copy",
	    (uint64_t)size == d->bytes ? TT_OK : TT_EINTEGRITY);
}

/* They are the vendor's promise: the same bulletin, the same instant. */
static enum tt_err
read_terms(struct envelope *d, const struct envelope_want *want,
    struct envelope_diag *diag)
{
	const struct tt_statement *wave =
	    &d->part[ENVELOPE_WAVE].opened.statement;
	enum tt_err e;

	if ((e = json_in_str(d->root, "terms", &d->terms_file, NULL)) !=
	    TT_OK ||
	    (e = tt_terms_parse(&d->terms, d->terms_file, NULL)) != TT_OK)
		return refuse(diag, "the terms", e);
	d->opens_s = tt_statement_instant(d->n_parts > ENVELOPE_MOVE ?
	    &d->part[ENVELOPE_MOVE].opened.statement : wave, "opens", 0);
	d->until_s = tt_statement_instant(&d->terms.head, "public", 0);
	tt_statement_recipient(wave, "recipient", &d->wave);
	if (!span_eq(d->terms.head.origin, want->origin) ||
	    !span_eq(tt_statement_get(&d->terms.head, "bulletin"),
	    want->bulletin))
		return refuse(diag, "the bulletin that the terms are of",
		    TT_EREFUSED);
	if (tt_statement_instant(&d->terms.head, "opens", 0) != d->opens_s)
		return refuse(diag, "the opening instant, which terms and "
		    "wave tell differently", TT_EREFUSED);
	return TT_OK;
}

static enum tt_err
read_all(struct envelope *d, const struct envelope_want *want,
    struct envelope_diag *diag)
{
	struct span id;
	enum tt_err e;

	if ((e = json_in_str(d->root, "id", &id, NULL)) != TT_OK)
		return refuse(diag, "the bulletin's id", e);
	if (!span_eq(id, want->bulletin))
		return refuse(diag, "the bulletin's id", TT_EREFUSED);
	d->n_parts = json_object_get(d->root, parts[ENVELOPE_MOVE].member) ==
	    NULL ? ENVELOPE_MOVE : ENVELOPE_PARTS;
	for (size_t i = 0; i < d->n_parts; i++)
		if ((e = read_part(d, (enum envelope_part)i, want, diag)) !=
		    TT_OK)
			return e;
	if ((e = check_links(d, diag)) != TT_OK ||
	    (e = read_copy(d, want, diag)) != TT_OK)
		return e;
	return read_terms(d, want, diag);
}

enum tt_err
envelope_read(struct envelope **out, struct span json,
    const struct envelope_want *want, struct envelope_diag *diag)
{
	struct envelope_diag unused;
	struct envelope *d;
	enum tt_err e;

	if (diag == NULL)
		diag = &unused;
	diag->what = "the answer's form";
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return TT_ENOMEM;
	if ((e = json_in_parse(json, ENVELOPE_MAX, &d->root, NULL)) != TT_OK ||
	    (e = read_all(d, want, diag)) != TT_OK) {
		envelope_free(d);
		return e;
	}
	*out = d;
	return TT_OK;
}

void
envelope_free(struct envelope *d)
{
	if (d == NULL)
		return;
	json_decref(d->root);
	free(d);
}

enum tt_err
envelope_sign(const struct envelope *d, int64_t now_s,
    const struct tt_signer *reader, struct buf *out)
{
	struct tt_statement_out o;

	tt_statement_begin(&o, TT_RECEIPT, d->copy.origin, now_s);
	tt_statement_put(&o, "bulletin",
	    tt_statement_get(&d->copy, "bulletin"));
	tt_statement_put(&o, "reader", tt_statement_get(&d->copy, "reader"));
	tt_statement_put_hash(&o, "terms", &d->terms.hash);
	tt_statement_put_instant(&o, "until", d->until_s);
	tt_statement_put_hash(&o, "copies",
	    &d->part[ENVELOPE_COPIES].opened.leaf);
	tt_statement_put_hash(&o, "copy", &d->copy_hash);
	return tt_statement_sign(&o, &reader, 1, out);
}

enum tt_err
envelope_is_for(const struct envelope *d, const struct tt_statement *receipt,
    const struct tt_vkey *reader)
{
	const struct tt_authority by = { .reader = reader };

	if (receipt->kind != TT_RECEIPT ||
	    !span_eq(receipt->origin, d->copy.origin) ||
	    !span_eq(tt_statement_get(receipt, "bulletin"),
	    tt_statement_get(&d->copy, "bulletin")) ||
	    !span_eq(tt_statement_get(receipt, "reader"),
	    tt_statement_get(&d->copy, "reader")) ||
	    !same_hash(receipt, "terms", &d->terms.hash) ||
	    tt_statement_instant(receipt, "until", 0) != d->until_s ||
	    !same_hash(receipt, "copies",
	    &d->part[ENVELOPE_COPIES].opened.leaf) ||
	    !same_hash(receipt, "copy", &d->copy_hash))
		return TT_EREFUSED;
	return tt_authority_check(receipt, &by);
}
