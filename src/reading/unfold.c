/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/runs.h"
#include "reading/sextets.h"
#include "reading/shape.h"
#include "reading/unfold.h"

#define SHEET	((size_t)64 << 10)	/* bytes, about */

_Static_assert(UNFOLD_BEFORE == 64, "planes_before says no more");

/* Streams of one kind, told as one, a newline between them. */
struct batch {
	char *p;
	size_t n, cap;		/* bytes */
	struct planes planes;
};

struct unfold {
	const struct unfold_to *to;
	enum vectors vectors;
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
	b->n += sextets_decode(b->p + b->n, in, n, u->vectors);
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

/* Could n letters be base64?  Then capital and small ones are among them. */
static bool
is_likely(const struct planes *p, size_t at, size_t n)
{
	return planes_any(p, PLANE_CAPITAL, at, n) &&
	    planes_any(p, PLANE_SMALL, at, n);
}

/* A run that padding says nothing of: from each of its first four letters. */
static enum tt_err
decode_run(struct unfold *u, const struct planes *p, size_t at, size_t n,
    unsigned kind)
{
	enum tt_err e;

	if (n < UNFOLD_BASE64 || padding_at(p->s, at + n, kind) > 0 ||
	    !is_likely(p, at, n))
		return TT_OK;
	for (size_t k = 0; k < 4; k++)
		if ((e = add_decoded(u, p->s.p + at + k, n - k)) != TT_OK)
			return e;
	return TT_OK;
}

static bool
has_sign(const char *p, size_t n)
{
	return memchr(p, '-', n) != NULL || memchr(p, '_', n) != NULL;
}

/*
 * The runs of each alphabet within n letters of either, from at on: of which
 * there is one, and it is of the first, if none is a sign of the second.
 */
static enum tt_err
decode_runs(struct unfold *u, const struct planes *p, size_t at, size_t n)
{
	static const unsigned kinds[] = { RUN_BASE64, RUN_BASE64URL };
	struct span all = span_of(p->s.p + at, n);
	enum tt_err e;

	if (!has_sign(all.p, n))
		return decode_run(u, p, at, n, RUN_BASE64);
	for (size_t k = 0; k < 2; k++) {
		size_t i = 0, len = 0;

		while (run_next(all, kinds[k], UNFOLD_BASE64, &i, &len))
			if ((k == 0 || has_sign(all.p + i, len)) && (e =
			    decode_run(u, p, at + i, len, kinds[k])) != TT_OK)
				return e;
	}
	return TT_OK;
}

static enum tt_err
decode_long(struct unfold *u, const struct planes *p)
{
	size_t at = 0, n = 0;
	enum tt_err e;

	while (planes_run(p, PLANE_BASE64, UNFOLD_BASE64, &at, &n))
		if (is_likely(p, at, n) &&
		    (e = decode_runs(u, p, at, n)) != TT_OK)
			return e;
	return TT_OK;
}

/* From the = at `at`, the first that may be padding. */
static enum tt_err
decode_padded(struct unfold *u, const struct planes *p, size_t at,
    unsigned kind)
{
	struct span s = p->s;
	size_t n, pad, skip;
	enum tt_err e;

	for (; at != SIZE_MAX; at = planes_behind(p, PLANE_PAD, PLANE_BASE64,
	    UNFOLD_PADDED, at + 1)) {
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
	size_t at;
	enum tt_err e;

	if ((e = decode_long(u, p)) != TT_OK)
		return e;
	at = planes_behind(p, PLANE_PAD, PLANE_BASE64, UNFOLD_PADDED, 0);
	if ((e = decode_padded(u, p, at, RUN_BASE64)) != TT_OK ||
	    (e = decode_padded(u, p, at, RUN_BASE64URL)) != TT_OK)
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
	while ((i = planes_ahead(p, PLANE_ESCAPE, PLANE_BASE64, i)) !=
	    SIZE_MAX &&
	    escape_at(span_of(p->s.p + i, p->s.n - i), &byte) == 0)
		i++;
	return i;
}

static void
copy(struct batch *b, const char *p, size_t n)
{
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

/*
 * The stretch around the escape at *i, from *floor on at most, resolved;
 * *floor is where it ends, *i where one may come next.
 */
static enum tt_err
resolve(struct unfold *u, const struct planes *p, size_t *floor, size_t *i)
{
	size_t before = planes_before(p, PLANE_SOLID, *i);
	size_t from = *i - (before < *i - *floor ? before : *i - *floor);
	size_t to = *i + planes_after(p, PLANE_SOLID, *i), len;
	struct batch *b = &u->once;
	const char *s = p->s.p;
	enum tt_err e;
	char byte;

	if ((e = make_room(b, to - from)) != TT_OK)
		return e;
	while (*i < to) {
		copy(b, s + from, *i - from);
		len = escape_at(span_of(s + *i, to - *i), &byte);
		b->p[b->n++] = len > 0 ? byte : s[*i];
		from = *i + (len > 0 ? len : 1);
		*i = planes_ahead(p, PLANE_ESCAPE, PLANE_BASE64, from);
	}
	copy(b, s + from, to - from);
	b->p[b->n++] = '\n';
	*floor = to;
	return b->n < SHEET ? TT_OK : tell_once(u, true);
}

static enum tt_err
unfold_escapes(struct unfold *u, const struct planes *p)
{
	size_t i = 0, end = 0;
	enum tt_err e;

	while ((i = next_escape(p, i)) != SIZE_MAX)
		if ((e = resolve(u, p, &end, &i)) != TT_OK)
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
	struct unfold u = { .to = to, .vectors = vectors_best() };
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
