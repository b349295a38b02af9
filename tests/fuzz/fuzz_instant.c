/* SPDX-License-Identifier: ISC */
/*
 * The stored writing comes back byte for byte; people's writing means an
 * instant that can be written.
 */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = span_of(data, size);
	char text[INSTANT_LEN + 1], length[LENGTH_LEN];
	int64_t t, again;

	if (instant_parse(in, &t) == TT_OK) {
		instant_format(t, text);
		if (!span_is(in, text))
			abort();
	}
	if (instant_parse_human(in, &t) == TT_OK) {
		instant_format(t, text);
		if (instant_parse(span_str(text), &again) != TT_OK ||
		    again != t)
			abort();
	}
	if (length_parse(in, &t) == TT_OK) {
		length_format(t, length);
		if (t < 0 || strlen(length) >= sizeof(length))
			abort();
	}
	return 0;
}
