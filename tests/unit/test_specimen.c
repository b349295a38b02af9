/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/sha256.h"
#include "cli/cli.h"
#include "cli/specimen.h"
#include "temp.h"

static const struct {
	const char *name;
	struct span bytes;
	const char *kind;	/* NULL: text */
} rows[] = {
	{ "prose", SPAN_INIT("found on a paste site\n"), NULL },
	{ "nothing at all", SPAN_INIT(""), NULL },
	{ "Windows-1252", SPAN_INIT("na\xefve"), NULL },
	{ "UTF-8 with its mark", SPAN_INIT("\xef\xbb\xbftext"), NULL },
	{ "a PDF", SPAN_INIT("%PDF-1.7\n%\xe2\xe3"), "a PDF" },
	{ "of PDFs, in prose", SPAN_INIT("a %PDF-1.7"), NULL },
	{ "PNG", SPAN_INIT("\x89PNG\r\n\x1a\n"), "a picture" },
	{ "JPEG", SPAN_INIT("\xff\xd8\xff\xe0"), "a picture" },
	{ "half a magic number", SPAN_INIT("\xff\xd8"), NULL },
	{ "docx", SPAN_INIT("PK\x03\x04"),
	    "an archive or an office document" },
	{ "UTF-16", SPAN_INIT("\xff\xfe" "a\0"), "text in UTF-16" },
	{ "a capture", SPAN_INIT("\xd4\xc3\xb2\xa1\x02"),
	    "a capture of traffic" },
	{ "a NUL in it", SPAN_INIT("text\0text"), "no text" },
};

static void
what_is_no_text_is_known_by_its_beginning(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		const char *kind = specimen_kind(rows[i].bytes);

		CHECK_ROW(state, rows[i].name);
		if (rows[i].kind == NULL)
			assert_null(kind);
		else
			assert_string_equal(kind, rows[i].kind);
	}
}

static void
one_file_has_its_own_hash(void **state)
{
	const char *path = temp_path(state, "one");
	uint8_t want[SHA256_LEN];
	struct specimen s;

	temp_write(path, "one");
	sha256(want, "one", 3);
	assert_int_equal(CLI_DONE, specimen_read(&s, &path, 1));
	assert_int_equal(s.n, 1);
	assert_memory_equal(s.sha256.b, want, sizeof(want));
	specimen_done(&s);
}

static void
parts_of_one_leak_are_a_set(void **state)
{
	const char *a = temp_path(state, "a"), *b = temp_path(state, "b"),
	    *twin = temp_path(state, "twin");
	const char *orders[][3] = { { a, b, twin }, { b, twin, a },
		{ twin, a, b } };
	struct specimen s, first;

	temp_write(a, "one half");
	temp_write(b, "the other");
	temp_write(twin, "one half");
	assert_int_equal(CLI_DONE, specimen_read(&first, orders[0], 2));
	for (size_t i = 0; i < N_ROWS(orders); i++) {
		assert_int_equal(CLI_DONE, specimen_read(&s, orders[i], 3));
		assert_int_equal(s.n, 2);
		assert_memory_equal(&s.sha256, &first.sha256,
		    sizeof(s.sha256));
		specimen_done(&s);
	}
	assert_memory_not_equal(&first.sha256, &first.file[0].sha256,
	    sizeof(first.sha256));
	specimen_done(&first);
}

static void
one_bad_file_is_all_bad(void **state)
{
	const char *paths[] = { temp_path(state, "good"),
		temp_path(state, "pdf"), temp_path(state, "absent") };
	struct specimen s;

	temp_write(paths[0], "text");
	temp_write(paths[1], "%PDF-1.7\n");
	assert_int_equal(CLI_TROUBLE, specimen_read(&s, paths, 2));
	specimen_done(&s);
	assert_int_equal(CLI_TROUBLE, specimen_read(&s, &paths[2], 1));
	specimen_done(&s);
}

TEST_MAIN(cmocka_unit_test(what_is_no_text_is_known_by_its_beginning),
    cmocka_unit_test_setup_teardown(one_file_has_its_own_hash, temp_new,
    temp_gone),
    cmocka_unit_test_setup_teardown(parts_of_one_leak_are_a_set, temp_new,
    temp_gone),
    cmocka_unit_test_setup_teardown(one_bad_file_is_all_bad, temp_new,
    temp_gone))
