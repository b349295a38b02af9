/* SPDX-License-Identifier: ISC */
/* A checkpoint that is accepted is written in one way only. */
#include <stdlib.h>
#include <string.h>

#include "telltale/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char out[TT_CHECKPOINT_TEXT_MAX + 1];
	struct tt_checkpoint cp;

	if (tt_checkpoint_parse(&cp, (const char *)data, size) != TT_OK)
		return 0;
	if (tt_checkpoint_format(&cp, out, sizeof(out)) != TT_OK ||
	    strlen(out) != size || memcmp(out, data, size) != 0)
		abort();
	return 0;
}
