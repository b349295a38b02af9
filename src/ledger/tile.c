/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "telltale/tile.h"

#define GROUPS_MAX	7	/* of three digits, in 2^64 */

/* Hashes that a level has at a size. */
static uint64_t
hashes(unsigned level, uint64_t size)
{
	return size >> (8 * level);
}

/* The longest path fits: TT_TILE_PATH_MAX is more than any needs. */
static void PRINTF(3, 4)
add(char out[TT_TILE_PATH_MAX + 1], size_t *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	*at += (size_t)vsnprintf(out + *at, TT_TILE_PATH_MAX + 1 - *at, fmt,
	    ap);
	va_end(ap);
}

void
tt_tile_path(const struct tt_tile *t, char out[TT_TILE_PATH_MAX + 1])
{
	unsigned group[GROUPS_MAX];
	uint64_t rest = t->index;
	size_t n = 0, at = 0;

	assert(t->level <= TT_TILE_LEVEL_MAX);
	assert(t->width >= 1 && t->width <= TT_TILE_WIDTH);
	do
		group[n++] = (unsigned)(rest % 1000);
	while ((rest /= 1000) > 0);
	if (t->entries)
		add(out, &at, "tile/entries");
	else
		add(out, &at, "tile/%u", t->level);
	while (n-- > 1)
		add(out, &at, "/x%03u", group[n]);
	add(out, &at, "/%03u", group[0]);
	if (t->width < TT_TILE_WIDTH)
		add(out, &at, ".p/%u", t->width);
}

/* Three digits, as all groups of an index are. */
static enum tt_err
parse_group(struct span s, uint64_t *index)
{
	uint64_t v = *index;

	if (s.n != 3)
		return TT_ESYNTAX;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return TT_ESYNTAX;
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (unsigned)(s.p[i] - '0'), &v))
			return TT_ESYNTAX;
	}
	*index = v;
	return TT_OK;
}

static enum tt_err
parse_index(struct span *in, uint64_t *index)
{
	struct span group;

	while (span_word(in, '/', &group)) {
		if (span_skip(&group, "x")) {
			if (parse_group(group, index) != TT_OK)
				return TT_ESYNTAX;
			continue;
		}
		if (group.n == 5 && memcmp(group.p + 3, ".p", 2) == 0)
			group.n = 3;
		else if (in->n > 0)
			return TT_ESYNTAX;
		return parse_group(group, index);
	}
	return TT_ESYNTAX;
}

enum tt_err
tt_tile_path_parse(struct tt_tile *out, struct span path)
{
	struct tt_tile t = { .width = TT_TILE_WIDTH };
	char again[TT_TILE_PATH_MAX + 1];
	struct span in = path, word;
	uint64_t v = 0;

	if (!span_skip(&in, "tile/") || !span_word(&in, '/', &word))
		return TT_ESYNTAX;
	t.entries = span_is(word, "entries");
	if (!t.entries && span_u64(word, TT_TILE_LEVEL_MAX, &v) != TT_OK)
		return TT_ESYNTAX;
	t.level = (unsigned)v;
	if (parse_index(&in, &t.index) != TT_OK)
		return TT_ESYNTAX;
	if (in.n > 0) {
		if (span_u64(in, TT_TILE_WIDTH - 1, &v) != TT_OK || v == 0)
			return TT_ESYNTAX;
		t.width = (unsigned)v;
	}
	tt_tile_path(&t, again);	/* x000 before the rest, say */
	if (!span_is(path, again))
		return TT_ESYNTAX;
	*out = t;
	return TT_OK;
}

bool
tt_tile_at_size(const struct tt_tile *t, uint64_t size)
{
	uint64_t n;

	if (t->level >= TT_TILE_LEVELS)
		return false;
	n = hashes(t->level, size);
	if (t->index < n / TT_TILE_WIDTH)
		return t->width == TT_TILE_WIDTH;
	return t->index == n / TT_TILE_WIDTH && t->width == n % TT_TILE_WIDTH;
}

void
tt_tile_walk_init(struct tt_tile_walk *w, uint64_t old, uint64_t size)
{
	assert(old <= size);
	*w = (struct tt_tile_walk){
		.old = old,
		.size = size,
		.index = old / TT_TILE_WIDTH,
		.entries = true,
	};
}

/* Move on from a tile to the next of its level; bundles come before tiles. */
static void
step(struct tt_tile_walk *w)
{
	if (!w->entries)
		w->index++;
	w->entries = w->level == 0 && !w->entries;
}

/* The first tile of the level above that the old size had not full. */
static void
climb(struct tt_tile_walk *w)
{
	w->entries = false;
	if (++w->level < TT_TILE_LEVELS)
		w->index = hashes(w->level, w->old) / TT_TILE_WIDTH;
}

bool
tt_tile_walk(struct tt_tile_walk *w, struct tt_tile *out)
{
	for (; w->level < TT_TILE_LEVELS; climb(w)) {
		uint64_t n = hashes(w->level, w->size), left;

		if (n == hashes(w->level, w->old) ||
		    w->index > (n - 1) / TT_TILE_WIDTH)
			continue;
		left = n - w->index * TT_TILE_WIDTH;
		*out = (struct tt_tile){
			.entries = w->entries,
			.level = w->level,
			.index = w->index,
			.width = left < TT_TILE_WIDTH ? (unsigned)left :
			    TT_TILE_WIDTH,
		};
		step(w);
		return true;
	}
	return false;
}
