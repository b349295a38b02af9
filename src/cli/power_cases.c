/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/permitted.h"
#include "cli/power_cases.h"
#include "cli/progress.h"

#define MISREAD		.05	/* of a text typed again, or photographed */
#define SEARCH_TRIALS	100	/* at each step of a search */

/* Words of one rendering, all parts together. */
static enum tt_err
count_words(const struct tt_bulletin *b, uint64_t *words)
{
	uint64_t *symbols = calloc(b->n_sites + 1, sizeof(*symbols)), n = 0;
	struct buf text;
	enum tt_err e = TT_OK;

	if (symbols == NULL)
		return TT_ENOMEM;
	buf_init(&text, TT_RENDERING_MAX);
	for (size_t i = 0; i < b->n_parts && e == TT_OK; i++) {
		bool inside = false;

		if (b->parts[i].binary)
			continue;
		buf_clear(&text);
		e = tt_bulletin_render(b, i, symbols, &text);
		for (size_t k = 0; k < text.n && e == TT_OK; k++) {
			bool space = strchr(" \t\r\n", text.p[k]) != NULL;

			n += inside && space;
			inside = !space;
		}
		n += inside;
	}
	buf_done(&text);
	free(symbols);
	if (e == TT_OK)
		*words = n;
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

static enum tt_err
add(struct power_cases *p, const char *what, const struct tt_power_plan *plan,
    enum tt_extent extent)
{
	enum tt_err e;

	p->row[p->n].what = what;
	if ((e = tt_power_run(plan, extent, &p->row[p->n].holder,
	    &p->row[p->n].copy)) == TT_OK)
		p->n++;
	return e;
}

static enum tt_err
add_only(struct power_cases *p, const char *what, struct tt_power_plan plan,
    const struct draft *d, left *is_left)
{
	struct tt_observations *o = NULL;
	size_t n;
	enum tt_err e;

	if ((e = only(d, is_left, &o, &n)) != TT_OK)
		return e;
	plan.like = o;
	if (n > 0)
		e = add(p, what, &plan, TT_EXTENT_WHOLE);
	tt_observations_free(o);
	return e;
}

bool
power_cases_enough(const struct power_cases *p)
{
	return p->n > 0 && p->row[0].holder.share >= TT_POWER_ASKED;
}

enum tt_err
power_cases_run(struct power_cases *p, const struct cli *c,
    const struct lab *lab, unsigned trials)
{
	const struct tt_power_plan plan = { .codebook = lab->codebook,
		.roster = &lab->lineup.roster, .epsilon = lab->epsilon,
		.t = 1, .trials = trials };
	struct tt_power_plan retyped = plan, less = plan;
	struct progress bar;
	enum tt_err e;

	*p = (struct power_cases){ .n = 0 };
	retyped.misread = MISREAD;
	progress_start(&bar, c, "measuring", POWER_CASES_MAX + 1);
	if ((e = count_words(lab->draft.bulletin, &p->words)) != TT_OK ||
	    (e = add(p, "the whole text", &plan, TT_EXTENT_WHOLE)) != TT_OK)
		goto out;
	progress_at(&bar, 1);
	if ((e = add(p, "half of it", &plan, TT_EXTENT_HALF)) != TT_OK ||
	    (e = add(p, "a tenth of it", &plan, TT_EXTENT_TENTH)) != TT_OK ||
	    (e = add(p, "all, 5 in 100 sites misread", &retyped,
	    TT_EXTENT_WHOLE)) != TT_OK)
		goto out;
	progress_at(&bar, 4);
	if ((e = add_only(p, "the proof of concept only", plan, &lab->draft,
	    in_poc)) != TT_OK ||
	    (e = add_only(p, "facts and constants alone", plan, &lab->draft,
	    survives_retelling)) != TT_OK)
		goto out;
	progress_at(&bar, POWER_CASES_MAX);
	less.trials = SEARCH_TRIALS;
	e = tt_power_sites_needed(&less, POWER_SITES_MAX, &p->sites_needed);
out:
	progress_end(&bar);
	return e;
}
