/* SPDX-License-Identifier: ISC */
/* evidence_ledger - what of the ledger a finding's bundle has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "cli/audit/evidence.h"
#include "cli/say.h"
#include "hub/bodies.h"
#include "store/vault_ledger.h"
#include "telltale/set_proof.h"
#include "telltale/terms.h"

/* Which event of a kind: by its leaf, or by two fields; the newest. */
struct seek {
	enum tt_kind kind;
	const struct hash *leaf;
	const char *field, *field2;	/* or NULL */
	struct span value, value2;
	uint64_t before;		/* in an entry before this one */

	/* what was found; texts are the caller's, seek_done */
	bool found, unproven;
	uint64_t index;
	struct buf set_proof, batch, bytes;
};

static void
seek_done(struct seek *k)
{
	buf_done(&k->set_proof);
	buf_done(&k->batch);
	buf_done(&k->bytes);
}

static bool
fits(const struct seek *k, const struct vault_event *e)
{
	struct tt_statement *s;
	bool good;

	if (k->leaf != NULL)
		return memcmp(e->leaf.b, k->leaf->b, sizeof(e->leaf.b)) == 0;
	if ((s = malloc(sizeof(*s))) == NULL)
		return false;
	good = tt_statement_parse(s, e->bytes, NULL) == TT_OK &&
	    span_eq(tt_statement_get(s, k->field), k->value) &&
	    (k->field2 == NULL || span_eq(tt_statement_get(s, k->field2),
	    k->value2));
	free(s);
	return good;
}

static enum tt_err
look(void *ctx, const struct vault_event *e)
{
	struct seek *k = ctx;
	uint64_t index;

	if (!fits(k, e))
		return TT_OK;
	if (e->tlog_proof.p == NULL || !bundle_index(e->tlog_proof, &index)) {
		k->unproven = true;
		return TT_OK;
	}
	if (index >= k->before)
		return TT_OK;
	seek_done(k);
	buf_init(&k->set_proof, TT_SET_PROOF_MAX);
	buf_init(&k->batch, TT_STATEMENT_MAX);
	buf_init(&k->bytes, TT_STATEMENT_MAX);
	buf_span(&k->set_proof, e->set_proof);
	buf_span(&k->batch, e->batch);
	buf_span(&k->bytes, e->bytes);
	k->index = index;
	k->found = true;
	return buf_err(&k->set_proof);
}

static int
seek(struct evidence *x, struct seek *k)
{
	enum tt_err e = vault_event_each(x->v->db, k->kind, look, k);

	return e == TT_OK ? CLI_DONE : case_cannot(x->v, e,
	    "read the vault's events");
}

/* Into the bundle; *k keeps what was found. */
static int
want(struct evidence *x, struct seek *k)
{
	int code = seek(x, k);

	if (code != CLI_DONE)
		return code;
	if (!k->found)
		return k->unproven ? say_fail(CLI_LATER, "the next batch has "
		    "it", "cannot make the bundle: a statement of kind %s is "
		    "not proven yet", tt_kind_name(k->kind)) :
		    say_fail(CLI_TROUBLE, "telltale vault check",
		    "cannot make the bundle: the vault has no statement of "
		    "kind %s that it needs", tt_kind_name(k->kind));
	return bundle_statement(&x->b, k->kind, buf_view(&k->set_proof),
	    buf_view(&k->batch), k->index);
}

/* *index: of its batch; may be NULL. */
static int
want_leaf(struct evidence *x, enum tt_kind kind, const struct hash *leaf,
    uint64_t *index)
{
	struct seek k = { .kind = kind, .leaf = leaf, .before = UINT64_MAX };
	int code = want(x, &k);

	if (index != NULL)
		*index = k.index;
	seek_done(&k);
	return code;
}

bool
evidence_hash(const json_t *o, const char *key, struct hash *out)
{
	const char *s = text_str(o, key);

	return hex_decode(out->b, sizeof(out->b), s, strlen(s));
}

/* How many had copies: the newest word before the case was opened. */
static int
want_rendered(struct evidence *x, uint64_t before)
{
	char hex[HEX_LEN(32) + 1];
	struct seek k = { .kind = TT_RENDERED, .field = "codebook",
		.value = { hex, HEX_LEN(32) }, .before = before };
	int code;

	hex_encode(hex, x->s->record.codebook.b, 32);
	code = want(x, &k);
	seek_done(&k);
	return code;
}

static void
receipt_of(const struct evidence *x, const struct vault_copy *c,
    struct seek *k, char reader[HEX_LEN(TT_READER_ID_LEN) + 1],
    char copies[HEX_LEN(32) + 1])
{
	hex_encode(reader, c->key, sizeof(c->key));
	hex_encode(copies, evidence_wave(x, c)->copies.b, 32);
	*k = (struct seek){ .kind = TT_RECEIPT, .field = "reader",
		.value = span_str(reader), .field2 = "copies",
		.value2 = span_str(copies), .before = UINT64_MAX };
}

bool
evidence_has_receipt(struct evidence *x, const struct vault_copy *c)
{
	char reader[HEX_LEN(TT_READER_ID_LEN) + 1], copies[HEX_LEN(32) + 1];
	struct seek k;
	bool has;

	if (c->reader[0] == '\0' || c->wave == VAULT_WAVE_NONE)
		return false;
	receipt_of(x, c, &k, reader, copies);
	has = seek(x, &k) == CLI_DONE && k.found;
	seek_done(&k);
	return has;
}

/* The terms that the receipt signs for; they may have moved since. */
static int
add_terms(struct evidence *x, const struct tt_statement *receipt)
{
	char path[FILE_PATH_MAX], rel[FILE_PATH_MAX], name[96];
	struct hash want_hash, got;
	struct buf file;
	enum tt_err e = TT_ENOENT;

	if (!tt_statement_hash(receipt, "terms", &want_hash))
		return say_err(TT_ESYNTAX, NULL, "cannot read the receipt");
	for (int i = 0; i < 2; i++) {
		char of[HEX_LEN(32) + 1];

		if (i == 0)
			snprintf(of, sizeof(of), "%u", x->accused->wave);
		else
			hex_encode(of, want_hash.b, sizeof(want_hash.b));
		snprintf(name, sizeof(name), "terms-%s", of);
		sealed_rel(evidence_sealed(x, x->accused)->record.sealing,
		    name, rel);
		vault_path(x->v, rel, path);
		if ((e = file_read(path, TT_TERMS_MAX, &file)) != TT_OK)
			continue;
		sha256(got.b, file.p, file.n);
		if (memcmp(got.b, want_hash.b, sizeof(got.b)) == 0)
			return bundle_take(&x->b, "terms", &file);
		buf_done(&file);
		e = TT_ENOENT;
	}
	return say_err(e, "restore it from a backup", "cannot find the terms "
	    "that the receipt of %s signs for", x->accused->reader);
}

/* All leaves of a set, and the one of a copy. */
struct leaves {
	struct hash *hash;
	uint64_t *place;
	size_t n;
	struct body_leaf own;
	bool found;
};

static bool
is_copy(struct span statement, const struct hash *copy)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct hash h;
	bool is = s != NULL && tt_statement_parse(s, statement, NULL) ==
	    TT_OK && s->kind == TT_COPY && tt_statement_hash(s, "copy", &h) &&
	    memcmp(h.b, copy->b, sizeof(h.b)) == 0;

	free(s);
	return is;
}

static size_t
count_leaves(struct body_set set)
{
	struct body_leaf l = { .place = 0 };
	int64_t last = -1;
	size_t n = 0;

	while (body_set_next(&set, last, &l) == TT_OK) {
		last = (int64_t)l.place;
		n++;
	}
	return n;
}

static enum tt_err
read_leaves(struct body_set set, const struct hash *copy, struct leaves *out)
{
	size_t n = count_leaves(set);
	struct body_leaf l = { .place = 0 };
	int64_t last = -1;
	enum tt_err e;

	out->hash = calloc(n + 1, sizeof(*out->hash));
	out->place = calloc(n + 1, sizeof(*out->place));
	if (out->hash == NULL || out->place == NULL)
		return TT_ENOMEM;
	while ((e = body_set_next(&set, last, &l)) == TT_OK) {
		tt_leaf_hash(&out->hash[out->n], &l.salt, l.statement);
		out->place[out->n++] = l.place;
		last = (int64_t)l.place;
		if (!out->found && is_copy(l.statement, copy)) {
			out->own = l;
			out->found = true;
		}
	}
	if (e != TT_ENOENT)
		return e;
	return out->found ? TT_OK : TT_EINTEGRITY;
}

/* The leaf of the accused's copy among its set, as seal made that. */
static enum tt_err
prove_leaf(struct body_set set, const struct vault_copy *c, struct buf *out)
{
	struct leaves all = { .n = 0 };
	struct tt_set *tree = NULL;
	struct tt_set_proof p;
	enum tt_err e;

	if ((e = read_leaves(set, &c->sha256, &all)) == TT_OK &&
	    (e = tt_set_new(&tree, set.depth, all.hash, all.place, all.n,
	    &set.padding)) == TT_OK && (e = tt_set_proof_make(&p, tree,
	    all.own.place, &all.own.salt, all.own.statement)) == TT_OK)
		e = tt_set_proof_format(&p, out);
	tt_set_free(tree);
	free(all.hash);
	free(all.place);
	return e;
}

static int
add_leaf(struct evidence *x)
{
	char name[32], rel[FILE_PATH_MAX], path[FILE_PATH_MAX];
	struct body_set set;
	struct buf file, text;
	enum tt_err e;

	snprintf(name, sizeof(name), "set-%u", x->accused->wave);
	sealed_rel(evidence_sealed(x, x->accused)->record.sealing, name, rel);
	vault_path(x->v, rel, path);
	if ((e = file_read(path, BODY_SET_MAX, &file)) != TT_OK)
		return say_err(e, "restore it from a backup",
		    "cannot read %s", path);
	buf_init_secret(&text, TT_SET_PROOF_MAX);
	if ((e = body_set(buf_view(&file), &set)) == TT_OK)
		e = prove_leaf(set, x->accused, &text);
	buf_done(&file);
	if (e != TT_OK) {
		buf_done(&text);
		return say_err(e, NULL, "cannot prove the copy of %s",
		    x->accused->reader);
	}
	return bundle_take(&x->b, "copy.set-proof", &text);
}

/* By which the reader is one, and its partner approved, when it signed. */
static int
want_reader(struct evidence *x, uint64_t before)
{
	char id[HEX_LEN(TT_READER_ID_LEN) + 1];
	struct seek r = { .kind = TT_READER, .field = "reader",
		.value = { id, HEX_LEN(TT_READER_ID_LEN) },
		.before = before };
	struct seek p = { .kind = TT_PARTNER, .field = "partner",
		.before = before };
	struct tt_statement *s = malloc(sizeof(*s));
	int code;

	hex_encode(id, x->accused->key, sizeof(x->accused->key));
	if (s == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make the bundle");
	if ((code = want(x, &r)) == CLI_DONE) {
		if (tt_statement_parse(s, buf_view(&r.bytes), NULL) == TT_OK)
			p.value = tt_statement_get(s, "partner");
		code = want(x, &p);
	}
	seek_done(&r);
	seek_done(&p);
	free(s);
	return code;
}

static int
want_receipt(struct evidence *x)
{
	char reader[HEX_LEN(TT_READER_ID_LEN) + 1], copies[HEX_LEN(32) + 1];
	struct tt_statement *s = malloc(sizeof(*s));
	struct seek k;
	int code;

	if (s == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make the bundle");
	receipt_of(x, x->accused, &k, reader, copies);
	if ((code = want(x, &k)) == CLI_DONE) {
		if (tt_statement_parse(s, buf_view(&k.bytes), NULL) != TT_OK)
			code = say_err(TT_ESYNTAX, NULL, "cannot read the "
			    "receipt of %s", x->accused->reader);
		else if ((code = add_terms(x, s)) == CLI_DONE)
			code = want_reader(x, k.index);
	}
	seek_done(&k);
	free(s);
	return code;
}

static int
add_accused(struct evidence *x)
{
	const struct vault_wave *w = evidence_wave(x, x->accused);
	int code;

	if ((code = want_leaf(x, TT_WAVE, &w->leaf, NULL)) != CLI_DONE ||
	    (code = want_leaf(x, TT_COPIES, &w->copies, NULL)) !=
	    CLI_DONE ||
	    (code = want_receipt(x)) != CLI_DONE)
		return code;
	return add_leaf(x);
}

int
evidence_ledger(struct evidence *x)
{
	struct hash observed;
	uint64_t opened;
	int code;

	if (!evidence_hash(x->reading, "observed", &observed))
		return say_err(TT_ESYNTAX, NULL, "cannot read the trace");
	for (size_t k = 0; k < x->n_revisions; k++)
		if ((code = want_leaf(x, TT_CODEBOOK,
		    &x->revision[k].s.record.codebook, NULL)) != CLI_DONE)
			return code;
	if ((code = want_leaf(x, TT_CASE, &x->opened->e.leaf,
	    &opened)) != CLI_DONE ||
	    (code = want_rendered(x, opened)) != CLI_DONE ||
	    (code = want_leaf(x, TT_OBSERVED, &observed, NULL)) != CLI_DONE)
		return code;
	for (int l = 0; l < EVIDENCE_LEVELS; l++)
		if (x->finding[l].s != NULL && (code = want_leaf(x,
		    TT_FINDING, &x->finding[l].leaf, NULL)) != CLI_DONE)
			return code;
	return x->accused != NULL ? add_accused(x) : CLI_DONE;
}
