/* SPDX-License-Identifier: ISC */
/* letter_own - what the vendor's verbs about letters share. */
#ifndef CLI_POST_LETTER_OWN_H
#define CLI_POST_LETTER_OWN_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/span.h"
#include "cli/vault.h"
#include "store/vault_letter.h"
#include "store/vault_partner.h"
#include "telltale/letter.h"

/* The row of a number as typed. */
int letter_get(struct vault *v, const char *number, struct vault_letter *out)
    MUST_USE;

/* With the officer's key, which is unlocked.  *out borrows from *plain. */
enum tt_err letter_open(struct vault *v, struct span body, struct buf *plain,
    struct tt_letter *out) MUST_USE;

/*
 * It is by the reader who handed it in, as row says, by the key that we have
 * for them.  TT_ESYNTAX, TT_EREFUSED; of another programme, too.
 */
enum tt_err letter_check(struct vault *v, const json_t *row,
    const struct tt_letter *l, struct vault_reader *r) MUST_USE;

/* A page of those that the hub has after that number. */
int letter_page(struct vault *v, int64_t after, json_t **root) MUST_USE;

#endif
