/* SPDX-License-Identifier: ISC */
/*
 * vault - the vendor's folder: found, checked, unlocked, written to.
 *
 * specs/hub.md section 1.  Secrets in it are age files to every officer's
 * key; statements are signed as its officer or publisher, kept in vault.db,
 * and posted to the hub, at once or when it is next reached.  Functions that
 * return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_VAULT_H
#define CLI_VAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "cli/cli.h"
#include "cli/hubclient.h"
#include "cli/passphrase.h"
#include "cli/team/lineup_file.h"
#include "store/db.h"
#include "store/home.h"
#include "telltale/age_key.h"
#include "telltale/set.h"
#include "telltale/statement.h"
#include "telltale/vkey.h"

#define VAULT_KEYS_WAS		"keys/keys-%llu"	/* by number */
#define VAULT_OFFICERS_MAX	LINEUP_OFFICERS_MAX
#define VAULT_SECRET_MAX	((size_t)256 << 20)	/* bytes */

/* Every verb that takes a vault has these in its table. */
#define VAULT_OPTS	PASSPHRASE_OPTS,				\
	{ "as", 0, OPT_VALUE, "NAME",					\
	    "the officer at work, if not the one that the vault names" }

enum vault_use {
	VAULT_READ,	/* others may be at work too */
	VAULT_WRITE,	/* nobody else; CLI_LATER if somebody is */
};

struct vault {
	const struct cli *cli;
	char dir[FILE_PATH_MAX];
	struct conf conf;
	struct db *db;
	int lock;			/* or -1 */
	struct passphrase passphrase;
	struct tt_age_identities *identity;	/* once unlocked */
	struct tt_signer *officer, *publisher;	/* once asked for */
	struct hubclient *hub;			/* once asked for */
	enum vault_use use;
	bool greeted, away;	/* vault_greet was called; no hub answered */
	bool alarmed;		/* it ended with CLI_ALARM */
	bool may_be_old, is_old;	/* before it, of sync: that the ledger
				 * has more of ours is no alarm yet; it has */
};

/*
 * The vault that -C, TELLTALE_HOME or the folders from here upwards give.
 * passphrase_file may be NULL.  vault_close also after a failure.
 */
int vault_open(struct vault *v, const struct cli *c, enum vault_use use,
    const char *passphrase_file) MUST_USE;
void vault_close(struct vault *v);	/* safe on a zeroed vault */

const char *vault_origin(const struct vault *v);
/* Of its ledger's batches, seconds; 900 where nothing is said. */
int64_t vault_interval_s(const struct vault *v);
bool vault_small_team(const struct vault *v);

/* dir and rel.  Always fits: rel is short and ours. */
void vault_path(const struct vault *v, const char *rel,
    char out[FILE_PATH_MAX]);

/* The officer's own age key, into v->identity. */
int vault_unlock(struct vault *v) MUST_USE;

/*
 * Age files to all officers.  Reading unlocks the officer's key first; *out
 * is a secret buf that the caller frees.  rel ends in ".age".
 */
int vault_secret_read(struct vault *v, const char *rel, struct buf *out)
    MUST_USE;

/* The same, but of the file nothing is said: *e is what is wrong with it. */
int vault_secret_try(struct vault *v, const char *rel, struct buf *out,
    enum tt_err *e) MUST_USE;
int vault_secret_write(struct vault *v, const char *rel, struct span bytes)
    MUST_USE;

/*
 * The same for what travels: an armored age file to all officers, appended.
 * Opening one unlocks the officer's key; *out is a secret buf that the caller
 * frees if *e is TT_OK.
 */
enum tt_err vault_seal(const struct tt_age_recipient *to, size_t n,
    struct span plain, struct buf *armored) MUST_USE;
int vault_unseal(struct vault *v, struct span file, struct buf *out,
    enum tt_err *e) MUST_USE;

/* The line-up in keys/officers: free(). */
int vault_line_up(const struct vault *v, struct lineup_file **out) MUST_USE;

/* Its recipients. */
int vault_recipients(const struct vault *v,
    struct tt_age_recipient out[VAULT_OFFICERS_MAX], size_t *n) MUST_USE;

int vault_officer(struct vault *v, const struct tt_signer **out) MUST_USE;
/* Whether vault_officer asks nobody to type a passphrase. */
bool vault_officer_at_hand(const struct vault *v);
int vault_publisher(struct vault *v, const struct tt_signer **out) MUST_USE;

/* Signed as the officer; nothing is said of the hub until it is asked. */
int vault_hub(struct vault *v, struct hubclient **out) MUST_USE;

/*
 * Before a verb changes anything that the hub will hear of: is its ledger the
 * one that was seen, and, of a vault opened for VAULT_WRITE, is this vault as
 * new as that ledger?  A hub that cannot be reached is CLI_DONE too, and
 * vault_post then only says that statements wait; CLI_ALARM is not.
 */
int vault_greet(struct vault *v) MUST_USE;

/*
 * A signed statement for the ledger: its salt is drawn, both go to vault.db's
 * outbox (in the transaction that is open, if one is), *leaf names it.  To be
 * followed by vault_post.
 */
int vault_queue(struct vault *v, struct span statement, struct tt_salt *salt,
    struct hash *leaf) MUST_USE;

/* The same with a salt that others have too; one that is there is fine. */
int vault_queue_salted(struct vault *v, struct span statement,
    const struct tt_salt *salt, struct hash *leaf) MUST_USE;

/*
 * Posts what waits in the outbox, in order.  A hub that cannot be reached is
 * a note, and CLI_DONE; a refusal is an error.
 */
int vault_post(struct vault *v) MUST_USE;

/*
 * What the hub has and vault.db has not: receipts, consents, releases.
 * CLI_ALARM if it has a statement by a key of this vault that the vault does
 * not know: then this is an old copy of the vault.
 */
int vault_fetch(struct vault *v) MUST_USE;

/* A part of it: who says that they opened what. */
int vault_fetch_opened(struct vault *v, struct hubclient *h) MUST_USE;

#endif
