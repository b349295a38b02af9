/* SPDX-License-Identifier: ISC */
/*
 * embargo hold - the end of an embargo removes a constraint; that it is also
 * made public follows by itself unless an officer says here why not.
 */
#include <stdio.h>

#include "cli/embargo/standing.h"
#include "cli/embargo/verbs.h"
#include "cli/out.h"
#include "cli/say.h"
#include "store/vault_public.h"

static const struct opt opts[] = {
	{ "reason", 0, OPT_VALUE, "TEXT", "why it does not go public" },
	{ "off", 0, OPT_FLAG, NULL, "it does, as any other" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "embargo hold",
	.args = "BULLETIN",
	.examples = {
		{ "embargo hold EX-2026-014 --reason 'the fix was pulled'",
		    "at its instant nothing is made public" },
		{ "embargo hold EX-2026-014 --off",
		    "it goes public by itself, at once if it is due" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Waves open and the embargo ends all the same; release "
	    "makes it public even so.",
};

static int
print(const struct standing *s, bool held)
{
	struct out_json o;

	if (!s->v->cli->json) {
		out_line(held ? "%s is not made public at its instant" :
		    "%s is made public at its instant", s->b.id);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-embargo-hold/1");
	json_out_key(o.j, "id");
	json_out_str(o.j, s->b.id);
	json_out_key(o.j, "held");
	json_out_bool(o.j, held);
	return out_json_end(&o);
}

static int
hold(struct standing *s, const char *reason)
{
	struct vault_hold h = { .at_s = s->now_s };
	const char *officer = conf_get(&s->v->conf, "officer");
	enum tt_err e;

	if (!s->published)
		return say_fail(CLI_REFUSED, "telltale retract takes back what "
		    "is only sealed", "cannot hold %s: it is not published",
		    s->b.name);
	snprintf(h.reason, sizeof(h.reason), "%s", reason != NULL ? reason :
	    "");
	snprintf(h.officer, sizeof(h.officer), "%s",
	    officer != NULL ? officer : "");
	if ((e = vault_hold_set(s->v->db, s->b.id, reason != NULL ? &h :
	    NULL)) != TT_OK)
		return say_err(e, NULL, "cannot keep that");
	return print(s, reason != NULL);
}

int
verb_embargo_hold(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	const char *reason;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	reason = opt_value(opts, &o, "reason");
	if (opt_set(opts, &o, "off") == (reason != NULL) ||
	    (reason != NULL && !standing_reason_ok(reason)))
		return say_fail(CLI_USAGE, "--reason, one line; or --off",
		    "embargo hold: why?");
	return standing_run(c, &o, opt_value(opts, &o, "passphrase-file"),
	    false, hold, reason);
}
