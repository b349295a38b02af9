/* SPDX-License-Identifier: ISC */
/*
 * copy - one reader's rendering of a bulletin, sealed.
 *
 * age(reader, age(wave, tar)): the archive to the wave's recipient, and that
 * file to the reader's.  The outer file key follows from a secret of the
 * vault, so that one copy can be shown without the reader's key; the inner
 * one is random and kept nowhere.  All copies of a wave and profile have one
 * size.  Pure: no I/O, no clock, random bytes by parameter.
 */
#ifndef TT_COPY_H
#define TT_COPY_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/rng.h"
#include "base/span.h"
#include "telltale/age_file.h"
#include "telltale/age_key.h"
#include "telltale/archive.h"
#include "telltale/err.h"

#define TT_COPY_MAX		((size_t)256 << 20)	/* bytes */
#define TT_COPY_HASH_LEN	32	/* bytes, SHA-256 of the copy */
#define TT_SEAL_SECRET_LEN	32	/* bytes */
#define TT_RUN_ID_LEN		16	/* bytes */
#define TT_READER_ID_LEN	16	/* bytes, specs/ledger section 7 */

/*
 * One sealing run of the vault: from it follow the outer file keys.  Secret,
 * random, kept in the vault: in memory from secret_new.
 */
struct tt_seal_run {
	uint8_t	secret[TT_SEAL_SECRET_LEN];
	uint8_t	id[TT_RUN_ID_LEN];
};

void tt_seal_run_generate(struct tt_seal_run *out, struct rng rng);

/* The outer file key of one reader's copy: shown, it opens that copy alone. */
void tt_copy_file_key(struct tt_age_file_key *out,
    const struct tt_seal_run *run, const uint8_t reader_id[TT_READER_ID_LEN]);

/* Bytes of a copy around an archive of that many bytes. */
size_t tt_copy_size(size_t archive_size);

/*
 * What seals copies of one wave and profile, one after another; one for each
 * core.  Keeps the wave's recipient, the run's key and working memory.
 */
struct tt_copy_sealer;	/* opaque, in secret memory */

/* TT_ELIMIT if copies would be over TT_COPY_MAX; TT_ENOMEM. */
enum tt_err tt_copy_sealer_new(struct tt_copy_sealer **out,
    const struct tt_age_recipient *wave, const struct tt_seal_run *run,
    size_t archive_size) MUST_USE;
void tt_copy_sealer_free(struct tt_copy_sealer *s);	/* wipes */

/*
 * Seals the members, sorted, for one reader: writes tt_copy_size bytes to
 * out and their SHA-256 to hash.  TT_EKEY if a recipient is of low order,
 * else as tt_archive_write.  Per copy four X25519 multiplications, 14 short
 * HMACs, ChaCha20-Poly1305 twice and SHA-256 once over its bytes.
 */
enum tt_err tt_copy_seal(struct tt_copy_sealer *s,
    const struct tt_age_recipient *reader,
    const uint8_t reader_id[TT_READER_ID_LEN],
    const struct tt_member *members, size_t n, struct rng rng,
    uint8_t *out, uint8_t hash[TT_COPY_HASH_LEN]) MUST_USE;

/* With what, and under which conditions, a copy is opened. */
struct tt_copy_opener {
	const struct tt_age_identity	*reader;	/* n_reader of them */
	size_t				n_reader;
	const struct tt_age_file_key	*outer_key;	/* instead of reader */
	const struct tt_age_identity	*wave;
	const uint8_t			*hash;	/* NULL, or what it must be */
};

/* A copy's members, all of them verified; they point into tar. */
struct tt_copy {
	struct buf		tar;	/* a secret buf */
	struct tt_archive	archive;
};

/* Which layer an error came from, for the sentence that a person reads. */
enum tt_copy_layer { TT_COPY_HASH, TT_COPY_OUTER, TT_COPY_INNER, TT_COPY_TAR };

/*
 * TT_EINTEGRITY if by->hash is given and differs: no key was used then.
 * TT_ELIMIT over TT_COPY_MAX; else as tt_age_file_open of either layer, as
 * tt_archive_read.  layer may be NULL.  tt_copy_free wipes.
 */
enum tt_err tt_copy_open(struct tt_copy **out, struct span copy,
    const struct tt_copy_opener *by, enum tt_copy_layer *layer) MUST_USE;
void tt_copy_free(struct tt_copy *c);	/* NULL is fine */

/*
 * Only the outer layer, with by->hash, by->reader or by->outer_key: appends
 * the inner file, which is still shut and still the reader's marked copy.
 */
enum tt_err tt_copy_open_outer(struct buf *inner, struct span copy,
    const struct tt_copy_opener *by) MUST_USE;

#endif
