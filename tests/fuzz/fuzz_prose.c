/* SPDX-License-Identifier: ISC */
/*
 * The first byte says the format, the rest is a draft.  Whatever it is: runs
 * ascend, lie within it, are not empty, never overlap and hold nothing that
 * the format would have to escape; lists' items likewise, within their lists;
 * and no run lies in a site that stands there already.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bulletin/lex.h"
#include "telltale/prose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(int holds)
{
	if (!holds)
		abort();
}

static void
check_run(const struct tt_prose_block *b, const struct tt_prose_run *r,
    struct span text, size_t *at)
{
	check(r->offset >= *at && r->length > 0);
	check(r->length <= text.n && r->offset <= text.n - r->length);
	check(r->gap < TT_PROSE_GAP_COUNT);
	for (size_t i = 0; i < r->length; i++) {
		char ch = text.p[r->offset + i];

		check(ch != '\0' && strchr(b->forbidden, ch) == NULL);
	}
	/* no character is cut in two */
	check(((unsigned char)text.p[r->offset] & 0xc0) != 0x80);
	check(r->offset + r->length == text.n ||
	    ((unsigned char)text.p[r->offset + r->length] & 0xc0) != 0x80);
	*at = r->offset + r->length;
}

static void
check_blocks(const struct tt_prose *p, struct span text)
{
	size_t run = 0, at = 0;

	for (size_t i = 0; i < p->n_blocks; i++) {
		const struct tt_prose_block *b = &p->blocks[i];

		check(b->kind < TT_PROSE_BLOCK_COUNT && b->n > 0);
		check(b->first == run && b->n <= p->n_runs - run);
		check(p->runs[run].gap != TT_GAP_NOTHING);
		for (size_t k = 0; k < b->n; k++)
			check_run(b, &p->runs[run + k], text, &at);
		run += b->n;
	}
	check(run == p->n_runs);
}

static void
check_lists(const struct tt_prose *p, struct span text)
{
	size_t item = 0, at = 0, end;

	for (size_t i = 0; i < p->n_lists; i++) {
		const struct tt_prose_list *l = &p->lists[i];

		check(l->first == item && l->n >= 2 &&
		    l->n <= p->n_items - item);
		check(l->offset >= at && l->length <= text.n &&
		    l->offset <= text.n - l->length);
		for (at = l->offset; item < l->first + l->n; item++) {
			check(p->items[item].p >= text.p + at);
			check(p->items[item].n > 0);
			at = (size_t)(p->items[item].p - text.p) +
			    p->items[item].n;
		}
		end = l->offset + l->length;
		check(at == end && p->items[l->first].p ==
		    text.p + l->offset);
	}
	check(item == p->n_items);
}

static void
check_sites(const struct tt_prose *p, struct span text)
{
	struct lexer l;
	struct token t;
	size_t run = 0;

	lexer_init(&l, text);
	while ((t = lexer_next(&l)).kind != TOKEN_END) {
		if (t.kind == TOKEN_PLAIN)
			continue;
		while (run < p->n_runs && p->runs[run].offset +
		    p->runs[run].length <= t.at.offset)
			run++;
		check(run == p->n_runs || p->runs[run].offset >= l.at.offset);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tt_prose *p = NULL;
	enum tt_prose_format format;
	struct span text;

	if (size == 0)
		return 0;
	format = (enum tt_prose_format)(data[0] % TT_PROSE_FORMAT_COUNT);
	text = (struct span){ (const char *)data + 1, size - 1 };
	check(tt_prose_cut(&p, format, text) == TT_OK);
	check(p->format == format);
	check_blocks(p, text);
	check_lists(p, text);
	check_sites(p, text);
	tt_prose_free(p);
	return 0;
}
