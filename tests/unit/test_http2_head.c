/* SPDX-License-Identifier: ISC */
/*
 * Header blocks of HTTP/2, of which the first are missing; what was sent is
 * known from nghttp2's own encoder.
 */
#include "test.h"

#include "base/rng.h"
#include "extract/http2_head.h"
#include "extract/http_stream.h"
#include "http2kit.h"

#define FIELDS	8	/* of a block */
#define BLOCKS	200

/* A few names, and values of which some come again and most do not. */
static void
invent(struct rng r, char text[2 * FIELDS][64], nghttp2_nv nv[FIELDS])
{
	for (size_t i = 0; i < FIELDS; i++) {
		char *name = text[2 * i], *value = text[2 * i + 1];

		snprintf(name, 64, "x-%u", (unsigned)rng_below(r, 6));
		snprintf(value, 64, "%.*s%u", (int)rng_below(r, 50),
		    "..................................................",
		    (unsigned)rng_below(r, 40));
		nv[i] = (nghttp2_nv){ .name = (uint8_t *)name,
			.namelen = strlen(name), .value = (uint8_t *)value,
			.valuelen = strlen(value) };
	}
}

/* Blocks by nghttp2's encoder, each a request; want: their lines. */
static void
pack(struct rng r, struct buf *in, size_t begins[BLOCKS],
    struct buf want[BLOCKS])
{
	char text[2 * FIELDS][64];
	nghttp2_nv nv[FIELDS];
	uint8_t block[4096];
	nghttp2_hd_deflater *d;
	ssize_t n;

	assert_int_equal(0, nghttp2_hd_deflate_new(&d, HTTP2_TABLE_FIRST));
	for (uint32_t i = 0; i < BLOCKS; i++) {
		if (rng_below(r, 20) == 0)
			nghttp2_hd_deflate_change_table_size(d,
			    rng_below(r, HTTP2_TABLE_FIRST + 1));
		invent(r, text, nv);
		buf_init(&want[i], 1 << 16);
		for (size_t k = 0; k < FIELDS; k++)
			buf_printf(&want[i], "%s: %s\r\n", text[2 * k],
			    text[2 * k + 1]);
		n = nghttp2_hd_deflate_hd(d, block, sizeof(block), nv,
		    FIELDS);
		assert_true(n > 0);
		begins[i] = in->n;
		kit_add2(in, HTTP2_HEADERS, HTTP2_END_STREAM |
		    HTTP2_END_HEADERS, 2 * i + 1, span_of(block,
		    (size_t)n));
	}
	nghttp2_hd_deflate_del(d);
}

struct compared {
	const struct buf *want;
	size_t heads, whole, lines;
};

/* Each line that is told was sent in this block, in this order. */
static void
compare(void *ctx, const struct http_told *t)
{
	struct compared *c = ctx;
	struct span got = t->bytes, line, want, sent;

	assert_int_equal(HTTP_HEAD, t->what);
	want = buf_view(&c->want[t->message / 2]);
	c->heads++;
	if (t->trouble == NULL) {
		c->whole++;
		assert_int_equal(want.n + 2, got.n);
		assert_memory_equal(want.p, got.p, want.n);
	}
	while (span_line(&got, &line) && line.n > 1) {
		do
			assert_true(span_line(&want, &sent));
		while (!span_eq(sent, line) && !(line.p[0] == '?' &&
		    memmem(sent.p, sent.n, line.p + 1, line.n - 1) != NULL));
		c->lines++;
	}
}

/* Whatever is missing before: no field is taken for another. */
static void
from_any_block_on_fields_are_right_or_missing(void **state)
{
	struct rng_seeded seeded;
	const uint8_t seed[32] = { 9 };
	struct rng r = rng_seeded(&seeded, seed);
	size_t begins[BLOCKS], unpack, whole = 0;
	struct buf in, want[BLOCKS];

	(void)state;
	buf_init(&in, 1 << 20);
	pack(r, &in, begins, want);
	for (size_t i = 0; i < BLOCKS; i++) {
		struct compared c = { .want = want };

		unpack = (size_t)1 << 30;
		assert_true(http_stream_read(span_of(in.p + begins[i], in.n -
		    begins[i]), &unpack, compare, &c));
		assert_int_equal(BLOCKS - i, c.heads);
		whole += c.whole;
		/* the table has all once its old fields have left it */
		assert_true(c.heads < 120 || c.whole > c.heads / 2);
	}
	assert_true(whole > BLOCKS * BLOCKS / 4);
	for (size_t i = 0; i < BLOCKS; i++)
		buf_done(&want[i]);
	buf_done(&in);
}

TEST_MAIN(cmocka_unit_test(from_any_block_on_fields_are_right_or_missing))
