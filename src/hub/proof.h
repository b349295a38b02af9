/* SPDX-License-Identifier: ISC */
/*
 * proof - what shows one statement to whoever it concerns, as JSON.
 *
 * {"leaf", "set_proof", "tlog_proof", "batch", "keys": {"tlog_proof",
 * "entry"}} for a leaf of a batch; {"leaf", "tlog_proof", "entry"} for an
 * entry in the clear.  Texts of specs/ledger.md section 7, "Opening".
 */
#ifndef HUB_PROOF_H
#define HUB_PROOF_H

#include "base/json_out.h"
#include "hub/hub.h"
#include "store/hub_event.h"

/* All texts of one proof; set_proof.n is 0 in the clear. */
struct proof {
	struct hash	leaf;
	struct buf	set_proof, tlog_proof, batch;
	struct buf	keys_proof, keys_entry;
};

/*
 * Under the hub's lock.  TT_ENOENT if it is in no published checkpoint yet.
 * proof_done after TT_OK.
 */
enum tt_err proof_make(struct hub *h, const struct hub_event *e,
    struct proof *out) MUST_USE;
void proof_done(struct proof *p);

void proof_json(const struct proof *p, struct json_out *j);
/* The same members, into an object that is open. */
void proof_members(const struct proof *p, struct json_out *j);

/* The set-proof of a reader's own leaf in a set of copies. */
enum tt_err proof_of_copy(struct hub *h, const struct hash *root,
    const char *reader, struct buf *out) MUST_USE;

#endif
