/* SPDX-License-Identifier: ISC */
/*
 * create - a keeper's folder, made once by `telltale init`.
 *
 * specs/hub.md section 1: telltale.conf, me.key (age identity), me.sign, the
 * log policy, and the newest `keys` statement, by which the keeper knows
 * publishers and officers.
 */
#ifndef KEEPER_CREATE_H
#define KEEPER_CREATE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "base/span.h"
#include "telltale/age_key.h"
#include "telltale/err.h"
#include "telltale/vkey.h"

struct keeper_params {
	const char *dir;	/* must not exist */
	const char *origin;
	unsigned number;	/* from 1: its share's index */
	int64_t now_s;
};

/*
 * The folder with both keys; what `wave` and `keys` statements name them by
 * goes to *recipient and *vkey.  TT_EEXIST if dir is there, TT_ESYNTAX for an
 * origin that is none, TT_EIO, TT_EFULL; on an error nothing is left.
 */
enum tt_err keeper_create(const struct keeper_params *p, struct rng rng,
    struct tt_age_recipient *recipient, struct tt_vkey *vkey) MUST_USE;

/*
 * What it believes from now on: the log policy file and the `keys` statement.
 * Both durable when this returns.
 */
enum tt_err keeper_trust(const char *dir, struct span policy, struct span keys)
    MUST_USE;

#endif
