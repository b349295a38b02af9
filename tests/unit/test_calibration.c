/* SPDX-License-Identifier: ISC */
/*
 * Of what is read at so much, about so many are right: coarse bounds on a
 * small sample of rows of our own text, typed again ever more badly.
 * bench calibration counts it at length.
 */
#include "trial.h"

#define ROWS		40
#define SURE		.9	/* what is stated at least so */
#define SURE_LEAST	.85	/* is right so often */
#define DOUBT_LEAST	.4	/* and what is stated at less, so */
#define READ_LEAST	.95	/* of the sites there */
#define WRONG_MOST	.002	/* of what is called a symbol */

static const struct way ways[] = {
	{ "slips", D_SLIPS, 0 },
	{ "more slips", D_SLIPS | D_MORE, 0 },
	{ "most slips", D_SLIPS | D_MOST, 0 },
	{ "look-alikes, small letters, wrapped",
	  D_HIDDEN | D_LOWER | D_WRAP | D_SLIPS, 60 },
};

struct share {
	size_t n, right;
};

/* What was stated of the likeliest alternative; *best is it. */
static double
stated(const struct tt_observation *o, unsigned *best)
{
	double sum = 0;

	*best = o->symbol;
	if (o->kind == TT_OBS_SYMBOL)
		return 1;
	*best = 0;
	for (unsigned a = 0; a < o->q; a++) {
		sum += o->likelihood[a];
		if (o->likelihood[a] > o->likelihood[*best])
			*best = a;
	}
	return o->likelihood[*best] / sum;
}

static void
count(const struct trial *t, struct share *symbols, struct share *sure,
    struct share *doubt, struct share *read)
{
	const struct tt_observation *o;
	struct share *s;
	unsigned best;
	double p;

	for (uint32_t i = 0; i < t->d->b->n_sites; i++) {
		if (t->d->b->sites[i].kind != TT_SITE_CHOICE)
			continue;
		o = tt_observations_at(t->r->observations, i);
		read->n++;
		if (o == NULL || (o->kind != TT_OBS_SYMBOL &&
			o->kind != TT_OBS_SOFT))
			continue;
		read->right++;
		p = stated(o, &best);
		s = p >= 1 ? symbols : p >= SURE ? sure : doubt;
		s->n++;
		s->right += best == t->row[i];
	}
}

static void
read_row(const struct draft *d, size_t i, struct share *symbols,
    struct share *sure, struct share *doubt, struct share *read)
{
	const struct way *w = &ways[i % N_ROWS(ways)];
	struct cells all = { NULL, 0, 0 };
	struct tt_reading *r = NULL;
	struct rng_seeded state;
	struct trial t;
	struct rng rng = trial_seeded(&state, "test", (unsigned)i, 0);
	size_t n;
	char *text;

	trial_init(&t, d);
	trial_draw(&t, rng);
	trial_distort(&t, 0, w, rng, &all);
	text = cells_text(&all, &n);
	assert_int_equal(TT_OK, tt_reading_read_text(&r, d->b, NULL,
	    (struct span){ text, n }));
	t.r = r;
	count(&t, symbols, sure, doubt, read);
	tt_reading_free(r);
	free(text);
	free(all.at);
	trial_done(&t);
}

static double
share(const struct share *s)
{
	return s->n == 0 ? 1 : (double)s->right / (double)s->n;
}

static void
so_many_are_right(void **state)
{
	struct share symbols = { 0, 0 }, sure = { 0, 0 }, doubt = { 0, 0 };
	struct share read = { 0, 0 };
	struct draft d;

	(void)state;
	draft_load(&d, TEST_DATA "/seen/marked");
	for (size_t i = 0; i < ROWS; i++)
		read_row(&d, i, &symbols, &sure, &doubt, &read);
	print_message("%zu symbols, %zu not; %zu surely, %zu not; %zu in "
	    "doubt, %zu not; %.4f read\n", symbols.right, symbols.n -
	    symbols.right, sure.right, sure.n - sure.right, doubt.right,
	    doubt.n - doubt.right, share(&read));
	assert_true(share(&symbols) >= 1 - WRONG_MOST);
	assert_true(sure.n >= 5);	/* or nothing is said of them */
	assert_true(share(&sure) >= SURE_LEAST);
	assert_true(share(&doubt) >= DOUBT_LEAST);
	assert_true(share(&read) >= READ_LEAST);
	draft_unload(&d);
}

TEST_MAIN(cmocka_unit_test(so_many_are_right))
