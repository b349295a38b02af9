/* SPDX-License-Identifier: ISC */
/* A view that is accepted is written as the same bytes. */
#include <stdlib.h>

#include "programme/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct view v;
	struct buf b;

	if (view_parse(&v, span_of(data, size)) != TT_OK)
		return 0;
	buf_init(&b, VIEW_MAX);
	if (view_format(&v, &b) != TT_OK ||
	    !span_eq(buf_view(&b), span_of(data, size)))
		abort();
	buf_done(&b);
	return 0;
}
