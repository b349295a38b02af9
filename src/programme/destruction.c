/* SPDX-License-Identifier: ISC */
#include "base/attr.h"
#include "programme/destruction.h"

static const struct {
	const char *name;
	enum destruction leads_to;
} said[] = {
	[DESTRUCTION_ALL] = { "all", DESTRUCTION_CONFIRMED },
	[DESTRUCTION_PART] = { "part", DESTRUCTION_IN_PART },
	[DESTRUCTION_REFUSED] = { "refused", DESTRUCTION_DENIED },
};

_Static_assert(N_ROWS(said) == DESTRUCTION_SAID, "a row for each word");

static const char *const texts[] = {
	[DESTRUCTION_NOT_ASKED] = "not asked for",
	[DESTRUCTION_ASKED] = "asked for, not confirmed yet",
	[DESTRUCTION_OVERDUE] = "asked for, and never confirmed",
	[DESTRUCTION_CONFIRMED] = "confirmed, of all",
	[DESTRUCTION_IN_PART] = "confirmed in part: something remains",
	[DESTRUCTION_DENIED] = "refused",
};

_Static_assert(N_ROWS(texts) == DESTRUCTIONS, "a text for each state");

const char *
destruction_said_text(enum destruction_said s)
{
	return said[s].name;
}

bool
destruction_said_parse(struct span s, enum destruction_said *out)
{
	for (enum destruction_said i = 0; i < DESTRUCTION_SAID; i++)
		if (span_is(s, said[i].name)) {
			*out = i;
			return true;
		}
	return false;
}

enum destruction
destruction_at(const struct destruction_facts *f, int64_t now_s)
{
	if (f->removed_s == 0)
		return DESTRUCTION_NOT_ASKED;
	if (f->answered && f->said_s >= f->removed_s)
		return said[f->said].leads_to;
	return now_s - f->removed_s > DESTRUCTION_TERM_S ?
	    DESTRUCTION_OVERDUE : DESTRUCTION_ASKED;
}

const char *
destruction_text(enum destruction d)
{
	return texts[d];
}
