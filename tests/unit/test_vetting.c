/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <stdio.h>

#include "base/buf.h"
#include "programme/vetting.h"

#define DAY	((int64_t)86400)
#define NOW	((int64_t)20778 * DAY)	/* 2026-11-21 */

static const struct {
	const char *name;
	const char *text;
	enum tt_err want;
	const char *says;
} rows[] = {
	{ "no answers yet", "{\"format\":\"telltale-vetting/1\",\"partner\":"
	  "\"kiyo\",\"answers\":{}}", TT_OK, NULL },
	{ "one answer and a review", "{\"format\":\"telltale-vetting/1\","
	  "\"partner\":\"kiyo\",\"answers\":{\"legal\":{\"answer\":\"K\","
	  "\"evidence\":\"register\",\"on\":\"2026-11-20\"}},\"review\":"
	  "\"2027-11-20\"}", TT_OK, NULL },
	{ "another format", "{\"format\":\"telltale-vetting/2\",\"partner\":"
	  "\"kiyo\",\"answers\":{}}", TT_ESYNTAX, "telltale-vetting/1" },
	{ "another partner's", "{\"format\":\"telltale-vetting/1\","
	  "\"partner\":\"alder\",\"answers\":{}}", TT_ESYNTAX, "kiyo" },
	{ "no field", "{\"format\":\"telltale-vetting/1\",\"partner\":"
	  "\"kiyo\",\"answers\":{\"colour\":{\"answer\":\"a\",\"evidence\":"
	  "\"e\",\"on\":\"2026-11-20\"}}}", TT_ESYNTAX, "colour" },
	{ "no evidence", "{\"format\":\"telltale-vetting/1\",\"partner\":"
	  "\"kiyo\",\"answers\":{\"legal\":{\"answer\":\"a\",\"on\":"
	  "\"2026-11-20\"}}}", TT_ESYNTAX, "legal" },
	{ "an answer of spaces", "{\"format\":\"telltale-vetting/1\","
	  "\"partner\":\"kiyo\",\"answers\":{\"legal\":{\"answer\":\"  \","
	  "\"evidence\":\"e\",\"on\":\"2026-11-20\"}}}", TT_ESYNTAX,
	  "legal" },
	{ "no such day", "{\"format\":\"telltale-vetting/1\",\"partner\":"
	  "\"kiyo\",\"answers\":{\"legal\":{\"answer\":\"a\",\"evidence\":"
	  "\"e\",\"on\":\"2026-02-30\"}}}", TT_ESYNTAX, "on" },
	{ "an instant is no day", "{\"format\":\"telltale-vetting/1\","
	  "\"partner\":\"kiyo\",\"answers\":{},\"review\":"
	  "\"2026-11-20T00:00:00Z\"}", TT_ESYNTAX, "review" },
	{ "an answer that is no object", "{\"format\":\"telltale-vetting/1\","
	  "\"partner\":\"kiyo\",\"answers\":{\"legal\":\"yes\"}}",
	  TT_ESYNTAX, "legal" },
	{ "no answers at all", "{\"format\":\"telltale-vetting/1\","
	  "\"partner\":\"kiyo\"}", TT_ESYNTAX, "answers" },
	{ "no JSON", "{", TT_ESYNTAX, "" },
};

static void
records_are_read_or_it_is_said_what_is_wrong(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct json_diag diag = { .text = "" };
		struct vetting v, kept;

		CHECK_ROW(state, rows[i].name);
		memset(&v, 0xaa, sizeof(v));
		kept = v;
		assert_int_equal(rows[i].want, vetting_parse(&v,
		    span_str(rows[i].text), "kiyo", &diag));
		if (rows[i].want == TT_OK)
			continue;
		assert_memory_equal(&v, &kept, sizeof(v));
		assert_non_null(strstr(diag.text, rows[i].says));
	}
}

/* Each field, in each way in which it can lack. */
static void
each_field_is_asked_for(void **state)
{
	struct vetting v;

	(void)state;
	for (enum vetting_field f = 0; f < VETTING_FIELDS; f++) {
		bool yearly = vetting_question(f)->yearly;

		for (enum vetting_field g = 0; g < VETTING_FIELDS; g++)
			v.on_s[g] = NOW - DAY;
		assert_true(vetting_complete(&v, 0, NOW));
		v.on_s[f] = 0;
		assert_int_equal(VETTING_MISSING, vetting_lack(&v, f, 0, NOW));
		assert_false(vetting_complete(&v, 0, NOW));
		v.on_s[f] = NOW + DAY;
		assert_int_equal(VETTING_EARLY, vetting_lack(&v, f, 0, NOW));
		assert_false(vetting_complete(&v, 0, NOW));
		v.on_s[f] = NOW - VETTING_YEAR_S + 1;
		assert_int_equal(VETTING_GOOD, vetting_lack(&v, f, 0, NOW));
		v.on_s[f] = NOW - VETTING_YEAR_S;
		assert_int_equal(yearly ? VETTING_STALE : VETTING_GOOD,
		    vetting_lack(&v, f, 0, NOW));
		assert_int_equal(!yearly, vetting_complete(&v, 0, NOW));
		assert_int_equal(VETTING_OLD, vetting_lack(&v, f,
		    NOW - 2 * DAY, NOW));
	}
}

static void
the_day_of_a_removal_counts_whole(void **state)
{
	struct vetting v = { .on_s = { [VETTING_LEGAL] = NOW - 10 * DAY } };

	(void)state;
	assert_int_equal(VETTING_GOOD, vetting_lack(&v, VETTING_LEGAL,
	    NOW - 10 * DAY + 3600, NOW));
	assert_int_equal(VETTING_OLD, vetting_lack(&v, VETTING_LEGAL,
	    NOW - 9 * DAY, NOW));
}

static void
what_goes_stale_next_is_known(void **state)
{
	struct vetting v = { .on_s = { [VETTING_LEGAL] = NOW - 300 * DAY,
		[VETTING_OWNERS] = NOW - 100 * DAY,
		[VETTING_USE] = NOW - 200 * DAY } };

	(void)state;
	assert_int_equal(NOW - 200 * DAY + VETTING_YEAR_S,
	    vetting_stale_s(&v, NOW));
	v.on_s[VETTING_OWNERS] = v.on_s[VETTING_USE] = 0;
	assert_int_equal(0, vetting_stale_s(&v, NOW));
}

static void
names_are_distinct(void **state)
{
	(void)state;
	for (enum vetting_field f = 0; f < VETTING_FIELDS; f++)
		for (enum vetting_field g = 0; g < f; g++)
			assert_string_not_equal(vetting_question(f)->name,
			    vetting_question(g)->name);
}

/* What somebody answered, and whether that lets their name be shown. */
static const struct {
	const char *answer;
	bool named;
} willing[] = {
	{ "yes", true }, { "Yes.", true }, { " YES ", true },
	{ "no", false }, { "yes, later", false }, { "yes if asked", false },
	{ "yesterday", false }, { ".", false }, { "not yes", false },
};

static void
only_a_plain_yes_names(void **state)
{
	struct vetting v;
	char text[300];

	for (size_t i = 0; i < N_ROWS(willing); i++) {
		CHECK_ROW(state, willing[i].answer);
		snprintf(text, sizeof(text), "{\"format\":"
		    "\"telltale-vetting/1\",\"partner\":\"kiyo\","
		    "\"answers\":{\"named\":{\"answer\":\"%s\","
		    "\"evidence\":\"e\",\"on\":\"2026-11-20\"}}}",
		    willing[i].answer);
		assert_int_equal(TT_OK, vetting_parse(&v, span_str(text),
		    "kiyo", NULL));
		assert_int_equal(willing[i].named, v.named);
	}
}

TEST_MAIN(cmocka_unit_test(only_a_plain_yes_names),
    cmocka_unit_test(records_are_read_or_it_is_said_what_is_wrong),
    cmocka_unit_test(each_field_is_asked_for),
    cmocka_unit_test(the_day_of_a_removal_counts_whole),
    cmocka_unit_test(what_goes_stale_next_is_known),
    cmocka_unit_test(names_are_distinct))
