/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/field.h"
#include "reading/grow.h"
#include "reading/literal.h"
#include "reading/runs.h"

#define NEAR		200	/* bytes of a long literal around a place */
#define USE_NEAR	160	/* bytes from a literal to a name's use */

/* NAME = "...", as far as its value has sites. */
struct named {
	struct span name;
	size_t value;		/* number of the literal */
	size_t skip;		/* bytes of it before the value */
};

struct maker {
	const struct tt_bulletin *b;
	uint32_t part;
	struct source s;
	struct buf plain;	/* of s */
	struct { struct tt_place *at; size_t n, cap; } places;	/* of s */
	struct literals literals;
	struct { struct named *at; size_t n, cap; } names;
	struct fields *out;
};

/* About how many bytes a site's text tells a field by. */
static unsigned
weight_of(const struct tt_site *s)
{
	switch (s->kind) {
	case TT_SITE_HEX:
		return (s->digits + 1) / 2;
	case TT_SITE_NAME:
		return 4;
	case TT_SITE_INT:
	case TT_SITE_CHOICE:
	case TT_SITE_KIND_COUNT:
		break;
	}
	return 1;
}

/*
 * One side: elements from before or after the target, nearest first, as far
 * as they go; the number taken, *weight what they tell.
 */
static size_t
reach(const struct tt_bulletin *b, const struct elements *e, size_t target,
    int step, size_t items_max, unsigned *weight)
{
	size_t n = 0, bytes = 0, items = 0, i = target;
	bool in_text = false;

	for (;;) {
		if (step < 0 ? i == 0 : i + 1 >= e->n)
			return n;
		i = step < 0 ? i - 1 : i + 1;
		if (e->at[i].kind == ELEMENT_HOLE)
			return n;
		if (e->at[i].kind == ELEMENT_SITE || !in_text)
			if (++items > items_max)
				return n;
		in_text = e->at[i].kind == ELEMENT_BYTE;
		if (in_text && ++bytes > FIELD_CONTEXT)
			return n;
		*weight += in_text ? 1 : weight_of(&b->sites[e->at[i].site]);
		n++;
	}
}

static void
put_element(struct field *f, const struct element *e, size_t *text)
{
	struct field_item *last = f->n > 0 ? &f->items[f->n - 1] : NULL;

	if (e->kind == ELEMENT_SITE) {
		f->items[f->n++] = (struct field_item){ .is_site = true,
			.bare = e->bare, .site = e->site };
		return;
	}
	if (last == NULL || last->is_site) {
		last = &f->items[f->n++];
		*last = (struct field_item){ .at = (uint8_t)*text };
	}
	f->text[(*text)++] = (char)e->byte;
	last->n++;
}

static uint8_t
at_most_255(unsigned n)
{
	return (uint8_t)(n < 255 ? n : 255);
}

/* The field of the site at e->at[target]. */
static enum tt_err
add_field(struct maker *m, const struct elements *e, size_t target, bool quoted)
{
	struct field f = { .quoted = quoted, .part = m->part };
	unsigned before = 0, after = 0;
	size_t left, right, text = 0;

	left = reach(m->b, e, target, -1, FIELD_ITEMS / 2, &before);
	right = reach(m->b, e, target, 1, FIELD_ITEMS / 2, &after);
	f.before = at_most_255(before);
	f.after = at_most_255(after);
	for (size_t i = target - left; i <= target + right; i++) {
		if (i == target)
			f.target = f.n;
		put_element(&f, &e->at[i], &text);
	}
	if (before + after < FIELD_LEAST || text == 0 ||
	    m->out->n >= FIELDS_MAX)
		return TT_OK;
	if (!GROW(*m->out))
		return TT_ENOMEM;
	m->out->at[m->out->n++] = f;
	return TT_OK;
}

/* Fields of all sites among elements from to to - 1. */
static enum tt_err
add_fields(struct maker *m, const struct elements *e, size_t from, size_t to,
    bool quoted)
{
	enum tt_err err;

	for (size_t i = from; i < to && i < e->n; i++)
		if (e->at[i].kind == ELEMENT_SITE &&
		    (err = add_field(m, e, i, quoted)) != TT_OK)
			return err;
	return TT_OK;
}

/* As much of literal l as is near its place k, counted from l->place. */
static struct literal
near_place(const struct maker *m, const struct literal *l, size_t k)
{
	const struct tt_place *p = m->s.places + l->place;
	struct literal near = *l;
	size_t at = p[k].offset, from = k, to = k + 1;

	if (at - near.from > NEAR)
		near.from = at - NEAR;
	if (near.to - at > NEAR)
		near.to = at + NEAR;
	while (from > 0 && k - from < NEAR && p[from - 1].offset >= near.from)
		from--;
	while (to < l->n_places && to - k < NEAR && p[to].offset <= near.to)
		to++;
	near.place = l->place + from;
	near.n_places = to - from;
	return near;
}

/* Each place of a literal, with what stands near it. */
static enum tt_err
add_literal_fields(struct maker *m, const struct literal *l)
{
	struct elements *e = malloc(sizeof(*e));
	enum tt_err err = e != NULL ? TT_OK : TT_ENOMEM;

	for (size_t k = 0; k < l->n_places && err == TT_OK; k++) {
		struct literal near = near_place(m, l, k);
		size_t nth = l->place + k - near.place, i = 0;

		e->n = 0;
		literal_read(&m->s, &near, e);
		for (; i < e->n; i++)
			if (e->at[i].kind == ELEMENT_SITE && nth-- == 0)
				break;
		if (i < e->n)
			err = add_field(m, e, i, l->quote != 0);
	}
	free(e);
	return err;
}

static bool
is_word(char c)
{
	return (run_kind[(uint8_t)c] & RUN_WORD) != 0;
}

static size_t
back_over_spaces(struct span s, size_t i)
{
	while (i > 0 && (s.p[i - 1] == ' ' || s.p[i - 1] == '\t'))
		i--;
	return i;
}

/* The name that a value at i is given to, empty if none. */
static struct span
name_before(struct span s, size_t i)
{
	size_t end, from;
	bool equals = false;

	i = back_over_spaces(s, i);
	if (i > 0 && s.p[i - 1] == '=') {
		equals = true;
		i = back_over_spaces(s, i - 1);
	}
	end = i;
	for (from = end; from > 0 && is_word(s.p[from - 1]); from--)
		;
	if (!equals && (from < 8 || memcmp(s.p + from - 8, "#define ", 8) != 0))
		return span_of(s.p, 0);
	return span_of(s.p + from, end - from);
}

/* NAME = "...": the letters of a prefix do not count. */
static struct span
name_of_literal(struct span s, const struct literal *l)
{
	size_t i = l->from - 1;

	for (unsigned k = 0; k < 2 && i > 0 && memchr("bBfFrRuUL", s.p[i - 1],
	    9) != NULL; k++)
		i--;
	return name_before(s, i);
}

/* NAME = 0x{{hex 8}}, NAME = {{int 1..9}}: *skip is what stands before. */
static struct span
name_of_number(const struct maker *m, const struct literal *l, size_t *skip)
{
	struct span s = m->s.plain;
	size_t at = m->s.places[l->place].offset, i = at;

	if (i >= 2 && (s.p[i - 1] | 32) == 'x' && s.p[i - 2] == '0')
		i -= 2;
	*skip = at - l->from;
	return name_before(s, i);
}

static int
by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return span_cmp(x->name, y->name);
}

static enum tt_err
find_names(struct maker *m)
{
	struct named *n;

	for (size_t i = 0; i < m->literals.n; i++) {
		const struct literal *l = &m->literals.at[i];
		struct named one = { .value = i };

		if (l->n_places == 0 || m->names.n >= FIELD_NAMES_MAX)
			continue;
		one.name = l->quote != 0 ?
		    name_of_literal(m->s.plain, l) :
		    name_of_number(m, l, &one.skip);
		if (one.name.n < 2)
			continue;
		if (!GROW(m->names))
			return TT_ENOMEM;
		m->names.at[m->names.n++] = one;
	}
	if (m->names.n > 1) {
		n = m->names.at;
		qsort(n, m->names.n, sizeof(*n), by_name);
	}
	return TT_OK;
}

static const struct named *
named(const struct maker *m, struct span name)
{
	struct named key = { .name = name };

	return m->names.n == 0 ? NULL : bsearch(&key, m->names.at, m->names.n,
	    sizeof(key), by_name);
}

/* All alternatives are quoted, as in NAME = {{"a"|"b"}}. */
static bool
is_quoted_choice(const struct tt_site *s)
{
	if (s->kind != TT_SITE_CHOICE)
		return false;
	for (uint64_t a = 0; a < s->n; a++) {
		struct span t = s->alternatives[a];

		if (t.n < 3 || (t.p[0] != '"' && t.p[0] != '\'') ||
		    t.p[t.n - 1] != t.p[0])
			return false;
	}
	return true;
}

/* The value of a name. */
static void
add_value(const struct maker *m, const struct named *n, struct elements *out)
{
	const struct literal *l = &m->literals.at[n->value];
	const struct tt_place *p = m->s.places;
	struct literal value = *l;

	if (l->quote != 0) {
		literal_read(&m->s, &value, out);
		return;
	}
	/* a number: the sites that stand there without anything between */
	for (size_t k = 0; k < l->n_places &&
	    p[l->place + k].offset == l->from + n->skip; k++)
		elements_add(out, (struct element){ .kind = ELEMENT_SITE,
		    .site = p[l->place + k].site,
		    .bare = is_quoted_choice(&m->b->sites[
			p[l->place + k].site]) });
}

/* The literal l with the nth hole (SIZE_MAX: those named n) filled by n. */
static enum tt_err
fill_hole(struct maker *m, const struct literal *l, size_t nth,
    const struct named *n)
{
	struct elements *raw = calloc(2, sizeof(*raw)), *out = raw + 1;
	enum tt_err e = raw != NULL ? TT_OK : TT_ENOMEM;
	size_t from, holes = 0;

	if (e != TT_OK)
		return e;
	literal_read(&m->s, l, raw);
	for (size_t i = 0; i < raw->n && e == TT_OK; i++) {
		const struct element *el = &raw->at[i];

		if (el->kind != ELEMENT_HOLE || (nth == SIZE_MAX ?
		    !span_eq(el->name, n->name) : holes++ != nth)) {
			elements_add(out, *el);
			continue;
		}
		from = out->n;
		add_value(m, n, out);
		holes = out->n;		/* where the value ends */
		for (size_t k = i + 1; k < raw->n; k++)
			elements_add(out, raw->at[k]);
		e = add_fields(m, out, from, holes, true);
		break;
	}
	free(raw);
	return e;
}

/* What stands between a literal and the use of a name behind it. */
enum glue {
	GLUE_NONE,	/* they have nothing to do with each other */
	GLUE_JOIN,	/* "..." + NAME */
	GLUE_PAIR,	/* "...", NAME */
	GLUE_FORMAT,	/* "..." % (..., NAME); printf("...", ..., NAME) */
};

static enum glue
read_glue(struct span s, size_t *commas)
{
	bool plus = false, percent = false;
	size_t i = 0;

	*commas = 0;
	for (; i < s.n; i++) {
		char c = s.p[i];

		if (c == ',')
			++*commas;
		else if (c == '+')
			plus = true;
		else if (c == '%')
			percent = true;
		else if (!is_word(c) && strchr(" \t\n()\\.*", c) == NULL)
			return GLUE_NONE;
	}
	if (percent)
		return GLUE_FORMAT;
	if (*commas > 0)
		return plus ? GLUE_NONE : *commas == 1 ? GLUE_PAIR :
		    GLUE_FORMAT;
	return plus ? GLUE_JOIN : GLUE_NONE;
}

static bool
has_hole(const struct maker *m, const struct literal *l, struct elements *room)
{
	room->n = 0;
	literal_read(&m->s, l, room);
	for (size_t i = 0; i < room->n; i++)
		if (room->at[i].kind == ELEMENT_HOLE)
			return true;
	return false;
}

/* "..." + NAME, or a header's name and value. */
static enum tt_err
join(struct maker *m, const struct literal *l, const char *glue,
    const struct named *n)
{
	struct elements *e = calloc(1, sizeof(*e));
	enum tt_err err = TT_ENOMEM;
	struct literal tail = *l;
	size_t from;

	if (e == NULL)
		return err;
	if (tail.n_places == 0 && tail.to - tail.from > NEAR)
		tail.from = tail.to - NEAR;
	literal_read(&m->s, &tail, e);
	elements_text(e, span_str(glue));
	from = e->n;
	add_value(m, n, e);
	err = add_fields(m, e, from, e->n, true);
	free(e);
	return err;
}

/* The use of a name at [at, end), behind the literal before it. */
static enum tt_err
add_use(struct maker *m, const struct literal *l, size_t at,
    const struct named *n)
{
	struct span s = m->s.plain;
	struct elements *room;
	size_t commas;
	enum glue g;
	bool hole;

	if (l->quote == 0 || at <= l->to || at - l->to > USE_NEAR)
		return TT_OK;
	g = read_glue(span_of(s.p + l->to + 1, at - l->to - 1), &commas);
	if (g == GLUE_NONE)
		return TT_OK;
	if (g == GLUE_JOIN)
		return join(m, l, "", n);
	if ((room = malloc(sizeof(*room))) == NULL)
		return TT_ENOMEM;
	hole = has_hole(m, l, room);
	free(room);
	if (hole)	/* printf's first comma comes before its arguments */
		return fill_hole(m, l, memchr(s.p + l->to + 1, '%',
		    at - l->to - 1) != NULL ? commas : commas - (commas > 0),
		    n);
	return g == GLUE_PAIR ? join(m, l, ": ", n) : TT_OK;
}

/* Names in holes: f"{NAME}", "$NAME". */
static enum tt_err
add_holes(struct maker *m, const struct literal *l, struct elements *room)
{
	const struct named *n;
	enum tt_err e;

	room->n = 0;
	literal_read(&m->s, l, room);
	for (size_t i = 0; i < room->n; i++)
		if (room->at[i].kind == ELEMENT_HOLE &&
		    (n = named(m, room->at[i].name)) != NULL &&
		    (e = fill_hole(m, l, SIZE_MAX, n)) != TT_OK)
			return e;
	return TT_OK;
}

/* Names between literal l and the next. */
static enum tt_err
add_uses_behind(struct maker *m, const struct literal *l, size_t end)
{
	struct span s = m->s.plain;
	const struct named *n;
	enum tt_err e;

	if (end - l->to > USE_NEAR)
		end = l->to + USE_NEAR;
	for (size_t i = l->to + 1; i < end; i++) {
		size_t from = i;

		while (i < end && is_word(s.p[i]))
			i++;
		if (i > from &&
		    (n = named(m, span_of(s.p + from, i - from))) != NULL &&
		    (e = add_use(m, l, from, n)) != TT_OK)
			return e;
	}
	return TT_OK;
}

static enum tt_err
add_uses(struct maker *m)
{
	struct elements *room = malloc(sizeof(*room));
	const struct literal *l = m->literals.at;
	enum tt_err e = room != NULL ? TT_OK : TT_ENOMEM;

	for (size_t i = 0; i < m->literals.n && e == TT_OK; i++) {
		size_t next = i + 1;

		if (l[i].quote == 0)
			continue;
		if ((e = add_holes(m, &l[i], room)) != TT_OK)
			break;
		while (next < m->literals.n && l[next].quote == 0)
			next++;
		e = add_uses_behind(m, &l[i], next < m->literals.n ?
		    l[next].from - 1 : m->s.plain.n);
	}
	free(room);
	return e;
}

/*
 * A choice between pieces of a program, such as the order of two arguments,
 * hides the names that are used in it: its first alternative stands for it.
 */
static bool
is_program(const struct tt_site *s)
{
	struct span first;

	if (s->kind != TT_SITE_CHOICE || is_quoted_choice(s))
		return false;
	first = s->alternatives[0];
	return first.n > 0 && (memchr(first.p, '"', first.n) != NULL ||
	    memchr(first.p, '\'', first.n) != NULL);
}

static enum tt_err
make_source(struct maker *m, const struct tt_part *part)
{
	const struct tt_place *p = m->b->places + part->first_place;
	size_t at = 0;

	buf_init(&m->plain, TT_RENDERING_MAX);
	for (size_t i = 0; i < part->n_places; i++) {
		const struct tt_site *s = &m->b->sites[p[i].site];

		buf_add(&m->plain, part->plain.p + at, p[i].offset - at);
		at = p[i].offset;
		if (is_program(s)) {
			buf_span(&m->plain, s->alternatives[0]);
			continue;
		}
		if (!GROW(m->places))
			return TT_ENOMEM;
		m->places.at[m->places.n] = p[i];
		m->places.at[m->places.n++].offset = m->plain.n;
	}
	buf_add(&m->plain, part->plain.p + at, part->plain.n - at);
	m->s = (struct source){ m->b, buf_view(&m->plain), m->places.at,
		m->places.n };
	return buf_err(&m->plain);
}

static enum tt_err
make_part(struct maker *m)
{
	enum tt_err e = make_source(m, &m->b->parts[m->part]);

	if (e == TT_OK)
		e = literals_find(&m->s, &m->literals);
	for (size_t i = 0; i < m->literals.n && e == TT_OK; i++)
		if (m->literals.at[i].n_places > 0)
			e = add_literal_fields(m, &m->literals.at[i]);
	if (e == TT_OK && (e = find_names(m)) == TT_OK && m->names.n > 0)
		e = add_uses(m);
	free(m->literals.at);
	free(m->names.at);
	free(m->places.at);
	buf_done(&m->plain);
	return e;
}

enum tt_err
fields_make(const struct tt_bulletin *b, struct fields *out)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < b->n_parts && e == TT_OK; i++) {
		struct maker m = { .b = b, .part = (uint32_t)i, .out = out };

		if (!b->parts[i].binary && b->parts[i].n_places > 0)
			e = make_part(&m);
	}
	return e;
}

void
fields_done(struct fields *f)
{
	free(f->at);
	*f = (struct fields){ .at = NULL };
}
