/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bulletin/grow.h"
#include "bulletin/lex.h"
#include "telltale/marked.h"
#include "wording/cutting.h"
#include "wording/flat.h"

/* Sites, and the backslashes of escapes, are opaque; sites show as x. */
static void
mask_sites(struct cutting *c)
{
	struct lexer l;
	struct token t;

	lexer_init(&l, c->text);
	while ((t = lexer_next(&l)).kind != TOKEN_END) {
		size_t from = t.at.offset, to = l.at.offset, text;

		if (t.kind == TOKEN_PLAIN) {
			text = (size_t)(t.text.p - c->text.p);
			memset(c->opaque + from, true, text - from);
			from = text + t.text.n;
		} else {
			memset(c->mask + from, 'x', to - from);
		}
		memset(c->opaque + from, true, to - from);
	}
}

enum tt_err
cutting_init(struct cutting *c, struct span text)
{
	memset(c, 0, sizeof(*c));
	if (text.n > TT_PART_MAX)
		return TT_ELIMIT;
	c->text = text;
	c->mask = malloc(text.n + 1);
	c->opaque = calloc(text.n + 1, sizeof(*c->opaque));
	c->out = calloc(1, sizeof(*c->out));
	if (c->mask == NULL || c->opaque == NULL || c->out == NULL) {
		cutting_done(c);
		return TT_ENOMEM;
	}
	if (text.n > 0)
		memcpy(c->mask, text.p, text.n);
	c->mask[text.n] = '\0';
	c->masked = (struct span){ c->mask, text.n };
	mask_sites(c);
	return TT_OK;
}

void
cutting_done(struct cutting *c)
{
	free(c->mask);
	free(c->opaque);
	free(c->out);
	free(c->pieces);
	free(c->blocks);
	free(c->runs);
	free(c->lists);
	free(c->items);
	memset(c, 0, sizeof(*c));
}

void
cutting_open(struct cutting *c, enum tt_prose_block_kind kind,
    const char *forbidden, bool wrapped)
{
	cutting_close(c);
	c->block = (struct tt_prose_block){ .kind = kind,
		.forbidden = forbidden, .wrapped = wrapped };
	c->n_pieces = 0;
}

static void
add_piece(struct cutting *c, struct cutting_piece piece)
{
	void *p = c->pieces;

	assert(c->n_pieces == 0 ||
	    piece.from >= c->pieces[c->n_pieces - 1].to);
	assert(piece.to <= c->text.n);
	if (c->err == TT_OK)
		c->err = grow(&p, &c->cap_pieces, c->n_pieces,
		    sizeof(*c->pieces), SIZE_MAX);
	if (c->err != TT_OK)
		return;
	c->pieces = p;
	c->pieces[c->n_pieces++] = piece;
}

void
cutting_add(struct cutting *c, size_t from, size_t to, enum tt_prose_gap gap)
{
	assert(c->block.forbidden != NULL);
	while (from < to && ((unsigned char)c->mask[from] & 0xc0) == 0x80)
		from++;		/* of a character that was escaped */
	if (from < to)
		add_piece(c, (struct cutting_piece){ from, to, gap });
}

void
cutting_gap(struct cutting *c, size_t at, enum tt_prose_gap gap)
{
	assert(c->block.forbidden != NULL);
	add_piece(c, (struct cutting_piece){ at, at, gap });
}

void
cutting_is(struct cutting *c, enum tt_prose_block_kind kind)
{
	c->block.kind = kind;
}

enum tt_prose_gap
cutting_stronger(enum tt_prose_gap a, enum tt_prose_gap b)
{
	if (a == TT_GAP_WORD || b == TT_GAP_WORD)
		return TT_GAP_WORD;
	return a == TT_GAP_SPACE || b == TT_GAP_SPACE ? TT_GAP_SPACE :
	    TT_GAP_NOTHING;
}

static bool
is_white(char ch)
{
	return ch != '\0' && strchr(" \t\r\n\f\v", ch) != NULL;
}

/* A run from..to, unless it is white space: then *gap tells it. */
static void
add_run(struct cutting *c, size_t from, size_t to, enum tt_prose_gap *gap)
{
	void *p = c->runs;
	size_t end = to;

	while (end > from && is_white(c->text.p[end - 1]))
		end--;
	if (end == from) {
		if (from < to)
			*gap = cutting_stronger(*gap, TT_GAP_SPACE);
		return;
	}
	if (c->err == TT_OK)
		c->err = grow(&p, &c->cap_runs, c->n_runs, sizeof(*c->runs),
		    SIZE_MAX);
	if (c->err != TT_OK)
		return;
	c->runs = p;
	c->runs[c->n_runs++] = (struct tt_prose_run){ from, to - from, *gap };
	*gap = TT_GAP_NOTHING;
}

/* What of a piece is not opaque. */
static void
add_runs(struct cutting *c, struct cutting_piece piece,
    enum tt_prose_gap *gap)
{
	size_t at = piece.from, from;

	while (at < piece.to) {
		for (from = at; at < piece.to && !c->opaque[at]; at++)
			;
		add_run(c, from, at, gap);
		for (from = at; at < piece.to && c->opaque[at]; at++)
			;
		if (at > from)
			*gap = TT_GAP_WORD;
	}
}

/* No white space at either end of the block. */
static void
trim(struct cutting *c)
{
	struct tt_prose_run *first = &c->runs[c->block.first];
	struct tt_prose_run *last = &c->runs[c->n_runs - 1];

	while (first->gap != TT_GAP_WORD &&
	    is_white(c->text.p[first->offset])) {
		first->offset++;
		first->length--;
	}
	while (!c->block.goes_on &&
	    is_white(c->text.p[last->offset + last->length - 1]))
		last->length--;
}

void
cutting_close(struct cutting *c)
{
	enum tt_prose_gap gap = TT_GAP_SPACE;
	void *p = c->blocks;

	if (c->block.forbidden == NULL)
		return;
	if (c->err == TT_OK)
		c->err = flat_hide(c);
	c->block.first = c->n_runs;
	for (size_t i = 0; i < c->n_pieces && c->err == TT_OK; i++) {
		gap = i == 0 ? c->pieces[i].gap :
		    cutting_stronger(gap, c->pieces[i].gap);
		add_runs(c, c->pieces[i], &gap);
	}
	c->block.n = c->n_runs - c->block.first;
	c->block.goes_on = gap == TT_GAP_WORD;
	if (c->err == TT_OK && c->block.n > 0)
		c->err = grow(&p, &c->cap_blocks, c->n_blocks,
		    sizeof(*c->blocks), SIZE_MAX);
	if (c->err == TT_OK && c->block.n > 0) {
		c->blocks = p;
		trim(c);
		c->blocks[c->n_blocks++] = c->block;
	}
	c->block.forbidden = NULL;
}

void
cutting_drop(struct cutting *c)
{
	c->block.forbidden = NULL;
}

void
cutting_block(struct cutting *c, enum tt_prose_block_kind kind,
    const char *forbidden, bool wrapped, size_t from, size_t to)
{
	cutting_open(c, kind, forbidden, wrapped);
	cutting_add(c, from, to, TT_GAP_SPACE);
	cutting_close(c);
}

static bool
is_short(const struct cutting *c, const struct cutting_piece *items, size_t n)
{
	size_t bytes = 0;

	if (n < 2 || n > CUTTING_LIST_MAX || items[0].from < c->list_end)
		return false;
	for (size_t i = 0; i < n; i++) {
		assert(items[i].from < items[i].to);
		assert(i == 0 || items[i].from >= items[i - 1].to);
		bytes += items[i].to - items[i].from;
	}
	for (size_t i = items[0].from; i < items[n - 1].to; i++)
		if (c->mask[i] != c->text.p[i])
			return false;
	return bytes <= CUTTING_LIST_BYTES;
}

void
cutting_list(struct cutting *c, const struct cutting_piece *items, size_t n)
{
	void *lists = c->lists, *p;

	if (c->err != TT_OK || !is_short(c, items, n))
		return;
	c->err = grow(&lists, &c->cap_lists, c->n_lists, sizeof(*c->lists),
	    SIZE_MAX);
	c->lists = c->err == TT_OK ? lists : c->lists;
	for (size_t i = 0; i < n && c->err == TT_OK; i++) {
		p = c->items;
		c->err = grow(&p, &c->cap_items, c->n_items + i,
		    sizeof(*c->items), SIZE_MAX);
		if (c->err != TT_OK)
			return;
		c->items = p;
		c->items[c->n_items + i] = (struct span){
			c->text.p + items[i].from,
			items[i].to - items[i].from };
	}
	if (c->err != TT_OK)
		return;
	c->list_end = items[n - 1].to;
	c->lists[c->n_lists++] = (struct tt_prose_list){ items[0].from,
		c->list_end - items[0].from, c->n_items, n };
	c->n_items += n;
}

enum tt_err
cutting_take(struct cutting *c, enum tt_prose_format format,
    struct tt_prose **out)
{
	enum tt_err e;

	cutting_close(c);
	if ((e = c->err) == TT_OK) {
		*c->out = (struct tt_prose){ format, c->blocks, c->n_blocks,
			c->runs, c->n_runs, c->lists, c->n_lists, c->items,
			c->n_items };
		*out = c->out;	/* transferred, with all arrays */
		c->out = NULL;
		c->blocks = NULL;
		c->runs = NULL;
		c->lists = NULL;
		c->items = NULL;
	}
	cutting_done(c);
	return e;
}
