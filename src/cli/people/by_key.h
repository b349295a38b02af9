/* SPDX-License-Identifier: ISC */
/*
 * by_key - what a partner's reader signed, taken as the partner's word: a
 * letter about the agreement becomes a record beside those of paper, one with
 * a declaration counts beside the profile that the vendor keeps.
 */
#ifndef CLI_PEOPLE_BY_KEY_H
#define CLI_PEOPLE_BY_KEY_H

#include "base/attr.h"
#include "cli/vault.h"
#include "store/vault_partner.h"
#include "telltale/letter.h"

/*
 * A letter whose signature by r's key was checked; whole: its bytes.  *why is
 * set if it cannot count: another text than the version's, a writer who does
 * not speak for the partner.  CLI_DONE then too; the same again changes
 * nothing.
 */
int by_key_agreement(struct vault *v, const struct tt_letter *l,
    struct span whole, const struct vault_reader *r, const char **why)
    MUST_USE;

/* Likewise of what the partner declares of itself: the newest counts. */
int by_key_declaration(struct vault *v, const struct tt_letter *l,
    struct span whole, const struct vault_reader *r, const char **why)
    MUST_USE;

/* Whether r, as of the key that signed, speaks for the partner: an active
 * admin, by the key that is in force; else why not. */
int by_key_speaks(struct vault *v, const struct vault_reader *r,
    const char **why) MUST_USE;

#endif
