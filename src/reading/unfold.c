/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/runs.h"
#include "reading/shape.h"
#include "reading/unfold.h"

#define SHEET	((size_t)64 << 10)	/* bytes, about */

/* Streams of one kind, told as one, a newline between them. */
struct batch {
	char *p;
	size_t n, cap;		/* bytes */
	struct planes planes;
};

struct unfold {
	const struct unfold_to *to;
	struct planes planes;		/* of the piece */
	struct batch once;		/* escapes, or UTF-16 */
	struct batch base64;
};

/* Room for n more bytes and a newline. */
static enum tt_err
make_room(struct batch *b, size_t n)
{
	size_t want = b->n + n + 1;
	char *p;

	if (want <= b->cap)
		return TT_OK;
	if ((p = realloc(b->p, want + SHEET)) == NULL)
		return TT_ENOMEM;
	b->p = p;
	b->cap = want + SHEET;
	return TT_OK;
}

static void
batch_done(struct batch *b)
{
	free(b->p);
	planes_done(&b->planes);
}

/* Of the letters of both alphabets. */
static const uint8_t sextets[256] = {
	['+'] = 62, ['-'] = 62, ['/'] = 63, ['0'] = 52, ['1'] = 53,
	['2'] = 54, ['3'] = 55, ['4'] = 56, ['5'] = 57, ['6'] = 58,
	['7'] = 59, ['8'] = 60, ['9'] = 61, ['A'] = 0, ['B'] = 1, ['C'] = 2,
	['D'] = 3, ['E'] = 4, ['F'] = 5, ['G'] = 6, ['H'] = 7, ['I'] = 8,
	['J'] = 9, ['K'] = 10, ['L'] = 11, ['M'] = 12, ['N'] = 13, ['O'] = 14,
	['P'] = 15, ['Q'] = 16, ['R'] = 17, ['S'] = 18, ['T'] = 19,
	['U'] = 20, ['V'] = 21, ['W'] = 22, ['X'] = 23, ['Y'] = 24,
	['Z'] = 25, ['_'] = 63, ['a'] = 26, ['b'] = 27, ['c'] = 28,
	['d'] = 29, ['e'] = 30, ['f'] = 31, ['g'] = 32, ['h'] = 33,
	['i'] = 34, ['j'] = 35, ['k'] = 36, ['l'] = 37, ['m'] = 38,
	['n'] = 39, ['o'] = 40, ['p'] = 41, ['q'] = 42, ['r'] = 43,
	['s'] = 44, ['t'] = 45, ['u'] = 46, ['v'] = 47, ['w'] = 48,
	['x'] = 49, ['y'] = 50, ['z'] = 51,
};

static inline uint32_t
sextet(char c)
{
	return sextets[(uint8_t)c];
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

static enum tt_err
tell_base64(struct unfold *u)
{
	struct batch *b = &u->base64;
	struct span s = span_of(b->p, b->n);
	enum tt_err e;

	if (b->n == 0)
		return TT_OK;
	b->n = 0;
	if ((e = u->to->stream(u->to->ctx, s, true)) != TT_OK ||
	    u->to->sheet == NULL)
		return e;
	if ((e = planes_make(&b->planes, s)) != TT_OK)
		return e;
	return u->to->sheet(u->to->ctx, &b->planes);
}

static enum tt_err
add_decoded(struct unfold *u, const char *in, size_t n)
{
	struct batch *b = &u->base64;
	enum tt_err e;

	if ((e = make_room(b, n)) != TT_OK)
		return e;
	b->n += decode(b->p + b->n, in, n);
	b->p[b->n++] = '\n';
	return b->n < SHEET ? TT_OK : tell_base64(u);
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

/*
 * Is one of n letters from lo to lo + 25?  Eight at a time: all are ASCII, so
 * a sum with 128 - x has its highest bit from x on.
 */
static bool
has_letter(const char *p, size_t n, char lo)
{
	const uint64_t each = 0x0101010101010101u;
	const uint64_t from = each * (uint64_t)(128 - lo);
	const uint64_t behind = each * (uint64_t)(128 - (lo + 26));
	uint64_t v, any = 0;
	size_t i = 0;

	for (; i + 8 <= n && any == 0; i += 8) {
		memcpy(&v, p + i, 8);
		any = ((v + from) ^ (v + behind)) & each << 7;
	}
	for (; i < n && any == 0; i++)
		any = p[i] >= lo && p[i] < lo + 26;
	return any != 0;
}

/* Could n letters be base64?  Then capital and small ones are among them. */
static bool
is_likely(const char *p, size_t n)
{
	return has_letter(p, n, 'A') && has_letter(p, n, 'a');
}

/* A run that padding says nothing of: from each of its first four letters. */
static enum tt_err
decode_run(struct unfold *u, struct span s, size_t at, size_t n, unsigned kind)
{
	enum tt_err e;

	if (n < UNFOLD_BASE64 || padding_at(s, at + n, kind) > 0 ||
	    !is_likely(s.p + at, n))
		return TT_OK;
	for (size_t k = 0; k < 4; k++)
		if ((e = add_decoded(u, s.p + at + k, n - k)) != TT_OK)
			return e;
	return TT_OK;
}

static bool
has_sign(const char *p, size_t n)
{
	return memchr(p, '-', n) != NULL || memchr(p, '_', n) != NULL;
}

/* Runs of one alphabet within letters of either, at from on. */
static enum tt_err
decode_runs(struct unfold *u, struct span s, size_t from, size_t end,
    unsigned kind)
{
	struct span part = span_of(s.p + from, end - from);
	size_t at = 0, n = 0;
	enum tt_err e;

	while (run_next(part, kind, UNFOLD_BASE64, &at, &n))
		if ((kind == RUN_BASE64 || has_sign(part.p + at, n)) &&
		    (e = decode_run(u, s, from + at, n, kind)) != TT_OK)
			return e;
	return TT_OK;
}

static enum tt_err
decode_long(struct unfold *u, const struct planes *p)
{
	size_t at = 0, n = 0;
	enum tt_err e;

	while (planes_run(p, PLANE_BASE64, UNFOLD_BASE64, &at, &n)) {
		if (!is_likely(p->s.p + at, n))
			continue;
		if ((e = decode_runs(u, p->s, at, at + n, RUN_BASE64)) !=
		    TT_OK || (e = decode_runs(u, p->s, at, at + n,
		    RUN_BASE64URL)) != TT_OK)
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

	for (; (at = planes_next(p, PLANE_PAD, PLANE_BASE64, PLANE_COUNT,
	    at)) != SIZE_MAX; at++) {
		if (!is_of(s.p[at - 1], kind) ||
		    (pad = padding_at(s, at, kind)) == 0)
			continue;
		for (n = 1; n < at && is_of(s.p[at - n - 1], kind); n++)
			;
		skip = (n + pad) % 4;
		if (n >= UNFOLD_PADDED && (e = add_decoded(u,
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

	if ((e = decode_long(u, p)) != TT_OK ||
	    (e = decode_padded(u, s, RUN_BASE64, p)) != TT_OK ||
	    (e = decode_padded(u, s, RUN_BASE64URL, p)) != TT_OK)
		return e;
	return tell_base64(u);
}

/* What was unfolded once; of bytes base64 may be seen now. */
static enum tt_err
tell_once(struct unfold *u, bool bytes)
{
	struct batch *b = &u->once;
	struct span s = span_of(b->p, b->n);
	enum tt_err e;

	if (b->n == 0)
		return TT_OK;
	b->n = 0;
	if ((e = u->to->stream(u->to->ctx, s, bytes)) != TT_OK ||
	    (e = planes_make(&b->planes, s)) != TT_OK)
		return e;
	if (u->to->sheet != NULL &&
	    (e = u->to->sheet(u->to->ctx, &b->planes)) != TT_OK)
		return e;
	return bytes ? unfold_base64(u, &b->planes) : TT_OK;
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

	/* %4, \\x, \\u and \\/ go on with letters of base64 */
	while ((i = planes_next(p, PLANE_ESCAPE, PLANE_COUNT, PLANE_BASE64,
	    i)) != SIZE_MAX &&
	    escape_at(span_of(p->s.p + i, p->s.n - i), &byte) == 0)
		i++;
	return i;
}

/* The stretch around the escape at i, resolved; *end is where it ends. */
static enum tt_err
resolve(struct unfold *u, struct span s, size_t floor, size_t i, size_t *end)
{
	struct batch *b = &u->once;
	size_t from = i, to = i, len;
	enum tt_err e;

	while (from > floor && i - from < UNFOLD_BEFORE &&
	    is_of(s.p[from - 1], RUN_SOLID))
		from--;
	while (to < s.n && is_of(s.p[to], RUN_SOLID))
		to++;
	if ((e = make_room(b, to - from)) != TT_OK)
		return e;
	for (size_t j = from; j < to; j += len, b->n++)
		if ((s.p[j] != '%' && s.p[j] != '\\') || (len =
		    escape_at(span_of(s.p + j, to - j), &b->p[b->n])) == 0) {
			b->p[b->n] = s.p[j];
			len = 1;
		}
	b->p[b->n++] = '\n';
	*end = to;
	return b->n < SHEET ? TT_OK : tell_once(u, true);
}

static enum tt_err
unfold_escapes(struct unfold *u, const struct planes *p)
{
	size_t i = 0, end = 0;
	enum tt_err e;

	while ((i = next_escape(p, end)) != SIZE_MAX)
		if ((e = resolve(u, p->s, end, i, &end)) != TT_OK)
			return e;
	return tell_once(u, true);
}

static bool
is_wide(const char *p)
{
	return p[1] == 0 && p[0] >= ' ' && p[0] <= '~';
}

/* How many characters of UTF-16 stand at i. */
static size_t
count_wide(struct span s, size_t i)
{
	size_t n = 0;

	while (i + 2 * n + 1 < s.n && is_wide(s.p + i + 2 * n))
		n++;
	return n;
}

static enum tt_err
unfold_wide(struct unfold *u, const struct planes *p)
{
	struct batch *b = &u->once;
	size_t i = 0, n;
	enum tt_err e;

	/* i is a zero, and so are those two and four bytes behind it */
	for (; (i = planes_zeros(p, i)) != SIZE_MAX; i++) {
		if (i == 0 || (n = count_wide(p->s, i - 1)) < UNFOLD_WIDE)
			continue;
		if ((e = make_room(b, n)) != TT_OK)
			return e;
		for (size_t k = 0; k < n; k++)
			b->p[b->n++] = p->s.p[i - 1 + 2 * k];
		b->p[b->n++] = '\n';
		i += 2 * n - 2;		/* its last zero */
		if (b->n >= SHEET && (e = tell_once(u, false)) != TT_OK)
			return e;
	}
	return tell_once(u, false);
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
	struct planes *p = &u->planes;
	enum tt_err e;

	if ((e = planes_make(p, s)) != TT_OK ||
	    (u->to->sheet != NULL &&
	    (e = u->to->sheet(u->to->ctx, p)) != TT_OK) ||
	    (e = unfold_base64(u, p)) != TT_OK ||
	    (e = unfold_escapes(u, p)) != TT_OK)
		return e;
	return unfold_wide(u, p);
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
	planes_done(&u.planes);
	batch_done(&u.once);
	batch_done(&u.base64);
	return e;
}
