/* SPDX-License-Identifier: ISC */
/*
 * telltale-witness - checks that logs only grow, and cosigns their heads.
 *
 * Anybody's: it needs a folder, a port, and the log's key, and nothing else of
 * a programme.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "base/log.h"
#include "base/opt.h"
#include "store/harden.h"
#include "witness/serve.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_TROUBLE = 3, EXIT_ALARM = 5 };

#define LOOK_MS	200	/* at the alarm */

static const struct opt opts[] = {
	{ "dir", 'C', OPT_VALUE, "DIR", "the witness's folder" },
	{ "listen", 0, OPT_VALUE, "HOST:PORT",
	    "where; else what telltale.conf says; port 0: any" },
	{ "name", 0, OPT_VALUE, "NAME",
	    "init: the key's name, as witness.example.net/w1" },
	{ "help", 'h', OPT_FLAG, NULL, "print this" },
	{ NULL, 0, OPT_FLAG, NULL, NULL },
};

static const char intro[] =
    "usage: telltale-witness [-C DIR] [--listen HOST:PORT]\n"
    "       telltale-witness init DIR --name NAME --listen HOST:PORT\n"
    "       telltale-witness trust -C DIR VKEY\n"
    "       telltale-witness resume -C DIR\n\n"
    "  telltale-witness init /srv/witness --name witness.example.net/w1 \\\n"
    "      --listen witness.example.net:8444\n"
    "  telltale-witness -C /srv/witness\n\n"
    "init makes a key and prints what hubs and policies need; trust adds a\n"
    "log by its key.  It cosigns heads that extend what it has cosigned, and\n"
    "stops at two that do not, until it is told to resume.\n\n";

static const char outro[] =
    "\nExit: 0 stopped by a signal, 2 usage, 3 trouble, 5 a log has forked,\n"
    "or the witness's state is older than its own word.\n";

static int
fail(int code, const char *what, const char *why, const char *hint)
{
	if (what != NULL)
		fprintf(stderr, "telltale-witness: cannot %s: %s\n", what,
		    why);
	else
		fprintf(stderr, "telltale-witness: %s\n", why);
	if (hint != NULL)
		fprintf(stderr, "hint: %s\n", hint);
	return code;
}

static int
help(void)
{
	struct buf b;

	buf_init(&b, 65536);
	buf_str(&b, intro);
	opt_help(opts, &b);
	buf_str(&b, outro);
	if (buf_err(&b) == TT_OK)
		fwrite(b.p, 1, b.n, stdout);
	buf_done(&b);
	return EXIT_DONE;
}

static int
init(const struct opt_values *v)
{
	const char *name = opt_value(opts, v, "name");
	const char *listen = opt_value(opts, v, "listen");
	struct witness_made made;
	char vkey[TT_VKEY_TEXT_MAX + 1];
	enum tt_err e;

	if (v->n_args != 2 || name == NULL || listen == NULL)
		return fail(EXIT_USAGE, NULL, "init takes DIR, --name and "
		    "--listen", "telltale-witness --help");
	e = witness_create(v->args[1], name, listen, (int64_t)time(NULL),
	    rng_system(), &made);
	if (e != TT_OK)
		return fail(e == TT_ESYNTAX || e == TT_ELIMIT ? EXIT_USAGE :
		    EXIT_TROUBLE, "make a witness", tt_err_text(e), NULL);
	tt_vkey_format(&made.vkey, vkey);
	printf("key %s\npin %s\npolicy witness %s %s https://%s\n", vkey,
	    made.pin, "w1", vkey, listen);
	return EXIT_DONE;
}

static int
trust(const char *dir, const struct opt_values *v)
{
	enum tt_err e;

	if (v->n_args != 2)
		return fail(EXIT_USAGE, NULL, "trust takes the log's key",
		    "telltale-witness trust -C DIR VKEY");
	if ((e = witness_trust(dir, span_str(v->args[1]))) == TT_OK)
		return EXIT_DONE;
	return fail(e == TT_ESYNTAX || e == TT_EKEY || e == TT_ELIMIT ?
	    EXIT_USAGE : EXIT_TROUBLE, "trust that log", tt_err_text(e),
	    e == TT_EEXIST ? "it has a key for that origin already" : NULL);
}

static int
resume(const char *dir)
{
	enum tt_err e = witness_resume(dir);

	if (e == TT_OK)
		return EXIT_DONE;
	return fail(EXIT_TROUBLE, "resume", e == TT_ENOENT ?
	    "it was not stopped" : tt_err_text(e), NULL);
}

/* Until a signal, or an alarm. */
static int
wait(struct witness_server *s, int signals)
{
	struct pollfd p = { .fd = signals, .events = POLLIN };

	while (poll(&p, 1, LOOK_MS) <= 0)
		if (witness_serve_alarm(s))
			return EXIT_ALARM;
	return EXIT_DONE;
}

static int
cannot_open(enum tt_err e, const char *why)
{
	if (e == TT_EINTEGRITY && strcmp(why, "stopped") == 0)
		return fail(EXIT_ALARM, "cosign", "it has been stopped by two "
		    "heads that cannot both be true", "look into alarms, tell "
		    "others, then: telltale-witness resume");
	if (e == TT_EAGAIN)
		return fail(EXIT_TROUBLE, "start", "another one is at work in "
		    "that folder", NULL);
	return fail(e == TT_EINTEGRITY ? EXIT_ALARM : EXIT_TROUBLE, why,
	    tt_err_text(e), "telltale-witness init makes a folder");
}

static int
run(const char *dir, const char *listen)
{
	struct witness_server *s = NULL;
	struct witness *w = NULL;
	const char *why, *address;
	sigset_t set;
	enum tt_err e;
	int signals, code;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signals = signalfd(-1, &set, SFD_CLOEXEC);
	if ((e = witness_open(&w, dir, &why)) != TT_OK)
		return cannot_open(e, why);
	if ((e = witness_serve(&s, w, dir, listen, &address)) != TT_OK) {
		witness_close(w);
		return fail(EXIT_TROUBLE, "listen", e == TT_ENET ?
		    strerror(errno) : tt_err_text(e), NULL);
	}
	printf("listening on %s\n", address);
	fflush(stdout);
	code = wait(s, signals);
	witness_serve_stop(s);
	witness_close(w);
	return code;
}

int
main(int argc, char **argv)
{
	static struct opt_values v;
	const char *dir, *verb;
	char what[160];

	log_open("telltale-witness", LOG_LEVEL_INFO);
	if (harden() != TT_OK)
		return fail(EXIT_TROUBLE, "start", "the kernel does not keep "
		    "memory out of core files", NULL);
	if (sodium_init() < 0)
		return fail(EXIT_TROUBLE, "start", "libsodium", NULL);
	if (opt_parse(opts, argc, argv, &v, what) != TT_OK)
		return fail(EXIT_USAGE, NULL, what,
		    "telltale-witness --help");
	if (opt_set(opts, &v, "help"))
		return help();
	dir = opt_set(opts, &v, "dir") ? opt_value(opts, &v, "dir") : ".";
	verb = v.n_args > 0 ? v.args[0] : "";
	if (strcmp(verb, "init") == 0)
		return init(&v);
	if (strcmp(verb, "trust") == 0)
		return trust(dir, &v);
	if (strcmp(verb, "resume") == 0 && v.n_args == 1)
		return resume(dir);
	if (v.n_args > 0)
		return fail(EXIT_USAGE, NULL, "it knows init, trust and "
		    "resume", "telltale-witness --help");
	return run(dir, opt_value(opts, &v, "listen"));
}
