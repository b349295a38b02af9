/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/json_in.h"
#include "base/secret.h"
#include "keeper/offer.h"
#include "telltale/age_file.h"
#include "telltale/authority.h"

#define SHARE_TEXT_MAX	TT_STATEMENT_MAX

/* "01" is 1. */
static enum tt_err
read_index(struct span s, unsigned *out)
{
	if (s.n != 2 || s.p[0] < '0' || s.p[0] > '9' || s.p[1] < '0' ||
	    s.p[1] > '9')
		return TT_ESYNTAX;
	*out = (unsigned)(s.p[0] - '0') * 10 + (unsigned)(s.p[1] - '0');
	return TT_OK;
}

/* Commitments are numbered 00 to k - 1, in order. */
static enum tt_err
read_coefficients(const struct tt_statement *wave,
    struct tt_wave_commitment *c)
{
	struct span index, hex;
	unsigned at;

	if (c->k != tt_statement_count(wave, "coefficient"))
		return TT_ESYNTAX;
	for (unsigned i = 0; i < c->k; i++) {
		tt_statement_pair(wave, "coefficient", i, &index, &hex);
		if (read_index(index, &at) != TT_OK || at != i ||
		    !hex_decode(c->c[i], TT_COMMITMENT_LEN, hex.p, hex.n))
			return TT_ESYNTAX;
	}
	return TT_OK;
}

/* Keepers are numbered 01 to n; ours must be this keeper's recipient. */
static enum tt_err
find_self(const struct tt_statement *wave, const struct keeper_self *self,
    unsigned n)
{
	struct tt_age_recipient r;
	struct span index, who;
	unsigned at;

	for (unsigned i = 0; i < n; i++) {
		tt_statement_pair(wave, "keeper", i, &index, &who);
		if (read_index(index, &at) != TT_OK || at != i + 1)
			return TT_ESYNTAX;
		if (at != self->number)
			continue;
		if (tt_age_recipient_parse(&r, who) != TT_OK ||
		    memcmp(r.u, self->identity->recipient.u, sizeof(r.u)) != 0)
			return TT_EKEY;
		return TT_OK;
	}
	return TT_EKEY;
}

enum tt_err
keeper_wave_read(const struct tt_statement *wave,
    const struct keeper_self *self, struct keeper_wave *out)
{
	struct keeper_wave w = { .opens_s = 0 };
	uint64_t k = tt_statement_number(wave, "threshold", 0);
	size_t n = tt_statement_count(wave, "keeper");
	enum tt_err e;

	if (k < 1 || k > n || n > TT_SHARES_MAX)
		return TT_ESYNTAX;
	w.commitment.k = (unsigned)k;
	w.commitment.n = (unsigned)n;
	w.opens_s = tt_statement_instant(wave, "opens", 0);
	if ((e = span_copy(tt_statement_get(wave, "bulletin"), w.bulletin,
	    sizeof(w.bulletin))) != TT_OK)
		return e;
	if (!tt_statement_recipient(wave, "recipient", &w.recipient))
		return TT_EKEY;
	if ((e = read_coefficients(wave, &w.commitment)) != TT_OK ||
	    (e = find_self(wave, self, (unsigned)n)) != TT_OK ||
	    (e = tt_wave_commitment_check(&w.commitment)) != TT_OK)
		return e;
	*out = w;
	return TT_OK;
}

/* The statement in a sealed file says what the wave's statement says. */
static enum tt_err
match_share(const struct tt_statement *s, const struct hash *leaf,
    const struct keeper_wave *wave, const struct keeper_self *self,
    struct tt_share *share)
{
	struct hash named;

	if (!span_is(s->origin, self->origin) ||
	    !tt_statement_hash(s, "wave", &named) ||
	    memcmp(named.b, leaf->b, sizeof(named.b)) != 0 ||
	    tt_statement_number(s, "index", 0) != self->number ||
	    tt_statement_number(s, "threshold", 0) != wave->commitment.k ||
	    tt_statement_number(s, "shares", 0) != wave->commitment.n ||
	    tt_statement_instant(s, "opens", 0) != wave->opens_s)
		return TT_ESHARE;
	share->index = self->number;
	if (!tt_statement_bytes(s, "value", share->value,
	    sizeof(share->value)))
		return TT_ESHARE;
	return tt_share_check(&wave->commitment, share);
}

enum tt_err
keeper_share_open(struct span sealed, const struct hash *leaf,
    const struct keeper_wave *wave, const struct keeper_self *self,
    struct tt_share *share)
{
	const struct tt_age_opener by = { .identities = self->identity,
		.n_identities = 1 };
	const struct tt_authority authority = { .keys = self->keys };
	struct tt_share *found = SECRET_NEW(struct tt_share);
	struct tt_statement *s = SECRET_NEW(struct tt_statement);
	struct buf text;
	enum tt_err e = TT_ENOMEM;

	buf_init_secret(&text, SHARE_TEXT_MAX);
	if (found == NULL || s == NULL)
		goto out;
	if ((e = tt_age_file_open(&text, &by, sealed)) != TT_OK ||
	    (e = tt_statement_parse(s, buf_view(&text), NULL)) != TT_OK)
		goto out;
	e = TT_EREFUSED;
	if (s->kind != TT_SHARE || (self->keys != NULL &&
	    (e = tt_authority_check(s, &authority)) != TT_OK) ||
	    (e = match_share(s, leaf, wave, self, found)) != TT_OK)
		goto out;
	*share = *found;
out:
	buf_done(&text);
	secret_free(s);
	secret_free(found);
	return e;
}

enum tt_err
keeper_offer_check(const struct keeper_offer *o,
    const struct keeper_self *self, struct keeper_accepted *out)
{
	const struct tt_authority authority = { .keys = self->keys };
	struct tt_opened *opened = malloc(sizeof(*opened));
	struct tt_share *share = SECRET_NEW(struct tt_share);
	struct keeper_wave wave;
	struct hash keys;
	enum tt_err e = TT_ENOMEM;

	if (opened == NULL || share == NULL)
		goto out;
	if ((e = tt_opening_check(&o->wave, TT_WAVE, self->policy, opened)) !=
	    TT_OK)
		goto out;
	e = TT_EREFUSED;
	if (!opened->head.quorum)
		goto out;
	if (!tt_statement_hash(&opened->batch, "keys", &keys) ||
	    memcmp(keys.b, self->keys_hash.b, sizeof(keys.b)) != 0)
		goto out;
	if ((e = tt_authority_check(&opened->statement, &authority)) != TT_OK ||
	    (e = keeper_wave_read(&opened->statement, self, &wave)) != TT_OK ||
	    (e = keeper_share_open(o->share, &opened->leaf, &wave, self,
	    share)) != TT_OK)
		goto out;
	out->leaf = opened->leaf;
	out->statement = opened->statement.bytes;
	out->wave = wave;
out:
	secret_free(share);
	free(opened);
	return e;
}

/* A string member's bytes into room; *at is where they begin. */
static enum tt_err
keep_member(const json_t *obj, const char *key, struct buf *room, size_t *at,
    size_t *n)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(obj, key, &s, NULL)) != TT_OK)
		return e == TT_ENOENT ? TT_ESYNTAX : e;
	*at = room->n;
	*n = s.n;
	buf_span(room, s);
	return buf_err(room);
}

static enum tt_err
keep_share(const json_t *obj, struct buf *room, size_t *at, size_t *n)
{
	struct span s;
	char *bytes;
	enum tt_err e;

	if ((e = json_in_str(obj, "share", &s, NULL)) != TT_OK)
		return e == TT_ENOENT ? TT_ESYNTAX : e;
	if ((bytes = malloc(s.n + 1)) == NULL)
		return TT_ENOMEM;
	if (b64_decode_any(bytes, s.n, n, s.p, s.n)) {
		*at = room->n;
		buf_add(room, bytes, *n);
		e = buf_err(room);
	} else
		e = TT_ESYNTAX;
	free(bytes);
	return e;
}

enum tt_err
keeper_offer_parse(struct span body, struct buf *room,
    struct keeper_offer *out)
{
	static const char *const names[] = { "set_proof", "batch",
		"tlog_proof" };
	size_t at[4], n[4];
	json_t *obj = NULL;
	enum tt_err e;

	if ((e = json_in_parse(body, KEEPER_OFFER_MAX, &obj, NULL)) != TT_OK)
		return e;
	e = keep_share(obj, room, &at[3], &n[3]);
	for (size_t i = 0; e == TT_OK && i < N_ROWS(names); i++)
		e = keep_member(obj, names[i], room, &at[i], &n[i]);
	json_decref(obj);
	if (e != TT_OK)
		return e;
	out->wave.set_proof = span_of(room->p + at[0], n[0]);
	out->wave.batch = span_of(room->p + at[1], n[1]);
	out->wave.tlog_proof = span_of(room->p + at[2], n[2]);
	out->share = span_of(room->p + at[3], n[3]);
	return TT_OK;
}
