/* SPDX-License-Identifier: ISC */
/*
 * case finding - what a trace in the case says becomes a finding: two people
 * and counsel, and statements in the ledger.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "cli/case/case.h"
#include "cli/case/reading.h"
#include "cli/case/words.h"
#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"

static const struct opt opts[] = {
	{ "trace", 0, OPT_VALUE, "N",
	    "the trace by its entry's number; else the last one" },
	{ "reason", 0, OPT_VALUE, "TEXT", "what the second person is told" },
	{ "dry-run", 'n', OPT_FLAG, NULL, "only show what would be found" },
	{ "yes", 0, OPT_VALUE, "CASE", "the case's id, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "case finding",
	.args = "CASE",
	.examples = {
		{ "case finding 3f9c --dry-run", "what the last trace says" },
		{ "case finding 3f9c0a4477d1e2b5 --trace 4 "
		    "--yes=3f9c0a4477d1e2b5", "make it a finding" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "It takes two officers and counsel; in a programme made with "
	    "--small-team one\nofficer. A partner is told by case letter, and "
	    "heard, before anybody else is.",
};

struct find {
	struct vault *v;
	struct dossier d;
	const struct case_item *trace;
	int64_t now_s;
	struct buf text[REQUEST_STATEMENTS_MAX];
	struct request_new ask;
	struct buf effect, shown;
};

/* Each finding of each reading, as fn likes it. */
typedef int each_fn(struct find *f, const json_t *reading,
    const json_t *finding);

static int
each(struct find *f, each_fn *fn)
{
	const json_t *readings = json_object_get(f->trace->text, "readings");
	const json_t *reading, *list, *finding;
	size_t i, k;
	int code;

	json_array_foreach(readings, i, reading) {
		list = json_object_get(reading, "findings");
		json_array_foreach(list, k, finding)
			if ((code = fn(f, reading, finding)) != CLI_DONE)
				return code;
	}
	return CLI_DONE;
}

static int
state_one(struct find *f, const json_t *reading, const json_t *finding)
{
	struct buf *b = &f->text[f->ask.n];
	enum tt_err e;

	if (f->ask.n == REQUEST_STATEMENTS_MAX)
		return say_fail(CLI_TROUBLE, "trace parts of it",
		    "cannot state more than %d findings at once",
		    REQUEST_STATEMENTS_MAX);
	buf_init(b, TT_STATEMENT_MAX);
	if ((e = reading_statement(f->v, &f->d.c, reading, finding, f->now_s,
	    b)) != TT_OK)
		return say_err(e, NULL, "cannot state the finding");
	f->ask.statement[f->ask.n++] = buf_view(b);
	return CLI_DONE;
}

static void
put_partner(struct json_out *j, const json_t *reading, const json_t *s)
{
	json_out_object(j);
	put_str(j, "partner", text_str(s, "partner"));
	put_str(j, "verdict", text_str(s, "verdict"));
	put_str(j, "one_in", text_str(s, "one_in"));
	put_str(j, "bulletin", text_str(reading, "bulletin"));
	json_out_key(j, "sites");
	json_out_int(j, text_int(reading, "sites"));
	json_out_key(j, "read");
	json_out_int(j, text_int(reading, "read"));
	put_real(j, "epsilon_t", json_real_value(json_object_get(reading,
	    "epsilon_t")));
	json_out_object_end(j);
}

/* Holders that are named or strong; copies are theirs. */
static void
put_partners(struct json_out *j, const json_t *readings)
{
	const json_t *reading, *list, *finding, *suspects, *s;
	size_t i, k, m;

	json_out_key(j, "partners");
	json_out_array(j);
	json_array_foreach(readings, i, reading) {
		list = json_object_get(reading, "findings");
		json_array_foreach(list, k, finding) {
			if (strcmp(text_str(finding, "level"), "holder") != 0)
				continue;
			suspects = json_object_get(finding, "suspects");
			json_array_foreach(suspects, m, s)
				put_partner(j, reading, s);
		}
	}
	json_out_array_end(j);
}

static void
put_bulletins(struct json_out *j, const json_t *readings)
{
	const json_t *reading;
	size_t i;

	json_out_key(j, "bulletins");
	json_out_array(j);
	json_array_foreach(readings, i, reading)
		json_out_str(j, text_str(reading, "bulletin"));
	json_out_array_end(j);
}

/* What the entry will say; everything that another officer's program needs. */
static int
write_effect(struct find *f)
{
	const json_t *readings = json_object_get(f->trace->text, "readings");
	struct case_text t;
	struct span text;
	struct json_out *j = case_text_begin(&t);
	int code;

	put_str(j, "case", f->d.c.id);
	put_u64(j, "trace", f->trace->e.n);
	put_str(j, "verdict", text_str(f->trace->text, "verdict"));
	put_bulletins(j, readings);
	put_partners(j, readings);
	if ((code = case_text_end(&t, &text)) == CLI_DONE)
		buf_span(&f->effect, text);
	case_text_done(&t);
	f->ask.effect = buf_view(&f->effect);
	return code;
}

static int
show_one(struct find *f, const json_t *reading, const json_t *finding)
{
	const json_t *list = json_object_get(finding, "suspects"), *s;
	struct buf *b = &f->shown;
	size_t i;

	buf_printf(b, "Of %s, among %s: %s. %lld of %lld sites were read; it "
	    "is reading %lld of this bulletin.\n", text_str(reading, "name"),
	    strcmp(text_str(finding, "level"), "holder") == 0 ? "partners" :
	    "the copies of one", text_str(finding, "verdict"),
	    (long long)text_int(reading, "read"),
	    (long long)text_int(reading, "sites"),
	    (long long)text_int(reading, "t"));
	if (text_str(reading, "haste")[0] != '\0')
		buf_printf(b, "  %s\n", text_str(reading, "haste"));
	json_array_foreach(list, i, s) {
		const char *partner = text_str(s, "partner");
		const struct case_item *r = dossier_reply(&f->d, partner);

		buf_printf(b, "  %s%s%s: %s; an innocent one is named in at "
		    "most one of %s specimens\n", partner,
		    text_str(s, "reader")[0] != '\0' ? ", copy of " : "",
		    text_str(s, "reader"), text_str(s, "verdict"),
		    text_str(s, "one_in"));
		if (r != NULL)
			buf_printf(b, "    it replied: SHA-256 %s\n",
			    text_str(r->text, "sha256"));
	}
	return CLI_DONE;
}

static int
write_shown(struct find *f)
{
	int code;

	buf_printf(&f->shown, "Finding in case %s (%s), from its trace %u: "
	    "%s\n", f->d.c.id, f->d.c.title, f->trace->e.n,
	    text_str(f->trace->text, "verdict"));
	if ((code = each(f, show_one)) != CLI_DONE)
		return code;
	buf_printf(&f->shown, "%s%s", words_bound, words_keys);
	f->ask.shown = buf_view(&f->shown);
	return buf_err(&f->shown) == TT_OK ? CLI_DONE :
	    say_err(buf_err(&f->shown), NULL, "cannot describe the finding");
}

static int
prepare(struct find *f, const struct opt_values *o)
{
	const char *which = opt_value(opts, o, "trace");
	uint64_t n = 0;
	int code;

	if (which != NULL && (span_u64(span_str(which), UINT32_MAX, &n) !=
	    TT_OK || n == 0))
		return say_fail(CLI_USAGE, "telltale case show numbers them",
		    "case finding: --trace is an entry's number");
	if ((code = dossier_open(&f->d, f->v, o->args[0])) != CLI_DONE ||
	    (code = case_may(&f->d.c, CASE_FINDING, dossier_has(&f->d))) !=
	    CLI_DONE)
		return code;
	if ((f->trace = dossier_trace(&f->d, n)) == NULL)
		return say_fail(CLI_TROUBLE, "telltale case show numbers them",
		    "entry %s of case %s is no trace", which, f->d.c.id);
	if (json_array_size(json_object_get(f->trace->text, "readings")) == 0)
		return say_fail(CLI_NO, "there is nothing to find; case close "
		    "--outcome none", "no bulletin was in what trace %u of "
		    "case %s looked at", f->trace->e.n, f->d.c.id);
	f->now_s = clock_now();
	f->ask.act = APPROVAL_FINDING;
	f->ask.subject = f->d.c.id;
	f->ask.reason = opt_value(opts, o, "reason");
	if ((code = each(f, state_one)) != CLI_DONE ||
	    (code = write_effect(f)) != CLI_DONE)
		return code;
	return write_shown(f);
}

static int
print_shown(const struct find *f)
{
	struct out_json o;

	if (!f->v->cli->json) {
		fputs(f->shown.p, stdout);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-case-finding/1");
	put_str(o.j, "case", f->d.c.id);
	put_buf(o.j, "shown", &f->shown);
	return out_json_end(&o);
}

static int
run(struct find *f, const struct opt_values *o)
{
	struct request_made made;
	struct vault_case now;
	int code, posted;

	if ((code = prepare(f, o)) != CLI_DONE)
		return code;
	if (opt_set(opts, o, "dry-run"))
		return print_shown(f);
	if ((code = confirm_id(f->v->cli, "make a finding in case",
	    f->d.c.id, opt_value(opts, o, "yes"))) != CLI_DONE ||
	    (code = vault_greet(f->v)) != CLI_DONE ||
	    (code = request_ask(f->v, &f->ask, &made)) != CLI_DONE)
		return code;
	posted = vault_post(f->v);
	if ((code = request_said(f->v, &f->ask, &made)) == CLI_DONE &&
	    (code = case_find(f->v, f->d.c.id, &now)) == CLI_DONE)
		code = case_said(f->v, &now, f->d.item[f->d.n - 1].e.n + 1);
	return posted != CLI_DONE ? posted : code;
}

/* The effect is the entry's text, with what the ledger calls it. */
static json_t *
with_leaves(const struct request_done *r)
{
	json_t *text = json_deep_copy(r->effect), *leaves = json_array();
	char hex[HEX_LEN(32) + 1];

	for (size_t i = 0; text != NULL && leaves != NULL && i < r->n; i++) {
		hex_encode(hex, r->leaf[i].b, sizeof(r->leaf[i].b));
		json_array_append_new(leaves, json_string(hex));
	}
	if (text != NULL)
		json_object_set(text, "leaves", leaves);
	json_decref(leaves);
	return text;
}

int
case_apply_finding(struct vault *v, const struct request_done *r)
{
	struct case_new n = { .act = CASE_FINDING, .has = CASE_NEEDS_TRACE,
		.leaf = r->n > 0 ? &r->leaf[0] : NULL,
		.officer = r->officers, .at_s = r->at_s };
	json_t *text = with_leaves(r);
	char *dumped = text != NULL ? json_dumps(text, JSON_COMPACT |
	    JSON_SORT_KEYS) : NULL;
	struct vault_case c;
	int code = CLI_DONE;

	if (dumped == NULL)
		code = say_err(TT_ENOMEM, NULL, "cannot enter the finding");
	else if ((code = case_find(v, text_str(r->effect, "case"), &c)) ==
	    CLI_DONE) {
		n.text = span_str(dumped);
		n.subject = json_string_value(json_array_get(json_object_get(
		    r->effect, "bulletins"), 0));
		code = case_enter(v, &c, &n, NULL);
	}
	if (dumped != NULL)
		secret_wipe(dumped, strlen(dumped));
	free(dumped);
	json_decref(text);
	return code;
}

int
verb_case_finding(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	static struct find f;
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	f.v = &v;
	buf_init_secret(&f.effect, REQUEST_EFFECT_MAX);
	buf_init_secret(&f.shown, REQUEST_EFFECT_MAX);
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = run(&f, &o);
	for (size_t i = 0; i < N_ROWS(f.text); i++)
		buf_done(&f.text[i]);
	buf_done(&f.effect);
	buf_done(&f.shown);
	dossier_done(&f.d);
	vault_close(&v);
	return code;
}
