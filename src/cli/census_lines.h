/* SPDX-License-Identifier: ISC */
/*
 * census_lines - what the vault's records say of who could have known what.
 *
 * Copies from sealing; keys and their end from the readers; releases and
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
#include "cli/census_gaps.h"
#include "cli/vault.h"
#include "programme/census.h"
#include "store/vault_bulletin.h"
#include "store/vault_known.h"
#include "telltale/err.h"
#include "telltale/manifest.h"

struct census_wave {
	struct vault_wave wave;
	bool released;		/* the ledger says so, as of released_s */
	int64_t released_s;	/* not known: the instant, once it is past;
				 * before it CENSUS_NEVER */
};

struct census_person {
	struct vault_copy copy;
	char *name;		/* of the reader */
	int64_t active_s, revoked_s;	/* of its key; CENSUS_NEVER */
	const struct census_gap *gap;	/* its partner's; in gaps below */
	size_t n_gaps;
	struct census_since fetched;	/* the first receipt */
	bool part;		/* its profile carries what is asked about */
};

/* A reader of the programme for whom no copy was made. */
struct census_outsider {
	char partner[VAULT_ID_MAX + 1];
	char reader[VAULT_ID_MAX + 1];
	char *name;
};

/* What a census is about: a bulletin, or one part of it. */
struct census_about {
	const struct tt_manifest *manifest;	/* NULL: parts do not matter */
	const char *part;	/* its file; NULL: all */
	bool complement;	/* outsiders are wanted */
};

struct census_lines {
	struct census_wave wave[TT_WAVES_MAX];
	size_t n_waves;
	struct census_person *person;
	size_t n_people;
	struct vault_knower *knower;
	size_t n_knowers;
	struct census_gaps gaps;
	struct census_outsider *outsider;
	size_t n_outsiders;
	/*
	 * Of each that has the part: by organisation, then reader.  who is a
	 * person's number, or n_people and a knower's.  Borrows from all.
	 */
	struct census_line *line;
	size_t n;
};

/* NULL: the line is of a knower, whom it then is in *knower. */
const struct census_person *census_lines_who(const struct census_lines *l,
    const struct census_line *line, const struct vault_knower **knower);

/* What the records say of a person, for census_why_not. */
struct census_record census_lines_record(const struct census_lines *l,
    const struct vault_bulletin *b, const struct census_person *p);

/* Has the bulletin a proof of concept?  Without a manifest: no. */
bool census_about_poc(const struct census_about *a);

/* The kind of the part that is asked about; false: there is no such part. */
bool census_about_kind(const struct census_about *a, enum tt_part_kind *out);

/* now_s: what is past.  Errors of store/db.h; TT_EINTEGRITY. */
enum tt_err census_lines_read(struct census_lines *l, struct db *db,
    const struct vault_bulletin *b, const struct census_about *about,
    int64_t now_s) MUST_USE;
void census_lines_done(struct census_lines *l);	/* safe on a zeroed one */

#endif
