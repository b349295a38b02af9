/* SPDX-License-Identifier: ISC */
/*
 * What decodes is the encoding of what came out.  A fuzzer does not find
 * checksums, so each input of 32 bytes is also encoded, and must come back.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bech32.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const char *hrp, const char *in, size_t len, int upper)
{
	uint8_t key[32];
	char text[128];

	if (bech32_decode32(key, hrp, in, len, upper) != TT_OK)
		return;
	if (bech32_encode32(text, sizeof(text), hrp, key, upper) != TT_OK ||
	    strlen(text) != len || memcmp(text, in, len) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const hrps[] = { "age", "age-secret-key-" };
	const char *in = (const char *)data;
	uint8_t key[32];
	char text[128];

	for (int i = 0; i < 4; i++)
		check(hrps[i / 2], in, size, i % 2);
	if (size != sizeof(key))
		return 0;
	for (int i = 0; i < 4; i++)
		if (bech32_encode32(text, sizeof(text), hrps[i / 2], data,
		    i % 2) != TT_OK ||
		    bech32_decode32(key, hrps[i / 2], text, strlen(text),
		    i % 2) != TT_OK || memcmp(key, data, sizeof(key)) != 0)
			abort();
	return 0;
}
