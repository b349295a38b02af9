/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/secret.h"
#include "base/sha256.h"
#include "hub/challenge.h"

static const char domain[] = "telltale/v1/challenge\n";

#define TIME_LEN	8	/* bytes */
#define DOMAIN_LEN	(sizeof(domain) - 1)

static void
put_be64(uint8_t out[8], uint64_t v)
{
	for (int i = 7; i >= 0; i--, v >>= 8)
		out[i] = (uint8_t)(v & 0xff);
}

static uint64_t
get_be64(const uint8_t in[8])
{
	uint64_t v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | in[i];
	return v;
}

void
challenge_make(uint8_t out[TT_CHALLENGE_LEN], const struct challenge_key *key,
    int64_t now_s)
{
	uint8_t text[DOMAIN_LEN + TIME_LEN], mac[SHA256_LEN];

	memcpy(text, domain, DOMAIN_LEN);
	put_be64(text + DOMAIN_LEN, (uint64_t)now_s);
	hmac_sha256(mac, key->b, sizeof(key->b), text, sizeof(text));
	memcpy(out, text + DOMAIN_LEN, TIME_LEN);
	memcpy(out + TIME_LEN, mac, TT_CHALLENGE_LEN - TIME_LEN);
}

enum tt_err
challenge_check(const uint8_t challenge[TT_CHALLENGE_LEN],
    const struct challenge_key *key, int64_t now_s)
{
	uint8_t want[TT_CHALLENGE_LEN];
	uint64_t made = get_be64(challenge);

	challenge_make(want, key, (int64_t)made);
	if (!secret_eq(want, challenge, sizeof(want)))
		return TT_EREFUSED;
	if (made > (uint64_t)now_s + CHALLENGE_AHEAD_S ||
	    made + CHALLENGE_GOOD_S < (uint64_t)now_s)
		return TT_ESTATE;
	return TT_OK;
}
