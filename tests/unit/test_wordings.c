/* SPDX-License-Identifier: ISC */
/* Tables: what is taken, and each refusal with its line. */
#include "test.h"
#include "telltale/wording.h"
#include "wording/table.h"

#define WHY	"\twhy because\n"

static struct tt_diags diags;

static enum tt_err
parse(struct tt_wordings **w, const char *text)
{
	struct tt_wordings_text t = { SPAN("t.txt"), span_str(text), true };

	tt_diags_init(&diags);
	return tt_wordings_parse(w, &t, 1, &diags);
}

static const struct {
	const char *name, *text;
	uint32_t line;		/* of the first fault; 0: taken */
	const char *says;	/* a part of its text */
} rows[] = {
	{ "nothing at all", "", 0, "" },
	{ "comments and empty lines", "# a\n\n  # b\n", 0, "" },
	{ "a plain group", "words a: x y | z\n" WHY, 0, "" },
	{ "a verb's forms", "verb a: allow | permit\n" WHY, 0, "" },
	{ "a noun's head", "noun a: point* of view | view\n" WHY, 0, "" },
	{ "a section's why", "section s\n" WHY "words a: x | z\n", 0, "" },
	{ "conditions of every kind", "class k a b/v c/n -ly !fly @j\n"
	  "class j q\nwords a: x | z\n"
	  "\tbefore ^ @j the_@j? -ing , ..._to <name>\n\tafter not $ <any>\n"
	  "\t\t<code> <number>\n\tsentence not @j\n" WHY, 1, "no class @j" },
	{ "a class above its use", "class j q\nclass k a b/v c/n -ly !fly @j\n"
	  "words a: x | z\n\tbefore @k\n" WHY, 0, "" },
	{ "nothing, between words", "words a: that | (nothing)\n"
	  "\tbefore b\n\tafter c\n" WHY, 0, "" },
	{ "one word in two groups that a condition parts",
	  "words a: x | y\n\tafter b\n" WHY "words b: x | z\n\tafter c\n" WHY,
	  0, "" },
	{ "one asks for what the other forbids",
	  "words a: x | y\n\tafter b_c\n" WHY
	  "words b: x | z\n\tafter not b\n" WHY, 0, "" },
	{ "forms that differ part two groups", "irregular be is being was been"
	  "\nform past\n\tbefore not be\nform part\n\tbefore be\n"
	  "verb a: drop | cut\n\tforms past\n" WHY
	  "verb b: drop | let\n\tforms part\n" WHY, 0, "" },

	{ "unknown line", "word a: x | y\n", 1, "begins no line" },
	{ "unknown saying", "words a: x | y\n\twhen b\n" WHY, 2,
	  "says nothing of a group" },
	{ "no name", "words x | y\n" WHY, 1, "its name and a colon" },
	{ "a name with capitals", "words A: x | y\n" WHY, 1, "is no name" },
	{ "one wording", "words a: x\n" WHY, 1, "fewer than two" },
	{ "no why", "words a: x | y\n", 1, "does not say why" },
	{ "a name twice", "words a: x | y\n" WHY "words a: v | z\n" WHY, 3,
	  "again" },
	{ "17 wordings", "words a: a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q\n" WHY, 1,
	  "at most 16" },
	{ "an empty wording", "words a: x | | y\n" WHY, 1, "an empty wording" },
	{ "the same wording twice", "words a: x | y | x\n" WHY, 1, "twice" },
	{ "one way only", "words a: x > y\n" WHY, 1,
	  "not interchangeable both ways" },
	{ "nothing, that could stand anywhere",
	  "words a: that | (nothing)\n\tbefore b\n" WHY, 1,
	  "not interchangeable both ways" },
	{ "a wording that would double its neighbour",
	  "words a: able | able to\n\tafter to\n" WHY, 1,
	  "not interchangeable both ways" },
	{ "an article at the end", "words a: such a | one\n" WHY, 1,
	  "ends with an article" },
	{ "a normative word", "words a: must | has to\n" WHY, 1, "normative" },
	{ "overlap", "words a: x | y\n" WHY "\n# b\nwords b: y | z\n" WHY, 5,
	  "'y' overlaps group 'a' of line 1" },
	{ "overlap in one form", "verb a: drop | cut\n" WHY
	  "words b: dropping | leaving\n" WHY, 3, "'dropping' overlaps" },
	{ "overlap where conditions do not part", "words a: x | y\n\tafter b\n"
	  WHY "words b: x | z\n\tbefore c\n" WHY, 4, "overlaps" },
	{ "overlap of nothing",
	  "words a: p | (nothing)\n\tbefore b\n\tafter c\n" WHY
	  "words b: q | (nothing)\n\tbefore b\n\tafter c\n" WHY, 5,
	  "'(nothing)' overlaps" },
	{ "a capital in a wording", "words a: x | Y\n" WHY, 1,
	  "is no word of a wording" },
	{ "a bar within", "words a: x | y{{z\n" WHY, 1, "is no word" },
	{ "13 words", "words a: x | a b c d e f g h i j k l m\n" WHY, 1,
	  "at most 12 words" },
	{ "an unknown class", "words a: x | y\n\tafter @nope\n" WHY, 2,
	  "no class @nope" },
	{ "a class twice", "class a x\nclass a y\n", 2, "already" },
	{ "no member of a class", "class a x &\n", 1, "no member" },
	{ "an empty pattern", "words a: x | y\n\tafter a__b\n" WHY, 2,
	  "an empty element" },
	{ "a condition of nothing", "words a: x | y\n\tafter\n" WHY, 2,
	  "without a pattern" },
	{ "nine elements", "words a: x | y\n\tafter a_b_c_d_e_f_g_h_i\n" WHY, 2,
	  "at most 8 elements" },
	{ "a pattern that reaches too far",
	  "words a: x | y\n\tafter ..._..._..._a\n" WHY, 2, "reaches" },
	{ "a sentence's pattern of two", "words a: x | y\n\tsentence a_b\n" WHY,
	  2, "one word" },
	{ "a paragraph's pattern of two", "words a: x | y\n"
	  "\tparagraph not a_b\n" WHY, 2, "one word" },
	{ "a section that is uniform", "section s\n\tuniform\n"
	  "words a: x | y\n\tparagraph not @k\n" WHY, 4, "no class @k" },
	{ "forms of words", "words a: x | y\n\tforms base\n" WHY, 2,
	  "no form of this group" },
	{ "an unknown form", "verb a: x | y\n\tforms past perfect\n" WHY, 2,
	  "'perfect' is no form" },
	{ "irregular of three", "irregular a b c\n", 1, "two or five" },
	{ "a form's conditions twice",
	  "form s\n\tbefore a\nform s\n\tbefore b\n", 3, "again" },
	{ "a deeper line after none", "words a: x | y\n\t\tafter b\n" WHY, 2,
	  "goes on with the condition" },
	{ "not UTF-8", "words a: x | y\xff\n", 0, "not UTF-8" },
};

static void
tables_are_taken_or_refused_with_their_line(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct tt_wordings *w = NULL;
		enum tt_err e = parse(&w, rows[i].text);

		CHECK_ROW(state, rows[i].name);
		if (rows[i].says[0] == '\0') {
			assert_int_equal(TT_OK, e);
			tt_wordings_free(w);
			continue;
		}
		assert_int_equal(TT_ESYNTAX, e);
		assert_null(w);
		assert_true(diags.n > 0);
		assert_int_equal(rows[i].line, diags.row[0].line);
		assert_string_equal("t.txt", diags.row[0].file);
		assert_non_null(diags.row[0].remedy);
		assert_non_null(strstr(diags.row[0].text, rows[i].says));
	}
}

static void
all_faults_are_told_at_once(void **state)
{
	struct tt_wordings *w = NULL;

	(void)state;
	assert_int_equal(TT_ESYNTAX, parse(&w, "words a: x\n" WHY
	    "nonsense\nwords b: y | z\n\tafter @nope\n" WHY));
	assert_int_equal(3, diags.n_errors);
}

static void
a_vendors_table_may_say_what_the_public_one_says(void **state)
{
	struct tt_wordings_text t[] = {
		{ SPAN("own"), SPAN("words a: prior to | ere\n" WHY), true },
		{ SPAN("en"), SPAN("words a: prior to | before\n" WHY), false },
	};
	struct tt_wordings *w = NULL;

	(void)state;
	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_wordings_parse(&w, t, 2, &diags));
	assert_int_equal(2, tt_wordings_n(w));
	tt_wordings_free(w);
}

static void
verbs_and_nouns_take_their_forms(void **state)
{
	static const struct {
		const char *base;
		enum form form;
		const char *want;
	} forms[] = {
		{ "allow", FORM_S, "allows" },
		{ "allow", FORM_ING, "allowing" },
		{ "cause", FORM_ING, "causing" },
		{ "cause", FORM_PAST, "caused" },
		{ "drop", FORM_PAST, "dropped" },
		{ "load", FORM_ING, "loading" },
		{ "fix", FORM_S, "fixes" },
		{ "fix", FORM_PART, "fixed" },
		{ "apply", FORM_S, "applies" },
		{ "apply", FORM_PAST, "applied" },
		{ "apply", FORM_ING, "applying" },
		{ "employ", FORM_S, "employs" },
		{ "free", FORM_ING, "freeing" },
		{ "die", FORM_ING, "dying" },
		{ "patch", FORM_PLURAL, "patches" },
		{ "go", FORM_S, "goes" },
		{ "policy", FORM_PLURAL, "policies" },
		{ "key", FORM_PLURAL, "keys" },
	};

	for (size_t i = 0; i < N_ROWS(forms); i++) {
		char room[FORM_TEXT_MAX];

		CHECK_ROW(state, forms[i].want);
		assert_true(span_is(inflect(span_str(forms[i].base),
		    forms[i].form, room), forms[i].want));
	}
}

static void
the_public_table_is_whole_and_large(void **state)
{
	struct tt_wordings *w = NULL;
	size_t n;
	const struct tt_wordings_text *t = tt_wordings_public(&n);

	(void)state;
	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_wordings_parse(&w, t, n, &diags));
	assert_int_equal(0, diags.n_errors);
	assert_true(tt_wordings_n(w) >= 500);
	tt_wordings_free(w);
}

TEST_MAIN(cmocka_unit_test(tables_are_taken_or_refused_with_their_line),
    cmocka_unit_test(all_faults_are_told_at_once),
    cmocka_unit_test(a_vendors_table_may_say_what_the_public_one_says),
    cmocka_unit_test(verbs_and_nouns_take_their_forms),
    cmocka_unit_test(the_public_table_is_whole_and_large))
