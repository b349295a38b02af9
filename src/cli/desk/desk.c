/* SPDX-License-Identifier: ISC */
/*
 * desk - the vendor's page on loopback, for as long as it runs.
 *
 * It opens no browser: the address has the key in it, and whoever is on this
 * machine can read the arguments of a browser that is started.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "cli/desk/desk.h"
#include "cli/desk/verbs.h"
#include "cli/out.h"
#include "cli/passphrase.h"
#include "cli/say.h"
#include "cli/vault.h"

#define GRACE_S		5	/* for pages under way */
#define LOOK_S		60	/* between looks at what is idle */
#define THREADS		4
#define CONNECTIONS	64
#define ANSWER_S	600	/* a verb may take minutes */

static const struct opt opts[] = {
	{ "port", 0, OPT_VALUE, "N",
	    "listen there, not on a port that is free" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "desk",
	.args = "",
	.examples = {
		{ "desk",
		    "serve the vault's page; open the address it prints" },
		{ "desk --port 8440 --as ben",
		    "on a port of your choice, as that officer" },
	},
	.opts = opts,
	.notes = "Only this machine can reach it, and only who has the whole "
	    "address, which has a\nkey of this run. It ends with Ctrl-C.",
};

static int
read_port(const char *text, unsigned *out)
{
	uint64_t n = 0;

	if (text != NULL && (span_u64(span_str(text), 65535, &n) != TT_OK ||
	    n == 0))
		return say_fail(CLI_USAGE, "a number from 1 to 65535",
		    "desk: --port %s is no port", text);
	*out = (unsigned)n;
	return CLI_DONE;
}

/* What every page needs of the vault; it is not kept open. */
static int
read_vault(struct desk *d, const struct cli *c)
{
	struct vault v = { .lock = -1 };
	const char *officer, *name;
	char key[128], path[FILE_PATH_MAX];
	int code;

	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE) {
		name = conf_get(&v.conf, "name");
		officer = c->as != NULL ? c->as : conf_get(&v.conf, "officer");
		snprintf(d->dir, sizeof(d->dir), "%s", v.dir);
		snprintf(d->site, sizeof(d->site), "%.200s, the desk",
		    name != NULL ? name : vault_origin(&v));
		snprintf(key, sizeof(key), "keys/officer-%.64s.key.age",
		    officer != NULL ? officer : "");
		vault_path(&v, key, path);
		d->sealed = d->passphrase_file == NULL && file_exists(path);
	}
	vault_close(&v);
	return code;
}

static unsigned
port_of(const char *address)
{
	const char *colon = strrchr(address, ':');

	return colon != NULL ? (unsigned)strtoul(colon + 1, NULL, 10) : 0;
}

static int
say_address(const struct cli *c, const struct desk *d)
{
	struct out_json o;
	char url[128];
	int code = CLI_DONE;

	snprintf(url, sizeof(url), "http://%s/?key=%s", d->guard.host[0],
	    d->guard.key);
	if (c->json) {
		out_json_begin(&o, "telltale-desk/1");
		json_out_key(o.j, "url");
		json_out_str(o.j, url);
		code = out_json_end(&o);
	} else
		out_line("%s", url);
	if (fflush(stdout) != 0)
		code = CLI_TROUBLE;
	say_note(c, "open this address in a browser on this machine; Ctrl-C "
	    "ends the desk");
	return code;
}

/* Until a signal; what was typed is forgotten when it has lain idle. */
static void
wait_for_end(struct desk *d, const sigset_t *set)
{
	const struct timespec look = { .tv_sec = LOOK_S };

	while (sigtimedwait(set, NULL, &look) < 0)
		desk_forget_idle(d);
}

static int
serve(struct desk *d, const struct cli *c, unsigned port)
{
	struct http_handler handler = desk_handler(d);
	struct http_server *server;
	struct http_server_conf conf = { .plain = true, .threads = THREADS,
		.connections = CONNECTIONS, .per_address = CONNECTIONS,
		.body_s = ANSWER_S };
	char listen[32];
	sigset_t set;
	enum tt_err e;
	int code;

	/* before any thread: all of them leave these to us */
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	snprintf(listen, sizeof(listen), "127.0.0.1:%u", port);
	conf.listen = listen;
	if ((e = http_server_start(&server, &conf, &handler)) != TT_OK)
		return say_fail(CLI_TROUBLE, "another --port, or none",
		    "cannot listen on %s: %s", listen, e == TT_ENET &&
		    errno != 0 ? strerror(errno) : tt_err_text(e));
	guard_init(&d->guard, port_of(http_server_address(server)),
	    rng_system());
	if ((code = say_address(c, d)) == CLI_DONE)
		wait_for_end(d, &set);
	atomic_store(&d->stopping, true);
	http_server_stop(server, GRACE_S);
	return code;
}

int
verb_desk(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct desk *d = calloc(1, sizeof(*d));
	unsigned port = 0;
	int code;

	if (d == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot start the desk");
	pthread_mutex_init(&d->asking, NULL);
	pthread_mutex_init(&d->lock, NULL);
	buf_init_secret(&d->passphrase, PASSPHRASE_MAX);
	if ((code = cli_parse(c, &usage, argc, argv, &o)) == CLI_GO) {
		d->as = c->as;
		d->passphrase_file = opt_value(opts, &o, "passphrase-file");
		if ((code = read_port(opt_value(opts, &o, "port"), &port)) ==
		    CLI_DONE && (code = read_vault(d, c)) == CLI_DONE)
			code = serve(d, c, port);
	}
	buf_done(&d->passphrase);
	pthread_mutex_destroy(&d->asking);
	pthread_mutex_destroy(&d->lock);
	secret_wipe(&d->guard, sizeof(d->guard));
	free(d);
	return code;
}
