/* SPDX-License-Identifier: ISC */
/*
 * The raw search against one that looks at every window with no cleverness:
 * N_V is what offer.h says and never below |V|, and what is found of issued
 * values is V restricted to them.
 */
#include "prop.h"

#include <ctype.h>

#include "base/b64.h"
#include "base/buf.h"
#include "reading/lookup.h"
#include "reading/offer.h"
#include "reading/unfold.h"

#define CASES		400
#define PIECE_MAX	600	/* bytes */
#define VALUES_MAX	(1 << 16)
#define ISSUED		64

static const struct tt_site sites[] = {
	{ .kind = TT_SITE_INT, .lo = 129, .n = 893 },
	{ .kind = TT_SITE_INT, .lo = 0, .n = 256 },
	{ .kind = TT_SITE_INT, .lo = 20000, .n = 40001 },
	{ .kind = TT_SITE_INT, .lo = 131072, .n = 900000 },
	{ .kind = TT_SITE_INT, .lo = 0, .n = UINT64_MAX },
	{ .kind = TT_SITE_INT, .lo = 5000000, .n = 1ull << 40 },
	{ .kind = TT_SITE_HEX, .digits = 3, .n = 1 << 12 },
	{ .kind = TT_SITE_HEX, .digits = 6, .n = 1 << 24 },
	{ .kind = TT_SITE_HEX, .digits = 8, .n = 1ull << 32 },
	{ .kind = TT_SITE_HEX, .digits = 13, .n = 1ull << 52 },
	{ .kind = TT_SITE_HEX, .digits = 16, .n = UINT64_MAX },
	{ .kind = TT_SITE_HEX, .digits = 32, .n = UINT64_MAX },
	{ .kind = TT_SITE_NAME, .n = 1 << 24 },
};

/* All windows of one shape, in the plainest way. */
struct naive {
	struct shape shape;
	uint64_t text[VALUES_MAX], all[VALUES_MAX];
	size_t n_text, n_all;
	uint64_t wide;
};

static void
put(uint64_t *at, size_t *n, uint64_t v)
{
	for (size_t i = 0; i < *n; i++)
		if (at[i] == v)
			return;
	assert_true(*n < VALUES_MAX);
	at[(*n)++] = v;
}

static void
put_text(struct naive *w, uint64_t number)
{
	uint64_t lo = w->shape.kind == TT_SITE_INT ? w->shape.lo : 0;

	if (number < lo || number - lo >= w->shape.n)
		return;
	put(w->text, &w->n_text, number - lo);
	put(w->all, &w->n_all, number - lo);
}

static size_t
run_at(struct span s, size_t i, int (*is)(int))
{
	size_t n = 0;

	while (i + n < s.n && is((unsigned char)s.p[i + n]))
		n++;
	return n;
}

static uint64_t
parse(struct span s, size_t i, size_t n, int base)
{
	char text[32] = "";

	memcpy(text, s.p + i, n);
	return strtoull(text, NULL, base);
}

static void
look_hex(struct naive *w, struct span s, size_t i)
{
	size_t n = run_at(s, i, isxdigit), d = w->shape.digits;
	bool first = i == 0 || !isxdigit((unsigned char)s.p[i - 1]);
	bool x = i >= 2 && tolower(s.p[i - 1]) == 'x' && s.p[i - 2] == '0';

	if (n == 0)
		return;
	if (w->shape.kind == TT_SITE_INT) {
		if (first && n <= 16)
			put_text(w, parse(s, i, n, 16));
		return;
	}
	if (n >= d)
		put_text(w, parse(s, i, d < 16 ? d : 16, 16));
	else if (first && x && d <= 16)
		put_text(w, parse(s, i, n, 16));
}

static void
look_decimal(struct naive *w, struct span s, size_t i)
{
	size_t n = run_at(s, i, isdigit);
	__extension__ unsigned __int128 v = 0;

	if (n == 0 || n > 20 || (i > 0 && isdigit((unsigned char)s.p[i - 1])))
		return;
	for (size_t k = 0; k < n; k++)
		v = 10 * v + (unsigned)(s.p[i + k] - '0');
	if (v > UINT64_MAX)
		return;
	if (w->shape.kind == TT_SITE_HEX &&
	    (w->shape.digits > 16 || v < w->shape.n / 4096))
		return;
	put_text(w, (uint64_t)v);
}

static void
look_name(struct naive *w, struct span s, size_t i)
{
	static const char c[] = "bdfghjklmnprstvz", a[] = "aiou";
	uint64_t v = 0;

	for (size_t k = 0; k < 8; k += 2) {
		const char *x, *y;

		if (i + k + 1 >= s.n || s.p[i + k] == 0 || s.p[i + k + 1] == 0)
			return;
		x = strchr(c, tolower((unsigned char)s.p[i + k]));
		y = strchr(a, tolower((unsigned char)s.p[i + k + 1]));
		if (x == NULL || y == NULL)
			return;
		v = v * 64 + (uint64_t)(x - c) * 4 + (uint64_t)(y - a);
	}
	put_text(w, v);
}

/* The fewest bytes that hold the greatest number of the shape. */
static size_t
width_of(const struct shape *s)
{
	uint64_t most = s->kind == TT_SITE_INT ? s->lo + s->n - 1 : s->n - 1;
	size_t n = 1;

	while (n < 8 && most >= 1ull << 8 * n)
		n++;
	return n;
}

static void
look_integer(struct naive *w, struct span s, size_t i)
{
	size_t width = width_of(&w->shape);
	uint64_t lo = w->shape.kind == TT_SITE_INT ? w->shape.lo : 0;
	uint64_t v[2] = { 0, 0 };

	if (i + width > s.n)
		return;
	if (width > 1) {
		bool text = true;

		for (size_t k = 0; k < width; k++)
			text = text && (isprint((unsigned char)s.p[i + k]) ||
			    strchr("\t\n\v\f\r", s.p[i + k] != 0 ?
			    s.p[i + k] : 'x') != NULL);
		if (text)
			return;
		w->wide += width > 3 ? 2 : 0;
	}
	for (size_t k = 0; k < width; k++) {
		v[0] = v[0] << 8 | (uint8_t)s.p[i + k];
		v[1] |= (uint64_t)(uint8_t)s.p[i + k] << 8 * k;
	}
	for (size_t k = 0; k < 2; k++)
		if (v[k] >= lo && v[k] - lo < w->shape.n)
			put(w->all, &w->n_all, v[k] - lo);
}

static enum tt_err
look(void *ctx, struct span s, bool bytes)
{
	struct naive *w = ctx;

	for (size_t i = 0; i < s.n; i++) {
		if (w->shape.kind == TT_SITE_NAME) {
			look_name(w, s, i);
			continue;
		}
		look_hex(w, s, i);
		look_decimal(w, s, i);
		if (bytes)
			look_integer(w, s, i);
	}
	return TT_OK;
}

static void
look_through(struct naive *w, struct span piece, bool bytes)
{
	const struct unfold_to to = { w, look, NULL };

	for (size_t k = 0; bytes && k <= 16 && k <= piece.n; k++)
		if (w->shape.kind == TT_SITE_INT)
			put_text(w, piece.n - k);
	assert_int_equal(TT_OK, unfold(piece, bytes, &to));
}

/* Text and bytes in which windows of all forms happen, and nearly happen. */
static struct span
random_piece(struct prop *p, char *out)
{
	static const char *const bits[] = { "0x", "0X", "%4", "%31", "\\x41",
		"\\u0030", "=", "==", " ", "-", "zuba", "BO", "ni", "f00d",
		"7", "129", "1021", "4294967296", "deadBEEF", "/", "x", "\"",
		"18446744073709551615", "1\0002\0003\000", "TWFu", "QUJD" };
	struct buf b;
	struct span s;

	buf_init(&b, PIECE_MAX);
	while (b.n < PIECE_MAX - 30 && prop_below(p, 60) > 0)
		if (prop_below(p, 4) == 0) {
			char raw[8];

			buf_add(&b, raw, prop_bytes(p, raw, sizeof(raw)));
		} else {
			buf_str(&b, bits[prop_below(p, N_ROWS(bits))]);
		}
	if (b.n > 0)
		memcpy(out, b.p, b.n);
	s = span_of(out, b.n);
	buf_done(&b);
	return s;
}

static void
count_is_as_told(const struct naive *w, const struct offer *o, size_t i)
{
	uint64_t list[VALUES_MAX], want = w->n_all;

	if (width_of(&w->shape) > 3 && w->shape.kind != TT_SITE_NAME)
		want = w->wide + w->n_text;
	if (want > w->shape.n)
		want = w->shape.n;
	assert_int_equal(want, offer_count(o, i));
	assert_true(w->n_all <= offer_count(o, i));
	if (!offer_is_whole(o, i))
		return;
	offer_list(o, i, list);
	for (size_t k = 0; k < w->n_all; k++)
		assert_true(k == 0 || list[k - 1] < list[k]);
	for (size_t k = 0; k < w->n_all; k++)
		assert_true(offer_has(o, i, w->all[k]));
}

/* Half of what is issued stands there, if anything does. */
static void
found_is_what_stands(struct prop *p, const struct naive *w, struct span piece,
    bool bytes)
{
	struct lookup_values in = { .shape = w->shape, .n = ISSUED };
	uint64_t issued[ISSUED];
	const uint64_t *found;
	struct lookup *l = NULL;
	size_t n;

	for (size_t k = 0; k < ISSUED; k++) {
		issued[k] = prop_below(p, w->shape.n);
		if (k % 2 == 0 && w->n_all > 0)
			issued[k] = w->all[prop_below(p, w->n_all)];
	}
	in.values = issued;
	assert_int_equal(TT_OK, lookup_new(&l, &in, 1));
	assert_int_equal(TT_OK, lookup_search(l, piece, bytes));
	found = lookup_found(l, 0, &n);
	for (size_t k = 0; k < ISSUED; k++) {
		bool stands = false, is_found = false;

		for (size_t j = 0; j < w->n_all; j++)
			stands = stands || w->all[j] == issued[k];
		for (size_t j = 0; j < n; j++)
			is_found = is_found || found[j] == issued[k];
		assert_int_equal(stands, is_found);
	}
	for (size_t j = 1; j < n; j++)
		assert_true(found[j - 1] < found[j]);
	lookup_free(l);
}

static void
every_window_is_counted_and_found(void **state)
{
	static struct naive w;
	struct shape shapes[N_ROWS(sites)];
	char room[PIECE_MAX];
	struct span piece;
	struct prop p;

	(void)state;
	for (size_t i = 0; i < N_ROWS(sites); i++)
		shapes[i] = shape_of(&sites[i]);
	PROP_CASES(&p, CASES) {
		struct offer *o = NULL;
		bool bytes = p.n % 3 != 0;

		piece = random_piece(&p, room);
		assert_int_equal(TT_OK, offer_new(&o, shapes, N_ROWS(shapes)));
		assert_int_equal(TT_OK, offer_add(o, piece, bytes));
		for (size_t i = 0; i < N_ROWS(shapes); i++) {
			w.shape = shapes[i];
			w.n_text = w.n_all = w.wide = 0;
			look_through(&w, piece, bytes);
			count_is_as_told(&w, o, i);
			found_is_what_stands(&p, &w, piece, bytes);
		}
		offer_free(o);
	}
}

/* In how many ways can 32 bits be written?  In these at least. */
static const struct {
	const char *name, *before, *form, *after;
	bool bytes;
} spellings[] = {
	{ "hex", "id=", "%08x", "&", false },
	{ "upper case", "id=", "%08X", "&", false },
	{ "after 0x, no leading zeros", "0x", "%x", ";", false },
	{ "decimal", "(", "%u", ")", false },
	{ "within a longer run of digits", "00ff", "%08x", "77", false },
	{ "bytes, greatest first", "\x01\xff", ">", "\xff", true },
	{ "bytes, least first", "\x01\xff", "<", "\xff", true },
	{ "in 64 bits", "\xff", ">>", "\xff", true },
	{ "percent", "?q=", "%%>", "&x", false },
	{ "percent, least first", "?q=", "%%<", "&x", false },
	{ "as C has it", "\"", "\\x>", "\"", false },
	{ "as JSON has it", "\"", "\\u>", "\"", false },
	{ "percent within hex", "?q=", "%%31", "&x", false },
	{ "UTF-16", "\xff\xfe", "wide", "", false },
	{ "base64", "x ", "b64 0", " y", false },
	{ "base64, one further", "x ", "b64 1", " y", false },
	{ "base64, two further", "x ", "b64 2", " y", false },
	{ "base64 behind one letter", " a", "b64 0", " y", false },
	{ "base64 behind two letters", " ab", "b64 0", " y", false },
	{ "base64 behind three letters", " abc", "b64 0", " y", false },
	{ "base64 of hex", "x ", "b64 hex", " y", false },
	{ "base64 for URLs", "x ", "b64url", " y", false },
	{ "base64 alone, padded", "x ", "b64 short", " y", false },
	{ "base64 with its slashes escaped", "\"", "b64 escaped", "\"", false },
	{ "base64 in a URL", "?d=", "b64 percent", "&", false },
};

static void
add_escaped(struct buf *b, const char *lead, uint32_t v, bool little)
{
	for (unsigned k = 0; k < 4; k++)
		buf_printf(b, "%s%02x", lead,
		    v >> (little ? 8 * k : 24 - 8 * k) & 0xff);
}

static void
add_base64(struct buf *b, const char *how, uint32_t v)
{
	char in[32] = "abcdefghijklmnopq", out[64], *p = in + 12;
	size_t n = 20;

	for (unsigned k = 0; k < 4; k++)
		in[12 + k] = (char)(v >> (24 - 8 * k));
	if (how[0] == '1' || how[0] == '2')
		p -= how[0] - '0';
	if (strcmp(how, "hex") == 0)
		snprintf(in + 9, sizeof(in) - 9, "%08x", v);
	if (strcmp(how, "short") == 0)
		n = 4;
	else
		p -= 12 - (how[0] == '1' || how[0] == '2' ? how[0] - '0' : 0);
	b64_encode(out, p, n);
	for (const char *c = out; *c != '\0'; c++) {
		if (*c == '/' && strcmp(how, "escaped") == 0)
			buf_str(b, "\\/");
		else if (strcmp(how, "percent") == 0 && !isalnum((uint8_t)*c))
			buf_printf(b, "%%%02X", (unsigned)(uint8_t)*c);
		else
			buf_char(b, *c);
	}
}

static void
add_spelling(struct buf *b, const char *form, uint32_t v)
{
	char text[16];
	uint8_t raw[4];

	for (unsigned k = 0; k < 4; k++)
		raw[k] = (uint8_t)(v >> 8 * (form[0] == '<' ? k : 3 - k));
	if (strcmp(form, "<") == 0 || strcmp(form, ">") == 0) {
		buf_add(b, raw, 4);
	} else if (strcmp(form, ">>") == 0) {
		buf_zero(b, 4);
		buf_add(b, raw, 4);
	} else if (strcmp(form, "%%31") == 0) {
		snprintf(text, sizeof(text), "%08x", v);
		for (size_t k = 0; k < 8; k++)
			if (k % 2 == 0)
				buf_printf(b, "%%%02x", (unsigned)text[k]);
			else
				buf_char(b, text[k]);
	} else if (strncmp(form, "%%", 2) == 0) {
		add_escaped(b, "%", v, form[2] == '<');
	} else if (strncmp(form, "\\x", 2) == 0) {
		add_escaped(b, "\\x", v, false);
	} else if (strncmp(form, "\\u", 2) == 0) {
		add_escaped(b, "\\u00", v, false);
	} else if (strcmp(form, "wide") == 0) {
		snprintf(text, sizeof(text), "%08x", v);
		for (size_t k = 0; k < 8; k++)
			buf_add(b, (char[]){ text[k], 0 }, 2);
	} else if (strcmp(form, "b64url") == 0) {
		size_t at = b->n;

		add_base64(b, "0", v);
		for (; at < b->n; at++)
			b->p[at] = b->p[at] == '+' ? '-' :
			    b->p[at] == '/' ? '_' : b->p[at];
	} else if (strncmp(form, "b64 ", 4) == 0) {
		add_base64(b, form + 4, v);
	} else if (strcmp(form, "%u") == 0) {
		buf_printf(b, "%u", v);
	} else if (strcmp(form, "%x") == 0) {
		buf_printf(b, "%x", v);
	} else {
		buf_printf(b, form[3] == 'X' ? "%08X" : "%08x", v);
	}
}

static void
a_constant_is_found_however_it_is_spelled(void **state)
{
	struct lookup_values in = { .n = 1, .shape = shape_of(&sites[8]) };
	struct prop p;
	struct buf b;
	size_t n;

	PROP_CASES(&p, 50 * N_ROWS(spellings)) {
		size_t k = (size_t)(p.n % N_ROWS(spellings));
		uint64_t v = (uint64_t)1 << (prop_below(&p, 2) ? 31 :
		    23) | prop_below(&p, 1 << 23);
		struct lookup *l = NULL;
		struct offer *o = NULL;

		CHECK_ROW(state, spellings[k].name);
		buf_init(&b, 4096);
		buf_str(&b, spellings[k].before);
		add_spelling(&b, spellings[k].form, (uint32_t)v);
		buf_str(&b, spellings[k].after);
		assert_int_equal(TT_OK, buf_err(&b));
		in.values = &v;
		assert_int_equal(TT_OK, lookup_new(&l, &in, 1));
		assert_int_equal(TT_OK, lookup_search(l, buf_view(&b),
		    spellings[k].bytes));
		assert_int_equal(v, lookup_found(l, 0, &n)[0]);
		assert_int_equal(1, n);
		assert_int_equal(TT_OK, offer_new(&o, &in.shape, 1));
		assert_int_equal(TT_OK, offer_add(o, buf_view(&b),
		    spellings[k].bytes));
		assert_in_range(offer_count(o, 0), 1, 600);
		offer_free(o);
		lookup_free(l);
		buf_done(&b);
	}
}

/* A long piece is cut into sheets: nothing is lost where, or found twice. */
static void
long_pieces_are_seen_whole(void **state)
{
	const struct shape shapes[] = { shape_of(&sites[8]),
		shape_of(&sites[12]) };
	struct offer *o = NULL;
	struct buf b;
	struct prop p;
	size_t n = 0;

	(void)state;
	PROP_CASES(&p, 4) {
		buf_init(&b, 1 << 20);
		for (n = 0; b.n < 300000; n++)
			buf_printf(&b, "%08x%c", 0xa0000000u + (unsigned)n,
			    p.n < 2 ? '\n' : p.n == 2 ? 'x' : '\xff');
		assert_int_equal(TT_OK, offer_new(&o, shapes, 2));
		assert_int_equal(TT_OK, offer_add(o, buf_view(&b), false));
		assert_int_equal(n, offer_count(o, 0));
		assert_int_equal(0, offer_count(o, 1));
		offer_free(o);
		o = NULL;
		buf_done(&b);
	}
}

static void
count_never_passes_the_number_of_values(void **state)
{
	struct shape shapes[N_ROWS(sites)];
	struct offer *o = NULL;
	char *room = malloc(1 << 20);
	struct prop p;

	(void)state;
	assert_non_null(room);
	for (size_t i = 0; i < N_ROWS(sites); i++)
		shapes[i] = shape_of(&sites[i]);
	PROP_CASES(&p, 1)
		rng_fill(p.rng, room, 1 << 20);
	assert_int_equal(TT_OK, offer_new(&o, shapes, N_ROWS(shapes)));
	for (size_t k = 0; k < 2; k++)
		assert_int_equal(TT_OK, offer_add(o, span_of(room, 1 << 20),
		    true));
	assert_int_equal(893, offer_count(o, 0));
	assert_int_equal(256, offer_count(o, 1));
	/* but those whose bytes are text either way */
	assert_in_range(offer_count(o, 2), 32000, 36000);
	/* 98 of 256 bytes are text, .0215 of four in a row */
	assert_in_range(offer_count(o, 8), 4 * .97 * (1 << 20),
	    4 * .99 * (1 << 20));
	offer_free(o);
	free(room);
}

static void
too_many_shapes_are_refused(void **state)
{
	static struct shape shapes[OFFER_SHAPES_MAX + 1];
	struct offer *o = NULL;

	(void)state;
	assert_int_equal(TT_ELIMIT, offer_new(&o, shapes, N_ROWS(shapes)));
	assert_null(o);
}

TEST_MAIN(cmocka_unit_test(every_window_is_counted_and_found),
    cmocka_unit_test(a_constant_is_found_however_it_is_spelled),
    cmocka_unit_test(long_pieces_are_seen_whole),
    cmocka_unit_test(count_never_passes_the_number_of_values),
    cmocka_unit_test(too_many_shapes_are_refused))
