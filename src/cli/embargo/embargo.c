/* SPDX-License-Identifier: ISC */
/* embargo - where a bulletin's embargo stands, and who agrees to it. */
#include "cli/embargo/verbs.h"

static const struct verb verbs[] = {
	{ "show", "terms in force, consent, and what was said so far",
	    verb_embargo_show },
	{ "decide", "attacks seen, or public: keep it all the same",
	    verb_embargo_decide },
	{ "hold", "its end makes nothing public, and why",
	    verb_embargo_hold },
	{ "party", "add who besides the vendor agrees to terms",
	    verb_embargo_party },
	{ "invite", "give a terms party a key, by which they answer",
	    verb_embargo_invite },
	{ "answer", "note what a terms party said to a proposal",
	    verb_embargo_answer },
	{ NULL, NULL, NULL },
};

int
verb_embargo(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "embargo", verbs, argc, argv);
}
