/* SPDX-License-Identifier: ISC */
/*
 * bundle - an evidence bundle being put together: files, and for each entry
 * of the log that it rests on the entry and its proof, all at one checkpoint.
 *
 * docs/bundle.md has the files; telltale/audit.h judges them.  Functions that
 * return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_AUDIT_BUNDLE_H
#define CLI_AUDIT_BUNDLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "cli/hubclient.h"
#include "cli/log_source.h"
#include "telltale/archive.h"
#include "telltale/log_reader.h"
#include "telltale/statement.h"

#define BUNDLE_NAME_MAX	300	/* bytes, with NUL */
#define BUNDLE_KEYS_MAX	64	/* lists of keys that ever were */

struct bundle {
	struct hubclient *hub;		/* borrowed */
	struct log_source source;
	struct buf note;		/* the checkpoint, cosigned */
	struct tt_checkpoint head;
	struct tt_log_reader *log;
	struct tt_member member[TT_ARCHIVE_MEMBERS_MAX];
	char name[TT_ARCHIVE_MEMBERS_MAX][BUNDLE_NAME_MAX];
	struct buf data[TT_ARCHIVE_MEMBERS_MAX];	/* secret */
	size_t n;
	unsigned made[TT_KIND_COUNT];	/* statements of each kind */
	struct hash keys[BUNDLE_KEYS_MAX];	/* SHA-256 of lists in it */
	size_t n_keys;
};

/*
 * Fetches the newest checkpoint, which must continue what was seen and have
 * the policy's quorum (else CLI_LATER); adds programme and the first keys.
 * bundle_done also after a failure.
 */
int bundle_open(struct bundle *b, struct hubclient *hub) MUST_USE;
void bundle_done(struct bundle *b);	/* safe on a zeroed one; wipes */

/* TAKES data. */
int bundle_take(struct bundle *b, const char *name, struct buf *data)
    MUST_USE;
int bundle_add(struct bundle *b, const char *name, struct span data) MUST_USE;

/*
 * A statement of a batch: its set-proof, the batch, the batch's proof, and
 * the keys that it names.  set_proof and batch are as a hub gave them; the
 * log itself says whether the batch stands there.  CLI_ALARM if it does not.
 */
int bundle_statement(struct bundle *b, enum tt_kind kind,
    struct span set_proof, struct span batch, uint64_t index) MUST_USE;

/*
 * Manifest, archive, file, which must not exist yet.  *sum: its SHA-256.
 * Judged first, by the policy of the hub's client: CLI_NO if a check fails.
 */
int bundle_write(struct bundle *b, const char *path, struct hash *sum)
    MUST_USE;

/* The entry that a tlog-proof is of.  False: it is none. */
bool bundle_index(struct span tlog_proof, uint64_t *index);

#endif
