/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <string.h>

#include "base/attr.h"
#include "programme/sighting.h"

#define AS_MAX		UINT32_MAX
#define ADDRESS_MAX	45	/* characters of an IPv6 address */

const struct sighting_rule sighting_rules[SIGHTING_SOURCES] = {
	[SIGHTING_TELEMETRY] = { "vendor-telemetry", false, false },
	[SIGHTING_HUNT] = { "hunt", false, false },
	[SIGHTING_AUTHORITY] = { "authority", false, true },
	[SIGHTING_VICTIM] = { "victim", false, true },
	[SIGHTING_PUBLIC] = { "public", true, true },
	[SIGHTING_PARTNER] = { "partner", true, true },
	[SIGHTING_FINDER] = { "finder", true, true },
	[SIGHTING_OTHER] = { "other", true, true },
};

static const char *const confidences[] = {
	[SIGHTING_LOW] = "low",
	[SIGHTING_MEDIUM] = "medium",
	[SIGHTING_HIGH] = "high",
};

_Static_assert(N_ROWS(confidences) == SIGHTING_CONFIDENCES,
    "a word for each confidence");

static const struct {
	uint64_t least;
	const char *text;
} bands[] = {
	{ 500, "500 or more" },
	{ 100, "100 to 499" },
	{ 20, "20 to 99" },
	{ 5, "5 to 19" },
	{ 1, "under 5" },
	{ 0, "none" },
};

bool
sighting_source_parse(struct span s, enum sighting_source *out,
    struct span *who)
{
	struct span word;
	bool named = memchr(s.p, ':', s.n) != NULL;

	if (!span_word(&s, ':', &word))
		return false;
	for (enum sighting_source i = 0; i < SIGHTING_SOURCES; i++) {
		if (!span_is(word, sighting_rules[i].name))
			continue;
		if (named != (i == SIGHTING_PARTNER) || (named && s.n == 0))
			return false;
		*out = i;
		*who = s;
		return true;
	}
	return false;
}

const char *
sighting_confidence_text(enum sighting_confidence c)
{
	return confidences[c];
}

bool
sighting_confidence_parse(struct span s, enum sighting_confidence *out)
{
	for (enum sighting_confidence i = 0; i < SIGHTING_CONFIDENCES; i++)
		if (span_is(s, confidences[i])) {
			*out = i;
			return true;
		}
	return false;
}

enum sighting_confidence
sighting_confidence_of(unsigned percent)
{
	return percent >= 70 ? SIGHTING_HIGH : percent >= 30 ?
	    SIGHTING_MEDIUM : SIGHTING_LOW;
}

bool
sighting_counts(const struct sighting_fact *all, size_t n, size_t i)
{
	if (!sighting_rules[all[i].source].interested)
		return true;
	for (size_t k = 0; k < n; k++)
		if (all[k].confirms == all[i].n &&
		    !sighting_rules[all[k].source].interested &&
		    moment_meets(&all[k].seen, &all[i].seen))
			return true;
	return false;
}

bool
sighting_first(const struct sighting_fact *all, size_t n, bool interested,
    struct moment *out)
{
	struct moment first;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (!interested && sighting_rules[all[i].source].interested)
			continue;
		if (!any)
			first = all[i].seen;
		if (all[i].seen.from_s < first.from_s)
			first.from_s = all[i].seen.from_s;
		if (all[i].seen.until_s < first.until_s)
			first.until_s = all[i].seen.until_s;
		any = true;
	}
	if (any)
		*out = first;
	return any;
}

bool
sighting_clears_readers(const struct sighting_fact *f,
    enum sighting_confidence c, int64_t first_opening_s)
{
	return !sighting_rules[f->source].interested &&
	    !sighting_rules[f->source].open && c != SIGHTING_LOW &&
	    f->seen.until_s < first_opening_s;
}

const char *
sighting_band(uint64_t n)
{
	size_t i = 0;

	while (n < bands[i].least)
		i++;
	return bands[i].text;
}

bool
sighting_country_ok(struct span s)
{
	return s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' &&
	    s.p[1] >= 'A' && s.p[1] <= 'Z';
}

bool
sighting_network_ok(struct span s)
{
	char text[ADDRESS_MAX + 1];
	struct in6_addr bits;
	struct span address;
	uint64_t n;
	bool masked;

	if (span_skip(&s, "AS"))
		return span_u64(s, AS_MAX, &n) == TT_OK && n > 0;
	masked = s.n > 0 && memchr(s.p, '/', s.n) != NULL;
	if (!span_word(&s, '/', &address) ||
	    span_copy(address, text, sizeof(text)) != TT_OK)
		return false;
	if (inet_pton(AF_INET, text, &bits) == 1)
		return !masked || span_u64(s, 32, &n) == TT_OK;
	return inet_pton(AF_INET6, text, &bits) == 1 &&
	    (!masked || span_u64(s, 128, &n) == TT_OK);
}
