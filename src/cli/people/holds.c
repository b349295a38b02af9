/* SPDX-License-Identifier: ISC */
/* holds - partner holds: what it has, what it was not given, what it owes. */
#include "cli/clock.h"
#include "cli/partner.h"
#include "cli/people/held.h"
#include "cli/people/verbs.h"
#include "cli/say.h"

static const struct opt opts[] = {
	{ "html", 0, OPT_VALUE, "FILE",
	    "a page as well, that may be handed to the partner" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "partner holds",
	.args = "PARTNER",
	.examples = {
		{ "partner holds kiyokawa",
		    "what was signed for, and what is withheld" },
		{ "partner holds kiyokawa --html kiyokawa.html",
		    "with a page for the partner" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Asks the hub for receipts first, if it can be reached.",
};

static int
print(struct vault *v, const char *id, const char *html)
{
	int64_t now_s = clock_now();
	struct vault_partner p;
	struct held h;
	int code;

	if ((code = partner_get(v, id, &p)) != CLI_DONE)
		return code;
	if (html != NULL) {
		if ((code = held_read(&h, v, &p, now_s)) != CLI_DONE)
			return code;
		code = held_page(v, &p, &h, now_s, html);
		held_done(&h);
		if (code != CLI_DONE)
			return code;
		say_note(v->cli, "the page is %s", html);
	}
	return held_print(v, &p, now_s);
}

int
verb_partner_holds(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"));
	if (code == CLI_DONE && (code = vault_greet(&v)) == CLI_DONE) {
		if (v.away)
			say_note(c, "the hub cannot be reached now: receipts "
			    "after the last visit are missing");
		else
			code = vault_fetch(&v);
		if (code == CLI_DONE)
			code = print(&v, o.args[0], opt_value(opts, &o,
			    "html"));
	}
	vault_close(&v);
	return code;
}
