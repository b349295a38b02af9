/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a vendor's table, behind the public one: taken or refused with
 * a line; what is taken proposes without harm in a text of common words.
 */
#include <stdlib.h>

#include "telltale/wording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char draft[] =
    "A flaw allows an attacker to do it. The x is prior to y, z and b.\n"
    "Here \"x\" stands, and a b c q that j; in any case (x) it is - so.\n";

static void
propose(const struct tt_wordings *w)
{
	struct span text = SPAN("");
	struct tt_proposals *all;
	struct tt_prose *prose;

	text = span_str(draft);
	if (tt_prose_cut(&prose, TT_PROSE_TEXT, text) != TT_OK)
		abort();
	if (tt_wording_propose(&all, w, text, prose) != TT_OK)
		abort();
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].n < 2 || all->at[i].n > TT_Q_MAX)
			abort();
	tt_proposals_free(all);
	tt_prose_free(prose);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tt_wordings_text t = { SPAN("t"), span_of(data, size), true };
	static struct tt_diags diags;
	struct tt_wordings *w;
	enum tt_err e;

	tt_diags_init(&diags);
	e = tt_wordings_parse(&w, &t, 1, &diags);
	if (e == TT_ESYNTAX && diags.n_errors == 0)
		abort();
	if (e != TT_OK)
		return 0;
	if (diags.n_errors != 0)
		abort();
	propose(w);
	tt_wordings_free(w);
	return 0;
}
