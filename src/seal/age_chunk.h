/* SPDX-License-Identifier: ISC */
/*
 * age_chunk - the payload of an age file, a piece of 64 KiB at a time.
 *
 * age-encryption.org/v1, "Payload": ChaCha20-Poly1305 under one key, the
 * nonce an 11-byte big-endian counter and a byte that is 1 in the last chunk.
 * Sealed by libcrypto, which was measured three times as fast as libsodium
 * 1.0.18 on long chunks; opened by libsodium, which verifies before it
 * decrypts.
 */
#ifndef SEAL_AGE_CHUNK_H
#define SEAL_AGE_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/age_file.h"
#include "telltale/err.h"

#define AGE_SEALED_CHUNK	((size_t)TT_AGE_CHUNK + TT_AGE_TAG_LEN)

/* What seals: keeps no key from one call to the next; not for two threads. */
struct age_cipher;

enum tt_err age_cipher_new(struct age_cipher **out) MUST_USE; /* TT_ENOMEM */
void age_cipher_free(struct age_cipher *c);	/* NULL is fine */

/* Writes n + TT_AGE_TAG_LEN bytes; out and in do not overlap. */
void age_chunk_seal(struct age_cipher *c, uint8_t *out, struct span in,
    const uint8_t key[32], uint64_t counter, bool last);

/*
 * Writes n - TT_AGE_TAG_LEN bytes, n being at least that, or returns false
 * and writes nothing that was not verified.
 */
bool age_chunk_open(uint8_t *out, const uint8_t *in, size_t n,
    const uint8_t key[32], uint64_t counter, bool last) MUST_USE;

/* Bytes of chunks with n bytes inside, tags among them. */
size_t age_chunks_size(size_t n);

/* All chunks of in: writes age_chunks_size(in.n). */
void age_chunks_seal(struct age_cipher *c, uint8_t *out, struct span in,
    const uint8_t key[32]);

#endif
