/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "reading/rule.h"
#include "reading/stray.h"

#define HOME_SHARE	3	/* one in so many of a part's stretches found */
#define HOME_LEAST	2	/* and at least so many */
#define LINE_MOST	160	/* bytes of a line that is looked at */
#define WORDS_LEAST	5	/* letters and digits of it */
#define CLEARLY		(2 * NAT)	/* a score that is so much more wins */
#define SUPPORT_LEAST	8	/* bytes of its line that must speak for it */
#define TRIES_MAX	((size_t)8192)	/* stretches times lines */

/* A line, or a sentence, that nobody has claimed. */
struct line {
	uint32_t from, to;
};

struct lines {
	struct line *at;
	size_t n;
};

/* So few letters of bytes from..to are somebody's that it is nobody's. */
static bool
is_nobodys(const struct search *s, size_t from, size_t to)
{
	const char *text = s->docket.t->text;
	size_t words = 0, owned = 0;

	for (size_t i = from; i < to; i++) {
		if (!byte_is_word((uint8_t)text[i]))
			continue;
		words++;
		owned += owners_at(s->owners, i) != OWNER_NONE;
	}
	return words >= WORDS_LEAST && owned * 8 <= words;
}

/* Up to cap lines; n is cap + 1 if there are more. */
static void
list_lines(const struct run *r, struct lines *lines, size_t cap)
{
	size_t n = r->s->docket.t->n, from = 0;

	for (size_t i = 1; i <= n && lines->n <= cap; i++) {
		if (!run_breaks(r, i))
			continue;
		if (i - from <= LINE_MOST && is_nobodys(r->s, from, i)) {
			if (lines->n < cap)
				lines->at[lines->n] = (struct line){
					(uint32_t)from, (uint32_t)i };
			lines->n++;
		}
		from = i;
	}
}

/* Letters of f's path that are wrong, before and after it in the line too. */
static bool
is_exact(const struct run *r, const struct finding *f, const struct line *l)
{
	const char *text = r->s->docket.t->text;

	if (f->n_faults > 0)
		return false;
	for (size_t i = l->from; i < l->to; i++)
		if ((i < f->from || i >= f->to) &&
		    byte_is_word((uint8_t)text[i]))
			return false;
	return true;
}

/* Some site of which nothing was heard has an opinion in f. */
static bool
is_news(const struct docket *d, const struct finding *f, const bool *heard)
{
	for (size_t i = 0; i < f->n_opinions; i++)
		if (!heard[d->opinions.at[f->opinion + i].element])
			return true;
	return false;
}

static void
mark_heard(const struct docket *d, const struct finding *f, bool *heard)
{
	for (size_t i = 0; i < f->n_opinions; i++)
		heard[d->opinions.at[f->opinion + i].element] = true;
}

/* Both explain it to the letter, and differ in what they say it is. */
static bool
is_rival(const struct docket *d, const struct finding *a,
    const struct finding *b)
{
	return b->score + CLEARLY >= a->score &&
	    d->l->elements.at[d->opinions.at[a->opinion].element].place !=
	    d->l->elements.at[d->opinions.at[b->opinion].element].place;
}

/* f explains line l to the letter, and says something. */
static bool
is_candidate(const struct run *r, const struct finding *f,
    const struct line *l)
{
	return f->n_opinions > 0 && is_exact(r, f, l) && !run_is_taken(r, f);
}

/* No other finding from first on may be meant as well as f. */
static bool
is_alone(const struct run *r, size_t first, const struct finding *f,
    const struct line *l)
{
	const struct docket *d = &r->s->docket;
	const struct opinion *o = &d->opinions.at[f->opinion];
	size_t own = SIZE_MAX;
	const struct finding *g;

	for (size_t i = first; i < d->findings.n; i++) {
		g = &d->findings.at[i];
		if (g == f || !is_candidate(r, g, l) || !is_rival(d, f, g))
			continue;
		if (own == SIZE_MAX)
			own = rule_support(r->s, o->element, l->from, l->to);
		if (own < SUPPORT_LEAST + 2 * rule_support(r->s,
			d->opinions.at[g->opinion].element, l->from, l->to))
			return false;
	}
	return true;
}

/* A finding from first on that is a whole line stands, if it is the one. */
static enum tt_err
accept_best(struct run *r, size_t first, const struct line *l, bool *heard)
{
	struct docket *d = &r->s->docket;
	struct finding *f;
	enum tt_err e;

	for (size_t i = first; i < d->findings.n; i++) {
		f = &d->findings.at[i];
		if (!is_candidate(r, f, l) || !is_news(d, f, heard) ||
		    !is_alone(r, first, f, l))
			continue;
		mark_heard(d, f, heard);
		if ((e = run_accept(r, f)) != TT_OK)
			return e;
		break;
	}
	return TT_OK;
}

/* A site of the core of which nothing was heard. */
static bool
is_missing(const struct lattice *l, const struct stretch *t, const bool *heard)
{
	for (uint32_t i = t->core; i < t->core_end; i++)
		if (element_is_site(&l->elements.at[i]) && !heard[i])
			return true;
	return false;
}

/* How many stretches a part has, and in how many something was found. */
struct share {
	uint32_t all, found;
};

static void
count_shares(const struct docket *d, struct share *shares, bool *found)
{
	const struct stretch *t = d->l->stretches.at;

	for (size_t i = 0; i < d->findings.n; i++)
		if (d->findings.at[i].accepted)
			found[d->findings.at[i].stretch] = true;
	for (size_t i = 0; i < d->l->stretches.n; i++) {
		shares[t[i].part].all++;
		shares[t[i].part].found += found[i];
	}
}

/* The stretches of parts at home here that miss a site; SIZE_MAX: no memory. */
static size_t
list_missing(const struct docket *d, uint32_t *missing, const bool *heard)
{
	struct share *shares = calloc(d->b->n_parts + 1, sizeof(*shares));
	bool *found = calloc(d->l->stretches.n + 1, sizeof(*found));
	const struct stretch *t = d->l->stretches.at;
	size_t n = SIZE_MAX;

	if (shares == NULL || found == NULL)
		goto out;
	count_shares(d, shares, found);
	n = 0;
	for (uint32_t i = 0; i < d->l->stretches.n; i++)
		if (shares[t[i].part].found >= HOME_LEAST &&
		    shares[t[i].part].found * HOME_SHARE >=
			shares[t[i].part].all &&
		    is_missing(d->l, &t[i], heard))
			missing[n++] = i;
out:
	free(shares);
	free(found);
	return n;
}

/* Each of the n stretches in each of the lines, as far as that is not long. */
static enum tt_err
try_lines(struct run *r, const uint32_t *missing, size_t n, bool *heard)
{
	struct docket *d = &r->s->docket;
	struct lines lines = { calloc(TRIES_MAX, sizeof(*lines.at)), 0 };
	size_t first, cap = TRIES_MAX / n;
	enum tt_err e = TT_OK;

	if (lines.at == NULL)
		return TT_ENOMEM;
	list_lines(r, &lines, cap);
	for (size_t i = 0; i < lines.n && i < cap && e == TT_OK; i++) {
		first = d->findings.n;
		for (size_t k = 0; k < n && e == TT_OK; k++)
			e = run_look(r, missing[k], lines.at[i].from,
			    lines.at[i].to);
		if (e == TT_OK)
			e = accept_best(r, first, &lines.at[i], heard);
	}
	free(lines.at);
	return e;
}

enum tt_err
stray_find(struct run *r)
{
	struct docket *d = &r->s->docket;
	uint32_t *missing = calloc(d->l->stretches.n + 1, sizeof(*missing));
	bool *heard = calloc(d->l->elements.n + 1, sizeof(*heard));
	enum tt_err e = TT_ENOMEM;
	size_t n;

	if (missing == NULL || heard == NULL)
		goto out;
	for (size_t i = 0; i < d->findings.n; i++)
		if (d->findings.at[i].accepted)
			mark_heard(d, &d->findings.at[i], heard);
	if ((n = list_missing(d, missing, heard)) == SIZE_MAX)
		goto out;
	e = n > 0 ? try_lines(r, missing, n, heard) : TT_OK;
out:
	free(missing);
	free(heard);
	return e;
}
