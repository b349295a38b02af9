/* SPDX-License-Identifier: ISC */
/*
 * age_file - files that age opens, written and read.
 *
 * age-encryption.org/v1: a header of stanzas, of which each wraps the file
 * key for one recipient, a MAC over it, and a payload in chunks of 64 KiB.
 * Stanza types X25519 and scrypt; others are skipped when reading.  No byte
 * of a chunk is released before its tag is verified.  sodium_init() must
 * have succeeded.  Pure: no I/O, no clock, random bytes by parameter.
 *
 * Errors when reading:
 *   TT_ESYNTAX   header, stanza or base64 other than written there
 *   TT_EVERSION  an age file, not of v1
 *   TT_ELIMIT    over a limit below
 *   TT_ENOMATCH  header good, no stanza for any key of the opener
 *   TT_EMAC      file key found, header MAC differs
 *   TT_EPAYLOAD  a chunk does not verify, no last chunk, an empty last one
 *                after others, bytes after it
 *   TT_ENOMEM
 */
#ifndef TT_AGE_FILE_H
#define TT_AGE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/rng.h"
#include "base/span.h"
#include "telltale/age_key.h"
#include "telltale/err.h"

#define TT_AGE_CHUNK		65536	/* bytes of plaintext */
#define TT_AGE_TAG_LEN		16	/* bytes */
#define TT_AGE_NONCE_LEN	16	/* bytes */
#define TT_AGE_FILE_KEY_LEN	16	/* bytes */
#define TT_AGE_HEADER_MAX	65536	/* bytes */
#define TT_AGE_STANZAS_MAX	256
#define TT_AGE_ARGS_MAX		32	/* of one stanza, its type among them */
#define TT_AGE_BODY_MAX		8192	/* bytes, decoded */
#define TT_AGE_LOG_N		18	/* written: scrypt with 256 MiB */
#define TT_AGE_LOG_N_MAX	20	/* read: 1 GiB */

/* Secret: in memory from secret_new, or wiped by whoever has it on a stack. */
struct tt_age_file_key {
	uint8_t	b[TT_AGE_FILE_KEY_LEN];
};

/* For whom a file is written: recipients, or a passphrase, never both. */
struct tt_age_target {
	const struct tt_age_recipient	*recipients;
	size_t				n_recipients;
	struct span			passphrase;	/* p NULL: none */
	unsigned			log_n;	/* 0: TT_AGE_LOG_N */
	const struct tt_age_file_key	*file_key;	/* NULL: random */
};

/*
 * With what a file is opened.  Borrowed until the header has been read.  A
 * file key goes past all stanzas; the header's MAC still has to be its own.
 */
struct tt_age_opener {
	const struct tt_age_identity	*identities;
	size_t				n_identities;
	struct span			passphrase;	/* p NULL: none */
	const struct tt_age_file_key	*file_key;	/* NULL: none */
};

/* Bytes of a file to that many X25519 recipients with n bytes inside. */
size_t tt_age_file_size(size_t n_recipients, size_t n);

/*
 * Whole files: appended to out, or nothing is.  TT_EKEY if a recipient is of
 * low order, TT_ERANGE if the target names nobody or both kinds or log_n is
 * not 1 to TT_AGE_LOG_N_MAX, TT_ELIMIT over TT_AGE_STANZAS_MAX recipients or
 * out's maximum.
 */
enum tt_err tt_age_file_seal(struct buf *out, const struct tt_age_target *to,
    struct span plain, struct rng rng) MUST_USE;
enum tt_err tt_age_file_open(struct buf *out, const struct tt_age_opener *by,
    struct span file) MUST_USE;

/* The same, and its file key, for whoever may show it later. */
enum tt_err tt_age_file_key_of(struct tt_age_file_key *out,
    const struct tt_age_opener *by, struct span file) MUST_USE;

/* What can be known of a file without a key. */
struct tt_age_info {
	size_t		header_len;	/* bytes */
	unsigned	stanzas;
	unsigned	x25519, scrypt, hybrid, other;	/* of each type */
	unsigned	log_n;		/* of the scrypt stanza, or 0 */
};
enum tt_err tt_age_file_inspect(struct tt_age_info *out, struct span file)
    MUST_USE;

/*
 * Writing in pieces of any size.  Bytes are appended to out as they become
 * due: the header at once, a chunk when it is full and more follows, the last
 * at the end.  After an error, or after end, only free may follow.
 */
struct tt_age_writer;	/* opaque, in secret memory */

enum tt_err tt_age_writer_new(struct tt_age_writer **w,
    const struct tt_age_target *to, struct rng rng, struct buf *out) MUST_USE;
enum tt_err tt_age_writer_push(struct tt_age_writer *w, struct span plain,
    struct buf *out) MUST_USE;
enum tt_err tt_age_writer_end(struct tt_age_writer *w, struct buf *out)
    MUST_USE;
void tt_age_writer_free(struct tt_age_writer *w);	/* NULL is fine */

/*
 * Reading in pieces of any size: push what came, take what was verified from
 * out, and call end at the end of the file.  How the file is cut into pushes
 * changes neither the bytes released nor the error.  Bytes released before an
 * error were verified; whoever needs all or nothing waits for end.
 */
struct tt_age_reader;	/* opaque, in secret memory */

enum tt_err tt_age_reader_new(struct tt_age_reader **r,
    const struct tt_age_opener *by) MUST_USE;
enum tt_err tt_age_reader_push(struct tt_age_reader *r, struct span file,
    struct buf *out) MUST_USE;
enum tt_err tt_age_reader_end(struct tt_age_reader *r, struct buf *out)
    MUST_USE;
void tt_age_reader_free(struct tt_age_reader *r);	/* NULL is fine */

#endif
