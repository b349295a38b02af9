/* SPDX-License-Identifier: ISC */
#include <sodium.h>
#include <string.h>

#include "seal/age_chunk.h"

#define NONCE_LEN	crypto_aead_chacha20poly1305_IETF_NPUBBYTES

_Static_assert(crypto_aead_chacha20poly1305_IETF_ABYTES == TT_AGE_TAG_LEN,
    "one tag");

/* 88 bits count, of which the upper 24 stay zero: files end before 2^80. */
static void
make_nonce(uint8_t nonce[NONCE_LEN], uint64_t counter, bool last)
{
	memset(nonce, 0, NONCE_LEN);
	for (size_t i = 0; i < sizeof(counter); i++)
		nonce[NONCE_LEN - 2 - i] = (uint8_t)(counter >> (8 * i));
	nonce[NONCE_LEN - 1] = last;
}

void
age_chunk_seal(uint8_t *out, const uint8_t *in, size_t n,
    const uint8_t key[32], uint64_t counter, bool last)
{
	uint8_t nonce[NONCE_LEN];

	make_nonce(nonce, counter, last);
	crypto_aead_chacha20poly1305_ietf_encrypt(out, NULL, in, n, NULL, 0,
	    NULL, nonce, key);
}

bool
age_chunk_open(uint8_t *out, const uint8_t *in, size_t n,
    const uint8_t key[32], uint64_t counter, bool last)
{
	uint8_t nonce[NONCE_LEN];

	make_nonce(nonce, counter, last);
	return crypto_aead_chacha20poly1305_ietf_decrypt(out, NULL, NULL, in, n,
	    NULL, 0, nonce, key) == 0;
}

size_t
age_chunks_size(size_t n)
{
	size_t chunks = n / TT_AGE_CHUNK + (n % TT_AGE_CHUNK != 0);

	return n + TT_AGE_TAG_LEN * (chunks > 0 ? chunks : 1);
}

void
age_chunks_seal(uint8_t *out, const uint8_t *in, size_t n,
    const uint8_t key[32])
{
	uint64_t counter = 0;

	for (; n > TT_AGE_CHUNK; n -= TT_AGE_CHUNK) {
		age_chunk_seal(out, in, TT_AGE_CHUNK, key, counter++, false);
		in += TT_AGE_CHUNK;
		out += AGE_SEALED_CHUNK;
	}
	age_chunk_seal(out, in, n, key, counter, true);
}
