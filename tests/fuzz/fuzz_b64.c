/* SPDX-License-Identifier: ISC */
/* What decodes is the encoding of what came out, in either writing. */
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX	4096	/* bytes decoded */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[B64_LEN(MAX) + 1];
	static uint8_t out[MAX];
	const char *in = (const char *)data;
	size_t n;

	if (b64_decode_any(out, MAX, &n, in, size)) {
		b64_encode(text, out, n);
		if (strlen(text) != size || memcmp(text, in, size) != 0)
			abort();
		if (!b64_decode(out, n, in, size))
			abort();
	}
	if (b64_raw_decode_any(out, MAX, &n, in, size)) {
		b64_raw_encode(text, out, n);
		if (strlen(text) != size || memcmp(text, in, size) != 0)
			abort();
		if (!b64_raw_decode(out, n, in, size))
			abort();
	}
	return 0;
}
