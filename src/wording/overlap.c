/* SPDX-License-Identifier: ISC */
/*
 * Two groups may share a wording only where one look at the text says which
 * of them is meant: where a condition of one excludes a condition of the
 * other.  Only what can be shown from the patterns counts.
 */
#include "wording/table.h"

/* What e asks of a word, when that is one word of the vocabulary. */
static bool
is_of(const struct tt_wordings *w, const struct element *e, uint32_t word)
{
	struct seen s = { .kind = SEEN_WORD, .word = word,
		.text = w->vocab.at[word].text };

	return element_fits(e, &w->vocab, &s);
}

static bool
is_literal(const struct element *e)
{
	return e->kind == ELEMENT_WORD;
}

static bool
is_lexical(const struct element *e)
{
	return e->kind == ELEMENT_WORD || e->kind == ELEMENT_CLASS ||
	    e->kind == ELEMENT_ENDING;
}

/* The class holds only what it lists. */
static bool
is_closed(const struct tt_wordings *w, const struct element *e)
{
	return e->kind == ELEMENT_CLASS &&
	    w->vocab.classes[e->value].n_endings == 0;
}

static bool
share_word(const struct tt_wordings *w, const struct element *a,
    const struct element *b)
{
	for (uint32_t i = 1; i < w->vocab.n; i++)
		if (is_of(w, a, i) && is_of(w, b, i))
			return true;
	return false;
}

static bool
elements_apart(const struct tt_wordings *w, const struct element *a,
    const struct element *b)
{
	if (a->optional || b->optional || a->kind == ELEMENT_SKIP ||
	    b->kind == ELEMENT_SKIP || a->kind == ELEMENT_ANY ||
	    b->kind == ELEMENT_ANY)
		return false;
	if (is_literal(a))
		return is_lexical(b) ? !is_of(w, b, a->value) :
		    b->kind != ELEMENT_NAME;
	if (is_literal(b))
		return elements_apart(w, b, a);
	if (is_closed(w, a) || is_closed(w, b))
		return is_lexical(a) && is_lexical(b) ? !share_word(w, a, b) :
		    a->kind != ELEMENT_NAME && b->kind != ELEMENT_NAME;
	if (is_lexical(a) && is_lexical(b))
		return a->kind == ELEMENT_ENDING &&
		    b->kind == ELEMENT_ENDING &&
		    !vocab_ends(a->ending, b->ending) &&
		    !vocab_ends(b->ending, a->ending) &&
		    !span_eq(a->ending, b->ending);
	return a->kind != b->kind && !(is_lexical(a) &&
	    b->kind == ELEMENT_NAME) && !(is_lexical(b) &&
	    a->kind == ELEMENT_NAME);
}

/* Whether what a asks, b's element asks too. */
static bool
element_within(const struct tt_wordings *w, const struct element *a,
    const struct element *b)
{
	if (a->kind == ELEMENT_SKIP && b->kind == ELEMENT_SKIP)
		return true;
	if (a->optional || b->optional)
		return false;
	if (is_literal(a) && is_lexical(b))
		return is_of(w, b, a->value);
	if (a->kind == ELEMENT_ENDING && b->kind == ELEMENT_ENDING)
		return span_eq(a->ending, b->ending);
	return a->kind == b->kind && a->kind != ELEMENT_SKIP &&
	    a->value == b->value;
}

/* The k-th element outward of the site. */
static const struct element *
outward(const struct pattern *p, enum side side, size_t k)
{
	return &p->at[side == SIDE_BEFORE ? p->n - 1 - k : k];
}

static bool
patterns_apart(const struct tt_wordings *w, enum side side,
    const struct pattern *a, const struct pattern *b)
{
	for (size_t k = 0; k < a->n && k < b->n; k++) {
		const struct element *x = outward(a, side, k);
		const struct element *y = outward(b, side, k);

		if (elements_apart(w, x, y))
			return true;
		if (x->optional || y->optional || x->kind == ELEMENT_SKIP ||
		    y->kind == ELEMENT_SKIP)
			return false;
	}
	return false;
}

/* Every text that fits a fits b. */
static bool
pattern_within(const struct tt_wordings *w, enum side side,
    const struct pattern *a, const struct pattern *b)
{
	if (b->n > a->n)
		return false;
	for (size_t k = 0; k < b->n; k++)
		if (!element_within(w, outward(a, side, k),
		    outward(b, side, k)))
			return false;
	return true;
}

static bool
all_apart(const struct tt_wordings *w, const struct condition *a,
    const struct condition *b)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (!patterns_apart(w, a->side, &a->at[i], &b->at[k]))
				return false;
	return true;
}

/* Each pattern of a, which asks, is one that b, which forbids, forbids. */
static bool
all_forbidden(const struct tt_wordings *w, const struct condition *a,
    const struct condition *b)
{
	for (size_t i = 0; i < a->n; i++) {
		bool found = false;

		for (size_t k = 0; k < b->n && !found; k++)
			found = pattern_within(w, a->side, &a->at[i],
			    &b->at[k]);
		if (!found)
			return false;
	}
	return true;
}

static bool
conditions_apart(const struct tt_wordings *w, const struct condition *a,
    const struct condition *b)
{
	if (a->side != b->side)
		return false;
	if (!a->not && !b->not)
		return side_is_beside(a->side) && all_apart(w, a, b);
	if (!a->not && b->not)
		return all_forbidden(w, a, b);
	if (a->not && !b->not)
		return all_forbidden(w, b, a);
	return false;
}

/* All conditions of a row: its group's, then its form's. */
static const struct condition *
nth(const struct tt_wordings *w, const struct row *r, size_t i)
{
	const struct group *g = &w->groups[r->group];
	const struct conditions *f = &w->of_form[r->form];

	if (i < g->n_conditions)
		return &g->conditions[i];
	i -= g->n_conditions;
	if (g->anywhere)
		return NULL;
	return i < f->n ? &f->at[i] : NULL;
}

bool
table_apart(const struct tt_wordings *w, const struct row *a,
    const struct row *b)
{
	const struct condition *x, *y;

	for (size_t i = 0; (x = nth(w, a, i)) != NULL; i++)
		for (size_t k = 0; (y = nth(w, b, k)) != NULL; k++)
			if (conditions_apart(w, x, y))
				return true;
	return false;
}

static bool
reads_alike(const struct wording *a, const struct wording *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->at[i].word != b->at[i].word)
			return false;
	return true;
}

static bool
clash(const struct tt_wordings *w, const struct row *a, const struct row *b)
{
	const struct group *g = &w->groups[a->group];
	const struct group *h = &w->groups[b->group];

	if (a->group == b->group || g->table != h->table)
		return false;
	return !table_apart(w, a, b);
}

static const struct row *
overlap_of(const struct tt_wordings *w, const struct row *a,
    const struct wording *x)
{
	uint32_t link = w->vocab.at[x->at[0].word].starts;

	for (; link != 0; link = w->starts[link - 1].next) {
		const struct start *s = &w->starts[link - 1];
		const struct row *b = &w->rows[s->row];

		if (b < a && reads_alike(x, &b->at[s->wording]) &&
		    clash(w, a, b))
			return b;
	}
	return NULL;
}

static const struct row *
overlap_of_nothing(const struct tt_wordings *w, const struct row *a)
{
	for (size_t i = 0; i < w->n_gaps; i++) {
		const struct row *b = &w->rows[w->gaps[i]];

		if (b < a && clash(w, a, b))
			return b;
	}
	return NULL;
}

const struct row *
table_overlap(const struct tt_wordings *w, const struct row *a,
    struct span *text)
{
	const struct row *b = NULL;

	for (size_t i = 0; i < a->n && b == NULL; i++) {
		*text = a->at[i].n == 0 ? SPAN("(nothing)") : a->at[i].text;
		b = a->at[i].n == 0 ? overlap_of_nothing(w, a) :
		    overlap_of(w, a, &a->at[i]);
	}
	return b;
}
