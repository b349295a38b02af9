/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <locale.h>
#include <sodium.h>

#include "cli/goal.h"
#include "cli/marking.h"
#include "cli/marking_constant.h"
#include "cli/review_state.h"
#include "cli/sentences.h"

static const char table[] =
    "section test\n"
    "\twhy they mean the same\n"
    "words gadget: gadget | device\n"
    "words probe: probe | trial | test\n";

static struct tables tables;
static struct marking m;

static int
make_tables(void **state)
{
	size_t n;
	const struct tt_wordings_text *public = tt_wordings_public(&n);
	struct tt_wordings_text all[64] = { { SPAN("test"),
		{ table, sizeof(table) - 1 }, true } };
	static struct tt_diags diags;

	(void)state;
	assert_true(n < 64);
	memcpy(all + 1, public, n * sizeof(*all));
	tt_diags_init(&diags);
	return tt_wordings_parse(&tables.wordings, all, n + 1, &diags) ==
	    TT_OK ? 0 : -1;
}

static int
free_tables(void **state)
{
	(void)state;
	tt_wordings_free(tables.wordings);
	return 0;
}

static void
read_draft(const char *text)
{
	struct tt_part_text part = { SPAN("draft.md"), span_str(text) };

	assert_int_equal(TT_OK, marking_from(&m, &part, 1, &tables));
}

static void
assert_marked(const char *want)
{
	struct buf out;

	buf_init(&out, 1 << 20);
	assert_int_equal(TT_OK, marking_text(&m, 0, &out));
	assert_string_equal(want, out.p);
	buf_done(&out);
}

/* Which begin and end with the signs of a site: white space keeps them off. */
static void
lists_of_json_objects_are_sites_too(void **state)
{
	static const char text[] = "{\n  \"document\": {\n"
	    "    \"category\": \"csaf_base\",\n    \"references\": [\n"
	    "      { \"url\": \"https://example.org/1\" },\n"
	    "      { \"url\": \"https://example.org/2\" }\n    ]\n  }\n}\n";
	struct tt_part_text part = { SPAN("advisory.json"), span_str(text) };
	static struct tt_diags diags;
	struct tt_bulletin *b = NULL;
	struct buf out, plain;
	const uint64_t own = 0;

	(void)state;
	assert_int_equal(TT_OK, marking_from(&m, &part, 1, &tables));
	assert_int_equal(1, m.n);
	assert_int_equal(TT_CLASS_ORDER, m.choice[0].class);
	m.choice[0].state = CHOICE_YES;
	buf_init(&out, 1 << 20);
	assert_int_equal(TT_OK, marking_text(&m, 0, &out));
	part.text = buf_view(&out);
	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_bulletin_parse(&b, &part, 1, &diags));
	assert_int_equal(1, b->n_sites);
	buf_init(&plain, 1 << 20);
	assert_int_equal(TT_OK, tt_bulletin_render(b, 0, &own, &plain));
	assert_string_equal(text, plain.p);	/* the writer's own is first */
	tt_bulletin_free(b);
	buf_done(&plain);
	buf_done(&out);
	marking_done(&m);
}

static void
what_is_accepted_becomes_sites(void **state)
{
	(void)state;
	read_draft("The gadget and the probe. A {{x|y}} stays.\n");
	assert_int_equal(2, m.n);
	assert_marked("The gadget and the probe. A {{x|y}} stays.\n");
	m.choice[0].state = CHOICE_YES;
	m.choice[1].state = CHOICE_NO;
	assert_marked("The {{gadget|device}} and the probe. A {{x|y}} "
	    "stays.\n");
	assert_int_equal(1, marking_count(&m, CHOICE_YES));
	assert_int_equal(CLI_DONE, marking_check(&m));
	marking_done(&m);
}

static void
alternatives_that_were_typed(void **state)
{
	const struct span two[] = { SPAN("gadget"), SPAN("a|b}}") };
	const struct span twice[] = { SPAN("x"), SPAN("x") };

	(void)state;
	read_draft("The gadget stops.\n");
	assert_int_equal(TT_ESYNTAX, marking_retype(&m, 0, twice, 2));
	assert_int_equal(TT_OK, marking_retype(&m, 0, two, 2));
	m.choice[0].state = CHOICE_YES;
	assert_marked("The {{gadget|a\\|b\\}}}} stops.\n");
	assert_int_equal(CLI_DONE, marking_check(&m));
	marking_done(&m);
}

static void
no_site_behind_what_would_escape_it(void **state)
{
	struct choice c = { .kind = CHOICE_CONSTANT, .offset = 1,
		.length = 1, .group = "constant", .why = "" };

	(void)state;
	read_draft("{gadget} \\gadget gadget\n");
	for (size_t i = 0; i < m.n; i++)
		assert_int_equal('\x20', m.draft.part[0].text.p[
		    m.choice[i].offset - 1]);
	c.site = strdup("{{name}}");
	assert_int_equal(TT_ESYNTAX, marking_add(&m, c));
	marking_done(&m);
}

static void
facts_stand_where_their_words_do(void **state)
{
	const struct span fact[] = { SPAN("gadget stops"), SPAN("probe "
	    "stops"), SPAN("fan stops") };
	const struct span gone[] = { SPAN("nowhere"), SPAN("x") };

	(void)state;
	read_draft("The {{gadget stops|x}}. The gadget stops.\n");
	assert_int_equal(1, m.n);
	assert_int_equal(TT_ENOENT, review_add_fact(&m, 0, 0, gone, 2));
	assert_int_equal(TT_ESYNTAX, review_add_fact(&m, 0, 0, fact, 1));
	assert_int_equal(TT_OK, review_add_fact(&m, 0, 0, fact, 3));
	assert_int_equal(1, m.n);	/* instead of the proposal */
	assert_int_equal(TT_ENOENT, review_add_fact(&m, 0, 30, fact, 3));
	assert_int_equal(TT_EEXIST, review_add_fact(&m, 0, 0, fact, 2));
	assert_marked("The {{gadget stops|x}}. The {{@:fact gadget stops|"
	    "probe stops|fan stops}}.\n");
	assert_int_equal(CLI_DONE, marking_check(&m));
	marking_done(&m);
}

static const struct {
	const char *text, *want;	/* pieces from-to body; NULL: none */
} constants[] = {
	{ "20419", "0-5 int 20000..60000;" },
	{ "65535", "0-5 int 10000..65535;" },
	{ "12345", "0-5 int 10000..65535;" },
	{ "99999", "0-5 int 10000..99999;" },
	{ "7", "0-1 int 1..9;" },
	{ "0", "0-1 int 0..9;" },
	{ "303", "0-3 int 100..999;" },
	{ "007", NULL },
	{ "1234567890123456789", NULL },
	{ "4f2a", "0-4 hex 4;" },
	{ "0x4f2a", "2-6 hex 4;" },
	{ "0xdead", "2-6 hex 4;" },
	{ "0xDEAD", NULL },
	{ "0x", NULL },
	{ "dead", "0-4 name;" },
	{ "a1b", "0-3 name;" },
	{ "QUARTZ_7", "0-8 name;" },
	{ "7up!", NULL },
	{ "indigo7x-49438d", "0-8 name;9-15 hex 6;" },
	{ "017d913f-39eb-4d87-9fbf-28e26a627c27", "0-8 hex 8;9-13 hex 4;"
	  "15-18 hex 3;20-23 hex 3;24-36 hex 12;" },
	{ "a--b", NULL },
	{ "", NULL },
};

static void
constants_by_their_form(void **state)
{
	struct constant_piece pieces[CONSTANT_PIECES_MAX];
	const char *why;

	for (size_t i = 0; i < N_ROWS(constants); i++) {
		size_t n = 0;
		struct buf out;

		CHECK_ROW(state, constants[i].text);
		buf_init(&out, 4096);
		why = NULL;
		assert_int_equal(constants[i].want == NULL ? TT_ESYNTAX :
		    TT_OK, constant_pieces(span_str(constants[i].text),
		    pieces, &n, &why));
		for (size_t k = 0; k < n && constants[i].want != NULL; k++)
			buf_printf(&out, "%zu-%zu %s;", pieces[k].from,
			    pieces[k].to, pieces[k].body);
		if (constants[i].want != NULL)
			assert_string_equal(constants[i].want, out.p);
		buf_done(&out);
	}
}

static void
constants_stand_apart_and_share_a_label(void **state)
{
	(void)state;
	read_draft("303 1303 303x `303` {{a|303}} v_303 303\n");
	assert_int_equal(CLI_DONE, marking_constant(&m, "303"));
	assert_marked("{{@constant-1 int 100..999}} 1303 303x "
	    "`{{@constant-1}}` {{a|303}} v_303 {{@constant-1}}\n");
	assert_int_equal(CLI_USAGE, marking_constant(&m, "303=name"));
	assert_int_equal(1, marking_count(&m, CHOICE_YES));
	marking_done(&m);
	read_draft("{{@constant-1 hex 4}} ab12 ab12\n");
	assert_int_equal(CLI_DONE, marking_constant(&m, "ab12"));
	assert_marked("{{@constant-1 hex 4}} {{@constant-2 hex 4}} "
	    "{{@constant-2}}\n");
	marking_done(&m);
}

/* ---- sentences ---- */

static void
sentences_hold_their_choices(void **state)
{
	static const char *const want[] = { "The gadget stops.",
		"A probe, e.g. this, and a gadget: it fails.",
		"Here is a gadget." };
	struct sentences s = { .at = NULL };

	(void)state;
	read_draft("Yes. The gadget stops. A\nprobe, e.g. this, and a gadget: "
	    "it fails. No.\n\n- Here is a gadget.\n");
	assert_int_equal(TT_OK, sentences_of(&m, &s));
	assert_int_equal(3, s.n);
	for (size_t i = 0; i < s.n; i++) {
		const struct sentence_style style = { .at = SIZE_MAX };
		struct buf out;

		for (size_t k = 0; k < s.at[i].n; k++)
			m.choice[s.at[i].first + k].state = CHOICE_NO;
		buf_init(&out, 4096);
		sentence_show(&m, &s.at[i], &style, &out);
		assert_string_equal(want[i], out.p);
		buf_done(&out);
	}
	assert_true(s.at[1].n >= 2);
	sentences_done(&s);
	marking_done(&m);
}

static void
choices_show_how_they_were_decided(void **state)
{
	struct sentence_style style = { .at = 1 };
	struct sentences s = { .at = NULL };
	struct buf out;

	(void)state;
	read_draft("A gadget, a gadget and a probe.\n");
	assert_int_equal(TT_OK, sentences_of(&m, &s));
	m.choice[0].state = CHOICE_YES;
	buf_init(&out, 4096);
	sentence_show(&m, &s.at[0], &style, &out);
	assert_string_equal("A {gadget|device}, a >[gadget|device]< and a "
	    "[probe|trial|test].", out.p);
	buf_clear(&out);
	sentence_reading(&m, &s.at[0], &m.choice[2], 1, 40, &out);
	assert_string_equal(".. a gadget and a \033[1mtrial\033[0m.", out.p);
	buf_done(&out);
	sentences_done(&s);
	marking_done(&m);
}

static const struct {
	const char *name, *text;
	size_t width, indent;
	const char *want;
} wraps[] = {
	{ "short", "a b", 10, 0, "a b" },
	{ "at a blank", "aaa bbb ccc", 7, 0, "aaa bbb\nccc" },
	{ "with an indent", "aaa bbb ccc", 7, 2, "aaa bbb\n  ccc" },
	{ "a word too wide", "aaaaaaaaaa b", 4, 0, "aaaa\naaaa\naa b" },
	{ "styles take no room", "\033[1maaa\033[0m bbb", 7, 0,
	  "\033[1maaa\033[0m bbb" },
	{ "characters of two columns", "\xe6\x9e\x97\xe6\x9e\x97 a", 4, 0,
	  "\xe6\x9e\x97\xe6\x9e\x97\na" },
	{ "accents", "\xc3\xa9\xc3\xa9 \xc3\xa9", 4, 0,
	  "\xc3\xa9\xc3\xa9 \xc3\xa9" },
	{ "nothing", "", 4, 0, "" },
};

static void
text_is_wrapped(void **state)
{
	for (size_t i = 0; i < N_ROWS(wraps); i++) {
		struct buf out;

		CHECK_ROW(state, wraps[i].name);
		buf_init(&out, 4096);
		sentence_wrap(span_str(wraps[i].text), wraps[i].width,
		    wraps[i].indent, &out);
		assert_string_equal(wraps[i].want, out.n == 0 ? "" : out.p);
		buf_done(&out);
	}
}

/* ---- the state of a review ---- */

static void
decide_some(void)
{
	const struct span typed[] = { SPAN("probe"), SPAN("thing") };
	const struct span fact[] = { SPAN("stops"), SPAN("halts") };

	m.choice[0].state = CHOICE_YES;
	m.choice[1].state = CHOICE_NO;
	assert_int_equal(TT_OK, marking_retype(&m, 2, typed, 2));
	m.choice[2].state = CHOICE_YES;
	assert_int_equal(TT_OK, review_add_fact(&m, 0, 0, fact, 2));
}

static void
a_review_goes_on(void **state)
{
	static const char draft[] = "The gadget stops. A gadget, no. Some "
	    "probe.\n";
	struct sentences s = { .at = NULL };
	struct buf kept;
	size_t n;

	(void)state;
	buf_init(&kept, 1 << 20);
	read_draft(draft);
	decide_some();
	assert_int_equal(TT_OK, sentences_of(&m, &s));
	assert_int_equal(TT_OK, review_state_format(&m, &s, &kept));
	sentences_done(&s);
	marking_done(&m);

	read_draft(draft);
	assert_int_equal(TT_OK, review_state_parse(&m, buf_view(&kept), &n));
	assert_int_equal(4, n);
	assert_marked("The {{gadget|device}} {{@:fact stops|halts}}. A gadget, "
	    "no. Some {{probe|thing}}.\n");
	marking_done(&m);

	/* what did not change is still decided */
	read_draft("More. The gadget stops. A gadget, yes. Some probe.\n");
	assert_int_equal(TT_OK, review_state_parse(&m, buf_view(&kept), &n));
	assert_int_equal(3, n);
	assert_marked("More. The {{gadget|device}} {{@:fact stops|halts}}. A "
	    "gadget, yes. Some {{probe|thing}}.\n");
	marking_done(&m);
	buf_done(&kept);
}

static const struct {
	const char *name, *text;
	enum tt_err want;
} states[] = {
	{ "empty", "{\"format\":\"telltale-review/1\",\"decisions\":{},"
	  "\"facts\":[]}", TT_OK },
	{ "another version", "{\"format\":\"telltale-review/2\","
	  "\"decisions\":{},\"facts\":[]}", TT_EVERSION },
	{ "no facts", "{\"format\":\"telltale-review/1\",\"decisions\":{}}",
	  TT_ESYNTAX },
	{ "a fact without words", "{\"format\":\"telltale-review/1\","
	  "\"decisions\":{},\"facts\":[{\"part\":\"draft.md\"}]}",
	  TT_ESYNTAX },
	{ "no JSON", "x", TT_ESYNTAX },
};

static void
states_of_other_forms_are_refused(void **state)
{
	for (size_t i = 0; i < N_ROWS(states); i++) {
		size_t n;

		CHECK_ROW(state, states[i].name);
		read_draft("The gadget.\n");
		assert_int_equal(states[i].want, review_state_parse(&m,
		    span_str(states[i].text), &n));
		marking_done(&m);
	}
}

/* ---- goals ---- */

static const struct {
	const char *text;
	enum tt_err want;
	struct goal goal;
} goals[] = {
	{ "c=2 holders=100 words=400", TT_OK, { 2, 100, 400 } },
	{ "words=80", TT_OK, { 1, GOAL_HOLDERS, 80 } },
	{ "words=80  c=3", TT_OK, { 3, GOAL_HOLDERS, 80 } },
	{ "c=2 holders=100", TT_ESYNTAX, { 0, 0, 0 } },
	{ "c=4 words=10", TT_ERANGE, { 0, 0, 0 } },
	{ "c=0 words=10", TT_ERANGE, { 0, 0, 0 } },
	{ "holders=1 words=10", TT_ERANGE, { 0, 0, 0 } },
	{ "words=x", TT_ERANGE, { 0, 0, 0 } },
	{ "word=10", TT_ESYNTAX, { 0, 0, 0 } },
	{ "", TT_ESYNTAX, { 0, 0, 0 } },
};

static void
goals_are_read(void **state)
{
	for (size_t i = 0; i < N_ROWS(goals); i++) {
		struct goal g = { 9, 9, 9 };

		CHECK_ROW(state, goals[i].text);
		assert_int_equal(goals[i].want, goal_parse(&g,
		    goals[i].text));
		if (goals[i].want != TT_OK)
			g = (struct goal){ 0, 0, 0 };
		assert_memory_equal(&goals[i].goal, &g, sizeof(g));
	}
}

/* evidence.md section 14: 118 and 133, 231 and 281, of both levels. */
static const struct {
	struct goal goal;
	size_t n_sites;
	uint32_t want;
} wanted[] = {
	{ { 2, 100, 1 }, 500, 177 },
	{ { 2, 1000, 1 }, 500, 200 },
	{ { 2, 316, 1 }, 500, 189 },
	{ { 2, 10, 1 }, 500, 177 },
	{ { 3, 100, 1 }, 500, 347 },
	{ { 3, 1000, 1 }, 500, 422 },
	{ { 1, 100, 1 }, 500, 43 },
	{ { 1, 100, 1 }, 39, 25 },
	{ { 1, 1000, 1 }, 39, 28 },
};

static void
sites_that_goals_take(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_ROWS(wanted); i++)
		assert_int_equal(wanted[i].want, goal_sites(&wanted[i].goal,
		    wanted[i].n_sites));
}

/* n sentences of five words with a gadget, then more without. */
static char *
a_draft(size_t n, size_t without)
{
	struct buf b;
	char *text;

	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, "The gadget of it stops.\n\n");
	for (size_t i = 0; i < without; i++)
		buf_str(&b, "It fails there and here, or ten words if so.\n\n");
	assert_int_equal(TT_OK, buf_take(&b, &text, &n));
	return text;
}

static void
goals_take_what_they_need(void **state)
{
	const struct goal g = { 1, 100, 300 };
	struct goal_report r;
	char *text = a_draft(200, 0);

	(void)state;
	read_draft(text);
	assert_int_equal(200, m.n);
	assert_int_equal(TT_OK, goal_reach(&m, &g, &r));
	assert_true(r.met);
	assert_true(r.power.share >= .95);
	assert_true(r.thinnest.sites >= 43);
	assert_true(marking_count(&m, CHOICE_YES) < 200);
	assert_int_equal(1000, r.thinnest.words);
	assert_int_equal(0, r.n_thin);
	marking_done(&m);
	free(text);
}

static void
goals_say_where_it_is_thin(void **state)
{
	const struct goal g = { 2, 100, 100 };
	struct goal_report r;
	char *text = a_draft(60, 12);

	(void)state;
	read_draft(text);
	assert_int_equal(TT_OK, goal_reach(&m, &g, &r));
	assert_false(r.met);
	assert_int_equal(177, r.wanted);
	assert_int_equal(60, marking_count(&m, CHOICE_YES));
	assert_int_equal(0, r.thinnest.sites);
	assert_int_equal(0, r.power.named);
	assert_int_equal(12, r.n_thin_all);	/* shorter ones are not told */
	assert_int_equal(GOAL_THIN_MAX, r.n_thin);
	assert_int_equal(10, r.thin[0].words);
	assert_int_equal(18, r.thin[0].wanted);
	marking_done(&m);
	free(text);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(lists_of_json_objects_are_sites_too),
    cmocka_unit_test(what_is_accepted_becomes_sites),
	cmocka_unit_test(alternatives_that_were_typed),
	cmocka_unit_test(no_site_behind_what_would_escape_it),
	cmocka_unit_test(facts_stand_where_their_words_do),
	cmocka_unit_test(constants_by_their_form),
	cmocka_unit_test(constants_stand_apart_and_share_a_label),
	cmocka_unit_test(sentences_hold_their_choices),
	cmocka_unit_test(choices_show_how_they_were_decided),
	cmocka_unit_test(text_is_wrapped),
	cmocka_unit_test(a_review_goes_on),
	cmocka_unit_test(states_of_other_forms_are_refused),
	cmocka_unit_test(goals_are_read),
	cmocka_unit_test(sites_that_goals_take),
	cmocka_unit_test(goals_take_what_they_need),
	cmocka_unit_test(goals_say_where_it_is_thin),
};

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, make_tables, free_tables);
}
