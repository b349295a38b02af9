/* SPDX-License-Identifier: ISC */
/*
 * policy - whose checkpoints a verifier believes: logs, witnesses, a quorum.
 *
 * https://c2sp.org/tlog-policy, the file format whole: lines log, witness,
 * group and quorum.  Limits are those that it asks every reader to have.
 * Stricter in one way: one Ed25519 key behind two vkeys, of logs or
 * witnesses, is refused.  Keys of types that we cannot verify are TT_EKEY.
 * sodium_init() must have succeeded.  Pure.
 */
#ifndef TT_POLICY_H
#define TT_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/checkpoint.h"
#include "telltale/err.h"
#include "telltale/vkey.h"

#define TT_POLICY_MAX		65536	/* bytes of the file */
#define TT_POLICY_LOGS_MAX	32
#define TT_POLICY_NODES_MAX	64	/* witnesses and groups together */
#define TT_POLICY_NAME_MAX	255	/* bytes */
#define TT_POLICY_URL_MAX	1023	/* bytes */

struct tt_policy;	/* opaque */

struct tt_policy_diag {
	unsigned	line;		/* from 1 */
	const char	*what;		/* constant text */
};

/*
 * TT_ESYNTAX, TT_EKEY, TT_EEXIST (a name or key twice), TT_ENOENT (a name
 * not defined above), TT_ELIMIT, TT_ENOMEM; *diag says where (may be NULL).
 */
enum tt_err tt_policy_new(struct tt_policy **out, struct span file,
    struct tt_policy_diag *diag) MUST_USE;
void tt_policy_free(struct tt_policy *p);

/* Append the file without comments, one space between items. */
void tt_policy_format(const struct tt_policy *p, struct buf *out);

/* Logs, then witnesses, in the file's order; url.n is 0 if it has none. */
size_t tt_policy_logs(const struct tt_policy *p);
const struct tt_vkey *tt_policy_log(const struct tt_policy *p, size_t i,
    struct span *url);
size_t tt_policy_witnesses(const struct tt_policy *p);
const struct tt_vkey *tt_policy_witness(const struct tt_policy *p, size_t i,
    struct span *url);
bool tt_policy_needs_witnesses(const struct tt_policy *p); /* quorum not none */

/* What a signed checkpoint amounts to. */
struct tt_policy_verdict {
	struct tt_checkpoint	checkpoint;
	struct tt_vkey		log;		/* that signed */
	size_t			witnesses;	/* how many cosigned */
	bool			quorum;		/* true if none is asked for */
	uint64_t		time;	/* POSIX seconds: witnesses that say
					   this or later are a quorum; 0 if
					   there is none or none is asked */
};

/*
 * Verify note: a log of the policy signed, under its own origin, and no line
 * of a log or witness of the policy fails.  Quorum or not is in *out: whoever
 * needs it asks.  TT_ESYNTAX, TT_ELIMIT, TT_ERANGE; TT_EUNSIGNED: by no log
 * of the policy; TT_ESIG.
 */
enum tt_err tt_policy_open(const struct tt_policy *p, struct span note,
    struct tt_policy_verdict *out) MUST_USE;

#endif
