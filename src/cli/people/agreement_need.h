/* SPDX-License-Identifier: ISC */
/*
 * agreement_need - the version of the agreement that a bulletin needs: that
 * of its bulletin.json, else the latest that every approved partner has
 * signed or gone beyond.  Readers sign it as part of their terms, so it says
 * nothing of who is in a wave: it is one for the whole bulletin, and without
 * the manifest's word one for the whole programme.
 */
#ifndef CLI_PEOPLE_AGREEMENT_NEED_H
#define CLI_PEOPLE_AGREEMENT_NEED_H

#include "base/attr.h"
#include "cli/draft.h"
#include "cli/plan.h"
#include "cli/revision.h"
#include "cli/vault.h"
#include "programme/agreement.h"

/* All that the vault knows, in order.  CLI_DONE, or an exit code. */
int agreement_versions(struct vault *v, struct agreement_versions *out)
    MUST_USE;

/*
 * What the bulletin needs, into the plan, and who has to sign it first.  A
 * revision that names none needs what is in force.  CLI_USAGE after saying so
 * if the manifest names a version that is not here.
 */
int agreement_needed(struct vault *v, const struct draft *d,
    const struct revision *r, struct plan *p) MUST_USE;

/* Warns of each partner who has to sign first, with what differs. */
int agreement_say_older(struct vault *v, const struct plan *p) MUST_USE;

/* The lines of two versions that differ, to out; nothing if one is unknown. */
int agreement_difference(struct vault *v, const char *was, const char *is,
    struct buf *out) MUST_USE;

/* The same, said. */
int agreement_say_difference(struct vault *v, const char *was,
    const char *is) MUST_USE;

#endif
