/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/child.h"
#include "cli/clock.h"

#define MEMORY_MAX	((rlim_t)4 << 30)	/* bytes of address space */
#define FILE_MAX	((rlim_t)256 << 20)	/* bytes */
#define NO_PROGRAM	127

/* In the child: never returns. */
static void
become(char *const *argv, const char *dir, int out, pid_t parent)
{
	const struct rlimit memory = { MEMORY_MAX, MEMORY_MAX };
	const struct rlimit file = { FILE_MAX, FILE_MAX };
	const char *path = getenv("PATH");
	char env_path[4096], env_home[4200], env_tmp[4200];
	char lc[] = "LC_ALL=C.UTF-8";
	char *env[] = { env_path, env_home, env_tmp, lc, NULL };
	int in = open("/dev/null", O_RDONLY);

	/* nobody is left to end it then, nor to remove what it looks at */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(126);

	snprintf(env_path, sizeof(env_path), "PATH=%s",
	    path != NULL ? path : "/usr/bin:/bin");
	snprintf(env_home, sizeof(env_home), "HOME=%s", dir);
	snprintf(env_tmp, sizeof(env_tmp), "TMPDIR=%s", dir);
	if (in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(out, 2) < 0 || chdir(dir) != 0 ||
	    setrlimit(RLIMIT_AS, &memory) != 0 ||
	    setrlimit(RLIMIT_FSIZE, &file) != 0)
		_exit(126);
	setpgid(0, 0);
	signal(SIGPIPE, SIG_DFL);
	execvpe(argv[0], argv, env);
	_exit(NO_PROGRAM);
}

/* Until the child closes its output; false when the time is over. */
static bool
drain(int fd, int64_t until_ms, struct buf *out)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char chunk[4096];
	int64_t left;
	ssize_t n;

	for (;;) {
		if ((left = until_ms - clock_ms()) <= 0)
			return false;
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		if ((n = read(fd, chunk, sizeof(chunk))) <= 0)
			return true;
		if (out->max - out->n < (size_t)n)
			n = (ssize_t)(out->max - out->n);
		buf_add(out, chunk, (size_t)n);
	}
}

static bool
reap(pid_t pid, int64_t until_ms, int *status)
{
	for (;;) {
		pid_t r = waitpid(pid, status, WNOHANG);

		if (r == pid || (r < 0 && errno != EINTR))
			return true;
		if (clock_ms() >= until_ms)
			return false;
		clock_sleep_ms(2);
	}
}

enum tt_err
child_run(char *const *argv, const char *dir, int seconds, struct buf *out,
    struct child_result *result)
{
	int64_t until_ms = clock_ms() + (int64_t)seconds * 1000;
	int fd[2], status = 0;
	bool ended;
	pid_t parent = getpid(), pid;

	if (pipe2(fd, O_CLOEXEC) != 0)
		return TT_EIO;
	if ((pid = fork()) == 0)
		become(argv, dir, fd[1], parent);
	close(fd[1]);
	if (pid < 0) {
		close(fd[0]);
		return TT_EIO;
	}
	setpgid(pid, pid);
	ended = drain(fd[0], until_ms, out) && reap(pid, until_ms, &status);
	kill(-pid, SIGKILL);	/* what it left behind, too */
	if (!ended)
		waitpid(pid, &status, 0);
	close(fd[0]);
	if (ended && WIFEXITED(status) && WEXITSTATUS(status) == NO_PROGRAM)
		return TT_ENOENT;
	result->timed_out = !ended;
	result->status = WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
	return TT_OK;
}
