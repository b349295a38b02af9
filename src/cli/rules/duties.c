/* SPDX-License-Identifier: ISC */
/* duties - the verbs about laws that make partners report: check and show. */
#include <stdio.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/rules/rules_verbs.h"
#include "cli/rules/ruleset.h"
#include "cli/vault.h"
#include "cli/verbs.h"

static const struct opt opts[] = { CLI_OPTS };

static const struct usage check_usage = {
	.verb = "duties check",
	.args = "FILE",
	.examples = {
		{ "duties check duties.json",
		    "what is wrong with it, and what nobody has verified" },
		{ "duties check duties.json --json",
		    "the duties as they were understood" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Needs no vault. An entry without a source or a review date "
	    "counts as unverified.\nThe language is in docs/policy.md.",
};

static const struct usage show_usage = {
	.verb = "duties show",
	.args = "",
	.examples = {
		{ "duties show", "the duties that are reckoned with" },
		{ "duties show --json", "the same for a script" },
	},
	.opts = opts,
};

/* How far the entry can be trusted today. */
static const char *
standing(const struct duty *d, int64_t now_s)
{
	if (d->confidence != CONFIDENCE_UNVERIFIED && d->review_s <= now_s)
		return "review overdue";
	return duty_confidence_text(d->confidence);
}

static void
row(struct out_table *t, const struct duty *d, int64_t now_s)
{
	out_str(t, d->id);
	out_str(t, d->jurisdiction);
	if (d->prohibits || d->n_stages == 0)
		out_none(t);
	else
		out_int(t, d->stage[0].after_s);
	out_str(t, d->prohibits ? "(forbids; nothing is reported)" :
	    d->recipient);
	out_str(t, standing(d, now_s));
	if (d->review_s == DUTY_NEVER)
		out_none(t);
	else
		out_instant(t, d->review_s);
	out_str(t, d->title);
}

static int
print(const struct cli *c, const struct duties *d, const char *name,
    const char *format)
{
	static const struct out_column cols[] = {
		{ "id", "duty", OUT_TEXT },
		{ "jurisdiction", "where", OUT_TEXT },
		{ "first_stage_s", "seconds", OUT_NUMBER },
		{ "recipient", "recipient", OUT_TEXT },
		{ "confidence", "confidence", OUT_TEXT },
		{ "review_by", "review by", OUT_TEXT },
		{ "title", "title", OUT_TEXT },
	};
	struct out_table *t;

	if (!c->json)
		out_line("duties %s", name);
	t = out_table_new(c, format, "duties", cols, N_ROWS(cols));
	if (c->json) {
		json_out_key(out_table_head(t), "version");
		json_out_str(out_table_head(t), name);
	}
	for (size_t i = 0; i < d->n; i++)
		row(t, &d->duty[i], clock_now());
	return out_table_end(t);
}

static int
duties_check(struct cli *c, int argc, char **argv)
{
	char updated[INSTANT_LEN + 1];
	struct opt_values o;
	struct duties *d = NULL;
	int code;

	if ((code = cli_parse(c, &check_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = ruleset_read_duties(o.args[0], &d, NULL)) == CLI_DONE) {
		instant_format(d->updated_s, updated);
		code = print(c, d, updated, "telltale-duties-check/1");
	}
	duties_free(d);
	return code;
}

static int
duties_show(struct cli *c, int argc, char **argv)
{
	char name[RULESET_NAME_LEN];
	struct ruleset r = { .policy = NULL };
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &show_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE &&
	    (code = ruleset_load(&r, v.db, clock_now())) == CLI_DONE) {
		ruleset_name(&r.duties_is, name);
		code = print(c, r.duties, name, "telltale-duties-show/1");
	}
	ruleset_done(&r);
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "check", "is a file of duties right?", duties_check },
	{ "show", "the duties that are reckoned with", duties_show },
	{ "adopt", "put a new version in force; two people and counsel",
	    verb_duties_adopt },
	{ NULL, NULL, NULL },
};

int
verb_duties(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "duties", verbs, argc, argv);
}
