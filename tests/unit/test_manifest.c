/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "telltale/manifest.h"

#define NOW	INT64_C(1795000000)	/* 2026-11-18T05:46:40Z */

#define HEAD	"{ \"id\": \"EX-1\", \"title\": \"T\",\n" \
		"\"public_at\": \"2026-12-08T18:00:00Z\",\n"
#define WAVE	"{ \"name\": \"w\", \"before\": \"24h\", " \
		"\"tiers\": [\"member\"], \"profile\": \"full\" }"
#define WAVES	"\"waves\": [ " WAVE " ],\n"
#define PARTS	"\"parts\": [ { \"file\": \"a.md\", \"kind\": \"advisory\" } ]"
#define WITH(waves)	HEAD "\"waves\": [ " waves " ],\n" PARTS " }"
#define OF(parts)	HEAD WAVES "\"parts\": [\n" parts "\n] }"
#define TIMED(member)	WITH("{ \"name\": \"w\", \"tiers\": [\"t\"], " \
			"\"profile\": \"full\",\n" member " }")
#define PART(file, kind) "{ \"file\": \"" file "\", \"kind\": \"" kind "\" }"

static struct tt_diags diags;

static struct span
text_of(const char *s)
{
	return (struct span){ s, strlen(s) };
}

static enum tt_err
parse(struct tt_manifest **m, const char *text)
{
	tt_diags_init(&diags);
	return tt_manifest_parse(m, text_of(text), text_of("bulletin.json"),
	    NOW, &diags);
}

/* The design's own example, DESIGN.md section 5. */
static const char example[] =
    "{ \"id\": \"EX-2026-014\", \"title\": \"...\", "
    "\"public_at\": \"2026-12-08T18:00:00Z\",\n"
    "  \"waves\": [ { \"name\": \"validate\", \"before\": \"14d\", "
    "\"tiers\": [\"validate\"], \"profile\": \"full\" },\n"
    "             { \"name\": \"early\",    \"before\": \"5d\",  "
    "\"tiers\": [\"elite\"],    \"profile\": \"full\" },\n"
    "             { \"name\": \"main\",     \"before\": \"24h\", "
    "\"tiers\": [\"member\"],   \"profile\": \"no-poc\" } ],\n"
    "  \"parts\": [ { \"file\": \"advisory.md\", \"kind\": \"advisory\" },\n"
    "             { \"file\": \"poc.py\", \"kind\": \"poc\", "
    "\"check\": \"python3 -m py_compile {}\" },\n"
    "             { \"file\": \"rule.yml\", \"kind\": \"rule\" } ] }\n";

static void
a_stagger_is_read(void **state)
{
	struct tt_manifest *m = NULL;

	(void)state;
	assert_int_equal(TT_OK, parse(&m, TIMED("\"before\": \"1d\"")));
	assert_int_equal(0, m->waves[0].stagger_s);
	assert_int_equal(0, m->waves[0].slots);
	tt_manifest_free(m);
	assert_int_equal(TT_OK, parse(&m, TIMED("\"before\": \"1d\", "
	    "\"stagger\": \"90m\"")));
	assert_int_equal(5400, m->waves[0].stagger_s);
	assert_int_equal(0, m->waves[0].slots);
	tt_manifest_free(m);
	assert_int_equal(TT_OK, parse(&m, TIMED("\"before\": \"1d\", "
	    "\"stagger\": \"1h\", \"slots\": 16")));
	assert_int_equal(16, m->waves[0].slots);
	assert_int_equal(0, diags.n);
	tt_manifest_free(m);
}

static void
the_example_is_read(void **state)
{
	struct tt_manifest *m = NULL;

	(void)state;
	assert_int_equal(TT_OK, parse(&m, example));
	assert_int_equal(0, diags.n);
	assert_string_equal("EX-2026-014", m->id);
	assert_string_equal("...", m->title);
	assert_int_equal(1796752800, m->public_at_s);
	assert_int_equal(3, m->n_waves);
	assert_int_equal(0, m->n_products);	/* it does not say */
	assert_string_equal("early", m->waves[1].name);
	assert_int_equal(5 * 86400, m->waves[1].before_s);
	assert_int_equal(1796752800 - 5 * 86400, m->waves[1].opens_at_s);
	assert_int_equal(1, m->waves[1].n_tiers);
	assert_string_equal("elite", m->waves[1].tiers[0]);
	assert_int_equal(TT_PROFILE_FULL, m->waves[1].profile);
	assert_int_equal(TT_PROFILE_NO_POC, m->waves[2].profile);
	assert_int_equal(3, m->waves[1].line);
	assert_int_equal(3, m->n_parts);
	assert_string_equal("poc.py", m->parts[1].file);
	assert_int_equal(TT_PART_POC, m->parts[1].kind);
	assert_string_equal("python3 -m py_compile {}", m->parts[1].check);
	assert_string_equal("", m->parts[2].check);
	assert_int_equal(6, m->parts[1].line);
	tt_manifest_free(m);
}

/* The instants of specs/stories.md 3.5, those given in UTC. */
static const struct {
	const char *public_at, *before;
	const char *opens_at;
} instants[] = {
	{ "2027-07-08T17:00:00Z", "14d", "2027-06-24T17:00:00Z" },
	{ "2027-07-08T10:00:00-07:00", "5d", "2027-07-03T17:00:00Z" },
	{ "2027-07-08T17:00:00Z", "24h", "2027-07-07T17:00:00Z" },
	{ "2027-11-09T18:00:00Z", "5d", "2027-11-04T18:00:00Z" },
	{ "2027-03-29T16:00:00Z", "5d", "2027-03-24T16:00:00Z" },
	{ "2028-03-02T18:00:00Z", "5d", "2028-02-26T18:00:00Z" },
	{ "2027-01-05T18:00:00Z", "14d", "2026-12-22T18:00:00Z" },
	{ "2027-01-05T18:00:00Z", "90m", "2027-01-05T16:30:00Z" },
	{ "2027-01-05T18:00:00Z", "10s", "2027-01-05T17:59:50Z" },
};

static void
before_and_opens_at_say_the_same(void **state)
{
	static const char form[] = "{ \"id\": \"a\", \"title\": \"b\", "
	    "\"public_at\": \"%s\", \"waves\": [ { \"name\": \"w\", "
	    "\"tiers\": [\"t\"], \"profile\": \"full\", \"%s\": \"%s\" } ], "
	    PARTS " }";

	for (size_t i = 0; i < N_ROWS(instants); i++) {
		struct tt_manifest *before = NULL, *opens = NULL;
		char text[600];

		CHECK_ROW(state, instants[i].opens_at);
		snprintf(text, sizeof(text), form, instants[i].public_at,
		    "before", instants[i].before);
		assert_int_equal(TT_OK, parse(&before, text));
		snprintf(text, sizeof(text), form, instants[i].public_at,
		    "opens_at", instants[i].opens_at);
		assert_int_equal(TT_OK, parse(&opens, text));
		assert_int_equal(before->waves[0].opens_at_s,
		    opens->waves[0].opens_at_s);
		assert_int_equal(before->public_at_s,
		    before->waves[0].opens_at_s + before->waves[0].before_s);
		assert_int_equal(-1, opens->waves[0].before_s);
		tt_manifest_free(before);
		tt_manifest_free(opens);
	}
}

static const struct {
	const char *name, *member;
	bool want;
} prefetches[] = {
	{ "copies go out at the opening unless it is said", "", false },
	{ "it can be said", "\"prefetch\": false, ", false },
	{ "or they go out ahead of it", "\"prefetch\": true, ", true },
};

static void
prefetch_is_off_unless_given(void **state)
{
	static const char form[] = "{ \"id\": \"a\", \"title\": \"b\", "
	    "\"public_at\": \"2026-12-08T18:00:00Z\", \"waves\": [ { "
	    "\"name\": \"w\", \"tiers\": [\"t\"], %s"
	    "\"profile\": \"full\", \"before\": \"24h\" } ], " PARTS " }";

	for (size_t i = 0; i < N_ROWS(prefetches); i++) {
		struct tt_manifest *m = NULL;
		char text[600];

		CHECK_ROW(state, prefetches[i].name);
		snprintf(text, sizeof(text), form, prefetches[i].member);
		assert_int_equal(TT_OK, parse(&m, text));
		assert_int_equal(prefetches[i].want, m->waves[0].prefetch);
		tt_manifest_free(m);
	}
}

/* Each has this one fault, in this line and column. */
static const struct {
	const char *name, *text;
	uint32_t line, column;
	const char *says;	/* a part of it */
} faults[] = {
	{ "not JSON", "{ \"id\": }", 1, 9, "" },
	{ "a member twice", "{ \"id\": \"a\",\n\"id\": \"b\" }", 2, 4,
	  "duplicate" },
	{ "not an object", "[]", 1, 1, "object" },
	{ "no id", "{ \"title\": \"T\", \"public_at\": "
	  "\"2026-12-08T18:00:00Z\", " WAVES PARTS " }", 1, 1, "\"id\"" },
	{ "prefetch is a word", "{ \"id\": \"a\", \"title\": \"T\", "
	  "\"public_at\": \"2026-12-08T18:00:00Z\", \"waves\": [ { "
	  "\"name\": \"w\", \"tiers\": [\"t\"], \"profile\": \"full\", "
	  "\"before\": \"24h\",\n\"prefetch\": \"yes\" } ], " PARTS " }",
	  2, 1, "true or false" },
	{ "id of another form", "{ \"title\": \"T\",\n\"id\": \"a/b\",\n"
	  "\"public_at\": \"2026-12-08T18:00:00Z\", " WAVES PARTS " }", 2, 1,
	  "'a/b'" },
	{ "title of two lines", "{ \"id\": \"a\",\n \"title\": \"T\\nU\",\n"
	  "\"public_at\": \"2026-12-08T18:00:00Z\", " WAVES PARTS " }", 2, 2,
	  "title" },
	{ "a date alone", "{ \"id\": \"a\", \"title\": \"T\",\n"
	  "\"public_at\": \"2026-12-08\", " WAVES PARTS " }", 2, 1,
	  "2026-12-08" },
	{ "no zone", "{ \"id\": \"a\", \"title\": \"T\",\n"
	  "\"public_at\": \"2026-12-08T18:00:00\", " WAVES PARTS " }", 2, 1,
	  "no instant" },
	{ "an agreement that is no version", HEAD "\"agreement\": 2,\n"
	  WAVES PARTS " }", 3, 1, "agreement" },
	{ "what it replaces is no list", HEAD "\"replaces\": [\"b\"],\n"
	  WAVES PARTS " }", 3, 1, "replaces" },
	{ "nothing replaces itself", HEAD "\"replaces\": \"EX-1\",\n"
	  WAVES PARTS " }", 3, 1, "replace itself" },
	{ "an answer by a day", HEAD "\"respond_by\": \"2026-12-01\",\n"
	  WAVES PARTS " }", 3, 1, "2026-12-01" },
	{ "a zone that leads elsewhere", HEAD "\"zone\": \"../UTC\",\n"
	  WAVES PARTS " }", 3, 1, "no name of a zone" },
	{ "uses that are no object", HEAD "\"uses\": [],\n" WAVES PARTS
	  " }", 3, 1, "\"uses\"" },
	{ "a use that is no text", HEAD "\"uses\": { \"hunt\": true },\n"
	  WAVES PARTS " }", 3, 11, "hunt" },
	{ "an empty value of a use", HEAD "\"uses\": { \"hunt\": \"\" },\n"
	  WAVES PARTS " }", 3, 11, "permitted use" },
	{ "no such day", "{ \"id\": \"a\", \"title\": \"T\",\n"
	  "\"public_at\": \"2026-02-30T18:00:00Z\", " WAVES PARTS " }", 2, 1,
	  "no such instant" },
	{ "public instant past", "{ \"id\": \"a\", \"title\": \"T\",\n"
	  "\"public_at\": \"2026-01-08T18:00:00Z\", " WAVES PARTS " }", 2, 1,
	  "past" },
	{ "no products", HEAD "\"products\": [], " WAVES PARTS " }", 3, 1,
	  "no products" },
	{ "a product that is no name", HEAD "\"products\": [ \"a b\" ], "
	  WAVES PARTS " }", 3, 15, "'a b'" },
	{ "no waves", HEAD PARTS " }", 1, 1, "no waves" },
	{ "no wave", HEAD "\"waves\": [], " PARTS " }", 3, 1, "no waves" },
	{ "a number as name", WITH("{ \"name\": 1, \"before\": \"1d\", "
	  "\"tiers\": [\"t\"], \"profile\": \"full\" }"), 3, 14, "\"name\"" },
	{ "no opening", TIMED("\"x\": 1"), 3, 12, "\"before\" or" },
	{ "two openings", TIMED("\"before\": \"1d\",\n"
	  "\"opens_at\": \"2026-12-01T00:00:00Z\""), 5, 1, "not both" },
	{ "before of months", TIMED("\"before\": \"1M\""), 4, 1, "'1M'" },
	{ "before with a sign", TIMED("\"before\": \"-1d\""), 4, 1, "'-1d'" },
	{ "before, two units", TIMED("\"before\": \"1d2h\""), 4, 1, "1d2h" },
	{ "before all time", TIMED("\"before\": \"999999d\""), 4, 1, "long" },
	{ "wave at the public instant", TIMED("\"before\": \"0s\""), 4, 1,
	  "not before the public" },
	{ "wave after it", TIMED("\"opens_at\": \"2026-12-08T18:00:01Z\""),
	  4, 1, "not before the public" },
	{ "wave in the past", TIMED("\"before\": \"365d\""), 4, 1, "past" },
	{ "opening past", TIMED("\"opens_at\": \"2026-11-01T00:00:00Z\""),
	  4, 1, "past" },
	{ "stagger without a unit", TIMED("\"before\": \"1d\",\n"
	  "\"stagger\": \"60\""), 5, 1, "'60' is no length" },
	{ "stagger of no time", TIMED("\"before\": \"1d\",\n"
	  "\"stagger\": \"0s\""), 5, 1, "'0s' is no length" },
	{ "stagger up to the public instant", TIMED("\"before\": \"1d\",\n"
	  "\"stagger\": \"24h\""), 5, 1, "second slot" },
	{ "one slot", TIMED("\"before\": \"1d\", \"stagger\": \"1h\",\n"
	  "\"slots\": 1"), 5, 1, "from 2 to 16" },
	{ "too many slots", TIMED("\"before\": \"1d\", \"stagger\": "
	  "\"1h\",\n\"slots\": 17"), 5, 1, "from 2 to 16" },
	{ "slots in words", TIMED("\"before\": \"1d\", \"stagger\": "
	  "\"1h\",\n\"slots\": \"4\""), 5, 1, "from 2 to 16" },
	{ "slots without a stagger", TIMED("\"before\": \"1d\",\n"
	  "\"slots\": 4"), 5, 1, "no \"stagger\"" },
	{ "no tiers", WITH("{ \"name\": \"w\", \"before\": \"1d\", "
	  "\"profile\": \"full\" }"), 3, 12, "no tiers" },
	{ "no tier", WITH("{ \"name\": \"w\", \"before\": \"1d\", "
	  "\"tiers\": [ ], \"profile\": \"full\" }"), 3, 43, "no tiers" },
	{ "a tier twice", WITH("{ \"name\": \"w\", \"before\": \"1d\", "
	  "\"tiers\": [\"t\", \"t\"], \"profile\": \"full\" }"), 3, 58,
	  "twice" },
	{ "profile unknown", WITH("{ \"name\": \"w\", \"before\": \"1d\", "
	  "\"tiers\": [\"t\"], \"profile\": \"all\" }"), 3, 59,
	  "known are brief, no-poc, full" },
	{ "profile public", WITH("{ \"name\": \"w\", \"before\": \"1d\", "
	  "\"tiers\": [\"t\"], \"profile\": \"public\" }"), 3, 59, "'public'" },
	{ "a wave's name twice", WITH(WAVE ",\n{ \"name\": \"w\", "
	  "\"before\": \"1d\", \"tiers\": [\"t\"], \"profile\": \"full\" }"),
	  4, 3, "line 3" },
	{ "wave without a part", WITH("{ \"name\": \"w\", \"before\": \"1d\","
	  " \"tiers\": [\"t\"], \"profile\": \"brief\" }"), 3, 12,
	  "has no part" },
	{ "no part", OF(""), 4, 1, "no parts" },
	{ "bulletin.json as a part", OF(PART("Bulletin.json", "rule")), 5, 3,
	  "cannot be a part" },
	{ "part above the folder", OF(PART("../a.md", "rule")), 5, 3,
	  "outside" },
	{ "part from the root", OF(PART("/etc/passwd", "rule")), 5, 3,
	  "outside" },
	{ "part through the folder above", OF(PART("a/../../b", "rule")), 5,
	  3, "outside" },
	{ "hidden part", OF(PART(".a.md", "rule")), 5, 3, "'.a.md'" },
	{ "part called as a device", OF(PART("Con.md", "rule")), 5, 3,
	  "'Con.md'" },
	{ "part with a space", OF(PART("a b", "rule")), 5, 3, "'a b'" },
	{ "a name twice but for case", OF(PART("a.md", "rule") ",\n"
	  PART("A.md", "rule")), 6, 3, "same name" },
	{ "a part that is another's folder", OF(PART("a/b", "rule") ",\n"
	  PART("a", "rule")), 6, 3, "folder" },
	{ "kind unknown", OF(PART("a.md", "exploit")), 5, 19, "'exploit'" },
	{ "no kind", OF("{ \"file\": \"a.md\" }"), 5, 1, "\"kind\"" },
	{ "proof that no wave gets", HEAD "\"waves\": [ { \"name\": \"w\", "
	  "\"before\": \"1d\", \"tiers\": [\"t\"], \"profile\": "
	  "\"no-poc\" } ],\n" "\"parts\": [\n" PART("a.md", "advisory")
	  ",\n" PART("b.py", "poc") "] }", 6, 1, "'poc'" },
	{ "check of no word", OF("{ \"file\": \"a\", \"kind\": \"rule\",\n"
	  "\"check\": \" \" }"), 6, 1, "command" },
	{ "check with a line end", OF("{ \"file\": \"a\", "
	  "\"kind\": \"rule\",\n\"check\": \"a\\nb {}\" }"), 6, 1, "command" },
};

static void
each_fault_has_its_place(void **state)
{
	for (size_t i = 0; i < N_ROWS(faults); i++) {
		struct tt_manifest *m = (struct tt_manifest *)&diags;
		struct buf line;

		CHECK_ROW(state, faults[i].name);
		assert_int_equal(TT_ESYNTAX, parse(&m, faults[i].text));
		assert_ptr_equal(&diags, m);
		buf_init(&line, 2000);
		for (size_t d = 0; d < diags.n; d++)
			if (diags.row[d].severity == TT_ERROR)
				tt_diag_format(&diags.row[d], &line);
		if (diags.n_errors != 1 ||
		    strstr(line.p, faults[i].says) == NULL)
			fail_msg("%s: %s", faults[i].name, line.p);
		buf_clear(&line);
		buf_printf(&line, "%u:%u", faults[i].line, faults[i].column);
		for (size_t d = 0; d < diags.n; d++) {
			char place[40];

			if (diags.row[d].severity != TT_ERROR)
				continue;
			snprintf(place, sizeof(place), "%u:%u",
			    diags.row[d].line, diags.row[d].column);
			assert_string_equal(line.p, place);
		}
		buf_done(&line);
	}
}

static void
all_faults_come_in_one_run(void **state)
{
	struct tt_manifest *m = NULL;

	(void)state;
	assert_int_equal(TT_ESYNTAX, parse(&m,
	    "{ \"id\": \"-a\",\n \"public_at\": \"tomorrow\",\n"
	    " \"waves\": [ { \"name\": \"x y\", \"before\": \"soon\",\n"
	    "   \"profile\": \"none\" } ],\n"
	    " \"parts\": [ { \"file\": \"/a\", \"kind\": \"b\" } ] }"));
	/* id, title, public_at, name, before, tiers, profile, file, kind */
	assert_int_equal(9, diags.n_errors);
	for (size_t i = 1; i < diags.n; i++)
		assert_true(diags.row[i - 1].line <= diags.row[i].line);
}

static const struct {
	const char *name, *text, *says;
	uint32_t line;
} warnings[] = {
	{ "unknown member", HEAD "\"color\": \"UTC\",\n" WAVES PARTS " }",
	  "\"color\"", 3 },
	{ "unknown member of a wave", TIMED("\"before\": \"1d\",\n"
	  "\"opens\": 1"), "\"opens\"", 5 },
	{ "unknown member of a part", OF("{ \"file\": \"a\", "
	  "\"kind\": \"rule\",\n\"chekc\": \"x\" }"), "\"chekc\"", 6 },
	{ "a tier in two waves", WITH(WAVE ",\n{ \"name\": \"v\", \"before\":"
	  " \"1d\", \"tiers\": [\"member\"], \"profile\": \"full\" }"),
	  "wave 'w' too", 4 },
	{ "a checker that is not told the file", OF("{ \"file\": \"a\", "
	  "\"kind\": \"rule\",\n\"check\": \"yara rule\" }"), "file", 6 },
};

static void
zone_agreement_uses_and_respond_by_are_read(void **state)
{
	struct tt_manifest *m = NULL;

	(void)state;
	assert_int_equal(TT_OK, parse(&m, HEAD "\"zone\": "
	    "\"America/Argentina/Buenos_Aires\",\n"
	    "\"agreement\": \"2026-a\",\n\"uses\": "
	    "{ \"hunt\": \"no\" },\n\"respond_by\": "
	    "\"2026-12-01T18:00:00Z\",\n" WAVES PARTS " }"));
	assert_int_equal(0, diags.n);
	assert_int_equal(1796148000, m->respond_by_s);
	assert_string_equal("America/Argentina/Buenos_Aires", m->zone);
	assert_string_equal("2026-a", m->agreement);
	assert_int_equal(1, m->n_uses);
	assert_string_equal("hunt", m->uses[0].name);
	assert_string_equal("no", m->uses[0].value);
	tt_manifest_free(m);
}

static void
oddities_are_taken_with_a_warning(void **state)
{
	for (size_t i = 0; i < N_ROWS(warnings); i++) {
		struct tt_manifest *m = NULL;

		CHECK_ROW(state, warnings[i].name);
		assert_int_equal(TT_OK, parse(&m, warnings[i].text));
		assert_int_equal(1, diags.n);
		assert_int_equal(TT_WARNING, diags.row[0].severity);
		assert_int_equal(warnings[i].line, diags.row[0].line);
		assert_non_null(strstr(diags.row[0].text, warnings[i].says));
		tt_manifest_free(m);
	}
}

static void
profiles_carry_what_the_table_says(void **state)
{
	static const char *const want[TT_PART_KIND_COUNT] = {
		/* brief, no-poc, full, public */
		[TT_PART_ADVISORY] = "-+++",
		[TT_PART_RULE] = "-+++",
		[TT_PART_ATTACHMENT] = "-+++",
		[TT_PART_POC] = "--+-",
		[TT_PART_BRIEF] = "+---",
	};

	for (unsigned k = 0; k < TT_PART_KIND_COUNT; k++) {
		CHECK_ROW(state, tt_part_kind_name((enum tt_part_kind)k));
		for (unsigned p = 0; p < TT_PROFILE_COUNT; p++)
			assert_int_equal(want[k][p] == '+',
			    tt_profile_carries((enum tt_profile)p,
			    (enum tt_part_kind)k));
	}
}

static void
limits_hold(void **state)
{
	struct tt_manifest *m = NULL;
	struct buf text;

	(void)state;
	buf_init(&text, 2 << 20);
	buf_str(&text, HEAD "\"waves\": [ ");
	for (int i = 0; i <= TT_WAVES_MAX; i++)
		buf_printf(&text, "%s{ \"name\": \"w%d\", \"before\": \"1d\","
		    " \"tiers\": [\"t\"], \"profile\": \"full\" }",
		    i == 0 ? "" : ",\n", i);
	buf_str(&text, " ], \"parts\": [ ");
	for (int i = 0; i <= TT_PARTS_MAX; i++)
		buf_printf(&text, "%s{ \"file\": \"p%d\", \"kind\": \"rule\" }",
		    i == 0 ? "" : ",\n", i);
	buf_str(&text, " ] }");
	assert_int_equal(TT_ESYNTAX, parse(&m, text.p));
	assert_int_equal(2, diags.n_errors);
	assert_non_null(strstr(diags.row[0].text, "17 waves"));
	assert_non_null(strstr(diags.row[1].text, "257 parts"));
	buf_zero(&text, TT_MANIFEST_MAX);
	memset(text.p, ' ', text.n);
	assert_int_equal(TT_ELIMIT, parse(&m, text.p));
	buf_done(&text);
}

static void
one_with_faults_still_names_its_parts(void **state)
{
	static const struct {
		const char *name, *text;
		size_t want;
	} rows[] = {
		{ "faultless", example, 3 },
		{ "nothing but parts", "{ " PARTS " }", 1 },
		{ "a part outside", OF(PART("a", "rule") ",\n"
		  PART("../b", "rule")), 0 },
		{ "no part", OF(""), 0 },
		{ "no list of parts", "{ \"parts\": 1 }", 0 },
		{ "no object", "[]", 0 },
		{ "no JSON", "{ \"parts\": [", 0 },
	};
	struct tt_manifest_part *part;

	part = calloc(TT_PARTS_MAX, sizeof(*part));
	assert_non_null(part);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, tt_manifest_files(
		    text_of(rows[i].text), part));
	}
	assert_int_equal(3, tt_manifest_files(text_of(example), part));
	assert_string_equal("poc.py", part[1].file);
	assert_int_equal(6, part[1].line);
	free(part);
}

/* The policy may let somebody have no more than a brief, in any wave. */
static void
a_brief_is_carried_and_products_are_kept(void **state)
{
	struct tt_manifest *m = NULL;

	(void)state;
	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_manifest_parse(&m, span_str(HEAD
	    "\"products\": [ \"relay\", \"mail\" ]," WAVES "\"parts\": ["
	    PART("a.md", "advisory") "," PART("b.md", "brief") "] }"),
	    span_str("bulletin.json"), NOW, &diags));
	assert_int_equal(0, diags.n);
	assert_int_equal(2, m->n_products);
	assert_string_equal("mail", m->products[1]);
	tt_manifest_free(m);
}

TEST_MAIN(cmocka_unit_test(a_brief_is_carried_and_products_are_kept),
    cmocka_unit_test(the_example_is_read),
    cmocka_unit_test(a_stagger_is_read),
    cmocka_unit_test(before_and_opens_at_say_the_same),
    cmocka_unit_test(prefetch_is_off_unless_given),
    cmocka_unit_test(each_fault_has_its_place),
    cmocka_unit_test(all_faults_come_in_one_run),
    cmocka_unit_test(one_with_faults_still_names_its_parts),
    cmocka_unit_test(zone_agreement_uses_and_respond_by_are_read),
    cmocka_unit_test(oddities_are_taken_with_a_warning),
    cmocka_unit_test(profiles_carry_what_the_table_says),
    cmocka_unit_test(limits_hold))
