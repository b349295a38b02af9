/* SPDX-License-Identifier: ISC */
/*
 * telltale-keeper - holds shares of wave keys until their instants.
 *
 * One folder, one Unix socket in it, no network.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "base/log.h"
#include "base/opt.h"
#include "keeper/keeper.h"
#include "keeper/list.h"
#include "keeper/sandbox.h"
#include "keeper/serve.h"
#include "store/harden.h"
#include "store/home.h"

enum { EXIT_USAGE = 2, EXIT_TROUBLE = 3 };

#define LIST_MAX	((size_t)64 << 20)	/* bytes */

static const struct opt opts[] = {
	{ "dir", 'C', OPT_VALUE, "DIR",
	    "the keeper's folder, or the one above it" },
	{ "list", 0, OPT_FLAG, NULL, "print waves, instants and states, and "
	    "end" },
	{ "help", 'h', OPT_FLAG, NULL, "print this" },
	{ NULL, 0, OPT_FLAG, NULL, NULL },
};

static int64_t
read_clock(void *ctx, clockid_t id)
{
	struct timespec t;

	(void)ctx;
	if (clock_gettime(id, &t) != 0)
		abort();	/* cannot fail for these two */
	return t.tv_sec;
}

static int64_t
wall_s(void *ctx)
{
	return read_clock(ctx, CLOCK_REALTIME);
}

static int64_t
boot_s(void *ctx)
{
	return read_clock(ctx, CLOCK_BOOTTIME);
}

static int
fail(int code, const char *what, const char *why, const char *hint)
{
	if (what != NULL)
		fprintf(stderr, "telltale-keeper: cannot %s: %s\n", what, why);
	else
		fprintf(stderr, "telltale-keeper: %s\n", why);
	if (hint != NULL)
		fprintf(stderr, "hint: %s\n", hint);
	return code;
}

static int
usage(void)
{
	struct buf help;

	buf_init(&help, 65536);
	buf_str(&help, "usage: telltale-keeper [-C DIR]\n\n"
	    "  telltale-keeper -C programme\n"
	    "  telltale-keeper -C /srv/keeper\n\n"
	    "Holds shares of wave keys and releases each at its instant.\n\n");
	opt_help(opts, &help);
	fwrite(help.p, 1, help.n, stdout);
	buf_done(&help);
	return 0;
}

/* What has changed since the last tick is worth a line. */
static void
report(const struct keeper_health *now, struct keeper_health *before)
{
	char seconds[24];

	if (now->opened > before->opened)
		log_line(LOG_LEVEL_INFO, "released at the instant", NULL);
	if (now->destroyed > before->destroyed)
		log_line(LOG_LEVEL_WARN, "destroyed a share", NULL);
	if (now->held > before->held)
		log_line(LOG_LEVEL_INFO, "holding a new share", NULL);
	if (now->due > 0 &&
	    (before->due == 0 || now->heard != before->heard)) {
		snprintf(seconds, sizeof(seconds), "%lld",
		    (long long)now->missing_s);
		log_line(LOG_LEVEL_ERROR, now->heard ?
		    "instant not proven: release is held" :
		    "no word of the log since the start: release is held",
		    "missing_s", seconds, NULL);
	} else if (now->alarm && !before->alarm) {
		log_line(LOG_LEVEL_ERROR, "clocks disagree", NULL);
	} else if (before->alarm && !now->alarm) {
		log_line(LOG_LEVEL_INFO, "clocks agree again", NULL);
	}
	*before = *now;
}

/* Ticks each second until a signal to stop. */
static int
loop(struct keeper_server *s, int signals)
{
	struct pollfd p = { .fd = signals, .events = POLLIN };
	struct keeper_health now, before = { .held = 0 };
	enum tt_err e, last = TT_OK;

	for (;;) {
		e = keeper_serve_tick(s, &now);
		if (e == TT_OK)
			report(&now, &before);
		else if (e != last)
			log_line(LOG_LEVEL_ERROR, "cannot look after shares",
			    "why", tt_err_text(e), NULL);
		last = e;
		if (poll(&p, 1, 1000) > 0)
			return 0;
	}
}

static int
run(const char *dir)
{
	const struct keeper_clock clock = { wall_s, boot_s, NULL };
	struct keeper_server *s = NULL;
	struct keeper *k = NULL;
	const char *what;
	sigset_t set;
	int signals, code;
	enum tt_err e;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signals = signalfd(-1, &set, SFD_CLOEXEC);
	if ((e = keeper_sandbox()) != TT_OK)
		return fail(EXIT_TROUBLE, "lock itself in",
		    "the kernel refuses seccomp", NULL);
	/* so that the socket has a short path: they end at 107 */
	if (chdir(dir) != 0)
		return fail(EXIT_TROUBLE, "enter its folder", strerror(errno),
		    NULL);
	if ((e = keeper_open(&k, ".", &clock, &what)) != TT_OK)
		return fail(EXIT_TROUBLE, what, tt_err_text(e), e == TT_EFULL ?
		    "make room on that disk; nothing is lost" :
		    "a keeper's folder is made by telltale init");
	if ((e = keeper_serve(&s, k, "socket")) != TT_OK) {
		keeper_close(k);
		return fail(EXIT_TROUBLE, "listen on its socket",
		    tt_err_text(e), "is another keeper at work here?");
	}
	printf("listening on %s/socket\n", dir);
	fflush(stdout);
	log_line(LOG_LEVEL_INFO, "started", "folder", dir, NULL);
	code = loop(s, signals);
	keeper_serve_stop(s);
	keeper_close(k);
	log_line(LOG_LEVEL_INFO, "stopped", NULL);
	return code;
}

/* Whoever runs it sees what it holds, and never a share. */
static int
list(const char *dir)
{
	struct buf out;
	enum tt_err e;

	buf_init(&out, LIST_MAX);
	if ((e = keeper_list(dir, &out)) == TT_OK)
		fwrite(out.p, 1, out.n, stdout);
	buf_done(&out);
	return e == TT_OK ? 0 : fail(EXIT_TROUBLE, "list its shares",
	    tt_err_text(e), NULL);
}

int
main(int argc, char **argv)
{
	static struct opt_values v;
	char what[160], dir[FILE_PATH_MAX];

	log_open("telltale-keeper", LOG_LEVEL_INFO);
	if (harden() != TT_OK)
		return fail(EXIT_TROUBLE, "start", "the kernel does not keep "
		    "memory out of core files", NULL);
	if (sodium_init() < 0)
		return fail(EXIT_TROUBLE, "start", "libsodium", NULL);
	if (opt_parse(opts, argc, argv, &v, what) != TT_OK || v.n_args != 0)
		return fail(EXIT_USAGE, NULL, v.n_args != 0 ?
		    "it takes no arguments" : what, "telltale-keeper --help");
	if (opt_set(opts, &v, "help"))
		return usage();
	if (home_find(HOME_KEEPER, opt_value(opts, &v, "dir"), dir) != TT_OK)
		return fail(EXIT_TROUBLE, "find its folder", "no telltale.conf "
		    "of a keeper", "telltale-keeper -C DIR/keeper");
	return opt_set(opts, &v, "list") ? list(dir) : run(dir);
}
