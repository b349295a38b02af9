/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <sys/wait.h>

#include "test.h"
#include "cli/unpacking.h"
#include "temp.h"

static const struct file_member members[] = {
	{ { "a/advisory.md", 13 }, { "plain", 5 } },
	{ { "b", 1 }, { "text", 4 } },
};

static void
check_names(const char *dir, size_t n)
{
	struct file_list l;

	assert_int_equal(TT_OK, file_list(dir, 100, &l));
	assert_int_equal(n, l.n);
	file_list_free(&l);
}

static void
home_and_desk(void **state)
{
	assert_int_equal(TT_OK, file_mkdir(temp_path(state, "home")));
	assert_int_equal(TT_OK, file_mkdir(temp_path(state, "desk")));
}

enum stop { RECORDED, BEGUN, BUILT, MOVED };

/* Unpacks in a process of its own, which is killed at that point. */
static void
killed_at(void **state, const char *target, enum stop stop)
{
	const char *home = temp_path(state, "home");
	const char *to = temp_path(state, target);
	char half[FILE_PATH_MAX];
	struct unpacking u;
	int status;
	pid_t pid;

	if ((pid = fork()) == 0) {
		if (unpacking_begin(&u, home, to) != TT_OK)
			_exit(1);
		if (stop == BEGUN && (file_mkdir(u.work) != TT_OK ||
		    file_path(half, u.work, "half") != TT_OK ||
		    file_write(half, "pl", 2, 0600) != TT_OK))
			_exit(2);
		if (stop >= BUILT && file_extract(u.work, members, 2) != TT_OK)
			_exit(3);
		if (stop == MOVED && file_rename(u.work, to) != TT_OK)
			_exit(4);
		raise(SIGKILL);
	}
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
what_a_kill_left_is_removed(void **state)
{
	static const struct {
		const char *name;
		enum stop stop;
		size_t left, kept;	/* names in desk: before, after */
	} rows[] = {
		{ "only on record", RECORDED, 0, 0 },
		{ "half a folder", BEGUN, 1, 0 },
		{ "all of it, not in its place", BUILT, 1, 0 },
		{ "in its place", MOVED, 1, 1 },
	};
	const char *home = temp_path(state, "home");
	const char *desk = temp_path(state, "desk");

	home_and_desk(state);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		killed_at(state, "desk/out", rows[i].stop);
		check_names(desk, rows[i].left);
		assert_true(file_exists(temp_path(state, "home/unpacking")));
		unpacking_sweep(home);
		check_names(desk, rows[i].kept);
		assert_false(file_exists(temp_path(state, "home/unpacking")));
	}
	assert_true(file_exists(temp_path(state, "desk/out/a/advisory.md")));
}

static void
a_sweep_leaves_who_is_at_work_alone(void **state)
{
	const char *home = temp_path(state, "home");
	struct unpacking u;

	home_and_desk(state);
	assert_int_equal(TT_OK, unpacking_begin(&u, home,
	    temp_path(state, "desk/out")));
	assert_int_equal(TT_OK, file_extract(u.work, members, 2));
	unpacking_sweep(home);
	assert_true(file_exists(u.work));
	assert_int_equal(TT_OK, file_rename(u.work,
	    temp_path(state, "desk/out")));
	assert_int_equal(TT_OK, unpacking_end(&u));
	check_names(temp_path(state, "desk"), 1);
	assert_false(file_exists(temp_path(state, "home/unpacking")));
}

static void
a_disk_that_is_taken_out_stays_on_record(void **state)
{
	const char *home = temp_path(state, "home");
	const char *desk = temp_path(state, "desk");
	const char *away = temp_path(state, "away");
	struct unpacking u;

	home_and_desk(state);
	killed_at(state, "desk/out", BUILT);
	assert_int_equal(TT_OK, file_rename(desk, away));
	unpacking_sweep(home);
	assert_true(file_exists(temp_path(state, "home/unpacking")));

	/* another bulletin is opened elsewhere meanwhile */
	assert_int_equal(TT_OK, unpacking_begin(&u, home,
	    temp_path(state, "second")));
	assert_int_equal(TT_OK, file_extract_by(u.work,
	    temp_path(state, "second"), members, 2));
	assert_int_equal(TT_OK, unpacking_end(&u));
	check_names(away, 1);

	assert_int_equal(TT_OK, file_rename(away, desk));
	unpacking_sweep(home);
	check_names(desk, 0);
	assert_false(file_exists(temp_path(state, "home/unpacking")));
}

static void
nothing_but_what_is_unfinished_is_removed(void **state)
{
	static const char *const rows[] = {
		"desk", "desk/.tmp-1/../mine", "desk/mine", "desk/.tmp-1/mine",
	};
	const char *home = temp_path(state, "home");
	char line[FILE_PATH_MAX];

	home_and_desk(state);
	assert_int_equal(TT_OK, file_mkdirs(temp_path(state, "desk/mine")));
	assert_int_equal(TT_OK, file_mkdirs(temp_path(state,
	    "desk/.tmp-1/mine")));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i]);
		snprintf(line, sizeof(line), "%s\n", temp_path(state,
		    rows[i]));
		temp_write(temp_path(state, "home/unpacking"), line);
		unpacking_sweep(home);
		assert_true(file_exists(temp_path(state, "desk/mine")));
		assert_true(file_exists(temp_path(state,
		    "desk/.tmp-1/mine")));
		assert_false(file_exists(temp_path(state,
		    "home/unpacking")));
	}
}

static void
without_a_record_nothing_is_begun(void **state)
{
	struct temp_limit limit;
	struct unpacking u;
	enum tt_err e;

	home_and_desk(state);
	temp_limit_files(&limit, 0);
	e = unpacking_begin(&u, temp_path(state, "home"),
	    temp_path(state, "desk/out"));
	temp_limit_end(&limit);
	assert_int_equal(TT_EFULL, e);
	assert_int_equal(TT_ENOENT, unpacking_begin(&u,
	    temp_path(state, "home"), temp_path(state, "none/out")));
	assert_int_equal(TT_ENOENT, unpacking_begin(&u,
	    temp_path(state, "none"), temp_path(state, "desk/out")));
	assert_int_equal(TT_OK, file_mkdir(temp_path(state, "two\nlines")));
	assert_int_equal(TT_ESYNTAX, unpacking_begin(&u,
	    temp_path(state, "home"), temp_path(state, "two\nlines/out")));
	assert_false(file_exists(temp_path(state, "home/unpacking")));
}

#define IN_TEMP(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(IN_TEMP(what_a_kill_left_is_removed),
    IN_TEMP(a_sweep_leaves_who_is_at_work_alone),
    IN_TEMP(a_disk_that_is_taken_out_stays_on_record),
    IN_TEMP(nothing_but_what_is_unfinished_is_removed),
    IN_TEMP(without_a_record_nothing_is_begun))
