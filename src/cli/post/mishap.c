/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/instant.h"
#include "cli/post/mishap.h"

/* A clock that is ahead makes it no sooner than at once. */
static int64_t
after(int64_t from_s, int64_t to_s)
{
	return to_s > from_s ? to_s - from_s : 0;
}

struct mishap_soon
mishap_soon(const struct tt_letter *l, int64_t received_s)
{
	int64_t since_s = tt_statement_instant(&l->head, "since", 0);
	int64_t until_s = tt_statement_instant(&l->head, "until", since_s);

	if (since_s == 0)
		return (struct mishap_soon){ .known = false };
	return (struct mishap_soon){ .known = true,
		.least_s = after(until_s, received_s),
		.most_s = after(since_s, received_s) };
}

void
mishap_soon_text(const struct mishap_soon *s, char out[MISHAP_SOON_MAX])
{
	char least[LENGTH_LEN], most[LENGTH_LEN];

	length_format(s->least_s, least);
	length_format(s->most_s, most);
	if (!s->known)
		snprintf(out, MISHAP_SOON_MAX, "reported, without saying when "
		    "it happened");
	else if (s->least_s == s->most_s)
		snprintf(out, MISHAP_SOON_MAX, "reported %s after it happened, "
		    "by their word", most);
	else
		snprintf(out, MISHAP_SOON_MAX, "reported between %s and %s "
		    "after it happened, by their word", least, most);
}
