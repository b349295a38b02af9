/* SPDX-License-Identifier: ISC */
/* The reader of PDF, in process. */
#include "parse_again.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	parse_again(parse_pdf, data, size);
	return 0;
}
