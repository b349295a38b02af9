/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/runs.h"
#include "reading/shape.h"
#include "reading/unfold.h"

#define SHEET	((size_t)64 << 10)	/* bytes, about */

struct unfold {
	const struct unfold_to *to;
	char *room[2];		/* of escapes and UTF-16; of base64 */
	size_t cap[2];		/* bytes */
	struct planes planes[3]; /* of the piece; of what is in room[0], [1] */
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

/* Of a letter of either alphabet. */
static inline uint32_t
sextet(char c)
{
	static const uint8_t of[64] = {	/* by the low six bits; 0x40 apart */
		['+'] = 62, ['-'] = 62, ['/'] = 63, ['0'] = 52, ['1'] = 53,
		['2'] = 54, ['3'] = 55, ['4'] = 56, ['5'] = 57, ['6'] = 58,
		['7'] = 59, ['8'] = 60, ['9'] = 61,
	};

	if (c < '@')
		return of[(unsigned)c & 63];
	if (c == '_')
		return 63;
	return (uint32_t)(c < 'a' ? c - 'A' : c - 'a' + 26);
}

/* n letters; returns the bytes written, at most n. */
static size_t
decode(char *out, const char *in, size_t n)
{
	size_t k = 0, i = 0;
	uint32_t v;

	for (; i + 4 <= n; i += 4) {
		v = sextet(in[i]) << 18 | sextet(in[i + 1]) << 12 |
		    sextet(in[i + 2]) << 6 | sextet(in[i + 3]);
		out[k++] = (char)(v >> 16);
		out[k++] = (char)(v >> 8 & 0xff);
		out[k++] = (char)(v & 0xff);
	}
	if (n - i >= 2) {
		v = sextet(in[i]) << 12 | sextet(in[i + 1]) << 6 |
		    (n - i == 3 ? sextet(in[i + 2]) : 0);
		out[k++] = (char)(v >> 10 & 0xff);
		if (n - i == 3)
			out[k++] = (char)(v >> 2 & 0xff);
	}
	return k;
}

/* Tell of one stream, sheet by sheet, which are cut by whoever calls. */
static enum tt_err
tell_sheet(struct unfold *u, unsigned which, struct span s)
{
	enum tt_err e = planes_make(&u->planes[which], s);

	if (e == TT_OK && u->to->sheet != NULL)
		e = u->to->sheet(u->to->ctx, &u->planes[which]);
	return e;
}

static enum tt_err
tell_decoded(struct unfold *u, const char *in, size_t n)
{
	struct span s;
	enum tt_err e;

	if ((e = make_room(u, 1, n)) != TT_OK)
		return e;
	s = span_of(u->room[1], decode(u->room[1], in, n));
	if ((e = u->to->stream(u->to->ctx, s, true)) != TT_OK ||
	    u->to->sheet == NULL)
		return e;
	return tell_sheet(u, 2, s);
}

static bool
is_of(char c, unsigned kind)
{
	return (run_kind[(uint8_t)c] & kind) != 0;
}

/* How many = end the run of letters before at: 1 or 2; 0: they do not. */
static size_t
padding_at(struct span s, size_t at, unsigned kind)
{
	size_t n = 1;

	if (at >= s.n || s.p[at] != '=')
		return 0;
	if (at + 1 < s.n && s.p[at + 1] == '=')
		n = 2;
	return at + n < s.n && (s.p[at + n] == '=' ||
	    is_of(s.p[at + n], kind)) ? 0 : n;
}

static bool
has_both_cases(const char *p, size_t n)
{
	bool small = false, capital = false;

	for (size_t i = 0; i < n && !(small && capital); i++) {
		small = small || (p[i] >= 'a' && p[i] <= 'z');
		capital = capital || (p[i] >= 'A' && p[i] <= 'Z');
	}
	return small && capital;
}

static enum tt_err
decode_long(struct unfold *u, struct span s, enum plane plane, unsigned kind,
    const struct planes *p)
{
	size_t at = 0, n = 0;
	enum tt_err e;

	while (planes_run(p, plane, UNFOLD_BASE64, &at, &n)) {
		if (padding_at(s, at + n, kind) > 0 ||
		    !has_both_cases(s.p + at, n))
			continue;
		for (size_t k = 0; k < 4; k++)
			if ((e = tell_decoded(u, s.p + at + k, n - k)) !=
			    TT_OK)
				return e;
	}
	return TT_OK;
}

static enum tt_err
decode_padded(struct unfold *u, struct span s, unsigned kind,
    const struct planes *p)
{
	size_t at = 0, n, pad, skip;
	enum tt_err e;

	for (; (at = planes_next(p, PLANE_PAD, at)) != SIZE_MAX; at++) {
		if (at == 0 || !is_of(s.p[at - 1], kind) ||
		    (pad = padding_at(s, at, kind)) == 0)
			continue;
		for (n = 1; n < at && is_of(s.p[at - n - 1], kind); n++)
			;
		skip = (n + pad) % 4;
		if (n >= UNFOLD_PADDED && (e = tell_decoded(u,
		    s.p + at - n + skip, n - skip)) != TT_OK)
			return e;
	}
	return TT_OK;
}

static enum tt_err
unfold_base64(struct unfold *u, const struct planes *p)
{
	struct span s = p->s;
	enum tt_err e;

	if ((e = decode_long(u, s, PLANE_BASE64, RUN_BASE64, p)) != TT_OK ||
	    (e = decode_long(u, s, PLANE_BASE64URL, RUN_BASE64URL, p)) !=
	    TT_OK ||
	    (e = decode_padded(u, s, RUN_BASE64, p)) != TT_OK)
		return e;
	return decode_padded(u, s, RUN_BASE64URL, p);
}

/* What was unfolded once, in room[0]. */
static enum tt_err
tell_unfolded(struct unfold *u, struct span s, bool bytes)
{
	enum tt_err e = u->to->stream(u->to->ctx, s, bytes);

	if (e != TT_OK || (!bytes && u->to->sheet == NULL))
		return e;
	if ((e = tell_sheet(u, 1, s)) != TT_OK)
		return e;
	return bytes ? unfold_base64(u, &u->planes[1]) : TT_OK;
}

static bool
are_hex(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_of(p[i], RUN_HEX))
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

/* The next escape at or after i; SIZE_MAX if there is none. */
static size_t
next_escape(const struct planes *p, size_t i)
{
	char byte;

	while ((i = planes_next(p, PLANE_ESCAPE, i)) != SIZE_MAX &&
	    escape_at(span_of(p->s.p + i, p->s.n - i), &byte) == 0)
		i++;
	return i;
}

/* The stretch around the escape at i, resolved; *end is where it ends. */
static enum tt_err
resolve(struct unfold *u, struct span s, size_t floor, size_t i, size_t *end)
{
	size_t from = i, to = i, k = 0, len;
	enum tt_err e;
	char *out;

	while (from > floor && i - from < UNFOLD_BEFORE &&
	    is_of(s.p[from - 1], RUN_SOLID))
		from--;
	while (to < s.n && is_of(s.p[to], RUN_SOLID))
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
	return tell_unfolded(u, span_of(out, k), true);
}

static enum tt_err
unfold_escapes(struct unfold *u, const struct planes *p)
{
	size_t i = 0, end = 0;
	enum tt_err e;

	while ((i = next_escape(p, end)) != SIZE_MAX)
		if ((e = resolve(u, p->s, end, i, &end)) != TT_OK)
			return e;
	return TT_OK;
}

static bool
is_wide(const char *p)
{
	return p[1] == 0 && p[0] >= ' ' && p[0] <= '~';
}

static enum tt_err
unfold_wide(struct unfold *u, const struct planes *p)
{
	size_t i = 0, n;
	enum tt_err e;

	while ((i = planes_alternate(p, PLANE_PRINT, PLANE_ZERO, UNFOLD_WIDE,
	    i)) != SIZE_MAX) {
		for (n = 0; i + 2 * n + 1 < p->s.n &&
		    is_wide(p->s.p + i + 2 * n); n++)
			;
		if ((e = make_room(u, 0, n)) != TT_OK)
			return e;
		for (size_t k = 0; k < n; k++)
			u->room[0][k] = p->s.p[i + 2 * k];
		i += 2 * n;
		if ((e = tell_unfolded(u, span_of(u->room[0], n), false)) !=
		    TT_OK)
			return e;
	}
	return TT_OK;
}

/* The bytes of the next sheet: up to where nothing goes across. */
static size_t
cut_sheet(struct span s)
{
	size_t n = SHEET;

	while (n < s.n && ((uint8_t)s.p[n] >= ' ' || s.p[n] == 0) &&
	    (uint8_t)s.p[n] <= '~')
		n++;
	return n < s.n ? n : s.n;
}

static enum tt_err
unfold_sheet(struct unfold *u, struct span s)
{
	enum tt_err e;

	if ((e = tell_sheet(u, 0, s)) != TT_OK ||
	    (e = unfold_base64(u, &u->planes[0])) != TT_OK ||
	    (e = unfold_escapes(u, &u->planes[0])) != TT_OK)
		return e;
	return unfold_wide(u, &u->planes[0]);
}

enum tt_err
unfold(struct span piece, bool bytes, const struct unfold_to *to)
{
	struct unfold u = { .to = to };
	enum tt_err e = TT_OK;

	if (piece.n > 0)
		e = to->stream(to->ctx, piece, bytes);
	while (e == TT_OK && piece.n > 0) {
		size_t n = cut_sheet(piece);

		e = unfold_sheet(&u, span_of(piece.p, n));
		piece = span_of(piece.p + n, piece.n - n);
	}
	free(u.room[0]);
	free(u.room[1]);
	for (size_t i = 0; i < 3; i++)
		planes_done(&u.planes[i]);
	return e;
}
