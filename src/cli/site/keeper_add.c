/* SPDX-License-Identifier: ISC */
/*
 * keeper add - one more keeper, or another in the place of one that is lost:
 * its folder is made, and the list of keys that names it is asked for.  What
 * is sealed already is not touched: its shares are where they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/site/verbs.h"
#include "cli/team/officers.h"
#include "cli/wavekey.h"
#include "keeper/create.h"

#define SOCKET_MAX	100	/* bytes; the kernel's own limit is 107 */

static const struct opt opts[] = {
	{ "replace", 0, OPT_VALUE, "N",
	    "the number of a keeper that is lost or taken: the new one gets "
	    "it" },
	{ "threshold", 0, OPT_VALUE, "K",
	    "so many open a wave; as before, and more than half where one "
	    "is added, unless given" },
	{ "socket", 0, OPT_VALUE, "PATH",
	    "where the hub finds its socket; in DIR unless given" },
	{ "reason", 0, OPT_VALUE, "TEXT", "why, for the one who approves" },
	{ "dry-run", 'n', OPT_FLAG, NULL, "only show what would be asked "
	    "for" },
	{ "yes", 0, OPT_VALUE, "N", "the keeper's number, instead of typing "
	    "it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "keeper add",
	.args = "DIR",
	.examples = {
		{ "keeper add psirt/keeper-04 --threshold 3",
		    "a fourth keeper; from now on three open a wave" },
		{ "keeper add psirt/keeper-new --replace 2 --reason 'its disk "
		    "died'", "another keeper in the place of the second" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "DIR is made here and goes to the keeper's machine: it holds "
	    "its private keys. Two\nofficers sign the new list of keys. The "
	    "hub's telltale.conf gets the line that is\nprinted, in the place "
	    "of one of that number, and the hub is started again.",
};

struct adding {
	struct vault *v;
	const char *dir;
	char socket[FILE_PATH_MAX];
	struct wavekey_keepers now;
	unsigned number, n, k;		/* of the new one; how many then */
	struct tt_vkey was, vkey;	/* was: where it replaces one */
	struct tt_age_recipient recipient;
	char row[WAVEKEY_ROW_MAX];
	struct roll roll;
	struct lineup_file *lineup;
	struct buf statement, effect, shown;
};

static int
fault(const char *text)
{
	return say_fail(CLI_USAGE, "telltale keeper add --help", "keeper "
	    "add: %s", text);
}

static int
read_number(struct adding *a, const char *replace)
{
	const char *row;
	struct span rest, word;
	uint64_t n;

	a->n = a->now.n + (replace == NULL);
	if (a->n > TT_SHARES_MAX)
		return say_fail(CLI_REFUSED, "--replace N", "cannot add a "
		    "keeper: at most %d have shares", TT_SHARES_MAX);
	a->number = a->n;
	if (replace == NULL)
		return CLI_DONE;
	if (span_u64(span_str(replace), a->now.n, &n) != TT_OK || n == 0)
		return fault("--replace is a number of telltale keeper list");
	a->number = (unsigned)n;
	row = conf_nth(&a->v->conf, "keeper", a->number - 1);
	rest = span_str(row);
	if (!span_word(&rest, ' ', &word) || !span_word(&rest, ' ', &word) ||
	    tt_vkey_parse(&a->was, rest) != TT_OK)
		return say_err(TT_ESYNTAX, NULL, "cannot read keeper %u in "
		    "%s/telltale.conf", a->number, a->v->dir);
	return CLI_DONE;
}

static int
read_plan(struct adding *a, const struct opt_values *o)
{
	const char *threshold = opt_value(opts, o, "threshold");
	const char *socket = opt_value(opts, o, "socket");
	uint64_t k;
	enum tt_err e;
	int code;

	if ((e = wavekey_keepers(&a->v->conf, &a->now)) != TT_OK)
		return say_err(e, NULL, "cannot read the keepers in "
		    "%s/telltale.conf", a->v->dir);
	if ((code = read_number(a, opt_value(opts, o, "replace"))) !=
	    CLI_DONE)
		return code;
	/* one more keeper is no way to need fewer of them */
	k = a->n > a->now.n && a->now.k <= a->n / 2 ? a->n / 2 + 1 : a->now.k;
	if (threshold != NULL && (span_u64(span_str(threshold), a->n, &k) !=
	    TT_OK || k == 0))
		return fault("--threshold is a number from 1 to that of the "
		    "keepers");
	a->k = (unsigned)k;
	if (file_exists(a->dir))
		return say_fail(CLI_USAGE, "name a folder that is not there",
		    "cannot use %s: it is there already", a->dir);
	if (socket != NULL && span_copy(span_str(socket), a->socket,
	    SOCKET_MAX) != TT_OK)
		return fault("--socket is a path of at most 99 bytes");
	return CLI_DONE;
}

/* What the second person reads, and the first. */
static int
write_shown(struct adding *a, bool made)
{
	buf_printf(&a->shown, a->number > a->now.n ? "Keeper %02u is new.\n" :
	    "Keeper %02u is another one; what the old one holds stays with "
	    "it.\n", a->number);
	if (made)
		buf_printf(&a->shown, "  %s\n", a->row);
	buf_printf(&a->shown, "Of what is sealed from then on, %u of %u "
	    "keepers open a wave, and a later instant\nholds once %u have "
	    "confirmed it.\n", a->k, a->n, a->n - a->k + 1);
	return buf_err(&a->shown) == TT_OK ? CLI_DONE :
	    say_err(TT_ENOMEM, NULL, "cannot describe the keeper");
}

static void
show(const struct adding *a)
{
	struct span rest = buf_view(&a->shown), line;

	while (!a->v->cli->json && span_line(&rest, &line))
		out_line("%.*s", (int)line.n, line.p);
	fflush(stdout);
}

/* It believes the newest list; the hub tells it those that follow. */
static enum tt_err
trust(const struct adding *a)
{
	char policy[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;

	vault_path(a->v, "policy", policy);
	if ((e = file_read(policy, TT_STATEMENT_MAX, &text)) != TT_OK)
		return e;
	e = keeper_trust(a->dir, buf_view(&text), buf_view(&a->roll.text));
	buf_done(&text);
	return e;
}

static int
make_folder(struct adding *a)
{
	const struct keeper_params p = { .dir = a->dir,
		.origin = vault_origin(a->v), .number = a->number,
		.now_s = clock_now() };
	char whole[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = keeper_create(&p, rng_system(), &a->recipient, &a->vkey)) ==
	    TT_OK && (e = trust(a)) == TT_OK && a->socket[0] == '\0' &&
	    realpath(a->dir, whole) != NULL)
		e = file_path(a->socket, whole, "socket");
	if (e != TT_OK)
		return say_err(e, NULL, "cannot make the keeper's folder %s",
		    a->dir);
	wavekey_row(a->number, &a->recipient, &a->vkey, a->row);
	return CLI_DONE;
}

static void
put_rows(struct adding *a, struct json_out *j)
{
	json_out_key(j, "keepers");
	json_out_array(j);
	for (unsigned i = 1; i <= a->n; i++)
		json_out_str(j, i == a->number ? a->row :
		    conf_nth(&a->v->conf, "keeper", i - 1));
	json_out_array_end(j);
	json_out_key(j, "threshold");
	json_out_u64(j, a->k);
}

static enum tt_err
write_effect(struct adding *a)
{
	struct json_out *j = json_out_new(&a->effect, JSON_CANONICAL);
	struct buf lines;
	enum tt_err e;

	if (j == NULL)
		return TT_ENOMEM;
	buf_init(&lines, LINEUP_FILE_MAX);
	lineup_file_format(a->lineup, &lines);
	json_out_object(j);
	json_out_key(j, "officers");
	json_out_span(j, buf_view(&lines));
	put_rows(a, j);
	json_out_object_end(j);
	e = json_out_end(j);
	if (e == TT_OK)
		e = buf_err(&lines);
	buf_done(&lines);
	return e;
}

static int
describe(struct adding *a)
{
	const struct officers_change c = { .keeper = &a->vkey,
		.keeper_was = a->number <= a->now.n ? &a->was : NULL };
	enum tt_err e;

	buf_clear(&a->shown);
	if ((e = officers_state(a->v, &a->roll, &c, clock_now(),
	    &a->statement)) != TT_OK || (e = write_effect(a)) != TT_OK)
		return say_err(e, NULL, "cannot write the next list of keys");
	return write_shown(a, true);
}

static int
say_added(struct adding *a, bool waits)
{
	struct out_json o;

	if (a->v->cli->json) {
		out_json_begin(&o, "telltale-keeper-add/1");
		json_out_key(o.j, "number");
		json_out_u64(o.j, a->number);
		json_out_key(o.j, "waits");
		json_out_bool(o.j, waits);
		json_out_key(o.j, "row");
		json_out_str(o.j, a->row);
		json_out_key(o.j, "socket");
		json_out_str(o.j, a->socket);
		put_rows(a, o.j);
		return out_json_end(&o);
	}
	out_line("for the hub's telltale.conf:");
	out_line("keeper %s %s", a->row, a->socket);
	say_note(a->v->cli, "next: %s goes to the keeper's machine, "
	    "telltale-keeper -C there, and the line to the hub, which is "
	    "started again", a->dir);
	return CLI_DONE;
}

/* Nobody was asked: the folder is of no use. */
static int
undo(const struct adding *a, int code)
{
	if (code != CLI_DONE && file_remove_tree(a->dir) != TT_OK)
		say_warn("%s is left over and may be removed", a->dir);
	return code;
}

static int
ask(struct adding *a, const char *number, const char *reason)
{
	const struct request_new n = { .act = APPROVAL_KEYS,
		.subject = number, .reason = reason, .n = 1,
		.statement = { buf_view(&a->statement) },
		.effect = buf_view(&a->effect),
		.shown = buf_view(&a->shown) };
	struct request_made made;
	int code, posted, printed;

	if ((code = undo(a, request_ask(a->v, &n, &made))) != CLI_DONE)
		return code;
	posted = vault_post(a->v);
	printed = say_added(a, made.state == REQUEST_WAITS);
	code = request_said(a->v, &n, &made);
	if (posted != CLI_DONE)
		return posted;
	return code != CLI_DONE ? code : printed;
}

static int
add(struct adding *a, const struct opt_values *o)
{
	char number[24];
	int code;

	if ((code = read_plan(a, o)) != CLI_DONE ||
	    (code = roll_load(a->v, &a->roll)) != CLI_DONE ||
	    (code = vault_line_up(a->v, &a->lineup)) != CLI_DONE ||
	    (code = write_shown(a, false)) != CLI_DONE)
		return code;
	show(a);
	if (opt_set(opts, o, "dry-run"))
		return CLI_DONE;
	snprintf(number, sizeof(number), "%u", a->number);
	if ((code = confirm_id(a->v->cli, "add keeper", number,
	    opt_value(opts, o, "yes"))) != CLI_DONE ||
	    (code = make_folder(a)) != CLI_DONE ||
	    (code = undo(a, describe(a))) != CLI_DONE)
		return code;
	snprintf(number, sizeof(number), "keeper %02u", a->number % 100);
	return ask(a, number, opt_value(opts, o, "reason"));
}

int
verb_keeper_add(struct cli *c, int argc, char **argv)
{
	struct adding a = { .number = 0 };
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	a.v = &v;
	a.dir = o.args[0];
	buf_init(&a.statement, TT_STATEMENT_MAX);
	buf_init(&a.effect, REQUEST_EFFECT_MAX);
	buf_init(&a.shown, LINEUP_FILE_MAX);
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = vault_greet(&v)) == CLI_DONE)
		code = add(&a, &o);
	roll_done(&a.roll);
	free(a.lineup);
	buf_done(&a.statement);
	buf_done(&a.effect);
	buf_done(&a.shown);
	vault_close(&v);
	return code;
}
