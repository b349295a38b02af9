/* SPDX-License-Identifier: ISC */
/*
 * retract - a bulletin that was a mistake: gone, as far as that is possible.
 * specs/stories.md 3.12.
 */
#include <stdio.h>
#include <string.h>

#include "cli/confirm.h"
#include "cli/embargo/tell.h"
#include "cli/embargo/end.h"
#include "cli/embargo/verbs.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/say.h"
#include "store/file.h"

#define ABOUT_MAX	32768	/* bytes */

static const struct opt opts[] = {
	{ "reason", 0, OPT_VALUE, "TEXT", "why; it stands in the ledger" },
	{ "dry-run", 'n', OPT_FLAG, NULL, "say what would happen" },
	{ "yes", 0, OPT_VALUE, "ID",
	    "the bulletin's id, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "retract",
	.args = "BULLETIN",
	.examples = {
		{ "retract EX-2026-014 --reason 'the flaw is no flaw' "
		    "--dry-run", "what can still be taken back" },
		{ "retract EX-2026-014 --reason 'the flaw is no flaw'",
		    "take it back; with a second officer if it is out" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "What nobody has seen is deleted. What is published stays "
	    "in the ledger: copies of\nwaves that have not opened are "
	    "deleted at the hub, and their keys destroyed; copies\nthat were "
	    "opened cannot be recalled. The codebook is kept: a leak still "
	    "counts.",
};

struct retracting {
	struct vault *v;
	const struct opt_values *o;
	struct standing *s;
	const char *reason;
	bool dry;
};

static void
tell(const struct retracting *k, struct buf *out)
{
	const struct standing *s = k->s;

	buf_printf(out, "%s, %s: ", s->b.id, s->b.name);
	if (!s->published) {
		buf_printf(out, "nobody has seen it; its sealed files are "
		    "deleted\n");
		return;
	}
	buf_printf(out, "retracted; nothing becomes public\n");
	for (size_t i = 0; i < s->n_waves; i++)
		buf_printf(out, "wave %s, text %u, %zu readers: %s\n",
		    s->wave[i].wave.name, s->wave[i].revision,
		    s->wave[i].copies, standing_is_open(s, &s->wave[i]) ?
		    "opened; its copies cannot be recalled" :
		    "its copies are deleted, its key is destroyed");
}

static int
print(const struct retracting *k, const char *state, struct span text)
{
	struct out_json o;
	struct json_out *j;
	struct span line;
	size_t open = 0;

	if (!k->v->cli->json) {
		while (span_line(&text, &line))
			out_line("%.*s", (int)line.n, line.p);
		return CLI_DONE;
	}
	for (size_t i = 0; i < k->s->n_waves; i++)
		open += standing_is_open(k->s, &k->s->wave[i]);
	j = out_json_begin(&o, "telltale-retract/1");
	json_out_key(j, "id");
	json_out_str(j, k->s->b.id);
	json_out_key(j, "state");
	json_out_str(j, state);
	json_out_key(j, "published");
	json_out_bool(j, k->s->published);
	json_out_key(j, "waves_deleted");
	json_out_u64(j, k->s->n_waves - open);
	json_out_key(j, "waves_not_recalled");
	json_out_u64(j, open);
	return out_json_end(&o);
}

/* As if it had never been sealed: records first, then the folder. */
static int
forget(struct retracting *k)
{
	const struct vault_bulletin *b = &k->s->b;
	char rel[64], path[FILE_PATH_MAX];
	enum tt_err e;

	snprintf(rel, sizeof(rel), "bulletins/%s", b->sealing);
	vault_path(k->v, rel, path);
	if ((e = db_begin(k->v->db)) != TT_OK ||
	    (e = vault_bulletin_drop(k->v->db, b->sealing)) != TT_OK ||
	    (e = db_commit(k->v->db)) != TT_OK) {
		db_rollback(k->v->db);
		return say_err(e, NULL, "cannot forget %s", b->name);
	}
	if ((e = file_remove_tree(path)) != TT_OK)
		return say_err(e, "remove it by hand", "cannot delete %s",
		    path);
	return CLI_DONE;
}

static int
take_back(struct retracting *k, struct span about)
{
	struct request_new n = { .act = APPROVAL_RETRACT,
		.subject = k->s->b.id };
	struct request_made made;
	int code;

	if ((code = end_ask(k->s, APPROVAL_RETRACT, k->reason, about,
	    &made)) != CLI_DONE ||
	    (code = request_said(k->v, &n, &made)) != CLI_DONE ||
	    (code = vault_post(k->v)) != CLI_DONE)
		return code;
	return tell_retracted(k->s, k->reason);
}

static int
retract(struct retracting *k)
{
	struct buf about;
	int code = CLI_DONE;

	if (k->s->published)
		code = standing_in_force(k->s, "retract");
	if (code != CLI_DONE)
		return code;
	buf_init(&about, ABOUT_MAX);
	tell(k, &about);
	if (k->dry)
		code = print(k, "planned", buf_view(&about));
	else if ((code = confirm_bulletin(k->v->cli, &k->s->b, "retract",
	    k->reason, opt_value(opts, k->o, "yes"))) == CLI_DONE &&
	    (code = k->s->published ? take_back(k, buf_view(&about)) :
	    forget(k)) == CLI_DONE)
		code = print(k, "retracted", buf_view(&about));
	buf_done(&about);
	return code;
}

int
verb_retract(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct retracting k = { .v = &v, .o = &o };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	k.reason = opt_value(opts, &o, "reason");
	k.dry = opt_set(opts, &o, "dry-run");
	if (k.reason == NULL || !import_value_ok(span_str(k.reason)) ||
	    strlen(k.reason) > EMBARGO_REASON_MAX)
		return say_fail(CLI_USAGE, "it stands in the ledger, and is "
		    "told to whoever could open it", "retract: --reason is "
		    "needed, one line");
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = standing_open(&k.s, &v, o.args[0], true)) == CLI_DONE)
		code = retract(&k);
	standing_free(k.s);
	vault_close(&v);
	return code;
}
