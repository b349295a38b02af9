/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_place.h"
#include "base/number.h"
#include "cli/given.h"

/*
 * Of a vector that has each slot once, even if all are soft.  JSON in memory
 * is many times as long as its text, which is why that is counted first.
 */
#define COMMAS_MAX	(TT_VALUES_SUM_MAX + \
			    (TT_Q_MAX + 2) * (size_t)TT_SLOTS_MAX)

static const char *const members[] = { "epsilon", "t", "observations" };

static enum tt_err PRINTF(2, 3)
refuse(struct json_diag *diag, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(diag->text, sizeof(diag->text), fmt, ap);
	va_end(ap);
	return TT_ERANGE;
}

/* e, and the line of a member of the whole, or of one of its items. */
static enum tt_err
locate(struct span text, const char *key, const size_t *item, enum tt_err e,
    struct json_diag *diag)
{
	struct json_path path = { .n = 0 };
	uint32_t line, column;

	path = json_path_key(path, key);
	if (item != NULL)
		path = json_path_index(path, *item);
	json_place(text, &path, &line, &column);
	diag->line = (int)line;
	diag->column = (int)column;
	return e;
}

/* Whatever stands in quotation marks here has neither braces nor commas. */
static enum tt_err
check_size(struct span text, struct json_diag *diag)
{
	size_t objects = 0, commas = 0;
	int line = 1;

	for (size_t i = 0; i < text.n && i < TT_OBSERVATIONS_TEXT_MAX; i++) {
		line += text.p[i] == '\n';
		objects += text.p[i] == '{';
		commas += text.p[i] == ',';
		if (objects <= TT_READINGS_MAX + 1 && commas <= COMMAS_MAX)
			continue;
		diag->line = line;
		diag->column = 0;
		refuse(diag, "more observations or values than can be weighed");
		return TT_ELIMIT;
	}
	return TT_OK;
}

static bool
is_member(const char *key)
{
	for (size_t i = 0; i < N_ROWS(members); i++)
		if (strcmp(key, members[i]) == 0)
			return true;
	return false;
}

/* No others than those: one that is misspelt must not be passed over. */
static enum tt_err
check_members(struct span text, json_t *root, struct json_diag *diag)
{
	const char *key;
	json_t *v;

	json_object_foreach(root, key, v) {
		if (is_member(key))
			continue;
		if (strcmp(key, "bulletins") == 0)
			refuse(diag, "it is of several bulletins, which are "
			    "weighed together or not at all");
		else
			refuse(diag, "member \"%.60s\" is none of epsilon, t "
			    "and observations", key);
		return locate(text, key, NULL, TT_ESYNTAX, diag);
	}
	return TT_OK;
}

static enum tt_err
read_list(struct given *g, const json_t *root, struct json_diag *diag)
{
	json_t *array;
	size_t which;
	enum tt_err e;

	if ((e = json_in_array(root, "observations", &array, diag)) != TT_OK)
		return locate(g->text, "observations", NULL, e, diag);
	e = tt_observation_list_from_json(&g->list, array, &which, diag);
	if (e == TT_OK || e == TT_ENOMEM)
		return e;
	return locate(g->text, "observations", which <
	    json_array_size(array) ? &which : NULL, e, diag);
}

static enum tt_err
read_all(struct given *g, json_t *root, struct json_diag *diag)
{
	int64_t t;
	enum tt_err e;

	if ((e = check_members(g->text, root, diag)) != TT_OK)
		return e;
	if ((e = json_in_real(root, "epsilon", &g->epsilon, diag)) != TT_OK)
		return locate(g->text, "epsilon", NULL, e, diag);
	if ((e = json_in_int(root, "t", 1, INT64_MAX, &t, diag)) != TT_OK)
		return locate(g->text, "t", NULL, e, diag);
	g->t = (uint64_t)t;
	return read_list(g, root, diag);
}

enum tt_err
given_parse(struct given *g, struct span text, struct json_diag *diag)
{
	struct given read = { .text = text };
	json_t *root = NULL;
	enum tt_err e;

	if ((e = check_size(text, diag)) != TT_OK)
		return e;
	e = json_in_parse(text, TT_OBSERVATIONS_TEXT_MAX, &root, diag);
	if (e != TT_OK && diag->line < 1)	/* the text is too long */
		diag->line = 1;
	if (e == TT_OK && (e = read_all(&read, root, diag)) == TT_OK)
		*g = read;
	json_decref(root);
	return e;
}

void
given_done(struct given *g)
{
	tt_observation_list_free(g->list);
	*g = (struct given){ .t = 0 };
}

static enum tt_err
check_epsilon(const struct given *g, const struct given_frame *f,
    struct json_diag *diag)
{
	char is[NUMBER_LEN], should[NUMBER_LEN];

	if (g->epsilon == f->epsilon)
		return TT_OK;
	number_format(g->epsilon, is);
	number_format(f->epsilon, should);
	refuse(diag, "epsilon is %s, where the promise is %s", is, should);
	return locate(g->text, "epsilon", NULL, TT_ERANGE, diag);
}

static enum tt_err
check_t(const struct given *g, const struct given_frame *f,
    struct json_diag *diag)
{
	if (f->next == 0 || g->t == f->next)
		return TT_OK;
	refuse(diag, "t is %" PRIu64 ", which %s: the next reading of this "
	    "bulletin is %" PRIu64, g->t, g->t < f->next ? "was used" :
	    "is too far ahead", f->next);
	return locate(g->text, "t", NULL, TT_ERANGE, diag);
}

static enum tt_err
check_soft(const struct tt_observation *o, const struct tt_site *s,
    struct json_diag *diag)
{
	bool any = false;

	if (o->q != s->n)
		return refuse(diag, "%u likelihoods, but site %" PRIu32
		    " has %" PRIu64 " alternatives", o->q, o->slot, s->n);
	for (unsigned a = 0; a < o->q; a++) {
		if (!(o->likelihood[a] >= 0 && o->likelihood[a] <= 1))
			return refuse(diag, "likelihood %u of site %" PRIu32
			    " is not from 0 to 1", a, o->slot);
		any = any || o->likelihood[a] > 0;
	}
	if (!any)
		return refuse(diag, "the likelihoods of site %" PRIu32
		    " are all 0", o->slot);
	return TT_OK;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *p = a, *q = b;

	return *p < *q ? -1 : *p > *q;
}

static enum tt_err
check_set(const struct tt_observation *o, const struct tt_site *s,
    struct json_diag *diag)
{
	uint64_t *v = calloc(o->n_values + 1, sizeof(*v));
	enum tt_err e = TT_OK;

	if (v == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < o->n_values; i++)
		v[i] = o->values[i];
	qsort(v, o->n_values, sizeof(*v), by_value);
	if (o->n_values > 0 && v[o->n_values - 1] >= s->n)
		e = refuse(diag, "value %" PRIu64 ", but those of site %"
		    PRIu32 " are below %" PRIu64, v[o->n_values - 1], o->slot,
		    s->n);
	for (size_t i = 1; i < o->n_values && e == TT_OK; i++)
		if (v[i] == v[i - 1])
			e = refuse(diag, "value %" PRIu64 " of site %" PRIu32
			    " stands twice", v[i], o->slot);
	free(v);
	return e;
}

static enum tt_err
check_values(const struct tt_observation *o, const struct tt_site *s,
    struct json_diag *diag)
{
	if (o->whole && o->n_values == 0)
		return refuse(diag, "no value at all of site %" PRIu32,
		    o->slot);
	if (o->n_values > TT_VALUES_MAX)
		return refuse(diag, "more than %d values of site %" PRIu32,
		    TT_VALUES_MAX, o->slot);
	if (o->n_values > o->count)
		return refuse(diag, "count is %" PRIu64 ", but site %" PRIu32
		    " has %zu matches", o->count, o->slot, o->n_values);
	return check_set(o, s, diag);
}

static enum tt_err
check_kind(const struct tt_observation *o, const struct tt_site *s,
    struct json_diag *diag)
{
	bool value = tt_site_is_value(s);

	switch (o->kind) {
	case TT_OBS_SYMBOL:
	case TT_OBS_SOFT:
		if (value)
			return refuse(diag, "site %" PRIu32 " has values, and "
			    "no alternatives", o->slot);
		if (o->kind == TT_OBS_SOFT)
			return check_soft(o, s, diag);
		if (o->symbol >= s->n)
			return refuse(diag, "symbol %u, but site %" PRIu32
			    " has %" PRIu64 " alternatives, from 0",
			    o->symbol, o->slot, s->n);
		return TT_OK;
	case TT_OBS_VALUES:
		if (!value)
			return refuse(diag, "site %" PRIu32 " has "
			    "alternatives, and no values", o->slot);
		return check_values(o, s, diag);
	case TT_OBS_ERASED:
	case TT_OBS_GONE:
	case TT_OBS_NOVEL:
	case TT_OBS_KIND_COUNT:
		break;
	}
	return TT_OK;
}

static enum tt_err
check_item(const struct tt_observation *o, const struct given_frame *f,
    struct json_diag *diag)
{
	if (o->slot >= f->n_slots || f->site[o->slot].site == NULL)
		return refuse(diag, "there is no site %" PRIu32 ": the "
		    "bulletin has %zu, from 0", o->slot, f->n_slots);
	return check_kind(o, f->site[o->slot].site, diag);
}

enum tt_err
given_check(const struct given *g, const struct given_frame *f,
    struct json_diag *diag)
{
	enum tt_err e;

	if ((e = check_epsilon(g, f, diag)) != TT_OK ||
	    (e = check_t(g, f, diag)) != TT_OK)
		return e;
	for (size_t i = 0; i < g->list->n; i++) {
		e = check_item(&g->list->at[i], f, diag);
		if (e == TT_ERANGE)
			return locate(g->text, "observations", &i, e, diag);
		if (e != TT_OK)
			return e;
	}
	return TT_OK;
}
