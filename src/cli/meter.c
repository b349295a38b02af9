/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/meter.h"

#define TRIALS	40

/* The child has its parent's memory as it was, and writes one struct. */
static void
run(int fd, const struct marking *m, uint64_t holders)
{
	struct tt_power p;

	memset(&p, 0, sizeof(p));
	if (goal_power(m, &(struct goal){ 1, holders, 0 }, NULL, TRIALS, &p) !=
	    TT_OK)
		p.trials = 0;
	_exit(write(fd, &p, sizeof(p)) == (ssize_t)sizeof(p) ? 0 : 1);
}

void
meter_start(struct meter *t, const struct marking *m, uint64_t holders)
{
	int fd[2];
	pid_t child;

	if (pipe2(fd, O_CLOEXEC) != 0)
		return;
	if ((child = fork()) == 0) {
		close(fd[0]);
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		signal(SIGHUP, SIG_DFL);
		signal(SIGABRT, SIG_DFL);	/* the terminal is not its */
		signal(SIGSEGV, SIG_DFL);
		run(fd[1], m, holders);
	}
	close(fd[1]);
	if (child < 0) {
		close(fd[0]);
		return;
	}
	*t = (struct meter){ child, fd[0], marking_count(m, CHOICE_YES) };
}

bool
meter_runs(const struct meter *t)
{
	return t->child > 0;
}

static void
end(struct meter *t)
{
	close(t->fd);
	while (waitpid(t->child, NULL, 0) < 0 && errno == EINTR)
		;
	t->child = 0;
}

bool
meter_take(struct meter *t, struct tt_power *power, size_t *sites)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };
	struct tt_power got;

	if (!meter_runs(t) || poll(&p, 1, 0) <= 0)
		return false;
	if (read(t->fd, &got, sizeof(got)) != (ssize_t)sizeof(got))
		memset(&got, 0, sizeof(got));
	*power = got;
	*sites = t->sites;
	end(t);
	return true;
}

void
meter_stop(struct meter *t)
{
	if (!meter_runs(t))
		return;
	kill(t->child, SIGKILL);
	end(t);
}
