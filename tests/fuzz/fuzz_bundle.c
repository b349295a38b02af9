/* SPDX-License-Identifier: ISC */
/* A bundle that is accepted is written in one way only. */
#include <stdlib.h>

#include "telltale/bundle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = span_of(data, size);
	struct tt_bundle bundle;
	struct buf b;

	if (tt_bundle_parse(&bundle, bytes) != TT_OK)
		return 0;
	buf_init(&b, TT_BUNDLE_MAX);
	for (size_t i = 0; i < bundle.n; i++)
		if (tt_bundle_add(&b, bundle.entry[i]) != TT_OK)
			abort();
	if (!span_eq(buf_view(&b), bytes))
		abort();
	buf_done(&b);
	return 0;
}
