/* SPDX-License-Identifier: ISC */
/*
 * told - by mail, that a request waits and that it is about to expire: the
 * dry run, not a summary, and of a case nothing that is in it.
 *
 * To the addresses in telltale.conf of the vault that asks.  What cannot be
 * queued is said, and stops no request: telltale approve lists it anyway.
 */
#ifndef CLI_TEAM_TOLD_H
#define CLI_TEAM_TOLD_H

#include "base/attr.h"
#include "cli/team/asked.h"
#include "cli/vault.h"
#include "telltale/err.h"

/*
 * done: it was done at once, and waits to be confirmed.  not_for, as in
 * request.h: the address of who leaves is not known from the
 * others', so then nobody is told.
 */
void told_asked(struct vault *v, const struct asked *a, bool done,
    const char *not_for);

/* It is signed, or has ended: what was not sent of it is dropped. */
enum tt_err told_over(struct vault *v, const char *id) MUST_USE;

#endif
