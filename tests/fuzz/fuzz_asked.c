/* SPDX-License-Identifier: ISC */
/*
 * A request that is accepted can be written again, reads as the same, and has
 * nothing in it that would end a line of text early.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/team/asked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct asked a, b;
	struct buf text, again;

	if (asked_parse(&a, span_of(data, size)) != TT_OK)
		return 0;
	check(a.n <= REQUEST_STATEMENTS_MAX);
	check(memchr(a.shown.p, '\0', a.shown.n) == NULL);
	buf_init(&text, 16 * ASKED_MAX);
	buf_init(&again, 16 * ASKED_MAX);
	check(asked_format(&a, &text) == TT_OK);
	if (text.n <= ASKED_MAX) {
		check(asked_parse(&b, buf_view(&text)) == TT_OK);
		check(asked_format(&b, &again) == TT_OK);
		check(span_eq(buf_view(&text), buf_view(&again)));
		asked_done(&b);
	}
	asked_done(&a);
	buf_done(&text);
	buf_done(&again);
	return 0;
}
