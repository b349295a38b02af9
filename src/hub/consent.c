/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <string.h>

#include "base/attr.h"
#include "hub/consent.h"

static const char *const states[] = {
	[CONSENT_UNBOUND] = "unbound",
	[CONSENT_INVITED] = "invited",
	[CONSENT_SIGNATORY] = "signatory",
	[CONSENT_LAPSED] = "lapsed",
	[CONSENT_DECLINED] = "declined",
	[CONSENT_WITHDRAWN] = "withdrawn",
};

_Static_assert(N_ROWS(states) == CONSENT_STATES, "a word for each state");

static const char *const words[] = {
	[CONSENT_SAID_NOTHING] = "",
	[CONSENT_SAID_YES] = "signatory",
	[CONSENT_SAID_NO] = "declined",
	[CONSENT_SAID_NO_MORE] = "withdrawn",
};

_Static_assert(N_ROWS(words) == CONSENT_SAID_COUNT, "a word for each");

const char *
consent_text(enum consent_state s)
{
	return states[s];
}

bool
consent_may_sign(const struct consent_facts *f)
{
	return f->over || (f->said != CONSENT_SAID_NO &&
	    f->said != CONSENT_SAID_NO_MORE);
}

bool
consent_said_parse(const char *word, enum consent_said *out)
{
	for (size_t i = CONSENT_SAID_YES; i < CONSENT_SAID_COUNT; i++)
		if (strcmp(word, words[i]) == 0) {
			*out = (enum consent_said)i;
			return true;
		}
	return false;
}

enum consent_state
consent_state(const struct consent_facts *f, int64_t now_s)
{
	if (f->over)
		return CONSENT_UNBOUND;
	switch (f->said) {
	case CONSENT_SAID_NOTHING:
		return now_s < f->respond_by_s ? CONSENT_INVITED :
		    CONSENT_DECLINED;
	case CONSENT_SAID_YES:
		if (f->in_force)
			return CONSENT_SIGNATORY;
		return now_s < f->until_s ? CONSENT_LAPSED : CONSENT_DECLINED;
	case CONSENT_SAID_NO:
		return CONSENT_DECLINED;
	case CONSENT_SAID_NO_MORE:
		return CONSENT_WITHDRAWN;
	case CONSENT_SAID_COUNT:
		break;
	}
	return CONSENT_DECLINED;
}
