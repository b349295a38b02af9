/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json_place.h"
#include "cli/import.h"
#include "cli/line/events_file.h"

/* The line of an item of list, unless one is known. */
static void
locate(struct span text, const char *list, size_t i, struct json_diag *diag)
{
	struct json_path path = { .n = 0 };
	uint32_t line, column;

	path = json_path_index(json_path_key(path, list), i);
	json_place(text, &path, &line, &column);
	diag->line = (int)line;
	diag->column = (int)column;
}

/* A member with a text of ours; absent is NULL if it may be. */
static enum tt_err
get_text(const json_t *obj, const char *key, bool must, const char **out,
    struct json_diag *diag)
{
	struct span s;
	enum tt_err e;

	*out = NULL;
	if (!must && !json_in_there(obj, key))
		return TT_OK;
	if ((e = json_in_str(obj, key, &s, diag)) != TT_OK)
		return e;
	if (s.n > EVENTS_NAME_MAX || !import_value_ok(s))
		return json_in_refuse(diag, TT_ERANGE,
		    "\"%s\" is not 1 to %d bytes "
		    "without control characters", key, EVENTS_NAME_MAX);
	*out = json_string_value(json_object_get(obj, key));
	return TT_OK;
}

static enum tt_err
get_interval(const json_t *obj, struct census_since *out,
    struct json_diag *diag)
{
	struct span at, until = { "", 0 };
	enum tt_err e;

	if ((e = json_in_str(obj, "at", &at, diag)) != TT_OK ||
	    (json_in_there(obj, "until") &&
	    (e = json_in_str(obj, "until", &until, diag)) != TT_OK))
		return e;
	if ((e = history_interval(at, until, out)) != TT_OK)
		return json_in_refuse(diag, e,
		    "\"at\" and \"until\" are instants as "
		    "2025-07-07T17:00:00Z or days as 2025-07-07, in order");
	return TT_OK;
}

static enum tt_err
get_flag(const json_t *obj, const char *key, bool absent, bool *out,
    struct json_diag *diag)
{
	*out = absent;
	return json_in_there(obj, key) ? json_in_bool(obj, key, out,
	    diag) : TT_OK;
}

static enum tt_err
take_event(struct line *l, const json_t *obj, struct json_diag *diag)
{
	struct history_event x = { .source = NULL };
	struct span what;
	enum tt_err e;

	if ((e = json_in_str(obj, "what", &what, diag)) != TT_OK ||
	    (e = get_interval(obj, &x.at, diag)) != TT_OK ||
	    (e = get_text(obj, "source", true, &x.source, diag)) != TT_OK)
		return e;
	if (!history_what_parse(what, &x.what))
		return json_in_refuse(diag, TT_ERANGE,
		    "\"what\" is contest, found, report, vendor, talk, "
		    "commit, patch, release or told");
	if ((e = line_add_event(l, &x)) == TT_ELIMIT)
		return json_in_refuse(diag, e, "more than %d events",
		    LINE_EVENTS_MAX);
	return e;
}

static enum tt_err
take_sighting(struct line *l, const json_t *obj, struct json_diag *diag)
{
	struct history_sighting s = { .who = NULL };
	struct span source;
	bool theirs;
	enum tt_err e;

	if ((e = json_in_str(obj, "source", &source, diag)) != TT_OK ||
	    (e = get_interval(obj, &s.seen, diag)) != TT_OK)
		return e;
	if (!history_source_parse(source, &s.source))
		return json_in_refuse(diag, TT_ERANGE,
		    "\"source\" is telemetry, "
		    "hunt, authority, victim, partner, feed, press, finder "
		    "or other");
	theirs = s.source != HISTORY_PRESS && !history_independent(s.source);
	if ((e = get_text(obj, "who", false, &s.who, diag)) != TT_OK ||
	    (e = get_text(obj, "place", false, &s.place, diag)) != TT_OK ||
	    (e = get_flag(obj, "interested", theirs, &s.interested, diag)) !=
	    TT_OK ||
	    (e = get_flag(obj, "confirmed", false, &s.confirmed, diag)) !=
	    TT_OK)
		return e;
	if ((e = line_add_sighting(l, &s)) == TT_ELIMIT)
		return json_in_refuse(diag, e, "more than %d sightings",
		    LINE_SIGHTINGS_MAX);
	return e;
}

static enum tt_err
take_list(struct line *l, const json_t *obj, const char *key,
    enum tt_err (*take)(struct line *, const json_t *, struct json_diag *),
    struct span text, struct json_diag *diag)
{
	json_t *list;
	enum tt_err e;

	if (!json_in_there(obj, key))
		return TT_OK;
	if ((e = json_in_array(obj, key, &list, diag)) != TT_OK)
		return e;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);

		e = json_is_object(item) ? take(l, item, diag) :
		    json_in_refuse(diag, TT_ESYNTAX, "not an object");
		if (e != TT_OK) {
			locate(text, key, i, diag);
			return e;
		}
	}
	return TT_OK;
}

enum tt_err
events_take(struct line *l, const json_t *obj, struct span text,
    struct json_diag *diag)
{
	enum tt_err e;

	*diag = (struct json_diag){ .line = 1, .column = 1 };
	if ((e = take_list(l, obj, "events", take_event, text, diag)) != TT_OK)
		return e;
	return take_list(l, obj, "sightings", take_sighting, text, diag);
}

enum tt_err
events_parse(struct line *l, struct span text, struct json_diag *diag)
{
	struct span format;
	json_t *obj = NULL;
	enum tt_err e;

	*diag = (struct json_diag){ .line = 1, .column = 1 };
	if (text.n > EVENTS_TEXT_MAX)
		return json_in_refuse(diag, TT_ELIMIT, "over %zu bytes",
		    EVENTS_TEXT_MAX);
	if ((e = json_in_parse(text, EVENTS_TEXT_MAX, &obj, diag)) != TT_OK) {
		if (diag->line < 1)	/* too deep: it does not say where */
			diag->line = diag->column = 1;
		return e;
	}
	if ((e = json_in_str(obj, "format", &format, diag)) == TT_OK)
		e = span_is(format, EVENTS_FORMAT) ?
		    events_take(l, obj, text, diag) : json_in_refuse(diag,
		    TT_EVERSION, "\"format\" is not %s", EVENTS_FORMAT);
	if (diag->line < 1)
		diag->line = diag->column = 1;
	json_decref(obj);
	return e;
}
