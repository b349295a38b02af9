/* SPDX-License-Identifier: ISC */
/* The reader of archives, in process. */
#include "parse_again.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)parse_once(parse_archive, span_of(data, size), 0);
	(void)parse_once(parse_archive, span_of(data, size), 1);
	return 0;
}
