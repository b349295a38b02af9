/* SPDX-License-Identifier: ISC */
/*
 * testkit - C2SP's age test files: lines "key: value", an empty line, an age
 * file, perhaps deflated.
 */
#ifndef TESTKIT_H
#define TESTKIT_H

#include <zlib.h>

#include "base/buf.h"
#include "base/hex.h"
#include "telltale/age_key.h"
#include "test.h"

#define TESTKIT_MAX	((size_t)64 << 20)	/* bytes of one file */

struct testkit {
	struct tt_age_identities ids;
	struct span passphrase;
	bool armored, compressed, has_payload;
	uint8_t payload[32];	/* SHA-256 of all plaintext released */
	char *raw;		/* what the spans point into */
	struct buf file;
};

static inline void
testkit_inflate(struct buf *out, struct span in)
{
	static uint8_t piece[65536];
	z_stream z = { .avail_in = (uInt)in.n };
	uint8_t *copy = malloc(in.n + 1);
	int ret;

	assert_non_null(copy);
	memcpy(copy, in.p, in.n);
	z.next_in = copy;
	assert_int_equal(Z_OK, inflateInit(&z));
	do {
		z.next_out = piece;
		z.avail_out = sizeof(piece);
		ret = inflate(&z, Z_NO_FLUSH);
		assert_true(ret == Z_OK || ret == Z_STREAM_END);
		buf_add(out, piece, sizeof(piece) - z.avail_out);
	} while (ret != Z_STREAM_END);
	inflateEnd(&z);
	free(copy);
}

static inline void
testkit_line(struct testkit *t, struct span line)
{
	if (span_skip(&line, "identity: ") && !tt_age_key_is_hybrid(line))
		assert_int_equal(TT_OK, tt_age_identity_parse(
		    &t->ids.id[t->ids.n++], line));
	else if (span_skip(&line, "passphrase: "))
		t->passphrase = line;
	else if (span_skip(&line, "payload: ")) {
		assert_true(hex_decode(t->payload, 32, line.p, line.n));
		t->has_payload = true;
	} else if (span_is(line, "armored: yes"))
		t->armored = true;
	else if (span_is(line, "compressed: zlib"))
		t->compressed = true;
	else
		assert_true(tt_age_key_is_hybrid(line) ||
		    span_starts(line, "expect: ") ||
		    span_starts(line, "file key: ") ||
		    span_starts(line, "comment: "));
}

static inline void
testkit_load(struct testkit *t, const char *path)
{
	struct span in, line;
	size_t n;

	memset(t, 0, sizeof(*t));
	t->raw = test_read(path, &n);
	in = span_of(t->raw, n);
	while (span_line(&in, &line) && line.n > 0)
		testkit_line(t, line);
	buf_init(&t->file, TESTKIT_MAX);
	if (t->compressed)
		testkit_inflate(&t->file, in);
	else
		buf_span(&t->file, in);
	assert_int_equal(TT_OK, buf_err(&t->file));
}

static inline void
testkit_done(struct testkit *t)
{
	buf_done(&t->file);
	free(t->raw);
}

#endif
