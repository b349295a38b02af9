/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/row.h"

static enum tt_err
pick_level(struct row_source *src, enum tt_site_level level)
{
	const struct seen_list *list = src->list;
	uint32_t *slots = calloc(list->n + 1, sizeof(*slots));
	uint32_t *place = calloc(list->n + 1, sizeof(*place));
	enum tt_err e = TT_ENOMEM;
	size_t n = 0;

	if (slots == NULL || place == NULL)
		goto out;
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].level == level) {
			slots[n] = list->at[i].slot;
			place[n++] = (uint32_t)i;
		}
	e = tt_pick_new(&src->pick[level], tt_codebook_code(src->codebook),
	    slots, n);
	if (e == TT_OK) {
		src->place[level] = place;
		src->n[level] = n;
		place = NULL;	/* transferred */
	}
out:
	free(slots);
	free(place);
	return e;
}

static void
read_level(const struct row_source *src, enum tt_site_level level,
    uint64_t number, uint8_t *row)
{
	if (src->n[level] == 0)
		return;
	tt_codebook_row(src->codebook, src->pick[level], level, number,
	    src->symbols);
	for (size_t k = 0; k < src->n[level]; k++) {
		uint32_t i = src->place[level][k];

		row[i] = seen_class(&src->list->at[i], src->symbols[k]);
	}
}

static bool
copy_has(const struct row_source *src, size_t copy, uint32_t slot)
{
	const struct tt_roster *r = src->roster;

	return r->n_profiles == 0 ||
	    r->profiles[r->copies[copy].profile][slot];
}

size_t *
row_first_copies(const struct tt_roster *roster)
{
	size_t *first = calloc(roster->n_holders + 1, sizeof(*first));
	size_t j = 0;

	if (first == NULL)
		return NULL;
	for (size_t h = 0; h < roster->n_holders; h++) {
		first[h] = j;
		while (j < roster->n_copies && roster->copies[j].holder == h)
			j++;
	}
	first[roster->n_holders] = j;
	return first;
}

enum tt_err
row_source_init(struct row_source *src, const struct tt_codebook *codebook,
    const struct tt_roster *roster, const size_t *first,
    const struct seen_list *list)
{
	struct row_source s = { .codebook = codebook, .roster = roster,
		.first = first, .list = list };
	enum tt_err e = TT_ENOMEM;

	s.symbols = wiped_new(list->n + 1, sizeof(*s.symbols));
	if (s.symbols != NULL &&
	    (e = pick_level(&s, TT_SITE_HOLDER)) == TT_OK)
		e = pick_level(&s, TT_SITE_COPY);
	if (e == TT_OK)
		*src = s;
	else
		row_source_done(&s);
	return e;
}

void
row_source_done(struct row_source *src)
{
	for (int l = 0; l < TT_SITE_LEVEL_COUNT; l++) {
		tt_pick_free(src->pick[l]);
		free(src->place[l]);
	}
	wiped_free(src->symbols);
	memset(src, 0, sizeof(*src));
}

bool
row_has(const struct row_source *src, size_t holder, uint32_t slot)
{
	for (size_t j = src->first[holder]; j < src->first[holder + 1]; j++)
		if (copy_has(src, j, slot))
			return true;
	return false;
}

void
row_holder(const struct row_source *src, size_t holder, uint8_t *row)
{
	const struct seen_list *list = src->list;
	size_t only = src->first[holder];

	memset(row, CLASS_ABSENT, list->n);
	read_level(src, TT_SITE_HOLDER, src->roster->holders[holder].number,
	    row);
	if (src->first[holder + 1] - only == 1)
		read_level(src, TT_SITE_COPY,
		    src->roster->copies[only].number, row);
	if (src->roster->n_profiles == 0)
		return;
	for (size_t i = 0; i < list->n; i++)
		if (!row_has(src, holder, list->at[i].slot))
			row[i] = CLASS_ABSENT;
}

void
row_copy(const struct row_source *src, size_t copy, uint8_t *row)
{
	const struct seen_list *list = src->list;

	memset(row, CLASS_ABSENT, list->n);
	read_level(src, TT_SITE_COPY, src->roster->copies[copy].number, row);
	for (size_t i = 0; i < list->n; i++)
		if (!copy_has(src, copy, list->at[i].slot))
			row[i] = CLASS_ABSENT;
}
