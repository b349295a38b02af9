/* SPDX-License-Identifier: ISC */
/* Stems: what of a wording is one, and which words begin so. */
#include "test.h"
#include "wording/stem.h"

#define WORDS_MAX	8

/* Words parted by spaces, in at. */
static struct wording
words(const char *text, struct seen at[WORDS_MAX])
{
	struct span in = span_str(text), word;
	struct wording x = { .at = at };

	while (in.n > 0 && span_word(&in, ' ', &word)) {
		assert_true(x.n < WORDS_MAX);
		at[x.n++] = (struct seen){ .kind = SEEN_WORD, .text = word };
	}
	return x;
}

static const struct {
	const char *wording;
	size_t lead, tail;
	const char *stem;
} stems[] = {
	{ "reuse", 0, 0, "reus" },
	{ "re-using", 0, 0, "reus" },
	{ "file names", 0, 0, "filenam" },
	{ "third-party", 0, 0, "thirdpart" },
	{ "third parties", 0, 0, "thirdpart" },
	{ "zeros", 0, 0, "zero" },
	{ "base", 0, 0, "base" },	/* no ending: too short without it */
	{ "in favour of", 1, 1, "favour" },
	{ "denial-of-service attack", 0, 1, "denialofservic" },
	{ "part of", 0, 2, "" },
};

static void
a_stem_has_neither_hyphen_nor_ending(void **state)
{
	for (size_t i = 0; i < N_ROWS(stems); i++) {
		char out[STEM_MAX];
		struct seen at[WORDS_MAX];
		struct wording x = words(stems[i].wording, at);

		CHECK_ROW(state, stems[i].wording);
		assert_true(span_is(stem_of(&x, stems[i].lead, stems[i].tail,
		    out), stems[i].stem));
	}
}

static void
a_long_stem_is_cut(void **state)
{
	char out[STEM_MAX], text[STEM_MAX + 9];
	struct seen at[WORDS_MAX];
	struct wording x;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	x = words(text, at);
	assert_int_equal(STEM_MAX, stem_of(&x, 0, 0, out).n);
}

static const struct {
	const char *stem, *text;
	bool is;
} places[] = {
	{ "reus", "they may re-use it", true },
	{ "reus", "Reusable", true },
	{ "reus", "the use of it", false },
	{ "filenam", "a File Name", true },
	{ "filenam", "a file that has a name", false },
	{ "filenam", "a file", false },
	{ "", "anything", false },
};

static void
a_stem_is_found_across_words(void **state)
{
	for (size_t i = 0; i < N_ROWS(places); i++) {
		struct seen at[WORDS_MAX];
		struct wording x = words(places[i].text, at);

		CHECK_ROW(state, places[i].text);
		assert_int_equal(places[i].is,
		    stem_is_in(span_str(places[i].stem), &x));
	}
}

static void
code_has_no_stem(void **state)
{
	struct seen s = { SEEN_CODE, 0, SPAN("reuse") };
	struct span stem = SPAN("reus");

	(void)state;
	assert_false(stem_takes(&stem, &s));
	s.kind = SEEN_NAME;
	assert_true(stem_takes(&stem, &s));
	assert_int_equal(0, stem.n);
}

TEST_MAIN(cmocka_unit_test(a_stem_has_neither_hyphen_nor_ending),
    cmocka_unit_test(a_long_stem_is_cut),
    cmocka_unit_test(a_stem_is_found_across_words),
    cmocka_unit_test(code_has_no_stem))
