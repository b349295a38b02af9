/* SPDX-License-Identifier: ISC */
/* The reader of mail, in process. */
#include "parse_again.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	parse_again(parse_mail, data, size);
	return 0;
}
