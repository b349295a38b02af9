/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/cores.h"
#include "cli/permitted.h"
#include "cli/power_cases.h"
#include "cli/progress.h"

#define MISREAD		.05	/* of a text typed again, or photographed */
#define SEARCH_TRIALS	100	/* at each step of a search */

/* Words of one rendering, of each part and all together. */
static enum tt_err
count_words(const struct tt_bulletin *b, struct power_cases *p)
{
	uint64_t *symbols = calloc(b->n_sites + 1, sizeof(*symbols));
	struct buf text;
	enum tt_err e = TT_OK;

	if (symbols == NULL)
		return TT_ENOMEM;
	buf_init(&text, TT_RENDERING_MAX);
	for (size_t i = 0; i < b->n_parts && e == TT_OK; i++) {
		bool inside = false;
		uint32_t n = 0;

		if (b->parts[i].binary)
			continue;
		buf_clear(&text);
		e = tt_bulletin_render(b, i, symbols, &text);
		for (size_t k = 0; k < text.n && e == TT_OK; k++) {
			bool space = strchr(" \t\r\n", text.p[k]) != NULL;

			n += inside && space;
			inside = !space;
		}
		p->part_words[i] = n + inside;
		p->words += n + inside;
	}
	buf_done(&text);
	free(symbols);
	return e;
}

/* Is the site among those that are left? */
typedef bool left(const struct draft *d, uint32_t site);

static bool
in_poc(const struct draft *d, uint32_t site)
{
	const struct tt_bulletin *b = d->bulletin;

	for (size_t i = 0; d->manifest != NULL && i < b->n_places; i++)
		if (b->places[i].site == site &&
		    d->manifest->parts[b->places[i].part].kind == TT_PART_POC)
			return !permitted_site(d, site);
	return false;
}

/* What a permitted use gives away names nobody, so it is not counted. */
static bool
survives_retelling(const struct draft *d, uint32_t site)
{
	enum tt_site_class c = d->bulletin->sites[site].class;

	return c == TT_CLASS_FACT ||
	    (c == TT_CLASS_DATA && !permitted_site(d, site));
}

/* What would be read if only those were left; *n of them. */
static enum tt_err
only(const struct draft *d, left *is_left, struct tt_observations **out,
    size_t *n)
{
	static const uint64_t value = 0;
	const struct tt_bulletin *b = d->bulletin;
	struct tt_observation *o = calloc(b->n_sites + 1, sizeof(*o));
	enum tt_err e;

	*n = 0;
	if (o == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < b->n_sites; i++) {
		if (!is_left(d, i))
			continue;
		o[*n].slot = i;
		o[*n].kind = tt_site_is_value(&b->sites[i]) ? TT_OBS_VALUES :
		    TT_OBS_SYMBOL;
		o[*n].values = &value;
		o[*n].n_values = 1;
		o[*n].count = 1;
		o[*n].whole = true;
		(*n)++;
	}
	e = tt_observations_new(out, o, *n);
	free(o);
	return e;
}

const unsigned power_colluders[POWER_COALITIONS] = { 1, 2, 3, 5 };

/* Where everything that is asked for stands while it is measured. */
struct measuring {
	struct power_cases *p;
	struct progress bar;
	uint64_t done;
};

static void
step(struct measuring *m)
{
	progress_at(&m->bar, ++m->done);
}

/*
 * More leakers, or less text, leave no more: what is 0 already is not played
 * again.  larger: the same with more of the text, or NULL.
 */
static const struct tt_power_worst *
settled(const struct power_case *row, unsigned k,
    const struct power_case *larger)
{
	if (larger != NULL && larger->holder[k].power.named == 0)
		return &larger->holder[k];
	for (unsigned i = 0; i < k; i++)
		if (row->holder[i].power.named == 0)
			return &row->holder[i];
	return NULL;
}

static enum tt_err
measure_level(struct tt_power_plan plan, enum tt_extent extent,
    const struct tt_power_worst *known, bool copy, struct tt_power_worst *out)
{
	if (known != NULL) {
		*out = *known;
		return TT_OK;
	}
	return copy ? tt_power_worst(&plan, extent, NULL, out) :
	    tt_power_worst(&plan, extent, out, NULL);
}

/* The k-th number of leakers. */
static enum tt_err
measure_coalition(struct power_case *row, unsigned k,
    struct tt_power_plan plan, enum tt_extent extent,
    const struct power_case *larger)
{
	const struct tt_power_worst *known = settled(row, k, larger);
	enum tt_err e;

	plan.colluders = power_colluders[k];
	e = measure_level(plan, extent, known, false, &row->holder[k]);
	if (e != TT_OK || k > 1)
		return e;
	known = larger != NULL && larger->copy[k].power.trials > 0 &&
	    larger->copy[k].power.named == 0 ? &larger->copy[k] : NULL;
	return measure_level(plan, extent, known, true, &row->copy[k]);
}

/* The first `coalitions` numbers of leakers. */
static enum tt_err
add(struct measuring *m, const char *what, const struct tt_power_plan *plan,
    enum tt_extent extent, unsigned coalitions,
    const struct power_case *larger)
{
	struct power_case *row = &m->p->row[m->p->n];
	enum tt_err e = TT_OK;

	*row = (struct power_case){ .what = what };
	for (unsigned k = 0; k < coalitions && e == TT_OK; k++) {
		e = measure_coalition(row, k, *plan, extent, larger);
		step(m);
	}
	if (e == TT_OK)
		m->p->n++;
	return e;
}

static enum tt_err
add_only(struct measuring *m, const char *what, struct tt_power_plan plan,
    const struct draft *d, left *is_left)
{
	struct tt_observations *o = NULL;
	size_t n;
	enum tt_err e;

	if ((e = only(d, is_left, &o, &n)) != TT_OK)
		return e;
	plan.like = o;
	if (n > 0)
		e = add(m, what, &plan, TT_EXTENT_WHOLE, 2, NULL);
	tt_observations_free(o);
	return e;
}

static enum tt_err
add_extents(struct measuring *m, const struct tt_power_plan *plan)
{
	static const struct {
		enum tt_extent extent;
		const char *what;
	} rows[] = {
		{ TT_EXTENT_WHOLE, "the whole text" },
		{ TT_EXTENT_HALF, "half of it" },
		{ TT_EXTENT_WORDS, "200 words of it" },
		{ TT_EXTENT_TENTH, "a tenth of it" },
	};
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(rows) && e == TT_OK; i++) {
		if (rows[i].extent == TT_EXTENT_WORDS &&
		    plan->words <= TT_POWER_WORDS)
			continue;	/* that is the whole */
		e = add(m, rows[i].what, plan, rows[i].extent,
		    POWER_COALITIONS, i > 0 ? &m->p->row[0] : NULL);
	}
	return e;
}

/* Every attack by itself, on the whole text. */
static enum tt_err
add_attacks(struct measuring *m, struct tt_power_plan plan)
{
	for (size_t i = 0; tt_attacks[i] != NULL && i < POWER_ATTACKS_MAX;
	    i++) {
		struct power_attack *a = &m->p->attack[m->p->n_attacks++];

		a->attack = plan.attack = tt_attacks[i];
		plan.parameter = tt_attacks[i]->absent;
		for (unsigned k = 1; k < POWER_COALITIONS; k++) {
			enum tt_err e;

			plan.colluders = power_colluders[k];
			e = tt_power_run(&plan, TT_EXTENT_WHOLE,
			    &a->holder[k], NULL);
			if (e != TT_OK)
				return e;
			step(m);
		}
	}
	return TT_OK;
}

bool
power_cases_enough(const struct power_cases *p)
{
	return p->n > 0 &&
	    p->row[0].holder[0].power.share >= TT_POWER_ASKED;
}

static enum tt_err
measure_all(struct measuring *m, const struct lab *lab,
    const struct tt_power_plan *plan, bool each)
{
	struct tt_power_plan retyped = *plan, less = *plan;
	enum tt_err e;

	retyped.misread = MISREAD;
	less.trials = SEARCH_TRIALS;
	if ((e = add_extents(m, plan)) != TT_OK ||
	    (e = add(m, "all, 5 in 100 sites misread", &retyped,
	    TT_EXTENT_WHOLE, 2, NULL)) != TT_OK ||
	    (e = add_only(m, "the proof of concept only", *plan, &lab->draft,
	    in_poc)) != TT_OK ||
	    (e = add_only(m, "facts and constants alone", *plan, &lab->draft,
	    survives_retelling)) != TT_OK ||
	    (each && (e = add_attacks(m, *plan)) != TT_OK))
		return e;
	return tt_power_sites_needed(&less, POWER_SITES_MAX,
	    &m->p->sites_needed);
}

enum tt_err
power_cases_run(struct power_cases *p, const struct cli *c,
    const struct lab *lab, unsigned trials, bool each)
{
	struct tt_power_plan plan = { .codebook = lab->codebook,
		.roster = &lab->lineup.roster, .epsilon = lab->epsilon,
		.t = 1, .trials = trials, .threads = cores_here() };
	struct measuring m = { .p = p };
	size_t n_attacks = 0;
	enum tt_err e;

	*p = (struct power_cases){ .n = 0 };
	while (each && tt_attacks[n_attacks] != NULL)
		n_attacks++;
	progress_start(&m.bar, c, "measuring", POWER_COALITIONS * 4 + 2 * 3 +
	    n_attacks * (POWER_COALITIONS - 1) + 1);
	e = count_words(lab->draft.bulletin, p);
	plan.words = p->words;
	if (e == TT_OK)
		e = measure_all(&m, lab, &plan, each);
	progress_end(&m.bar);
	return e;
}
