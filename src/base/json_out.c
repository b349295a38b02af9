/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/json_out.h"
#include "base/number.h"
#include "base/utf8.h"

#define NAMES_MAX	((size_t)1 << 30)	/* bytes of names at one time */

/* A member as it stands in the output, from its name's quote to its end. */
struct member {
	size_t name, name_n;	/* in json_out.names */
	size_t at, n;		/* in the output */
};

enum kind { TOP, ARRAY, OBJECT };

/* An object or array that is open; frame 0 is the text itself. */
struct frame {
	enum kind kind;
	bool named;		/* a name stands and waits for its value */
	size_t n_values;
	size_t first;		/* of its members; all after it are its own */
	size_t names;		/* where its names begin */
	size_t at;		/* where it begins in the output */
};

struct json_out {
	struct buf *b;
	enum json_style style;
	size_t depth;
	struct frame frame[JSON_OUT_DEPTH + 1];
	struct member *member;	/* of all open objects */
	size_t n_members, cap;
	struct buf names;	/* of those members */
};

static void
refuse(struct json_out *j, enum tt_err e)
{
	if (j->b->err == TT_OK)
		j->b->err = e;
}

static struct frame *
inner(struct json_out *j)
{
	return &j->frame[j->depth];
}

static void
new_line(struct json_out *j)
{
	if (j->style == JSON_CANONICAL)
		return;
	buf_char(j->b, '\n');
	for (size_t i = 0; i < j->depth; i++)
		buf_str(j->b, "  ");
}

static void
quote(struct buf *b, struct span s)
{
	static const char *const shorts[32] = { ['\b'] = "\\b", ['\t'] = "\\t",
		['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r" };
	size_t from = 0;

	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, s.p + from, i - from);
		from = i + 1;
		if (c >= 0x20)
			buf_printf(b, "\\%c", c);
		else if (shorts[c] != NULL)
			buf_str(b, shorts[c]);
		else
			buf_printf(b, "\\u%04x", c);
	}
	buf_add(b, s.p + from, s.n - from);
	buf_char(b, '"');
}

/* What stands before a value; false if none may stand here. */
static bool
begin(struct json_out *j)
{
	struct frame *f = inner(j);

	if (f->kind == OBJECT ? !f->named : f->kind == TOP && f->n_values > 0)
		refuse(j, TT_ESTATE);
	if (j->b->err != TT_OK)
		return false;
	if (f->kind == ARRAY) {
		if (f->n_values > 0)
			buf_char(j->b, ',');
		new_line(j);
	}
	f->named = false;
	f->n_values++;
	return true;
}

/* A value is written; if it was a member's, that ends. */
static void
finish(struct json_out *j)
{
	struct member *m;

	if (inner(j)->kind != OBJECT || j->b->err != TT_OK)
		return;
	m = &j->member[j->n_members - 1];
	m->n = j->b->n - m->at;
}

static void
enter(struct json_out *j, enum kind kind, char bracket)
{
	if (j->depth == JSON_OUT_DEPTH)
		refuse(j, TT_ELIMIT);
	if (!begin(j))
		return;
	j->depth++;
	*inner(j) = (struct frame){ .kind = kind, .first = j->n_members,
		.names = j->names.n, .at = j->b->n };
	buf_char(j->b, bracket);
}

/* False if what is open is not of this kind or waits for a value. */
static bool
may_leave(struct json_out *j, enum kind kind)
{
	if (inner(j)->kind != kind || inner(j)->named)
		refuse(j, TT_ESTATE);
	return j->b->err == TT_OK;
}

static void
leave(struct json_out *j, char bracket)
{
	bool empty = inner(j)->n_values == 0;

	j->n_members = inner(j)->first;
	j->names.n = inner(j)->names;
	j->depth--;
	if (!empty)
		new_line(j);
	buf_char(j->b, bracket);
	finish(j);
}

/* A value of one piece. */
static void
put(struct json_out *j, const char *text)
{
	if (!begin(j))
		return;
	buf_str(j->b, text);
	finish(j);
}

/* UTF-16 puts U+E000 to U+FFFF behind all that needs two units. */
static int32_t
rank(int32_t cp)
{
	return cp >= 0xe000 && cp <= 0xffff ? cp + 0x110000 : cp;
}

static int
compare_names(struct span a, struct span b)
{
	size_t i = 0, len;
	int32_t x, y;

	while (i < a.n && i < b.n && a.p[i] == b.p[i])
		i++;
	if (i == a.n || i == b.n)
		return (a.n > b.n) - (a.n < b.n);
	while (i > 0 && ((unsigned char)a.p[i] & 0xc0) == 0x80)
		i--;
	x = rank(utf8_next(a.p + i, a.n - i, &len));
	y = rank(utf8_next(b.p + i, b.n - i, &len));
	return (x > y) - (x < y);
}

static int
compare(const void *a, const void *b, void *names)
{
	const struct member *x = a, *y = b;
	const char *p = names;

	return compare_names(span_of(p + x->name, x->name_n),
	    span_of(p + y->name, y->name_n));
}

/* Writes the members of the innermost object again, as they are sorted. */
static void
rewrite(struct json_out *j)
{
	size_t body = inner(j)->at + 1, first = inner(j)->first;
	const struct member *m;
	struct buf old;

	buf_init(&old, SIZE_MAX);
	old.secret = j->b->secret;
	buf_add(&old, j->b->p + body, j->b->n - body);
	if (buf_err(&old) != TT_OK) {
		refuse(j, buf_err(&old));
		return;
	}
	j->b->n = body;
	for (size_t i = first; i < j->n_members; i++) {
		if (i > first)
			buf_char(j->b, ',');
		new_line(j);
		m = &j->member[i];
		buf_add(j->b, old.p + (m->at - body), m->n);
	}
	buf_done(&old);
}

static void
sort(struct json_out *j)
{
	size_t n = j->n_members - inner(j)->first;
	struct member *m;

	if (n < 2)
		return;
	m = &j->member[inner(j)->first];
	qsort_r(m, n, sizeof(*m), compare, j->names.p);
	for (size_t i = 1; i < n; i++)
		if (compare(&m[i - 1], &m[i], j->names.p) == 0)
			refuse(j, TT_ESTATE);
	if (j->style != JSON_PRETTY && j->b->err == TT_OK)
		rewrite(j);
}

/* A place for one member more, or NULL. */
static struct member *
new_member(struct json_out *j)
{
	size_t cap = j->cap == 0 ? 16 : j->cap;
	struct member *p;

	if (j->n_members == j->cap) {
		if (j->cap != 0 && __builtin_mul_overflow(cap, 2, &cap))
			return NULL;
		if ((p = reallocarray(j->member, cap, sizeof(*p))) == NULL)
			return NULL;
		j->member = p;
		j->cap = cap;
	}
	return &j->member[j->n_members++];
}

struct json_out *
json_out_new(struct buf *b, enum json_style style)
{
	struct json_out *j = calloc(1, sizeof(*j));

	if (j == NULL)
		return NULL;
	j->b = b;
	j->style = style;
	buf_init(&j->names, NAMES_MAX);
	return j;
}

enum tt_err
json_out_end(struct json_out *j)
{
	enum tt_err e;

	if (j->depth > 0 || inner(j)->n_values == 0)
		refuse(j, TT_ESTATE);
	if (j->style != JSON_CANONICAL)
		buf_char(j->b, '\n');
	e = buf_err(j->b);
	buf_done(&j->names);
	free(j->member);
	free(j);
	return e;
}

void
json_out_object(struct json_out *j)
{
	enter(j, OBJECT, '{');
}

void
json_out_object_end(struct json_out *j)
{
	if (!may_leave(j, OBJECT))
		return;
	sort(j);
	leave(j, '}');
}

void
json_out_array(struct json_out *j)
{
	enter(j, ARRAY, '[');
}

void
json_out_array_end(struct json_out *j)
{
	if (may_leave(j, ARRAY))
		leave(j, ']');
}

void
json_out_key(struct json_out *j, const char *key)
{
	struct frame *f = inner(j);
	struct span name = span_str(key);
	struct member *m;

	if (f->kind != OBJECT || f->named)
		refuse(j, TT_ESTATE);
	if (!utf8_valid(name.p, name.n))
		refuse(j, TT_ESYNTAX);
	if (j->b->err != TT_OK)
		return;
	if ((m = new_member(j)) == NULL) {
		refuse(j, TT_ENOMEM);
		return;
	}
	if (f->n_values > 0)
		buf_char(j->b, ',');
	new_line(j);
	*m = (struct member){ j->names.n, name.n, j->b->n, 0 };
	buf_span(&j->names, name);
	quote(j->b, name);
	buf_str(j->b, j->style == JSON_CANONICAL ? ":" : ": ");
	f->named = true;
	refuse(j, buf_err(&j->names));
}

void
json_out_str(struct json_out *j, const char *s)
{
	if (s == NULL)
		json_out_null(j);
	else
		json_out_span(j, span_str(s));
}

void
json_out_span(struct json_out *j, struct span s)
{
	if (!utf8_valid(s.p, s.n))
		refuse(j, TT_ESYNTAX);
	if (!begin(j))
		return;
	quote(j->b, s);
	finish(j);
}

void
json_out_hex(struct json_out *j, const void *p, size_t n)
{
	const uint8_t *bytes = p;
	char two[HEX_LEN(1) + 1];

	if (!begin(j))
		return;
	buf_char(j->b, '"');
	for (size_t i = 0; i < n; i++) {
		hex_encode(two, bytes + i, 1);
		buf_str(j->b, two);
	}
	buf_char(j->b, '"');
	finish(j);
}

void
json_out_int(struct json_out *j, int64_t v)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, v);
	put(j, text);
}

void
json_out_u64(struct json_out *j, uint64_t v)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, v);
	put(j, text);
}

void
json_out_real(struct json_out *j, double v)
{
	char text[NUMBER_LEN];

	if (!isfinite(v)) {
		json_out_null(j);
		return;
	}
	number_format(v, text);
	put(j, text);
}

void
json_out_bool(struct json_out *j, bool v)
{
	put(j, v ? "true" : "false");
}

void
json_out_null(struct json_out *j)
{
	put(j, "null");
}

void
json_out_at(struct json_out *j, const char *key, int64_t at_s)
{
	char text[INSTANT_LEN + 1];

	instant_format(at_s, text);
	json_out_key(j, key);
	json_out_str(j, text);
}

void
json_out_at_or(struct json_out *j, const char *key, int64_t at_s,
    int64_t none)
{
	if (at_s != none) {
		json_out_at(j, key, at_s);
		return;
	}
	json_out_key(j, key);
	json_out_null(j);
}
