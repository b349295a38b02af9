/* SPDX-License-Identifier: ISC */
/*
 * create - a hub's folder and the beginning of its ledger, made once.
 *
 * For `telltale init`, in two steps: hub_create makes the folder and its keys,
 * whose vkey the programme's first statements name; hub_create_ledger takes
 * those, signed by officers, as entries 0, 1 and 2, and publishes the first
 * checkpoint.  specs/hub.md section 1, specs/ledger.md section 6.
 */
#ifndef HUB_CREATE_H
#define HUB_CREATE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "base/span.h"
#include "http/tls.h"
#include "hub/hub.h"
#include "telltale/err.h"
#include "telltale/vkey.h"

struct hub_create_params {
	const char	*dir;		/* must not exist */
	const char	*origin;
	const char	*name;		/* of the programme */
	const char	*listen;	/* NULL: the origin's host and port */
	const char	*db;		/* path or URL; NULL: hub.db */
	const char	*notary;	/* path of its state; NULL: notary */
};

struct hub_created {
	struct tt_vkey	log;
	char		pin[TLS_PIN_LEN + 1];	/* of the TLS key */
};

/*
 * The folder, telltale.conf, tls.key, tls.crt, log.sign, challenge.key.  On
 * an error nothing is left.  TT_EEXIST if dir is there, TT_ESYNTAX for an
 * origin or host that is none.
 */
enum tt_err hub_create(const struct hub_create_params *p, struct rng rng,
    int64_t now_s, struct hub_created *out) MUST_USE;

/* A row `keeper` of telltale.conf; before the hub runs. */
enum tt_err hub_create_keeper(const char *dir, const struct hub_keeper *k)
    MUST_USE;

/*
 * The database with the three entries, tiles, notary and published
 * checkpoint.  TT_EREFUSED, TT_EUNSIGNED, TT_ESIG and others if the statements
 * are not programme, keys and agreement of this log, signed as they must be;
 * TT_EEXIST if there is a ledger.  On an error the folder is of no use: remove
 * it.
 */
enum tt_err hub_create_ledger(const char *dir, struct span programme,
    struct span keys, struct span agreement, int64_t now_s) MUST_USE;

/*
 * Another TLS key with its certificate, and another challenge key, in place
 * of those that somebody may have seen; the hub stands still.  Stopped half
 * way it is called again: until then a hub does not start.
 */
enum tt_err hub_renew_keys(const char *dir, const char *origin, struct rng rng,
    int64_t now_s, char pin[TLS_PIN_LEN + 1]) MUST_USE;

#endif
