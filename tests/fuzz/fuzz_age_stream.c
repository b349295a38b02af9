/* SPDX-License-Identifier: ISC */
/*
 * However a file is cut into pieces, the same bytes are released and the
 * same error is given.  The file is the input itself, or, after a first byte
 * of 's', one that is sealed here and then changed as the input says; of
 * that only what was sealed is released, and a change is never missed.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/rng.h"
#include "telltale/age_file.h"

#define MAX	((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum change { KEEP, FLIP, CUT, APPEND };

/* The bytes after 's'; each number with its lowest byte first. */
struct recipe {
	uint8_t length[3];	/* of the plaintext */
	uint8_t change;
	uint8_t at[3];
	uint8_t bits;
	uint8_t step[3];	/* bytes of a piece */
};

static size_t
number(const uint8_t v[3])
{
	return (size_t)v[0] | (size_t)v[1] << 8 | (size_t)(v[2] & 3) << 16;
}

static enum tt_err
read_pieces(struct buf *out, struct span file, size_t step)
{
	static const struct tt_age_file_key key = { { 1 } };
	const struct tt_age_opener by = { .file_key = &key };
	struct tt_age_reader *r;
	enum tt_err e = TT_OK;
	size_t n;

	if (tt_age_reader_new(&r, &by) != TT_OK)
		abort();
	while (file.n > 0 && e == TT_OK) {
		n = file.n < step ? file.n : step;
		e = tt_age_reader_push(r, span_of(file.p, n), out);
		file = span_of(file.p + n, file.n - n);
	}
	if (e == TT_OK)
		e = tt_age_reader_end(r, out);
	tt_age_reader_free(r);
	return e;
}

/* Releases into out what both ways of reading agree on. */
static enum tt_err
read_both(struct buf *out, struct span file, size_t step)
{
	struct buf other;
	enum tt_err e;

	buf_init(&other, MAX);
	e = read_pieces(out, file, MAX);
	if (read_pieces(&other, file, step) != e ||
	    !span_eq(buf_view(out), buf_view(&other)))
		abort();
	buf_done(&other);
	return e;
}

static void
seal(struct buf *file, struct span plain)
{
	static const struct tt_age_recipient base = { { 9 } };
	static const struct tt_age_file_key key = { { 1 } };
	const struct tt_age_target to = { .recipients = &base,
		.n_recipients = 1, .file_key = &key };
	struct rng_seeded s;

	if (tt_age_file_seal(file, &to, plain,
	    rng_seeded(&s, (const uint8_t[32]){ 0 })) != TT_OK)
		abort();
}

/* Whether anything is other than it was. */
static bool
change(struct buf *file, const struct recipe *r)
{
	size_t at = number(r->at) % file->n;

	switch ((enum change)(r->change % 4)) {
	case KEEP:
		return false;
	case FLIP:
		file->p[at] = (char)(file->p[at] ^ r->bits);
		return r->bits != 0;
	case CUT:
		buf_cut(file, at);
		return true;
	case APPEND:
		buf_zero(file, at + 1);
		return true;
	}
	return false;
}

static void
read_sealed(const struct recipe *r)
{
	static char plain[1 << 18];
	size_t n = number(r->length), step = number(r->step);
	struct buf file, out;
	bool changed;
	enum tt_err e;

	for (size_t i = 0; i < n; i++)
		plain[i] = (char)(i >> 8 ^ i);
	buf_init(&file, MAX);
	buf_init(&out, MAX);
	seal(&file, span_of(plain, n));
	changed = change(&file, r);
	/* bytes one at a time only where there are few of them */
	e = read_both(&out, buf_view(&file), step > 0 ? step :
	    file.n > 4096 ? 64 : 1);
	if ((e == TT_OK) == changed || out.n > n ||
	    memcmp(plain, buf_view(&out).p, out.n) != 0 ||
	    (e == TT_OK && out.n != n))
		abort();
	buf_done(&out);
	buf_done(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct recipe r = { .change = KEEP };
	struct buf out;

	if (sodium_init() < 0)
		abort();
	if (size > 0 && data[0] == 's') {
		memcpy(&r, data + 1, size - 1 < sizeof(r) ? size - 1 :
		    sizeof(r));
		read_sealed(&r);
		return 0;
	}
	buf_init(&out, MAX);
	(void)read_both(&out, span_of(data, size), 7);
	buf_done(&out);
	return 0;
}
