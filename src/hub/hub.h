/* SPDX-License-Identifier: ISC */
/*
 * hub - one programme's server: what all files of this room share.
 *
 * Records are used under `lock`, by one thread at a time; the log as files
 * (hub/ledger.h) has a lock of its own, taken after it where both are.  The
 * clock and random bytes are given, so that tests own them.
 */
#ifndef HUB_HUB_H
#define HUB_HUB_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "http/server.h"
#include "hub/challenge.h"
#include "hub/ledger.h"
#include "hub/meter.h"
#include "hub/places.h"
#include "hub/tree.h"
#include "store/db.h"
#include "store/file.h"
#include "store/home.h"
#include "telltale/age_key.h"
#include "telltale/statement.h"
#include "telltale/vkey.h"

#define HUB_KEEPERS_MAX	16

/* A keeper as telltale.conf names it: "01 age1... VKEY SOCKET". */
struct hub_keeper {
	unsigned		number;		/* 1 to 16 */
	struct tt_age_recipient	recipient;
	struct tt_vkey		vkey;
	char			socket[FILE_PATH_MAX];
	_Atomic int64_t		*heard_s;	/* of the meter; or NULL */
};

/* The newest `keys` entry, parsed; text is what it borrows from. */
struct hub_keys {
	uint64_t		index;
	struct buf		text;
	struct tt_statement	statement;
};

struct hub {
	char			dir[FILE_PATH_MAX];
	char			origin[TT_ORIGIN_MAX + 1];
	struct places		places;
	struct conf		conf;
	int			folder_lock;	/* fd */
	int64_t			(*now_s)(void *ctx);
	void			*now_ctx;
	struct rng		rng;
	struct challenge_key	*challenge;
	struct hub_keeper	keeper[HUB_KEEPERS_MAX];
	size_t			n_keepers;
	struct hub_meter	meter;
	struct hub_quiet {	/* one thread's: tell.h */
		uint64_t	size;	/* of a checkpoint it refused */
		int64_t		until_s;
	}			quiet[HUB_KEEPERS_MAX];
	unsigned		depth;		/* of batches */

	pthread_mutex_t		lock;		/* all below */
	struct db		*db;
	struct hub_keys		keys;
	uint64_t		taught[HUB_KEEPERS_MAX];	/* of keepers:
						 * number of their list */
	int64_t			interval_s;
	struct trees		trees;

	enum tt_err		batch_err;	/* of the newest batch_cut */
	pthread_mutex_t		cut_lock;	/* one batch at a time */
	struct ledger		ledger;		/* has a lock of its own */

	pthread_mutex_t		wake_lock;	/* the two below */
	pthread_cond_t		wake;		/* something was published */
	bool			stopping;
	enum tt_err		alarm;		/* why the hub stopped itself */
};

struct hub_params {
	const char	*dir;
	int64_t		(*now_s)(void *ctx);	/* NULL: the machine's clock */
	void		*now_ctx;
	struct rng	rng;
};

struct hub_diag {
	char text[512];
};

/*
 * Starts on what is there, or not at all: TT_EROLLBACK or TT_EFORK when
 * database, notary and published checkpoint do not fit (specs/ledger.md
 * section 6), TT_ENOENT when one of them is missing, TT_EINTEGRITY when the
 * database is damaged, TT_EAGAIN when another process has the folder, and
 * what files, configuration and keys can give.  *diag says which, with the
 * sizes.  What a crash left half done is finished (section 5).
 */
enum tt_err hub_open(struct hub **out, const struct hub_params *p,
    struct hub_diag *diag) MUST_USE;
void hub_close(struct hub *h);	/* NULL is fine */

/* The clock, POSIX seconds. */
int64_t hub_now(const struct hub *h);

void hub_lock(struct hub *h);
void hub_unlock(struct hub *h);

/* Something is to be looked at: keepers, waves, embargoes. */
void hub_wake(struct hub *h);

/* h->keys and h->interval_s from the database; under lock. */
enum tt_err hub_load_keys(struct hub *h) MUST_USE;

/* What answers requests; borrows h. */
struct http_handler hub_handler(struct hub *h);

/*
 * Requests, batches and keys of waves, until stopped or an alarm.  Errors of
 * http_server_start; TT_ENOENT, TT_EREFUSED for the TLS key; TT_ESTATE: the
 * address of the metrics is no loopback address.
 */
struct hub_service;
enum tt_err hub_serve(struct hub_service **out, struct hub *h,
    const char *listen, const char **address) MUST_USE;
void hub_serve_stop(struct hub_service *s);	/* NULL is fine */

#endif
