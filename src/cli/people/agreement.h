/* SPDX-License-Identifier: ISC */
/*
 * agreement - versions of the agreement in the vault, and whether what is
 * about to be sealed may go to whom it would go.
 */
#ifndef CLI_PEOPLE_AGREEMENT_H
#define CLI_PEOPLE_AGREEMENT_H

#include "base/attr.h"
#include "base/buf.h"
#include "cli/plan.h"
#include "cli/vault.h"
#include "store/vault_agreement.h"

/*
 * Of a version: its record; version 1 of a vault that was made before there
 * were records is read from its file.  *found false: this vault has never
 * seen its text.  CLI_DONE, or an exit code after saying why.
 */
int agreement_find(struct vault *v, const char *version,
    struct vault_agreement *out, bool *found) MUST_USE;

/* Its text, whose hash is the record's; CLI_ALARM if it is another. */
int agreement_text(struct vault *v, const struct vault_agreement *a,
    struct buf *out) MUST_USE;

/*
 * Before copies are made: CLI_REFUSED, with the clause to add, if a partner
 * who would get one signed an agreement that is silent about marks, or asked
 * for marks that tell no person and would get more than its one shared copy.
 * A version whose text was never seen is warned about.
 */
int agreement_check(struct vault *v, const struct plan *p) MUST_USE;

#endif
