/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "wording/coupling.h"
#include "wording/sound.h"
#include "wording/stem.h"

#define READINGS_MAX	48	/* of one side of a site */
#define NEIGHBOURS	32	/* tokens within which sites are looked at */
#define SENTENCES	16	/* of a paragraph, on either side */
#define CLOSE_BY	24	/* tokens, across paragraphs */

/* How far a condition looks that is not of what stands beside the site. */
enum scope {
	SCOPE_SENTENCE,
	SCOPE_PARAGRAPH,	/* and what is close by in the next one */
};

/* One way in which a side of a site can read, outward. */
struct reading {
	struct seen at[CONTEXT_REACH_MAX];
	size_t n;
	size_t pos;		/* left: tokens below; right: from here on */
	bool gap_done;		/* what is put in at pos is in at */
};

struct readings {
	struct reading at[READINGS_MAX];
	size_t n;
	bool left;
	size_t reach;
	bool full;		/* there are more than fit */
};

static void
push(struct reading *r, const struct seen *s)
{
	if (r->n < CONTEXT_REACH_MAX)
		r->at[r->n++] = *s;
}

static void
push_wording(struct reading *r, const struct wording *x, bool left)
{
	for (size_t i = 0; i < x->n; i++)
		push(r, &x->at[left ? x->n - 1 - i : i]);
}

/* r goes on with c's alternatives, each in a reading of its own. */
static void
fork_at(struct readings *all, size_t i, const struct candidate *c)
{
	struct reading from = all->at[i];

	from.gap_done = c->n == 0;
	if (c->n > 0)
		from.pos = all->left ? c->from : c->from + c->n;
	for (size_t k = 0; k < c->n_alternatives; k++) {
		struct reading *r = &all->at[k == 0 ? i : all->n];

		if (k > 0 && all->n == READINGS_MAX) {
			all->full = true;
			return;
		}
		all->n += k > 0;
		*r = from;
		push_wording(r, c->alternatives[k], all->left);
	}
}

/* One step outward; false when the reading is long enough. */
static bool
extend(const struct matching *m, const struct taken *t, struct readings *all,
    size_t i)
{
	struct reading *r = &all->at[i];
	const struct candidate *c;
	size_t next;

	if (r->n >= all->reach || (all->left ? r->pos == 0 :
	    r->pos >= m->pg->n))
		return false;
	if (!r->gap_done && r->pos < m->pg->n &&
	    (c = t->before[r->pos]) != NULL) {
		fork_at(all, i, c);
		return true;
	}
	next = all->left ? r->pos - 1 : r->pos;
	if ((c = t->inside[next]) != NULL) {
		fork_at(all, i, c);
		return true;
	}
	push(r, &m->pg->at[next].s);
	r->pos = all->left ? next : next + 1;
	r->gap_done = false;
	return m->pg->at[next].s.kind != SEEN_END ||
	    m->pg->at[next].length > 0;
}

static void
read_side(const struct matching *m, const struct taken *t,
    const struct candidate *c, struct readings *all)
{
	all->n = 1;
	all->full = false;
	all->at[0].n = 0;
	all->at[0].pos = all->left ? c->from : c->from + c->n;
	all->at[0].gap_done = c->n == 0;
	for (size_t i = 0; i < all->n && !all->full; i++)
		while (!all->full && extend(m, t, all, i))
			;
}

static size_t
reach_of(const struct condition *c, size_t n, enum side side)
{
	size_t reach = 1;

	for (size_t i = 0; i < n; i++)
		if (c[i].side == side && c[i].reach > reach)
			reach = c[i].reach;
	return reach > CONTEXT_REACH_MAX ? CONTEXT_REACH_MAX : reach;
}

static bool
conditions_hold(const struct matching *m, const struct condition *c, size_t n,
    const struct readings *all)
{
	enum side side = all->left ? SIDE_BEFORE : SIDE_AFTER;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all->n && c[i].side == side; k++)
			if (!condition_holds(&c[i], &m->w->vocab,
			    all->at[k].at, all->at[k].n))
				return false;
	return true;
}

static bool
any_fits(const struct condition *c, const struct matching *m,
    const struct seen *s)
{
	for (size_t i = 0; i < c->n; i++)
		if (element_fits(&c->at[i].at[0], &m->w->vocab, s))
			return true;
	return false;
}

static bool
wordings_fit(const struct condition *c, const struct matching *m,
    const struct candidate *site)
{
	for (size_t i = 0; i < site->n_alternatives; i++)
		for (size_t k = 0; k < site->alternatives[i]->n; k++)
			if (any_fits(c, m, &site->alternatives[i]->at[k]))
				return true;
	return false;
}

static bool
is_around(const struct page *pg, const struct candidate *c, size_t i,
    enum scope scope)
{
	const struct token *a = &pg->at[c->from], *b = &pg->at[i];
	uint32_t apart = a->sentence > b->sentence ?
	    a->sentence - b->sentence : b->sentence - a->sentence;

	if (scope == SCOPE_SENTENCE)
		return apart == 0;
	return (a->block == b->block && apart <= SENTENCES) ||
	    (i < c->from + c->n + CLOSE_BY && c->from < i + CLOSE_BY);
}

static size_t
first_around(const struct page *pg, const struct candidate *c,
    enum scope scope)
{
	size_t i = c->from;

	while (i > 0 && is_around(pg, c, i - 1, scope))
		i--;
	return i;
}

static bool
is_own(const struct candidate *c, size_t i)
{
	return i >= c->from && i < c->from + c->n;
}

/* Not: nothing there ever fits.  Else: something that stays does. */
static bool
sentence_holds(const struct matching *m, const struct taken *t,
    const struct candidate *c, const struct condition *cond)
{
	enum scope scope = cond->side == SIDE_PARAGRAPH ? SCOPE_PARAGRAPH :
	    SCOPE_SENTENCE;
	size_t i = first_around(m->pg, c, scope);

	for (; i < m->pg->n && is_around(m->pg, c, i, scope); i++) {
		const struct candidate *in = t->inside[i], *put = t->before[i];

		if (is_own(c, i))
			continue;
		if (in == NULL && any_fits(cond, m, &m->pg->at[i].s))
			return !cond->not;
		if (cond->not && in != NULL && wordings_fit(cond, m, in))
			return false;
		if (cond->not && put != NULL && put != c &&
		    wordings_fit(cond, m, put))
			return false;
	}
	return cond->not;
}

static bool
sentences_hold(const struct matching *m, const struct taken *t,
    const struct candidate *c, const struct condition *cond, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!side_is_beside(cond[i].side) &&
		    !sentence_holds(m, t, c, &cond[i]))
			return false;
	return true;
}

/* The draft has the stem from token i on. */
static bool
stem_stands(const struct page *pg, size_t i, struct span stem)
{
	while (stem.n > 0 && i < pg->n && stem_takes(&stem, &pg->at[i].s))
		i++;
	return stem.n == 0;
}

static bool
stem_may_stand(const struct matching *m, const struct taken *t, size_t i,
    struct span stem)
{
	const struct candidate *in = t->inside[i], *put = t->before[i];

	if (stem_stands(m->pg, i, stem))
		return true;
	for (size_t k = 1; in != NULL && k < in->n_alternatives; k++)
		if (stem_is_in(stem, in->alternatives[k]))
			return true;
	for (size_t k = 1; put != NULL && k < put->n_alternatives; k++)
		if (stem_is_in(stem, put->alternatives[k]))
			return true;
	return false;
}

/* The word does not stand again nearby, in whichever form. */
static bool
is_only_one(const struct matching *m, const struct taken *t,
    const struct candidate *c)
{
	size_t i = first_around(m->pg, c, SCOPE_PARAGRAPH);

	for (; i < m->pg->n && is_around(m->pg, c, i, SCOPE_PARAGRAPH); i++)
		for (size_t k = 0; k < c->row->n && !is_own(c, i); k++)
			if (c->row->at[k].stem.n > 0 &&
			    stem_may_stand(m, t, i, c->row->at[k].stem))
				return false;
	return true;
}

bool
coupling_fits(const struct seen *left, const struct wording *x,
    const struct seen *right)
{
	if (x->n == 0)
		return sound_follows(left, right);
	return sound_follows(left, &x->at[0]) &&
	    sound_follows(&x->at[x->n - 1], right);
}

static bool
neighbours_fit(const struct candidate *c, const struct readings *left,
    const struct readings *right)
{
	static const struct seen end = { .kind = SEEN_END };

	for (size_t i = 0; i < left->n; i++)
		for (size_t k = 0; k < right->n; k++)
			for (size_t a = 0; a < c->n_alternatives; a++)
				if (!coupling_fits(left->at[i].n == 0 ? &end :
				    &left->at[i].at[0], c->alternatives[a],
				    right->at[k].n == 0 ? &end :
				    &right->at[k].at[0]))
					return false;
	return true;
}

static bool
holds(const struct matching *m, const struct taken *t,
    const struct candidate *c)
{
	const struct condition *own = c->group->conditions;
	size_t n_own = c->group->n_conditions;
	const struct conditions none = { NULL, 0 };
	const struct conditions *form = c->group->anywhere ? &none :
	    &m->w->of_form[c->row->form];
	struct readings left = { .left = true }, right = { .left = false };
	size_t more;

	left.reach = reach_of(own, n_own, SIDE_BEFORE);
	more = reach_of(form->at, form->n, SIDE_BEFORE);
	left.reach = more > left.reach ? more : left.reach;
	right.reach = reach_of(own, n_own, SIDE_AFTER);
	more = reach_of(form->at, form->n, SIDE_AFTER);
	right.reach = more > right.reach ? more : right.reach;
	read_side(m, t, c, &left);
	read_side(m, t, c, &right);
	return !left.full && !right.full &&
	    conditions_hold(m, own, n_own, &left) &&
	    conditions_hold(m, own, n_own, &right) &&
	    conditions_hold(m, form->at, form->n, &left) &&
	    conditions_hold(m, form->at, form->n, &right) &&
	    sentences_hold(m, t, c, own, n_own) &&
	    sentences_hold(m, t, c, form->at, form->n) &&
	    (!c->group->uniform || is_only_one(m, t, c)) &&
	    neighbours_fit(c, &left, &right);
}

/* Alternatives that do not go with the draft as it stands are left out. */
static bool
thin_out(const struct matching *m, struct candidate *c)
{
	const struct token *t = m->pg->at;
	const struct seen *left = &t[c->from - 1].s;
	const struct seen *right = &t[c->from + c->n].s;
	size_t n = 0;

	for (size_t i = 0; i < c->n_alternatives; i++) {
		if (!coupling_fits(left, c->alternatives[i], right)) {
			if (i == 0)
				return false;
			continue;
		}
		c->alternatives[n] = c->alternatives[i];
		c->texts[n++] = c->texts[i];
	}
	c->n_alternatives = n;
	return n >= 2;
}

static void
set(struct taken *t, struct candidate *c, struct candidate *as)
{
	if (c->n == 0)
		t->before[c->from] = as;
	for (size_t i = c->from; i < c->from + c->n; i++)
		t->inside[i] = as;
}

/* Also: nothing is put in within what is replaced, and the other way. */
static bool
is_vacant(const struct taken *t, const struct candidate *c)
{
	if (c->n == 0)
		return t->before[c->from] == NULL &&
		    (t->inside[c->from] == NULL || t->inside[c->from] !=
		    t->inside[c->from - 1]);
	for (size_t i = c->from; i < c->from + c->n; i++)
		if (t->inside[i] != NULL ||
		    (i > c->from && t->before[i] != NULL))
			return false;
	return true;
}

/* No byte of the draft is in two sites: white space goes with some. */
static bool
is_clear(const struct candidate *a, const struct candidate *b)
{
	return a->offset + a->length < b->offset ||
	    b->offset + b->length < a->offset ||
	    (a->offset + a->length == b->offset && a->length > 0 &&
	    b->length > 0) || (b->offset + b->length == a->offset &&
	    a->length > 0 && b->length > 0);
}

static bool
looks_far(const struct group *g)
{
	for (size_t i = 0; i < g->n_conditions; i++)
		if (g->conditions[i].side == SIDE_PARAGRAPH)
			return true;
	return g->uniform;
}

static bool
is_unspoilt(const struct matching *m, const struct taken *t,
    const struct candidate *other, const struct candidate *by, bool near)
{
	return other == NULL || other == by || (!near &&
	    !looks_far(other->group)) ||
	    (is_clear(other, by) && holds(m, t, other));
}

static bool
others_hold(const struct matching *m, const struct taken *t,
    const struct candidate *c)
{
	size_t lo = c->from > NEIGHBOURS ? c->from - NEIGHBOURS : 0;
	size_t hi = c->from + c->n + NEIGHBOURS;
	size_t first = first_around(m->pg, c, SCOPE_PARAGRAPH);

	for (size_t i = lo < first ? lo : first; i < m->pg->n && (i < hi ||
	    is_around(m->pg, c, i, SCOPE_PARAGRAPH)); i++) {
		bool near = (i >= lo && i < hi) ||
		    is_around(m->pg, c, i, SCOPE_SENTENCE);
		const struct candidate *in = t->inside[i];

		if (in != NULL && in->from != i)
			in = NULL;
		if (!is_unspoilt(m, t, in, c, near) ||
		    !is_unspoilt(m, t, t->before[i], c, near))
			return false;
	}
	return true;
}

bool
coupling_take(const struct matching *m, struct taken *t, struct candidate *c)
{
	if (c->from == 0 || c->from + c->n >= m->pg->n || !is_vacant(t, c) ||
	    !thin_out(m, c) || !holds(m, t, c))
		return false;
	set(t, c, c);
	if (others_hold(m, t, c))
		return true;
	set(t, c, NULL);
	return false;
}
