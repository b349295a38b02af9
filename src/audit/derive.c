/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "audit/derive.h"
#include "telltale/codebook.h"

void
derived_done(struct derived *d)
{
	free(d->symbols);
	free(d->has);
	*d = (struct derived){ .has = NULL };
}

static enum tt_err
allocate(const struct audit *a, struct derived *d)
{
	d->symbols = calloc(a->n_slots + 1, sizeof(*d->symbols));
	d->has = calloc(a->n_slots + 1, sizeof(*d->has));
	return d->symbols != NULL && d->has != NULL ? TT_OK : TT_ENOMEM;
}

bool
derive_carries(const struct audit *a, uint64_t profiles, size_t k,
    size_t part)
{
	for (enum tt_profile p = 0; p < TT_PROFILE_COUNT; p++)
		if ((profiles & row_bit(k, p)) != 0 &&
		    tt_profile_carries(p, a->text[k].part_kind[part]))
			return true;
	return false;
}

void
derive_mark(const struct audit *a, uint64_t profiles, bool *has)
{
	for (size_t k = 0; k < a->n_texts; k++) {
		const struct audit_text *t = &a->text[k];
		const struct tt_bulletin *b = t->bulletin;

		for (size_t i = 0; i < b->n_places; i++)
			if (derive_carries(a, profiles, k, b->places[i].part))
				has[t->slot_of[b->places[i].site]] = true;
	}
}

/* The symbols of one key, at the slots of its level. */
static enum tt_err
put(const struct audit *a, const struct row_file *r, struct derived *d)
{
	uint64_t *all = calloc(a->n_slots + 1, sizeof(*all));
	const struct tt_row_opening *o = &r->opening;
	struct tt_pick *pick = NULL;
	enum tt_err e = TT_ENOMEM;

	if (all != NULL && (e = tt_pick_new(&pick, a->code, NULL,
	    a->n_slots)) == TT_OK) {
		tt_row_derive(&o->key, o->level, o->number, &a->beacon, pick,
		    all);
		for (size_t i = 0; i < a->n_slots; i++)
			if (a->slots[i].level == o->level)
				d->symbols[i] = all[i];
	}
	tt_pick_free(pick);
	free(all);
	return e;
}

static void
drop_level(const struct audit *a, enum tt_site_level level, struct derived *d)
{
	for (size_t i = 0; i < a->n_slots; i++)
		if (a->slots[i].level == level)
			d->has[i] = false;
}

static enum tt_err
put_row(const struct audit *a, const struct row_file *row,
    struct derived *d)
{
	const struct row_file *only = NULL;
	enum tt_err e;

	if (row->has_only &&
	    (only = audit_row(a, TT_SITE_COPY, row->only)) == NULL)
		return TT_ENOENT;
	if ((e = allocate(a, d)) != TT_OK || (e = put(a, row, d)) != TT_OK ||
	    (only != NULL && (e = put(a, only, d)) != TT_OK))
		return e;
	derive_mark(a, row->profiles, d->has);
	if (row->opening.level == TT_SITE_COPY)
		drop_level(a, TT_SITE_HOLDER, d);
	else if (only == NULL)
		drop_level(a, TT_SITE_COPY, d);
	return TT_OK;
}

enum tt_err
derive_row(const struct audit *a, const struct row_file *row,
    struct derived *out)
{
	struct derived d = { .has = NULL };
	enum tt_err e;

	if ((e = put_row(a, row, &d)) == TT_OK)
		*out = d;
	else
		derived_done(&d);
	return e;
}

enum tt_err
derive_copy(const struct audit *a, const struct row_file *copy,
    const struct row_file *holder, struct derived *out)
{
	struct derived d = { .has = NULL };
	enum tt_err e;

	if ((e = allocate(a, &d)) == TT_OK &&
	    (e = put(a, holder, &d)) == TT_OK &&
	    (e = put(a, copy, &d)) == TT_OK) {
		derive_mark(a, copy->profiles, d.has);
		*out = d;
	} else
		derived_done(&d);
	return e;
}
