/* SPDX-License-Identifier: ISC */
/*
 * The one-shot functions of OpenSSL 3 look their algorithm up at every call,
 * which costs more than hashing 64 bytes; SHA256_Update does not.
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <assert.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/secret.h"
#include "base/sha256.h"

#define BLOCK	64	/* bytes */

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct sha256), "room for it");
_Static_assert(_Alignof(SHA256_CTX) <= _Alignof(struct sha256), "aligned");

static SHA256_CTX *
context(struct sha256 *h)
{
	return (SHA256_CTX *)h->opaque;
}

/* The key filled up to a block, each byte xor pad. */
static void
start(struct sha256 *h, const uint8_t *key, size_t key_len, uint8_t pad)
{
	uint8_t block[BLOCK] = { 0 };

	if (key_len > BLOCK)
		sha256(block, key, key_len);
	else if (key_len > 0)
		memcpy(block, key, key_len);
	for (size_t i = 0; i < BLOCK; i++)
		block[i] ^= pad;
	sha256_init(h);
	sha256_add(h, block, BLOCK);
	secret_wipe(block, sizeof(block));
}

/* The outer half of HMAC; h has the inner half, and is wiped. */
static void
finish(struct sha256 *h, uint8_t out[SHA256_LEN], const uint8_t *key,
    size_t key_len)
{
	uint8_t inner[SHA256_LEN];

	sha256_end(h, inner);
	start(h, key, key_len, 0x5c);
	sha256_add(h, inner, sizeof(inner));
	sha256_end(h, out);
	secret_wipe(inner, sizeof(inner));
}

void
sha256_init(struct sha256 *h)
{
	int ok = SHA256_Init(context(h));

	assert(ok == 1);
}

void
sha256_add(struct sha256 *h, const void *p, size_t n)
{
	int ok = n == 0 || SHA256_Update(context(h), p, n) == 1;

	assert(ok);
}

void
sha256_end(struct sha256 *h, uint8_t out[SHA256_LEN])
{
	int ok = SHA256_Final(out, context(h));

	assert(ok == 1);
	secret_wipe(h, sizeof(*h));
}

void
sha256(uint8_t out[SHA256_LEN], const void *p, size_t n)
{
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, p, n);
	sha256_end(&h, out);
}

void
hmac_sha256(uint8_t out[SHA256_LEN], const uint8_t *key, size_t key_len,
    const void *p, size_t n)
{
	struct sha256 h;

	start(&h, key, key_len, 0x36);
	sha256_add(&h, p, n);
	finish(&h, out, key, key_len);
}

void
hkdf_sha256(uint8_t out[SHA256_LEN], const void *ikm, size_t ikm_len,
    const void *salt, size_t salt_len, const void *info, size_t info_len)
{
	static const uint8_t no_salt[SHA256_LEN];
	uint8_t prk[SHA256_LEN];
	struct sha256 h;

	if (salt == NULL)
		hmac_sha256(prk, no_salt, sizeof(no_salt), ikm, ikm_len);
	else
		hmac_sha256(prk, salt, salt_len, ikm, ikm_len);
	start(&h, prk, sizeof(prk), 0x36);
	sha256_add(&h, info, info_len);
	sha256_add(&h, "\x01", 1);	/* the number of the block */
	finish(&h, out, prk, sizeof(prk));
	secret_wipe(prk, sizeof(prk));
}
