/* SPDX-License-Identifier: ISC */
/* An answer that is accepted has lines enough to look at, and no more. */
#include <stdlib.h>

#include "cli/team/word.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct tt_vkey key = { .name = "o/k/anna" };
	const struct hash shown = { { 1 } };
	struct word_said said;
	struct word w;

	if (word_parse(&w, span_of(data, size)) != TT_OK)
		return 0;
	if (w.n > REQUEST_STATEMENTS_MAX || w.approval.p == NULL)
		abort();
	/* of a key that is none nothing is believed */
	if (word_check(&w, SPAN("o"), "00112233445566aa", &shown, &key,
	    &said) == TT_OK)
		abort();
	word_done(&w);
	return 0;
}
