/* SPDX-License-Identifier: ISC */
/*
 * early - what a second officer reads before it goes out, and then signs the
 * very terms of the sealing: a proof of concept over a day before it is public
 * (specs/stories.md 3.9), and a flaw of which attacks are known already (3.1).
 */
#ifndef CLI_EMBARGO_EARLY_H
#define CLI_EMBARGO_EARLY_H

#include "base/attr.h"
#include "cli/delivery.h"
#include "cli/team/request.h"

/*
 * The second person's yes, once for a sealing, if it takes one.  reason: why it
 * is shared although there are attacks; or NULL.  CLI_DONE, CLI_LATER while it
 * waits, or said why.
 */
int early_ask(struct delivery *d, const char *reason) MUST_USE;

#define EARLY_ATTACKS	"attacks"	/* as a reason in the ledger */

/* Such a request, whatever it is for. */
struct early_asking {
	enum approval_act act;
	const char *why;	/* the asker's words, or NULL */
	bool attacked;		/* the terms say so */
	bool stated;		/* with terms: but of an editorial revision,
				 * which has none of its own */
	/* what the second officer reads of it, as of now_s */
	void (*tell)(const struct delivery *d, const void *ctx, int64_t now_s,
	    struct buf *out);
	const void *ctx;	/* of tell */
};

/* CLI_DONE once it is signed by all, CLI_LATER while it waits, or said why. */
int early_request(struct delivery *d, const struct early_asking *q) MUST_USE;

request_apply_fn early_apply;

/*
 * Terms that two officers signed are the sealing's own now.  They are held
 * back in the outbox until its publishing lets them go.
 */
enum tt_err early_keep_terms(struct vault *v, const char *sealing,
    const struct hash *leaf) MUST_USE;

#endif
