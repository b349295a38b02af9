/* SPDX-License-Identifier: ISC */
/* notices - the verbs about mail; here: list and show. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "cli/verbs.h"

static const struct opt list_opts[] = {
	{ "failed", 0, OPT_FLAG, NULL,
	    "only those that were given up, or were tried and wait" },
	CLI_OPTS
};

static const struct usage list_usage = {
	.verb = "notices list",
	.args = "",
	.examples = {
		{ "notices list", "what is told to whom, and when" },
		{ "notices list --failed", "what somebody has to look at" },
	},
	.opts = list_opts,
	.notes = "A notice that failed is not sent again: tell them by "
	    "another channel.",
};

static const struct out_column cols[] = {
	{ "n", "n", OUT_NUMBER },
	{ "event", "event", OUT_TEXT },
	{ "address", "to", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
	{ "due_at", "due", OUT_TEXT },
	{ "tries", "tries", OUT_NUMBER },
	{ "ended_at", "ended", OUT_TEXT },
	{ "error", "last error", OUT_TEXT },
};

struct listing {
	struct out_table *t;
	bool failed;
};

static enum tt_err
list_one(void *ctx, const struct vault_notice *n)
{
	struct listing *l = ctx;

	if (l->failed && n->state != NOTICE_FAILED &&
	    !(n->state == NOTICE_WAITING && n->tries > 0))
		return TT_OK;
	out_int(l->t, n->n);
	out_str(l->t, notice_rule(n->event)->name);
	out_str(l->t, n->address);
	out_str(l->t, notice_state_text(n->state));
	out_instant(l->t, n->due_s);
	out_int(l->t, n->tries);
	if (n->ended_s != 0)
		out_instant(l->t, n->ended_s);
	else
		out_none(l->t);
	out_str(l->t, n->error[0] != '\0' ? n->error : NULL);
	return TT_OK;
}

static int
notices_list(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct listing l = { .t = NULL };
	struct vault v;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &list_usage, argc, argv, &o)) != CLI_GO)
		return code;
	l.failed = opt_set(list_opts, &o, "failed");
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE) {
		l.t = out_table_new(c, "telltale-notices/1", "notices", cols,
		    N_ROWS(cols));
		if ((e = vault_notice_each(v.db, list_one, &l)) == TT_OK)
			code = out_table_end(l.t);
		else {
			out_table_drop(l.t);
			code = say_err(e, NULL, "cannot read the notices");
		}
	}
	vault_close(&v);
	return code;
}

static const struct opt show_opts[] = { CLI_OPTS };

static const struct usage show_usage = {
	.verb = "notices show",
	.args = "N",
	.examples = {
		{ "notices show 7", "the text that is sent, as signed" },
		{ "notices show 7 --json", "and what became of it" },
	},
	.opts = show_opts,
	.args_min = 1,
	.args_max = 1,
};

static int
show_json(const struct vault_notice *n)
{
	struct out_json o;

	out_json_begin(&o, "telltale-notice/1");
	json_out_key(o.j, "n");
	json_out_int(o.j, n->n);
	put_str(o.j, "event", notice_rule(n->event)->name);
	put_str(o.j, "bulletin", n->bulletin[0] != '\0' ? n->bulletin : NULL);
	put_str(o.j, "reader", n->reader[0] != '\0' ? n->reader : NULL);
	put_str(o.j, "address", n->address);
	put_str(o.j, "subject", n->subject);
	put_str(o.j, "message_id", n->message);
	put_str(o.j, "state", notice_state_text(n->state));
	json_out_at_or(o.j, "queued_at", n->queued_s, 0);
	json_out_at_or(o.j, "due_at", n->due_s, 0);
	json_out_at_or(o.j, "next_at", n->state == NOTICE_WAITING ? n->next_s :
	    0, 0);
	json_out_at_or(o.j, "ended_at", n->ended_s, 0);
	put_u64(o.j, "tries", n->tries);
	put_str(o.j, "error", n->error[0] != '\0' ? n->error : NULL);
	json_out_key(o.j, "text");
	json_out_span(o.j, n->text);
	return out_json_end(&o);
}

static int
show(struct vault *v, const char *which)
{
	struct vault_notice n;
	uint64_t number;
	enum tt_err e;

	if (span_u64(span_str(which), INT64_MAX, &number) != TT_OK)
		return say_fail(CLI_USAGE, "telltale notices list numbers "
		    "them", "notices show: '%s' is no number", which);
	if ((e = vault_notice_get(v->db, (int64_t)number, &n)) == TT_ENOENT)
		return say_fail(CLI_TROUBLE, "telltale notices list numbers "
		    "them", "there is no notice %s", which);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read the notices");
	if (v->cli->json)
		return show_json(&n);
	return fwrite(n.text.p, 1, n.text.n, stdout) == n.text.n ? CLI_DONE :
	    CLI_TROUBLE;
}

static int
notices_show(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &show_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE)
		code = show(&v, o.args[0]);
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "list", "what is told by mail, and what became of it",
	    notices_list },
	{ "send", "hand what is due to the mail server", verb_notices_send },
	{ "show", "one notice, as it is signed", notices_show },
	{ "check", "whether a notice that came is an officer's",
	    verb_notices_check },
	{ NULL, NULL, NULL },
};

int
verb_notices(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "notices", verbs, argc, argv);
}
