/* SPDX-License-Identifier: ISC */
/* partner add - one record. */
#include <stdio.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/signed.h"
#include "cli/say.h"
#include "telltale/manifest.h"

static const struct opt add_opts[] = {
	{ "name", 0, OPT_VALUE, "NAME", "its full name" },
	{ "tier", 0, OPT_VALUE, "TIER", "as bulletins' waves name it" },
	SIGNED_OPTS,
	CLI_OPTS
};

static const struct usage add_usage = {
	.verb = "partner add",
	.args = "PARTNER",
	.examples = {
		{ "partner add kiyokawa --name 'Kiyokawa Ltd' --tier elite",
		    "enter a partner; it has applied" },
		{ "partner add kiyokawa --name K --tier elite --agreement 1 "
		    "--paper scan.pdf --signer 'Y. K' --signed 2026-01-10",
		    "with the agreement that it has signed" },
	},
	.opts = add_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "PARTNER is a word of yours: a letter or digit, then up to "
	    "63 of letters,\ndigits, '.', '_' and '-'. The ledger never has "
	    "it.",
};

static int
read_new(const struct opt_values *o, struct vault_partner *p,
    struct vault_signing *s)
{
	const char *name = opt_value(add_opts, o, "name");
	const char *tier = opt_value(add_opts, o, "tier");
	int code;

	p->ends_s = PARTNER_NO_END;
	p->since_s = clock_now();
	if (!tt_id_ok(span_str(o->args[0])))
		return say_fail(CLI_USAGE, "telltale partner add --help",
		    "partner add: '%s' is no id", o->args[0]);
	if (name == NULL || !import_value_ok(span_str(name)))
		return signed_wrong("partner add", "name",
		    "a name of 1 to 1024 bytes without control characters");
	if (tier == NULL || !tt_id_ok(span_str(tier)))
		return signed_wrong("partner add", "tier", "a tier's name");
	snprintf(p->id, sizeof(p->id), "%s", o->args[0]);
	snprintf(p->name, sizeof(p->name), "%s", name);
	snprintf(p->tier, sizeof(p->tier), "%s", tier);
	partner_draw_ref(p);
	code = signed_read(add_opts, o, "partner add", p, s);
	return code != CLI_DONE || p->agreement[0] == '\0' ? code :
	    signed_basis(NULL, p, "partner add", s);
}

static int
say_state(const struct cli *c, const struct vault_partner *p)
{
	struct out_json o;

	if (!c->json) {
		out_line("partner %s is %s", p->id,
		    partner_state_text(p->state));
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-partner-state/1");
	json_out_key(o.j, "id");
	json_out_str(o.j, p->id);
	json_out_key(o.j, "state");
	json_out_str(o.j, partner_state_text(p->state));
	return out_json_end(&o);
}

int
verb_partner_add(struct cli *c, int argc, char **argv)
{
	struct vault_partner p = { .state = PARTNER_APPLIED };
	struct vault_signing s;
	struct opt_values o;
	struct vault v;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &add_usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_new(&o, &p, &s)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE) {
		e = vault_partner_add(v.db, &p);
		if (e == TT_EEXIST)
			code = say_fail(CLI_USAGE, "telltale partner list",
			    "there is a partner '%s' already", p.id);
		else if (e != TT_OK)
			code = partner_cannot(&v, e, "enter the partner");
		else if ((s.version[0] == '\0' ||
		    (code = signed_keep(&v, p.id, &s)) == CLI_DONE) &&
		    (code = say_state(c, &p)) == CLI_DONE && !c->json)
			say_note(c, "next: telltale partner approve %s%s",
			    p.id, p.agreement[0] != '\0' ? "" :
			    " --agreement VERSION --paper SCAN "
			    "--signer NAME");
	}
	vault_close(&v);
	return code;
}
