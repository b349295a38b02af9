/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "reading/grow.h"
#include "reading/literal.h"
#include "reading/runs.h"
#include "reading/shape.h"

void
elements_add(struct elements *out, struct element e)
{
	if (out->n < ELEMENTS_MAX)
		out->at[out->n++] = e;
}

void
elements_text(struct elements *out, struct span bytes)
{
	for (size_t i = 0; i < bytes.n; i++)
		elements_add(out, (struct element){ .kind = ELEMENT_BYTE,
		    .byte = (uint8_t)bytes.p[i] });
}

/* The places that stand in [from, to], both ends included. */
static void
give_places(const struct source *s, struct literal *l, size_t *next)
{
	const struct tt_place *p = s->places;

	while (*next < s->n_places && p[*next].offset < l->from)
		++*next;
	l->place = *next;
	while (*next < s->n_places && p[*next].offset <= l->to)
		++*next;
	l->n_places = *next - l->place;
}

static bool
is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* Where the literal that begins at from ends: its quote, or the line's end. */
static size_t
end_of(struct span s, size_t from, char quote)
{
	size_t i = from;

	for (; i < s.n && s.p[i] != '\n'; i++) {
		if (quote == 0 ? is_quote(s.p[i]) : s.p[i] == quote)
			break;
		if (quote != 0 && s.p[i] == '\\' && i + 1 < s.n &&
		    s.p[i + 1] != '\n')
			i++;
	}
	return i;
}

static enum tt_err
add_literal(struct literals *out, struct literal l)
{
	if (!GROW(*out))
		return TT_ENOMEM;
	out->at[out->n++] = l;
	return TT_OK;
}

enum tt_err
literals_find(const struct source *source, struct literals *out)
{
	struct span s = source->plain;
	size_t next = 0;
	enum tt_err e;

	for (size_t i = 0; i <= s.n; i++) {
		struct literal l = { .from = i };

		l.to = end_of(s, i, 0);
		give_places(source, &l, &next);
		if (l.n_places > 0 && (e = add_literal(out, l)) != TT_OK)
			return e;
		i = l.to;
		if (i >= s.n || s.p[i] == '\n')
			continue;
		l = (struct literal){ .from = i + 1, .quote = s.p[i] };
		l.to = end_of(s, l.from, l.quote);
		give_places(source, &l, &next);
		if ((e = add_literal(out, l)) != TT_OK)
			return e;
		i = l.to < s.n && s.p[l.to] == '\n' ? l.to - 1 : l.to;
	}
	return TT_OK;
}

static bool
is_of(char c, unsigned kind)
{
	return (run_kind[(uint8_t)c] & kind) != 0;
}

/* What the escape at s is; the bytes of it. */
static size_t
read_escape(struct span s, uint8_t *byte)
{
	static const char from[] = "nrt0abfv";
	static const char to[] = { 10, 13, 9, 0, 7, 8, 12, 11 };
	const char *p;

	if (s.n >= 4 && s.p[1] == 'x' && is_of(s.p[2], RUN_HEX) &&
	    is_of(s.p[3], RUN_HEX)) {
		*byte = (uint8_t)shape_hex(s.p + 2, 2);
		return 4;
	}
	p = memchr(from, s.p[1], sizeof(from) - 1);
	*byte = (uint8_t)(p != NULL ? to[p - from] : s.p[1]);
	return 2;
}

/* |0D 0A| at s: the bytes of it, 0 if it is none. */
static size_t
read_pipes(struct span s, struct elements *out)
{
	size_t i = 1, n = 0, kept = out->n;

	while (i + 1 < s.n && is_of(s.p[i], RUN_HEX) &&
	    is_of(s.p[i + 1], RUN_HEX)) {
		elements_add(out, (struct element){ .kind = ELEMENT_BYTE,
		    .byte = (uint8_t)shape_hex(s.p + i, 2) });
		n++;
		i += 2;
		if (i < s.n && s.p[i] == ' ')
			i++;
	}
	if (n > 0 && i < s.n && s.p[i] == '|')
		return i + 1;
	out->n = kept;
	return 0;
}

/* %d, %-08llx and the like: the bytes of it, 0 if it is none. */
static size_t
read_directive(struct span s)
{
	static const char flags[] = "-+#0123456789.*lhzjt", ends[] =
	    "diouxXcsprfg";
	size_t i = 1;

	while (i < s.n && memchr(flags, s.p[i], sizeof(flags) - 1) != NULL)
		i++;
	return i < s.n && memchr(ends, s.p[i], sizeof(ends) - 1) != NULL ?
	    i + 1 : 0;
}

/* {name}, {}, $name, ${name}: the bytes of it and the name; 0: none. */
static size_t
read_name(struct span s, struct span *name)
{
	size_t from = 1, i;

	if (s.p[0] == '$' && s.n > 1 && s.p[1] == '{')
		from = 2;
	for (i = from; i < s.n && is_of(s.p[i], RUN_WORD); i++)
		;
	*name = span_of(s.p + from, i - from);
	if (s.p[0] == '$' && from == 1)
		return name->n > 0 ? i : 0;
	while (i < s.n && s.p[i] != '}' && s.p[i] != '{' && s.p[i] != ' ')
		i++;	/* a format behind the name */
	return i < s.n && s.p[i] == '}' ? i + 1 : 0;
}

/* One byte, escape or hole of a literal at s; the bytes it takes. */
static size_t
read_one(struct span s, bool quoted, struct elements *out)
{
	struct element e = { .kind = ELEMENT_HOLE };
	size_t n = 0;

	if (s.p[0] == '{' || s.p[0] == '$')
		n = read_name(s, &e.name);
	else if (s.p[0] == '%' && s.n > 1 && s.p[1] != '%')
		n = read_directive(s);
	if (n > 0) {
		elements_add(out, e);
		return n;
	}
	if (quoted && s.p[0] == '|' && (n = read_pipes(s, out)) > 0)
		return n;
	e = (struct element){ .kind = ELEMENT_BYTE, .byte = (uint8_t)s.p[0] };
	n = 1;
	if (s.p[0] == '%' && s.n > 1 && s.p[1] == '%')
		n = 2;
	else if (quoted && s.p[0] == '\\' && s.n > 1)
		n = read_escape(s, &e.byte);
	elements_add(out, e);
	return n;
}

void
literal_read(const struct source *s, const struct literal *l,
    struct elements *out)
{
	const struct tt_place *p = s->places + l->place;
	size_t k = 0, i = l->from, stop;

	while ((i < l->to || k < l->n_places) && out->n < ELEMENTS_MAX) {
		if (k < l->n_places && p[k].offset <= i) {
			elements_add(out, (struct element){
			    .kind = ELEMENT_SITE, .site = p[k++].site });
			continue;
		}
		stop = k < l->n_places && p[k].offset < l->to ? p[k].offset :
		    l->to;
		i += read_one(span_of(s->plain.p + i, stop - i),
		    l->quote != 0, out);
	}
}
