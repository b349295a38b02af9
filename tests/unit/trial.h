/* SPDX-License-Identifier: ISC */
/* trial - a random row of a draft, distorted, and what was read of it. */
#ifndef TRIAL_H
#define TRIAL_H

#include "distort.h"
#include "draft.h"

#include "telltale/reading.h"

#define PAGE	5500	/* characters shown, to the end of a line */

struct way {
	const char *name;
	unsigned how;
	size_t width;
};

struct trial {
	const struct draft *d;
	const struct tt_reading *r;
	const char *text;
	uint64_t *row;
	size_t *cells, *left;	/* of each place: at first, and still there */
	bool *spoilt;		/* a slip hit it */
};

static __attribute__((unused)) bool
is_prose(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL &&
	    (strcmp(dot, ".md") == 0 || strcmp(dot, ".txt") == 0);
}

/* Alternatives that this way cannot keep apart, whoever reads them. */
static __attribute__((unused)) bool
lost_by(const struct tt_site *s, unsigned how)
{
	struct span a, b;

	if (s->class == TT_CLASS_LAYOUT &&
	    (how & (D_SLIPS | D_PASTE | D_WRAP | D_SHUFFLE)) != 0)
		return true;
	if (s->kind != TT_SITE_CHOICE || (how & (D_UPPER | D_LOWER)) == 0)
		return false;
	for (size_t i = 1; i < s->n; i++) {
		a = s->alternatives[i - 1];
		b = s->alternatives[i];
		if (a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0)
			return true;
	}
	return false;
}

/* How likely o makes symbol v against the likeliest other one. */
static __attribute__((unused)) double
odds(const struct tt_observation *o, uint64_t v)
{
	double other = 0;

	switch (o->kind) {
	case TT_OBS_SYMBOL:
		return o->symbol == v ? HUGE_VAL : 0;
	case TT_OBS_SOFT:
		for (unsigned a = 0; a < o->q; a++)
			if (a != v && other < o->likelihood[a])
				other = o->likelihood[a];
		return o->likelihood[v] / other;
	case TT_OBS_VALUES:
		for (size_t i = 0; i < o->n_values; i++)
			if (o->values[i] == v)
				return HUGE_VAL;
		return 0;
	default:
		return 1;
	}
}

static __attribute__((unused)) void
trial_init(struct trial *t, const struct draft *d)
{
	*t = (struct trial){ .d = d,
		.row = calloc(d->b->n_sites + 1, sizeof(uint64_t)),
		.cells = calloc(d->b->n_places + 1, sizeof(size_t)),
		.left = calloc(d->b->n_places + 1, sizeof(size_t)),
		.spoilt = calloc(d->b->n_places + 1, sizeof(bool)) };
	assert_true(t->row != NULL && t->cells != NULL && t->left != NULL &&
	    t->spoilt != NULL);
}

static __attribute__((unused)) void
trial_done(struct trial *t)
{
	free(t->row);
	free(t->cells);
	free(t->left);
	free(t->spoilt);
}

static __attribute__((unused)) void
trial_draw(struct trial *t, struct rng r)
{
	for (size_t i = 0; i < t->d->b->n_sites; i++)
		t->row[i] = rng_below(r, t->d->b->sites[i].n);
}

/* One part, distorted, added to all. */
static __attribute__((unused)) void
trial_distort(struct trial *t, size_t part, const struct way *w, struct rng r,
    struct cells *all)
{
	bool prose = is_prose(t->d->name[part]);
	struct cells c = { NULL, 0, 0 };

	render_cells(&c, t->d->b, part, t->row);
	cells_count(&c, t->cells);
	if ((w->how & (D_CUT | D_SHUFFLE | D_COMMENT | D_TWICE)) != 0)
		rearrange(&c, r, w->how, prose);
	cells_count(&c, t->left);
	if ((w->how & D_SLIPS) != 0 && prose)
		slip(&c, r, (w->how & D_MOST) != 0 ? 12 :
		    (w->how & D_MORE) != 0 ? 30 : 125, t->spoilt);
	if ((w->how & (D_UPPER | D_LOWER | D_PASTE | D_HIDDEN)) != 0)
		restyle(&c, r, w->how);
	if ((w->how & D_WRAP) != 0)
		wrap(&c, w->width, w->how);
	copy_cells(all, &c, 0, c.n);
	free(c.at);
}

static __attribute__((unused)) struct rng
trial_seeded(struct rng_seeded *state, const char *what, unsigned a, unsigned b)
{
	uint8_t seed[32] = { 0 };

	snprintf((char *)seed, sizeof(seed), "%s %u %u", what, a, b);
	return rng_seeded(state, seed);
}

/* How a page shows a marked text: without the markup. */
static __attribute__((unused)) void
trial_show(struct trial *t, size_t part, unsigned seed, struct cells *c)
{
	struct rng_seeded state;
	size_t n = 0;

	trial_draw(t, trial_seeded(&state, "picture", seed, 0));
	render_cells(c, t->d->b, part, t->row);
	for (size_t i = 0; is_prose(t->d->name[part]) && i < c->n; i++)
		if (c->at[i].cp != '`' && c->at[i].cp != '#' &&
		    (c->at[i].cp != '*' || i == 0 ||
			(c->at[i - 1].cp == '\n' && c->at[i + 1].cp == ' ')))
			c->at[n++] = c->at[i];
	if (n > 0)
		c->n = n;
	cells_count(c, t->cells);
	for (n = c->n < PAGE ? c->n : PAGE; n > 0 && n < c->n &&
	     c->at[n - 1].cp != '\n'; n--)
		continue;
	c->n = n;
	cells_count(c, t->left);
}

#endif
