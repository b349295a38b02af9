/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include <brotli/decode.h>
#include <zlib.h>

#include "extract/content.h"

#define STEP	65536	/* bytes decoded at once */

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The size in a chunk's first line; false if there is none. */
static bool
read_size(struct span line, size_t *out)
{
	size_t v = 0, i = 0;

	for (; i < line.n && hex_digit(line.p[i]) >= 0; i++) {
		if (v > SIZE_MAX >> 8)
			return false;
		v = v << 4 | (size_t)hex_digit(line.p[i]);
	}
	*out = v;
	return i > 0;
}

static void
skip_line_end(struct span *in)
{
	if (!span_skip(in, "\r\n"))
		(void)span_skip(in, "\n");
}

/* Trailers, and the empty line that ends them. */
static void
skip_trailers(struct span *in)
{
	struct span line;

	while (span_line(in, &line))
		if (line.n == 0 || (line.n == 1 && line.p[0] == '\r'))
			return;
}

bool
content_chunks(struct span *in, struct buf *out)
{
	struct span line, rest = *in;
	size_t size;

	while (span_line(&rest, &line) && read_size(line, &size)) {
		if (size == 0) {
			skip_trailers(&rest);
			*in = rest;
			return true;
		}
		if (size > rest.n)
			size = rest.n;
		buf_add(out, rest.p, size);
		rest = span_of(rest.p + size, rest.n - size);
		skip_line_end(&rest);
		*in = rest;
	}
	return false;
}

/* Is n bytes out of so many in too good to be true? */
static bool
is_bomb(size_t in, size_t n)
{
	return n > CONTENT_MAX || (n > CONTENT_ALLOWANCE &&
	    n / CONTENT_RATIO > in);
}

static enum tt_err
inflate_all(struct span in, int bits, struct buf *out)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)in.p,
		.avail_in = (uInt)in.n };
	size_t from = out->n;
	char step[STEP];
	enum tt_err e = TT_OK;
	int r;

	if (inflateInit2(&z, bits) != Z_OK)
		return TT_ENOMEM;
	do {
		z.next_out = (Bytef *)step;
		z.avail_out = sizeof(step);
		r = inflate(&z, Z_NO_FLUSH);
		buf_add(out, step, sizeof(step) - z.avail_out);
		if (is_bomb(in.n, out->n - from))
			e = TT_ELIMIT;
		else
			e = buf_err(out);
	} while (r == Z_OK && e == TT_OK);
	inflateEnd(&z);
	if (e != TT_OK)
		return e;
	return r == Z_STREAM_END ? TT_OK : TT_ESYNTAX;
}

/* With zlib's header, or, as some send it, without. */
static enum tt_err
undo_deflate(struct span in, struct buf *out)
{
	size_t from = out->n;
	enum tt_err e = inflate_all(in, MAX_WBITS, out);

	if (e != TT_ESYNTAX || out->n > from)
		return e;
	return inflate_all(in, -MAX_WBITS, out);
}

static enum tt_err
undo_brotli(struct span in, struct buf *out)
{
	BrotliDecoderState *b = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	const uint8_t *next = (const uint8_t *)in.p;
	size_t left = in.n, from = out->n;
	enum tt_err e = b != NULL ? TT_OK : TT_ENOMEM;
	BrotliDecoderResult r = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
	char step[STEP];

	while (e == TT_OK && r == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
		uint8_t *to = (uint8_t *)step;
		size_t room = sizeof(step);

		r = BrotliDecoderDecompressStream(b, &left, &next, &room, &to,
		    NULL);
		buf_add(out, step, sizeof(step) - room);
		if (is_bomb(in.n, out->n - from))
			e = TT_ELIMIT;
		else
			e = buf_err(out);
	}
	if (b != NULL)
		BrotliDecoderDestroyInstance(b);
	if (e == TT_OK && r != BROTLI_DECODER_RESULT_SUCCESS)
		e = TT_ESYNTAX;
	return e;
}

static enum tt_err
undo(struct span in, struct span coding, struct buf *out)
{
	static const struct {
		const char *name;
		int how;	/* 0 none, 1 gzip, 2 deflate, 3 br */
	} known[] = { { "identity", 0 }, { "gzip", 1 }, { "x-gzip", 1 },
		{ "deflate", 2 }, { "br", 3 } };

	if (in.n > CONTENT_MAX)
		in.n = CONTENT_MAX;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strlen(known[i].name) != coding.n ||
		    strncasecmp(known[i].name, coding.p, coding.n) != 0)
			continue;
		switch (known[i].how) {
		case 1:
			return inflate_all(in, 16 + MAX_WBITS, out);
		case 2:
			return undo_deflate(in, out);
		case 3:
			return undo_brotli(in, out);
		default:
			buf_span(out, in);
			return buf_err(out);
		}
	}
	return TT_ESYNTAX;
}

/* Encodings parted by commas; their number, at most CONTENT_LAYERS + 1. */
static size_t
split(struct span list, struct span out[CONTENT_LAYERS + 1])
{
	struct span word;
	size_t n = 0;

	while (n <= CONTENT_LAYERS && span_word(&list, ',', &word)) {
		word = span_trim(word);
		if (word.n > 0)
			out[n++] = word;
	}
	return n;
}

enum tt_err
content_decode(struct span in, struct span encodings, struct buf *out)
{
	struct span coding[CONTENT_LAYERS + 1];
	struct buf a, b;
	size_t n = split(encodings, coding);
	enum tt_err e = n > CONTENT_LAYERS ? TT_ELIMIT : TT_OK;

	buf_init(&a, 2 * CONTENT_MAX);
	buf_init(&b, 2 * CONTENT_MAX);
	while (n > 1 && e == TT_OK) {
		buf_clear(&b);
		if ((e = undo(in, coding[--n], &b)) == TT_ELIMIT)
			break;
		if (b.n > 0)
			e = TT_OK;	/* as far as it goes */
		buf_clear(&a);
		buf_span(&a, buf_view(&b));
		if (e == TT_OK)
			e = buf_err(&a);
		in = buf_view(&a);
	}
	if (e == TT_OK && n == 0)
		buf_span(out, in);
	else if (e == TT_OK)
		e = undo(in, coding[0], out);
	buf_done(&a);
	buf_done(&b);
	return e != TT_OK ? e : buf_err(out);
}
