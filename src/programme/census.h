/* SPDX-License-Identifier: ISC */
/*
 * census - who could have known what, when.  specs/stories.md 3.13.
 *
 * A line is one person, or one organisation outside the programme, about one
 * bulletin.  A level begins at an instant that may be uncertain, and never
 * ends: knowledge does not.  The census accuses nobody, and does not know of
 * word of mouth, of people with access to partners' systems, nor of whoever
 * took a key.  Pure.
 */
#ifndef PROGRAMME_CENSUS_H
#define PROGRAMME_CENSUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"

enum census_level {
	CENSUS_TOLD,		/* that something is coming */
	CENSUS_COULD,		/* had everything needed to read it */
	CENSUS_FETCHED,		/* signed for the sealed copy */
	CENSUS_OPENED,		/* said so; silence proves nothing */
	CENSUS_KNEW,		/* otherwise: finder, staff, authority ... */
	CENSUS_LEVELS
};

const char *census_level_text(enum census_level l);	/* "could" */

/* It began not before `from` and not after `until`; equal: certain. */
struct census_since {
	bool known;
	int64_t from_s, until_s;
};

#define CENSUS_NEVER	INT64_MAX

/* From then until then their partner was cut off; CENSUS_NEVER: it still is. */
struct census_gap {
	int64_t from_s, until_s;
};

/* What the records say of one reader and one bulletin. */
struct census_record {
	const char *partner, *reader;	/* ids; borrowed */
	const char *wave;
	bool poc;			/* its profile has the proof */
	int64_t published_s;		/* visible to its readers, or NEVER */
	int64_t released_s;		/* the wave's key, or NEVER */
	int64_t active_s;		/* the reader's key, or NEVER */
	int64_t revoked_s;		/* likewise */
	struct census_since fetched;	/* the receipt */
	struct census_since opened;	/* the client's own word */
	const struct census_gap *gap;	/* in time; borrowed */
	size_t n_gaps;
	unsigned revision;		/* of the copy; 0: not said */
	bool late;			/* their first, of a wave that was open
					 * before it was made */
	int64_t shown_s;		/* by then its key was out for sure;
					 * 0: since released_s */
};

/* Why somebody could not have read it; the first that holds. */
enum census_why {
	CENSUS_WHY_COULD,	/* they could: no reason */
	CENSUS_WHY_NO_COPY,	/* none was made for them */
	CENSUS_WHY_NO_PART,	/* their profile lacks the part */
	CENSUS_WHY_NO_KEY,	/* had not joined by then */
	CENSUS_WHY_REVOKED,	/* before the wave was open */
	CENSUS_WHY_SUSPENDED,	/* their partner, and not back by then */
	CENSUS_WHY_UNPUBLISHED,
	CENSUS_WHY_CLOSED,	/* the wave's key was not out */
	CENSUS_WHY_LATE,	/* joined an open wave, signed for no copy */
	CENSUS_WHYS
};

const char *census_why_text(enum census_why w);

/*
 * Of a reader with a copy.  has_part: their profile carries what is asked
 * about.
 */
enum census_why census_why_not(const struct census_record *r, bool has_part,
    int64_t at_s);

struct census_line {
	const char *partner;		/* or the organisation outside */
	const char *reader;		/* NULL: of the organisation */
	const char *as;			/* wave's name, or "finder" */
	bool poc;
	size_t who;			/* the caller's own number */
	struct census_since since[CENSUS_LEVELS];
	unsigned revision[CENSUS_LEVELS];	/* where that is from; 0 */
};

/* By organisation, then reader; the organisation itself comes first. */
int census_line_cmp(const void *a, const void *b);

/*
 * told: published to an active reader.  could: the copy can be had and the
 * wave's key is out, unless the reader's key had been revoked by then; while
 * their partner is cut off nothing begins.  Who fetched a copy before has it:
 * the wave's key, which is public, opens it.  A late joiner could from their
 * receipt on (specs/stories.md 3.5, rule 9).  Of a key that was late, could
 * began between its instant and when it was out for sure.
 */
struct census_line census_line_of(const struct census_record *r);

/*
 * What the same reader could have known by another revision, taken into a:
 * the earliest of each level.  as and who are those of the revision that
 * could be read first; as long as none could, of b.
 */
void census_line_join(struct census_line *a, const struct census_line *b);

/* A line for somebody who knew otherwise, entered by hand. */
struct census_line census_knower(const char *organisation, const char *reader,
    const char *as, bool poc, struct census_since knew);

enum census_answer { CENSUS_NO, CENSUS_PERHAPS, CENSUS_YES };

/* Had the level been reached at that instant? */
enum census_answer census_at(const struct census_line *line,
    enum census_level level, int64_t at_s);

/* Could this one have read it: could, fetched after release, or knew. */
enum census_answer census_could_read(const struct census_line *line,
    int64_t at_s);

struct census_count {
	size_t people[CENSUS_LEVELS], organisations[CENSUS_LEVELS]; /* yes */
	size_t readers, reader_organisations;	/* yes of could_read */
	size_t perhaps;				/* people, of could_read */
};

/*
 * Lines of one organisation stand together.  poc_only: those whose profile
 * has the proof of concept.
 */
struct census_count census_count_at(const struct census_line *lines, size_t n,
    int64_t at_s, bool poc_only);

/* The one sentence that a census says; see the top of this file. */
void census_sentence(struct buf *out, const struct census_count *count,
    const char *what, int64_t at_s);

/* The union over an interval is its end: knowledge does not. */
bool census_is_new(const struct census_line *line, int64_t from_s,
    int64_t to_s);	/* could read it by the end, and not at its start */

/* "2025-07-07T00:00:00Z", "between ... and ...", "". */
void census_since_text(struct buf *out, const struct census_since *s);

#endif
