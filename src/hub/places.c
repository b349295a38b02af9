/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "hub/places.h"
#include "telltale/origin.h"

/* A path of the configuration, or the usual one; a URL stays as it is. */
static enum tt_err
place_of(const struct conf *c, const char *dir, const char *key,
    const char *usual, char out[FILE_PATH_MAX])
{
	const char *v = conf_get(c, key);

	if (v != NULL && strstr(v, "://") != NULL)
		return span_copy(span_str(v), out, FILE_PATH_MAX);
	return file_path(out, dir, v != NULL ? v : usual);
}

enum tt_err
places_find(const struct conf *c, const char *dir, struct places *out)
{
	const char *origin = conf_get(c, "origin");
	enum tt_err e;

	if (origin == NULL || tt_origin_check(span_str(origin)) != TT_OK ||
	    span_copy(span_str(origin), out->origin, sizeof(out->origin)) !=
	    TT_OK)
		return TT_ESYNTAX;
	if ((e = place_of(c, dir, "db", "hub.db", out->db)) != TT_OK ||
	    (e = place_of(c, dir, "notary", "notary", out->notary)) !=
	    TT_OK || (e = file_path(out->key, dir, "log.sign")) != TT_OK ||
	    (e = file_path(out->ledger, dir, "ledger")) != TT_OK)
		return e;
	return file_path(out->checkpoint, out->ledger, "checkpoint");
}
