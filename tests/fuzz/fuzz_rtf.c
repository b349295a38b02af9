/* SPDX-License-Identifier: ISC */
/* The reader of rich text, in process. */
#include "parse_again.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	parse_again(parse_rtf, data, size);
	return 0;
}
