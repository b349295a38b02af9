/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/sha256.h"
#include "cli/cli.h"
#include "cli/specimen.h"
#include "temp.h"

static void
one_file_has_its_own_hash(void **state)
{
	const char *path = temp_path(state, "one");
	uint8_t want[SHA256_LEN];
	struct specimen s;

	temp_write(path, "one");
	sha256(want, "one", 3);
	assert_int_equal(CLI_DONE, specimen_read(&s, &path, 1, NULL));
	assert_int_equal(s.n, 1);
	assert_memory_equal(s.sha256.b, want, sizeof(want));
	specimen_done(&s);
}

/* What stands in it is no specimen's text, even if it is a text. */
static void
a_raw_file_is_hashed_and_not_looked_into(void **state)
{
	const char *path = temp_path(state, "raw"),
	    *none = temp_path(state, "none");
	uint8_t want[SHA256_LEN];
	struct specimen s;

	temp_write(path, "plain text, nothing else\n");
	sha256(want, "plain text, nothing else\n", 25);
	assert_int_equal(CLI_DONE, specimen_read_raw(&s, path));
	assert_int_equal(1, s.n);
	assert_int_equal(0, s.n_pieces);
	assert_memory_equal(want, s.sha256.b, sizeof(want));
	assert_true(span_is(buf_view(&s.file[0].raw),
	    "plain text, nothing else\n"));
	specimen_done(&s);
	assert_int_equal(CLI_TROUBLE, specimen_read_raw(&s, none));
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
	assert_int_equal(CLI_DONE, specimen_read(&first, orders[0], 2, NULL));
	for (size_t i = 0; i < N_ROWS(orders); i++) {
		assert_int_equal(CLI_DONE, specimen_read(&s, orders[i], 3,
		    NULL));
		assert_int_equal(s.n, 2);
		assert_memory_equal(&s.sha256, &first.sha256,
		    sizeof(s.sha256));
		specimen_done(&s);
	}
	assert_memory_not_equal(&first.sha256, &first.file[0].sha256,
	    sizeof(first.sha256));
	specimen_done(&first);
}

/* What is in it, piece after piece, each known by its file. */
static void
pieces_have_files_and_names(void **state)
{
	static const char mail[] = "From: a@example.org\nTo: b@example.org\n"
	    "Subject: found\nMIME-Version: 1.0\n"
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: text/plain\n\nthe first part\n--b\n"
	    "Content-Type: text/plain\n\nthe second part\n--b--\n";
	const char *paths[] = { temp_path(state, "m.eml"),
		temp_path(state, "t.txt") };
	struct specimen s;
	struct buf name;
	size_t texts = 0;

	temp_write(paths[0], mail);
	temp_write(paths[1], "plain text, nothing else\n");
	assert_int_equal(CLI_DONE, specimen_read(&s, paths, 2, NULL));
	assert_int_equal(2, s.n);
	assert_true(specimen_has(&s, TT_PIECE_TEXT));
	assert_false(specimen_has(&s, TT_PIECE_SEEN));
	for (size_t i = 0; i < s.n_pieces; i++) {
		const struct specimen_file *f = specimen_file_of(&s, i);

		assert_true(i >= f->first_piece &&
		    i < f->first_piece + f->n_pieces);
		buf_init(&name, 4096);
		specimen_piece_name(&s, i, &name);
		assert_true(span_starts(buf_view(&name), "m.eml") ||
		    span_starts(buf_view(&name), "t.txt"));
		buf_done(&name);
		texts += s.piece[i].kind == TT_PIECE_TEXT;
	}
	assert_true(texts >= 2);
	specimen_done(&s);
}

/* A file that says no costs itself; that nothing remains is an error. */
static void
what_cannot_be_read_is_left_out(void **state)
{
	const char *paths[] = { temp_path(state, "good"),
		temp_path(state, "pdf"), temp_path(state, "absent"),
		temp_path(state, "empty") };
	struct specimen s;

	temp_write(paths[0], "text");
	temp_write(paths[1], "%PDF-1.7\n");
	temp_write(paths[3], "");
	assert_int_equal(CLI_DONE, specimen_read(&s, paths, 2, NULL));
	assert_int_equal(2, s.n);
	assert_true(s.n_pieces >= 1);
	specimen_done(&s);
	assert_int_equal(CLI_TROUBLE, specimen_read(&s, &paths[2], 1, NULL));
	specimen_done(&s);
	assert_int_equal(CLI_TROUBLE, specimen_read(&s, paths, 1,
	    paths[2]));
	specimen_done(&s);
}

TEST_MAIN(cmocka_unit_test_setup_teardown(one_file_has_its_own_hash, temp_new,
    temp_gone),
    cmocka_unit_test_setup_teardown(a_raw_file_is_hashed_and_not_looked_into,
	temp_new, temp_gone),
    cmocka_unit_test_setup_teardown(parts_of_one_leak_are_a_set, temp_new,
    temp_gone),
    cmocka_unit_test_setup_teardown(pieces_have_files_and_names, temp_new,
    temp_gone),
    cmocka_unit_test_setup_teardown(what_cannot_be_read_is_left_out, temp_new,
    temp_gone))
