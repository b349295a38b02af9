/* SPDX-License-Identifier: ISC */
#include "programme/membership.h"

static const char *const texts[] = {
	[MEMBERSHIP_HIDDEN] = "hidden",
	[MEMBERSHIP_MEMBERS] = "members",
	[MEMBERSHIP_PUBLIC] = "public",
};

_Static_assert(N_ROWS(texts) == MEMBERSHIPS, "a word for each setting");

static const bool shown[MEMBERSHIPS][2] = {
	[MEMBERSHIP_MEMBERS] = { [MEMBERSHIP_READER] = true },
	[MEMBERSHIP_PUBLIC] = { [MEMBERSHIP_READER] = true,
		[MEMBERSHIP_ANYBODY] = true },
};

const char *
membership_text(enum membership m)
{
	return texts[m];
}

bool
membership_parse(struct span s, enum membership *out)
{
	for (enum membership m = 0; m < MEMBERSHIPS; m++)
		if (span_is(s, texts[m])) {
			*out = m;
			return true;
		}
	return false;
}

bool
membership_shown(enum membership m, enum membership_asker to)
{
	return shown[m][to];
}

bool
membership_lists(enum membership m, enum partner_state state, bool staff,
    bool willing)
{
	return m != MEMBERSHIP_HIDDEN && state == PARTNER_APPROVED && !staff &&
	    willing;
}
