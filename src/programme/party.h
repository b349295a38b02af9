/* SPDX-License-Identifier: ISC */
/*
 * party - who besides the vendor agrees to an embargo's terms: what they are
 * asked about, and whether an answer that a key signed counts.
 *
 * specs/stories.md 3.1, RF-2.  An answer is about one set of terms and their
 * instant; what is not asked any more, is somebody else's, or came before
 * changes nothing.  Pure.
 */
#ifndef PROGRAMME_PARTY_H
#define PROGRAMME_PARTY_H

#include <stdbool.h>
#include <stdint.h>

#include "programme/embargo.h"

/*
 * The terms that parties are asked about and their public instant; 0: none.
 * Before it is published they are the first ones, public at planned_s.
 */
unsigned party_asked(const struct embargo_now *now, int64_t planned_s,
    int64_t *public_s);

/* Until any terms are in force a no keeps it from being published. */
bool party_asked_first(const struct embargo_now *now);

/* The first that is so, in this order. */
enum party_verdict {
	PARTY_STRANGER,		/* the key speaks for nobody of the bulletin */
	PARTY_KEY_OVER,		/* it was revoked, or replaced */
	PARTY_NOT_ASKED,	/* whom it speaks for is no terms party */
	PARTY_UNCLEAR,		/* neither yes nor no */
	PARTY_NOTHING_OPEN,
	PARTY_OTHER_TERMS,
	PARTY_SEEN,		/* the same letter, handed out again */
	PARTY_OLDER,		/* than their answer on record to these terms */
	PARTY_COUNTS,
	PARTY_VERDICTS
};

struct party_answer {
	bool speaks, in_force, party;	/* of the key that signed */
	bool clear, seen;		/* of the letter */
	unsigned revision;		/* that it names */
	int64_t public_s;		/* likewise */
	int64_t written_s;
	unsigned had;			/* terms that they answered by key; 0 */
	int64_t had_written_s;		/* that answer */
	unsigned asked;			/* party_asked */
	int64_t asked_s;
};

enum party_verdict party_judge(const struct party_answer *a);

/* Why it changes nothing; NULL: it counts. */
const char *party_why(enum party_verdict v);

#endif
