/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/match.h"
#include "reading/runs.h"
#include "reading/shape.h"
#include "telltale/observation.h"

#define KEY		4	/* bytes */
#define KEY_BITS	16	/* of the table of keys */
#define RAW_LEAST	4	/* bytes before an integer */

/* Where to look for one side of a field. */
struct key {
	uint32_t field;
	uint8_t item;		/* the run of bytes that it is in */
	uint8_t at, n;		/* bytes of that run */
	bool after;		/* it stands behind the target */
	uint32_t next;		/* with the same hash, 0: none */
};

struct match {
	const struct tt_bulletin *b;
	const struct fields *f;
	struct match_site *sites;
	struct key *keys;	/* from 1 */
	size_t n_keys;
	uint32_t head[1 << KEY_BITS];	/* by four bytes, or one */
	uint8_t bits[(1 << KEY_BITS) / 8]; /* head is not 0 */
	uint32_t shorts[256];		/* by first byte, of keys below KEY */
	bool any_short;
	enum tt_err err;
};

/* A stretch of a stream in one direction: from at, towards its end. */
struct walk {
	struct span s;
	size_t at;
	bool back;		/* at is where it ends, and goes down */
};

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static uint32_t
hash_of(const char *p)
{
	uint32_t g;

	memcpy(&g, p, sizeof(g));
	return (uint32_t)((g | 0x20202020u) * 0x9e3779b1u) >> (32 - KEY_BITS);
}

static bool
same(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fold(a[i]) != fold(b[i]))
			return false;
	return true;
}

/* The n bytes that lie ahead, NULL if there are fewer. */
static const char *
ahead(const struct walk *w, size_t n)
{
	if (w->back)
		return n <= w->at ? w->s.p + w->at - n : NULL;
	return n <= w->s.n - w->at ? w->s.p + w->at : NULL;
}

static void
step(struct walk *w, size_t n)
{
	w->at = w->back ? w->at - n : w->at + n;
}

/* How many of the next bytes, at most max, are of kind. */
static size_t
count_ahead(const struct walk *w, unsigned kind, size_t max)
{
	const uint8_t *p = (const uint8_t *)w->s.p;
	size_t n = 0;

	if (w->back)
		while (n < max && n < w->at &&
		    (run_kind[p[w->at - n - 1]] & kind) != 0)
			n++;
	else
		while (n < max && n < w->s.n - w->at &&
		    (run_kind[p[w->at + n]] & kind) != 0)
			n++;
	return n;
}

static struct span
alternative(const struct tt_site *s, bool bare, uint64_t a)
{
	struct span t = s->alternatives[a];

	return bare ? span_of(t.p + 1, t.n - 2) : t;
}

/* The longest alternative ahead; its bytes, 0 if there is none. */
static size_t
take_choice(const struct walk *w, const struct tt_site *s, bool bare,
    uint64_t *v)
{
	size_t best = 0;

	for (uint64_t a = 0; a < s->n; a++) {
		struct span t = alternative(s, bare, a);
		const char *p;

		if (t.n > best && (p = ahead(w, t.n)) != NULL &&
		    same(p, t.p, t.n)) {
			best = t.n;
			*v = a;
		}
	}
	return best;
}

/* The text of a value of s ahead, its bytes, 0 if there is none. */
static size_t
take_value(const struct walk *w, const struct tt_site *s, bool bare,
    uint64_t *v)
{
	struct shape shape;
	uint64_t number;
	const char *p;
	size_t n;

	if (s->kind == TT_SITE_CHOICE)
		return take_choice(w, s, bare, v);
	shape = shape_of(s);
	switch (s->kind) {
	case TT_SITE_INT:
		n = count_ahead(w, RUN_DIGIT, SHAPE_DECIMAL + 1);
		if (n == 0 || n > SHAPE_DECIMAL ||
		    !shape_decimal(ahead(w, n), n, &number))
			return 0;
		return shape_value(&shape, number, v) ? n : 0;
	case TT_SITE_HEX:
		n = s->digits;
		if (count_ahead(w, RUN_HEX, n) < n)
			return 0;
		number = shape_hex(ahead(w, n), n < SHAPE_HEAD ? n :
		    SHAPE_HEAD);
		return shape_value(&shape, number, v) ? n : 0;
	case TT_SITE_NAME:
		p = ahead(w, SHAPE_NAME);
		return p != NULL && shape_name(p, v) ? SHAPE_NAME : 0;
	case TT_SITE_CHOICE:
	case TT_SITE_KIND_COUNT:
		break;
	}
	return 0;
}

static bool
has_empty(const struct tt_site *s)
{
	if (s->kind == TT_SITE_CHOICE)
		for (uint64_t a = 0; a < s->n; a++)
			if (s->alternatives[a].n == 0)
				return true;
	return false;
}

/* Does one item stand ahead?  Then past it. */
static bool
pass_item(const struct match *m, const struct field *f,
    const struct field_item *it, struct walk *w)
{
	const char *p;
	uint64_t v;
	size_t n;

	if (it->is_site) {
		const struct tt_site *s = &m->b->sites[it->site];

		if ((n = take_value(w, s, it->bare, &v)) == 0)
			return has_empty(s);
		step(w, n);
		return true;
	}
	p = ahead(w, it->n);
	if (p == NULL || !same(p, f->text + it->at, it->n))
		return false;
	step(w, it->n);
	return true;
}

/* Items from..to - 1 in the direction of w. */
static bool
pass_items(const struct match *m, const struct field *f, size_t from,
    size_t to, struct walk *w)
{
	for (size_t i = 0; i < to - from; i++)
		if (!pass_item(m, f, &f->items[w->back ? to - 1 - i :
		    from + i], w))
			return false;
	return true;
}

/* What would go on with the text of s, were it ahead. */
static unsigned
goes_on(const struct tt_site *s)
{
	return s->kind == TT_SITE_INT ? RUN_DIGIT :
	    s->kind == TT_SITE_HEX ? RUN_HEX : RUN_WORD;
}

static void
note(struct match *m, uint32_t site, enum match_grade grade, uint64_t v)
{
	struct valueset *set = &m->sites[site].values[grade];
	enum tt_err e;

	if (set->max == 0)
		valueset_init(set, TT_VALUES_MAX);
	if ((e = valueset_add(set, v)) != TT_OK)
		m->err = e;
}

/*
 * The target is ahead of w, and what lies behind w stands there.  What is
 * further on, on the other side of it?
 */
static void
judge(struct match *m, const struct field *f, const struct tt_site *s,
    struct walk w, uint64_t v)
{
	bool free_end = count_ahead(&w, goes_on(s), 1) == 0;
	size_t from = w.back ? 0 : f->target + 1u;
	size_t to = w.back ? f->target : f->n;
	unsigned weight = w.back ? f->after : f->before;

	if (from == to ? free_end : pass_items(m, f, from, to, &w))
		note(m, s->number, MATCH_WHOLE, v);
	else if (free_end && weight >= FIELD_LEAST)
		note(m, s->number, w.back ? MATCH_AFTER : MATCH_BEFORE, v);
}

/* No text of s is ahead: as an integer, behind enough of a literal. */
static void
judge_raw(struct match *m, const struct field *f, const struct tt_site *s,
    const struct walk *w)
{
	const struct field_item *last = &f->items[f->target - 1];
	struct shape shape = shape_of(s);
	const char *p = ahead(w, shape.width);
	uint64_t v;

	if (last->is_site || last->n < RAW_LEAST || p == NULL ||
	    shape.width == 0 || !tt_site_is_value(s))
		return;
	if (shape_value(&shape, shape_little(p, shape.width), &v))
		note(m, s->number, MATCH_BEFORE, v);
	if (shape_value(&shape, shape_big(p, shape.width), &v))
		note(m, s->number, MATCH_BEFORE, v);
}

/* Key k stands at position at of s. */
static void
follow(struct match *m, const struct key *k, struct span s, size_t at,
    bool bytes)
{
	const struct field *f = &m->f->at[k->field];
	const struct tt_site *site = &m->b->sites[f->items[f->target].site];
	/* towards the target, and away from it */
	struct walk in = { s, at, k->after }, out = { s, at, !k->after };
	uint64_t v = 0;
	size_t n;

	step(&in, k->after ? 0 : k->n);
	step(&out, k->after ? k->n : 0);
	/* the rest of the key's own run */
	if (k->after) {
		struct field_item rest = f->items[k->item];

		rest.at = (uint8_t)(rest.at + k->n);
		rest.n = (uint8_t)(rest.n - k->n);
		if (!pass_item(m, f, &rest, &out) ||
		    !pass_items(m, f, k->item + 1u, f->n, &out) ||
		    !pass_items(m, f, f->target + 1u, k->item, &in))
			return;
	} else {
		struct field_item rest = f->items[k->item];

		rest.n = k->at;
		if (!pass_item(m, f, &rest, &out) ||
		    !pass_items(m, f, 0, k->item, &out) ||
		    !pass_items(m, f, k->item + 1u, f->target, &in))
			return;
	}
	n = take_value(&in, site, f->items[f->target].bare, &v);
	if (n > 0) {
		step(&in, n);
		judge(m, f, site, in, v);
	} else if (bytes && !k->after) {
		judge_raw(m, f, site, &in);
	}
}

static void
follow_all(struct match *m, uint32_t i, struct span s, size_t at, bool bytes)
{
	for (; i != 0; i = m->keys[i].next) {
		const struct key *k = &m->keys[i];
		const struct field *f = &m->f->at[k->field];

		if (k->n <= s.n - at && same(s.p + at,
		    f->text + f->items[k->item].at + k->at, k->n))
			follow(m, k, s, at, bytes);
	}
}

enum tt_err
match_stream(struct match *m, struct span s, bool bytes)
{
	if (m->n_keys == 0)
		return TT_OK;
	for (size_t i = 0; i < s.n && m->err == TT_OK; i++) {
		uint32_t h;

		if (m->any_short && m->shorts[(uint8_t)fold(s.p[i])] != 0)
			follow_all(m, m->shorts[(uint8_t)fold(s.p[i])], s, i,
			    bytes);
		if (s.n - i < KEY)
			continue;
		h = hash_of(s.p + i);
		if ((m->bits[h / 8] >> h % 8 & 1) != 0)
			follow_all(m, m->head[h], s, i, bytes);
	}
	return m->err;
}

/* The run of bytes nearest to the target on one side; false: none. */
static bool
nearest(const struct field *f, bool after, size_t *item)
{
	size_t i = f->target;

	while (after ? i + 1u < f->n : i > 0) {
		i = after ? i + 1 : i - 1;
		if (!f->items[i].is_site) {
			*item = i;
			return true;
		}
	}
	return false;
}

static void
add_key(struct match *m, uint32_t field, bool after)
{
	const struct field *f = &m->f->at[field];
	struct key *k = &m->keys[m->n_keys + 1];
	const char *p;
	uint32_t h, *list;
	size_t item;

	if (!nearest(f, after, &item))
		return;
	*k = (struct key){ .field = field, .item = (uint8_t)item,
		.after = after };
	k->n = f->items[item].n < KEY ? f->items[item].n : KEY;
	k->at = after ? 0 : (uint8_t)(f->items[item].n - k->n);
	p = f->text + f->items[item].at + k->at;
	if (k->n < KEY) {
		m->any_short = true;
		list = &m->shorts[(uint8_t)fold(*p)];
	} else {
		h = hash_of(p);
		m->bits[h / 8] = (uint8_t)(m->bits[h / 8] | 1 << h % 8);
		list = &m->head[h];
	}
	k->next = *list;
	*list = (uint32_t)++m->n_keys;
}

enum tt_err
match_new(struct match **out, const struct tt_bulletin *b,
    const struct fields *f)
{
	struct match *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return TT_ENOMEM;
	m->b = b;
	m->f = f;
	m->sites = calloc(b->n_sites + 1, sizeof(*m->sites));
	m->keys = calloc(2 * f->n + 2, sizeof(*m->keys));
	if (m->sites == NULL || m->keys == NULL) {
		match_free(m);
		return TT_ENOMEM;
	}
	for (uint32_t i = 0; i < f->n; i++) {
		add_key(m, i, false);
		add_key(m, i, true);
	}
	*out = m;
	return TT_OK;
}

void
match_free(struct match *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; m->sites != NULL && i < m->b->n_sites; i++)
		for (size_t g = 0; g < MATCH_GRADE_COUNT; g++)
			valueset_done(&m->sites[i].values[g]);
	free(m->sites);
	free(m->keys);
	free(m);
}

const struct valueset *
match_site(const struct match *m, uint32_t site)
{
	for (size_t g = 0; g < MATCH_GRADE_COUNT; g++)
		if (m->sites[site].values[g].n > 0)
			return &m->sites[site].values[g];
	return NULL;
}
