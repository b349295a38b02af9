/* SPDX-License-Identifier: ISC */
/*
 * How keys follow from one another: evidence.md section 2.  Level and number
 * are hashed into the row key, so that a vendor who commits to one K twice
 * does not get two equal rows.
 */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/secret.h"
#include "base/sha256.h"
#include "codebook/little.h"
#include "codebook/pick.h"
#include "telltale/codebook.h"

#define ROW_TAG		"telltale codebook row v1"	/* and its NUL */
#define DRAWS		64	/* before the unused numbers are counted */

/* What is derived from the key, by the number of the derivation. */
enum subkey { SUB_BIAS = 1, SUB_HOLDERS, SUB_COPIES, SUB_REHEARSAL,
	SUB_COINS };

struct tt_codebook {
	struct tt_bias_key bias;
	uint8_t master[TT_SITE_LEVEL_COUNT][TT_KEY_LEN];
	struct tt_codebook_key rehearsal;
	uint8_t coins[TT_KEY_LEN];
	struct tt_beacon beacon;
	struct tt_code *code;
	struct tt_pick *level[TT_SITE_LEVEL_COUNT];	/* all its slots */
};

static const char context[TT_SITE_LEVEL_COUNT][crypto_kdf_CONTEXTBYTES + 1] = {
	[TT_SITE_HOLDER] = "ttholder",
	[TT_SITE_COPY] = "ttcopies",
};

static void
derive(uint8_t out[TT_KEY_LEN], uint64_t id, const char *ctx,
    const uint8_t key[TT_KEY_LEN])
{
	int failed = crypto_kdf_derive_from_key(out, TT_KEY_LEN, id, ctx, key);

	assert(failed == 0);
}

static void
derive_all(struct tt_codebook *cb, const struct tt_codebook_key *key)
{
	const char *ctx = "ttcodebk";

	derive(cb->bias.b, SUB_BIAS, ctx, key->b);
	derive(cb->master[TT_SITE_HOLDER], SUB_HOLDERS, ctx, key->b);
	derive(cb->master[TT_SITE_COPY], SUB_COPIES, ctx, key->b);
	derive(cb->rehearsal.b, SUB_REHEARSAL, ctx, key->b);
	derive(cb->coins, SUB_COINS, ctx, key->b);
}

static void
hash_row_key(uint8_t out[32], const struct tt_row_key *key,
    enum tt_site_level level, uint64_t number, const struct tt_beacon *beacon)
{
	struct {
		char tag[sizeof(ROW_TAG)];
		uint8_t level, number[8], key[TT_KEY_LEN], beacon[32];
	} m = { .tag = ROW_TAG, .level = (uint8_t)level };

	put_le64(m.number, number);
	memcpy(m.key, key->b, sizeof(m.key));
	memcpy(m.beacon, beacon->b, sizeof(m.beacon));
	sha256(out, &m, sizeof(m));
	secret_wipe(&m, sizeof(m));
}

/* The k-th of the numbers below end that are not used; end if too few. */
static uint64_t
unused(uint64_t k, uint64_t end, tt_number_used *used, void *ctx)
{
	uint64_t i;

	for (i = 0; i < end; i++)
		if (!used(ctx, i) && k-- == 0)
			break;
	return i;
}

enum tt_err
tt_codebook_new(struct tt_codebook **out, const struct tt_codebook_key *key,
    const struct tt_slot *slots, size_t n, const struct tt_beacon *beacon)
{
	struct tt_codebook *cb = SECRET_NEW(struct tt_codebook);
	enum tt_err e = TT_ENOMEM;

	if (cb == NULL)
		return e;
	derive_all(cb, key);
	if (beacon != NULL)
		cb->beacon = *beacon;
	if ((e = tt_code_new(&cb->code, &cb->bias, slots, n)) != TT_OK)
		goto out;
	for (int l = 0; l < TT_SITE_LEVEL_COUNT && e == TT_OK; l++)
		e = tt_pick_level(&cb->level[l], cb->code, NULL, 0,
		    (enum tt_site_level)l);
	if (e == TT_OK) {
		*out = cb;
		cb = NULL;	/* transferred */
	}
out:
	tt_codebook_free(cb);
	return e;
}

void
tt_codebook_free(struct tt_codebook *cb)
{
	if (cb == NULL)
		return;
	for (int l = 0; l < TT_SITE_LEVEL_COUNT; l++)
		tt_pick_free(cb->level[l]);
	tt_code_free(cb->code);
	secret_free(cb);
}

const struct tt_code *
tt_codebook_code(const struct tt_codebook *cb)
{
	return cb->code;
}

void
tt_codebook_bias_key(const struct tt_codebook *cb, struct tt_bias_key *out)
{
	*out = cb->bias;
}

void
tt_codebook_row_key(const struct tt_codebook *cb, enum tt_site_level level,
    uint64_t number, struct tt_row_key *out)
{
	derive(out->b, number, context[level], cb->master[level]);
}

void
tt_row_derive(const struct tt_row_key *key, enum tt_site_level level,
    uint64_t number, const struct tt_beacon *beacon,
    const struct tt_pick *pick, uint64_t *symbols)
{
	uint8_t row_key[32];

	hash_row_key(row_key, key, level, number, beacon);
	pick_read(pick, row_key, symbols);
	secret_wipe(row_key, sizeof(row_key));
}

void
tt_codebook_row(const struct tt_codebook *cb, const struct tt_pick *pick,
    enum tt_site_level level, uint64_t number, uint64_t *symbols)
{
	struct tt_row_key key;

	tt_codebook_row_key(cb, level, number, &key);
	tt_row_derive(&key, level, number, &cb->beacon, pick, symbols);
	secret_wipe(&key, sizeof(key));
}

void
tt_codebook_row_bytes(const struct tt_codebook *cb,
    const struct tt_pick *pick, enum tt_site_level level, uint64_t number,
    uint8_t *symbols, uint64_t *values)
{
	struct tt_row_key key;
	uint8_t row_key[32];

	tt_codebook_row_key(cb, level, number, &key);
	hash_row_key(row_key, &key, level, number, &cb->beacon);
	pick_read_bytes(pick, row_key, symbols, values);
	secret_wipe(row_key, sizeof(row_key));
	secret_wipe(&key, sizeof(key));
}

void
tt_codebook_copy(const struct tt_codebook *cb, uint64_t holder, uint64_t copy,
    uint64_t *symbols)
{
	tt_codebook_row(cb, cb->level[TT_SITE_HOLDER], TT_SITE_HOLDER, holder,
	    symbols);
	tt_codebook_row(cb, cb->level[TT_SITE_COPY], TT_SITE_COPY, copy,
	    symbols);
}

enum tt_err
tt_number_draw(uint64_t *out, unsigned depth, struct rng rng,
    tt_number_used *used, void *ctx)
{
	uint64_t end, left, v;

	if (depth > TT_DEPTH_MAX)
		return TT_ERANGE;
	end = (uint64_t)1 << depth;
	for (int i = 0; i < DRAWS; i++) {
		v = rng_below(rng, end);
		if (!used(ctx, v)) {
			*out = v;
			return TT_OK;
		}
	}
	left = 0;	/* nearly all are used: count, and draw among them */
	for (v = 0; v < end; v++)
		left += !used(ctx, v);
	if (left == 0)
		return TT_ELIMIT;
	*out = unused(rng_below(rng, left), end, used, ctx);
	return TT_OK;
}

enum tt_err
tt_codebook_rehearse(struct tt_codebook **out, const struct tt_codebook *cb,
    const struct tt_slot *slots, size_t n)
{
	if (slots == NULL) {
		slots = cb->code->slots;
		n = cb->code->n;
	}
	return tt_codebook_new(out, &cb->rehearsal, slots, n, NULL);
}

void
tt_codebook_coins(const struct tt_codebook *cb, uint64_t trial,
    uint8_t out[32])
{
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];

	put_le64(nonce, trial);
	crypto_stream_chacha20(out, 32, nonce, cb->coins);
}
