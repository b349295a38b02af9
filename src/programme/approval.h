/* SPDX-License-Identifier: ISC */
/*
 * approval - who must agree before an act is done.
 *
 * specs/stories.md 3.9 as a table.  An act is asked for by one officer, who
 * signs; it is done once so many different people have signed the very same
 * statements.  In a small team one officer's signature stands for the second
 * person and for counsel (specs/ledger.md section 7, field of `keys`).  Pure.
 */
#ifndef PROGRAMME_APPROVAL_H
#define PROGRAMME_APPROVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum approval_act {
	APPROVAL_PUBLISH,	/* plain: one officer */
	APPROVAL_PUBLISH_EARLY,	/* a proof of concept, over 24 h ahead */
	APPROVAL_URGENT,
	APPROVAL_SHORTEN,
	APPROVAL_LENGTHEN,
	APPROVAL_END,		/* release now */
	APPROVAL_RETRACT,
	APPROVAL_ADMIT,		/* approve or reinstate a partner */
	APPROVAL_SUSPEND,	/* at once; confirmed within 72 h */
	APPROVAL_REMOVE,
	APPROVAL_EXCEPTION,
	APPROVAL_EXCEPTION_DUTY,
	APPROVAL_LATE,		/* an open wave for one who joins late */
	APPROVAL_POLICY,	/* policy, duties, agreement: new version */
	APPROVAL_KEYS,		/* officers come and go */
	APPROVAL_CASE_OPEN,
	APPROVAL_FINDING,	/* to the partner concerned */
	APPROVAL_FINDING_OUT,	/* to anybody else */
	APPROVAL_BUNDLE,	/* opens the codebook */
	APPROVAL_ACTS
};

struct approval_rule {
	const char *name;	/* "early-end": in requests and lists */
	unsigned officers;	/* different people, the asker one of them */
	bool counsel;		/* one more */
	int64_t good_for_s;	/* then the request expires */
};

const struct approval_rule *approval_rule(enum approval_act act);

bool approval_parse(struct span name, enum approval_act *out);

#endif
