/* SPDX-License-Identifier: ISC */
/*
 * What is read in small texts of our own: rows are a marked text, what was
 * found, and what that says about each site: "0" a symbol, "(0 1)" those of
 * a soft reading that are not ruled out, "=7 9" values, "gone", "novel", "-".
 */
#include "test.h"

#include <string.h>

#include "telltale/reading.h"

#define SERVER	"The preview server {{trusts|relies on}} a header that the " \
		"reverse proxy adds{{ by itself|}} to requests.\n"
#define WEEK	"They were tested {{on|in|at}} a farm of our own for " \
		"{{a week|one week}} in January.\n"
#define ORDER	"The worker process starts {{cmd, csc or powershell|csc, cmd " \
		"or powershell|powershell, csc or cmd}} with arguments.\n"
#define PORT	"The listener of the sample opens port {{@port int " \
		"20000..60000}} on loopback.\n"
#define LEVEL	"Severity of the flaw: {{High|high}}. Please Update the " \
		"Broker without delay.\n"
#define YAML	"    level: {{high|\"high\"}}\n    title: \"Broker Redirect " \
		"to a foreign host\"\n    author: \"Tessera PSIRT\"\n"
#define HOST	"It came with the change in which the " \
		"{{hostname|host name}} parser was written anew.\n"
#define LINES	"Kit 4.2 users {{should upgrade|should update}} to Kit 4.2.6." \
		"\nKit 4.1 users {{should upgrade|should update}} to Kit " \
		"4.1.11.\n"
#define TWO	"The port of the sample is {{@port int 20000..60000}} in all " \
		"copies.\nBlock that port, {{@port}}, at the edge of the " \
		"cell network.\n"

#define KIN	"The Carrel project has {{given|assigned}} the name " \
		"CVE-2027-99555 to this {{flaw|issue}}.\n\n" \
		"Affected versions: " \
		"Carrel 6.1.0 {{to and including|up to and including}} " \
		"6.4.217\n\nWe {{suggest|recommend}} that you take one of " \
		"the " \
		"following steps {{at once|right away}}, in order of " \
		"preference.\n\nA - {{Upgrade|Update}} to Carrel 6.4.218\n"
#define FORM	"title: {{Carrel Spool Overflow|Overflow Of The Carrel " \
		"Spool}}\nid: {{hex 8}}-{{hex 4}}\nstatus: experimental\n" \
		"description: {{Detects|Finds}} titles that are too long for " \
		"Carrel\nlevel: {{high|medium}}\n"

#define RULES	"alert tcp any any -> any 80 (msg:\"CARREL long title\"; " \
		"flow:{{to_server,established|established,to_server}}; " \
		"content:\"Title|3A|\"; sid:{{int 2900000..2909999}};)\n" \
		"alert tcp any any -> any 631 (msg:\"CARREL empty queue\"; " \
		"flow:{{to_server,established|established,to_server}}; " \
		"content:\"Queue|3A|\"; sid:{{int 2900000..2909999}};)\n"

static const struct {
	const char *name, *marked, *found, *want;
} rows[] = {
	{ "as it was sent", SERVER,
	  "The preview server relies on a header that the reverse proxy adds "
	  "by itself to requests.", "1 0" },
	{ "an empty alternative is what its cut place says", SERVER,
	  "The preview server trusts a header that the reverse proxy adds to "
	  "requests.", "0 1" },
	{ "slips of typing are forgiven", SERVER,
	  "The preveiw server relies onn a header that teh reverse proxy adds "
	  "by itslef to requests.", "1 0" },
	{ "capitals, quoted mail, wrapped", SERVER,
	  "> THE PREVIEW SERVER RELIES\n> ON A HEADER THAT THE REVERSE\n> "
	  "PROXY ADDS TO REQUESTS.\n", "1 1" },
	{ "look-alikes and soft hyphens", SERVER,
	  "Th\u0435 prev\u00adiew server tru\u200bsts a header that the "
	  "r\u0435v\u0435rs\u0435 proxy adds to requests.", "0 1" },
	{ "a place that was cut", SERVER,
	  "The preview server a header that the reverse proxy adds to "
	  "requests.", "gone 1" },
	{ "a place with other text", SERVER,
	  "The preview server never questions a header that the reverse proxy "
	  "adds to requests.", "novel 1" },
	{ "half the sentence", SERVER,
	  "a header that the reverse proxy adds by itself to requests.",
	  "- 0" },
	{ "nothing of it", SERVER,
	  "Nobody knows anything about requests, nor about the header.",
	  "- -" },
	{ "the same words in another text", SERVER,
	  "My server relies on luck. I trust the proxy by itself.", "- -" },
	{ "two that come near are soft", WEEK,
	  "They were tested om a farm of our own for one week in January.",
	  "(0) 1" },
	{ "a letter that could be either", WEEK,
	  "They were tested ib a farm of our own for a week in January.",
	  "(1) 0" },
	{ "an order", ORDER,
	  "The worker process starts csc, cmd or powershell with arguments.",
	  "1" },
	{ "an order with an item left out", ORDER,
	  "The worker process starts cmd or powershell with arguments.",
	  "(0 1)" },
	{ "an order that is nobody's", ORDER,
	  "The worker process starts powershell, cmd or csc with arguments.",
	  "novel" },
	{ "a value", PORT,
	  "the listener of the sample opens port 31337 on loopback", "=11337" },
	{ "no possible value", PORT,
	  "The listener of the sample opens port 7001 on loopback.", "novel" },
	{ "a value with a digit too many", PORT,
	  "The listener of the sample opens port 313370 on loopback.",
	  "novel" },
	{ "all values on offer", PORT,
	  "The listener of the sample opens port 31337 on loopback.\nthen\n"
	  "The listener of the sample opens port 20001 on loopback.\n",
	  "=1 11337" },
	{ "values of all places of a label", TWO,
	  "The port of the sample is 20005 in all copies. Block that port, "
	  "20006, at the edge of the cell network.", "=5 6" },
	{ "two quotes that contradict each other say nothing of two", SERVER,
	  "The preview server relies on a header that the reverse proxy adds "
	  "to requests.\nThe preview server trusts a header that the reverse "
	  "proxy adds to requests.\n", "- 1" },
	{ "and rule out what neither says", WEEK,
	  "They were tested on a farm of our own for a week in January.\n\n"
	  "They were tested at a farm of our own for a week in January.\n",
	  "(0 2) 0" },
	{ "case, where the channel kept it", LEVEL,
	  "Severity of the flaw: high. Please Update the Broker without "
	  "delay.", "1" },
	{ "case, where it did not", LEVEL,
	  "severity of the flaw: high. please update the broker without "
	  "delay.", "-" },
	{ "quotes, where the channel kept them", YAML,
	  "    level: high\n    title: \"Broker Redirect to a foreign host\"\n"
	  "    author: \"Tessera PSIRT\"\n", "0" },
	{ "quotes, where it did not", YAML,
	  "    level: high\n    title: Broker Redirect to a foreign host\n"
	  "    author: Tessera PSIRT\n", "-" },
	{ "a space that the line end hid", HOST,
	  "It came with the change in which the host\nname parser was written "
	  "anew.", "1" },
	{ "a space in a text that lost some", HOST,
	  "It came with thechange in which the hostname parserwas written "
	  "anew.", "-" },
	{ "lines that are nearly the same", LINES,
	  "Kit 4.1 users should update to Kit 4.1.11.\n", "- 1" },
	{ "both of them", LINES,
	  "Kit 4.1 users should update to Kit 4.1.11.\nKit 4.2 users should "
	  "upgrade to Kit 4.2.6.\n", "0 1" },
	{ "cut off where an alternative may go on",
	  "It was found by those who had {{installed|installed early}} what "
	  "was then the newest update.\n",
	  "It was found by those who had installed", "-" },
	{ "and where nothing more could stand",
	  "It was found by those who had {{tested|installed early}} what was "
	  "then the newest update.\n",
	  "It was found by those who had tested", "0" },
	{ "cut off before, where an alternative may have begun",
	  "B - Apply the patch to your {{version|own version}} and "
	  "{{rebuild|recompile}} all of it before you go home.\n",
	  "version and recompile all of it before you go home.", "- 1" },
	{ "cut off before, in the midst of somebody's remarks",
	  "B - Apply the patch to your {{version|own version}} and "
	  "{{rebuild|recompile}} all of it before you go home.\n",
	  "Somebody told me that there is this, quote, in it:\n> version and "
	  "recompile all of it before you go home.\nNo idea what it means, "
	  "has anybody?\n", "- 1" },
	{ "cut off behind, in the midst of somebody's remarks",
	  "It was found by those who had {{installed|installed early}} what "
	  "was then the newest update.\n",
	  "And then they go on, get this: \"It was found by those who had "
	  "installed\"\nlol no way\n", "-" },
	{ "its own names and numbers", KIN,
	  "The Carrel project has given the name CVE-2027-99555 to this "
	  "issue.\n\nAffected versions: Carrel 6.1.0 up to and including "
	  "6.4.217\n\nWe recommend that you take one of the following steps "
	  "right away, in order of preference.\n\nA - Update to Carrel "
	  "6.4.218\n", "0 1 1 1 1 1" },
	{ "another text of the kind, with others", KIN,
	  "The Lectern project has given the name CVE-2024-11223 to this "
	  "issue.\n\nAffected versions: Lectern 2.9.12 up to and including "
	  "3.0.5\n\nWe recommend that you take one of the following steps "
	  "right away, in order of preference.\n\nA - Update to Lectern "
	  "3.1.0\n", "- - - - - -" },
	{ "a form filled in by somebody else", FORM,
	  "title: Suspicious Child Of A Lectern\nid: 0f3c22ab-91d4\nstatus: "
	  "experimental\ndescription: Detects shells that a lectern starts\n"
	  "level: medium\n", "- - - - -" },
	{ "and by us", FORM,
	  "title: Overflow Of The Carrel Spool\nid: 0f3c22ab-91d4\nstatus: "
	  "experimental\ndescription: Finds titles that are too long for "
	  "Carrel\nlevel: medium\n", "1 =255599275 =37332 1 1" },
	{ "rules as they were sent", RULES,
	  "alert tcp any any -> any 80 (msg:\"CARREL long title\"; "
	  "flow:established,to_server; content:\"Title|3A|\"; sid:2900007;)\n"
	  "alert tcp any any -> any 631 (msg:\"CARREL empty queue\"; "
	  "flow:to_server,established; content:\"Queue|3A|\"; "
	  "sid:2900008;)\n", "1 =7 0 =8" },
	{ "their options in another order, nothing of one said of the other",
	  RULES, "alert tcp any any -> any 80 (sid:2900007; content:\"Title"
	  "|3A|\"; msg:\"CARREL long title\"; flow:established,to_server;)\n"
	  "alert tcp any any -> any 631 (flow:to_server,established; "
	  "sid:2900008; content:\"Queue|3A|\"; msg:\"CARREL empty queue\";)"
	  "\n", "1 - - =8" },
	{ "sites that touch",
	  "The request is sent to the path of {{hex 4}}{{int 100..999}} by "
	  "way of the front end.\n",
	  "The request is sent to the path of 00ff123 by way of the front "
	  "end.\n", "=255 =23" },
	{ "small data sites are symbols",
	  "alert tcp any any -> any any (msg:\"realm header\"; sid:{{int "
	  "2900000..2909999}}; rev:{{int 1..9}};)\n",
	  "alert tcp any any -> any any (msg:\"realm header\"; sid:2900042; "
	  "rev:3;)\n", "=42 2" },
};

static struct tt_bulletin *
parse(const char *marked)
{
	static struct tt_diags diags;
	struct tt_part_text part = { SPAN("part.txt"), span_str(marked) };
	struct tt_bulletin *b = NULL;

	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_bulletin_parse(&b, &part, 1, &diags));
	return b;
}

static void
describe(const struct tt_observation *o, struct buf *out)
{
	const char *between = "";

	if (o == NULL) {
		buf_char(out, '-');
		return;
	}
	switch (o->kind) {
	case TT_OBS_SYMBOL:
		buf_printf(out, "%u", o->symbol);
		break;
	case TT_OBS_SOFT:
		buf_char(out, '(');
		for (unsigned a = 0; a < o->q; a++) {
			if (o->likelihood[a] < .1)
				continue;
			buf_printf(out, "%s%u", between, a);
			between = " ";
		}
		buf_char(out, ')');
		break;
	case TT_OBS_VALUES:
		buf_char(out, '=');
		for (size_t i = 0; i < o->n_values; i++)
			buf_printf(out, "%s%llu", i > 0 ? " " : "",
			    (unsigned long long)o->values[i]);
		break;
	default:
		buf_str(out, tt_observation_kind_name(o->kind));
		break;
	}
}

static void
describe_all(const struct tt_reading *r, const struct tt_bulletin *b,
    struct buf *out)
{
	for (uint32_t k = 0; k < b->n_sites; k++) {
		buf_str(out, k > 0 ? " " : "");
		describe(tt_observations_at(r->observations, k), out);
	}
}

static void
small_texts_are_read(void **state)
{
	struct tt_reading *r = NULL;
	struct tt_bulletin *b;
	struct buf got;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		b = parse(rows[i].marked);
		assert_int_equal(TT_OK, tt_reading_read_text(&r, b, NULL,
		    span_str(rows[i].found)));
		buf_init(&got, 4096);
		describe_all(r, b, &got);
		assert_string_equal(rows[i].want, got.p);
		buf_done(&got);
		tt_reading_free(r);
		tt_bulletin_free(b);
	}
}

/* The text of quote i, as it stands in the specimen. */
static void
check_quote(const struct tt_reading *r, size_t i, const char *specimen,
    const char *want)
{
	assert_true(i < r->n_quotes);
	assert_int_equal(strlen(want), r->quotes[i].length);
	assert_memory_equal(want, specimen + r->quotes[i].offset,
	    r->quotes[i].length);
}

static void
quotes_say_what_stands_where(void **state)
{
	const char *found = "> THE LISTENER of the sample\n> opens port 7001 "
	    "on loopback.\nThe listener of the sample opens port 31337 on "
	    "loopback.";
	struct tt_bulletin *b = parse(PORT);
	struct tt_reading *r = NULL;

	(void)state;
	assert_int_equal(TT_OK, tt_reading_read_text(&r, b, NULL,
	    span_str(found)));
	assert_int_equal(2, r->n_quotes);
	check_quote(r, 0, found, "7001");
	assert_int_equal(TT_OBS_NOVEL, r->quotes[0].kind);
	check_quote(r, 1, found, "31337");
	assert_int_equal(TT_OBS_VALUES, r->quotes[1].kind);
	assert_int_equal(TT_OBS_VALUES, r->sites[0].kind);
	assert_int_equal(1, r->n_read);
	tt_reading_free(r);
	tt_bulletin_free(b);
}

static void
contradictions_are_listed(void **state)
{
	struct tt_bulletin *b = parse(SERVER);
	struct tt_reading *r = NULL;

	(void)state;
	assert_int_equal(TT_OK, tt_reading_read_text(&r, b, NULL, SPAN(
	    "The preview server relies on a header that the reverse proxy "
	    "adds to requests.\nThe preview server trusts a header that the "
	    "reverse proxy adds to requests.\n")));
	assert_int_equal(1, r->observations->n_contradicted);
	assert_int_equal(0, r->observations->contradicted[0]);
	assert_int_equal(TT_OBS_ERASED, r->sites[0].kind);
	assert_int_equal(2, r->sites[0].n);
	tt_reading_free(r);
	tt_bulletin_free(b);
}

static void
slots_are_the_callers(void **state)
{
	const uint32_t slots[] = { 41, 7 };
	struct tt_bulletin *b = parse(SERVER);
	struct tt_reading *r = NULL;

	(void)state;
	assert_int_equal(TT_OK, tt_reading_read_text(&r, b, slots,
	    span_str(rows[0].found)));
	assert_int_equal(2, r->observations->n);
	assert_int_equal(1, tt_observations_at(r->observations, 41)->symbol);
	assert_int_equal(0, tt_observations_at(r->observations, 7)->symbol);
	assert_null(tt_observations_at(r->observations, 0));
	tt_reading_free(r);
	tt_bulletin_free(b);
}

/* Pieces of one specimen, and what all of them say about the sites. */
static const struct {
	const char *name, *marked, *found[3], *want;
	size_t n_quotes;
} pieces[] = {
	{ "a sentence in two pieces", SERVER,
	  { "The preview server relies on a header that the reverse proxy "
	    "adds.", "and the header that the reverse proxy adds by itself to "
	    "requests." }, "1 0", 2 },
	{ "the same piece twice is one", WEEK,
	  { "They were tested om a farm of our own for one week in January.",
	    "They were tested om a farm of our own for one week in January." },
	  "(0) 1", 2 },
	{ "the same slip twice is no stronger", WEEK,
	  { "They were tested om a farm of our own for one week in January.",
	    "> They were tested om a farm of our own for one week in January.",
	    "They were tested om a farm of our own for one week in January !" },
	  "(0) 1", 6 },
	{ "the clearer of two counts", WEEK,
	  { "They were tested om a farm of our own for one week in January.",
	    "They were tested on a farm of our own for one week in January." },
	  "0 1", 4 },
	{ "pieces that exclude each other", SERVER,
	  { "The preview server relies on a header that the reverse proxy adds "
	    "to requests.", "The preview server trusts a header that the "
	    "reverse proxy adds to requests." }, "- 1", 4 },
	{ "values of all pieces", PORT,
	  { "The listener of the sample opens port 31337 on loopback.",
	    "The listener of the sample opens port 20001 on loopback." },
	  "=1 11337", 2 },
};

static void
pieces_are_one_specimen(void **state)
{
	struct tt_piece p[N_ROWS(pieces[0].found) + 1];
	struct tt_reading *r = NULL;
	struct tt_bulletin *b;
	struct buf got;
	size_t n;

	for (size_t i = 0; i < N_ROWS(pieces); i++) {
		CHECK_ROW(state, pieces[i].name);
		b = parse(pieces[i].marked);
		p[0] = (struct tt_piece){ .kind = TT_PIECE_BYTES, .bytes =
			SPAN("They were tested at a farm of our own") };
		for (n = 0; n < N_ROWS(pieces[i].found) &&
		     pieces[i].found[n] != NULL; n++)
			p[n + 1] = (struct tt_piece){ .kind = TT_PIECE_TEXT,
				.bytes = span_str(pieces[i].found[n]) };
		assert_int_equal(TT_OK, tt_reading_read(&r, b, NULL, p,
		    n + 1));
		buf_init(&got, 4096);
		describe_all(r, b, &got);
		assert_string_equal(pieces[i].want, got.p);
		assert_int_equal(pieces[i].n_quotes, r->n_quotes);
		for (size_t k = 0; k < r->n_quotes; k++)
			assert_in_range(r->quotes[k].piece, 1, n);
		buf_done(&got);
		tt_reading_free(r);
		tt_bulletin_free(b);
	}
}

/* What a soft reading of a slip says is the same however often it is found. */
static void
slips_found_twice_weigh_once(void **state)
{
	struct tt_piece p[] = {
		{ .kind = TT_PIECE_TEXT, .bytes = SPAN("They were tested om a "
		    "farm of our own for one week in January.") },
		{ .kind = TT_PIECE_TEXT, .bytes = SPAN("> They were tested om "
		    "a farm of our own for one week in January.") },
	};
	const struct tt_observation *o[2];
	struct tt_bulletin *b = parse(WEEK);
	struct tt_reading *r[2];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(TT_OK, tt_reading_read(&r[i], b, NULL, p,
		    i + 1));
		o[i] = tt_observations_at(r[i]->observations, 0);
		assert_int_equal(TT_OBS_SOFT, o[i]->kind);
	}
	for (unsigned a = 0; a < o[0]->q; a++)
		assert_float_equal(o[0]->likelihood[a], o[1]->likelihood[a],
		    1e-6);
	tt_reading_free(r[0]);
	tt_reading_free(r[1]);
	tt_bulletin_free(b);
}

static void
too_many_pieces_are_refused(void **state)
{
	struct tt_piece *p = calloc(TT_PIECES_MAX + 1, sizeof(*p));
	struct tt_bulletin *b = parse(PORT);
	struct tt_reading *r = NULL;

	(void)state;
	assert_non_null(p);
	assert_int_equal(TT_ELIMIT, tt_reading_read(&r, b, NULL, p,
	    TT_PIECES_MAX + 1));
	assert_null(r);
	assert_int_equal(TT_OK, tt_reading_read(&r, b, NULL, p,
	    TT_PIECES_MAX));
	tt_reading_free(r);
	tt_bulletin_free(b);
	free(p);
}

/* One sentence n times, each with number i of it in its port. */
static struct buf
repeat(size_t n, bool numbered)
{
	struct buf text;

	buf_init(&text, TT_SPECIMEN_MAX);
	for (size_t i = 0; i < n; i++)
		buf_printf(&text, "The listener of the sample opens port %zu "
		    "on loopback.\n", numbered ? 20000 + i % 40000 : 20000);
	assert_int_equal(TT_OK, buf_err(&text));
	return text;
}

static const struct {
	const char *name;
	size_t n, values;
	bool numbered;
} floods[] = {
	{ "the same again and again", 100000, 1, false },
	{ "as many values as are looked at", 40, 40, true },
	{ "more values than are looked at: none", 100000, 0, true },
};

static void
floods_are_bounded(void **state)
{
	struct tt_bulletin *b = parse(PORT);
	struct tt_reading *r = NULL;
	const struct tt_observation *o;
	struct buf text;

	for (size_t i = 0; i < N_ROWS(floods); i++) {
		CHECK_ROW(state, floods[i].name);
		text = repeat(floods[i].n, floods[i].numbered);
		assert_int_equal(TT_OK, tt_reading_read_text(&r, b, NULL,
		    buf_view(&text)));
		o = tt_observations_at(r->observations, 0);
		assert_int_equal(floods[i].values,
		    o == NULL ? 0 : o->n_values);
		tt_reading_free(r);
		buf_done(&text);
	}
	tt_bulletin_free(b);
}

static void
too_long_is_refused(void **state)
{
	struct tt_bulletin *b = parse(PORT);
	struct tt_reading *r = NULL;
	char *p = calloc(1, (size_t)TT_SPECIMEN_MAX + 1);

	(void)state;
	assert_non_null(p);
	assert_int_equal(TT_ELIMIT, tt_reading_read_text(&r, b, NULL,
	    (struct span){ p, (size_t)TT_SPECIMEN_MAX + 1 }));
	assert_null(r);
	free(p);
	tt_bulletin_free(b);
}

static void
a_bulletin_without_sites_reads_nothing(void **state)
{
	struct tt_bulletin *b = parse("No site at all stands in this text.\n");
	struct tt_reading *r = NULL;

	(void)state;
	assert_int_equal(TT_OK, tt_reading_read_text(&r, b, NULL,
	    SPAN("No site at all stands in this text.\n")));
	assert_int_equal(0, r->n_sites);
	assert_int_equal(0, r->observations->n);
	tt_reading_free(r);
	tt_bulletin_free(b);
}

TEST_MAIN(cmocka_unit_test(small_texts_are_read),
    cmocka_unit_test(quotes_say_what_stands_where),
    cmocka_unit_test(contradictions_are_listed),
    cmocka_unit_test(slots_are_the_callers),
    cmocka_unit_test(pieces_are_one_specimen),
    cmocka_unit_test(slips_found_twice_weigh_once),
    cmocka_unit_test(too_many_pieces_are_refused),
    cmocka_unit_test(floods_are_bounded),
    cmocka_unit_test(too_long_is_refused),
    cmocka_unit_test(a_bulletin_without_sites_reads_nothing))
