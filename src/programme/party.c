/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "base/attr.h"
#include "programme/party.h"

static const char *const why[] = {
	[PARTY_STRANGER] = "its writer speaks for nobody who agrees to that "
	    "bulletin's terms",
	[PARTY_KEY_OVER] = "its writer's key is not in force",
	[PARTY_NOT_ASKED] = "its writer is no terms party",
	[PARTY_UNCLEAR] = "it says neither yes nor no",
	[PARTY_NOTHING_OPEN] = "no terms are proposed any more: it changes "
	    "nothing",
	[PARTY_OTHER_TERMS] = "it is about other terms than those that are "
	    "proposed: it changes nothing",
	[PARTY_SEEN] = "it came before, under another number",
	[PARTY_OLDER] = "a later answer of theirs is on record",
	[PARTY_COUNTS] = NULL,
};

_Static_assert(N_ROWS(why) == PARTY_VERDICTS, "words for each");

bool
party_asked_first(const struct embargo_now *now)
{
	return now->state != EMBARGO_ENDED && now->revision == 0;
}

unsigned
party_asked(const struct embargo_now *now, int64_t planned_s,
    int64_t *public_s)
{
	if (party_asked_first(now)) {
		*public_s = planned_s;
		return 1;
	}
	*public_s = now->proposed_s;
	return now->state == EMBARGO_REVISING ? now->proposed : 0;
}

enum party_verdict
party_judge(const struct party_answer *a)
{
	if (!a->speaks)
		return PARTY_STRANGER;
	if (!a->in_force)
		return PARTY_KEY_OVER;
	if (!a->party)
		return PARTY_NOT_ASKED;
	if (!a->clear)
		return PARTY_UNCLEAR;
	if (a->asked == 0)
		return PARTY_NOTHING_OPEN;
	if (a->revision != a->asked || a->public_s != a->asked_s)
		return PARTY_OTHER_TERMS;
	if (a->seen)
		return PARTY_SEEN;
	if (a->had == a->asked && a->had_written_s > a->written_s)
		return PARTY_OLDER;
	return PARTY_COUNTS;
}

const char *
party_why(enum party_verdict v)
{
	return why[v];
}
