/* SPDX-License-Identifier: ISC */
/*
 * revoke - the end of a reader's keys.  An officer alone says it, for the key
 * may be lost or in wrong hands; what was signed with it stays the reader's.
 */
#ifndef CLI_PEOPLE_REVOKE_H
#define CLI_PEOPLE_REVOKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "cli/vault.h"
#include "store/vault_partner.h"

/*
 * r's record and its statement, in the transaction that is open.  CLI_DONE,
 * or an exit code after saying why.
 */
int people_revoke(struct vault *v, struct vault_reader *r, int64_t now_s)
    MUST_USE;

/* The same of reader id, where others than this officer have said it: leaf. */
int people_revoke_stated(struct vault *v, const char *id, int64_t now_s,
    const struct hash *leaf) MUST_USE;

/*
 * The same of one, or of all of a partner, whom its own admin has stopped: the
 * ledger hears of it from an officer, later.
 */
int people_stop(struct vault *v, struct vault_reader *r, int64_t at_s)
    MUST_USE;
int people_stop_all(struct vault *v, const char *partner, int64_t at_s)
    MUST_USE;

/* Whether r is revoked here, and active by its newest statement. */
enum tt_err people_revoke_owed(struct vault *v, const struct vault_reader *r,
    bool *owed) MUST_USE;

/* What is said of it, unsigned. */
enum tt_err people_revoked_text(struct vault *v,
    const struct vault_partner *p, const struct vault_reader *r,
    int64_t now_s, struct buf *out) MUST_USE;

/* All of a partner's that are not revoked, likewise. */
int people_revoke_all(struct vault *v, const char *partner, int64_t now_s)
    MUST_USE;

#endif
