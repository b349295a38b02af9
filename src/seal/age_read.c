/* SPDX-License-Identifier: ISC */
/*
 * One reader serves files in pieces and whole ones.  A full chunk is tried
 * as one that others follow and then as the last, so that it can be released
 * before it is known what comes after it.
 */
#include <string.h>

#include "base/secret.h"
#include "seal/age_chunk.h"
#include "seal/age_header.h"
#include "seal/age_wrap.h"

struct tt_age_reader {
	struct tt_age_opener by;
	enum { READ_HEADER, READ_NONCE, READ_CHUNKS, READ_LAST } state;
	enum tt_err err;	/* the first one, for good */
	uint8_t key[32];	/* of the payload */
	struct tt_age_file_key file_key;
	uint64_t counter;	/* of the next chunk */
	uint8_t plain[TT_AGE_CHUNK];
	struct age_header_parser parser;
	size_t n;		/* bytes waiting in text */
	uint8_t text[AGE_SEALED_CHUNK];	/* header, then nonce, then a chunk */
};

_Static_assert(TT_AGE_HEADER_MAX <= AGE_SEALED_CHUNK, "text holds either");

/* Moves what is still missing of want bytes; true once they are there. */
static bool
gather(struct tt_age_reader *r, struct span *in, size_t want)
{
	size_t take = want - r->n < in->n ? want - r->n : in->n;

	if (take > 0)
		memcpy(r->text + r->n, in->p, take);
	r->n += take;
	*in = span_of(in->p + take, in->n - take);
	return r->n == want;
}

static enum tt_err
finish_header(struct tt_age_reader *r)
{
	struct span text = span_of(r->text, r->parser.h.len);
	struct tt_age_info info;
	enum tt_err e;

	if ((e = age_wrap_check(&info, &r->parser.h, text)) != TT_OK)
		return e;
	r->state = READ_NONCE;
	return age_unwrap(&r->file_key, &r->by, &r->parser.h, text);
}

/* What came with the header's last bytes and is no header goes back to in. */
static enum tt_err
read_header(struct tt_age_reader *r, struct span *in)
{
	size_t extra;
	enum tt_err e;

	gather(r, in, TT_AGE_HEADER_MAX);
	e = age_header_feed(&r->parser, span_of(r->text, r->n));
	if (e != TT_OK || r->parser.state != AGE_DONE)
		return e;
	extra = r->n - r->parser.h.len;
	*in = span_of(in->p - extra, in->n + extra);
	r->n = 0;
	return finish_header(r);
}

static void
read_nonce(struct tt_age_reader *r, struct span *in)
{
	if (!gather(r, in, TT_AGE_NONCE_LEN))
		return;
	age_payload_key(r->key, &r->file_key, r->text);
	r->n = 0;
	r->state = READ_CHUNKS;
}

static enum tt_err
release(struct tt_age_reader *r, bool last, struct buf *out)
{
	if (r->n < TT_AGE_TAG_LEN || !age_chunk_open(r->plain, r->text, r->n,
	    r->key, r->counter, last))
		return TT_EPAYLOAD;
	buf_add(out, r->plain, r->n - TT_AGE_TAG_LEN);
	r->counter++;
	r->n = 0;
	if (last)
		r->state = READ_LAST;
	return buf_err(out);
}

static enum tt_err
read_chunk(struct tt_age_reader *r, struct span *in, struct buf *out)
{
	enum tt_err e;

	if (!gather(r, in, AGE_SEALED_CHUNK))
		return TT_OK;
	e = release(r, false, out);
	return e == TT_EPAYLOAD ? release(r, true, out) : e;
}

static enum tt_err
step(struct tt_age_reader *r, struct span *in, struct buf *out)
{
	switch (r->state) {
	case READ_HEADER:
		return read_header(r, in);
	case READ_NONCE:
		read_nonce(r, in);
		return TT_OK;
	case READ_CHUNKS:
		return read_chunk(r, in, out);
	case READ_LAST:
		break;
	}
	return TT_EPAYLOAD;
}

static enum tt_err
finish(struct tt_age_reader *r, struct buf *out)
{
	switch (r->state) {
	case READ_HEADER:
	case READ_NONCE:
		return TT_ESYNTAX;
	case READ_CHUNKS:
		if (r->counter > 0 && r->n <= TT_AGE_TAG_LEN)
			return TT_EPAYLOAD;	/* empty, and not alone */
		return release(r, true, out);
	case READ_LAST:
		break;
	}
	return TT_OK;
}

enum tt_err
tt_age_reader_new(struct tt_age_reader **out, const struct tt_age_opener *by)
{
	struct tt_age_reader *r;

	if ((r = SECRET_NEW(struct tt_age_reader)) == NULL)
		return TT_ENOMEM;
	r->by = *by;
	age_header_start(&r->parser);
	*out = r;
	return TT_OK;
}

enum tt_err
tt_age_reader_push(struct tt_age_reader *r, struct span file, struct buf *out)
{
	while (r->err == TT_OK && file.n > 0)
		r->err = step(r, &file, out);
	return r->err;
}

enum tt_err
tt_age_reader_end(struct tt_age_reader *r, struct buf *out)
{
	if (r->err == TT_OK)
		r->err = finish(r, out);
	return r->err;
}

void
tt_age_reader_free(struct tt_age_reader *r)
{
	secret_free(r);
}

enum tt_err
tt_age_file_open(struct buf *out, const struct tt_age_opener *by,
    struct span file)
{
	struct tt_age_reader *r;
	size_t kept = out->n;
	enum tt_err e;

	if ((e = tt_age_reader_new(&r, by)) != TT_OK)
		return e;
	if ((e = tt_age_reader_push(r, file, out)) == TT_OK)
		e = tt_age_reader_end(r, out);
	if (e != TT_OK)
		buf_cut(out, kept);
	tt_age_reader_free(r);
	return e;
}

enum tt_err
tt_age_file_key_of(struct tt_age_file_key *out, const struct tt_age_opener *by,
    struct span file)
{
	struct age_header_parser p;
	struct tt_age_info info;
	enum tt_err e;

	if ((e = age_header_parse(&p, file)) != TT_OK ||
	    (e = age_wrap_check(&info, &p.h, file)) != TT_OK)
		return e;
	return age_unwrap(out, by, &p.h, file);
}

enum tt_err
tt_age_file_inspect(struct tt_age_info *out, struct span file)
{
	struct age_header_parser p;
	enum tt_err e;

	if ((e = age_header_parse(&p, file)) != TT_OK)
		return e;
	return age_wrap_check(out, &p.h, file);
}
