/* SPDX-License-Identifier: ISC */
/*
 * marks - partner marks: whether a partner's copies may tell its people
 * apart.  Copies of several people differ by what the codebook fixed before
 * anything was sent, so marks that tell no person mean one copy for all, of a
 * machine reader; sealing holds to it (agreement_check.c).
 */
#include <string.h>

#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/people/verbs.h"
#include "cli/say.h"

static const struct opt opts[] = { CLI_OPTS };

static const struct usage usage = {
	.verb = "partner marks",
	.args = "PARTNER person|organisation",
	.examples = {
		{ "partner marks kiyokawa organisation",
		    "its works council wants no person told" },
		{ "partner marks kiyokawa person", "as all others" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "With 'organisation' it has one copy, of one machine reader: "
	    "telltale reader add\n--machine. What leaks then leads to the "
	    "partner, and to nobody within it.",
};

static int
print(const struct cli *c, const char *partner, const char *marks)
{
	struct out_json o;

	if (c->json) {
		out_json_begin(&o, "telltale-partner-marks/1");
		json_out_key(o.j, "partner");
		json_out_str(o.j, partner);
		json_out_key(o.j, "marks");
		json_out_str(o.j, marks);
		return out_json_end(&o);
	}
	out_line("copies of %s tell the %s", partner, marks);
	if (strcmp(marks, "organisation") == 0)
		paragraph(0, "It costs this: what leaks can be traced to '%s', "
		    "and to no person within it. Until it has one machine "
		    "reader alone, nothing is sealed for it.", partner);
	return CLI_DONE;
}

int
verb_partner_marks(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct people_change k;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if (strcmp(o.args[1], "person") != 0 &&
	    strcmp(o.args[1], "organisation") != 0)
		return say_fail(CLI_USAGE, "telltale partner marks --help",
		    "partner marks: '%s' is neither person nor organisation",
		    o.args[1]);
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE &&
	    (code = people_load(&v, o.args[0], &k)) == CLI_DONE) {
		k.s.by_organisation = strcmp(o.args[1], "organisation") == 0;
		e = vault_standing_set(v.db, k.p.id, &k.s);
		code = e == TT_OK ? print(c, k.p.id, o.args[1]) :
		    partner_cannot(&v, e, "keep how copies are marked");
	}
	vault_close(&v);
	return code;
}
