/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/runs.h"
#include "reading/shape.h"
#include "reading/unfold.h"

struct unfold {
	unfold_fn fn;
	void *ctx;
	char *room[2];		/* of escapes and UTF-16; of base64 */
	size_t cap[2];		/* bytes */
};

static enum tt_err
make_room(struct unfold *u, unsigned which, size_t n)
{
	char *p;

	if (n <= u->cap[which])
		return TT_OK;
	if ((p = realloc(u->room[which], n)) == NULL)
		return TT_ENOMEM;
	u->room[which] = p;
	u->cap[which] = n;
	return TT_OK;
}

static unsigned
sextet(char c)
{
	if (c >= 'a')
		return (unsigned)(c - 'a') + 26;
	if (c == '_')
		return 63;
	if (c >= 'A')
		return (unsigned)(c - 'A');
	if (c >= '0')
		return (unsigned)(c - '0') + 52;
	return c == '/' ? 63 : 62;
}

/* n letters; returns the bytes written, at most n / 4 * 3 + 2. */
static size_t
decode(char *out, const char *in, size_t n)
{
	uint32_t bits = 0;
	unsigned have = 0;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		bits = bits << 6 | sextet(in[i]);
		if ((have += 6) >= 8) {
			have -= 8;
			out[k++] = (char)(bits >> have & 0xff);
		}
	}
	return k;
}

/* The letters of a run to be left out so that its padding is right. */
static size_t
padding_says(struct span s, size_t end, size_t n)
{
	bool two = end + 1 < s.n && s.p[end + 1] == '=';

	return (n + (two ? 2 : 1)) % 4;
}

static enum tt_err
decode_run(struct unfold *u, struct span s, size_t at, size_t n)
{
	bool padded = at + n < s.n && s.p[at + n] == '=';
	size_t from = 0, to = n < 4 ? n : 4;
	enum tt_err e;

	if (padded) {
		from = padding_says(s, at + n, n);
		to = from + 1;
	} else if (n < UNFOLD_BASE64) {
		return TT_OK;
	}
	if ((e = make_room(u, 1, n)) != TT_OK)
		return e;
	for (; from < to && from < n; from++)
		if ((e = u->fn(u->ctx, span_of(u->room[1],
		    decode(u->room[1], s.p + at + from, n - from)), true)) !=
		    TT_OK)
			return e;
	return TT_OK;
}

static enum tt_err
unfold_base64(struct unfold *u, struct span s)
{
	static const unsigned alphabets[] = { RUN_BASE64, RUN_BASE64URL };
	size_t at, n;
	enum tt_err e;

	for (size_t k = 0; k < 2; k++)
		for (at = n = 0; run_next(s, alphabets[k], UNFOLD_PADDED, &at,
		    &n);)
			if ((e = decode_run(u, s, at, n)) != TT_OK)
				return e;
	return TT_OK;
}

static enum tt_err
pass_on(struct unfold *u, struct span s, bool bytes, bool again)
{
	enum tt_err e = u->fn(u->ctx, s, bytes);

	return e == TT_OK && again ? unfold_base64(u, s) : e;
}

static bool
are_hex(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((run_kind[(uint8_t)p[i]] & RUN_HEX) == 0)
			return false;
	return true;
}

/* The bytes of the escape that s begins with, 0 if it does not; its byte. */
static size_t
escape_at(struct span s, char *byte)
{
	if (s.n >= 3 && s.p[0] == '%' && are_hex(s.p + 1, 2)) {
		*byte = (char)shape_hex(s.p + 1, 2);
		return 3;
	}
	if (s.n < 2 || s.p[0] != '\\')
		return 0;
	if (s.p[1] == '/') {
		*byte = '/';
		return 2;
	}
	if (s.n >= 4 && s.p[1] == 'x' && are_hex(s.p + 2, 2)) {
		*byte = (char)shape_hex(s.p + 2, 2);
		return 4;
	}
	if (s.n >= 6 && s.p[1] == 'u' && s.p[2] == '0' && s.p[3] == '0' &&
	    are_hex(s.p + 4, 2)) {
		*byte = (char)shape_hex(s.p + 4, 2);
		return 6;
	}
	return 0;
}

/* The next escape at or after i; s.n if there is none. */
static size_t
next_escape(struct span s, size_t i, char lead)
{
	const char *p;
	char byte;

	while (i < s.n && (p = memchr(s.p + i, lead, s.n - i)) != NULL) {
		i = (size_t)(p - s.p);
		if (escape_at(span_of(p, s.n - i), &byte) > 0)
			return i;
		i++;
	}
	return s.n;
}

static bool
is_solid(char c)
{
	return (run_kind[(uint8_t)c] & RUN_SOLID) != 0;
}

/* The stretch around the escape at i, resolved; *end is where it ends. */
static enum tt_err
resolve(struct unfold *u, struct span s, size_t floor, size_t i, size_t *end)
{
	size_t from = i, to = i, k = 0, len;
	enum tt_err e;
	char *out;

	while (from > floor && i - from < UNFOLD_BEFORE &&
	    is_solid(s.p[from - 1]))
		from--;
	while (to < s.n && is_solid(s.p[to]))
		to++;
	if ((e = make_room(u, 0, to - from)) != TT_OK)
		return e;
	out = u->room[0];
	for (size_t j = from; j < to; j += len, k++)
		if ((len = escape_at(span_of(s.p + j, to - j), &out[k])) == 0) {
			out[k] = s.p[j];
			len = 1;
		}
	*end = to;
	return pass_on(u, span_of(out, k), true, true);
}

static enum tt_err
unfold_escapes(struct unfold *u, struct span s)
{
	size_t percent = next_escape(s, 0, '%'), end = 0, i;
	size_t backslash = next_escape(s, 0, '\\');
	enum tt_err e;

	while ((i = percent < backslash ? percent : backslash) < s.n) {
		if ((e = resolve(u, s, end, i, &end)) != TT_OK)
			return e;
		if (percent < end)
			percent = next_escape(s, end, '%');
		if (backslash < end)
			backslash = next_escape(s, end, '\\');
	}
	return TT_OK;
}

static bool
is_wide(const char *p)
{
	return p[1] == 0 && p[0] >= ' ' && p[0] <= '~';
}

static enum tt_err
unfold_wide(struct unfold *u, struct span s)
{
	const char *p = s.p, *end = s.p + s.n, *zero;
	enum tt_err e;

	while (end - p >= 2 * UNFOLD_WIDE &&
	    (zero = memchr(p + 1, 0, (size_t)(end - p - 1))) != NULL) {
		const char *q = zero - 1;
		size_t n = 0;

		while (end - q >= 2 && is_wide(q)) {
			q += 2;
			n++;
		}
		p = n == 0 ? zero : q;
		if (n < UNFOLD_WIDE)
			continue;
		if ((e = make_room(u, 0, n)) != TT_OK)
			return e;
		for (size_t i = 0; i < n; i++)
			u->room[0][i] = (zero - 1)[2 * i];
		if ((e = pass_on(u, span_of(u->room[0], n), false, false)) !=
		    TT_OK)
			return e;
	}
	return TT_OK;
}

enum tt_err
unfold(struct span piece, bool bytes, unfold_fn fn, void *ctx)
{
	struct unfold u = { .fn = fn, .ctx = ctx };
	enum tt_err e;

	if (piece.n == 0)
		return TT_OK;
	if ((e = pass_on(&u, piece, bytes, true)) == TT_OK &&
	    (e = unfold_escapes(&u, piece)) == TT_OK)
		e = unfold_wide(&u, piece);
	free(u.room[0]);
	free(u.room[1]);
	return e;
}
