/* SPDX-License-Identifier: ISC */
/* adopt - a new version of the policy, or of the duties, put in force. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/rules/open_bulletins.h"
#include "cli/rules/rules_verbs.h"
#include "cli/say.h"

#define SHOWN_MAX	((size_t)1 << 20)	/* bytes */
#define DAY_LEN		10			/* YYYY-MM-DD */
#define MIDNIGHT	"T00:00:00Z"

static const struct opt opts[] = {
	{ "dry-run", 'n', OPT_FLAG, NULL,
	    "say whose result would change, and adopt nothing" },
	{ "reason", 0, OPT_VALUE, "R", "why, for the second person" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage policy_usage = {
	.verb = "policy adopt",
	.args = "FILE",
	.examples = {
		{ "policy adopt policy.json --dry-run",
		    "whose result would change in open bulletins" },
		{ "policy adopt policy.json",
		    "put it in force from its effective_from on" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Takes two officers and counsel; in a programme made with "
	    "--small-team one officer.\nIts version must be higher than that "
	    "of the last one. The ledger gets version and\nSHA-256. What is "
	    "sealed already stays as it is.",
};

static const struct usage duties_usage = {
	.verb = "duties adopt",
	.args = "FILE",
	.examples = {
		{ "duties adopt duties.json --dry-run",
		    "whose result would change in open bulletins" },
		{ "duties adopt duties.json", "reckon with these from now on" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Takes two officers and counsel; in a programme made with "
	    "--small-team one officer.\nIts `updated` must be later than that "
	    "of the last one. The ledger gets it and the\nfile's SHA-256.",
};

/* What is about to be adopted. */
struct adopting {
	struct vault *v;
	const struct opt_values *o;
	const char *what;		/* "policy", "duties" */
	struct ruleset now, then;
	struct buf text, shown;
	char version[VAULT_VERSION_MAX + 1];
	int64_t effective_s;
	struct hash document;
	struct out_table *changes;
	size_t n_changes;
};

/* An instant at midnight is its day. */
static void
day_of(int64_t at_s, char out[VAULT_VERSION_MAX + 1])
{
	char at[INSTANT_LEN + 1];

	instant_format(at_s, at);
	if (strcmp(at + DAY_LEN, MIDNIGHT) == 0)
		at[DAY_LEN] = '\0';
	memcpy(out, at, sizeof(at));
}

static int
not_newer(const struct adopting *a, const char *member, const char *last)
{
	return say_fail(CLI_USAGE, "what was adopted stays on record under "
	    "its own version", "cannot adopt %s: its \"%s\", %s, is not "
	    "after %s", a->o->args[0], member, a->version, last);
}

static int
check_policy(struct adopting *a, const struct vault_adopted *last)
{
	const struct policy *p = a->then.policy;

	snprintf(a->version, sizeof(a->version), "%lld",
	    (long long)p->version);
	a->effective_s = p->effective_s;
	if (p->version <= strtoll(last->version, NULL, 10))
		return not_newer(a, "version", last->version[0] == '\0' ?
		    "0, the built-in one" : last->version);
	return CLI_DONE;
}

static int
check_duties(struct adopting *a, const struct vault_adopted *last)
{
	day_of(a->then.duties->updated_s, a->version);
	a->effective_s = clock_now();
	/* days and instants sort as they stand */
	if (last->version[0] != '\0' && strcmp(a->version, last->version) <= 0)
		return not_newer(a, "updated", last->version);
	return CLI_DONE;
}

/* The new one beside that of the other kind that is in force. */
static int
read_new(struct adopting *a)
{
	struct vault_adopted last = { .version = "" };
	bool policy = strcmp(a->what, "policy") == 0;
	enum tt_err e;
	int code;

	if ((code = ruleset_load(&a->now, a->v->db, clock_now())) !=
	    CLI_DONE || (code = ruleset_load(&a->then, a->v->db,
	    clock_now())) != CLI_DONE)
		return code;
	e = vault_adopted_at(a->v->db, a->what, INT64_MAX, &last);
	if (e != TT_OK && e != TT_ENOENT)
		return partner_cannot(a->v, e, "read what was adopted");
	if (policy) {
		policy_free(a->then.policy);
		a->then.policy = NULL;
		code = ruleset_read_policy(a->o->args[0], &a->then.policy,
		    &a->text);
		return code != CLI_DONE ? code : check_policy(a, &last);
	}
	duties_free(a->then.duties);
	a->then.duties = NULL;
	code = ruleset_read_duties(a->o->args[0], &a->then.duties, &a->text);
	return code != CLI_DONE ? code : check_duties(a, &last);
}

static void
add_change(void *ctx, const struct open_change *c)
{
	struct adopting *a = ctx;

	a->n_changes++;
	out_str(a->changes, c->bulletin);
	out_str(a->changes, c->partner);
	out_str(a->changes, c->before);
	out_str(a->changes, c->after);
	buf_printf(&a->shown, "%s, %s: %s; then %s\n", c->bulletin,
	    c->partner, c->before, c->after);
}

static void
begin_changes(struct adopting *a)
{
	static const struct out_column cols[] = {
		{ "bulletin", "bulletin", OUT_TEXT },
		{ "partner", "partner", OUT_TEXT },
		{ "before", "before", OUT_TEXT },
		{ "after", "then", OUT_TEXT },
	};
	char hex[2 * sizeof(a->document.b) + 1];
	struct sha256 h;
	struct json_out *j;

	sha256_init(&h);
	sha256_add(&h, a->text.p, a->text.n);
	sha256_end(&h, a->document.b);
	hex_encode(hex, a->document.b, sizeof(a->document.b));
	a->changes = out_table_new(a->v->cli, "telltale-adopt/1", "changes",
	    cols, N_ROWS(cols));
	if ((j = out_table_head(a->changes)) != NULL) {
		json_out_key(j, "what");
		json_out_str(j, a->what);
		json_out_key(j, "version");
		json_out_str(j, a->version);
		json_out_key(j, "document");
		json_out_str(j, hex);
	}
	buf_printf(&a->shown, "%s version %s, SHA-256 %s\n", a->what,
	    a->version, hex);
}

static enum tt_err
write_statement(const struct adopting *a, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_POLICY, span_str(vault_origin(a->v)),
	    clock_now());
	tt_statement_put_str(o, "what", a->what);
	tt_statement_put_str(o, "version", a->version);
	tt_statement_put_hash(o, "document", &a->document);
	e = tt_statement_end(o, out);
	free(o);
	return e;
}

static enum tt_err
write_effect(const struct adopting *a, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);

	if (j == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	json_out_key(j, "what");
	json_out_str(j, a->what);
	json_out_key(j, "version");
	json_out_str(j, a->version);
	json_out_key(j, "effective");
	json_out_int(j, a->effective_s);
	json_out_key(j, "text");
	json_out_span(j, buf_view(&a->text));
	json_out_object_end(j);
	return json_out_end(j);
}

static int
ask(struct adopting *a)
{
	char subject[VAULT_VERSION_MAX + 32];
	struct request_new n = { .act = APPROVAL_POLICY, .subject = subject,
		.reason = opt_value(opts, a->o, "reason"), .n = 1 };
	struct buf statement, effect;
	struct request_made made;
	enum tt_err e;
	int code;

	snprintf(subject, sizeof(subject), "%s %s", a->what, a->version);
	buf_init(&statement, TT_STATEMENT_MAX);
	buf_init(&effect, REQUEST_EFFECT_MAX);
	if ((e = write_statement(a, &statement)) != TT_OK ||
	    (e = write_effect(a, &effect)) != TT_OK ||
	    (e = buf_err(&a->shown)) != TT_OK)
		code = say_err(e, NULL, "cannot ask for %s", subject);
	else {
		n.statement[0] = buf_view(&statement);
		n.effect = buf_view(&effect);
		n.shown = buf_view(&a->shown);
		if ((code = request_ask(a->v, &n, &made)) == CLI_DONE)
			code = request_said(a->v, &n, &made);
	}
	buf_done(&statement);
	buf_done(&effect);
	return code;
}

static int
say_adopted(struct adopting *a, bool dry)
{
	int code;

	if (!a->v->cli->json) {
		out_line("%s %s, version %s", dry ? "would adopt" : "adopted",
		    a->what, a->version);
		if (a->n_changes == 0)
			out_line("nobody's result changes in open bulletins");
	}
	code = out_table_end(a->changes);
	a->changes = NULL;
	if (!dry && a->n_changes > 0)
		say_note(a->v->cli, "what is sealed stays as it was: seal "
		    "again what is to follow");
	return code;
}

static int
adopt(struct adopting *a)
{
	bool dry = opt_set(opts, a->o, "dry-run");
	int code, posted;

	if ((code = read_new(a)) != CLI_DONE)
		return code;
	begin_changes(a);
	if ((code = open_bulletins_compare(a->v, &a->now, &a->then,
	    add_change, a)) != CLI_DONE)
		return code;
	if (dry)
		return say_adopted(a, true);
	if ((code = vault_greet(a->v)) != CLI_DONE ||
	    (code = ask(a)) != CLI_DONE)
		return code;
	posted = vault_post(a->v);
	code = say_adopted(a, false);
	return posted != CLI_DONE ? posted : code;
}

static int
run(struct cli *c, const char *what, const struct usage *usage, int argc,
    char **argv)
{
	struct adopting a = { .what = what };
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, usage, argc, argv, &o)) != CLI_GO)
		return code;
	a.v = &v;
	a.o = &o;
	buf_init(&a.shown, SHOWN_MAX);
	if ((code = vault_open(&v, c, opt_set(opts, &o, "dry-run") ?
	    VAULT_READ : VAULT_WRITE, opt_value(opts, &o,
	    "passphrase-file"))) == CLI_DONE)
		code = adopt(&a);
	if (a.changes != NULL)
		out_table_drop(a.changes);
	ruleset_done(&a.now);
	ruleset_done(&a.then);
	buf_done(&a.text);
	buf_done(&a.shown);
	vault_close(&v);
	return code;
}

int
verb_policy_adopt(struct cli *c, int argc, char **argv)
{
	return run(c, "policy", &policy_usage, argc, argv);
}

int
verb_duties_adopt(struct cli *c, int argc, char **argv)
{
	return run(c, "duties", &duties_usage, argc, argv);
}

int
rules_adopt_apply(struct vault *v, const struct request_done *r)
{
	struct vault_adopted a = { .at_s = r->at_s, .leaf = r->leaf[0] };
	struct span what, version, text;
	struct sha256 h;
	enum tt_err e;

	snprintf(a.officers, sizeof(a.officers), "%s", r->officers != NULL ?
	    r->officers : "");
	if ((e = json_in_str(r->effect, "what", &what, NULL)) != TT_OK ||
	    (e = json_in_str(r->effect, "version", &version, NULL)) !=
	    TT_OK ||
	    (e = json_in_int(r->effect, "effective", 0, INT64_MAX,
	    &a.effective_s, NULL)) != TT_OK ||
	    (e = json_in_str(r->effect, "text", &text, NULL)) != TT_OK ||
	    (e = span_copy(version, a.version, sizeof(a.version))) != TT_OK)
		return say_err(e, NULL, "cannot adopt %s", r->subject);
	sha256_init(&h);
	sha256_add(&h, text.p, text.n);
	sha256_end(&h, a.document.b);
	a.text = text;
	e = vault_adopted_add(v->db, what.p, &a);
	if (e == TT_EEXIST)
		return say_fail(CLI_REFUSED, "telltale policy show, telltale "
		    "duties show", "cannot adopt %s: that version was adopted "
		    "before", r->subject);
	if (e != TT_OK)
		return partner_cannot(v, e, "keep what was adopted");
	return CLI_DONE;
}
