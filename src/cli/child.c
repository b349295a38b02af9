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

#include "base/secret.h"
#include "cli/child.h"
#include "cli/clock.h"

#define MEMORY_MAX	((rlim_t)4 << 30)	/* bytes of address space */
#define FILE_MAX	((rlim_t)256 << 20)	/* bytes */
#define NO_PROGRAM	127
#define LOOK_MS		100	/* between looks whether it is to stop */
#define DRAINED_MAX	2	/* descriptors of one child */

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

/* What a child writes to one descriptor; -1 once it has closed it. */
struct drained {
	int fd;
	struct buf *out;
};

/* What does not fit any more is read and dropped. */
static void
take(struct drained *d)
{
	char chunk[4096];
	ssize_t n = read(d->fd, chunk, sizeof(chunk));

	if (n <= 0) {
		close(d->fd);
		d->fd = -1;
		return;
	}
	if (d->out->max - d->out->n < (size_t)n)
		n = (ssize_t)(d->out->max - d->out->n);
	buf_add(d->out, chunk, (size_t)n);
	secret_wipe(chunk, sizeof(chunk));
}

/*
 * Until the child closes all of them; false when the time is over, or when it
 * is to stop.
 */
static bool
drain(struct drained d[DRAINED_MAX], int64_t until_ms, atomic_bool *stop)
{
	struct pollfd p[DRAINED_MAX];
	int64_t left;

	for (;;) {
		bool open = false;

		for (size_t i = 0; i < DRAINED_MAX; i++) {
			p[i] = (struct pollfd){ .fd = d[i].fd,
				.events = POLLIN };
			open |= d[i].fd >= 0;
		}
		if (!open)
			return true;
		if ((left = until_ms - clock_ms()) <= 0 ||
		    (stop != NULL && atomic_load(stop)))
			return false;
		if (stop != NULL && left > LOOK_MS)
			left = LOOK_MS;
		if (poll(p, DRAINED_MAX, (int)left) <= 0)
			continue;
		for (size_t i = 0; i < DRAINED_MAX; i++)
			if (d[i].fd >= 0 && p[i].revents != 0)
				take(&d[i]);
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

/* Reads it to its end, or ends it and its group, which it leads. */
static enum tt_err
await(pid_t pid, struct drained d[DRAINED_MAX], int64_t until_ms,
    atomic_bool *stop, struct child_result *result)
{
	int status = 0;
	bool ended;

	ended = drain(d, until_ms, stop) && reap(pid, until_ms, &status);
	kill(-pid, SIGKILL);	/* what it left behind, too */
	if (!ended)
		waitpid(pid, &status, 0);
	for (size_t i = 0; i < DRAINED_MAX; i++)
		if (d[i].fd >= 0)
			close(d[i].fd);
	if (ended && WIFEXITED(status) && WEXITSTATUS(status) == NO_PROGRAM)
		return TT_ENOENT;
	result->timed_out = !ended;
	result->status = WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
	return TT_OK;
}

enum tt_err
child_run(char *const *argv, const char *dir, int seconds, struct buf *out,
    struct child_result *result)
{
	int64_t until_ms = clock_ms() + (int64_t)seconds * 1000;
	struct drained d[DRAINED_MAX] = { { .fd = -1 }, { .fd = -1 } };
	int fd[2];
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
	d[0] = (struct drained){ fd[0], out };
	return await(pid, d, until_ms, NULL, result);
}

/* Both ends of what goes one way. */
struct way {
	int from, to;
};

static bool
way_open(struct way *w)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) != 0)
		return false;
	*w = (struct way){ fd[0], fd[1] };
	return true;
}

static void
way_close(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

/*
 * In the child of one of many threads: nothing but calls that are safe after
 * a fork.  No terminal: what it wants to know is given, or it fails.
 */
static void
become_self(char *const *argv, const struct way w[3], int null, pid_t parent)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || setsid() < 0 || dup2(null, 0) < 0 ||
	    dup2(w[0].to, 1) < 0 || dup2(w[1].to, 2) < 0)
		_exit(126);
	if (w[2].from == CHILD_GIVEN)
		fcntl(CHILD_GIVEN, F_SETFD, 0);
	else if (w[2].from >= 0 && dup2(w[2].from, CHILD_GIVEN) < 0)
		_exit(126);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	execv("/proc/self/exe", argv);
	_exit(NO_PROGRAM);
}

/* A short text, and its end: it fits into the pipe. */
static bool
give(struct way *w, struct span given)
{
	bool ok;

	if (!way_open(w))
		return false;
	ok = write(w->to, given.p, given.n) == (ssize_t)given.n &&
	    write(w->to, "\n", 1) == 1;
	way_close(&w->to);
	return ok;
}

enum tt_err
child_self(const struct child_self *c, struct child_result *result)
{
	int64_t until_ms = clock_ms() + (int64_t)c->seconds * 1000;
	struct way w[3] = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
	struct drained d[DRAINED_MAX];
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	enum tt_err e = TT_EIO;
	pid_t parent = getpid(), pid;

	if (null < 0 || !way_open(&w[0]) || !way_open(&w[1]) ||
	    (c->given.p != NULL && !give(&w[2], c->given)))
		goto out;
	if ((pid = fork()) == 0)
		become_self(c->argv, w, null, parent);
	way_close(&w[0].to);
	way_close(&w[1].to);
	if (pid < 0)
		goto out;
	d[0] = (struct drained){ w[0].from, c->out };
	d[1] = (struct drained){ w[1].from, c->err };
	w[0].from = w[1].from = -1;	/* transferred */
	e = await(pid, d, until_ms, c->stop, result);
out:
	for (size_t i = 0; i < N_ROWS(w); i++) {
		way_close(&w[i].from);
		way_close(&w[i].to);
	}
	way_close(&null);
	return e;
}
