/* SPDX-License-Identifier: ISC */
/* A letter that is accepted has a head and words that are written alike. */
#include <sodium.h>

#include "statement_again.h"
#include "telltale/letter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tt_statement_out o;
	struct tt_letter l;
	struct buf b;

	if (sodium_init() < 0)
		abort();
	if (tt_letter_parse(&l, span_of(data, size), NULL) != TT_OK)
		return 0;
	buf_init(&b, TT_LETTER_MAX);
	put_fields(&o, &l.head);
	if (tt_statement_end(&o, &b) != TT_OK)
		abort();
	buf_char(&b, '\n');
	buf_span(&b, l.text);
	if (!span_eq(buf_view(&b), l.note.text))
		abort();
	buf_done(&b);
	return 0;
}
