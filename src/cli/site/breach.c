/* SPDX-License-Identifier: ISC */
/*
 * breach - tells every reader by mail that somebody was in the hub: what they
 * may have, what not, and what to rotate; specs/stories.md, SO-3 and 3.10.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/out.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "cli/site/verbs.h"
#include "store/vault_partner.h"

#define READERS_MAX	1000000

static const char has_hub[] =
    "your organisation's name; the public halves of your keys\n"
    "when you asked, and from which networks in the 90 days before (a /24 or\n"
    "/48, no whole address); which terms you accepted, your receipts, what\n"
    "you said that you opened\n"
    "sealed copies of yours: they open with your private key only, and "
    "before\ntheir instant with the wave's key besides";
static const char has_keeper[] =
    "\nthe wave keys of what was not open yet: with your private key, copies "
    "of\nyours could have been opened early";
static const char has_not[] =
    "what any bulletin says\n"
    "your private keys, your name, your mail address: they never were at "
    "the hub\n"
    "which of the marks in your copies are yours";
static const char rotate[] =
    "the hub's TLS key is another one: ask your contact here, by telephone, "
    "for\nthe new pin, then: telltale hub pin PIN\n"
    "nothing else, unless your own machine may be concerned, too: then new "
    "keys\nand a new invitation";

static const struct opt opts[] = {
	{ "when", 0, OPT_VALUE, "INSTANT", "since when somebody was in it" },
	{ "keeper", 0, OPT_FLAG, NULL, "a keeper was on that machine, too" },
	{ "dry-run", 'n', OPT_FLAG, NULL, "who would be told" },
	{ "yes", 0, OPT_VALUE, "ORIGIN",
	    "the hub's, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "hub breach",
	.args = "",
	.examples = {
		{ "hub breach --when 2026-12-01T04:00:00Z --dry-run",
		    "whom it concerns" },
		{ "hub breach --when 2026-12-01T04:00:00Z --keeper",
		    "tell them; then telltale notices send" },
	},
	.opts = opts,
	.notes = "Readers who were revoked are told as well: what they did is "
	    "there. A second run for\nthe same instant tells nobody twice.",
};

struct telling {
	struct vault *v;
	const struct opt_values *o;
	struct vault_reader *reader;
	size_t n;
	char when[INSTANT_LEN + 1];
};

static enum tt_err
add(void *ctx, const struct vault_reader *r)
{
	struct telling *k = ctx;
	struct vault_reader *more;

	if (r->email[0] == '\0')
		return TT_OK;
	if (k->n == READERS_MAX)
		return TT_ELIMIT;
	more = reallocarray(k->reader, k->n + 1, sizeof(*more));
	if (more == NULL)
		return TT_ENOMEM;
	k->reader = more;
	k->reader[k->n++] = *r;
	return TT_OK;
}

static int
queue(struct telling *k)
{
	struct notice_new n = { .event = NOTICE_BREACH, .about = k->when };
	struct buf has;
	enum tt_err e;
	int code = CLI_DONE;

	buf_init(&has, sizeof(has_hub) + sizeof(has_keeper));
	buf_str(&has, has_hub);
	if (opt_set(opts, k->o, "keeper"))
		buf_str(&has, has_keeper);
	n.facts[NOTICE_WHEN] = span_str(k->when);
	n.facts[NOTICE_HAS] = buf_view(&has);
	n.facts[NOTICE_HAS_NOT] = span_str(has_not);
	n.facts[NOTICE_ROTATE] = span_str(rotate);
	if ((e = buf_err(&has)) != TT_OK || (e = db_begin(k->v->db)) != TT_OK)
		code = say_err(e, NULL, "cannot queue notices");
	for (size_t i = 0; i < k->n && code == CLI_DONE; i++)
		code = notice_reader(k->v, &n, &k->reader[i]);
	if (code == CLI_DONE && (e = db_commit(k->v->db)) != TT_OK)
		code = say_err(e, NULL, "cannot queue notices");
	if (code != CLI_DONE)
		db_rollback(k->v->db);
	buf_done(&has);
	return code;
}

static int
print(struct telling *k, const char *state)
{
	struct json_out *j;
	struct out_json o;

	if (!k->v->cli->json) {
		out_line("%s: %zu readers", state, k->n);
		if (strcmp(state, "queued") == 0)
			say_note(k->v->cli, "next: telltale notices send");
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-hub-breach/1");
	json_out_key(j, "state");
	json_out_str(j, state);
	json_out_key(j, "when");
	json_out_str(j, k->when);
	json_out_key(j, "readers");
	json_out_u64(j, k->n);
	return out_json_end(&o);
}

static int
tell(struct telling *k)
{
	enum tt_err e;
	int code;

	if ((e = vault_reader_each(k->v->db, NULL, add, k)) != TT_OK ||
	    (e = vault_reader_parties(k->v->db, add, k)) != TT_OK)
		return say_err(e, NULL, "cannot read the vault's readers");
	if (opt_set(opts, k->o, "dry-run"))
		return print(k, "planned");
	if ((code = confirm_id(k->v->cli, "report the breach of",
	    vault_origin(k->v), opt_value(opts, k->o, "yes"))) !=
	    CLI_DONE || (code = queue(k)) != CLI_DONE)
		return code;
	return print(k, "queued");
}

int
verb_hub_breach(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct telling k = { .v = &v, .o = &o };
	const char *when;
	int64_t at;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	when = opt_value(opts, &o, "when");
	if (when == NULL || instant_parse_human(span_str(when), &at) !=
	    TT_OK || at > clock_now())
		return say_fail(CLI_USAGE, "as 2026-12-01T04:00:00Z, and not "
		    "in the future", "hub breach: --when says since when "
		    "somebody was in it");
	instant_format(at, k.when);
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = tell(&k);
	free(k.reader);
	vault_close(&v);
	return code;
}
