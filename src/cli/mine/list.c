/* SPDX-License-Identifier: ISC */
/* people list - who is at this reader's partner, and who signed for what. */
#include <string.h>

#include "cli/mine/circle.h"
#include "cli/mine/verbs.h"
#include "cli/out.h"
#include "cli/say.h"

static const struct opt opts[] = {
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "people list",
	.args = "",
	.examples = {
		{ "people list", "your colleagues, their state and "
		    "fingerprint" },
		{ "people list --json", "the same for a script" },
	},
	.opts = opts,
	.notes = "For the partner's admin, as the vendor names them.",
};

static const struct out_column cols[] = {
	{ "id", "reader", OUT_TEXT },
	{ "name", "name", OUT_TEXT },
	{ "email", "address", OUT_TEXT },
	{ "role", "role", OUT_TEXT },
	{ "answers", "who answers", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
	{ "since", "since", OUT_TEXT },
	{ "receipts", "signed for", OUT_NUMBER },
	{ "newest", "the newest", OUT_TEXT },
	{ "fingerprint", "fingerprint", OUT_TEXT },
};

static void
text(struct out_table *t, const char *s)
{
	out_str(t, s[0] != '\0' ? s : NULL);
}

static void
put(struct out_table *t, const struct circle_person *p)
{
	char print[TT_FINGERPRINT_LEN + 1];

	text(t, p->id);
	text(t, p->name);
	text(t, p->email);
	out_str(t, p->answers[0] != '\0' ? "machine" : p->admin ? "admin" :
	    "reader");
	text(t, p->answers);
	out_str(t, p->state);
	out_instant(t, p->since_s);
	out_int(t, (int64_t)p->n);
	if (p->n > 0)
		out_instant(t, p->receipt[p->n - 1].at_s);
	else
		out_none(t);
	tt_fingerprint(print, p->key);
	out_str(t, print);
}

static int
list(struct reader_home *home)
{
	struct out_table *t;
	bool waits = false;
	struct circle r;
	int code;

	if ((code = circle_read(&r, home)) != CLI_DONE)
		return code;
	t = out_table_new(home->cli, "telltale-people-list/1", "people", cols,
	    N_ROWS(cols));
	for (size_t i = 0; i < r.n; i++) {
		put(t, &r.person[i]);
		waits |= strcmp(r.person[i].state, "pending") == 0;
	}
	circle_done(&r);
	code = out_table_end(t);
	if (code == CLI_DONE && waits)
		say_note(home->cli, "who is pending has joined: an officer of "
		    "the vendor confirms them, by the fingerprint");
	return code;
}

int
verb_people_list(struct cli *c, int argc, char **argv)
{
	struct reader_home home;
	struct opt_values o;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = reader_home_open(&home, c,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = list(&home);
	reader_home_close(&home);
	return code;
}
