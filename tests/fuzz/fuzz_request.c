/* SPDX-License-Identifier: ISC */
/* An Authorization header that is accepted is written in one way only. */
#include <sodium.h>

#include "base/b64.h"
#include "statement_again.h"
#include "telltale/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char again[TT_REQUEST_HEADER_MAX + 1] = "Telltale ";
	struct span header = span_of(data, size);
	struct tt_statement s;
	struct buf note;

	if (sodium_init() < 0)
		abort();
	buf_init(&note, TT_REQUEST_MAX);
	if (tt_request_parse(&s, &note, header) == TT_OK) {
		statement_again(&s);
		b64_encode(again + 9, note.p, note.n);
		if (s.kind != TT_REQUEST || !span_is(header, again))
			abort();
	} else if (note.n != 0) {
		abort();
	}
	buf_done(&note);
	return 0;
}
