/* SPDX-License-Identifier: ISC */
/*
 * states - partner states: the table of states, for people; partner settle:
 * what time brought about.
 */
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/people/change.h"
#include "cli/people/verbs.h"
#include "programme/partner.h"

static const struct opt states_opts[] = { CLI_OPTS };
static const struct opt settle_opts[] = { VAULT_OPTS, CLI_OPTS };

static const struct usage states_usage = {
	.verb = "partner states",
	.args = "",
	.examples = {
		{ "partner states", "what each state receives, what becomes "
		    "of open copies" },
		{ "partner states --json", "the same for a script" },
	},
	.opts = states_opts,
};

static const struct usage settle_usage = {
	.verb = "partner settle",
	.args = "",
	.examples = {
		{ "partner settle", "agreements that ended, suspensions that "
		    "lapsed" },
		{ "partner settle --quiet", "every hour, from a timer" },
	},
	.opts = settle_opts,
	.notes = "The hub is told who may no longer come in. Every verb that "
	    "changes a partner does\nthis first.",
};

static const struct out_column cols[] = {
	{ "state", "state", OUT_TEXT },
	{ "entered_by", "entered by", OUT_TEXT },
	{ "receives", "receives", OUT_TEXT },
	{ "open_copies", "open copies", OUT_TEXT },
	{ "keys", "keys", OUT_TEXT },
	{ "next", "next", OUT_TEXT },
};

static void
for_people(enum partner_state s, const struct partner_meaning *m)
{
	out_line("%s", partner_state_text(s));
	paragraph(4, "- entered by: %s", m->entered);
	paragraph(4, "- receives: %s", m->receives);
	paragraph(4, "- open copies: %s", m->copies);
	paragraph(4, "- keys: %s", m->keys);
	paragraph(4, "- next: %s", m->next);
}

int
verb_partner_states(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct out_table *t;
	int code;

	if ((code = cli_parse(c, &states_usage, argc, argv, &o)) != CLI_GO)
		return code;
	t = out_table_new(c, "telltale-partner-states/1", "states", cols,
	    N_ROWS(cols));
	for (enum partner_state s = 0; s < PARTNER_STATES; s++) {
		const struct partner_meaning *m = partner_meaning(s);

		if (c->tty_out && !c->json) {
			for_people(s, m);
			continue;
		}
		out_str(t, partner_state_text(s));
		out_str(t, m->entered);
		out_str(t, m->receives);
		out_str(t, m->copies);
		out_str(t, m->keys);
		out_str(t, m->next);
	}
	if (!c->tty_out || c->json)
		return out_table_end(t);
	out_table_drop(t);
	return CLI_DONE;
}

int
verb_partner_settle(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &settle_usage, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(settle_opts, &o, "passphrase-file"));
	if (code == CLI_DONE && (code = vault_greet(&v)) == CLI_DONE &&
	    (code = people_settle(&v)) == CLI_DONE)
		code = vault_post(&v);
	vault_close(&v);
	return code;
}
