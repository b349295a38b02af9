/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/secret.h"
#include "evidence/certificate.h"
#include "evidence/seen.h"
#include "evidence/table.h"
#include "evidence/testimony.h"
#include "telltale/outside.h"

#define ENOUGH_SYMBOLS	8
#define ENOUGH_VALUES	2

/* The sites of the level, and what is at hand of them. */
struct work {
	struct seen_list *all, *list;
	struct memo *memo;
	struct kinds kinds;
	members *known;		/* of each site of the list */
	table_site *table;
	uint8_t *row;		/* as classes */
};

static bool
is_sound(const struct tt_outside *o)
{
	return o->model < TT_MODELS && o->n > 0 && o->n_shown < o->n &&
	    o->n_shown < model_bank[o->model].c;
}

/* Only sites of copies, if it is a copy that is judged. */
static enum tt_err
keep_level(struct work *w, enum tt_site_level level)
{
	bool *keep = calloc(w->all->n + 1, sizeof(*keep));
	enum tt_err e;

	if (keep == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < w->all->n; i++)
		keep[i] = level == TT_SITE_HOLDER ||
		    w->all->at[i].level == TT_SITE_COPY;
	e = seen_keep(&w->list, w->all, keep);
	free(keep);
	return e;
}

static enum tt_err
prepare(struct work *w, const struct tt_outside *o)
{
	enum tt_err e;

	if ((e = seen_new(&w->all, o->code, o->observations, NULL)) != TT_OK ||
	    (e = keep_level(w, o->level)) != TT_OK)
		return e;
	if ((w->memo = memo_new()) == NULL)
		return TT_ENOMEM;
	if ((e = kinds_init(&w->kinds, w->memo, w->list)) != TT_OK)
		return e;
	w->known = calloc(w->list->n + 1, sizeof(*w->known));
	w->table = calloc(w->list->n + 1, sizeof(*w->table));
	w->row = wiped_new(w->list->n + 1, 1);
	return w->known != NULL && w->table != NULL && w->row != NULL ?
	    TT_OK : TT_ENOMEM;
}

static void
clear(struct work *w)
{
	wiped_free(w->row);
	free(w->table);
	free(w->known);
	kinds_done(&w->kinds);
	memo_free(w->memo);
	seen_free(w->list);
	seen_free(w->all);
}

/* TT_ERANGE: no symbol of that site. */
static enum tt_err
class_at(const struct tt_outside *o, const struct seen *s,
    const struct tt_outside_row *row, uint8_t *class)
{
	*class = CLASS_ABSENT;
	if (!row->has[s->slot])
		return TT_OK;
	if (row->symbols[s->slot] >= o->code->slots[s->slot].n)
		return TT_ERANGE;
	*class = seen_class(s, row->symbols[s->slot]);
	return TT_OK;
}

static enum tt_err
join_shown(struct work *w, const struct tt_outside *o)
{
	uint8_t class;
	enum tt_err e;

	for (unsigned k = 0; k < o->n_shown; k++)
		for (size_t i = 0; i < w->list->n; i++) {
			if ((e = class_at(o, &w->list->at[i], &o->shown[k],
			    &class)) != TT_OK)
				return e;
			w->known[i] += members_one[class];
		}
	for (size_t i = 0; i < w->list->n; i++)
		if ((e = class_at(o, &w->list->at[i], &o->judged,
		    &w->row[i])) != TT_OK)
			return e;
	return TT_OK;
}

static void
count(const struct work *w, struct tt_outside_said *out)
{
	for (size_t i = 0; i < w->list->n; i++) {
		const struct seen *s = &w->list->at[i];

		if (s->how != SEEN_READ || s->constant ||
		    w->row[i] == CLASS_ABSENT)
			continue;
		out->symbols += !s->value;
		out->values += s->value;
		out->rare = out->rare || s->rare;
	}
}

enum tt_err
tt_outside_weigh(const struct tt_outside *o, struct tt_outside_said *out)
{
	struct tt_outside_said said = { .symbols = 0 };
	struct work w = { .all = NULL };
	enum tt_err e;

	if (!is_sound(o))
		return TT_ERANGE;
	if ((e = prepare(&w, o)) == TT_OK &&
	    (e = join_shown(&w, o)) == TT_OK &&
	    (e = table_fill(&w.kinds, o->model, w.known, w.table)) == TT_OK) {
		said.log_e = testimony_outside(table_score(w.table,
		    w.list->n, w.row), o->n, o->n_shown);
		said.ln_bound = fmin(0, log((double)o->n) - said.log_e);
		count(&w, &said);
		*out = said;
	}
	clear(&w);
	return e;
}

bool
tt_outside_enough(const struct tt_outside_said *said)
{
	return said->symbols >= ENOUGH_SYMBOLS ||
	    said->values >= ENOUGH_VALUES || said->rare;
}

double
tt_bound_of(enum tt_site_level level, double log_e, double log_e_comb,
    double ln_p, uint64_t n)
{
	const struct certificate c = { .log_e = log_e,
		.log_e_comb = log_e_comb, .ln_p = ln_p };

	return level == TT_SITE_HOLDER ?
	    certificate_bound_holder(&c, n, NULL) :
	    certificate_bound_copy(&c, n);
}
