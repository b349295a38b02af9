/* SPDX-License-Identifier: ISC */
/* What a file is: always one of the formats, and the same when asked again. */
#include <stdlib.h>
#include <string.h>

#include "extract/tell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told a, b;

	tell(&a, span_of(data, size));
	tell(&b, span_of(data, size));
	if (a.format >= FORMAT_COUNT || a.format != b.format ||
	    strcmp(a.media, b.media) != 0)
		abort();
	return 0;
}
