/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "extract/program.h"
#include "extract/worker.h"

#define KEYS_FD		3
#define ROOM		(2 * (HATCH_HEAD + HATCH_BODY_MAX))
#define NO_PROGRAM	127

struct worker {
	pid_t pid;
	int fd;			/* messages come from here */
	int64_t until_ms;	/* for the item at hand */
	int64_t last_ms;	/* for all together */
	const struct format_limits *limits;
	struct hatch_in in;
	size_t n;
	char room[ROOM];
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Bytes as a file in memory that nobody can change any more; or -1. */
static int
seal(const char *name, struct span bytes)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	ssize_t n;

	while (fd >= 0 && bytes.n > 0) {
		n = write(fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			close(fd);
			return -1;
		}
		bytes.p += n;
		bytes.n -= (size_t)n;
	}
	if (fd >= 0 && (lseek(fd, 0, SEEK_SET) != 0 || fcntl(fd, F_ADD_SEALS,
	    F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* In the child: never returns.  All that it is given is above the used. */
static void
become(const struct worker_task *t, const char *program, int file, int keys,
    int out)
{
	char name[64], format[16], skip[16];
	char *argv[] = { name, format, skip, NULL };
	char lc[] = "LC_ALL=C.UTF-8", threads[] = "OMP_THREAD_LIMIT=1";
	char *env[] = { lc, threads, NULL };
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	snprintf(name, sizeof(name), "telltale-extract");
	snprintf(format, sizeof(format), "%s", t->format);
	snprintf(skip, sizeof(skip), "%u", (unsigned)t->skip);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);	/* it does not outlive us */
	file = fcntl(file, F_DUPFD_CLOEXEC, 10);
	keys = fcntl(keys, F_DUPFD_CLOEXEC, 10);
	out = fcntl(out, F_DUPFD_CLOEXEC, 10);
	null = fcntl(null, F_DUPFD_CLOEXEC, 10);
	if (dup2(file, 0) < 0 || dup2(out, 1) < 0 || dup2(null, 2) < 0 ||
	    dup2(keys, KEYS_FD) < 0 || chdir("/") != 0 ||
	    close_range(KEYS_FD + 1, UINT_MAX, 0) != 0)
		_exit(126);
	signal(SIGPIPE, SIG_DFL);
	execve(program, argv, env);
	_exit(NO_PROGRAM);
}

static enum tt_err
start(struct worker *w, const struct worker_task *t)
{
	char program[PROGRAM_PATH_MAX];
	int file = -1, keys = -1, fd[2] = { -1, -1 };
	enum tt_err e;

	if ((e = program_find(program)) != TT_OK)
		return e;
	e = TT_EIO;
	file = seal("specimen", t->file);
	keys = seal("keys", t->tls_keys);
	if (file < 0 || keys < 0 || pipe2(fd, O_CLOEXEC) != 0)
		goto out;
	if ((w->pid = fork()) == 0)
		become(t, program, file, keys, fd[1]);
	if (w->pid < 0)
		goto out;
	setpgid(w->pid, w->pid);
	w->fd = fd[0];
	fd[0] = -1;	/* transferred */
	e = TT_OK;
out:
	for (size_t i = 0; i < 2; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	if (file >= 0)
		close(file);
	if (keys >= 0)
		close(keys);
	return e;
}

static void
set_limits(struct worker *w, enum format f)
{
	w->limits = format_limits(f);
	w->until_ms = now_ms() + (int64_t)w->limits->wall_s * 1000;
	w->last_ms = now_ms() + (int64_t)w->limits->cpu_s * 4000;
}

/* What the messages say about the time that is left. */
static void
keep_time(struct worker *w, const struct hatch_msg *m)
{
	enum format f;

	if (m->type == HATCH_MSG_TYPE &&
	    (f = format_by_name(m->name)) != FORMAT_COUNT)
		set_limits(w, f);
	else if (m->type == HATCH_MSG_ITEM)
		w->until_ms = now_ms() + (int64_t)w->limits->wall_s * 1000;
}

/* All messages that are there.  WORKER_DONE: go on. */
static enum worker_how
hand_over(struct worker *w, worker_take *take, void *arg)
{
	struct span in = { w->room, w->n };
	struct hatch_msg m;
	enum tt_err e;

	while ((e = hatch_next(&w->in, &in, &m)) == TT_OK) {
		keep_time(w, &m);
		if (take(arg, &m) != TT_OK)
			return WORKER_STOPPED;
	}
	if (in.p != w->room)	/* else all is where it was */
		memmove(w->room, in.p, in.n);
	w->n = in.n;
	return e == TT_EAGAIN ? WORKER_DONE : WORKER_LIED;
}

/* Until the child closes its end, or has to be ended. */
static enum worker_how
listen_to(struct worker *w, worker_take *take, void *arg)
{
	struct pollfd p = { .fd = w->fd, .events = POLLIN };
	enum worker_how how;
	int64_t left;
	ssize_t n;

	for (;;) {
		left = w->until_ms < w->last_ms ? w->until_ms : w->last_ms;
		if ((left -= now_ms()) <= 0)
			return WORKER_SLOW;
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(w->fd, w->room + w->n, sizeof(w->room) - w->n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return w->in.done && w->n == 0 ? WORKER_DONE :
			    WORKER_DIED;
		w->n += (size_t)n;
		if ((how = hand_over(w, take, arg)) != WORKER_DONE)
			return how;
	}
}

/* A child that closed its end has a second to leave by itself. */
static int
reap(const struct worker *w, enum worker_how how)
{
	const struct timespec nap = { 0, 2000000 };
	int status = 0;
	pid_t r = 0;

	for (int i = 0; i < 500 && how == WORKER_DIED && r == 0; i++)
		if ((r = waitpid(w->pid, &status, WNOHANG)) == 0)
			nanosleep(&nap, NULL);
	kill(-w->pid, SIGKILL);
	while (r == 0 && waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

enum tt_err
worker_run(const struct worker_task *t, worker_take *take, void *arg,
    struct worker_end *end)
{
	struct worker *w = calloc(1, sizeof(*w));
	enum worker_how how;
	enum tt_err e;
	int status;

	if (w == NULL)
		return TT_ENOMEM;
	if ((e = start(w, t)) != TT_OK)
		goto out;
	set_limits(w, FORMAT_BYTES);
	how = listen_to(w, take, arg);
	status = reap(w, how);
	close(w->fd);
	if (how == WORKER_DIED && WIFEXITED(status) &&
	    WEXITSTATUS(status) == NO_PROGRAM) {
		e = TT_ENOENT;
		goto out;
	}
	*end = (struct worker_end){
		.how = how,
		.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
		.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
		.seconds = how == WORKER_SLOW ? w->limits->wall_s :
		    w->limits->cpu_s,
	};
out:
	free(w);
	return e;
}
