/* SPDX-License-Identifier: ISC */
#define OPENSSL_SUPPRESS_DEPRECATED	/* as in base/sha256.c */

#include <assert.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/hex.h"
#include "exchange/uuid.h"

#define BYTES		16

/* The first half of SHA-256("telltale exchange v1"), made a UUIDv8. */
const uint8_t uuid_ours[BYTES] = {
	0x46, 0x2c, 0x68, 0x86, 0xae, 0xb0, 0x8a, 0xf4,
	0x9d, 0x36, 0x21, 0xd4, 0xca, 0xdb, 0x31, 0xa3
};

static const uint8_t group[] = { 4, 2, 2, 2, 6 };	/* bytes */

static void
sha1(uint8_t out[SHA_DIGEST_LENGTH], const uint8_t space[BYTES],
    struct span seed)
{
	SHA_CTX h;
	int ok;

	ok = SHA1_Init(&h) == 1 && SHA1_Update(&h, space, BYTES) == 1 &&
	    SHA1_Update(&h, seed.p, seed.n) == 1 && SHA1_Final(out, &h) == 1;
	assert(ok);
}

struct uuid
uuid_v5(const uint8_t space[BYTES], struct span seed)
{
	uint8_t hash[SHA_DIGEST_LENGTH];
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
