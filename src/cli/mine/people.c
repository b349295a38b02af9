/* SPDX-License-Identifier: ISC */
/*
 * people - the verbs by which a partner's admin has their own people in hand,
 * in the admin's home.  specs/stories.md PA-2.
 */
#include "cli/mine/verbs.h"

static const struct verb verbs[] = {
	{ "list", "the partner's readers, and what they signed for",
	    verb_people_list },
	{ "add", "invite a colleague, or a machine", verb_people_add },
	{ "revoke", "stop one of them, at once", verb_people_revoke },
	{ "leave", "end the partner's part in the programme",
	    verb_people_leave },
	{ NULL, NULL, NULL },
};

int
verb_people(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "people", verbs, argc, argv);
}
