/* SPDX-License-Identifier: ISC */
/*
 * What a confined child tries, and what comes of it.  Each row is a child of
 * its own; it answers with 0 for "could not", 1 for "could".
 */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "extract/confine.h"

#define MB	((uint64_t)1 << 20)

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED_HERE	1	/* its shadow is all of the address space */
#endif
#endif
#ifndef SANITIZED_HERE
#define SANITIZED_HERE	0
#endif

static char *const no_env[] = { NULL };

static bool
may_read(const char *path)
{
	return open(path, O_RDONLY) >= 0;
}

static bool
internet(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool
unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool
program(void)
{
	char name[] = "false";
	char *const argv[] = { name, NULL };

	execve("/bin/false", argv, no_env);
	return false;	/* had it gone well, its exit were 1: "could" */
}

static bool
fork_off(void)
{
	return fork() >= 0;
}

static bool
new_file(void)
{
	return open("/tmp/telltale-confined", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool
read_write(void)
{
	return open("/dev/null", O_RDWR) >= 0;
}

static bool
unnamed_file(void)
{
	return open("/tmp", O_TMPFILE | O_WRONLY, 0600) >= 0;
}

static bool
take_away(void)
{
	return unlink("/tmp/telltale-nothing") == 0 || errno != EPERM;
}

static bool
signal_parent(void)
{
	return kill(getppid(), 0) == 0;
}

static bool
trace_parent(void)
{
	return ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0;
}

static bool
more_processor(void)
{
	const struct rlimit more = { 1000, 1000 };

	return setrlimit(RLIMIT_CPU, &more) == 0;
}

static bool
much_memory(void)
{
	return mmap(NULL, 2048 * MB, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool
some_memory(void)
{
	char *p = malloc(64 * MB);

	if (p != NULL)
		memset(p, 1, 64 * MB);
	return p != NULL;
}

static bool
io_ring(void)
{
	return syscall(SYS_io_uring_setup, 1, NULL) >= 0 || errno != EPERM;
}

static bool
passwords(void)
{
	return may_read("/etc/passwd");
}

static bool
library(void)
{
	return may_read("/usr/lib/os-release");
}

static const struct {
	const char *name;
	bool (*attempt)(void);
	bool could;
	bool landlock;	/* only where the kernel has it */
} rows[] = {
	{ "a socket to the network", internet, false, false },
	{ "a Unix socket", unix_socket, false, false },
	{ "another program", program, false, false },
	{ "another process", fork_off, false, false },
	{ "a new file", new_file, false, false },
	{ "a file to write to", read_write, false, false },
	{ "a file without a name", unnamed_file, false, false },
	{ "removing a file", take_away, false, false },
	{ "a signal to its parent", signal_parent, false, false },
	{ "tracing its parent", trace_parent, false, false },
	{ "more time of the processor", more_processor, false, false },
	{ "2 GB of memory", much_memory, false, false },
	{ "a ring that makes calls for it", io_ring, false, false },
	{ "a file of the system's settings", passwords, false, true },
	{ "a file of its libraries", library, true, false },
	{ "64 MB of memory", some_memory, true, false },
};

static bool
kernel_has_landlock(void)
{
	return syscall(444, NULL, 0, 1) >= 1;
}

static int
run_confined(bool (*attempt)(void))
{
	const struct confine_limits l = { 1024 * MB, 5 };
	int status = 0;
	pid_t pid;

	if ((pid = fork()) == 0) {
		if (confine(&l) != TT_OK)
			_exit(77);
		_exit(attempt() ? 1 : 0);
	}
	assert_true(pid > 0);
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
a_confined_child_can_read_libraries_and_compute(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		if (rows[i].landlock && !kernel_has_landlock())
			continue;
		if (SANITIZED_HERE && rows[i].attempt == much_memory)
			continue;
		assert_int_equal(rows[i].could, run_confined(rows[i].attempt));
	}
}

/* Each attempt that must fail is one that goes well outside. */
static void
outside_it_could(void **state)
{
	(void)state;
	assert_true(internet());
	assert_true(unix_socket());
	assert_true(read_write());
	assert_true(passwords());
	assert_true(library());
}

static void
too_much_time_is_a_signal(void **state)
{
	const struct confine_limits l = { 1024 * MB, 1 };
	int status = 0;
	pid_t pid;

	(void)state;
	if ((pid = fork()) == 0) {
		if (confine(&l) == TT_OK)
			for (volatile unsigned n = 0;; n++)
				continue;
		_exit(77);
	}
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_true(WIFSIGNALED(status));
	assert_int_equal(SIGXCPU, WTERMSIG(status));
}

TEST_MAIN(
    cmocka_unit_test(a_confined_child_can_read_libraries_and_compute),
    cmocka_unit_test(outside_it_could),
    cmocka_unit_test(too_much_time_is_a_signal))
