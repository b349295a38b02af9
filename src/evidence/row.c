/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "evidence/row.h"

static enum tt_err
pick_level(struct row_source *src, enum tt_site_level level)
{
	const struct seen_list *list = src->list;
	uint32_t *slots = calloc(list->n + 1, sizeof(*slots));
	uint32_t *value = calloc(list->n + 1, sizeof(*value));
	enum tt_err e = TT_ENOMEM;

	src->value[level] = value;
	if (slots == NULL || value == NULL)
		goto out;
	for (size_t i = 0; i < list->n; i++) {
		slots[i] = list->at[i].slot;
		if (list->at[i].level != level)
			continue;
		src->n[level]++;
		if (list->at[i].value)
			value[src->n_values[level]++] = (uint32_t)i;
	}
	e = tt_pick_level(&src->pick[level], tt_codebook_code(src->codebook),
	    slots, list->n, level);
out:
	free(slots);
	return e;
}

/* The class of a q-ary site is its symbol. */
static void
read_level(const struct row_source *src, enum tt_site_level level,
    uint64_t number, uint8_t *row, uint64_t *values)
{
	if (src->n[level] == 0)
		return;
	tt_codebook_row_bytes(src->codebook, src->pick[level], level, number,
	    row, values);
	for (size_t k = 0; k < src->n_values[level]; k++) {
		uint32_t i = src->value[level][k];

		row[i] = seen_class(&src->list->at[i], values[i]);
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
    const struct seen_list *list, unsigned threads)
{
	struct row_source s = { .codebook = codebook, .roster = roster,
		.first = first, .list = list,
		.threads = threads == 0 ? 1 : threads };
	enum tt_err e;

	if ((e = pick_level(&s, TT_SITE_HOLDER)) == TT_OK)
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
		free(src->value[l]);
	}
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
row_holder(const struct row_source *src, size_t holder, uint8_t *row,
    uint64_t *values)
{
	const struct seen_list *list = src->list;
	size_t only = src->first[holder];

	memset(row, CLASS_ABSENT, list->n);
	read_level(src, TT_SITE_HOLDER, src->roster->holders[holder].number,
	    row, values);
	if (src->first[holder + 1] - only == 1)
		read_level(src, TT_SITE_COPY,
		    src->roster->copies[only].number, row, values);
	if (src->roster->n_profiles == 0)
		return;
	for (size_t i = 0; i < list->n; i++)
		if (!row_has(src, holder, list->at[i].slot))
			row[i] = CLASS_ABSENT;
}

void
row_copy(const struct row_source *src, size_t copy, uint8_t *row,
    uint64_t *values)
{
	const struct seen_list *list = src->list;

	memset(row, CLASS_ABSENT, list->n);
	read_level(src, TT_SITE_COPY, src->roster->copies[copy].number, row,
	    values);
	for (size_t i = 0; i < list->n; i++)
		if (!copy_has(src, copy, list->at[i].slot))
			row[i] = CLASS_ABSENT;
}
