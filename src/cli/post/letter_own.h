/* SPDX-License-Identifier: ISC */
/* letter_own - what the vendor's verbs about letters share. */
#ifndef CLI_POST_LETTER_OWN_H
#define CLI_POST_LETTER_OWN_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "cli/vault.h"
#include "store/vault_letter.h"
#include "telltale/letter.h"

/* The row of a number as typed. */
int letter_get(struct vault *v, const char *number, struct vault_letter *out)
    MUST_USE;

/* With the officer's key, which is unlocked.  *out borrows from *plain. */
enum tt_err letter_open(struct vault *v, struct span body, struct buf *plain,
    struct tt_letter *out) MUST_USE;

#endif
