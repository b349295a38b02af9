/* SPDX-License-Identifier: ISC */
/*
 * sha256 - SHA-256, HMAC-SHA-256 and HKDF (RFC 5869) on it.
 *
 * SHA-256 is libcrypto's, which uses the processor's instructions; libsodium
 * 1.0.18 is five times slower and has no HKDF.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_LEN	32	/* bytes */

struct sha256 {
	uint64_t opaque[16];
};

void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *p, size_t n);
void sha256_end(struct sha256 *h, uint8_t out[SHA256_LEN]);
void sha256(uint8_t out[SHA256_LEN], const void *p, size_t n);

void hmac_sha256(uint8_t out[SHA256_LEN], const uint8_t *key, size_t key_len,
    const void *p, size_t n);

/* One block of output, 32 bytes.  salt NULL: 32 zero bytes. */
void hkdf_sha256(uint8_t out[SHA256_LEN], const void *ikm, size_t ikm_len,
    const void *salt, size_t salt_len, const void *info, size_t info_len);

#endif
