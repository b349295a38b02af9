/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a draft, the first of them its format: what is proposed stands
 * in order, does not overlap, lies in the draft, and begins with its words.
 */
#include <stdlib.h>

#include "telltale/wording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct tt_wordings *
public_table(void)
{
	static struct tt_diags diags;
	struct tt_wordings *w;
	size_t n;
	const struct tt_wordings_text *t = tt_wordings_public(&n);

	if (tt_wordings_parse(&w, t, n, &diags) != TT_OK)
		abort();
	return w;
}

static void
check(struct span text, const struct tt_proposals *all)
{
	size_t end = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct tt_proposal *p = &all->at[i];

		if (p->offset < end || p->offset > text.n ||
		    p->length > text.n - p->offset || p->n < 2 ||
		    p->n > TT_Q_MAX || !span_eq(p->alternatives[0],
		    span_of(text.p + p->offset, p->length)))
			abort();
		end = p->offset + p->length;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tt_wordings *w;
	struct tt_proposals *all;
	struct tt_prose *prose;
	struct span text;

	if (w == NULL)
		w = public_table();
	if (size == 0)
		return 0;
	text = span_of(data + 1, size - 1);
	if (tt_prose_cut(&prose, data[0] % TT_PROSE_FORMAT_COUNT, text) !=
	    TT_OK)
		return 0;
	if (tt_wording_propose(&all, w, text, prose) != TT_OK)
		abort();
	check(text, all);
	tt_proposals_free(all);
	tt_prose_free(prose);
	return 0;
}
