/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "evidence/judge.h"
#include "evidence/suspects.h"
#include "telltale/power.h"
#include "telltale/trace.h"

#define FAR		.1	/* a bound that leaves *none* open */

static bool
none_is_near(const struct tt_trace *t)
{
	for (size_t i = 0; i < t->n_suspects; i++)
		if (t->suspects[i].ln_bound < log(FAR))
			return false;
	return true;
}

/* One, two and three: would they all have been found?  Until one is not. */
static enum tt_err
would_be_named(struct tt_power_plan *plan, double *power, bool *all)
{
	*all = true;
	for (unsigned c = 1; c <= TT_NONE_COLLUDERS && *all; c++) {
		struct tt_power_worst worst;
		enum tt_err e;

		plan->colluders = c;
		e = tt_power_worst(plan, TT_EXTENT_WHOLE, &worst, NULL);
		if (e != TT_OK)
			return e;
		power[c - 1] = worst.power.share;
		*all = worst.power.share >= TT_POWER_ASKED;
	}
	return TT_OK;
}

/*
 * *none* says that nobody's copy explains the text; so it asks that a leaker,
 * had there been one, would have been found.
 */
static enum tt_err
exclude(struct tt_trace *t, const struct tt_trace_request *r)
{
	struct tt_power_plan plan = { .codebook = r->codebook,
		.roster = r->roster, .like = r->observations,
		.epsilon = r->epsilon, .t = r->t, .trials = r->power_trials,
		.n_others = r->n_others, .threads = r->threads };
	bool excluded;
	enum tt_err e;

	if (t->verdict != TT_VERDICT_INCONCLUSIVE || !none_is_near(t))
		return TT_OK;
	if ((e = would_be_named(&plan, t->power, &excluded)) != TT_OK ||
	    !excluded)
		return e;
	t->verdict = TT_VERDICT_NONE;
	for (size_t i = 0; i < t->n_suspects; i++)
		t->suspects[i].verdict = TT_VERDICT_NONE;
	return TT_OK;
}

enum tt_err
tt_trace_run(struct tt_trace **out, const struct tt_trace_request *request)
{
	struct tt_trace *t = NULL;
	enum tt_err e;

	if ((e = tt_roster_check(request->roster)) != TT_OK ||
	    (e = judge_specimen(&t, request, NULL, NULL)) != TT_OK)
		return e;
	if ((e = exclude(t, request)) == TT_OK) {
		*out = t;
		t = NULL;	/* transferred */
	}
	tt_trace_free(t);
	return e;
}

void
tt_trace_free(struct tt_trace *t)
{
	struct suspects list;

	if (t == NULL)
		return;
	list = (struct suspects){ t->suspects, t->n_suspects, 0 };
	suspects_done(&list);
	if (t->public_text != NULL)
		free(t->public_text->grounds);
	free(t->public_text);
	free(t->published_explain);
	free(t->ln_e);
	free(t);
}
