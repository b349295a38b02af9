/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/finding.h"
#include "reading/grow.h"
#include "reading/judge.h"
#include "reading/odds.h"
#include "reading/order.h"
#include "reading/seen.h"

#define BESIDE_ONE	10	/* or on one side only */
#define NEIGHBOUR	.05f	/* odds of a digit that looks like it */
#define OTHER		.5	/* odds: none of the alternatives */
#define LONG		4	/* bytes that do not stand there by chance */
#define CUT_MOST	24	/* nodes lost with a site; more: a sentence */

static bool
word_at(const struct window *w, size_t i)
{
	return i < w->n && byte_is_word(w->text[i]);
}

/* No word of the window is cut at byte i. */
static bool
between_words(const struct window *w, size_t i)
{
	return i == 0 || !word_at(w, i - 1) || !word_at(w, i);
}

/* A sentence or line ends at byte i, or a point or two after it. */
static bool
ends_near(const struct window *w, size_t i)
{
	while (i < w->n && !byte_is_word(w->text[i]) && !w->breaks[i])
		i++;
	return i >= w->n || w->breaks[i];
}

static bool
is_exact(const struct trail *t, const struct view *v)
{
	if (v->to - v->from != v->taken.n)
		return false;
	for (size_t k = v->before; k < v->after; k++)
		if (t->steps[k].byte !=
		    (int32_t)(v->from + (k - v->before)))
			return false;
	return true;
}

/* What stands beside makes it sure that this is the site's place. */
static bool
is_sure(const struct trail *t, const struct view *v)
{
	bool left_ends = t->w->breaks[v->from];
	bool right_ends = ends_near(t->w, v->to);
	bool left = v->left >= BESIDE_SURE;
	bool right = v->right >= BESIDE_SURE;
	bool long_one = v->exact && v->taken.n >= LONG;

	if (v->taken.n == 0)
		return left && right;
	if (!left && !between_words(t->w, v->from))
		return false;
	if (!right && !between_words(t->w, v->to))
		return false;
	if ((left || left_ends) && (right || right_ends))
		return left || right || (long_one && v->e->starts);
	return (v->left >= BESIDE_ONE || v->right >= BESIDE_ONE) &&
	    (long_one || v->e->data);
}

static bool
add_opinion(struct docket *d, const struct opinion *o)
{
	if (!GROW(d->opinions))
		return false;
	d->opinions.at[d->opinions.n++] = *o;
	return true;
}

static struct span
normal_text(const struct trail *t, uint32_t from, uint32_t to)
{
	return (struct span){ (const char *)t->w->text + from, to - from };
}

/* The values that text is, or may be; none if it is not one. */
static unsigned
read_values(const struct trail *t, const struct view *v, struct span text,
    struct opinion *o, uint64_t values[OFFERS_MAX])
{
	if (t->d->piece->kind == TT_PIECE_SEEN)
		return seen_values(v->site, text, seen_sure(t->d, o->from,
			o->to) >= SEEN_SURE, values);
	return tt_site_value(v->site, text, values) == TT_OK;
}

/* The value that stands at a data site. */
static void
judge_data(const struct trail *t, const struct view *v, struct span text,
    struct opinion *o)
{
	uint64_t values[OFFERS_MAX];
	unsigned n = read_values(t, v, text, o, values);

	if (n == 0) {
		o->kind = OPINION_NOVEL;
	} else if (tt_site_is_value(v->site)) {
		o->kind = OPINION_VALUE;
		o->n_values = n;
		memcpy(o->value, values, n * sizeof(values[0]));
	} else {
		o->kind = OPINION_CHOICE;
		for (unsigned i = n; i-- > 0;)
			o->likelihood[values[i]] = i == 0 ? 1 : NEIGHBOUR;
	}
}

/* A text that is none of the alternatives, unless it has their words. */
static void
judge_other(const struct view *v, struct span text, struct opinion *o)
{
	o->kind = OPINION_NOVEL;
	if (v->site->class == TT_CLASS_ORDER &&
	    order_read(v->site, text, o->likelihood) == ORDER_SAYS)
		o->kind = OPINION_CHOICE;
}

/* A chain of the site, and not a gap, is on the path. */
static bool
judge_taken(struct docket *d, const struct trail *t, const struct view *v)
{
	struct opinion o = { .kind = OPINION_CHOICE,
		.element = t->s->first + v->i,
		.from = (uint32_t)(t->from + v->from),
		.to = (uint32_t)(t->from + v->to) };
	struct span text = normal_text(t, v->from, v->to);

	if (!is_sure(t, v))
		return true;
	if (v->e->data)
		judge_data(t, v, text, &o);
	else if (v->site->class == TT_CLASS_ORDER && !v->exact &&
	    order_read(v->site, text, o.likelihood) != ORDER_NOTHING)
		judge_other(v, text, &o);
	else
		odds_weigh(t, v, &o);
	return add_opinion(d, &o);
}

/*
 * A gap passes the site, or all but some bytes of it.  What stands there is
 * the place's if little text but the site's was lost with it.
 */
static bool
judge_gap(struct docket *d, const struct trail *t, const struct view *v)
{
	struct opinion o = { .kind = OPINION_GONE,
		.element = t->s->first + v->i };
	size_t lo = v->before, hi = v->after;
	int32_t from, to;

	while (lo > 0 && t->steps[lo - 1].byte < 0)
		lo--;
	while (hi < t->n && t->steps[hi].byte < 0)
		hi++;
	if (lo == 0 || hi == t->n || hi - lo > CUT_MOST + v->taken.n)
		return true;
	from = trail_end(t, lo - 1);
	to = t->steps[hi].byte;
	if (trail_beside(t, lo - 1, -1, from - 1, BESIDE) < BESIDE_SURE ||
	    trail_beside(t, hi, 1, to, BESIDE) < BESIDE_SURE)
		return true;
	while (from < to && !byte_is_word(t->w->text[from]))
		from++;
	while (to > from && !byte_is_word(t->w->text[to - 1]))
		to--;
	o.from = (uint32_t)(t->from + (size_t)from);
	o.to = (uint32_t)(t->from + (size_t)to);
	if (from < to)
		judge_other(v, normal_text(t, (uint32_t)from, (uint32_t)to),
		    &o);
	return add_opinion(d, &o);
}

/* The chain taken stands there, and not just some bytes of it. */
static bool
is_there(const struct trail *t, const struct view *v)
{
	if (v->scores->taken == v->e->n)
		return false;
	return v->e->data || v->site->class == TT_CLASS_ORDER ||
	    odds_of_other(t, v) < OTHER;
}

/* A gap on either side of the site is its place as well. */
static void
widen(const struct trail *t, struct view *v)
{
	const struct cross *in = &t->al->cross[v->i];
	size_t lo = v->before, hi = v->after;

	while (lo > 0 && t->steps[lo - 1].byte < 0)
		lo--;
	while (hi < t->n && t->steps[hi].byte < 0)
		hi++;
	if (in->how == CROSS_GAP && lo > 0)
		v->from = (uint32_t)trail_end(t, lo - 1);
	if (in[1].how == CROSS_GAP && hi < t->n)
		v->to = (uint32_t)t->steps[hi].byte;
	while (v->from < in->at && t->w->text[v->from] == ' ')
		v->from++;
	while (v->to > in[1].at && t->w->text[v->to - 1] == ' ')
		v->to--;
}

static bool
judge_site(struct docket *d, const struct trail *t, uint32_t i)
{
	const struct cross *in = &t->al->cross[i], *out = in + 1;
	struct view v = { .i = i, .e = trail_element(t, i),
		.scores = &t->al->sites[i], .taken = trail_chain(t, i) };

	if (in->how == CROSS_NOT || out->how == CROSS_NOT)
		return true;
	v.site = &t->d->b->sites[t->d->b->places[v.e->place].site];
	v.before = trail_first(t, i);
	v.after = trail_first(t, i + 1);
	v.from = in->at;
	v.to = out->at;
	widen(t, &v);
	v.exact = is_exact(t, &v);
	if (!is_there(t, &v))
		return judge_gap(d, t, &v);
	v.left = v.before == 0 ? 0 : trail_beside(t, v.before - 1, -1,
	    (int32_t)v.from - 1, BESIDE);
	v.right = trail_beside(t, v.after, 1, (int32_t)v.to, BESIDE);
	return judge_taken(d, t, &v);
}

static bool
judge_trail(struct docket *d, const struct trail *t, uint32_t number)
{
	struct finding f = { .stretch = number, .score = t->al->score };

	if (!finding_weigh(d, t, &f))
		return false;
	f.opinion = d->opinions.n;
	for (uint32_t i = t->s->core; i < t->s->core_end; i++)
		if (element_is_site(&d->l->elements.at[i]) &&
		    !judge_site(d, t, i - t->s->first))
			return false;
	f.n_opinions = d->opinions.n - f.opinion;
	if (!GROW(d->findings))
		return false;
	d->findings.at[d->findings.n++] = f;
	return true;
}

enum tt_err
judge(struct docket *d, uint32_t number, const struct window *w, size_t from,
    const struct alignment *al)
{
	struct trail t = { .d = d, .s = &d->l->stretches.at[number], .w = w,
		.from = from, .al = al };
	enum tt_err e = TT_OK;

	if (!trail_lay(&t))
		return TT_ENOMEM;
	if (t.n > 0 && !judge_trail(d, &t, number))
		e = TT_ENOMEM;
	free(t.steps);
	return e;
}
