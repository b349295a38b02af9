/* SPDX-License-Identifier: ISC */
/* draftkit - drafts in memory, for tests of what the command line does. */
#ifndef DRAFTKIT_H
#define DRAFTKIT_H

#include "cli/draft.h"
#include "test.h"


static const char draftkit_json[] =
    "{\"id\": \"EX-1\", \"title\": \"One\", "
    "\"public_at\": \"2026-12-08T18:00:00Z\", \"waves\": ["
    "{\"name\": \"early\", \"before\": \"5d\", \"tiers\": [\"elite\"], "
    "\"profile\": \"full\"}, {\"name\": \"main\", \"before\": \"24h\", "
    "\"tiers\": [\"member\"], \"profile\": \"no-poc\"}], \"parts\": ["
    "{\"file\": \"advisory.md\", \"kind\": \"advisory\"}, "
    "{\"file\": \"poc.py\", \"kind\": \"poc\"}, "
    "{\"file\": \"rule.yml\", \"kind\": \"rule\"}]}";

/* The three parts with their bulletin.json; draft_done after it. */
static __attribute__((unused)) struct draft *
draftkit_whole(const char *advisory, const char *poc, const char *rule)
{
	const struct tt_part_text parts[] = {
		{ SPAN("advisory.md"), span_str(advisory) },
		{ SPAN("poc.py"), span_str(poc) },
		{ SPAN("rule.yml"), span_str(rule) },
	};
	struct draft *d = calloc(1, sizeof(*d));

	assert_non_null(d);
	assert_int_equal(TT_OK, draft_from(d, span_str(draftkit_json), parts,
	    N_ROWS(parts)));
	return d;
}

/* One part without bulletin.json. */
static __attribute__((unused)) struct draft *
draftkit_loose(const char *text)
{
	const struct tt_part_text part = { SPAN("advisory.md"),
		span_str(text) };
	struct draft *d = calloc(1, sizeof(*d));

	assert_non_null(d);
	assert_int_equal(TT_OK, draft_from(d, SPAN(""), &part, 1));
	return d;
}

static __attribute__((unused)) void
draftkit_done(struct draft *d)
{
	draft_done(d);
	free(d);
}

#endif
