/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "telltale/normal.h"

static const struct {
	const char *name, *found, *want;
} rows[] = {
	{ "nothing", "", "" },
	{ "case and runs of white space", "The  Quick\t\nFox",
	  "the quick fox" },
	{ "leading white space", "  a", "a" },
	{ "line ends of three kinds", "a\r\nb\rc\nd", "a b c d" },
	{ "no-break and thin spaces", "a\u00a0b\u2009c", "a b c" },
	{ "curly and low quotes", "\u201ea\u201c \u2018b\u2019 \u00abc\u00bb",
	  "\"a\" 'b' \"c\"" },
	{ "dashes are one hyphen", "a \u2014 b\u2013c\u2011d --e",
	  "a - b-c-d -e" },
	{ "ligatures", "o\ufb03ce \ufb01le", "office file" },
	{ "ellipsis", "wait\u2026", "wait..." },
	{ "full width", "\uff21\uff11", "a1" },
	{ "sharp s, as capitals have it", "Stra\u00dfe STRASSE",
	  "strasse strasse" },
	{ "marks, composed or not", "\u00e9 e\u0301 \u017e", "e e z" },
	{ "soft hyphens and what has no width",
	  "so\u00adft ze\u200bro \ufeffbom", "soft zero bom" },
	{ "look-alikes",
	  "\u0430\u0441\u0441\u0435\u0455\u0455 \u0420\u0410\u0423 "
	  "\u039f\u039a",
	  "access pay ok" },
	{ "look-alikes from further away",
	  "\u0585\u057d\u0570 \u13df\u13aa\u13a2 \ua4da\ua4ee\ua4d4 "
	  "\u0251\u0261\u0131\u0142\u00f8 \u1d00\u0299\u1d04",
	  "ouh cat cat agilo abc" },
	{ "letters of mathematics, in discs, in boxes, on flags",
	  "\U0001d41a\U0001d4b7\u24d2 \U0001f151\U0001f171"
	  "\U0001f1f9\U0001f1fb", "abc bbtv" },
	{ "direction, tags, selectors, joiners, fillers",
	  "\u202eo\u202ck\u2066a\u2069 \U000e0061\U000e007fb\ufe0fc"
	  "\U000e0100d\u200d\u034f\u3164e\u2060\u180ef",
	  "oka bcdef" },
	{ "a heap of marks on each letter",
	  "z\u0300\u0315\u031b\u0321\u0334\u0489a\u0336l\u20ddgo\u0338",
	  "zalgo" },
	{ "a pattern of no dots is a space", "a\u2800b", "a b" },
	{ "Greek that looks like nothing else", "\u03bb\u03a9",
	  "\u03bb\u03c9" },
	{ "CJK stays", "\u6797 \u7f8e\u54b2", "\u6797 \u7f8e\u54b2" },
	{ "quoted mail", "> a\n> > b\n>c", "a b c" },
	{ "a greater-than sign within a line", "a > b", "a > b" },
	{ "quoted-printable line ends", "one=\ntwo =\nthree", "onetwo three" },
	{ "an equals sign that ends nothing", "a = b", "a = b" },
	{ "a line end after a hyphen", "anti-\nmalware, x -\ny",
	  "anti-malware, x - y" },
	{ "markup that pasting drops", "## `a` **b** | c ~~d~~",
	  "a b c d" },
	{ "rules", "a\n====\nb\n-----\nc", "a b - c" },
	{ "Windows-1252", "\x93q\x94 it\x92s \x96 \x85", "\"q\" it's - ..." },
	{ "broken UTF-8 is Latin-1", "caf\xe9 \xc3", "cafe a" },
	{ "controls", "a\x01\x02" "b\x7f", "ab" },
};

static void
texts_normalise_as_said(void **state)
{
	struct tt_normal *t = NULL;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_OK, tt_normal_new(&t,
		    span_str(rows[i].found)));
		assert_string_equal(rows[i].want, t->text);
		assert_int_equal(strlen(rows[i].want), t->n);
		tt_normal_free(t);
	}
}

static const struct {
	const char *name, *found, *part, *want;
} places[] = {
	{ "a word after runs of space", "The   Quick", "quick", "Quick" },
	{ "white space within", "a  \n b", "a b", "a  \n b" },
	{ "what folds to more", "x \ufb03 y", "ffi", "\ufb03" },
	{ "what was dropped around is left out", "x `a` y", "a", "a" },
	{ "what was dropped within is not", "x a\u00adb y", "ab",
	  "a\u00adb" },
	{ "the last byte", "ab\u2019", "b'", "b\u2019" },
	{ "a quote mark at the start of a line", "a\n> b", "a b", "a\n> b" },
};

static void
the_map_leads_back(void **state)
{
	struct tt_normal *t = NULL;
	struct span found;
	const char *at;

	for (size_t i = 0; i < N_ROWS(places); i++) {
		CHECK_ROW(state, places[i].name);
		found = span_str(places[i].found);
		assert_int_equal(TT_OK, tt_normal_new(&t, found));
		at = strstr(t->text, places[i].part);
		assert_non_null(at);
		found = tt_normal_found(t, found, (size_t)(at - t->text),
		    (size_t)(at - t->text) + strlen(places[i].part));
		assert_int_equal(strlen(places[i].want), found.n);
		assert_memory_equal(places[i].want, found.p, found.n);
		tt_normal_free(t);
	}
}

static void
nothing_is_found_in_an_empty_range(void **state)
{
	struct span found = SPAN("abc");
	struct tt_normal *t = NULL;

	(void)state;
	assert_int_equal(TT_OK, tt_normal_new(&t, found));
	assert_int_equal(0, tt_normal_found(t, found, 3, 3).n);
	assert_ptr_equal(found.p + 1, tt_normal_found(t, found, 1, 1).p);
	tt_normal_free(t);
}

static void
too_long_is_refused(void **state)
{
	struct tt_normal *t = NULL;
	char *p = calloc(1, (size_t)TT_NORMAL_MAX + 1);

	(void)state;
	assert_non_null(p);
	assert_int_equal(TT_ELIMIT, tt_normal_new(&t,
	    (struct span){ p, (size_t)TT_NORMAL_MAX + 1 }));
	assert_null(t);
	free(p);
}

TEST_MAIN(cmocka_unit_test(texts_normalise_as_said),
    cmocka_unit_test(the_map_leads_back),
    cmocka_unit_test(nothing_is_found_in_an_empty_range),
    cmocka_unit_test(too_long_is_refused))
