/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/confirm.h"
#include "cli/say.h"

#define TYPED_MAX	256	/* bytes, with NUL */

struct confirm {
	const char *what, *id;
	const char *name, *about;	/* of a bulletin; else NULL */
};

static void
ask(const struct confirm *q, char typed[TYPED_MAX])
{
	if (q->name != NULL)
		fprintf(stderr, "%s, %s%s%s\n", q->id, q->name,
		    q->about[0] != '\0' ? ": " : "", q->about);
	fprintf(stderr, "type %s to %s %s: ", q->id, q->what,
	    q->name != NULL ? "it" : q->id);
	if (fgets(typed, TYPED_MAX, stdin) != NULL)
		typed[strcspn(typed, "\n")] = '\0';
}

/* With quotes where a shell needs them: fingerprints have blanks. */
static void
hint(const char *words, const struct confirm *q, const char *after)
{
	const char *quote = strchr(q->id, ' ') != NULL ? "'" : "";

	say_hint("%s--yes=%s%s%s%s", words, quote, q->id, quote, after);
}

static int
confirm(const struct cli *c, const struct confirm *q, const char *yes)
{
	char typed[TYPED_MAX] = "";

	if (yes == NULL && !c->tty_err) {
		say_fail(CLI_USAGE, NULL, "cannot ask whether to %s %s: "
		    "there is no terminal", q->what, q->id);
		hint("", q, ", if that is meant");
		return CLI_USAGE;
	}
	if (yes == NULL) {
		ask(q, typed);
		yes = typed;
	}
	if (strcmp(yes, q->id) == 0 ||
	    (q->name != NULL && strcmp(yes, q->name) == 0))
		return CLI_DONE;
	say_fail(CLI_USAGE, NULL, "cannot %s %s: what was confirmed is "
	    "\"%s\"", q->what, q->id, yes);
	hint("type it, or say ", q, "");
	return CLI_USAGE;
}

int
confirm_id(const struct cli *c, const char *what, const char *id,
    const char *yes)
{
	const struct confirm q = { .what = what, .id = id };

	return confirm(c, &q, yes);
}

int
confirm_bulletin(const struct cli *c, const struct vault_bulletin *b,
    const char *what, const char *about, const char *yes)
{
	const struct confirm q = { .what = what, .id = b->id,
		.name = b->name, .about = about };

	return confirm(c, &q, yes);
}
