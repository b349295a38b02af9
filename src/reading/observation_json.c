/* SPDX-License-Identifier: ISC */
/* The JSON forms of evidence.md section 6, both ways. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "telltale/observation.h"

/* Of what members an observation may consist, besides "site". */
static const struct form {
	const char *member, *other;	/* other: NULL, none */
	enum tt_observation_kind kind;
} forms[] = {
	{ "symbol", NULL, TT_OBS_SYMBOL },
	{ "likelihood", NULL, TT_OBS_SOFT },
	{ "values", NULL, TT_OBS_VALUES },
	{ "matches", "count", TT_OBS_VALUES },
	{ "gone", NULL, TT_OBS_GONE },
	{ "novel", NULL, TT_OBS_NOVEL },
};

static enum tt_err PRINTF(3, 4)
refuse(struct json_diag *diag, enum tt_err e, const char *fmt, ...)
{
	va_list ap;

	if (diag == NULL)
		return e;
	diag->line = diag->column = 0;
	va_start(ap, fmt);
	vsnprintf(diag->text, sizeof(diag->text), fmt, ap);
	va_end(ap);
	return e;
}

/* Which form o has; NULL: none. */
static const struct form *
form_of(const json_t *o)
{
	for (size_t i = 0; i < N_ROWS(forms); i++) {
		const struct form *f = &forms[i];
		const char *other = f->other == NULL ? f->member : f->other;

		if (json_object_get(o, f->member) != NULL &&
		    json_object_get(o, other) != NULL &&
		    json_object_get(o, "site") != NULL &&
		    json_object_size(o) == (f->other == NULL ? 2 : 3))
			return f;
	}
	return NULL;
}

static enum tt_err
read_likelihood(const json_t *array, struct tt_observation *o,
    struct json_diag *diag)
{
	size_t n = json_array_size(array);

	if (n < 2 || n > TT_Q_MAX)
		return refuse(diag, TT_ERANGE, "member \"likelihood\" should "
		    "have 2 to %d numbers", TT_Q_MAX);
	o->q = (unsigned)n;
	for (size_t a = 0; a < n; a++) {
		const json_t *v = json_array_get(array, a);

		if (!json_is_number(v))
			return refuse(diag, TT_ESYNTAX,
			    "member \"likelihood\" should have numbers only");
		o->likelihood[a] = json_number_value(v) + 0.0;
	}
	return TT_OK;
}

/* Decimal strings, for JSON's own numbers end at 2^53. */
static enum tt_err
read_values(const json_t *array, struct tt_observation *o, uint64_t **pool,
    struct json_diag *diag)
{
	size_t n = json_array_size(array);

	o->values = *pool;
	o->n_values = n;
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(array, i);
		enum tt_err e;

		if (!json_is_string(v))
			return refuse(diag, TT_ESYNTAX,
			    "values should be strings of decimal digits");
		e = span_u64(span_of(json_string_value(v),
		    json_string_length(v)), UINT64_MAX, (*pool)++);
		if (e != TT_OK)
			return refuse(diag, e, "a value is not a decimal "
			    "number below 2^64 without leading zeros");
	}
	return TT_OK;
}

static enum tt_err
read_values_form(const json_t *json, const struct form *f,
    struct tt_observation *o, uint64_t **pool, struct json_diag *diag)
{
	json_t *array;
	int64_t count;
	enum tt_err e;

	if ((e = json_in_array(json, f->member, &array, diag)) != TT_OK ||
	    (e = read_values(array, o, pool, diag)) != TT_OK)
		return e;
	o->whole = f->other == NULL;
	o->count = o->n_values;
	if (o->whole)
		return TT_OK;
	e = json_in_int(json, "count", 1, INT64_MAX, &count, diag);
	if (e == TT_OK)
		o->count = (uint64_t)count;
	return e;
}

static enum tt_err
read_flag(const json_t *json, const char *member, struct json_diag *diag)
{
	bool flag;
	enum tt_err e;

	if ((e = json_in_bool(json, member, &flag, diag)) != TT_OK || flag)
		return e;
	return refuse(diag, TT_ESYNTAX, "member \"%s\" can only be true",
	    member);
}

/* The part of the form besides "site". */
static enum tt_err
read_form(const json_t *json, const struct form *f, struct tt_observation *o,
    uint64_t **pool, struct json_diag *diag)
{
	json_t *array;
	int64_t symbol;
	enum tt_err e = TT_OK;

	switch (f->kind) {
	case TT_OBS_SYMBOL:
		e = json_in_int(json, "symbol", 0, TT_Q_MAX - 1, &symbol, diag);
		if (e == TT_OK)
			o->symbol = (unsigned)symbol;
		break;
	case TT_OBS_SOFT:
		e = json_in_array(json, "likelihood", &array, diag);
		if (e == TT_OK)
			e = read_likelihood(array, o, diag);
		break;
	case TT_OBS_VALUES:
		e = read_values_form(json, f, o, pool, diag);
		break;
	case TT_OBS_GONE:
	case TT_OBS_NOVEL:
		e = read_flag(json, f->member, diag);
		break;
	case TT_OBS_ERASED:
	case TT_OBS_KIND_COUNT:
		break;
	}
	return e;
}

static enum tt_err
read_one(const json_t *json, struct tt_observation *o, uint64_t **pool,
    struct json_diag *diag)
{
	const struct form *f = form_of(json);
	int64_t site;
	enum tt_err e;

	if (f == NULL)
		return refuse(diag, TT_ESYNTAX, "should be an object of "
		    "\"site\" and one of symbol, likelihood, values, count "
		    "with matches, gone, novel");
	e = json_in_int(json, "site", 0, TT_SLOTS_MAX - 1, &site, diag);
	if (e != TT_OK)
		return e;
	*o = (struct tt_observation){ .slot = (uint32_t)site,
		.kind = f->kind };
	return read_form(json, f, o, pool, diag);
}

/* What a list owns. */
struct list {
	struct tt_observation_list l;	/* first: what the caller has */
	struct tt_observation *at;
	uint64_t *values;		/* of all of them */
};

static struct list *
new_list(size_t n, size_t n_values)
{
	struct list *list = calloc(1, sizeof(*list));

	if (list == NULL)
		return NULL;
	list->at = calloc(n + 1, sizeof(*list->at));
	list->values = calloc(n_values + 1, sizeof(*list->values));
	list->l = (struct tt_observation_list){ list->at, n };
	if (list->at != NULL && list->values != NULL)
		return list;
	tt_observation_list_free(&list->l);
	return NULL;
}

/* Room for the values of all, whatever else is wrong with them. */
static size_t
count_values(const json_t *array)
{
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *o = json_array_get(array, i);

		n += json_array_size(json_object_get(o, "values"));
		n += json_array_size(json_object_get(o, "matches"));
	}
	return n;
}

/* Say which observation a diagnostic is about. */
static void
number(struct json_diag *diag, size_t i)
{
	char text[sizeof(diag->text)];

	if (diag == NULL)
		return;
	memcpy(text, diag->text, sizeof(text));
	snprintf(diag->text, sizeof(diag->text), "observation %zu: %.130s", i,
	    text);
}

static void
write_values(struct json_out *j, const struct tt_observation *o)
{
	char text[24];

	if (!o->whole) {
		json_out_key(j, "count");
		json_out_u64(j, o->count);
	}
	json_out_key(j, o->whole ? "values" : "matches");
	json_out_array(j);
	for (size_t i = 0; i < o->n_values; i++) {
		snprintf(text, sizeof(text), "%llu",
		    (unsigned long long)o->values[i]);
		json_out_str(j, text);
	}
	json_out_array_end(j);
}

static void
write_one(struct json_out *j, const struct tt_observation *o)
{
	json_out_object(j);
	json_out_key(j, "site");
	json_out_u64(j, o->slot);
	switch (o->kind) {
	case TT_OBS_SYMBOL:
		json_out_key(j, "symbol");
		json_out_u64(j, o->symbol);
		break;
	case TT_OBS_SOFT:
		json_out_key(j, "likelihood");
		json_out_array(j);
		for (unsigned a = 0; a < o->q; a++)
			json_out_real(j, o->likelihood[a]);
		json_out_array_end(j);
		break;
	case TT_OBS_VALUES:
		write_values(j, o);
		break;
	case TT_OBS_GONE:
	case TT_OBS_NOVEL:
		json_out_key(j, tt_observation_kind_name(o->kind));
		json_out_bool(j, true);
		break;
	case TT_OBS_ERASED:
	case TT_OBS_KIND_COUNT:
		break;
	}
	json_out_object_end(j);
}

enum tt_err
tt_observation_list_from_json(struct tt_observation_list **out,
    const json_t *array, size_t *which, struct json_diag *diag)
{
	size_t n = json_array_size(array), n_values = count_values(array);
	struct list *list;
	uint64_t *pool;
	enum tt_err e = TT_OK;

	*which = n;
	if (!json_is_array(array))
		return refuse(diag, TT_ESYNTAX, "should be an array");
	if (n > TT_READINGS_MAX || n_values > TT_VALUES_SUM_MAX)
		return refuse(diag, TT_ELIMIT,
		    "too many observations or values");
	if ((list = new_list(n, n_values)) == NULL)
		return TT_ENOMEM;
	pool = list->values;
	for (size_t i = 0; i < n && e == TT_OK; i++) {
		e = read_one(json_array_get(array, i), &list->at[i], &pool,
		    diag);
		if (e != TT_OK) {
			number(diag, i);
			*which = i;
		}
	}
	if (e == TT_OK)
		*out = &list->l;
	else
		tt_observation_list_free(&list->l);
	return e;
}

void
tt_observation_list_free(struct tt_observation_list *l)
{
	struct list *list = (struct list *)l;

	if (list == NULL)
		return;
	free(list->at);
	free(list->values);
	free(list);
}

enum tt_err
tt_observations_from_json(struct tt_observations **out, const json_t *array,
    struct json_diag *diag)
{
	struct tt_observation_list *list = NULL;
	size_t which;
	enum tt_err e;

	if ((e = tt_observation_list_from_json(&list, array, &which, diag)) !=
	    TT_OK)
		return e;
	e = tt_observations_new(out, list->at, list->n);
	if (e == TT_ERANGE)
		refuse(diag, e, "a value stands twice, likelihoods are all 0 "
		    "or above 1, or readings of one site do not belong "
		    "together");
	tt_observation_list_free(list);
	return e;
}

enum tt_err
tt_observations_parse(struct tt_observations **out, struct span text,
    struct json_diag *diag)
{
	json_t *array = NULL;
	enum tt_err e;

	e = json_in_parse(text, TT_OBSERVATIONS_TEXT_MAX, &array, diag);
	if (e == TT_OK)
		e = tt_observations_from_json(out, array, diag);
	json_decref(array);
	return e;
}

enum tt_err
tt_observations_write(const struct tt_observations *o, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);

	if (j == NULL)
		return TT_ENOMEM;
	json_out_array(j);
	for (size_t i = 0; i < o->n; i++)
		write_one(j, &o->at[i]);
	json_out_array_end(j);
	return json_out_end(j);
}
