/* SPDX-License-Identifier: ISC */
/* log - the ledger, looked at from outside: `log show`, `log verify`. */
#include "cli/log_verbs.h"
#include "cli/verbs.h"

static const struct verb verbs[] = {
	{ "show", "list the entries of a ledger, or print one", log_show },
	{ "verify", "check a ledger from its checkpoint to each entry",
	    log_verify },
	{ NULL, NULL, NULL },
};

int
verb_log(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "log", verbs, argc, argv);
}
