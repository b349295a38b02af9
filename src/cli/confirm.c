/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/confirm.h"
#include "cli/say.h"

int
confirm_id(const struct cli *c, const char *what, const char *id,
    const char *yes)
{
	char line[256] = "";

	if (yes == NULL && !c->tty_err) {
		say_fail(CLI_USAGE, NULL, "cannot ask whether to %s %s: "
		    "there is no terminal", what, id);
		say_hint("--yes='%s', if that is meant", id);
		return CLI_USAGE;
	}
	if (yes == NULL) {
		fprintf(stderr, "type %s to %s: ", id, what);
		if (fgets(line, sizeof(line), stdin) != NULL)
			line[strcspn(line, "\n")] = '\0';
		yes = line;
	}
	if (strcmp(yes, id) == 0)
		return CLI_DONE;
	say_fail(CLI_USAGE, NULL, "cannot %s %s: what was confirmed is "
	    "\"%s\"", what, id, yes);
	say_hint("type %s, or say --yes='%s'", id, id);
	return CLI_USAGE;
}
