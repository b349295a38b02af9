/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/hex.h"
#include "exchange/uuid.h"

#define BYTES		16
#define SHA1_LEN	20	/* bytes */

/* The first half of SHA-256("telltale exchange v1"), made a UUIDv8. */
const uint8_t uuid_ours[BYTES] = {
	0x46, 0x2c, 0x68, 0x86, 0xae, 0xb0, 0x8a, 0xf4,
	0x9d, 0x36, 0x21, 0xd4, 0xca, 0xdb, 0x31, 0xa3
};

static const uint8_t group[] = { 4, 2, 2, 2, 6 };	/* bytes */

static void
sha1(uint8_t out[SHA1_LEN], const uint8_t space[BYTES], struct span seed)
{
	EVP_MD_CTX *h = EVP_MD_CTX_new();
	unsigned n = SHA1_LEN;

	assert(h != NULL && EVP_DigestInit_ex(h, EVP_sha1(), NULL) == 1 &&
	    EVP_DigestUpdate(h, space, BYTES) == 1 &&
	    EVP_DigestUpdate(h, seed.p, seed.n) == 1 &&
	    EVP_DigestFinal_ex(h, out, &n) == 1 && n == SHA1_LEN);
	EVP_MD_CTX_free(h);
}

struct uuid
uuid_v5(const uint8_t space[BYTES], struct span seed)
{
	uint8_t hash[SHA1_LEN];
	const uint8_t *from = hash;
	struct uuid u;
	char *to = u.text;

	sha1(hash, space, seed);
	hash[6] = (uint8_t)(0x50 | (hash[6] & 0x0f));
	hash[8] = (uint8_t)(0x80 | (hash[8] & 0x3f));
	for (size_t i = 0; i < sizeof(group); i++) {
		hex_encode(to, from, group[i]);
		from += group[i];
		to += HEX_LEN(group[i]);
		*to++ = '-';
	}
	u.text[UUID_LEN] = '\0';
	return u;
}

bool
uuid_ok(struct span s)
{
	if (s.n != UUID_LEN)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (s.p[i] != '-')
				return false;
		} else if (memchr("0123456789abcdef", s.p[i], 16) == NULL)
			return false;
	return true;
}
