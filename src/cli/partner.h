/* SPDX-License-Identifier: ISC */
/*
 * partner - what the verbs about partners and readers share: statements,
 * and what is said when a record is not there.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_PARTNER_H
#define CLI_PARTNER_H

#include <stdint.h>

#include "base/attr.h"
#include "cli/cli.h"
#include "cli/vault.h"
#include "store/vault_partner.h"

/* The record of id; unknown ids get the nearest known one as a hint. */
int partner_get(struct vault *v, const char *id, struct vault_partner *out)
    MUST_USE;
int reader_get(struct vault *v, const char *id, struct vault_reader *out)
    MUST_USE;

/* Into r->id, for one of r->partner: "<partner>-<n>", the first free one. */
int reader_draw_id(struct vault *v, struct vault_reader *r) MUST_USE;

/* As of now: an approval whose agreement has ended is expired. */
enum partner_state partner_state_now(const struct vault_partner *p);

/*
 * Sign and queue a `partner` statement of p's state, if it is one that the
 * ledger has; p->leaf and p->stated say so.  reason may be NULL.  The record
 * itself is the caller's to store, in the same transaction.
 */
int partner_state_statement(struct vault *v, struct vault_partner *p,
    const char *reason, int64_t now_s) MUST_USE;

/* Draws p->ref. */
void partner_draw_ref(struct vault_partner *p);

/* The text of such a statement, unsigned, added to out; state as the ledger
 * has it. */
enum tt_err partner_statement_text(struct vault *v,
    const struct vault_partner *p, const char *state, const char *reason,
    int64_t now_s, struct buf *out) MUST_USE;

int partner_cannot(struct vault *v, enum tt_err e, const char *what);

cli_run verb_partner_add, verb_partner_import, verb_reader_add,
    verb_reader_confirm;

#endif
