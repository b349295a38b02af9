/* SPDX-License-Identifier: ISC */
/*
 * Bytes go from the members into the archive, from there through the inner
 * cipher into the inner file, and from there through the outer cipher into
 * the caller's memory; nothing is allocated per copy.
 */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/sha256.h"
#include "seal/age_chunk.h"
#include "seal/age_write.h"
#include "telltale/copy.h"

#define OUTER_KEY_LABEL	"telltale/v1/outer-file-key\n"

struct tt_copy_sealer {
	struct tt_age_recipient wave;
	struct tt_seal_run run;
	size_t archive_size, inner_size, size;	/* bytes */
	struct age_cipher *cipher;
	struct buf header;
	uint8_t *archive;	/* in secret memory */
	uint8_t *inner;		/* ciphertext */
};

/* What one copy draws, each for one use. */
struct draw {
	uint8_t outer_ephemeral[32];
	uint8_t outer_nonce[TT_AGE_NONCE_LEN];
	uint8_t inner_ephemeral[32];
	uint8_t inner_nonce[TT_AGE_NONCE_LEN];
	struct tt_age_file_key inner_key;
};

/* One age file around plain. */
struct layer {
	const struct tt_age_recipient *to;
	const struct tt_age_file_key *key;
	const uint8_t *ephemeral, *nonce;
	struct span plain;
};

static enum tt_err
seal_layer(struct tt_copy_sealer *s, uint8_t *out, const struct layer *l)
{
	uint8_t key[32];
	enum tt_err e;

	buf_clear(&s->header);
	e = age_write_x25519(&s->header, key, l->to, l->key, l->ephemeral,
	    l->nonce);
	if (e == TT_OK) {
		memcpy(out, s->header.p, AGE_X25519_HEADER_LEN);
		out += AGE_X25519_HEADER_LEN;
		memcpy(out, l->nonce, TT_AGE_NONCE_LEN);
		age_chunks_seal(s->cipher, out + TT_AGE_NONCE_LEN, l->plain,
		    key);
	}
	secret_wipe(key, sizeof(key));
	return e;
}

static enum tt_err
seal_inner(struct tt_copy_sealer *s, const struct draw *d)
{
	const struct layer inner = {
		.to = &s->wave, .key = &d->inner_key,
		.ephemeral = d->inner_ephemeral, .nonce = d->inner_nonce,
		.plain = span_of(s->archive, s->archive_size),
	};

	return seal_layer(s, s->inner, &inner);
}

static enum tt_err
seal_outer(struct tt_copy_sealer *s, const struct draw *d,
    const struct tt_age_recipient *reader, const uint8_t *reader_id,
    uint8_t *out)
{
	struct tt_age_file_key k;
	const struct layer outer = {
		.to = reader, .key = &k,
		.ephemeral = d->outer_ephemeral, .nonce = d->outer_nonce,
		.plain = span_of(s->inner, s->inner_size),
	};
	enum tt_err e;

	tt_copy_file_key(&k, &s->run, reader_id);
	e = seal_layer(s, out, &outer);
	secret_wipe(&k, sizeof(k));
	return e;
}

void
tt_seal_run_generate(struct tt_seal_run *out, struct rng rng)
{
	rng_fill(rng, out->secret, sizeof(out->secret));
	rng_fill(rng, out->id, sizeof(out->id));
}

void
tt_copy_file_key(struct tt_age_file_key *out, const struct tt_seal_run *run,
    const uint8_t reader_id[TT_READER_ID_LEN])
{
	uint8_t info[sizeof(OUTER_KEY_LABEL) - 1 + TT_READER_ID_LEN];
	uint8_t key[SHA256_LEN];

	memcpy(info, OUTER_KEY_LABEL, sizeof(OUTER_KEY_LABEL) - 1);
	memcpy(info + sizeof(OUTER_KEY_LABEL) - 1, reader_id, TT_READER_ID_LEN);
	hkdf_sha256(key, run->secret, sizeof(run->secret), run->id,
	    sizeof(run->id), info, sizeof(info));
	memcpy(out->b, key, sizeof(out->b));
	secret_wipe(key, sizeof(key));
}

size_t
tt_copy_size(size_t archive_size)
{
	return tt_age_file_size(1, tt_age_file_size(1, archive_size));
}

enum tt_err
tt_copy_sealer_new(struct tt_copy_sealer **out,
    const struct tt_age_recipient *wave, const struct tt_seal_run *run,
    size_t archive_size)
{
	struct tt_copy_sealer *s;

	if (archive_size > TT_COPY_MAX || tt_copy_size(archive_size) >
	    TT_COPY_MAX)
		return TT_ELIMIT;
	if ((s = SECRET_NEW(struct tt_copy_sealer)) == NULL)
		return TT_ENOMEM;
	s->wave = *wave;
	s->run = *run;
	s->archive_size = archive_size;
	s->inner_size = tt_age_file_size(1, archive_size);
	s->size = tt_copy_size(archive_size);
	buf_init(&s->header, AGE_X25519_HEADER_LEN);
	s->archive = secret_new(archive_size);
	s->inner = malloc(s->inner_size);
	if (s->archive == NULL || s->inner == NULL ||
	    age_cipher_new(&s->cipher) != TT_OK) {
		tt_copy_sealer_free(s);
		return TT_ENOMEM;
	}
	*out = s;
	return TT_OK;
}

void
tt_copy_sealer_free(struct tt_copy_sealer *s)
{
	if (s == NULL)
		return;
	age_cipher_free(s->cipher);
	secret_free(s->archive);
	free(s->inner);
	buf_done(&s->header);
	secret_free(s);
}

enum tt_err
tt_copy_seal(struct tt_copy_sealer *s, const struct tt_age_recipient *reader,
    const uint8_t reader_id[TT_READER_ID_LEN],
    const struct tt_member *members, size_t n, struct rng rng,
    uint8_t *out, uint8_t hash[TT_COPY_HASH_LEN])
{
	struct draw d;
	enum tt_err e;

	e = tt_archive_write(s->archive, s->archive_size, members, n);
	if (e != TT_OK)
		return e;
	rng_fill(rng, &d, sizeof(d));
	if ((e = seal_inner(s, &d)) == TT_OK &&
	    (e = seal_outer(s, &d, reader, reader_id, out)) == TT_OK)
		sha256(hash, out, s->size);
	secret_wipe(&d, sizeof(d));
	return e;
}
