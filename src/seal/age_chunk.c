/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "seal/age_chunk.h"

#define KEY_LEN		32
#define NONCE_LEN	crypto_aead_chacha20poly1305_IETF_NPUBBYTES

_Static_assert(crypto_aead_chacha20poly1305_IETF_ABYTES == TT_AGE_TAG_LEN,
    "one tag");

struct age_cipher {
	EVP_CIPHER *algorithm;
	EVP_CIPHER_CTX *ctx;
};

/* 88 bits count, of which the upper 24 stay zero: files end before 2^80. */
static void
make_nonce(uint8_t nonce[NONCE_LEN], uint64_t counter, bool last)
{
	memset(nonce, 0, NONCE_LEN);
	for (size_t i = 0; i < sizeof(counter); i++)
		nonce[NONCE_LEN - 2 - i] = (uint8_t)(counter >> (8 * i));
	nonce[NONCE_LEN - 1] = last;
}

static void
set_key(struct age_cipher *c, const uint8_t key[KEY_LEN],
    const uint8_t nonce[NONCE_LEN])
{
	int ok = EVP_EncryptInit_ex2(c->ctx, NULL, key, nonce, NULL);

	assert(ok == 1);
}

enum tt_err
age_cipher_new(struct age_cipher **out)
{
	struct age_cipher *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return TT_ENOMEM;
	c->algorithm = EVP_CIPHER_fetch(NULL, "ChaCha20-Poly1305", NULL);
	c->ctx = EVP_CIPHER_CTX_new();
	if (c->algorithm == NULL || c->ctx == NULL ||
	    EVP_EncryptInit_ex2(c->ctx, c->algorithm, NULL, NULL, NULL) != 1) {
		age_cipher_free(c);
		return TT_ENOMEM;
	}
	*out = c;
	return TT_OK;
}

void
age_cipher_free(struct age_cipher *c)
{
	if (c == NULL)
		return;
	EVP_CIPHER_CTX_free(c->ctx);
	EVP_CIPHER_free(c->algorithm);
	free(c);
}

void
age_chunk_seal(struct age_cipher *c, uint8_t *out, struct span in,
    const uint8_t key[KEY_LEN], uint64_t counter, bool last)
{
	static const uint8_t no_key[KEY_LEN];
	uint8_t nonce[NONCE_LEN];
	int n = 0, ok;

	make_nonce(nonce, counter, last);
	set_key(c, key, nonce);
	ok = in.n == 0 || EVP_EncryptUpdate(c->ctx, out, &n,
	    (const uint8_t *)in.p, (int)in.n) == 1;
	assert(ok && (size_t)n == in.n);
	ok = EVP_EncryptFinal_ex(c->ctx, out + in.n, &n) == 1 && n == 0 &&
	    EVP_CIPHER_CTX_ctrl(c->ctx, EVP_CTRL_AEAD_GET_TAG, TT_AGE_TAG_LEN,
	    out + in.n) == 1;
	assert(ok);
	set_key(c, no_key, nonce);
}

bool
age_chunk_open(uint8_t *out, const uint8_t *in, size_t n,
    const uint8_t key[KEY_LEN], uint64_t counter, bool last)
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
age_chunks_seal(struct age_cipher *c, uint8_t *out, struct span in,
    const uint8_t key[KEY_LEN])
{
	uint64_t counter = 0;

	for (; in.n > TT_AGE_CHUNK; out += AGE_SEALED_CHUNK) {
		age_chunk_seal(c, out, span_of(in.p, TT_AGE_CHUNK), key,
		    counter++, false);
		in = span_of(in.p + TT_AGE_CHUNK, in.n - TT_AGE_CHUNK);
	}
	age_chunk_seal(c, out, in, key, counter, true);
}
