/* SPDX-License-Identifier: ISC */
/* hub - the verbs about the hub itself. */
#include "cli/site/verbs.h"

static const struct verb verbs[] = {
	{ "pin", "another TLS key of the hub, for a vault or a reader",
	    verb_hub_pin },
	{ "lost", "what the vault knows and a restored hub does not",
	    verb_hub_lost },
	{ "breach", "tell readers that somebody was in the hub",
	    verb_hub_breach },
	{ "members", "to whom the programme's members are shown",
	    verb_hub_members },
	{ NULL, NULL, NULL },
};

int
verb_hub(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "hub", verbs, argc, argv);
}
