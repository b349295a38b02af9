/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "exchange/tlp.h"

static const struct tlp_rule rules[] = {
	[TLP_CLEAR] = { "TLP:CLEAR", "clear",
	    "94868c89-83c2-464b-929b-a1a8aa3c8487", "WHITE", NULL,
	    "#FFFFFF" },
	[TLP_GREEN] = { "TLP:GREEN", "green",
	    "bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "GREEN", NULL,
	    "#33FF00" },
	[TLP_AMBER] = { "TLP:AMBER", "amber",
	    "55d920b0-5e8b-4f79-9ee9-91f868d9b421", "AMBER", NULL,
	    "#FFC000" },
	[TLP_AMBER_STRICT] = { "TLP:AMBER+STRICT", "amber+strict",
	    "939a9414-2ddd-4d32-a0cd-375ea402b003", "RED",
	    "TLP v2.0: TLP:AMBER+STRICT", "#FFC000" },
	[TLP_RED] = { "TLP:RED", "red",
	    "e828b379-4e03-4974-9ac4-e53a884c97c1", "RED", NULL,
	    "#FF2B2B" },
};

_Static_assert(sizeof(rules) / sizeof(rules[0]) == TLPS, "a row for each");

const struct tlp_rule *
tlp_rule(enum tlp t)
{
	return &rules[t];
}

/* The label that rest begins with; a longer name goes before its beginning. */
static bool
label_at(struct span rest, enum tlp *out)
{
	bool found = false;

	for (enum tlp t = 0; t < TLPS; t++)
		if (span_starts(rest, rules[t].name)) {
			*out = t;
			found = true;
		}
	if (!found && span_starts(rest, "TLP:WHITE")) {
		*out = TLP_CLEAR;
		found = true;
	}
	return found;
}

bool
tlp_find(struct span text, enum tlp *out)
{
	bool found = false;
	const char *at;
	enum tlp t;

	while ((at = memmem(text.p, text.n, "TLP:", 4)) != NULL) {
		text.n -= (size_t)(at - text.p);
		text.p = at;
		if (label_at(text, &t) && (!found || t > *out)) {
			*out = t;
			found = true;
		}
		text.p++;
		text.n--;
	}
	return found;
}

enum tlp
tlp_of_terms(struct span colleagues)
{
	return colleagues.p != NULL &&
	    span_is(colleagues, "need to know with a list") ?
	    TLP_AMBER_STRICT : TLP_RED;
}
