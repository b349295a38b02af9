/* SPDX-License-Identifier: ISC */
/* A statement of any kind that is accepted is written in one way only. */
#include <sodium.h>

#include "statement_again.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tt_statement_diag diag;
	struct tt_statement s;

	if (sodium_init() < 0)
		abort();
	if (tt_statement_parse(&s, span_of(data, size), &diag) == TT_OK)
		statement_again(&s);
	return 0;
}
