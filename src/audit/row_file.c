/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "audit/row_file.h"
#include "base/b64.h"
#include "base/hex.h"

#define HEAD	"telltale/v1/row"

bool
row_profile(struct span name, enum tt_profile *out)
{
	for (enum tt_profile p = 0; p < TT_PROFILE_COUNT; p++)
		if (span_is(name, tt_profile_name(p))) {
			*out = p;
			return true;
		}
	return false;
}

/* The number of a revision, where it is not the first. */
static bool
take_revision(struct span in, size_t *k)
{
	uint64_t n;

	if (in.n == 0) {
		*k = 0;
		return true;
	}
	if (!span_skip(&in, ".") || span_u64(in, ROW_REVISIONS_MAX, &n) !=
	    TT_OK || n < 2)
		return false;
	*k = (size_t)n - 1;
	return true;
}

enum tt_err
row_bit_parse(struct span word, uint64_t *bit)
{
	const char *dot = memchr(word.p, '.', word.n);
	struct span name = word, rest = { word.p + word.n, 0 };
	enum tt_profile p;
	size_t k;

	if (dot != NULL) {
		name.n = (size_t)(dot - word.p);
		rest = span_of(dot, word.n - name.n);
	}
	if (!row_profile(name, &p) || !take_revision(rest, &k))
		return TT_ESYNTAX;
	*bit = row_bit(k, p);
	return TT_OK;
}

void
row_bit_format(size_t k, enum tt_profile p, struct buf *out)
{
	buf_str(out, tt_profile_name(p));
	if (k > 0)
		buf_printf(out, ".%zu", k + 1);
}

/* A line "key value", which must be there. */
static enum tt_err
take(struct span *in, const char *key, struct span *value)
{
	struct span line;

	if (!span_line(in, &line) || !span_skip(&line, key) ||
	    !span_skip(&line, " "))
		return TT_ESYNTAX;
	*value = line;
	return TT_OK;
}

static enum tt_err
take_number(struct span *in, const char *key, uint64_t *out)
{
	struct span value;
	enum tt_err e;

	if ((e = take(in, key, &value)) != TT_OK)
		return e;
	return span_u64(value, UINT64_MAX, out);
}

static bool
next_is(struct span in, const char *key)
{
	return span_skip(&in, key) && span_skip(&in, " ");
}

static enum tt_err
take_level(struct span *in, struct row_file *r)
{
	struct span value;
	enum tt_err e;

	if ((e = take(in, "level", &value)) != TT_OK)
		return e;
	if (span_is(value, tt_level_name(TT_SITE_COPY)))
		r->opening.level = TT_SITE_COPY;
	else if (!span_is(value, tt_level_name(TT_SITE_HOLDER)))
		return TT_ESYNTAX;
	return take_number(in, "number", &r->opening.number);
}

static enum tt_err
take_claims(struct span *in, struct row_file *r)
{
	struct span value;
	uint64_t bit;
	enum tt_err e;

	if (r->opening.level == TT_SITE_COPY) {
		if ((e = take_number(in, "holder", &r->holder)) != TT_OK)
			return e;
	} else if (next_is(*in, "only")) {
		r->has_only = true;
		if ((e = take_number(in, "only", &r->only)) != TT_OK)
			return e;
	}
	do {
		if ((e = take(in, "profile", &value)) != TT_OK ||
		    (e = row_bit_parse(value, &bit)) != TT_OK)
			return e;
		r->profiles |= bit;
	} while (next_is(*in, "profile"));
	return TT_OK;
}

static enum tt_err
take_path(struct span *in, struct tt_row_opening *o)
{
	struct span line;

	if (!span_line(in, &line) || line.n != 0)
		return TT_ESYNTAX;
	while (in->n > 0) {
		if (o->depth == TT_DEPTH_MAX)
			return TT_ELIMIT;
		if (!span_line(in, &line) ||
		    !b64_decode(o->path[o->depth].b, sizeof(o->path[0].b),
		    line.p, line.n))
			return TT_ESYNTAX;
		o->depth++;
	}
	return TT_OK;
}

/* Order and repetition are told by writing it again. */
static bool
is_canonical(const struct row_file *r, struct span file)
{
	struct buf again;
	bool same;

	buf_init(&again, ROW_FILE_MAX);
	row_file_format(r, &again);
	same = buf_err(&again) == TT_OK && span_eq(buf_view(&again), file);
	buf_done(&again);
	return same;
}

enum tt_err
row_file_parse(struct row_file *out, struct span file)
{
	struct row_file r = { .holder = 0 };
	struct span in = file, value;
	enum tt_err e;

	if (file.n > ROW_FILE_MAX)
		return TT_ELIMIT;
	if (!span_line(&in, &value) || !span_is(value, HEAD))
		return TT_ESYNTAX;
	if ((e = take_level(&in, &r)) != TT_OK ||
	    (e = take_claims(&in, &r)) != TT_OK ||
	    (e = take(&in, "key", &value)) != TT_OK)
		return e;
	if (!hex_decode(r.opening.key.b, sizeof(r.opening.key.b), value.p,
	    value.n))
		return TT_ESYNTAX;
	if ((e = take_path(&in, &r.opening)) != TT_OK)
		return e;
	if (!is_canonical(&r, file))
		return TT_ESYNTAX;
	*out = r;
	return TT_OK;
}

void
row_file_format(const struct row_file *r, struct buf *out)
{
	char hex[HEX_LEN(TT_KEY_LEN) + 1], line[B64_LEN(32) + 1];
	const struct tt_row_opening *o = &r->opening;

	buf_printf(out, HEAD "\nlevel %s\nnumber %llu\n",
	    tt_level_name(o->level), (unsigned long long)o->number);
	if (o->level == TT_SITE_COPY)
		buf_printf(out, "holder %llu\n", (unsigned long long)r->holder);
	else if (r->has_only)
		buf_printf(out, "only %llu\n", (unsigned long long)r->only);
	for (size_t k = 0; k < ROW_REVISIONS_MAX; k++)
		for (enum tt_profile p = 0; p < TT_PROFILE_COUNT; p++) {
			if ((r->profiles & row_bit(k, p)) == 0)
				continue;
			buf_str(out, "profile ");
			row_bit_format(k, p, out);
			buf_char(out, '\n');
		}
	hex_encode(hex, o->key.b, sizeof(o->key.b));
	buf_printf(out, "key %s\n\n", hex);
	for (unsigned i = 0; i < o->depth; i++) {
		b64_encode(line, o->path[i].b, sizeof(o->path[i].b));
		buf_printf(out, "%s\n", line);
	}
}
