/* SPDX-License-Identifier: ISC */
/*
 * events_file - public events and sightings of a bulletin, from a file.
 *
 *	{ "format": "telltale-events/1",
 *	  "events": [ { "what", "at", "until"?, "source" } ],
 *	  "sightings": [ { "at", "until"?, "source", "who"?, "interested"?,
 *	      "confirmed"?, "place"? } ] }
 *
 * docs/formats.md.  It comes from whoever made it, and is taken whole or not
 * at all; a refusal says in which line what is wrong.  A sighting of a partner
 * or of a feed is interested unless it says otherwise.  Pure.
 */
#ifndef CLI_LINE_EVENTS_FILE_H
#define CLI_LINE_EVENTS_FILE_H

#include "base/attr.h"
#include "base/json_in.h"
#include "base/span.h"
#include "cli/line/line.h"
#include "telltale/err.h"

#define EVENTS_FORMAT		"telltale-events/1"
#define EVENTS_TEXT_MAX		((size_t)1 << 20)	/* bytes */
#define EVENTS_NAME_MAX		1024	/* bytes of a source, place, name */

/*
 * Adds what stands there to l.  TT_ESYNTAX, TT_ENOENT, TT_ERANGE, TT_ELIMIT
 * with the line and the cause in *diag, TT_EVERSION; TT_ENOMEM.  After an
 * error l has a part of it and is to be freed.
 */
enum tt_err events_parse(struct line *l, struct span text,
    struct json_diag *diag) MUST_USE;

/* The same of an object that is all of text, whatever else is in it. */
enum tt_err events_take(struct line *l, const json_t *obj, struct span text,
    struct json_diag *diag) MUST_USE;

#endif
