/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/utf8.h"
#include "http/form.h"

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool
is_text(struct span s)
{
	size_t len;

	if (memchr(s.p, '\0', s.n) != NULL)
		return false;
	for (; s.n > 0; s.p += len, s.n -= len)
		if (utf8_next(s.p, s.n, &len) < 0)
			return false;
	return true;
}

/* The next byte of what is encoded, off *s; -1: it is not. */
static int
next_byte(struct span *s)
{
	int c = (unsigned char)s->p[0];
	size_t n = 1;

	if (c == '+')
		c = ' ';
	if (c == '%') {
		if (s->n < 3 || digit(s->p[1]) < 0 || digit(s->p[2]) < 0)
			return -1;
		c = digit(s->p[1]) << 4 | digit(s->p[2]);
		n = 3;
	}
	s->p += n;
	s->n -= n;
	return c;
}

/* Into out, whose room is looked at first: a buf's error would stick. */
static enum tt_err
decode(struct span s, struct buf *out)
{
	size_t before = out->n, n = 0;
	struct span rest = s;

	for (; rest.n > 0; n++)
		if (next_byte(&rest) < 0)
			return TT_ESYNTAX;
	if (n > out->max - out->n)
		return TT_ELIMIT;
	while (s.n > 0)
		buf_char(out, (char)next_byte(&s));
	if (buf_err(out) == TT_OK && n > 0 &&
	    !is_text(span_of(out->p + before, n))) {
		buf_cut(out, before);
		return TT_ESYNTAX;
	}
	return buf_err(out);
}

enum tt_err
form_get(struct span form, const char *name, struct buf *out)
{
	struct span pair, key, value = { NULL, 0 };
	bool found = false;

	while (span_word(&form, '&', &pair)) {
		if (!span_word(&pair, '=', &key) || !span_is(key, name))
			continue;
		if (found)
			return TT_ESYNTAX;
		found = true;
		value = pair;
	}
	return found ? decode(value, out) : TT_ENOENT;
}

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || strchr("-._~/", c) != NULL;
}

void
form_put(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\0' && is_plain(s.p[i]))
			buf_char(out, s.p[i]);
		else
			buf_printf(out, "%%%02X", (unsigned char)s.p[i]);
}

bool
form_cookie(const char *header, const char *name, struct span *out)
{
	struct span all, one, key;
	bool found = false;

	if (header == NULL)
		return false;
	all = span_str(header);
	while (span_word(&all, ';', &one)) {
		one = span_trim(one);
		if (!span_word(&one, '=', &key) || !span_is(key, name))
			continue;
		if (found)
			return false;
		found = true;
		*out = one;
	}
	return found;
}
