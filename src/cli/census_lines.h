/* SPDX-License-Identifier: ISC */
/*
 * census_lines - what the vault's records say of who could have known what.
 *
 * Copies from all revisions that were published: who had only an earlier one
 * could have read that.  Keys and their end from the readers; releases and
 * receipts from what the hub told of the ledger; knowers as entered by hand.
 * programme/census.h makes lines of it.  One pass over each table: 100,000
 * readers take well under a second (tests/bench/bench_census.c).
 */
#ifndef CLI_CENSUS_LINES_H
#define CLI_CENSUS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/census_about.h"
#include "cli/census_gaps.h"
#include "cli/vault.h"
#include "programme/census.h"
#include "programme/schedule.h"
#include "store/vault_bulletin.h"
#include "store/vault_known.h"
#include "telltale/err.h"

/* Of one revision: a wave that two of them have stands there twice. */
struct census_wave {
	struct vault_wave wave;
	unsigned revision;
	int64_t published_s;	/* its revision was; CENSUS_NEVER */
	bool part;		/* its profile carries what is asked about */
	bool poc;		/* likewise, the proof of concept */
	bool released;		/* the ledger says so, as of released_s */
	int64_t released_s;	/* not known: the instant, once it is past;
				 * before it CENSUS_NEVER */
	int64_t opened_s;	/* by the hub's clock; 0: not known */
	enum schedule_opening as;	/* how it opened */
	int64_t late_s;		/* 0: it was not */
};

/* A reader with the copy of one revision. */
struct census_person {
	struct vault_copy copy;
	size_t wave;		/* its place in census_lines */
	char *name;		/* of the reader */
	int64_t active_s, revoked_s;	/* of its key; CENSUS_NEVER */
	const struct census_gap *gap;	/* its partner's; in gaps below */
	size_t n_gaps;
	struct census_since fetched;	/* the first receipt for it */
	struct census_since opened;	/* as its reader says, and not before
					 * it could be */
	int64_t told_s;		/* when that came to the hub */
	struct hash word;	/* SHA-256 of the request that says so */
	bool late;		/* as in struct census_record */
};

/* A reader of the programme for whom no copy was made. */
struct census_outsider {
	char partner[VAULT_ID_MAX + 1];
	char reader[VAULT_ID_MAX + 1];
	char *name;
};

struct census_lines {
	struct census_wave *wave;	/* by revision, then n */
	size_t n_waves;
	/* by partner, reader, then revision: a reader's stand together */
	struct census_person *person;
	size_t n_people;
	int64_t began_s;		/* its first revision was sealed */
	struct vault_knower *knower;
	size_t n_knowers;
	struct census_gaps gaps;
	struct census_outsider *outsider;
	size_t n_outsiders;
	/*
	 * A line for each that has the part: by organisation, then reader,
	 * at the earliest instants of any revision that has it.  who is a
	 * person's number, or n_people and a knower's.  Borrows from all.
	 */
	struct census_line *line;
	size_t n;
	struct census_line *poc;	/* likewise, of the proof of concept */
	size_t n_poc;			/* 0 if one part is asked about */
};

/* NULL: the line is of a knower, whom it then is in *knower. */
const struct census_person *census_lines_who(const struct census_lines *l,
    const struct census_line *line, const struct vault_knower **knower);

/* Whose word its level "opened" is from; NULL: of none. */
const struct census_person *census_lines_word(const struct census_lines *l,
    const struct census_line *line);

/* What the records say of a person, for census_line_of. */
struct census_record census_lines_record(const struct census_lines *l,
    const struct census_person *p);

/*
 * Why the reader whose first person is number i could not, by any revision:
 * the reason of the last one that has the part.  *next: the next reader.
 */
enum census_why census_lines_why_not(const struct census_lines *l, size_t i,
    int64_t at_s, size_t *next);

/* One wave, as two revisions have it? */
bool census_wave_same(const struct census_wave *a,
    const struct census_wave *b);

/*
 * b is taken as it is given, published or not.  now_s: what is past.  Errors
 * of store/db.h; TT_EINTEGRITY; TT_ENOENT: no revision has the part.
 */
enum tt_err census_lines_read(struct census_lines *l, struct db *db,
    const struct vault_bulletin *b, const struct census_about *about,
    int64_t now_s) MUST_USE;
void census_lines_done(struct census_lines *l);	/* safe on a zeroed one */

#endif
