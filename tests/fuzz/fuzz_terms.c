/* SPDX-License-Identifier: ISC */
/* Terms that are accepted are written in one way only. */
#include <sodium.h>

#include "statement_again.h"
#include "telltale/terms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span file = span_of(data, size);
	struct tt_statement_out o;
	struct tt_terms t;
	struct buf b;

	if (sodium_init() < 0)
		abort();
	if (tt_terms_parse(&t, file, NULL) != TT_OK)
		return 0;
	buf_init(&b, TT_TERMS_MAX);
	put_fields(&o, &t.head);
	if (tt_terms_write(&o, t.text, &b) != TT_OK ||
	    !span_eq(buf_view(&b), file))
		abort();
	buf_done(&b);
	return 0;
}
