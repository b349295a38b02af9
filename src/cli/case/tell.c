/* SPDX-License-Identifier: ISC */
/* case tell - what may be told outside of this case, from now on. */
#include "cli/case/case.h"
#include "cli/members.h"
#include "cli/say.h"

static const struct opt opts[] = { VAULT_OPTS, CLI_OPTS };

static const struct usage usage = {
	.verb = "case tell",
	.args = "CASE nothing|existence|verdict|partner",
	.examples = {
		{ "case tell 3f9c existence",
		    "outsiders may know that there is an investigation" },
		{ "case tell 3f9c nothing", "as it is at first" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "It sets how much case statement may say. A name is told only "
	    "of a partner that a\nfinding names and that was heard.",
};

static int
set(struct vault *v, const char *id, enum case_tell tell)
{
	struct case_new n = { .act = CASE_TELL,
		.subject = case_tell_text(tell) };
	struct vault_case x;
	unsigned entry;
	int code;

	if ((code = case_find(v, id, &x)) != CLI_DONE)
		return code;
	x.tell = tell;
	if ((code = case_log(v, &x, &n, &entry)) != CLI_DONE)
		return code;
	return case_said(v, &x, entry);
}

int
verb_case_tell(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	enum case_tell tell;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if (!case_tell_parse(span_str(o.args[1]), &tell))
		return say_fail(CLI_USAGE, "nothing, existence, verdict or "
		    "partner", "case tell: '%s' is no setting", o.args[1]);
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = set(&v, o.args[0], tell);
	vault_close(&v);
	return code;
}
