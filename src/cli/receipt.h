/* SPDX-License-Identifier: ISC */
/*
 * receipt - what a home keeps of one: the statement, and once it is in the
 * ledger the three files that prove it to anybody.
 *
 * receipts/ID/receipt, receipt.set-proof, receipt.tlog-proof, receipt.batch;
 * specs/ledger.md section 7, "Opening" and "A reader's receipt".
 */
#ifndef CLI_RECEIPT_H
#define CLI_RECEIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "cli/reader_home.h"
#include "telltale/opening.h"
#include "telltale/policy.h"

enum receipt_state {
	RECEIPT_WAITING,	/* for the next batch */
	RECEIPT_PROVEN,
	RECEIPT_MISSING,	/* two intervals are over */
	RECEIPT_UNSENT,		/* signed; the hub has not answered it yet */
	RECEIPT_STATES
};

struct receipt {
	char id[KEPT_ID_LEN + 1];	/* its folder: an earlier revision's
				 * has a number behind the bulletin's id */
	struct buf statement;
	int64_t time_s;		/* signed */
	int64_t taken_s;	/* when the copy came, and so the hub has it;
				   0: it did not come yet */
	bool proven;
	uint64_t index;		/* proven: the batch's in the log */
	uint64_t number;	/* proven: of the batch */
	int64_t batch_s;	/* proven: its time */
};

const char *receipt_state_text(enum receipt_state s);	/* "waiting" */

enum receipt_state receipt_state(const struct receipt *r, int64_t now_s,
    uint64_t interval_s);

/*
 * The home's receipt for bulletin id, and its proof if that is kept and
 * holds.  TT_ENOENT, TT_ESYNTAX, errors of reading.
 */
enum tt_err receipt_load(struct receipt *out, const struct reader_home *home,
    const char *id, const struct tt_policy *policy) MUST_USE;
void receipt_done(struct receipt *r);	/* safe on a zeroed one */

/*
 * Whether o opens this very statement; then r is proven and the three files
 * are kept.  Errors of tt_opening_check, TT_EREFUSED, of writing.
 */
enum tt_err receipt_prove(struct receipt *r, const struct reader_home *home,
    const struct tt_opening *o, const struct tt_policy *policy) MUST_USE;

#endif
