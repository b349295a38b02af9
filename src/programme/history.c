/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/instant.h"
#include "programme/history.h"

#define DAY_S	86400
#define DAY_LEN	10	/* characters of YYYY-MM-DD */

static const struct {
	const char *word, *text;
} whats[] = {
	[HISTORY_CONTEST] = { "contest", "shown at a contest" },
	[HISTORY_FOUND] = { "found", "found by who reported it" },
	[HISTORY_REPORT] = { "report", "reported to the vendor" },
	[HISTORY_VENDOR] = { "vendor", "known on the vendor's side" },
	[HISTORY_TALK] = { "talk", "told in public" },
	[HISTORY_COMMIT] = { "commit", "a change in public code shows it" },
	[HISTORY_PATCH] = { "patch", "the patch is out" },
	[HISTORY_RELEASE] = { "release", "the advisory is public" },
	[HISTORY_TOLD] = { "told", "somebody outside was told" },
};

_Static_assert(N_ROWS(whats) == HISTORY_WHATS, "a word for each");

static const struct {
	const char *word, *text;
	bool independent;
} sources[] = {
	[HISTORY_TELEMETRY] = { "telemetry", "the vendor's telemetry", true },
	[HISTORY_HUNT] = { "hunt", "a hunt after release", true },
	[HISTORY_AUTHORITY] = { "authority", "an authority", true },
	[HISTORY_VICTIM] = { "victim", "a victim's own logs", true },
	[HISTORY_PARTNER] = { "partner", "a partner", false },
	[HISTORY_FEED] = { "feed", "a feed that partners fill", false },
	[HISTORY_PRESS] = { "press", "the press", false },
	[HISTORY_FINDER] = { "finder", "the finder", false },
	[HISTORY_OTHER] = { "other", "somebody else", false },
};

_Static_assert(N_ROWS(sources) == HISTORY_SOURCES, "a word for each");

/* The day that begins at midnight of those ten letters. */
static enum tt_err
parse_day(struct span s, struct census_since *out)
{
	char text[INSTANT_LEN + 1];
	enum tt_err e;
	int64_t at;

	snprintf(text, sizeof(text), "%.*sT00:00:00Z", DAY_LEN, s.p);
	if ((e = instant_parse(span_str(text), &at)) != TT_OK)
		return e;
	*out = (struct census_since){ true, at, at + DAY_S };
	return TT_OK;
}

enum tt_err
history_instant(struct span s, struct census_since *out)
{
	enum tt_err e;
	int64_t at;

	if (s.n == DAY_LEN)
		return parse_day(s, out);
	if ((e = instant_parse_human(s, &at)) != TT_OK)
		return e;
	*out = (struct census_since){ true, at, at };
	return TT_OK;
}

enum tt_err
history_interval(struct span at, struct span until, struct census_since *out)
{
	struct census_since a, u;
	enum tt_err e;

	if ((e = history_instant(at, &a)) != TT_OK)
		return e;
	if (until.n > 0) {
		if ((e = history_instant(until, &u)) != TT_OK)
			return e;
		if (u.until_s < a.from_s)
			return TT_ERANGE;
		a.until_s = u.until_s;
	}
	*out = a;
	return TT_OK;
}

bool
history_independent(enum history_source s)
{
	return sources[s].independent;
}

bool
history_fixes(const struct history_sighting *s)
{
	return s->seen.known && !s->weak && (s->confirmed ||
	    (history_independent(s->source) && !s->interested));
}

const char *
history_what_word(enum history_what w)
{
	return whats[w].word;
}

const char *
history_what_text(enum history_what w)
{
	return whats[w].text;
}

bool
history_what_parse(struct span s, enum history_what *out)
{
	for (enum history_what i = 0; i < HISTORY_WHATS; i++)
		if (span_is(s, whats[i].word)) {
			*out = i;
			return true;
		}
	return false;
}

const char *
history_source_word(enum history_source s)
{
	return sources[s].word;
}

const char *
history_source_text(enum history_source s)
{
	return sources[s].text;
}

bool
history_source_parse(struct span s, enum history_source *out)
{
	for (enum history_source i = 0; i < HISTORY_SOURCES; i++)
		if (span_is(s, sources[i].word)) {
			*out = i;
			return true;
		}
	return false;
}

enum history_order
history_compare(const struct census_since *a, const struct census_since *b)
{
	if (a->until_s <= b->from_s)
		return HISTORY_BEFORE;
	return a->from_s > b->until_s ? HISTORY_AFTER : HISTORY_UNCERTAIN;
}
