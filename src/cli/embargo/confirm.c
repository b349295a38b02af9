/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/embargo/confirm.h"
#include "cli/say.h"

int
confirm(const struct cli *c, const struct vault_bulletin *b,
    const char *what, const char *about, const char *yes)
{
	char line[256] = "";

	if (yes == NULL && !c->tty_err) {
		say_fail(CLI_USAGE, NULL, "cannot ask whether to %s %s: "
		    "there is no terminal", what, b->id);
		say_hint("--yes=%s, if that is meant", b->id);
		return CLI_USAGE;
	}
	if (yes == NULL) {
		fprintf(stderr, "%s, %s%s%s\ntype %s to %s it: ", b->id,
		    b->name, about[0] != '\0' ? ": " : "", about, b->id,
		    what);
		if (fgets(line, sizeof(line), stdin) != NULL)
			line[strcspn(line, "\n")] = '\0';
		yes = line;
	}
	if (strcmp(yes, b->id) != 0 && strcmp(yes, b->name) != 0) {
		say_fail(CLI_USAGE, NULL, "cannot %s %s: what was confirmed "
		    "is \"%s\"", what, b->id, yes);
		say_hint("type %s, or say --yes=%s", b->id, b->id);
		return CLI_USAGE;
	}
	return CLI_DONE;
}
