/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "test.h"
#include "store/file.h"
#include "temp.h"

static void
check_text(const char *path, const char *want)
{
	struct buf b;

	assert_int_equal(TT_OK, file_read(path, 1000, &b));
	assert_true(span_is(buf_view(&b), want));
	buf_done(&b);
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(0, lstat(path, &st));
	return st.st_mode & 07777;
}

/* Nothing is left lying about beside what was asked for. */
static void
check_names(const char *dir, size_t n)
{
	struct file_list l;

	assert_int_equal(TT_OK, file_list(dir, 100, &l));
	assert_int_equal(n, l.n);
	file_list_free(&l);
}

static void
a_write_replaces_and_keeps_the_mode_asked_for(void **state)
{
	const char *path = temp_path(state, "f");

	assert_int_equal(TT_OK, file_write(path, "one", 3, 0644));
	assert_int_equal(0644, mode_of(path));
	assert_int_equal(TT_OK, file_write(path, "", 0, 0600));
	check_text(path, "");
	assert_int_equal(0600, mode_of(path));
	check_names(temp_path(state, "."), 1);
	assert_int_equal(TT_ENOENT, file_write(temp_path(state, "no/f"), "", 0,
	    0600));
}

static void
a_creation_never_replaces(void **state)
{
	const char *path = temp_path(state, "f"), *link = temp_path(state, "l");

	assert_int_equal(TT_OK, file_create(path, "one", 3, 0600));
	assert_int_equal(TT_EEXIST, file_create(path, "two", 3, 0600));
	check_text(path, "one");
	assert_int_equal(0, symlink("nowhere", link));
	assert_int_equal(TT_EEXIST, file_create(link, "two", 3, 0600));
	check_names(temp_path(state, "."), 2);
}

static void
a_kept_file_is_the_same_or_refused(void **state)
{
	const char *path = temp_path(state, "f");

	assert_int_equal(TT_OK, file_keep(path, "one", 3, 0600));
	assert_int_equal(TT_OK, file_keep(path, "one", 3, 0600));
	assert_int_equal(TT_EEXIST, file_keep(path, "on", 2, 0600));
	assert_int_equal(TT_EEXIST, file_keep(path, "ones", 4, 0600));
	assert_int_equal(TT_EEXIST, file_keep(path, "two", 3, 0600));
	check_text(path, "one");
}

static void
reading_has_a_limit_and_wants_a_plain_file(void **state)
{
	const char *path = temp_path(state, "f"), *pipe = temp_path(state, "p");
	struct buf b;
	uint64_t n;

	assert_int_equal(TT_OK, file_write(path, "12345", 5, 0600));
	assert_int_equal(TT_ELIMIT, file_read(path, 4, &b));
	assert_int_equal(TT_OK, file_read(path, 5, &b));
	buf_done(&b);
	assert_int_equal(TT_OK, file_size(path, &n));
	assert_int_equal(5, n);
	assert_int_equal(TT_ENOENT, file_read(temp_path(state, "x"), 9, &b));
	assert_int_equal(TT_EIO, file_read(temp_path(state, "."), 9, &b));
	assert_int_equal(0, mkfifo(pipe, 0600));
	assert_int_equal(TT_EIO, file_read(pipe, 9, &b));
}

static void
below_a_folder_no_link_is_followed(void **state)
{
	static const struct {
		const char *name, *path;
		enum tt_err want;
	} rows[] = {
		{ "a file", "f", TT_OK },
		{ "a file in a folder", "sub/f", TT_OK },
		{ "a link to a file", "link", TT_EREFUSED },
		{ "a file in a linked folder", "out/f", TT_EREFUSED },
		{ "a way out", "../f", TT_EREFUSED },
		{ "a way out and back", "sub/../f", TT_EREFUSED },
		{ "from the root", "/etc/passwd", TT_EREFUSED },
		{ "a folder", "sub", TT_EIO },
		{ "a pipe", "pipe", TT_EIO },
		{ "none", "none", TT_ENOENT },
		{ "none in a folder", "sub/none", TT_ENOENT },
		{ "a file as a folder", "f/f", TT_ENOENT },
	};
	struct buf b;

	assert_int_equal(TT_OK, file_mkdirs(temp_path(state, "d/sub")));
	assert_int_equal(TT_OK, file_write(temp_path(state, "d/f"), "text", 4,
	    0600));
	assert_int_equal(TT_OK, file_write(temp_path(state, "d/sub/f"), "text",
	    4, 0600));
	assert_int_equal(0, symlink("f", temp_path(state, "d/link")));
	assert_int_equal(0, symlink("sub", temp_path(state, "d/out")));
	assert_int_equal(0, mkfifo(temp_path(state, "d/pipe"), 0600));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, file_read_below(temp_path(state,
		    "d"), span_str(rows[i].path), 1000, &b));
		if (rows[i].want != TT_OK)
			continue;
		assert_true(span_is(buf_view(&b), "text"));
		buf_done(&b);
	}
}

static void
a_secret_that_others_can_read_is_refused(void **state)
{
	static const struct {
		const char *name;
		mode_t mode;
		enum tt_err want;
	} rows[] = {
		{ "owner only", 0600, TT_OK },
		{ "owner, reading", 0400, TT_OK },
		{ "group reads", 0640, TT_EREFUSED },
		{ "others read", 0604, TT_EREFUSED },
		{ "others write", 0602, TT_EREFUSED },
	};
	const char *path = temp_path(state, "key");
	struct buf b;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_OK, file_write(path, "key", 3,
		    rows[i].mode));
		assert_int_equal(rows[i].want, file_read_secret(path, 9, &b));
		if (rows[i].want == TT_OK) {
			assert_true(b.secret);
			buf_done(&b);
		}
	}
}

static void
a_full_disk_leaves_the_old_file(void **state)
{
	static char big[100000];
	const char *path = temp_path(state, "f");
	struct file_member m = { SPAN("big"), { big, sizeof(big) } };
	struct temp_limit limit;
	enum tt_err written, created, extracted;

	assert_int_equal(TT_OK, file_write(path, "old", 3, 0600));
	temp_limit_files(&limit, 4096);
	written = file_write(path, big, sizeof(big), 0600);
	created = file_create(temp_path(state, "g"), big, sizeof(big), 0600);
	extracted = file_extract(temp_path(state, "d"), &m, 1);
	temp_limit_end(&limit);
	assert_int_equal(TT_EFULL, written);
	assert_int_equal(TT_EFULL, created);
	assert_int_equal(TT_EFULL, extracted);
	check_text(path, "old");
	check_names(temp_path(state, "."), 1);
}

static void
folders_come_and_go(void **state)
{
	const char *deep = temp_path(state, "a/b/c"), *f, *l;

	assert_int_equal(TT_OK, file_mkdirs(deep));
	assert_int_equal(TT_OK, file_mkdirs(deep));
	assert_int_equal(0700, mode_of(temp_path(state, "a/b")));
	assert_int_equal(TT_EEXIST, file_mkdir(deep));
	f = temp_path(state, "a/b/c/f");
	assert_int_equal(TT_OK, file_write(f, "x", 1, 0600));
	assert_int_equal(TT_EEXIST, file_mkdirs(f));
	assert_int_equal(TT_OK, file_mkdir(temp_path(state, "kept")));
	l = temp_path(state, "a/link");
	assert_int_equal(0, symlink("../kept", l));
	errno = ENOSPC;
	assert_int_equal(TT_OK, file_remove_tree(temp_path(state, "a")));
	assert_int_equal(ENOSPC, errno);	/* why it is cleared away */
	assert_false(file_exists(temp_path(state, "a")));
	assert_true(file_exists(temp_path(state, "kept")));
	assert_int_equal(TT_OK, file_remove(temp_path(state, "none")));
}

static void
a_rename_never_replaces(void **state)
{
	const char *a = temp_path(state, "a"), *b = temp_path(state, "b");

	assert_int_equal(TT_OK, file_mkdir(a));
	assert_int_equal(TT_OK, file_mkdir(b));
	assert_int_equal(TT_EEXIST, file_rename(a, b));
	assert_int_equal(TT_OK, file_rename(a, temp_path(state, "c")));
	assert_false(file_exists(a));
}

static void
what_never_ended_is_tidied_away(void **state)
{
	const char *dir = temp_path(state, ".");

	temp_write(temp_path(state, ".tmp-0123456789abcdef"), "half a file");
	assert_int_equal(TT_OK, file_mkdirs(temp_path(state,
	    ".tmp-fedcba9876543210/a")));
	temp_write(temp_path(state, "kept"), "whole");
	temp_write(temp_path(state, ".hidden"), "whole");
	assert_int_equal(TT_OK, file_tidy(dir));
	check_names(dir, 2);
	assert_int_equal(TT_ENOENT, file_tidy(temp_path(state, "none")));
}

static void
a_lock_is_for_one(void **state)
{
	const char *path = temp_path(state, "lock");
	int a = -1, b = -1;

	assert_int_equal(TT_OK, file_lock(path, &a));
	assert_int_equal(TT_EAGAIN, file_lock(path, &b));
	assert_int_equal(-1, b);
	file_unlock(a);
	assert_int_equal(TT_OK, file_lock(path, &b));
	file_unlock(b);
}

static void
members_become_a_folder_or_nothing(void **state)
{
	static const struct {
		const char *name;
		const char *members[3];
		enum tt_err want;
	} rows[] = {
		{ "two in a folder", { "a/b.txt", "c" }, TT_OK },
		{ "none", { NULL }, TT_OK },
		{ "parent", { "a", "../c" }, TT_ETAR_NAME },
		{ "absolute", { "/c" }, TT_ETAR_NAME },
		{ "here", { "./c" }, TT_ETAR_NAME },
		{ "empty component", { "a//c" }, TT_ETAR_NAME },
		{ "slash at the end", { "a/" }, TT_ETAR_NAME },
		{ "empty", { "" }, TT_ETAR_NAME },
		{ "twice", { "a", "a" }, TT_ETAR_DUPLICATE },
		{ "a file as a folder", { "a", "a/b" }, TT_ENOENT },
		{ "a folder as a file", { "a/b", "a" }, TT_ETAR_DUPLICATE },
	};
	struct file_member m[3];
	const char *target = temp_path(state, "out");
	size_t n;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		for (n = 0; n < 3 && rows[i].members[n] != NULL; n++)
			m[n] = (struct file_member){
				span_str(rows[i].members[n]), SPAN("text") };
		assert_int_equal(rows[i].want, file_extract(target, m, n));
		check_names(temp_path(state, "."), rows[i].want == TT_OK);
		if (rows[i].want != TT_OK)
			continue;
		assert_int_equal(0700, mode_of(target));
		if (n == 2) {
			check_text(temp_path(state, "out/a/b.txt"), "text");
			assert_int_equal(0600, mode_of(temp_path(state,
			    "out/c")));
		}
		assert_int_equal(TT_EEXIST, file_extract(target, m, n));
		assert_int_equal(TT_OK, file_remove_tree(target));
	}
}

static void
a_lock_that_many_have_shows_who_is_alone(void **state)
{
	const char *path = temp_path(state, "many");
	int a = -1, b = -1, c = -1;
	bool alone = false;

	assert_int_equal(TT_OK, file_lock_many(path, &a, &alone));
	assert_true(alone);
	file_lock_share(a);
	assert_int_equal(TT_OK, file_lock_many(path, &b, &alone));
	assert_false(alone);
	file_unlock(a);
	file_unlock(b);
	assert_int_equal(TT_OK, file_lock_many(path, &c, &alone));
	assert_true(alone);
	file_unlock(c);
}

#define IN_TEMP(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(IN_TEMP(a_write_replaces_and_keeps_the_mode_asked_for),
    IN_TEMP(a_creation_never_replaces),
    IN_TEMP(a_kept_file_is_the_same_or_refused),
    IN_TEMP(reading_has_a_limit_and_wants_a_plain_file),
    IN_TEMP(below_a_folder_no_link_is_followed),
    IN_TEMP(a_secret_that_others_can_read_is_refused),
    IN_TEMP(a_full_disk_leaves_the_old_file),
    IN_TEMP(folders_come_and_go),
    IN_TEMP(a_rename_never_replaces),
    IN_TEMP(what_never_ended_is_tidied_away),
    IN_TEMP(a_lock_is_for_one),
    IN_TEMP(a_lock_that_many_have_shows_who_is_alone),
    IN_TEMP(members_become_a_folder_or_nothing))
