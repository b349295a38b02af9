/* SPDX-License-Identifier: ISC */
/*
 * letter - the verbs about letters: send and read are a reader's, list, show
 * and answer the vendor's.
 */
#ifndef CLI_POST_LETTER_H
#define CLI_POST_LETTER_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/span.h"
#include "cli/cli.h"
#include "cli/vault.h"
#include "store/vault_partner.h"
#include "telltale/age_key.h"
#include "telltale/err.h"
#include "telltale/letter.h"

cli_run verb_letter_send, verb_letter_read, verb_letter_list,
    verb_letter_show, verb_letter_answer;

/* "/api/v1/WHAT/SHA-256 OF BODY" to out. */
#define LETTER_PATH_MAX	192
void letter_path(const char *what, struct span body,
    char out[LETTER_PATH_MAX]);

/* The age file in a row of the hub's list; buf_done.  TT_ESYNTAX. */
enum tt_err letter_body(const json_t *row, int64_t *n, struct buf *out)
    MUST_USE;

/* Whether an officer of these keys, and nobody else, has signed it. */
enum tt_err letter_by_officer(const struct tt_statement *keys,
    const struct tt_letter *l) MUST_USE;

/* As an age file to them, appended. */
enum tt_err letter_seal(const struct tt_age_recipient *to, size_t n,
    struct span letter, struct buf *out) MUST_USE;

/*
 * An officer's letter to one reader, sealed to their key and handed to the
 * hub.  CLI_DONE, or an exit code after saying why; patient: a hub that is
 * away, or does not know the reader yet, is CLI_LATER without a word.
 */
int letter_to_reader(struct vault *v, const struct vault_reader *r,
    struct span letter, bool patient) MUST_USE;

/*
 * That letters to the vendor are sealed to the officers of today: signed and
 * handed to the hub, if it was not said before.  A hub that cannot be reached
 * is fine: it is said with the next one.
 */
int letter_desk(struct vault *v) MUST_USE;

/*
 * Those that the hub has and the vault has not; unlocks the officer's key.  A
 * sighting among them is on record, starts our clocks and alerts from then on.
 * CLI_DONE, or an exit code after saying why.
 */
int letter_fetch(struct vault *v) MUST_USE;

/* What waits at the hub for one of several officers to take it in. */
struct letter_waits {
	size_t n;		/* of the first page */
	int64_t oldest_s;	/* when the hub had it; 0: none */
	size_t sightings;	/* those that this officer could open */
	int64_t sighted_s;	/* when the hub had the first of them */
};

/*
 * The same beside whatever else a verb is at; unlocks the officer's key.  In
 * the vault of several officers nothing is taken in, for it would be in each of
 * theirs: *w is what waits, and of a sighting our own people are told by mail.
 */
int letter_visit(struct vault *v, struct letter_waits *w) MUST_USE;

/*
 * Those that the vault has, sealed anew to the officers of today.  Safe to
 * repeat; CLI_DONE, or an exit code after saying why.
 */
int letter_reseal(struct vault *v) MUST_USE;

#endif
