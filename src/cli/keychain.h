/* SPDX-License-Identifier: ISC */
/*
 * keychain - from the first `keys` of a log to those in force, each signed as
 * the list before it asks.
 *
 * specs/ledger.md section 7, "Authority".  Where the chain begins is known
 * from outside: the log's key and an officer's, that an invitation named.
 * Pure: entries come through a log reader, and so are in the log.
 */
#ifndef CLI_KEYCHAIN_H
#define CLI_KEYCHAIN_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/log_reader.h"
#include "telltale/vkey.h"

struct keychain_start {
	struct buf keys;	/* entry 1; the caller's, buf_done */
	uint64_t interval_s;	/* of batches, by `programme` or `keys` */
};

/*
 * Entries 0 and 1: `programme` with that log key, and the first `keys` with
 * that officer among its officers, each signed by all of these.
 * TT_ENOENT: the log is too short; TT_EREFUSED: other kinds, keys or another
 * log; TT_EUNSIGNED, TT_ESIG, the parsers' errors, those of the log reader.
 */
enum tt_err keychain_start(struct tt_log_reader *log, uint64_t size,
    const struct tt_vkey *log_key, const struct tt_vkey *officer,
    struct keychain_start *out) MUST_USE;

/*
 * Go on from *keys, a list that is believed, to the one with that SHA-256,
 * which becomes *keys.  Nothing is read if it is the same.  TT_ENOENT if the
 * log has none such after it; else as above.
 */
enum tt_err keychain_follow(struct tt_log_reader *log, uint64_t size,
    const struct hash *want, struct buf *keys) MUST_USE;

#endif
