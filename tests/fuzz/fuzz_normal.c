/* SPDX-License-Identifier: ISC */
/* Any bytes normalise to UTF-8, and each byte of it stood somewhere. */
#include <stdlib.h>

#include "base/utf8.h"
#include "telltale/normal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_map(const struct tt_normal *t, struct span in)
{
	struct span found;

	check(t->at[t->n] == in.n);
	for (size_t i = 0; i < t->n; i++)
		check(t->at[i] <= t->at[i + 1] && t->at[i] < in.n);
	for (size_t i = 0; i < t->n; i += 1 + i / 4) {
		found = tt_normal_found(t, in, i, t->n - (t->n - i) / 2);
		check(found.p >= in.p && found.p + found.n <= in.p + in.n);
		check(found.n > 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct tt_normal *t = NULL;

	check(tt_normal_new(&t, in) == TT_OK);
	check(t->n <= size * TT_NORMAL_GROWTH);
	check(utf8_valid(t->text, t->n));
	check_map(t, in);
	tt_normal_free(t);
	return 0;
}
