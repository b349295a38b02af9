/* SPDX-License-Identifier: ISC */
/* telltaled - the hub as a process: start, wait for a signal, stop. */
#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "base/opt.h"
#include "hub/hub.h"
#include "hub/site.h"
#include "store/harden.h"

static const struct opt options[] = {
	{ "dir", 'C', OPT_VALUE, "DIR", "the hub's folder, or the one above" },
	{ "listen", 0, OPT_VALUE, "HOST:PORT",
	    "instead of what telltale.conf says; port 0: any" },
	{ "check", 0, OPT_FLAG, NULL, "look, as before an upgrade; changes "
	    "nothing" },
	{ "undo-upgrade", 0, OPT_FLAG, NULL,
	    "the database of before, while nothing was written since" },
	{ "new-keys", 0, OPT_FLAG, NULL,
	    "another TLS key: prints its pin, for telltale hub pin" },
	{ "backup", 0, OPT_VALUE, "FOLDER", "all of it, from a hub at work" },
	{ "restore", 0, OPT_VALUE, "FOLDER", "make DIR of a backup" },
	{ "json", 0, OPT_FLAG, NULL, "of all these but --undo-upgrade" },
	{ "help", 'h', OPT_FLAG, NULL, "print this" },
	{ NULL, 0, OPT_FLAG, NULL, NULL },
};

static int
usage(void)
{
	struct buf help;

	buf_init(&help, 65536);
	opt_help(options, &help);
	printf("usage: telltaled [-C DIR] [--listen HOST:PORT]\n"
	    "       telltaled [-C DIR] --check | --undo-upgrade | "
	    "--new-keys |\n           --backup FOLDER\n"
	    "       telltaled -C DIR --restore FOLDER\n\n"
	    "  telltaled -C programme\n"
	    "  telltaled -C programme/hub --listen 0.0.0.0:8443\n\n%s\n"
	    "telltale.conf has: origin, name, listen, db, notary (a path on\n"
	    "another disk notices a restored database), keeper, witness;\n"
	    "metrics (HOST:PORT on loopback, for GET /metrics and /health);\n"
	    "connections (1024) and per-address (128; behind a proxy as\n"
	    "many as connections).  It says \"ready\" once it serves; SIGTERM\n"
	    "ends it.\n"
	    "Exit: 0 stopped or done, 1 something is to be mended, 2 usage,\n"
	    "3 trouble, 4 refused, 5 the ledger is not what it was, 75\n"
	    "later.\n",
	    help.n > 0 ? help.p : "");
	buf_done(&help);
	return EXIT_DONE;
}

/* As many connections as the system lets us have. */
static void
raise_files(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
}

static int
exit_code(enum tt_err e)
{
	switch (e) {
	case TT_EROLLBACK:
	case TT_EFORK:
	case TT_EINTEGRITY:
	case TT_EEXIST:
	case TT_ESIG:
	case TT_EUNSIGNED:
	case TT_ENOENT:	/* of database, notary or checkpoint */
		return EXIT_ALARM;
	default:
		return EXIT_TROUBLE;
	}
}

static const char *
remedy(enum tt_err e)
{
	if (e == TT_EAGAIN)
		return "one hub works in a folder: stop the other";
	if (e == TT_EFULL)
		return "make room on that disk; nothing is lost";
	if (exit_code(e) == EXIT_ALARM)
		return "a ledger may not forget: put back the newest copy of "
		    "all that this folder held";
	return "telltaled --help says what telltale.conf has";
}

static int
refuse(enum tt_err e, const char *dir, const char *why)
{
	fprintf(stderr, "telltaled: cannot start in %s: %s\nhint: %s\n", dir,
	    why, remedy(e));
	return exit_code(e);
}

static void
wait_for_signal(const sigset_t *set)
{
	int sig;

	while (sigwait(set, &sig) != 0)
		continue;
	log_line(LOG_LEVEL_INFO, "stopping", "signal", strsignal(sig), NULL);
}

/* What keeps it from listening, in the system's words where it has any. */
static const char *
why(enum tt_err e)
{
	return e == TT_ENET && errno != 0 ? strerror(errno) : tt_err_text(e);
}

static int
serve(struct hub *h, const char *listen, const sigset_t *set)
{
	struct hub_service *s;
	const char *address;
	enum tt_err e;

	if (listen == NULL)
		listen = conf_get(&h->conf, "listen");
	if (listen == NULL) {
		fprintf(stderr, "telltaled: cannot listen: telltale.conf says "
		    "no address\nhint: telltaled --listen HOST:PORT\n");
		return EXIT_TROUBLE;
	}
	errno = 0;
	if ((e = hub_serve(&s, h, listen, &address)) != TT_OK) {
		fprintf(stderr, "telltaled: cannot listen on %s: %s\n", e ==
		    TT_ESTATE ? "the address of metrics" : listen, e ==
		    TT_ESTATE ? "it is no loopback address" : why(e));
		return EXIT_TROUBLE;
	}
	printf("listening on https://%s\nready\n", address);
	fflush(stdout);
	wait_for_signal(set);
	hub_serve_stop(s);
	return h->alarm != TT_OK ? EXIT_ALARM : EXIT_DONE;
}

static int
run(const char *dir, const char *listen)
{
	struct hub_params p = { .rng = rng_system() };
	struct hub_diag diag = { .text = "" };
	struct hub *h;
	sigset_t set;
	enum tt_err e;
	int status;

	p.dir = ".";
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);	/* of every thread */
	if ((e = hub_open(&h, &p, &diag)) != TT_OK)
		return refuse(e, dir, diag.text);
	status = serve(h, listen, &set);
	hub_close(h);
	return status;
}

static int
act(const struct opt_values *v)
{
	const char *where = opt_value(options, v, "dir");
	const char *to = opt_value(options, v, "backup");
	bool json = opt_set(options, v, "json");
	char dir[FILE_PATH_MAX];

	if (opt_set(options, v, "restore"))
		return site_restore(opt_value(options, v, "restore"), where,
		    json);
	if (home_find(HOME_HUB, where, dir) != TT_OK) {
		fprintf(stderr, "telltaled: no hub's folder here\n"
		    "hint: telltaled -C DIR, with the DIR of telltale init\n");
		return EXIT_TROUBLE;
	}
	if (to != NULL)
		return site_backup(dir, to, json);
	/* so that the keeper's socket has a short path: they end at 107 */
	if (chdir(dir) != 0) {
		fprintf(stderr, "telltaled: cannot enter %s: %s\n", dir,
		    strerror(errno));
		return EXIT_TROUBLE;
	}
	if (opt_set(options, v, "check"))
		return site_check(".", json);
	if (opt_set(options, v, "undo-upgrade"))
		return site_undo(".");
	if (opt_set(options, v, "new-keys"))
		return site_new_keys(".", json);
	return run(dir, opt_value(options, v, "listen"));
}

/* One thing at a time, and a folder to restore into. */
static bool
fits(const struct opt_values *v)
{
	int acts = opt_set(options, v, "check") +
	    opt_set(options, v, "undo-upgrade") +
	    opt_set(options, v, "new-keys") +
	    opt_set(options, v, "backup") + opt_set(options, v, "restore");

	return acts + opt_set(options, v, "listen") <= 1 &&
	    (!opt_set(options, v, "json") || acts == 1) &&
	    (!opt_set(options, v, "restore") || opt_set(options, v, "dir"));
}

int
main(int argc, char **argv)
{
	static struct opt_values v;
	char what[160];

	log_open("telltaled", LOG_LEVEL_INFO);
	if (harden() != TT_OK || sodium_init() == -1)
		return EXIT_TROUBLE;
	raise_files();
	if (opt_parse(options, argc, argv, &v, what) != TT_OK ||
	    v.n_args > 0) {
		fprintf(stderr, "telltaled: %s\nhint: telltaled --help\n",
		    v.n_args > 0 ? "takes no arguments" : what);
		return EXIT_USAGE;
	}
	if (opt_set(options, &v, "help"))
		return usage();
	if (!fits(&v)) {
		fprintf(stderr, "telltaled: these options do not go "
		    "together\nhint: telltaled --help\n");
		return EXIT_USAGE;
	}
	return act(&v);
}
