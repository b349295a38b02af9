/* SPDX-License-Identifier: ISC */
/* What a file says was read: taken whole, or refused by its line. */
#include "test.h"

#include "base/buf.h"
#include "cli/given.h"
#include "draftkit.h"

#define EPSILON	1e-6
#define NEXT	3	/* the t that is to come */
#define SITES	4	/* two alternatives, three, values, none */

static const char marked[] =
    "It {{answers|replies}} to {{every|any|each}} request on port "
    "{{int 1..60000}}.\n";

/* Items begin in line 3, one a line. */
#define HEAD	"{\"epsilon\": 1e-6, \"t\": 3,\n \"observations\": [\n"
#define ITEM(s)	HEAD "{\"site\": 0, \"symbol\": 1},\n" s "\n]}\n"

static const struct {
	const char *name, *text;
	int line;		/* 0: it is taken */
	const char *says;	/* of what is wrong */
} rows[] = {
	{ "nothing read", HEAD "]}", 0, "" },
	{ "every form", HEAD "{\"site\": 0, \"symbol\": 1},\n"
	  "{\"site\": 1, \"likelihood\": [0, 0.5, 1]},\n"
	  "{\"site\": 2, \"values\": [\"59999\", \"0\"]},\n"
	  "{\"site\": 2, \"count\": 700, \"matches\": [\"0\"]},\n"
	  "{\"site\": 1, \"gone\": true}, {\"site\": 2, \"novel\": true}]}", 0,
	  "" },
	{ "members in another order, names with escapes",
	  "{\"\\u0074\": 3, \"observations\": [], \"epsilon\": 0.000001}", 0,
	  "" },
	{ "a search that met nothing",
	  ITEM("{\"site\": 2, \"count\": 9, \"matches\": []}"), 0, "" },
	{ "more windows than there are values",
	  ITEM("{\"site\": 2, \"count\": 600000000, \"matches\": []}"), 0, "" },
	{ "a site twice, in two ways", ITEM("{\"site\": 0, \"symbol\": 0}"), 0,
	  "" },

	{ "no bytes", "", 1, "" },
	{ "cut off", HEAD "{\"site\": 0, \"symbol\": 1},\n{\"site\": 1", 4,
	  "near end of file" },
	{ "cut off behind an item", HEAD "{\"site\": 0, \"symbol\": 1}", 3,
	  "near end of file" },
	{ "more behind the end", HEAD "]}\n{}", 4, "end of file" },
	{ "not UTF-8", ITEM("{\"site\": 1, \"values\": [\"\xff\"]}"), 4,
	  "0xff" },
	{ "a member twice", "{\"t\": 3,\n\"t\": 3}", 2, "duplicate" },
	{ "deeper than any", ITEM("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
	  "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["), 4, "deeper" },
	{ "no object", "\n[]", 2, "not an object" },
	{ "no epsilon", "\n{\"t\": 3, \"observations\": []}", 2,
	  "\"epsilon\"" },
	{ "no t", "{\"epsilon\": 1e-6, \"observations\": []}", 1, "\"t\"" },
	{ "no observations", "{\"epsilon\": 1e-6,\n\"t\": 3}", 1,
	  "\"observations\"" },
	{ "a member of no such file",
	  "{\"epsilon\": 1e-6, \"t\": 3, \"observations\": [],\n\"site\": 1}",
	  2, "\"site\"" },
	{ "of several bulletins", "{\n\"bulletins\": []}", 2,
	  "several bulletins" },
	{ "observations that are no array",
	  "{\"epsilon\": 1e-6, \"t\": 3,\n\"observations\": {\"site\": 0}}", 2,
	  "an array" },
	{ "epsilon as a text",
	  "{\n\"epsilon\": \"1e-6\", \"t\": 3, \"observations\": []}", 2,
	  "a number" },
	{ "epsilon 0", "{\n\"epsilon\": 0, \"t\": 3, \"observations\": []}", 2,
	  "epsilon is 0" },
	{ "epsilon 2", "{\n\"epsilon\": 2, \"t\": 3, \"observations\": []}", 2,
	  "epsilon is 2" },
	{ "another promise",
	  "{\n\"epsilon\": 1e-3, \"t\": 3, \"observations\": []}", 2,
	  "0.001, where the promise is 0.000001" },
	{ "t 0", "{\"epsilon\": 1e-6,\n\"t\": 0, \"observations\": []}", 2,
	  "\"t\"" },
	{ "t as a real", "{\"epsilon\": 1e-6,\n\"t\": 3.0, "
	  "\"observations\": []}", 2, "an integer" },
	{ "a t that was used",
	  "{\"epsilon\": 1e-6,\n\"t\": 2, \"observations\": []}", 2,
	  "was used: the next reading of this bulletin is 3" },
	{ "a t too far ahead",
	  "{\"epsilon\": 1e-6, \"observations\": [],\n\n\"t\": 4}", 3,
	  "ahead: the next reading of this bulletin is 3" },
	{ "t over 2^63",
	  "{\"epsilon\": 1e-6,\n\"t\": 9223372036854775808}", 2, "integer" },

	{ "an item that is no object", ITEM("7"), 4, "observation 1" },
	{ "a member of no form",
	  ITEM("{\"site\": 1, \"symbol\": 1, \"by\": 2}"), 4, "observation 1" },
	{ "two forms", ITEM("{\"site\": 1, \"symbol\": 1, \"gone\": true}"), 4,
	  "observation 1" },
	{ "an item over many lines",
	  ITEM("{\n\"site\": 1,\n\"symbol\": 3}"), 4, "symbol 3" },
	{ "all on one line, behind another", HEAD "{\"site\": 0, "
	  "\"symbol\": 1}, {\"site\": 1, \"symbol\": 7}]}", 3, "symbol 7" },
	{ "site -1", ITEM("{\"site\": -1, \"symbol\": 1}"), 4, "\"site\"" },
	{ "a site over all", ITEM("{\"site\": 4, \"symbol\": 1}"), 4,
	  "no site 4: the bulletin has 4" },
	{ "a site far over all", ITEM("{\"site\": 1000000, \"gone\": true}"),
	  4, "\"site\"" },
	{ "a slot that no text has", ITEM("{\"site\": 3, \"gone\": true}"), 4,
	  "no site 3" },
	{ "symbol 2 of two", ITEM("{\"site\": 0, \"symbol\": 2}"), 4,
	  "symbol 2, but site 0 has 2 alternatives" },
	{ "symbol 16", ITEM("{\"site\": 0, \"symbol\": 16}"), 4, "\"symbol\"" },
	{ "a symbol where values are", ITEM("{\"site\": 2, \"symbol\": 1}"), 4,
	  "site 2 has values" },
	{ "likelihoods where values are",
	  ITEM("{\"site\": 2, \"likelihood\": [0, 1]}"), 4,
	  "site 2 has values" },
	{ "values where alternatives are",
	  ITEM("{\"site\": 1, \"values\": [\"1\"]}"), 4,
	  "site 1 has alternatives" },
	{ "two likelihoods of three",
	  ITEM("{\"site\": 1, \"likelihood\": [0, 1]}"), 4,
	  "2 likelihoods, but site 1 has 3" },
	{ "four likelihoods of three",
	  ITEM("{\"site\": 1, \"likelihood\": [0, 1, 0, 0]}"), 4,
	  "4 likelihoods" },
	{ "no likelihood", ITEM("{\"site\": 1, \"likelihood\": []}"), 4,
	  "\"likelihood\"" },
	{ "a likelihood that is a text",
	  ITEM("{\"site\": 1, \"likelihood\": [0, \"1\", 0]}"), 4,
	  "numbers only" },
	{ "a likelihood that is no number",
	  ITEM("{\"site\": 1, \"likelihood\": [0, NaN, 0]}"), 4,
	  "NaN" },
	{ "one beyond all numbers",
	  ITEM("{\"site\": 1, \"likelihood\": [0, 1e999, 0]}"), 4,
	  "overflow" },
	{ "one above 1", ITEM("{\"site\": 1, \"likelihood\": [0, 1, 1.01]}"),
	  4, "likelihood 2 of site 1" },
	{ "one below 0", ITEM("{\"site\": 1, \"likelihood\": [-0.1, 1, 0]}"),
	  4, "likelihood 0 of site 1" },
	{ "all of them 0", ITEM("{\"site\": 1, \"likelihood\": [0, 0, 0]}"),
	  4, "all 0" },
	{ "a value of N", ITEM("{\"site\": 2, \"values\": [\"60000\"]}"), 4,
	  "value 60000, but those of site 2 are below 60000" },
	{ "a value of 2^64",
	  ITEM("{\"site\": 2, \"values\": [\"18446744073709551616\"]}"), 4,
	  "observation 1" },
	{ "a value twice",
	  ITEM("{\"site\": 2, \"values\": [\"5\", \"1\", \"5\"]}"), 4,
	  "value 5 of site 2 stands twice" },
	{ "a match twice", ITEM("{\"site\": 2, \"count\": 9, "
	  "\"matches\": [\"5\", \"5\"]}"), 4, "value 5" },
	{ "no value at all", ITEM("{\"site\": 2, \"values\": []}"), 4,
	  "no value" },
	{ "more matches than windows", ITEM("{\"site\": 2, \"count\": 1, "
	  "\"matches\": [\"1\", \"5\"]}"), 4, "count is 1" },
	{ "count 0", ITEM("{\"site\": 2, \"count\": 0, \"matches\": []}"), 4,
	  "\"count\"" },
};

struct place {
	struct draft *draft;
	struct showing_site site[SITES];
	struct given_frame frame;
};

static void
place_start(struct place *p)
{
	const struct tt_bulletin *b;

	p->draft = draftkit_loose(marked);
	b = p->draft->bulletin;
	assert_int_equal(SITES - 1, b->n_sites);
	memset(p->site, 0, sizeof(p->site));
	for (size_t i = 0; i < b->n_sites; i++)
		p->site[i] = (struct showing_site){ b, &b->sites[i] };
	p->frame = (struct given_frame){ .epsilon = EPSILON, .next = NEXT,
		.site = p->site, .n_slots = SITES };
}

/* Taken: a vector can be made of it. */
static enum tt_err
take(const struct given_frame *f, struct span text, struct json_diag *diag)
{
	struct tt_observations *o = NULL;
	struct given g;
	enum tt_err e;

	if ((e = given_parse(&g, text, diag)) != TT_OK)
		return e;
	if ((e = given_check(&g, f, diag)) == TT_OK) {
		assert_int_equal(TT_OK, tt_observations_new(&o, g.list->at,
		    g.list->n));
		tt_observations_free(o);
	}
	given_done(&g);
	return e;
}

static void
a_file_is_taken_or_refused_by_its_line(void **state)
{
	struct place p;

	place_start(&p);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct json_diag diag = { .line = -1 };
		enum tt_err e;

		CHECK_ROW(state, rows[i].name);
		e = take(&p.frame, span_str(rows[i].text), &diag);
		if (rows[i].line == 0) {
			assert_int_equal(TT_OK, e);
			continue;
		}
		assert_int_not_equal(TT_OK, e);
		assert_int_equal(rows[i].line, diag.line);
		if (strstr(diag.text, rows[i].says) == NULL)
			fail_msg("it says: %s", diag.text);
	}
	draftkit_done(p.draft);
}

static void
where_nothing_is_logged_any_t_will_do(void **state)
{
	static const char *const ts[] = { "1", "2", "3", "4",
		"9223372036854775807" };
	struct json_diag diag;
	struct place p;

	place_start(&p);
	p.frame.next = 0;
	for (size_t i = 0; i < N_ROWS(ts); i++) {
		char text[128];

		CHECK_ROW(state, ts[i]);
		snprintf(text, sizeof(text), "{\"epsilon\": 1e-6, \"t\": %s, "
		    "\"observations\": []}", ts[i]);
		assert_int_equal(TT_OK, take(&p.frame, span_str(text), &diag));
	}
	draftkit_done(p.draft);
}

/* n items, each on a line of its own, from the third on. */
static void
fill(struct buf *b, size_t n, const char *item)
{
	buf_init(b, TT_OBSERVATIONS_TEXT_MAX);
	buf_str(b, HEAD);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s%s\n", i > 0 ? "," : "", item);
	buf_str(b, "]}");
	assert_int_equal(TT_OK, buf_err(b));
}

static const struct {
	const char *name, *item;
	size_t n;
	enum tt_err want;
	int line;
} many[] = {
	{ "a hundred thousand readings of one site",
	  "{\"site\":0,\"gone\":true}", 100000, TT_OK, 0 },
	{ "more items than readings", "{}", TT_READINGS_MAX + 1, TT_ELIMIT,
	  TT_READINGS_MAX + 3 },
	{ "more values than are weighed", "0,0,0,0,0,0,0,0", 1200000,
	  TT_ELIMIT, 1114114 },
};

static void
what_is_too_much_is_refused_before_it_is_parsed(void **state)
{
	struct place p;
	struct buf b;

	place_start(&p);
	for (size_t i = 0; i < N_ROWS(many); i++) {
		struct json_diag diag = { .line = 0 };

		CHECK_ROW(state, many[i].name);
		fill(&b, many[i].n, many[i].item);
		assert_int_equal(many[i].want, take(&p.frame, buf_view(&b),
		    &diag));
		assert_int_equal(many[i].line, diag.line);
		buf_done(&b);
	}
	draftkit_done(p.draft);
}

static void
a_vector_of_too_many_values_is_refused(void **state)
{
	struct json_diag diag = { .line = 0 };
	struct place p;
	struct buf b;

	(void)state;
	place_start(&p);
	buf_init(&b, TT_OBSERVATIONS_TEXT_MAX);
	buf_str(&b, HEAD "{\"site\": 2, \"count\": 99999,\n\"matches\": [");
	for (unsigned i = 0; i <= TT_VALUES_MAX; i++)
		buf_printf(&b, "%s\"%u\"", i > 0 ? "," : "", i);
	buf_str(&b, "]}]}");
	assert_int_equal(TT_ERANGE, take(&p.frame, buf_view(&b), &diag));
	assert_int_equal(3, diag.line);
	assert_non_null(strstr(diag.text, "more than 65536 values"));
	buf_done(&b);
	draftkit_done(p.draft);
}

TEST_MAIN(cmocka_unit_test(a_file_is_taken_or_refused_by_its_line),
    cmocka_unit_test(where_nothing_is_logged_any_t_will_do),
    cmocka_unit_test(what_is_too_much_is_refused_before_it_is_parsed),
    cmocka_unit_test(a_vector_of_too_many_values_is_refused))
