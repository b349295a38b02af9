/* SPDX-License-Identifier: ISC */
/* Observations: what parses is written, parses again, and is the same. */
#include <stdlib.h>
#include <string.h>

#include "telltale/observation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int ok)
{
	if (!ok)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tt_observations *o = NULL, *again = NULL;
	struct json_diag diag;
	struct buf b, c;

	if (tt_observations_parse(&o, span_of(data, size), &diag) != TT_OK)
		return 0;
	for (size_t i = 1; i < o->n; i++)
		must(o->at[i - 1].slot < o->at[i].slot);
	buf_init(&b, TT_OBSERVATIONS_TEXT_MAX);
	buf_init(&c, TT_OBSERVATIONS_TEXT_MAX);
	must(tt_observations_write(o, &b) == TT_OK);
	must(tt_observations_parse(&again, buf_view(&b), &diag) == TT_OK);
	must(again->n == o->n && again->n_contradicted == 0);
	must(tt_observations_write(again, &c) == TT_OK);
	must(b.n == c.n && memcmp(b.p, c.p, b.n) == 0);
	buf_done(&b);
	buf_done(&c);
	tt_observations_free(o);
	tt_observations_free(again);
	return 0;
}
