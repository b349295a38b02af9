/* SPDX-License-Identifier: ISC */
/*
 * vault_outlook - what a status asks of the vault, counted by the database:
 * a hundred thousand readers are no reason to read a hundred thousand rows.
 *
 * Instants are POSIX seconds.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_OUTLOOK_H
#define STORE_VAULT_OUTLOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "programme/partner.h"
#include "store/db.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

struct vault_outlook {
	int64_t waiting;	/* statements that the hub lacks */
	int64_t oldest_s;	/* the first of them was queued; 0: none */
	int64_t joined;		/* readers that an officer has to confirm */
	int64_t lapsed;		/* invitations that ended unused */
	int64_t vetting;	/* partners: applied or in vetting */
	int64_t suspended;
	int64_t silent;		/* approved partners without active reader */
};

enum tt_err vault_outlook_get(struct db *db, int64_t now_s,
    struct vault_outlook *out) MUST_USE;

/* Approved partners whose agreement ends before, the first to end first. */
struct vault_ending {
	char partner[VAULT_ID_MAX + 1];
	int64_t ends_s;
};

typedef enum tt_err vault_ending_fn(void *ctx, const struct vault_ending *e);
enum tt_err vault_outlook_ending(struct db *db, int64_t before_s,
    vault_ending_fn *fn, void *ctx) MUST_USE;

/* Approved partners whose last declaration is from before; ends_s is its. */
enum tt_err vault_outlook_declared(struct db *db, int64_t before_s,
    vault_ending_fn *fn, void *ctx) MUST_USE;

/*
 * Approved partners whose vetting is to be reviewed before; by a day that its
 * record names, or so long after it was entered.
 */
enum tt_err vault_outlook_review(struct db *db, int64_t before_s,
    int64_t after_s, vault_ending_fn *fn, void *ctx) MUST_USE;

/* A bulletin was published: what the partners of that sealing say counts. */
enum tt_err vault_reach_add(struct db *db, const char *bulletin,
    const char *sealing) MUST_USE;

/*
 * A consent or receipt, by the reader's id in the ledger.  Of a reader or a
 * bulletin that is not on record: nothing.
 */
enum tt_err vault_reach_said(struct db *db, const char *bulletin,
    const unsigned char key[TT_READER_ID_LEN], bool receipt, int64_t at_s)
    MUST_USE;

struct vault_reach {
	int64_t partners;
	int64_t silent;		/* neither consent nor receipt */
	int64_t unread;		/* no receipt */
};
enum tt_err vault_reach_count(struct db *db, const char *bulletin,
    struct vault_reach *out) MUST_USE;

struct vault_mail {
	int64_t waiting;	/* notices whose instant has come */
	int64_t failing;	/* of these, tried and not taken */
	int64_t oldest_s;	/* since when the oldest of them is due */
	int64_t failed;		/* given up */
};
enum tt_err vault_mail_count(struct db *db, int64_t now_s,
    struct vault_mail *out) MUST_USE;


/* The newest instant at which a witness cosigned, by its key; TT_ENOENT. */
enum tt_err vault_witness_saw(struct db *db, const char *witness,
    int64_t at_s) MUST_USE;
enum tt_err vault_witness_get(struct db *db, const char *witness,
    int64_t *at_s) MUST_USE;

#endif
