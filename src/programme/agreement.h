/* SPDX-License-Identifier: ISC */
/*
 * agreement - versions of the agreement: their end, and whether they tell
 * partners that copies are marked.
 *
 * specs/stories.md LC-1, LC-1b.  Marking people's copies without telling
 * them is not lawful everywhere and nowhere fair, so no bulletin goes to a
 * partner whose agreement is silent about it.  Pure.
 */
#ifndef PROGRAMME_AGREEMENT_H
#define PROGRAMME_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "telltale/manifest.h"

#define AGREEMENT_PARTY		"terms"	/* what binds a party; likewise */
#define AGREEMENT_STAFF		"employment"	/* what binds staff; no version
						 * of the agreement */
#define AGREEMENT_TEXT_MAX	((size_t)1 << 20)	/* bytes */

/* How near the end is: warned 60, 30 and 7 days before. */
enum agreement_end {
	AGREEMENT_RUNS,
	AGREEMENT_IN_60,
	AGREEMENT_IN_30,
	AGREEMENT_IN_7,
	AGREEMENT_ENDED,
	AGREEMENT_ENDS
};

/* ends_s: or PARTNER_NO_END. */
enum agreement_end agreement_end(int64_t ends_s, int64_t at_s);

/* "ends within 30 days"; NULL while it runs. */
const char *agreement_end_text(enum agreement_end e);

/*
 * Whether some paragraph says that copies are marked, per organisation and
 * per person.  By words, in English only: of other texts an officer says so.
 */
bool agreement_says_marked(struct span text);

#define AGREEMENT_VERSIONS_MAX	256	/* of more the oldest are forgotten */

/* In the order in which they came: a later one counts for an earlier. */
struct agreement_versions {
	char id[AGREEMENT_VERSIONS_MAX][TT_ID_MAX + 1];
	size_t n;
};

/* One that is there already, or is no version, changes nothing. */
void agreement_versions_add(struct agreement_versions *v, struct span id);

/* 1 for the first, and rising; 0: it is none of them. */
size_t agreement_rank(const struct agreement_versions *v, const char *id);

/*
 * Whether who signed `held` may sign terms that name `need`: by that version
 * or a later one.  Of the first, and of one that is not known, nothing is
 * earlier: there any will do.
 */
bool agreement_meets(const struct agreement_versions *v, const char *need,
    const char *held);

/* Such a paragraph, to be taken over as it is, after a number. */
#define AGREEMENT_MARKING_CLAUSE					\
	"Copies are marked: those of one organisation differ from those\n" \
	"   of another, and each person's from everybody else's, in\n"	\
	"   places that cannot be seen. The vendor uses the marks, and the\n" \
	"   record of who got which copy, for one purpose: to find out\n" \
	"   from which copy something came that became known elsewhere. It\n" \
	"   keeps both for as long as such a leak can matter, at most ten\n" \
	"   years after the public instant. An organisation may ask to\n" \
	"   have one copy for all its people, whose marks tell the\n"	\
	"   organisation and no person.\n"

#endif
