/* SPDX-License-Identifier: ISC */
/*
 * startup - may this hub start on what it finds?
 *
 * specs/ledger.md section 6: notary, published checkpoint and the database's
 * own newest are each at most the database's size, with the root that it
 * gives for that size.  Anything else is a past that was taken back.
 */
#ifndef HUB_STARTUP_H
#define HUB_STARTUP_H

#include "base/attr.h"
#include "hub/hub.h"

/* What one witness of the log's past says. */
struct past {
	const char		*who;	/* "the notary" */
	struct tt_checkpoint	said;
};

/*
 * TT_EROLLBACK: the database has fewer entries; TT_EFORK: other ones.
 */
enum tt_err startup_compare(struct db *db, const struct past *p,
    struct hub_diag *diag) MUST_USE;

/*
 * The published file, signed by the log.  TT_ENOENT; TT_ESIG, TT_EUNSIGNED;
 * TT_EINTEGRITY: it is no checkpoint.
 */
enum tt_err startup_published(const char *path, const struct tt_vkey *log,
    struct tt_checkpoint *out) MUST_USE;

#endif
