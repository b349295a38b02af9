/* SPDX-License-Identifier: ISC */
/*
 * verify - an evidence bundle judged offline, by anybody: one line for each
 * of the fourteen checks, in order, and the first that fails ends it.
 *
 * Nothing is fetched, and no vault or home is looked for: whom to believe is
 * the verifier's own policy file.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "cli/audit/audit_verbs.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/audit.h"
#include "telltale/verdict.h"

static const struct opt opts[] = {
	{ "policy", 0, OPT_VALUE, "FILE",
	    "logs and witnesses that are believed, C2SP tlog-policy" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "verify",
	.args = "BUNDLE",
	.examples = {
		{ "verify evidence.tar --policy policy",
		    "check a bundle, believing the logs of that file" },
		{ "verify evidence.tar --policy policy --json",
		    "the same for a program" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Exit 0: the bundle proves what it says; 1: a check failed, "
	    "which is named; 2:\nusage, or no policy; 3: trouble, and nothing "
	    "was judged. The policy is yours, never\nthe bundle's: it says "
	    "whose log and which witnesses you believe.",
};

static const char *const states[] = {
	[TT_AUDIT_NOT_REACHED] = "not reached",
	[TT_AUDIT_HOLDS] = "holds",
	[TT_AUDIT_NOTHING] = "nothing to check",
	[TT_AUDIT_FAILED] = "FAILED",
};

/* What no bundle shows, whatever it proves. */
static void
say_limits(const struct tt_audit *a)
{
	out_line("What a bundle cannot show: who held the reader's key. No "
	    "finding excludes:");
	for (size_t i = 0; tt_verdict_not_excluded[i] != NULL; i++)
		out_line("  - %s", tt_verdict_not_excluded[i]);
	if (a->small_team)
		out_line("A small team: one officer signed where two are "
		    "asked.");
}

static void
say_finding(const struct tt_audit_finding *f, bool whole)
{
	struct buf b;

	buf_init(&b, 4096);
	buf_printf(&b, "%s %llu, %s: %s", f->level == TT_SITE_HOLDER ?
	    "holder" : "copy", (unsigned long long)f->number, whole ?
	    "recomputed" : "by the vendor's own numbers",
	    tt_verdict_text(f->verdict, f->level));
	out_line("%s", b.p);
	out_line("  Judged at epsilon %g, as reading %llu of its bulletin.",
	    f->epsilon, (unsigned long long)f->t);
	buf_clear(&b);
	buf_str(&b, "  By the rows shown alone: ");
	tt_verdict_sentence(f->ln_bound_out, f->level, &b);
	out_line("%s", b.p);
	out_line("  log_e_out %.6f; less what is left to the vendor %.6f; "
	    "bound %.3g over %llu,", f->log_e_out, f->log_e_left,
	    exp(f->ln_bound_out), (unsigned long long)f->n);
	out_line("  %.3g over every number that there could be.",
	    exp(f->ln_bound_blind));
	buf_done(&b);
}

static void
print_words(const struct tt_audit *a)
{
	char hex[HEX_LEN(32) + 1];
	bool any = false;

	for (int c = TT_AUDIT_USAGE; c < TT_AUDIT_CHECKS; c++) {
		const struct tt_audit_line *l = &a->line[c];

		if (l->state == TT_AUDIT_NOT_REACHED)
			continue;
		out_line("%2d %-11s %s%s%s", c, tt_audit_name(
		    (enum tt_audit_check)c), l->state == TT_AUDIT_HOLDS ?
		    "" : states[l->state], l->state == TT_AUDIT_HOLDS ? "" :
		    ": ", l->said);
	}
	if (a->failed != 0)
		return;
	if (a->n_findings > 0) {
		hex_encode(hex, a->specimen.b, sizeof(a->specimen.b));
		out_line("specimen %s", hex);
	}
	for (size_t i = 0; i < a->n_findings; i++)
		if (a->finding[i].accuses) {
			say_finding(&a->finding[i], a->whole);
			any = true;
		} else
			out_line("verdict %s: nobody is accused",
			    tt_verdict_name(a->finding[i].verdict));
	if (any)
		say_limits(a);
}

/* Of what was not recomputed there is no number. */
static void
put_number(struct json_out *j, const char *key, double v)
{
	if (isfinite(v)) {
		put_real(j, key, v);
		return;
	}
	json_out_key(j, key);
	json_out_null(j);
}

static void
put_finding(struct json_out *j, const struct tt_audit_finding *f)
{
	json_out_object(j);
	put_str(j, "level", f->level == TT_SITE_HOLDER ? "holder" : "copy");
	put_str(j, "verdict", tt_verdict_name(f->verdict));
	put_u64(j, "n", f->n);
	put_u64(j, "t", f->t);
	put_real(j, "epsilon", f->epsilon);
	put_bool(j, "accuses", f->accuses);
	if (f->accuses) {
		put_u64(j, "number", f->number);
		put_number(j, "log_e", f->log_e);
		put_number(j, "bound", exp(f->ln_bound));
		put_number(j, "log_e_out", f->log_e_out);
		put_number(j, "log_e_left", f->log_e_left);
		put_number(j, "bound_out", exp(f->ln_bound_out));
		put_number(j, "bound_blind", exp(f->ln_bound_blind));
	}
	json_out_object_end(j);
}

static void
put_check(struct json_out *j, const struct tt_audit *a, int c)
{
	const struct tt_audit_line *l = &a->line[c];

	json_out_object(j);
	put_u64(j, "check", (uint64_t)c);
	put_str(j, "name", tt_audit_name((enum tt_audit_check)c));
	put_str(j, "asks", tt_audit_asks((enum tt_audit_check)c));
	put_str(j, "state", states[l->state]);
	put_str(j, "said", l->said);
	json_out_object_end(j);
}

static int
print_json(const struct tt_audit *a)
{
	struct out_json o;

	out_json_begin(&o, "telltale-verify/1");
	put_bool(o.j, "holds", a->failed == 0);
	put_u64(o.j, "failed", (uint64_t)a->failed);
	put_str(o.j, "log", a->origin);
	put_bool(o.j, "whole", a->whole);
	put_bool(o.j, "full", a->full);
	put_bool(o.j, "small_team", a->small_team);
	put_u64(o.j, "receipts", a->receipts);
	if (a->failed == 0 && a->n_findings > 0) {
		json_out_key(o.j, "specimen");
		json_out_hex(o.j, a->specimen.b, sizeof(a->specimen.b));
	}
	json_out_key(o.j, "checks");
	json_out_array(o.j);
	for (int c = TT_AUDIT_USAGE; c < TT_AUDIT_CHECKS; c++)
		put_check(o.j, a, c);
	json_out_array_end(o.j);
	json_out_key(o.j, "findings");
	json_out_array(o.j);
	for (size_t i = 0; a->failed == 0 && i < a->n_findings; i++)
		put_finding(o.j, &a->finding[i]);
	json_out_array_end(o.j);
	return out_json_end(&o);
}

/* Checks 1 and 2 are here: what cannot be read is not judged. */
static int
read_policy(const char *path, struct tt_policy **out)
{
	struct tt_policy_diag diag = { .what = NULL };
	struct buf text;
	enum tt_err e;

	if ((e = file_read(path, TT_POLICY_MAX, &text)) != TT_OK)
		return say_err(e, NULL, "check 2, readable: cannot read %s",
		    path);
	e = tt_policy_new(out, buf_view(&text), &diag);
	buf_done(&text);
	if (e == TT_OK)
		return CLI_DONE;
	if (e == TT_ENOMEM)
		return say_err(e, NULL, "check 2, readable: cannot read %s",
		    path);
	return say_fail(CLI_USAGE, "a policy has lines log, witness, group, "
	    "quorum: c2sp.org/tlog-policy", "check 1, policy: %s, line %u: "
	    "%s", path, diag.line, diag.what != NULL ? diag.what :
	    tt_err_text(e));
}

static int
judge(const struct cli *c, const char *path, const struct tt_policy *policy)
{
	static struct tt_audit a;
	struct buf bundle;
	enum tt_err e;
	int code = CLI_DONE;

	/* over the limit it is a bad bundle, not a bad disk */
	if ((e = file_read(path, TT_AUDIT_MAX + 1, &bundle)) != TT_OK &&
	    e != TT_ELIMIT)
		return say_err(e, NULL, "check 2, readable: cannot read %s",
		    path);
	if (e == TT_ELIMIT)
		return say_fail(CLI_NO, NULL, "check 3, files: %s is over "
		    "%zu MiB", path, TT_AUDIT_MAX >> 20);
	if ((e = tt_audit_run(&a, buf_view(&bundle), policy)) != TT_OK)
		code = say_err(e, NULL, "check 2, readable: cannot judge %s",
		    path);
	buf_done(&bundle);
	if (code != CLI_DONE)
		return code;
	a.line[TT_AUDIT_USAGE] = a.line[TT_AUDIT_READABLE] =
	    (struct tt_audit_line){ .state = TT_AUDIT_HOLDS };
	snprintf(a.line[TT_AUDIT_USAGE].said, TT_AUDIT_SAID_MAX,
	    "the policy is one");
	snprintf(a.line[TT_AUDIT_READABLE].said, TT_AUDIT_SAID_MAX,
	    "bundle and policy can be read");
	if (c->json)
		code = print_json(&a);
	else
		print_words(&a);
	if (code == CLI_DONE && a.failed != 0)
		return say_fail(CLI_NO, NULL, "%s does not prove what it "
		    "says: check %d, %s", path, (int)a.failed,
		    tt_audit_name(a.failed));
	return code;
}

int
verb_verify(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct tt_policy *policy = NULL;
	const char *path;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((path = opt_value(opts, &o, "policy")) == NULL)
		return say_fail(CLI_USAGE, "the policy is your own: a vault "
		    "and a reader's home have one each", "check 1, policy: "
		    "verify takes --policy FILE");
	if ((code = read_policy(path, &policy)) == CLI_DONE)
		code = judge(c, o.args[0], policy);
	tt_policy_free(policy);
	return code;
}
