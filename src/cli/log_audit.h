/* SPDX-License-Identifier: ISC */
/*
 * log_audit - whether the entries of a log are what a programme's may be.
 *
 * Fed with all entries from the first on; that they are the log's is the log
 * reader's business.  specs/ledger.md sections 6 and 7: each is a statement
 * of a kind that stands in the clear, of this log; `programme` is entry 0 and
 * `keys` entry 1; lists of keys and batches are numbered without a gap; each
 * is signed as the keys before it ask; a batch names them.  Faults do not end
 * it: all are counted, the first ones kept.  Pure.
 */
#ifndef CLI_LOG_AUDIT_H
#define CLI_LOG_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/origin.h"
#include "telltale/statement.h"
#include "telltale/vkey.h"

#define LOG_FAULTS_KEPT		32
#define LOG_SILENCES_KEPT	256

struct log_fault {
	uint64_t index;		/* of the entry */
	const char *what;	/* constant */
};

/* Over two intervals between two batches. */
struct log_silence {
	int64_t from_s, to_s;
};

struct log_audit {
	char origin[TT_ORIGIN_MAX + 1];
	struct tt_vkey log_key;		/* that signed the checkpoint */
	struct buf programme, keys;	/* entry 0; the newest list */
	uint64_t n;			/* entries so far */
	uint64_t kinds[TT_KIND_COUNT];
	uint64_t interval_s, depth;	/* 0: not known yet */
	uint64_t batch;			/* number of the last; 0: none */
	int64_t batch_s;		/* its time */
	size_t n_faults, n_silences;
	struct log_fault fault[LOG_FAULTS_KEPT];
	struct log_silence silence[LOG_SILENCES_KEPT];
};

/* TT_ELIMIT, TT_ESYNTAX.  log_key's name is the origin. */
enum tt_err log_audit_init(struct log_audit *a, const struct tt_vkey *log_key)
    MUST_USE;
void log_audit_done(struct log_audit *a);	/* safe on a zeroed one */

/* The next entry. */
void log_audit_add(struct log_audit *a, struct span entry);

/* After the last: a log without programme and keys has a fault too. */
void log_audit_end(struct log_audit *a);

#endif
