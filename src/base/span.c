/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/span.h"

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Drops n bytes in front. */
static void
advance(struct span *in, size_t n)
{
	if (n == 0)
		return;
	in->p += n;
	in->n -= n;
}

/* The index of c, or a.n. */
static size_t
find(struct span a, char c)
{
	const char *q = a.n == 0 ? NULL : memchr(a.p, c, a.n);

	return q == NULL ? a.n : (size_t)(q - a.p);
}

struct span
span_str(const char *s)
{
	return (struct span){ s, strlen(s) };
}

struct span
span_of(const void *p, size_t n)
{
	return (struct span){ p, n };
}

bool
span_is_zero(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\0')
			return false;
	return true;
}

bool
span_eq(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
span_is(struct span a, const char *s)
{
	return span_eq(a, span_str(s));
}

bool
span_starts(struct span a, const char *prefix)
{
	size_t n = strlen(prefix);

	return a.n >= n && (n == 0 || memcmp(a.p, prefix, n) == 0);
}

int
span_cmp(struct span a, struct span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

bool
span_line(struct span *in, struct span *line)
{
	size_t n = find(*in, '\n');

	if (n == in->n)
		return false;
	*line = (struct span){ in->p, n };
	advance(in, n + 1);
	return true;
}

bool
span_word(struct span *in, char sep, struct span *word)
{
	size_t n = find(*in, sep);

	if (in->n == 0)
		return false;
	*word = (struct span){ in->p, n };
	advance(in, n == in->n ? n : n + 1);
	return true;
}

bool
span_skip(struct span *in, const char *prefix)
{
	if (!span_starts(*in, prefix))
		return false;
	advance(in, strlen(prefix));
	return true;
}

struct span
span_trim(struct span a)
{
	while (a.n > 0 && is_space(a.p[0]))
		advance(&a, 1);
	while (a.n > 0 && is_space(a.p[a.n - 1]))
		a.n--;
	return a;
}

enum tt_err
span_u64(struct span a, uint64_t max, uint64_t *out)
{
	bool over = false;
	uint64_t v = 0;

	if (a.n == 0 || (a.n > 1 && a.p[0] == '0'))
		return TT_ESYNTAX;
	for (size_t i = 0; i < a.n; i++) {
		if (a.p[i] < '0' || a.p[i] > '9')
			return TT_ESYNTAX;
		over |= __builtin_mul_overflow(v, 10, &v);
		over |= __builtin_add_overflow(v, (unsigned)(a.p[i] - '0'), &v);
	}
	if (over || v > max)
		return TT_ERANGE;
	*out = v;
	return TT_OK;
}

enum tt_err
span_copy(struct span a, char *out, size_t cap)
{
	if (find(a, '\0') != a.n)
		return TT_ESYNTAX;
	if (a.n >= cap)
		return TT_ELIMIT;
	if (a.n > 0)
		memcpy(out, a.p, a.n);
	out[a.n] = '\0';
	return TT_OK;
}
