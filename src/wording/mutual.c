/* SPDX-License-Identifier: ISC */
/*
 * What a group must be so that each of its wordings may be found in a draft
 * and any other put in its place.
 */
#include <string.h>

#include "wording/drafted.h"

/* No draft's duty, ban or leave is ever reworded. */
static const char *const normative[] = {
	"must", "shall", "should", "may", "shan't", "mustn't", "shouldn't",
};

static bool
is_normative(struct span w)
{
	for (size_t i = 0; i < N_ROWS(normative); i++)
		if (span_is(w, normative[i]))
			return true;
	return false;
}

static bool
is_article(struct span w)
{
	return span_is(w, "a") || span_is(w, "an");
}

static bool
has_good_words(struct reader *r, const struct wording *x)
{
	for (size_t i = 0; i < x->n; i++) {
		if (is_normative(x->at[i].text)) {
			reader_fault(r, "leave it out", "'%s' is a normative "
			    "word, which is never replaced",
			    x->at[i].text.p);
			return false;
		}
	}
	if (x->n > 0 && is_article(x->at[x->n - 1].text)) {
		reader_fault(r, "end before it, or after the noun", "'%s' ends "
		    "with an article, which depends on what follows",
		    x->text.p);
		return false;
	}
	return true;
}

static bool
differs(struct reader *r, const struct row *row, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (span_eq(row->at[i].text, row->at[k].text)) {
			reader_fault(r, "write it once", "'%s' twice in one "
			    "group", row->at[i].text.p);
			return false;
		}
	}
	return true;
}

/* c asks for just this word next to the site. */
static bool
asks_for(const struct condition *c, enum side side, uint32_t word)
{
	if (c->side != side || c->not)
		return false;
	for (size_t i = 0; i < c->n; i++) {
		const struct pattern *p = &c->at[i];
		const struct element *e =
		    &p->at[side == SIDE_BEFORE ? p->n - 1 : 0];

		if (e->kind == ELEMENT_WORD && !e->optional &&
		    e->value == word)
			return true;
	}
	return false;
}

/* "able to" where a "to" must follow would read "to to". */
static bool
stands_there(struct reader *r, const struct drafted *d,
    const struct wording *x)
{
	for (size_t i = 0; i < d->terms.n_conditions && x->n > 0; i++) {
		const struct condition *c = &d->terms.conditions[i];
		bool left = asks_for(c, SIDE_BEFORE, x->at[0].word);

		if (!left && !asks_for(c, SIDE_AFTER, x->at[x->n - 1].word))
			continue;
		reader_fault(r, "take the word out of the wording or of the "
		    "condition", "not interchangeable both ways: '%s' %s with "
		    "the word that its own condition asks for beside it",
		    x->text.p, left ? "begins" : "ends");
		return false;
	}
	return true;
}

static bool
asks(const struct drafted *d, enum side side)
{
	for (size_t i = 0; i < d->terms.n_conditions; i++)
		if (d->terms.conditions[i].side == side &&
		    !d->terms.conditions[i].not)
			return true;
	return false;
}

/* Where nothing stands, only what is beside it can be found. */
static bool
can_be_found(struct reader *r, const struct drafted *d,
    const struct wording *x)
{
	if (x->n > 0 || (asks(d, SIDE_BEFORE) && asks(d, SIDE_AFTER)))
		return true;
	reader_fault(r, "add lines 'before' and 'after' that ask for words",
	    "not interchangeable both ways: (nothing) could stand anywhere");
	return false;
}

bool
drafted_is_mutual(struct reader *r, const struct drafted *d,
    const struct row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (!differs(r, row, i) || !has_good_words(r, &row->at[i]) ||
		    !stands_there(r, d, &row->at[i]) ||
		    !can_be_found(r, d, &row->at[i]))
			return false;
	return true;
}
