/* SPDX-License-Identifier: ISC */
/*
 * vault_sighting - the vault's records of exploitation that was seen, and of
 * the deadlines that it started.  Errors are those of store/db.h; TT_ENOENT,
 * TT_EEXIST.
 */
#ifndef STORE_VAULT_SIGHTING_H
#define STORE_VAULT_SIGHTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "programme/moment.h"
#include "programme/own_duty.h"
#include "programme/sighting.h"
#include "store/db.h"
#include "store/vault_bulletin.h"
#include "telltale/err.h"

#define VAULT_NETWORK_MAX	63	/* bytes */
#define VAULT_COUNTRY_LEN	2
#define VAULT_SUBJECT_MAX	(5 + VAULT_ID_MAX)	/* "case:" and an id */
#define VAULT_CLOCK_NOTE_MAX	1024	/* bytes */

struct vault_sighting {
	int64_t n;			/* given by the database */
	char bulletin[VAULT_BULLETIN_LEN + 1];	/* "": of a case only */
	char case_id[VAULT_ID_MAX + 1];		/* "": none */
	struct moment seen;
	int64_t received_s;
	enum sighting_source source;
	char partner[VAULT_ID_MAX + 1];	/* of SIGHTING_PARTNER; else "" */
	enum sighting_confidence confidence;
	char country[VAULT_COUNTRY_LEN + 1];
	char network[VAULT_NETWORK_MAX + 1];
	uint64_t victims;		/* whose names are sealed */
	int64_t confirms;		/* another sighting's n, or 0 */
	bool has_evidence;
	struct hash evidence;		/* SHA-256 of the file */
	struct hash digest;		/* of what was said: known/record.h */
	struct hash leaf;		/* of the statement */
};

enum tt_err vault_sighting_add(struct db *db, const struct vault_sighting *s,
    int64_t *n) MUST_USE;
enum tt_err vault_sighting_get(struct db *db, int64_t n,
    struct vault_sighting *out) MUST_USE;
enum tt_err vault_sighting_of_digest(struct db *db, const struct hash *digest,
    struct vault_sighting *out) MUST_USE;

/* subject: a bulletin's id, a case, or NULL for all; by instant. */
typedef enum tt_err vault_sighting_fn(void *ctx,
    const struct vault_sighting *s);
enum tt_err vault_sighting_each(struct db *db, const char *subject,
    vault_sighting_fn *fn, void *ctx) MUST_USE;

/* When it was seen at the earliest, by anybody's word; TT_ENOENT: never. */
enum tt_err vault_sighting_earliest(struct db *db, const char *bulletin,
    int64_t *at_s) MUST_USE;

/*
 * Since when there is one that no decision about the embargo has answered: it
 * came after the last.  TT_ENOENT: there is none.
 */
enum tt_err vault_sighting_undecided(struct db *db, const char *bulletin,
    int64_t *since_s) MUST_USE;

struct vault_clock {
	int64_t n;			/* given by the database */
	char subject[VAULT_SUBJECT_MAX + 1];
	size_t stage;			/* of own_duty_stages */
	int64_t aware_s;
	int64_t sighting;		/* that started it */
	enum own_duty_state state;
	int64_t at_s;			/* closed, dismissed; else 0 */
	char note[VAULT_CLOCK_NOTE_MAX + 1];
	char officer[VAULT_CLOCK_NOTE_MAX + 1];
};

enum tt_err vault_clock_add(struct db *db, const struct vault_clock *c)
    MUST_USE;
enum tt_err vault_clock_get(struct db *db, int64_t n, struct vault_clock *out)
    MUST_USE;
/* The newest of a subject and stage. */
enum tt_err vault_clock_last(struct db *db, const char *subject, size_t stage,
    struct vault_clock *out) MUST_USE;
/* aware_s, state, at_s, note, officer of number n. */
enum tt_err vault_clock_set(struct db *db, const struct vault_clock *c)
    MUST_USE;

typedef enum tt_err vault_clock_fn(void *ctx, const struct vault_clock *c);
enum tt_err vault_clock_each(struct db *db, vault_clock_fn *fn, void *ctx)
    MUST_USE;

/* When a fix of the subject became available; TT_ENOENT if nobody said. */
enum tt_err vault_fix_get(struct db *db, const char *subject, int64_t *at_s)
    MUST_USE;
enum tt_err vault_fix_set(struct db *db, const char *subject, int64_t at_s)
    MUST_USE;

#endif
