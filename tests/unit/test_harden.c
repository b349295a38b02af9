/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"
#include "store/harden.h"

#define NOBODY	65534

static void
a_hardened_process_keeps_its_memory(void **state)
{
	struct rlimit core;

	(void)state;
	assert_int_equal(TT_OK, harden());
	assert_int_equal(0, getrlimit(RLIMIT_CORE, &core));
	assert_int_equal(0, core.rlim_cur);
	assert_int_equal(0, core.rlim_max);
	assert_int_equal(0, prctl(PR_GET_DUMPABLE));
	assert_int_equal(077, umask(077));
	assert_true(signal(SIGPIPE, SIG_IGN) == SIG_IGN);
}

/* Of a user other than root: its /proc/PID/mem, before and after. */
static int
own_memory(void)
{
	struct stat before, after;

	if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
		return 1;
	prctl(PR_SET_DUMPABLE, 1);	/* changing users has cleared it */
	if (stat("/proc/self/mem", &before) != 0 || before.st_uid != NOBODY)
		return 2;
	if (harden() != TT_OK || stat("/proc/self/mem", &after) != 0)
		return 3;
	return after.st_uid == 0 ? 0 : 4;
}

static void
its_memory_is_roots_in_proc(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	if (geteuid() != 0)
		skip();
	if ((pid = fork()) == 0)
		_exit(own_memory());
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_true(WIFEXITED(status));
	assert_int_equal(0, WEXITSTATUS(status));
}

TEST_MAIN(cmocka_unit_test(its_memory_is_roots_in_proc),
    cmocka_unit_test(a_hardened_process_keeps_its_memory))
