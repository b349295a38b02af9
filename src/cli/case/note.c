/* SPDX-License-Identifier: ISC */
/* case note - something to be remembered, by whom and when. */
#include <string.h>
#include <unistd.h>

#include "cli/case/case.h"
#include "cli/case/given.h"
#include "cli/members.h"
#include "cli/say.h"

static const struct opt opts[] = { VAULT_OPTS, CLI_OPTS };

static const struct usage usage = {
	.verb = "case note",
	.args = "CASE TEXT|-",
	.examples = {
		{ "case note 3f9c 'called counsel at nine'",
		    "write a line into the case's log" },
		{ "case note 3f9c - <minutes.txt",
		    "a longer one, which other users cannot see in the "
		    "list of processes" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
};

int
verb_case_note(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct case_new n = { .act = CASE_NOTE };
	struct vault_case x;
	struct case_text t;
	struct buf text;
	unsigned entry;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = case_given_text("note", o.args[1], &text)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = case_find(&v, o.args[0], &x)) == CLI_DONE) {
		put_buf(case_text_begin(&t), "text", &text);
		if ((code = case_text_end(&t, &n.text)) == CLI_DONE &&
		    (code = case_log(&v, &x, &n, &entry)) == CLI_DONE)
			code = case_said(&v, &x, entry);
		case_text_done(&t);
	}
	buf_done(&text);
	vault_close(&v);
	return code;
}
