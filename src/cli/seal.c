/* SPDX-License-Identifier: ISC */
/*
 * seal - render and seal every copy of a bulletin; with --dry-run, say who
 * would get what, when, and why others do not.
 */
#include <stdlib.h>

#include "base/instant.h"
#include "base/json_out.h"
#include "cli/checker.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/people/agreement.h"
#include "cli/people/agreement_need.h"
#include "cli/people/change.h"
#include "cli/plan_lots.h"
#include "cli/revision.h"
#include "cli/revision_diff.h"
#include "cli/rules/standing.h"
#include "cli/say.h"
#include "cli/sealing.h"
#include "cli/vault_index.h"
#include "cli/verbs.h"
#include "store/vault_bulletin.h"
#include "telltale/check.h"

static const struct opt opts[] = {
	{ "dry-run", 'n', OPT_FLAG, NULL,
	    "say who would get what and when, and seal nothing" },
	{ "diff", 0, OPT_FLAG, NULL,
	    "say what changed since it was sealed, and seal nothing" },
	{ "editorial", 0, OPT_FLAG, NULL,
	    "words only: readers stay bound by what they signed" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "seal",
	.args = "BULLETIN-DIR",
	.examples = {
		{ "seal drafts/EX-2026-014 --dry-run",
		    "the waves, every reader, and who is left out and why" },
		{ "seal drafts/EX-2026-014",
		    "check the parts, render and seal every copy" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Needs no network. What is sealed stays in the vault until "
	    "telltale publish hands it to the hub.\nOf a bulletin that is "
	    "published this makes a revision: sites that did not change "
	    "stay\nwhat each reader has of them.",
};

/* Touching sites whose choices can make the same text: look at them. */
static void
warn_touching(const struct draft *d)
{
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	struct buf line;

	if (diags == NULL)
		return;
	tt_diags_init(diags);
	tt_check_touching(d->bulletin, diags);
	for (size_t i = 0; i < diags->n; i++) {
		buf_init(&line, 4096);
		tt_diag_format(&diags->row[i], &line);
		say_warn("%s", line.p != NULL ? line.p : "");
		buf_done(&line);
	}
	free(diags);
}

static void
print_revision(const struct draft *d, const struct sealing_result *r)
{
	if (r->revision > 1)
		out_line("revision %u of %s", r->revision, d->manifest->id);
}

static int
print_sealed(const struct cli *c, const struct draft *d, const struct plan *p,
    const struct sealing_result *r)
{
	struct out_json o;
	struct json_out *j;

	if (!c->json) {
		print_revision(d, r);
		out_line("sealed %s as %s: %zu copies in %zu %s",
		    d->manifest->id, r->id, p->granted, p->n_waves,
		    p->n_waves == 1 ? "wave" : "waves");
		plan_lots_print(p, d, clock_now());
		say_note(c, "next: telltale publish %s", r->id);
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-seal/1");
	json_out_key(j, "id");
	json_out_str(j, r->id);
	json_out_key(j, "bulletin");
	json_out_str(j, d->manifest->id);
	json_out_key(j, "revision");
	json_out_u64(j, r->revision);
	json_out_key(j, "copies");
	json_out_u64(j, p->granted);
	plan_json(p, d, j, (const uint8_t (*)[32])r->hashes);
	return out_json_end(&o);
}

static int
rehearse(const struct cli *c, const struct draft *d, const struct plan *p,
    int64_t now_s)
{
	int code = plan_print(p, d, c, now_s);

	return code == CLI_DONE ? plan_check(p, d, true) : code;
}

static int
seal(struct vault *v, const struct sealing_ask *ask)
{
	struct sealing_result r = { .hashes = NULL };
	char scratch[FILE_PATH_MAX], *whole;
	int code;
	enum tt_err e;

	if ((code = plan_check(ask->plan, ask->draft, false)) != CLI_DONE ||
	    (code = agreement_check(v, ask->plan)) != CLI_DONE)
		return code;
	vault_path(v, "scratch", scratch);
	if ((e = file_mkdirs(scratch)) != TT_OK)
		return say_err(e, NULL, "cannot make %s", scratch);
	if ((whole = realpath(scratch, NULL)) == NULL)
		return say_err(TT_EIO, NULL, "cannot find %s", scratch);
	code = checker_run(v->cli, ask->draft, whole, rng_system());
	free(whole);
	if (code != CLI_DONE)
		return code;
	if ((code = sealing_run(v, ask, rng_system(), &r)) == CLI_DONE) {
		vault_index_add(v, r.sealing, ask->draft->bulletin);
		code = print_sealed(v->cli, ask->draft, ask->plan, &r);
	}
	free(r.hashes);
	return code;
}

/* What --dry-run, --diff or neither of them asks for. */
static int
act(struct vault *v, const struct sealing_ask *ask,
    const struct opt_values *o, int64_t now_s)
{
	warn_touching(ask->draft);
	if (opt_set(opts, o, "diff"))
		return revision_diff_print(ask->before, ask->draft, v->cli);
	if (opt_set(opts, o, "dry-run"))
		return rehearse(v->cli, ask->draft, ask->plan, now_s);
	return seal(v, ask);
}

/* The programme's longest embargo; what is out already is PO-3's business. */
static int
check_embargo(const struct ruleset *rules, const struct draft *d,
    const struct revision *r, int64_t now_s)
{
	char most[LENGTH_LEN];

	if ((r->any && !r->replaces) || d->manifest->public_at_s - now_s <=
	    rules->policy->embargo_max_s)
		return CLI_DONE;
	length_format(rules->policy->embargo_max_s, most);
	return say_fail(CLI_REFUSED, "set an earlier public_at, or have "
	    "another policy adopted", "cannot seal %s: it would be secret for "
	    "longer than the policy's embargo_max, %s", d->manifest->id,
	    most);
}

static int
make_plan(struct vault *v, struct plan *p, const struct draft *d,
    const struct revision *r, struct ruleset *rules, int64_t now_s)
{
	const struct rng rng = rng_system();
	char bulletin[VAULT_BULLETIN_LEN + 1];
	struct plan_at at = { .now_s = now_s, .before = r, .rules = rules,
		.bulletin = bulletin,
		.rng = v->use == VAULT_WRITE ? &rng : NULL };
	enum tt_err e;
	int code;

	if ((code = ruleset_load(rules, v->db, now_s)) != CLI_DONE ||
	    (code = check_embargo(rules, d, r, now_s)) != CLI_DONE)
		return code;
	if ((e = standing_bulletin_id(v->db, d->manifest->id, bulletin)) !=
	    TT_OK)
		return say_err(e, NULL, "cannot read the vault's bulletins");
	return plan_make(p, d, v->db, &at);
}

/* All that is read before anything is done. */
static int
prepare(struct vault *v, struct draft *d, struct plan *p, struct revision *r,
    struct ruleset *rules, const struct opt_values *o)
{
	int64_t now_s = clock_now();
	struct sealing_ask ask = { d, p, r, o->args[0] };
	char name[TT_ID_MAX + 1];
	int code;

	if (draft_name(o->args[0], name) &&
	    (code = revision_find(r, v, name, now_s)) != CLI_DONE)
		return code;
	if ((code = draft_read(d, o->args[0], revision_judged_at(r,
	    now_s))) != CLI_DONE)
		return code;
	/* what a dry run says needs no key */
	if (!opt_set(opts, o, "dry-run") && (code = revision_check(r, v, d,
	    opt_set(opts, o, "editorial"), now_s)) != CLI_DONE)
		return code;
	if (v->use == VAULT_WRITE && (code = people_settle(v)) != CLI_DONE)
		return code;
	if ((code = make_plan(v, p, d, r, rules, now_s)) != CLI_DONE ||
	    (code = agreement_needed(v, d, r, p)) != CLI_DONE ||
	    (code = agreement_say_older(v, p)) != CLI_DONE)
		return code;
	return act(v, &ask, o, now_s);
}

int
verb_seal(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct draft *d = calloc(1, sizeof(*d));
	struct revision *r = calloc(1, sizeof(*r));
	struct ruleset rules = { .policy = NULL };
	struct plan p = { .n = 0 };
	bool reads;
	int code;

	if (d == NULL || r == NULL)
		code = say_err(TT_ENOMEM, NULL, "cannot seal");
	else if ((code = cli_parse(c, &usage, argc, argv, &o)) == CLI_GO) {
		reads = opt_set(opts, &o, "dry-run") ||
		    opt_set(opts, &o, "diff");
		if ((code = vault_open(&v, c, reads ? VAULT_READ :
		    VAULT_WRITE, opt_value(opts, &o, "passphrase-file"))) ==
		    CLI_DONE)
			code = prepare(&v, d, &p, r, &rules, &o);
		plan_done(&p);
		ruleset_done(&rules);
		draft_done(d);
		revision_done(r);
		vault_close(&v);
	}
	free(r);
	free(d);
	return code;
}
