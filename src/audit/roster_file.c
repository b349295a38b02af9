/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "audit/roster_file.h"
#include "audit/row_file.h"

#define HEAD	"telltale/v1/roster"

static enum tt_err
take_number(struct span *line, uint64_t max, uint64_t *out)
{
	struct span w;

	return span_word(line, ' ', &w) ? span_u64(w, max, out) : TT_ESYNTAX;
}

static enum tt_err
take_head(struct span *in, struct roster_head *out)
{
	uint64_t holders, copies;
	struct span line;
	enum tt_err e;

	if (in->p == NULL)
		return TT_ENOENT;
	if (!span_line(in, &line) || !span_is(line, HEAD) ||
	    !span_line(in, &line) || !span_skip(&line, "depth "))
		return TT_ESYNTAX;
	if ((e = take_number(&line, TT_DEPTH_MAX, &holders)) != TT_OK ||
	    (e = take_number(&line, TT_DEPTH_MAX, &copies)) != TT_OK)
		return e;
	if (line.n != 0)
		return TT_ESYNTAX;
	*out = (struct roster_head){ (unsigned)holders, (unsigned)copies };
	return TT_OK;
}

enum tt_err
roster_head(struct roster_head *out, struct span file)
{
	return take_head(&file, out);
}

static enum tt_err
take_holder(struct roster_file *r, struct span line, bool is_public)
{
	struct tt_holder *h = &r->holders[r->n_holders];
	enum tt_err e;

	if (r->n_holders == ROSTER_ROWS_MAX)
		return TT_ELIMIT;
	if ((e = span_u64(line, UINT64_MAX, &h->number)) != TT_OK)
		return e;
	h->is_public = is_public;
	r->n_holders++;
	return TT_OK;
}

/* The number of a set, a new one if need be. */
static enum tt_err
add_set(struct roster_file *r, uint64_t set, uint32_t *n)
{
	for (*n = 0; *n < r->n_sets && r->set[*n] != set; (*n)++)
		;
	if (*n == ROSTER_SETS_MAX)
		return TT_ELIMIT;
	if (*n == r->n_sets)
		r->set[r->n_sets++] = set;
	return TT_OK;
}

static enum tt_err
take_copy(struct roster_file *r, struct span line)
{
	struct tt_copy_of *c = &r->copies[r->n_copies];
	uint64_t set = 0, bit;
	struct span w;
	enum tt_err e;

	if (r->n_copies == ROSTER_ROWS_MAX)
		return TT_ELIMIT;
	if (r->n_holders == 0)
		return TT_ESYNTAX;
	if ((e = take_number(&line, UINT64_MAX, &c->number)) != TT_OK)
		return e;
	c->holder = (uint32_t)(r->n_holders - 1);
	while (span_word(&line, ' ', &w)) {
		if ((e = row_bit_parse(w, &bit)) != TT_OK)
			return e;
		if (set >= bit)
			return TT_ESYNTAX;
		set |= bit;
	}
	r->n_copies++;
	return set != 0 ? add_set(r, set, &c->profile) : TT_ESYNTAX;
}

static enum tt_err
take_line(struct roster_file *r, struct span line)
{
	if (span_skip(&line, "holder "))
		return take_holder(r, line, false);
	if (span_skip(&line, "public "))
		return take_holder(r, line, true);
	return span_skip(&line, "copy ") ? take_copy(r, line) : TT_ESYNTAX;
}

enum tt_err
roster_file_parse(struct roster_file *out, struct span file)
{
	struct roster_file r = { .n_holders = 0 };
	struct roster_head head;
	struct span line;
	enum tt_err e;

	if (file.n > ROSTER_FILE_MAX)
		return TT_ELIMIT;
	if ((e = take_head(&file, &head)) != TT_OK)
		return e;
	r.holders = calloc(ROSTER_ROWS_MAX, sizeof(*r.holders));
	r.copies = calloc(ROSTER_ROWS_MAX, sizeof(*r.copies));
	if (r.holders == NULL || r.copies == NULL)
		e = TT_ENOMEM;
	while (e == TT_OK && file.n > 0)
		e = span_line(&file, &line) ? take_line(&r, line) :
		    TT_ESYNTAX;
	if (e == TT_OK)
		*out = r;
	else
		roster_file_done(&r);
	return e;
}

void
roster_file_done(struct roster_file *r)
{
	free(r->holders);
	free(r->copies);
	*r = (struct roster_file){ .n_holders = 0 };
}

void
roster_file_head(const struct roster_head *h, struct buf *out)
{
	buf_printf(out, HEAD "\ndepth %u %u\n", h->depth_holders,
	    h->depth_copies);
}

void
roster_file_holder(const struct tt_holder *h, struct buf *out)
{
	buf_printf(out, "%s %llu\n", h->is_public ? "public" : "holder",
	    (unsigned long long)h->number);
}

void
roster_file_copy(uint64_t number, uint64_t profiles, struct buf *out)
{
	buf_printf(out, "copy %llu", (unsigned long long)number);
	for (size_t k = 0; k < ROW_REVISIONS_MAX; k++)
		for (enum tt_profile p = 0; p < TT_PROFILE_COUNT; p++) {
			if ((profiles & row_bit(k, p)) == 0)
				continue;
			buf_char(out, ' ');
			row_bit_format(k, p, out);
		}
	buf_char(out, '\n');
}
