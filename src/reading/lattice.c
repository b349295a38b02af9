/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "reading/fold.h"
#include "reading/grow.h"
#include "reading/lattice.h"

#define LITERAL_MOST	48	/* bytes of a literal element, about */
#define CORE_LEAST	48	/* bytes: then a new sentence ends a core */
#define CORE_MOST	160	/* then any element does */
#define AROUND		32	/* bytes of text on each side that help */
#define NEIGHBOUR	512	/* bytes from a site: text that may be taken
				 * for what stands about it */
#define NODES_MAX	(UINT32_MAX / 2)	/* more is no memory */
#define SYLLABLES	4	/* of a name */
#define DECIMAL_MAX	20	/* digits of 2^64 - 1 */

/* Where the marked text is being followed to. */
struct reader {
	struct lattice *l;
	const struct tt_bulletin *b;
	struct fold fold;
	bool starts;		/* the next element begins a line or sentence */
};

static bool
add_node(struct lattice *l, uint8_t byte, size_t source)
{
	if (l->nodes.n >= NODES_MAX || !GROW(l->nodes))
		return false;
	l->nodes.at[l->nodes.n++] = (struct node){ (uint32_t)source, byte };
	return true;
}

/* A chain of the nodes from first on. */
static bool
add_chain(struct lattice *l, size_t first, uint16_t symbols)
{
	if (!GROW(l->chains))
		return false;
	l->chains.at[l->chains.n++] = (struct chain){ (uint32_t)first,
		(uint32_t)(l->nodes.n - first), symbols };
	return true;
}

/* An element of the chains from first on. */
static bool
add_element(struct reader *r, size_t first, uint32_t place, bool data)
{
	struct lattice *l = r->l;
	struct element e = { (uint32_t)first, (uint32_t)(l->chains.n - first),
		place, UINT32_MAX, 0, r->starts, data };

	if (!GROW(l->elements))
		return false;
	for (size_t i = first; i < l->chains.n; i++) {
		if (e.shortest > l->chains.at[i].n)
			e.shortest = l->chains.at[i].n;
		if (e.longest < l->chains.at[i].n)
			e.longest = l->chains.at[i].n;
	}
	l->elements.at[l->elements.n++] = e;
	r->starts = false;
	return true;
}

static bool
end_literal(struct reader *r, size_t *first)
{
	struct lattice *l = r->l;
	size_t chain = l->chains.n;

	if (*first == l->nodes.n)
		return true;
	if (!add_chain(l, *first, 0) || !add_element(r, chain, NO_PLACE, false))
		return false;
	*first = l->nodes.n;
	return true;
}

/* What was just added ends a sentence or a line. */
static bool
ends_sentence(const struct fold *f, bool line)
{
	return f->last[0] == ' ' &&
	    (line || byte_ends_sentence((uint8_t)f->last[1]));
}

static bool
add_literal(struct reader *r, struct span all, size_t from, size_t to)
{
	struct span in = { all.p + from, to - from };
	char out[FOLD_OUT_MAX];
	size_t n, back, at, first = r->l->nodes.n;
	bool line;

	while (in.n > 0) {
		at = to - in.n;
		line = in.p[0] == '\n';
		n = fold_next(&r->fold, &in, out, &back);
		if (back > 0 && r->l->nodes.n > first)
			r->l->nodes.n--;
		for (size_t i = 0; i < n; i++)
			if (!add_node(r->l, (uint8_t)out[i], at))
				return false;
		if (n > 0 && ends_sentence(&r->fold, line)) {
			if (!end_literal(r, &first))
				return false;
			r->starts = true;
		} else if (n > 0 && out[n - 1] == ' ' &&
		    r->l->nodes.n - first >= LITERAL_MOST) {
			if (!end_literal(r, &first))
				return false;
		}
	}
	return end_literal(r, &first);
}

static bool
same_nodes(const struct lattice *l, const struct chain *c, size_t first)
{
	if (c->n != l->nodes.n - first)
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (l->nodes.at[c->first + i].byte !=
		    l->nodes.at[first + i].byte)
			return false;
	return true;
}

/* The text of one alternative, as a chain of its own or another's. */
static bool
add_alternative(struct reader *r, struct span text, unsigned symbol,
    size_t first_chain, struct fold *after)
{
	struct lattice *l = r->l;
	struct fold f = r->fold;
	struct span in = text;
	char out[FOLD_OUT_MAX];
	size_t n, back, at, first = l->nodes.n;

	while (in.n > 0) {
		at = text.n - in.n;
		n = fold_next(&f, &in, out, &back);
		if (back > 0 && l->nodes.n > first)
			l->nodes.n--;
		for (size_t i = 0; i < n; i++)
			if (!add_node(l, (uint8_t)out[i], at))
				return false;
	}
	if (text.n > 0)
		*after = f;
	for (size_t i = first_chain; i < l->chains.n; i++) {
		if (same_nodes(l, &l->chains.at[i], first)) {
			l->nodes.n = first;
			l->chains.at[i].symbols |= (uint16_t)(1u << symbol);
			return true;
		}
	}
	return add_chain(l, first, (uint16_t)(1u << symbol));
}

static bool
add_class(struct lattice *l, size_t n, uint8_t even, uint8_t odd)
{
	size_t first = l->nodes.n;

	for (size_t i = 0; i < n; i++)
		if (!add_node(l, i % 2 == 0 ? even : odd, 0))
			return false;
	return add_chain(l, first, 0);
}

/* The digits that all numbers of so many digits from lo to hi begin with. */
static size_t
common_digits(const char *lo, const char *hi)
{
	size_t n = 0;

	while (lo[n] != '\0' && lo[n] == hi[n])
		n++;
	return n;
}

/* The numbers from lo to hi that have the same count of digits. */
static bool
add_numbers(struct lattice *l, uint64_t lo, uint64_t hi)
{
	char a[DECIMAL_MAX + 1], b[DECIMAL_MAX + 1];
	size_t first = l->nodes.n, fixed;

	snprintf(a, sizeof(a), "%" PRIu64, lo);
	snprintf(b, sizeof(b), "%" PRIu64, hi);
	fixed = common_digits(a, b);
	for (size_t i = 0; a[i] != '\0'; i++)
		if (!add_node(l, i < fixed ? (uint8_t)a[i] : NODE_DIGIT, 0))
			return false;
	return add_chain(l, first, 0);
}

/* One chain for each count of digits from lo to hi. */
static bool
add_decimals(struct lattice *l, uint64_t lo, uint64_t hi)
{
	uint64_t most;

	for (; lo <= hi; lo = most + 1) {
		most = 9;
		while (most < lo && most <= (UINT64_MAX - 9) / 10)
			most = most * 10 + 9;
		if (most < lo || most > hi)
			most = hi;
		if (!add_numbers(l, lo, most))
			return false;
		if (most == hi)
			break;
	}
	return true;
}

/* Anything at all of the form that values have. */
static bool
add_values(struct lattice *l, const struct tt_site *s)
{
	switch (s->kind) {
	case TT_SITE_INT:
		return add_decimals(l, s->lo, s->lo + (s->n - 1));
	case TT_SITE_HEX:
		return add_class(l, s->digits, NODE_HEX, NODE_HEX);
	case TT_SITE_NAME:
		return add_class(l, (size_t)2 * SYLLABLES, NODE_CONSONANT,
		    NODE_VOWEL);
	case TT_SITE_CHOICE:
	case TT_SITE_KIND_COUNT:
		break;
	}
	return true;
}

/* Each of the few values of a q-ary data site as an alternative. */
static bool
add_few_values(struct reader *r, const struct tt_site *s, size_t first,
    struct fold *after)
{
	struct buf text;
	bool ok = true;

	buf_init(&text, TT_ALTERNATIVE_MAX);
	for (uint64_t v = 0; ok && v < s->n; v++) {
		buf_clear(&text);
		ok = tt_site_text(s, v, &text) == TT_OK &&
		    buf_err(&text) == TT_OK &&
		    add_alternative(r, buf_view(&text), (unsigned)v, first,
			after);
	}
	buf_done(&text);
	return ok;
}

static bool
add_site(struct reader *r, uint32_t place)
{
	const struct tt_site *s = &r->b->sites[r->b->places[place].site];
	struct lattice *l = r->l;
	struct fold after = r->fold;
	size_t first = l->chains.n;
	bool data = s->kind != TT_SITE_CHOICE;

	if (data) {
		after.in_line = true;
		after.last[0] = '0';
		if (tt_site_is_value(s) ? !add_values(l, s) :
		    !add_few_values(r, s, first, &after))
			return false;
		if (!add_class(l, 1, NODE_ANY, NODE_ANY))
			return false;
	} else {
		for (unsigned i = 0; i < s->n; i++)
			if (!add_alternative(r, s->alternatives[i], i, first,
				&after))
				return false;
	}
	r->fold = after;
	return add_element(r, first, place, data);
}

static bool
add_part(struct reader *r, uint32_t part)
{
	const struct tt_part *p = &r->b->parts[part];
	size_t at = 0;
	uint32_t place;

	if (p->binary)
		return true;
	fold_init(&r->fold);
	r->starts = true;
	for (size_t i = 0; i < p->n_places; i++) {
		place = (uint32_t)(p->first_place + i);
		if (!add_literal(r, p->plain, at, r->b->places[place].offset) ||
		    !add_site(r, place))
			return false;
		at = r->b->places[place].offset;
	}
	return add_literal(r, p->plain, at, p->plain.n);
}

static uint32_t
mean(const struct element *e)
{
	return e->shortest + (e->longest - e->shortest) / 2;
}

/* The end of the core that begins at from. */
static uint32_t
core_end(const struct lattice *l, uint32_t from, uint32_t end)
{
	uint32_t length = 0, i = from;

	while (i < end && length < CORE_MOST) {
		if (length >= CORE_LEAST && l->elements.at[i].starts)
			break;
		length += mean(&l->elements.at[i++]);
	}
	return i;
}

/* Widened by text that helps, in the elements from..end of one part. */
static struct stretch
widen(const struct lattice *l, uint32_t from, uint32_t end, uint32_t core,
    uint32_t core_end)
{
	struct stretch s = { core, core_end, core, core_end, 0 };
	uint32_t before = 0, after = 0;

	while (s.first > from && before < AROUND &&
	    l->elements.at[s.first - 1].longest <= 2 * AROUND)
		before += mean(&l->elements.at[--s.first]);
	while (s.end < end && after < AROUND &&
	    l->elements.at[s.end].longest <= 2 * AROUND)
		after += mean(&l->elements.at[s.end++]);
	return s;
}

/* Whether a site stands in the elements from..to, or near before or after. */
static bool
near_site(const struct lattice *l, uint32_t first, uint32_t from, uint32_t to,
    uint32_t end)
{
	uint32_t before = 0, after = 0;

	for (uint32_t i = from; i < to; i++)
		if (element_is_site(&l->elements.at[i]))
			return true;
	for (uint32_t i = from; i > first && before < NEIGHBOUR; i--) {
		if (element_is_site(&l->elements.at[i - 1]))
			return true;
		before += l->elements.at[i - 1].longest;
	}
	for (uint32_t i = to; i < end && after < NEIGHBOUR; i++) {
		if (element_is_site(&l->elements.at[i]))
			return true;
		after += l->elements.at[i].longest;
	}
	return false;
}

static bool
cut_part(struct lattice *l, uint32_t part, uint32_t from)
{
	uint32_t end = (uint32_t)l->elements.n, to;
	struct stretch s;

	for (uint32_t i = from; i < end; i = to) {
		to = core_end(l, i, end);
		if (!near_site(l, from, i, to, end))
			continue;
		if (!GROW(l->stretches))
			return false;
		s = widen(l, from, end, i, to);
		s.part = part;
		l->stretches.at[l->stretches.n++] = s;
	}
	return true;
}

enum tt_err
lattice_new(struct lattice **out, const struct tt_bulletin *b)
{
	struct lattice *l = calloc(1, sizeof(*l));
	struct reader r = { .l = l, .b = b };
	uint32_t from;

	if (l == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < b->n_parts; i++) {
		from = (uint32_t)l->elements.n;
		if (!add_part(&r, i) || !cut_part(l, i, from)) {
			lattice_free(l);
			return TT_ENOMEM;
		}
	}
	*out = l;
	return TT_OK;
}

void
lattice_free(struct lattice *l)
{
	if (l == NULL)
		return;
	free(l->nodes.at);
	free(l->chains.at);
	free(l->elements.at);
	free(l->stretches.at);
	free(l);
}
