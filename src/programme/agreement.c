/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/attr.h"
#include "programme/agreement.h"
#include "programme/partner.h"

#define DAY		86400
#define WORD_MAX	64	/* bytes; longer ones are none of ours */

static const struct {
	int64_t within_s;
	const char *text;
} ends[] = {
	[AGREEMENT_RUNS] = { INT64_MAX, NULL },
	[AGREEMENT_IN_60] = { 60 * DAY, "ends within 60 days" },
	[AGREEMENT_IN_30] = { 30 * DAY, "ends within 30 days" },
	[AGREEMENT_IN_7] = { 7 * DAY, "ends within 7 days" },
	[AGREEMENT_ENDED] = { 0, "has ended" },
};

_Static_assert(N_ROWS(ends) == AGREEMENT_ENDS, "a row for each");

/* One word of each group, in one paragraph: stems. */
static const char *const groups[][7] = {
	{ "cop", NULL },
	{ "mark", "differ", "distinguish", NULL },
	{ "organisation", "organization", "company", "partner", NULL },
	{ "person", "reader", "individual", "employee", NULL },
};

enum agreement_end
agreement_end(int64_t ends_s, int64_t at_s)
{
	enum agreement_end found = AGREEMENT_RUNS;

	if (ends_s == PARTNER_NO_END)
		return AGREEMENT_RUNS;
	for (enum agreement_end e = AGREEMENT_IN_60; e < AGREEMENT_ENDS; e++)
		if (ends_s - at_s <= ends[e].within_s)
			found = e;
	return found;
}

const char *
agreement_end_text(enum agreement_end e)
{
	return ends[e].text;
}

static bool
is_letter(char c)
{
	return isalpha((unsigned char)c) != 0;
}

/* The groups of which a word has a stem, as bits. */
static unsigned
groups_of(struct span word)
{
	unsigned found = 0;
	char low[WORD_MAX];

	if (word.n >= sizeof(low))
		return 0;
	for (size_t i = 0; i < word.n; i++)
		low[i] = (char)tolower((unsigned char)word.p[i]);
	for (size_t g = 0; g < N_ROWS(groups); g++)
		for (size_t i = 0; groups[g][i] != NULL; i++)
			if (span_starts((struct span){ low, word.n },
			    groups[g][i]))
				found |= 1U << g;
	return found;
}

/* A paragraph ends with an empty line, or where an item begins. */
static bool
begins(struct span line)
{
	struct span s = span_trim(line);

	return s.n == 0 || (isdigit((unsigned char)s.p[0]) &&
	    memchr(s.p, '.', s.n > 4 ? 4 : s.n) != NULL);
}

static unsigned
groups_in(struct span line)
{
	unsigned found = 0;
	size_t from = 0, to;

	for (; from < line.n; from = to + 1) {
		for (to = from; to < line.n && is_letter(line.p[to]); to++)
			;
		found |= groups_of((struct span){ line.p + from, to - from });
	}
	return found;
}

bool
agreement_says_marked(struct span text)
{
	const unsigned all = (1U << N_ROWS(groups)) - 1;
	unsigned found = 0;
	struct span line;

	while (text.n > 0) {
		if (!span_line(&text, &line)) {
			line = text;
			text.n = 0;
		}
		if (begins(line))
			found = 0;
		if ((found |= groups_in(line)) == all)
			return true;
	}
	return false;
}

void
agreement_versions_add(struct agreement_versions *v, struct span id)
{
	char text[TT_ID_MAX + 1];

	if (!tt_id_ok(id) || span_copy(id, text, sizeof(text)) != TT_OK ||
	    agreement_rank(v, text) > 0)
		return;
	if (v->n == AGREEMENT_VERSIONS_MAX) {
		memmove(v->id[0], v->id[1], sizeof(v->id) - sizeof(v->id[0]));
		v->n--;
	}
	memcpy(v->id[v->n++], text, sizeof(text));
}

size_t
agreement_rank(const struct agreement_versions *v, const char *id)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->id[i], id) == 0)
			return i + 1;
	return 0;
}

bool
agreement_meets(const struct agreement_versions *v, const char *need,
    const char *held)
{
	size_t least = agreement_rank(v, need);

	if (least <= 1 && held[0] != '\0')
		return true;
	return agreement_rank(v, held) >= least;
}
