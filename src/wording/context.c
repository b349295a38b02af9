/* SPDX-License-Identifier: ISC */
#include "wording/context.h"

static bool
is_wordlike(const struct seen *s)
{
	return s->kind != SEEN_PUNCT && s->kind != SEEN_END;
}

/* Its letters say what it is. */
static bool
is_read(const struct seen *s)
{
	return s->kind == SEEN_WORD || s->kind == SEEN_PUNCT ||
	    s->kind == SEEN_NAME;
}

bool
element_fits(const struct element *e, const struct vocab *v,
    const struct seen *s)
{
	switch (e->kind) {
	case ELEMENT_WORD:
		return s->kind != SEEN_CODE && s->word == e->value;
	case ELEMENT_CLASS:
		return is_read(s) &&
		    vocab_is(v, s->word, s->text, e->value);
	case ELEMENT_ENDING:
		return s->kind == SEEN_WORD && vocab_ends(s->text, e->ending);
	case ELEMENT_START:
	case ELEMENT_STOP:
		return s->kind == SEEN_END;
	case ELEMENT_NAME:
		return s->kind == SEEN_NAME;
	case ELEMENT_CODE:
		return s->kind == SEEN_CODE;
	case ELEMENT_NUMBER:
		return s->kind == SEEN_NUMBER;
	case ELEMENT_ANY:
		return is_wordlike(s);
	case ELEMENT_SKIP:
		break;
	}
	return false;
}

size_t
pattern_reach(const struct pattern *p)
{
	size_t reach = 0;

	for (size_t i = 0; i < p->n; i++)
		reach += p->at[i].kind == ELEMENT_SKIP ? CONTEXT_SKIP_MAX : 1;
	return reach;
}

/*
 * All places where a pattern may stand after some of its elements, as bits:
 * bit k means that k words of text are taken.
 */
static uint32_t
step(const struct element *e, const struct vocab *v,
    const struct seen *beside, size_t n, uint32_t at)
{
	static const struct seen beyond = { .kind = SEEN_END };
	uint32_t next = e->optional ? at : 0;

	for (size_t k = 0; k < CONTEXT_REACH_MAX; k++) {
		const struct seen *s = k < n ? &beside[k] : &beyond;

		if ((at >> k & 1) != 0 && element_fits(e, v, s))
			next |= UINT32_C(2) << k;
	}
	return next;
}

static uint32_t
skip(const struct seen *beside, size_t n, uint32_t at)
{
	uint32_t all = at;

	for (int i = 0; i < CONTEXT_SKIP_MAX; i++) {
		uint32_t next = 0;

		for (size_t k = 0; k < CONTEXT_REACH_MAX && k < n; k++)
			if ((at >> k & 1) != 0 && is_wordlike(&beside[k]))
				next |= UINT32_C(2) << k;
		at = next;
		all |= at;
	}
	return all;
}

static bool
pattern_fits(const struct pattern *p, enum side side, const struct vocab *v,
    const struct seen *beside, size_t n)
{
	uint32_t at = 1;

	for (size_t i = 0; i < p->n && at != 0; i++) {
		const struct element *e =
		    &p->at[side == SIDE_BEFORE ? p->n - 1 - i : i];

		at = e->kind == ELEMENT_SKIP ? skip(beside, n, at) :
		    step(e, v, beside, n, at);
	}
	return at != 0;
}

bool
condition_holds(const struct condition *c, const struct vocab *v,
    const struct seen *beside, size_t n)
{
	for (size_t i = 0; i < c->n; i++)
		if (pattern_fits(&c->at[i], c->side, v, beside, n))
			return !c->not;
	return c->not;
}
