/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "cli/cli.h"
#include "cli/epsilon.h"
#include "cli/say.h"
#include "telltale/trace.h"

int
epsilon_read(const char *verb, const char *s, double *out)
{
	char *end;

	*out = TT_EPSILON;
	if (s == NULL)
		return CLI_DONE;
	*out = strtod(s, &end);
	if (*s != '\0' && *end == '\0' && *out > 0 && *out < 1)
		return CLI_DONE;
	return say_fail(CLI_USAGE, NULL, "%s: --epsilon is a number above 0 "
	    "and below 1, such as 1e-6, not '%s'", verb, s);
}
