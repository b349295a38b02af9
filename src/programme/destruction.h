/* SPDX-License-Identifier: ISC */
/*
 * destruction - whether a partner that was removed confirmed that it
 * destroyed what it held (specs/stories.md 3.3, removed).
 *
 * The removal asks; what the partner says is recorded, and so is that it says
 * nothing.  None of it recalls a copy.  Pure.
 */
#ifndef PROGRAMME_DESTRUCTION_H
#define PROGRAMME_DESTRUCTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

#define DESTRUCTION_TERM_S	(14 * 86400)	/* to answer, after removal */

/* What a partner may say. */
enum destruction_said {
	DESTRUCTION_ALL,
	DESTRUCTION_PART,	/* something remains */
	DESTRUCTION_REFUSED,
	DESTRUCTION_SAID,
};

const char *destruction_said_text(enum destruction_said s);	/* "all" */
bool destruction_said_parse(struct span s, enum destruction_said *out);

enum destruction {
	DESTRUCTION_NOT_ASKED,	/* was never removed */
	DESTRUCTION_ASKED,
	DESTRUCTION_OVERDUE,	/* the term is over without a word */
	DESTRUCTION_CONFIRMED,
	DESTRUCTION_IN_PART,
	DESTRUCTION_DENIED,
	DESTRUCTIONS
};

struct destruction_facts {
	int64_t removed_s;	/* the last removal; 0: never */
	bool answered;		/* said and said_s are good */
	enum destruction_said said;	/* the newest word */
	int64_t said_s;
};

/* A word from before the last removal is none about it. */
enum destruction destruction_at(const struct destruction_facts *f,
    int64_t now_s);

/* "asked for, not confirmed yet"; a clause. */
const char *destruction_text(enum destruction d);

#endif
