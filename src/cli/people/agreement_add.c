/* SPDX-License-Identifier: ISC */
/* agreement_add - agreement add: a new version of the text. */
#include <stdio.h>
#include <string.h>

#include "base/json_out.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/agreement.h"
#include "cli/people/agreement_add.h"
#include "cli/people/verbs.h"
#include "cli/say.h"
#include "programme/agreement.h"
#include "telltale/manifest.h"

#define SHOWN_MAX	(AGREEMENT_TEXT_MAX + 4096)

static const struct opt opts[] = {
	{ "marks-clause", 0, OPT_FLAG, NULL,
	    "it says that copies are marked, in words not recognised" },
	{ "no-marks-clause", 0, OPT_FLAG, NULL,
	    "enter it though it is silent: no bulletin goes out under it" },
	{ "dry-run", 'n', OPT_FLAG, NULL,
	    "say what would happen, and do nothing" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "agreement add",
	.args = "VERSION FILE",
	.examples = {
		{ "agreement add 2 nda-2.txt", "its second version" },
		{ "agreement add 2-ja nda-2-ja.txt --marks-clause",
		    "a translation, whose clause you have read" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "Its hash goes into the ledger, in the clear. Two officers "
	    "and counsel. A text must\nsay that copies are marked, per "
	    "organisation and per person.",
};

struct adding {
	struct vault *v;
	const struct opt_values *o;
	struct vault_agreement a;
	struct buf text;
};

static int
read_text(struct adding *k)
{
	const char *path = k->o->args[1];
	enum tt_err e;

	if (!tt_id_ok(span_str(k->o->args[0])) ||
	    strcmp(k->o->args[0], AGREEMENT_STAFF) == 0 ||
	    strcmp(k->o->args[0], AGREEMENT_PARTY) == 0)
		return say_fail(CLI_USAGE, "telltale agreement add --help",
		    "agreement add: '%s' is no version", k->o->args[0]);
	span_copy(span_str(k->o->args[0]), k->a.version,
	    sizeof(k->a.version));
	if ((e = file_read(path, AGREEMENT_TEXT_MAX, &k->text)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if (k->text.n == 0 || !utf8_valid(k->text.p, k->text.n))
		return say_fail(CLI_USAGE, "a PDF or a scan: enter its words "
		    "as text", "cannot use %s: it is no text in UTF-8", path);
	sha256(k->a.text.b, k->text.p, k->text.n);
	return CLI_DONE;
}

/* Silence about marks is found here, and not when a bulletin is due. */
static int
check_clause(struct adding *k)
{
	struct span clause = SPAN(AGREEMENT_MARKING_CLAUSE), line;

	k->a.says_marked = opt_set(opts, k->o, "marks-clause") ||
	    agreement_says_marked(buf_view(&k->text));
	if (opt_set(opts, k->o, "no-marks-clause"))
		k->a.says_marked = false;
	if (k->a.says_marked || opt_set(opts, k->o, "no-marks-clause"))
		return CLI_DONE;
	say_fail(CLI_REFUSED, NULL, "cannot add version %s: %s does not say "
	    "that copies are marked, per organisation and per person",
	    k->a.version, k->o->args[1]);
	say_place("a clause to add:");
	while (span_line(&clause, &line))
		say_place("  %.*s", (int)span_trim(line).n,
		    span_trim(line).p);
	say_hint("--marks-clause, if it says so in other words, or in another "
	    "language");
	return CLI_REFUSED;
}

static enum tt_err
write_effect(const struct adding *k, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);

	if (j == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	json_out_key(j, "what");
	json_out_str(j, "agreement");
	json_out_key(j, "version");
	json_out_str(j, k->a.version);
	json_out_key(j, "text");
	json_out_span(j, buf_view(&k->text));
	json_out_key(j, "says_marked");
	json_out_bool(j, k->a.says_marked);
	json_out_object_end(j);
	return json_out_end(j);
}

static enum tt_err
write_statement(const struct adding *k, struct buf *out)
{
	static struct tt_statement_out o;

	tt_statement_begin(&o, TT_AGREEMENT, span_str(vault_origin(k->v)),
	    clock_now());
	tt_statement_put_str(&o, "version", k->a.version);
	tt_statement_put_hash(&o, "text", &k->a.text);
	return tt_statement_end(&o, out);
}

static int
ask(struct adding *k, struct request_made *made)
{
	struct request_new n = { .act = APPROVAL_POLICY,
		.subject = k->a.version, .n = 1 };
	struct buf statement, effect, shown;
	enum tt_err e;
	int code;

	buf_init(&statement, TT_STATEMENT_MAX);
	buf_init(&effect, REQUEST_EFFECT_MAX);
	buf_init(&shown, SHOWN_MAX);
	buf_printf(&shown, "the agreement, version %s%s:\n\n", k->a.version,
	    k->a.says_marked ? "" : ", which does not say that copies are "
	    "marked");
	buf_span(&shown, buf_view(&k->text));
	if ((e = write_statement(k, &statement)) != TT_OK ||
	    (e = write_effect(k, &effect)) != TT_OK ||
	    (e = buf_err(&effect)) != TT_OK || (e = buf_err(&shown)) != TT_OK)
		code = say_err(e, NULL, "cannot describe version %s",
		    k->a.version);
	else {
		n.statement[0] = buf_view(&statement);
		n.effect = buf_view(&effect);
		n.shown = buf_view(&shown);
		code = request_ask(k->v, &n, made);
	}
	buf_done(&statement);
	buf_done(&effect);
	buf_done(&shown);
	if (code != CLI_DONE)
		return code;
	code = vault_post(k->v);
	return code == CLI_DONE ? request_said(k->v, &n, made) : code;
}

static enum tt_err
read_effect(const struct request_done *r, struct vault_agreement *a,
    struct span *text)
{
	struct span version;
	enum tt_err e;

	if ((e = json_in_str(r->effect, "version", &version, NULL)) != TT_OK ||
	    (e = json_in_str(r->effect, "text", text, NULL)) != TT_OK ||
	    (e = json_in_bool(r->effect, "says_marked", &a->says_marked,
	    NULL)) != TT_OK)
		return e;
	if (!tt_id_ok(version) || r->n != 1)
		return TT_ESYNTAX;
	return span_copy(version, a->version, sizeof(a->version));
}

int
agreement_apply(struct vault *v, const struct request_done *r)
{
	struct vault_agreement a = { .added_s = r->at_s, .stated = true,
		.leaf = r->leaf[0] };
	char path[FILE_PATH_MAX], rel[VAULT_ID_MAX + 32];
	struct span text;
	enum tt_err e;

	if ((e = read_effect(r, &a, &text)) != TT_OK)
		return say_err(e, NULL, "cannot read what was agreed");
	sha256(a.text.b, text.p, text.n);
	snprintf(rel, sizeof(rel), "agreement-%s.txt", a.version);
	vault_path(v, rel, path);
	if ((e = file_keep(path, text.p, text.n, 0600)) != TT_OK)
		return say_err(e, NULL, "cannot keep %s", path);
	if ((e = vault_agreement_add(v->db, &a)) != TT_OK)
		return partner_cannot(v, e, "enter a version");
	return CLI_DONE;
}

static int
print(const struct adding *k, bool dry)
{
	struct out_json o;

	if (!k->v->cli->json) {
		out_line("version %s of the agreement %s%s", k->a.version, dry ?
		    "would be entered" : "is entered", k->a.says_marked ? "" :
		    "; no bulletin goes to a partner under it");
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-agreement-add/1");
	json_out_key(o.j, "version");
	json_out_str(o.j, k->a.version);
	json_out_key(o.j, "sha256");
	json_out_hex(o.j, k->a.text.b, sizeof(k->a.text.b));
	json_out_key(o.j, "says_marked");
	json_out_bool(o.j, k->a.says_marked);
	return out_json_end(&o);
}

static int
add(struct adding *k)
{
	bool dry = opt_set(opts, k->o, "dry-run"), found;
	struct request_made made;
	struct vault_agreement had;
	int code, printed;

	if ((code = agreement_find(k->v, k->a.version, &had, &found)) !=
	    CLI_DONE)
		return code;
	if (found)
		return say_fail(CLI_USAGE, "telltale agreement list",
		    "there is a version %s already; a changed text is another "
		    "version", k->a.version);
	if ((code = check_clause(k)) != CLI_DONE)
		return code;
	if (dry)
		return print(k, true);
	if ((code = vault_greet(k->v)) != CLI_DONE ||
	    (code = ask(k, &made)) != CLI_DONE)
		return code;
	printed = print(k, false);
	if (printed == CLI_DONE)
		say_note(k->v->cli, "next: telltale agreement sign PARTNER "
		    "%s --paper SCAN, for each that signs", k->a.version);
	return printed;
}

int
verb_agreement_add(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct adding k = { .v = &v, .o = &o };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = read_text(&k)) == CLI_DONE &&
	    (code = vault_open(&v, c, VAULT_WRITE, opt_value(opts, &o,
	    "passphrase-file"))) == CLI_DONE)
		code = add(&k);
	buf_done(&k.text);
	vault_close(&v);
	return code;
}
