/* SPDX-License-Identifier: ISC */
/*
 * rows_stix - the sightings of a STIX 2.1 bundle.
 *
 * Of a `sighting` its first_seen (else last_seen) and confidence, and the
 * country of a location in where_sighted_refs.  Identities there are names,
 * and names are not taken: they are counted as left out.
 */
#include "base/json_in.h"
#include "cli/known/rows.h"

#define OBJECTS_MAX	10000
#define REFS_MAX	4	/* looked up of one sighting */

static bool
type_is(const json_t *obj, const char *type)
{
	struct span s;

	return json_is_object(obj) &&
	    json_in_str(obj, "type", &s, NULL) == TT_OK && span_is(s, type);
}

/* The country of a location in the bundle; false: none, or no code. */
static bool
country_of(const json_t *objects, struct span id, struct span *out)
{
	struct span s;
	json_t *obj;
	size_t i;

	json_array_foreach(objects, i, obj)
		if (type_is(obj, "location") &&
		    json_in_str(obj, "id", &s, NULL) == TT_OK &&
		    span_eq(s, id))
			return json_in_str(obj, "country", out, NULL) ==
			    TT_OK && sighting_country_ok(*out);
	return false;
}

static enum tt_err
take_where(struct rows *r, struct row *row, const json_t *objects,
    const json_t *obj, struct rows_diag *diag)
{
	struct span country;
	json_t *refs, *ref;
	size_t i;

	if (json_in_array(obj, "where_sighted_refs", &refs, NULL) != TT_OK)
		return TT_OK;
	json_array_foreach(refs, i, ref) {
		if (i < REFS_MAX && row->field[ROWS_COUNTRY] == NULL &&
		    json_is_string(ref) &&
		    country_of(objects, span_str(json_string_value(ref)),
		    &country)) {
			if (rows_set(row, ROWS_COUNTRY, country, diag) !=
			    TT_OK)
				return TT_ESYNTAX;
		} else
			r->left_out++;
	}
	return TT_OK;
}

static enum tt_err
take_sighting(struct rows *r, const json_t *objects, const json_t *obj,
    size_t place, struct rows_diag *diag)
{
	struct span seen;
	struct row *row;
	int64_t sure;
	enum tt_err e;

	if (json_in_str(obj, "first_seen", &seen, NULL) != TT_OK &&
	    json_in_str(obj, "last_seen", &seen, NULL) != TT_OK)
		return rows_fault(diag, place, "a sighting says neither "
		    "first_seen nor last_seen");
	if ((row = rows_add(r, place)) == NULL)
		return r->n == ROWS_MAX ? TT_ELIMIT : TT_ENOMEM;
	if ((e = rows_set(row, ROWS_SEEN, seen, diag)) != TT_OK)
		return e;
	if (json_in_int(obj, "confidence", 0, 100, &sure, NULL) == TT_OK &&
	    (e = rows_set(row, ROWS_CONFIDENCE, span_str(
	    sighting_confidence_text(sighting_confidence_of((unsigned)
	    sure))), diag)) != TT_OK)
		return e;
	return take_where(r, row, objects, obj, diag);
}

static enum tt_err
take_bundle(struct rows *r, const json_t *root, struct rows_diag *diag)
{
	json_t *objects, *obj;
	bool revoked;
	enum tt_err e;
	size_t i;

	if (!type_is(root, "bundle") ||
	    json_in_array(root, "objects", &objects, NULL) != TT_OK)
		return rows_fault(diag, 1, "it is no STIX bundle");
	if (json_array_size(objects) > OBJECTS_MAX)
		return TT_ELIMIT;
	json_array_foreach(objects, i, obj) {
		if (!type_is(obj, "sighting"))
			continue;
		if (json_in_bool(obj, "revoked", &revoked, NULL) == TT_OK &&
		    revoked) {
			r->left_out++;
			continue;
		}
		if ((e = take_sighting(r, objects, obj, i + 1, diag)) !=
		    TT_OK)
			return e;
	}
	return TT_OK;
}

enum tt_err
rows_stix(struct rows *out, struct span text, struct rows_diag *diag)
{
	struct rows r = { .at = NULL };
	struct json_diag where;
	json_t *root;
	enum tt_err e;

	if ((e = json_in_parse(text, ROWS_FILE_MAX, &root, &where)) ==
	    TT_ESYNTAX)
		return rows_fault(diag, (size_t)where.line, "%s",
		    where.text);
	if (e != TT_OK)
		return e;
	e = take_bundle(&r, root, diag);
	json_decref(root);
	if (e == TT_OK)
		*out = r;	/* transferred */
	else
		rows_free(&r);
	return e;
}
