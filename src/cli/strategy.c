/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cli/strategy.h"

static const char *
name_of(unsigned model)
{
	struct tt_model_told m = tt_model_tell(model);

	return m.colluders > 1 ? m.strategy : "alone";
}

static const char *
words_of(unsigned model)
{
	struct tt_model_told m = tt_model_tell(model);

	return m.colluders > 1 ? m.words : "leaked one copy by itself";
}

size_t
strategies_of(const struct tt_trace *t, struct strategy out[TT_MODELS])
{
	size_t n = 0, k;

	for (unsigned b = 0; b < TT_MODELS; b++) {
		for (k = 0; k < n && strcmp(out[k].name, name_of(b)) != 0; k++)
			;
		if (k == n)
			out[n++] = (struct strategy){ .name = name_of(b),
				.words = words_of(b) };
		out[k].weight += t->weight[b];
		out[k].model[out[k].n++] = b;
	}
	return n;
}
