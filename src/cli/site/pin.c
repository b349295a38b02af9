/* SPDX-License-Identifier: ISC */
/*
 * pin - another TLS key of the hub, in a vault or in a reader's home.
 *
 * The new key is believed only where the ledger behind it continues the one
 * that was seen, under the log's own key: then it is kept.
 */
#include <string.h>

#include "cli/hubclient.h"
#include "cli/out.h"
#include "cli/reader_home.h"
#include "cli/say.h"
#include "cli/site/verbs.h"
#include "cli/vault.h"
#include "http/tls.h"

static const struct opt opts[] = { CLI_OPTS };

static const struct usage usage = {
	.verb = "hub pin",
	.args = "PIN",
	.examples = {
		{ "-C psirt hub pin zqQ3T1Ua...", "in the vault" },
		{ "hub pin zqQ3T1Ua...", "a reader's, as told by telephone" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "telltaled --new-keys prints it. Take it from a person whom "
	    "you know, not from a mail.\nNothing is kept unless the hub with "
	    "that key has the ledger that was seen before.",
};

struct pinning {
	struct cli *c;
	enum home_kind kind;
	const char *dir, *origin, *pin;
	struct conf *conf;
};

static int
say_pinned(const struct pinning *k)
{
	struct json_out *j;
	struct out_json o;

	if (!k->c->json) {
		say_note(k->c, "the hub %s is known by its new key",
		    k->origin);
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-hub-pin/1");
	json_out_key(j, "origin");
	json_out_str(j, k->origin);
	json_out_key(j, "pin");
	json_out_str(j, k->pin);
	return out_json_end(&o);
}

static int
try_and_keep(struct pinning *k)
{
	struct hubclient_conf conf = { .home = k->dir, .origin = k->origin,
		.url = conf_get(k->conf, "hub"), .pin = k->pin };
	struct hubclient *h = NULL;
	enum tt_err e;
	int code;

	if (strlen(k->pin) != TLS_PIN_LEN)
		return say_fail(CLI_USAGE, "telltaled --new-keys prints it",
		    "hub pin: a pin has %d characters, this has %zu",
		    TLS_PIN_LEN, strlen(k->pin));
	if ((code = hubclient_new(&h, &conf)) != CLI_DONE ||
	    (code = hubclient_checkpoint(h, NULL)) != CLI_DONE) {
		hubclient_free(h);
		return code;
	}
	hubclient_free(h);
	if ((e = conf_set(k->conf, "pin", k->pin)) != TT_OK ||
	    (e = home_store(k->kind, k->dir, k->conf)) != TT_OK)
		return say_err(e, NULL, "cannot keep the pin in %s", k->dir);
	return say_pinned(k);
}

static int
in_vault(struct pinning *k)
{
	struct vault v = { .lock = -1 };
	int code;

	if ((code = vault_open(&v, k->c, VAULT_WRITE, NULL)) == CLI_DONE) {
		k->dir = v.dir;
		k->origin = vault_origin(&v);
		k->conf = &v.conf;
		code = try_and_keep(k);
	}
	vault_close(&v);
	return code;
}

static int
in_home(struct pinning *k)
{
	struct reader_home r = { .lock = 0 };
	int code;

	if ((code = reader_home_open(&r, k->c, NULL)) == CLI_DONE) {
		k->dir = r.dir;
		k->origin = reader_home_origin(&r);
		k->conf = &r.conf;
		code = try_and_keep(k);
	}
	reader_home_close(&r);
	return code;
}

int
verb_hub_pin(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct pinning k = { .c = c };
	char dir[FILE_PATH_MAX];
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	k.pin = o.args[0];
	if (home_find(HOME_VAULT, c->dir, dir) == TT_OK) {
		k.kind = HOME_VAULT;
		return in_vault(&k);
	}
	k.kind = HOME_READER;
	return in_home(&k);
}
