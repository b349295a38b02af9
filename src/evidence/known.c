/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/known.h"

bool
known_agrees(const struct seen *s, uint8_t class)
{
	if (s->how != SEEN_READ || class == CLASS_ABSENT)
		return false;
	if (s->value)
		return class == CLASS_IN;
	for (unsigned a = 0; a < s->n; a++)
		if (s->likelihood[a] > s->likelihood[class])
			return false;
	return true;
}

/* From here on only sites that do not say what this row says. */
static enum tt_err
set_aside(struct docket *d, const uint8_t *row)
{
	const struct seen_list *list = d->scales->list[TT_SITE_HOLDER];
	size_t k = 0;

	for (size_t i = 0; i < d->seen->n; i++) {
		if (!d->keep[i])
			continue;
		d->keep[i] = !known_agrees(&list->at[k], row[k]);
		k++;
	}
	return docket_set_up(d);
}

/*
 * What the public rendering explains, it explains first; then the rest of the
 * specimen is what others are judged by.
 */
static enum tt_err
judge_public(struct docket *d, struct tt_trace *out)
{
	size_t n = d->scales->list[TT_SITE_HOLDER]->n;
	struct tt_suspect *s;
	uint8_t *row;
	enum tt_err e;

	if (d->public == DOCKET_NONE)
		return TT_OK;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return TT_ENOMEM;
	out->public_text = s;
	if ((e = docket_certify(d, TT_SITE_HOLDER, d->public, s)) != TT_OK)
		return e;
	s->verdict = TT_VERDICT_INCONCLUSIVE;
	if (s->ln_bound > log(d->r->epsilon))
		return TT_OK;
	out->public_explains = true;
	if ((row = wiped_new(n + 1, 1)) == NULL)
		return TT_ENOMEM;
	memcpy(row, field_row(&d->scales->field[TT_SITE_HOLDER], d->public),
	    n);
	e = set_aside(d, row);
	wiped_free(row);
	return e;
}

/* The class of a text in which o was read; absent if that is not one. */
static uint8_t
class_read(const struct seen *s, const struct tt_observation *o)
{
	if (o == NULL)
		return CLASS_ABSENT;
	if (o->kind == TT_OBS_SYMBOL && !s->value && o->symbol < s->n)
		return seen_class(s, o->symbol);
	if (o->kind == TT_OBS_VALUES && s->value && o->whole &&
	    o->n_values == 1)
		return seen_class(s, o->values[0]);
	return CLASS_ABSENT;
}

/* ln e of a row by the factors averaged over all models, nobody known. */
static enum tt_err
weigh_alone(struct docket *d, const uint8_t *row, double *ln_e)
{
	const struct team nobody = { .n = 0 };
	struct decoder *decoder = &d->scales->decoder[TT_SITE_HOLDER];
	struct mixture *mix = NULL;
	struct panel panel;
	enum tt_err e;

	if ((e = panel_fill(&panel, decoder, &nobody)) != TT_OK)
		return e;
	e = mixture_new(&mix, d->scales->list[TT_SITE_HOLDER], panel.h,
	    panel.n);
	if (e == TT_OK)
		*ln_e = mixture_sitewise(mix, row);
	mixture_free(mix);
	return e;
}

/*
 * A text published elsewhere is judged as if it were one more holder: does it
 * explain what was read?  It looks at no row, so whatever is set aside costs
 * power only.
 */
static enum tt_err
judge_published(struct docket *d, const struct tt_observations *text,
    bool *explains)
{
	const struct seen_list *list = d->scales->list[TT_SITE_HOLDER];
	uint8_t *row = wiped_new(list->n + 1, 1);
	double ln_e;
	enum tt_err e;

	if (row == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < list->n; i++)
		row[i] = class_read(&list->at[i], tt_observations_at(text,
		    list->at[i].slot));
	if ((e = weigh_alone(d, row, &ln_e)) == TT_OK) {
		*explains = log((double)docket_holders(d)) - ln_e <=
		    log(d->r->epsilon);
		if (*explains)
			e = set_aside(d, row);
	}
	wiped_free(row);
	return e;
}

enum tt_err
known_set_aside(struct docket *d, struct tt_trace *out)
{
	size_t n = d->r->n_published;
	enum tt_err e;

	if ((out->published_explain = calloc(n + 1,
	    sizeof(*out->published_explain))) == NULL)
		return TT_ENOMEM;
	out->n_published = n;
	e = judge_public(d, out);
	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = judge_published(d, d->r->published[i],
		    &out->published_explain[i]);
	return e;
}
