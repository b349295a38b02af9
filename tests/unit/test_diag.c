/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "telltale/diag.h"

static struct tt_diags diags;

static const struct {
	const char *name;
	const char *file;
	uint32_t line, column;
	enum tt_severity severity;
	const char *text, *remedy, *want;
} rows[] = {
	{ "all of it", "a.md", 3, 7, TT_ERROR, "no", "yes",
	  "a.md:3:7: error: no; yes" },
	{ "a warning without remedy", "a.md", 3, 7, TT_WARNING, "no", NULL,
	  "a.md:3:7: warning: no" },
	{ "no column", "a.md", 3, 0, TT_ERROR, "no", NULL,
	  "a.md:3: error: no" },
	{ "the file as a whole", "a.md", 0, 0, TT_ERROR, "no", NULL,
	  "a.md: error: no" },
	{ "no file", "", 0, 0, TT_ERROR, "no", NULL, "error: no" },
	{ "controls", "a\x1b[m", 0, 0, TT_ERROR, "x\ny\xff", NULL,
	  "a?[m: error: x?y?" },
};

static void
a_diagnostic_is_one_line(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct buf out;

		CHECK_ROW(state, rows[i].name);
		tt_diags_init(&diags);
		tt_diags_add(&diags, rows[i].severity, (struct tt_where){
			{ rows[i].file, strlen(rows[i].file) }, 0,
			rows[i].line, rows[i].column }, rows[i].remedy, "%s",
		    rows[i].text);
		buf_init(&out, 1000);
		tt_diag_format(&diags.row[0], &out);
		assert_string_equal(rows[i].want, out.p);
		buf_done(&out);
	}
}

static void
add(uint32_t order, uint32_t line, uint32_t column, const char *text)
{
	tt_diags_add(&diags, TT_ERROR, (struct tt_where){ { "f", 1 }, order,
		line, column }, NULL, "%s", text);
}

static void
rows_are_sorted_by_place(void **state)
{
	char seen[8] = "";

	(void)state;
	tt_diags_init(&diags);
	add(9, 9, 9, "a");	/* of an earlier run: stays in front */
	add(1, 1, 1, "f");
	add(0, 2, 5, "d");
	add(0, 2, 1, "b");
	add(0, 2, 5, "e");
	add(0, 2, 1, "c");
	tt_diags_sort(&diags, 1);
	for (size_t i = 0; i < diags.n; i++)
		seen[i] = diags.row[i].text[0];
	assert_string_equal("abcdef", seen);
}

static void
what_is_over_the_limit_is_counted(void **state)
{
	(void)state;
	tt_diags_init(&diags);
	for (uint32_t i = 0; i < TT_DIAGS_MAX + 5; i++)
		add(0, i, 0, "x");
	assert_int_equal(TT_DIAGS_MAX, diags.n);
	assert_int_equal(TT_DIAGS_MAX + 5, diags.n_errors);
	assert_int_equal(TT_DIAGS_MAX - 1, diags.row[diags.n - 1].line);
}

static void
long_texts_are_cut_between_characters(void **state)
{
	char text[2 * TT_DIAG_TEXT_MAX + 1] = "";

	(void)state;
	for (size_t i = 0; i < TT_DIAG_TEXT_MAX; i++)
		memcpy(text + 2 * i, "\xc3\xa9", 3);
	tt_diags_init(&diags);
	add(0, 1, 1, text);
	assert_int_equal(TT_DIAG_TEXT_MAX - 1, strlen(diags.row[0].text));
	assert_int_equal(0, strncmp(text, diags.row[0].text,
	    TT_DIAG_TEXT_MAX - 1));
}

TEST_MAIN(cmocka_unit_test(a_diagnostic_is_one_line),
    cmocka_unit_test(rows_are_sorted_by_place),
    cmocka_unit_test(what_is_over_the_limit_is_counted),
    cmocka_unit_test(long_texts_are_cut_between_characters))
