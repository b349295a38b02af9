/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "test.h"

#include "programme/sighting.h"

static const struct {
	const char *text;
	bool ok;
	enum sighting_source source;
	const char *who;
} sources[] = {
	{ "vendor-telemetry", true, SIGHTING_TELEMETRY, "" },
	{ "hunt", true, SIGHTING_HUNT, "" },
	{ "authority", true, SIGHTING_AUTHORITY, "" },
	{ "victim", true, SIGHTING_VICTIM, "" },
	{ "public", true, SIGHTING_PUBLIC, "" },
	{ "partner:alder", true, SIGHTING_PARTNER, "alder" },
	{ "finder", true, SIGHTING_FINDER, "" },
	{ "other", true, SIGHTING_OTHER, "" },
	{ "partner", false, 0, NULL },
	{ "partner:", false, 0, NULL },
	{ "victim:Example Works", false, 0, NULL },	/* no name here */
	{ "hunt:", false, 0, NULL },
	{ "hunter", false, 0, NULL },
	{ "", false, 0, NULL },
};

static void
sources_are_of_a_closed_list(void **state)
{
	enum sighting_source source;
	struct span who;

	for (size_t i = 0; i < N_ROWS(sources); i++) {
		CHECK_ROW(state, sources[i].text);
		assert_int_equal(sources[i].ok, sighting_source_parse(
		    span_str(sources[i].text), &source, &who));
		if (!sources[i].ok)
			continue;
		assert_int_equal(sources[i].source, source);
		assert_true(span_is(who, sources[i].who));
	}
}

#define FACT(n, source, from, until, confirms)				\
	{ n, SIGHTING_##source, { from, until }, until + 5, confirms }

static const struct {
	const char *name;
	struct sighting_fact all[3];
	size_t n;
	bool without;		/* is there a first without the interested? */
	struct moment with_first, without_first;
} firsts[] = {
	{ "one that the vendor saw", { FACT(1, HUNT, 50, 50, 0) }, 1, true,
	  { 50, 50 }, { 50, 50 } },
	{ "a partner alone fixes nothing", { FACT(1, PARTNER, 10, 10, 0) },
	  1, false, { 10, 10 }, { 0, 0 } },
	{ "nor by being first", { FACT(1, PARTNER, 10, 10, 0),
	  FACT(2, HUNT, 50, 50, 0) }, 2, true, { 10, 10 }, { 50, 50 } },
	{ "confirmed, as far as that goes", { FACT(1, PARTNER, 10, 20, 0),
	  FACT(2, HUNT, 15, 30, 1) }, 2, true, { 10, 20 }, { 15, 30 } },
	{ "a later one confirms nothing", { FACT(1, PARTNER, 10, 20, 0),
	  FACT(2, HUNT, 21, 30, 1) }, 2, true, { 10, 20 }, { 21, 30 } },
	{ "two with interest do not confirm each other",
	  { FACT(1, PARTNER, 10, 10, 2), FACT(2, PARTNER, 10, 10, 1) }, 2,
	  false, { 10, 10 }, { 0, 0 } },
	{ "nor does a public post", { FACT(1, PARTNER, 10, 10, 0),
	  FACT(2, PUBLIC, 10, 10, 1) }, 2, false, { 10, 10 }, { 0, 0 } },
	{ "nor one of another", { FACT(1, PARTNER, 10, 10, 0),
	  FACT(2, HUNT, 10, 30, 3), FACT(3, PARTNER, 20, 20, 0) }, 3, true,
	  { 10, 10 }, { 10, 30 } },
	{ "uncertain ones: earliest beginning, earliest end",
	  { FACT(1, HUNT, 10, 100, 0), FACT(2, HUNT, 40, 50, 0) }, 2, true,
	  { 10, 50 }, { 10, 50 } },
};

static void
who_says_so_decides_the_first_instant(void **state)
{
	struct moment m;

	for (size_t i = 0; i < N_ROWS(firsts); i++) {
		CHECK_ROW(state, firsts[i].name);
		assert_true(sighting_first(firsts[i].all, firsts[i].n, true,
		    &m));
		assert_memory_equal(&m, &firsts[i].with_first, sizeof(m));
		m = (struct moment){ 0, 0 };
		assert_int_equal(firsts[i].without, sighting_first(
		    firsts[i].all, firsts[i].n, false, &m));
		assert_memory_equal(&m, &firsts[i].without_first, sizeof(m));
	}
	assert_false(sighting_first(firsts[0].all, 0, true, &m));
}

/* Whoever could be the leak, or could have been made to say so, never does. */
static void
only_what_no_partner_can_say_clears_readers(void **state)
{
	struct sighting_fact f = { .n = 1, .seen = { 10, 20 } };
	bool can;

	for (enum sighting_source s = 0; s < SIGHTING_SOURCES; s++) {
		CHECK_ROW(state, sighting_rules[s].name);
		f.source = s;
		can = s == SIGHTING_TELEMETRY || s == SIGHTING_HUNT;
		assert_int_equal(can, sighting_clears_readers(&f,
		    SIGHTING_HIGH, 21));
		assert_int_equal(can, sighting_clears_readers(&f,
		    SIGHTING_MEDIUM, 21));
		assert_false(sighting_clears_readers(&f, SIGHTING_LOW, 21));
		assert_false(sighting_clears_readers(&f, SIGHTING_HIGH, 20));
	}
}

static const struct {
	const char *text;
	bool country, network;
} places[] = {
	{ "DE", true, false },
	{ "de", false, false },
	{ "DEU", false, false },
	{ "Example Works Ltd", false, false },
	{ "192.0.2.7", false, true },
	{ "192.0.2.0/24", false, true },
	{ "192.0.2.0/33", false, false },
	{ "192.0.2.0/", false, false },
	{ "192.0.2.0/024", false, false },
	{ "2001:db8::/32", false, true },
	{ "2001:db8::/129", false, false },
	{ "AS64500", false, true },
	{ "AS0", false, false },
	{ "AS4294967296", false, false },
	{ "AS", true, false },	/* American Samoa */
	{ "example.org", false, false },
	{ "", false, false },
};

static void
shared_fields_hold_no_names(void **state)
{
	for (size_t i = 0; i < N_ROWS(places); i++) {
		struct span s = span_str(places[i].text);

		CHECK_ROW(state, places[i].text);
		assert_int_equal(places[i].country, sighting_country_ok(s));
		assert_int_equal(places[i].network, sighting_network_ok(s));
	}
}

static const struct {
	uint64_t n;
	const char *band;
} bands[] = { { 0, "none" }, { 1, "under 5" }, { 4, "under 5" },
	{ 5, "5 to 19" }, { 19, "5 to 19" }, { 20, "20 to 99" },
	{ 99, "20 to 99" }, { 100, "100 to 499" }, { 499, "100 to 499" },
	{ 500, "500 or more" }, { UINT64_MAX, "500 or more" } };

static const struct {
	unsigned percent;
	enum sighting_confidence c;
} percents[] = { { 0, SIGHTING_LOW }, { 29, SIGHTING_LOW },
	{ 30, SIGHTING_MEDIUM }, { 69, SIGHTING_MEDIUM },
	{ 70, SIGHTING_HIGH }, { 100, SIGHTING_HIGH } };

static void
numbers_become_words(void **state)
{
	enum sighting_confidence back;

	(void)state;
	for (size_t i = 0; i < N_ROWS(bands); i++)
		assert_string_equal(bands[i].band, sighting_band(bands[i].n));
	for (size_t i = 0; i < N_ROWS(percents); i++)
		assert_int_equal(percents[i].c,
		    sighting_confidence_of(percents[i].percent));
	for (enum sighting_confidence c = 0; c < SIGHTING_CONFIDENCES; c++) {
		assert_true(sighting_confidence_parse(span_str(
		    sighting_confidence_text(c)), &back));
		assert_int_equal(c, back);
	}
	assert_false(sighting_confidence_parse(SPAN("certain"), &back));
}

TEST_MAIN(cmocka_unit_test(sources_are_of_a_closed_list),
    cmocka_unit_test(who_says_so_decides_the_first_instant),
    cmocka_unit_test(only_what_no_partner_can_say_clears_readers),
    cmocka_unit_test(shared_fields_hold_no_names),
    cmocka_unit_test(numbers_become_words))
