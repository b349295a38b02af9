/* SPDX-License-Identifier: ISC */
/*
 * history - what happened around a bulletin: public events and sightings,
 * each at an instant that may be uncertain, and who says so.
 *
 * "2025-07-07" is a day, never midnight: the interval from its first second
 * to the next day's, in UTC.  Pure.
 */
#ifndef PROGRAMME_HISTORY_H
#define PROGRAMME_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "programme/census.h"
#include "telltale/err.h"

#define HISTORY_WORD_MAX	32	/* bytes of a kind's word, with NUL */

/* What the world could see, or what others than readers came to know. */
enum history_what {
	HISTORY_CONTEST,	/* shown at a contest, to its organisers */
	HISTORY_FOUND,		/* by whoever reported it */
	HISTORY_REPORT,		/* the finder told the vendor */
	HISTORY_VENDOR,		/* somebody on its side knew */
	HISTORY_TALK,		/* told to an audience, or published */
	HISTORY_COMMIT,		/* a change that shows it is in public code */
	HISTORY_PATCH,		/* a fix that can be compared is out */
	HISTORY_RELEASE,	/* the advisory is public */
	HISTORY_TOLD,		/* an authority, a victim, upstream ... was */
	HISTORY_WHATS
};

enum history_source {
	HISTORY_TELEMETRY,	/* the vendor's own */
	HISTORY_HUNT,		/* a search over everything, after release */
	HISTORY_AUTHORITY,
	HISTORY_VICTIM,		/* from logs that it kept */
	HISTORY_PARTNER,	/* saw it because, or after, it was told */
	HISTORY_FEED,		/* of a partner, or fed by them */
	HISTORY_PRESS,
	HISTORY_FINDER,
	HISTORY_OTHER,
	HISTORY_SOURCES
};

struct history_event {
	enum history_what what;
	struct census_since at;
	const char *source;	/* who says so; borrowed */
};

struct history_sighting {
	struct census_since seen;
	enum history_source source;
	const char *who;	/* the partner whose report it is, or NULL */
	bool interested;	/* would gain or lose by what it says */
	bool confirmed;		/* by a source that no partner influences */
	const char *place;	/* or NULL */
	bool weak;		/* not sure, or a partner could have shaped
				 * it; fixes nothing */
};

/* An instant, or a day; TT_ESYNTAX, TT_ERANGE. */
enum tt_err history_instant(struct span s, struct census_since *out) MUST_USE;

/*
 * From `at` to `until`, the end of the day that that may be; without until
 * as history_instant.  TT_ERANGE if it ends before it begins.
 */
enum tt_err history_interval(struct span at, struct span until,
    struct census_since *out) MUST_USE;

/* Could no partner have made, kept back or moved it by what it was told? */
bool history_independent(enum history_source s);

/*
 * May it fix the first instant: a source that no partner influences and that
 * has no interest; or anybody's report that such a one confirms.  What is weak
 * never may.
 */
bool history_fixes(const struct history_sighting *s);

const char *history_what_word(enum history_what w);	/* "contest" */
const char *history_what_text(enum history_what w);	/* "shown at ..." */
bool history_what_parse(struct span s, enum history_what *out);
const char *history_source_word(enum history_source s);	/* "telemetry" */
const char *history_source_text(enum history_source s);
bool history_source_parse(struct span s, enum history_source *out);

enum history_order { HISTORY_BEFORE, HISTORY_AFTER, HISTORY_UNCERTAIN };

/*
 * Was `a` certainly over by the time `b` began, or begun after b had ended?
 * Equal instants are before: who opens at an instant may act in it.  Both
 * known.
 */
enum history_order history_compare(const struct census_since *a,
    const struct census_since *b);

#endif
