/* SPDX-License-Identifier: ISC */
/* init - the verb: what a programme is to be, checked before it is made. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/init.h"
#include "cli/out.h"
#include "cli/passphrase.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "store/file.h"

#define INTERVAL_S	900
#define INTERVAL_MAX_S	86400
#define DEPTH		12
#define DEPTH_MIN	8
#define DEPTH_MAX	20
#define AGREEMENT_MAX	((size_t)1 << 20)	/* bytes */
#define URL		"https://localhost:8443"
#define SCHEME		"https://"

static const struct opt opts[] = {
	{ "name", 0, OPT_VALUE, "NAME", "of the programme" },
	{ "hub", 0, OPT_VALUE, "URL",
	    "where the hub will be: " URL " unless given; it cannot be "
	    "changed later" },
	{ "db", 0, OPT_VALUE, "FILE",
	    "the hub's database; hub.db in its folder unless given" },
	{ "interval", 0, OPT_VALUE, "LENGTH",
	    "between batches of the ledger: 15m unless given" },
	{ "depth", 0, OPT_VALUE, "N",
	    "a batch has 2^N places, N 8 to 20: 12 unless given" },
	{ "officer", 0, OPT_LIST, "NAME",
	    "who acts for the programme: officer unless given" },
	{ "keepers", 0, OPT_VALUE, "N",
	    "that hold a share of each wave key, 1 to 16: 1 unless given" },
	{ "threshold", 0, OPT_VALUE, "K",
	    "so many of them open a wave: more than half unless given" },
	{ "small-team", 0, OPT_FLAG, NULL,
	    "one officer's signature stands for two, and the ledger says so" },
	{ "agreement", 0, OPT_VALUE, "FILE",
	    "text of the agreement's first version" },
	PASSPHRASE_NEW_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "init",
	.args = "DIR",
	.examples = {
		{ "init psirt --name 'Example PSIRT' --small-team",
		    "make DIR/vault, DIR/hub and DIR/keeper" },
		{ "init psirt --name 'Example PSIRT' --officer ana --officer "
		    "ben --hub https://psirt.example.com --keepers 3",
		    "with two officers, a hub that is to be there, and three "
		    "keepers, two of whom open a wave" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "The folders may go to machines of their own: the vault "
	    "never to a server.",
};

static int
fault(const char *text)
{
	return say_fail(CLI_USAGE, "telltale init --help", "init: %s", text);
}

static int
read_hub(const struct opt_values *o, struct init_plan *p, char url[512])
{
	const char *s = opt_value(opts, o, "hub");
	size_t n;

	if (s == NULL)
		s = URL;
	n = strlen(s);
	while (n > 0 && s[n - 1] == '/')
		n--;
	if (span_copy(span_of(s, n), url, 512) != TT_OK ||
	    strncmp(url, SCHEME, sizeof(SCHEME) - 1) != 0)
		return fault("--hub is an address that begins with https://");
	p->url = url;
	p->origin = url + sizeof(SCHEME) - 1;
	if (tt_origin_check(span_str(p->origin)) != TT_OK)
		return fault("--hub has no host, or a character that the "
		    "ledger's name may not have");
	return CLI_DONE;
}

static int
read_numbers(const struct opt_values *o, struct init_plan *p)
{
	const char *interval = opt_value(opts, o, "interval");
	const char *depth = opt_value(opts, o, "depth");
	int64_t length = INTERVAL_S;
	uint64_t n = DEPTH;

	if (interval != NULL &&
	    (length_parse(span_str(interval), &length) != TT_OK ||
	    length < 1 || length > INTERVAL_MAX_S))
		return fault("--interval is a length from 1s to 1d");
	if (depth != NULL &&
	    (span_u64(span_str(depth), DEPTH_MAX, &n) != TT_OK ||
	    n < DEPTH_MIN))
		return fault("--depth is a number from 8 to 20");
	p->interval_s = (uint64_t)length;
	p->depth = (unsigned)n;
	return CLI_DONE;
}

static int
read_keepers(const struct opt_values *o, struct init_plan *p)
{
	const char *keepers = opt_value(opts, o, "keepers");
	const char *threshold = opt_value(opts, o, "threshold");
	uint64_t n = 1, k;

	if (keepers != NULL && (span_u64(span_str(keepers), INIT_KEEPERS_MAX,
	    &n) != TT_OK || n == 0))
		return fault("--keepers is a number from 1 to 16");
	k = n / 2 + 1;
	if (threshold != NULL && (span_u64(span_str(threshold), n, &k) !=
	    TT_OK || k == 0))
		return fault("--threshold is a number from 1 to that of "
		    "--keepers");
	p->keepers = (unsigned)n;
	p->threshold = (unsigned)k;
	return CLI_DONE;
}

static int
read_officers(const struct opt_values *o, struct init_plan *p)
{
	size_t row = opt_row(opts, "officer"), n = o->n_list[row];
	char name[TT_KEY_NAME_MAX + 1];

	if (n > INIT_OFFICERS_MAX)
		return fault("at most 16 officers");
	p->n_officers = n > 0 ? n : 1;
	for (size_t i = 0; i < p->n_officers; i++) {
		p->officer[i].name = n > 0 ? o->list[row][i] : "officer";
		if (tt_key_name(name, span_str(p->origin), TT_OWNER_OFFICER,
		    span_str(p->officer[i].name)) != TT_OK)
			return fault("an officer's name has letters, digits, "
			    "'.', '_' and '-', 64 at most");
		for (size_t k = 0; k < i; k++)
			if (strcmp(p->officer[k].name,
			    p->officer[i].name) == 0)
				return fault("two officers of one name");
	}
	p->small_team = opt_set(opts, o, "small-team");
	if (p->n_officers == 1 && !p->small_team)
		return fault("one officer only: say --small-team, or name a "
		    "second --officer");
	return CLI_DONE;
}

static int
read_plan(const struct opt_values *o, struct init_plan *p, char url[512])
{
	int code;

	p->dir = o->args[0];
	p->name = opt_value(opts, o, "name");
	p->db = opt_value(opts, o, "db");
	p->now_s = clock_now();
	if (p->name == NULL || !import_value_ok(span_str(p->name)))
		return fault("--name is missing, or is no name of 1 to 1024 "
		    "bytes");
	if (opt_set(opts, o, "passphrase-file") &&
	    opt_set(opts, o, "no-passphrase"))
		return fault("--passphrase-file and --no-passphrase exclude "
		    "each other");
	if (p->db != NULL && strstr(p->db, "://") != NULL)
		return fault("--db: this build has SQLite only, which takes "
		    "the path of a file");
	if ((code = read_hub(o, p, url)) != CLI_DONE ||
	    (code = read_numbers(o, p)) != CLI_DONE ||
	    (code = read_keepers(o, p)) != CLI_DONE)
		return code;
	return read_officers(o, p);
}

static int
read_agreement(const struct opt_values *o, struct init_plan *p,
    struct buf *text)
{
	const char *path = opt_value(opts, o, "agreement");
	enum tt_err e;

	p->agreement = init_agreement_text();
	if (path == NULL)
		return CLI_DONE;
	if ((e = file_read(path, AGREEMENT_MAX, text)) != TT_OK)
		return say_err(e, NULL, "cannot read the agreement %s", path);
	if (text->n == 0)
		return fault("--agreement is an empty file");
	p->agreement = buf_view(text);
	return CLI_DONE;
}

/* One for each officer, asked for before anything is made. */
static int
read_passphrases(const struct opt_values *o, struct init_plan *p,
    struct passphrase *all)
{
	char what[128];
	int code;

	for (size_t i = 0; i < p->n_officers; i++)
		passphrase_init(&all[i], opt_value(opts, o,
		    "passphrase-file"));
	if (opt_set(opts, o, "no-passphrase"))
		return CLI_DONE;
	for (size_t i = 0; i < p->n_officers; i++) {
		snprintf(what, sizeof(what), "officer %s",
		    p->officer[i].name);
		code = passphrase_new(&all[i], what,
		    &p->officer[i].passphrase);
		if (code != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

static int
say_json(const struct init_plan *p, const struct init_made *made)
{
	static const char *const folders[] = { "vault", "hub", "keeper" };
	char path[FILE_PATH_MAX], name[16];
	struct out_json o;

	out_json_begin(&o, "telltale-init/1");
	for (size_t i = 0; i < N_ROWS(folders); i++) {
		snprintf(path, sizeof(path), "%.4000s/%s", p->dir,
		    folders[i]);
		json_out_key(o.j, folders[i]);
		json_out_str(o.j, path);
	}
	json_out_key(o.j, "origin");
	json_out_str(o.j, p->origin);
	json_out_key(o.j, "log");
	json_out_str(o.j, made->log);
	json_out_key(o.j, "pin");
	json_out_str(o.j, made->pin);
	json_out_key(o.j, "small_team");
	json_out_bool(o.j, p->small_team);
	json_out_key(o.j, "threshold");
	json_out_u64(o.j, p->threshold);
	json_out_key(o.j, "keepers");
	json_out_array(o.j);
	for (unsigned i = 1; i <= p->keepers; i++) {
		init_keeper_name(i, name);
		snprintf(path, sizeof(path), "%.4000s/%s", p->dir, name);
		json_out_str(o.j, path);
	}
	json_out_array_end(o.j);
	json_out_key(o.j, "officers");
	json_out_array(o.j);
	for (size_t i = 0; i < p->n_officers; i++)
		json_out_str(o.j, p->officer[i].name);
	json_out_array_end(o.j);
	return out_json_end(&o);
}

static int
say_made(const struct cli *c, const struct init_plan *p,
    const struct init_made *made)
{
	char name[16];

	if (c->json)
		return say_json(p, made);
	out_line("made the programme %s in %s", p->name, p->dir);
	out_line("  %s/vault   never on a server", p->dir);
	out_line("  %s/hub     %s", p->dir, p->url);
	for (unsigned i = 1; i <= p->keepers; i++) {
		init_keeper_name(i, name);
		out_line("  %s/%s  %s", p->dir, name, p->keepers > 1 ?
		    "on a machine of its own" :
		    "beside the hub, or on a machine of its own");
	}
	if (p->keepers > 1)
		out_line("%u of %u keepers open a wave", p->threshold,
		    p->keepers);
	out_line("log key %s", made->log);
	say_note(c, "nobody witnesses the ledger, and the notary's state is "
	    "on the hub's disk: a ledger that is rolled back is noticed by "
	    "clients only");
	if (p->n_officers > 1)
		say_note(c, "telltale vault hand-over NAME moves the keys of "
		    "the other officers out of here");
	say_note(c, "next: telltaled -C %s/hub; telltale-keeper -C %s/keeper; "
	    "telltale -C %s partner import FILE", p->dir, p->dir, p->dir);
	return CLI_DONE;
}

int
verb_init(struct cli *c, int argc, char **argv)
{
	struct passphrase passphrases[INIT_OFFICERS_MAX] = { 0 };
	struct init_plan p = { .dir = NULL };
	struct buf agreement = { .n = 0 };
	struct init_made made;
	struct opt_values o;
	char url[512];
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_plan(&o, &p, url)) != CLI_DONE)
		return code;
	if (file_exists(p.dir))
		return say_fail(CLI_USAGE, "a programme is made once, in a "
		    "folder of its own", "cannot make a programme: %s is "
		    "there already", p.dir);
	if ((code = read_agreement(&o, &p, &agreement)) == CLI_DONE &&
	    (code = read_passphrases(&o, &p, passphrases)) == CLI_DONE &&
	    (code = init_make(&p, &made)) == CLI_DONE)
		code = say_made(c, &p, &made);
	for (size_t i = 0; i < p.n_officers; i++)
		passphrase_done(&passphrases[i]);
	buf_done(&agreement);
	return code;
}
