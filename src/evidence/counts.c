/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "evidence/counts.h"

void
counts_read(const struct tt_code *code, const struct seen_list *list,
    struct tt_site_counts level[TT_SITE_LEVEL_COUNT])
{
	memset(level, 0, TT_SITE_LEVEL_COUNT * sizeof(*level));
	for (size_t i = 0; i < code->n; i++)
		level[code->slots[i].level].total++;
	for (size_t i = 0; i < list->n; i++) {
		struct tt_site_counts *c = &level[list->at[i].level];

		c->read += list->at[i].how == SEEN_READ;
		c->gone += list->at[i].how == SEEN_GONE;
		c->novel += list->at[i].how == SEEN_NOVEL;
	}
	for (int l = 0; l < TT_SITE_LEVEL_COUNT; l++)
		level[l].erased = level[l].total - level[l].read -
		    level[l].gone - level[l].novel;
}

struct tt_site_counts
counts_both(const struct tt_site_counts *level)
{
	const struct tt_site_counts *h = &level[TT_SITE_HOLDER];
	const struct tt_site_counts *c = &level[TT_SITE_COPY];

	return (struct tt_site_counts){ .total = h->total + c->total,
		.read = h->read + c->read, .novel = h->novel + c->novel,
		.gone = h->gone + c->gone, .erased = h->erased + c->erased };
}

uint32_t
counts_absent(const struct tt_code *code, const struct row_source *rows,
    const struct tt_suspect *s, bool both)
{
	const struct tt_roster *r = rows->roster;
	uint32_t n = 0;

	if (r->n_profiles == 0)
		return 0;
	for (uint32_t i = 0; i < code->n; i++) {
		if (!both && code->slots[i].level != s->level)
			continue;
		n += s->level == TT_SITE_HOLDER ?
		    !row_has(rows, s->holder, i) :
		    !r->profiles[r->copies[s->copy].profile][i];
	}
	return n;
}
