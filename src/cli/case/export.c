/* SPDX-License-Identifier: ISC */
/*
 * case export - all of a case in one archive, for somebody else to take it
 * over: a strict ustar (specs/sealing.md section 5) with a list of hashes.
 *
 *	SHA256SUMS		of all other members, as sha256sum has it
 *	case.json		as case show --json
 *	case.txt		the same for people
 *	entries/N.json		each entry's text, whose hash is in the log
 *	replies/N		what partners answered, as it came
 *	statements/LEAF		each statement, salt and proof files beside it
 *	traces/N.json		each trace, as trace --json prints it
 *	specimens/SHA256	with --with-specimens
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "cli/audit/evidence.h"
#include "cli/case/case.h"
#include "cli/case/tale.h"
#include "cli/clock.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"
#include "store/file.h"
#include "store/vault_ledger.h"
#include "telltale/archive.h"

#define NAME_LEN	160
#define SUMS		"SHA256SUMS"

static const struct opt opts[] = {
	{ "output", 'o', OPT_VALUE, "FILE.tar",
	    "the archive, which must not exist" },
	{ "with-specimens", 0, OPT_FLAG, NULL,
	    "the specimens too, in plain: they may be embargoed text" },
	{ "evidence", 0, OPT_FLAG, NULL,
	    "its finding instead, as a bundle that anybody can verify" },
	{ "bulletin", 'b', OPT_VALUE, "ID",
	    "of a finding about several: this one" },
	{ "partner", 0, OPT_VALUE, "PARTNER",
	    "of a finding that points at several: this one" },
	{ "full", 0, OPT_FLAG, NULL,
	    "with the copy itself, and the keys that open it" },
	{ "whole", 0, OPT_FLAG, NULL,
	    "with all of the codebook: for an expert under seal" },
	{ "reason", 0, OPT_VALUE, "TEXT", "what the second person is told" },
	{ "dry-run", 'n', OPT_FLAG, NULL, "only show what would be opened" },
	{ "yes", 0, OPT_VALUE, "CASE", "the case's id, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "case export",
	.args = "CASE",
	.examples = {
		{ "case export 3f9c -o case.tar",
		    "everything for another person to take over" },
		{ "case export 3f9c --evidence -o evidence.tar",
		    "its finding, for telltale verify" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "The archive is plain and names whom the marks point at: seal "
	    "it to whoever gets it,\nfor instance with age. sha256sum -c "
	    SUMS " checks it once it is unpacked.\nWith --evidence rows of the "
	    "codebook are opened, which takes two people; docs/bundle.md\n"
	    "says what is in it. What was agreed on may be written again.",
};

struct export {
	struct vault *v;
	struct dossier d;
	struct tt_member member[TT_ARCHIVE_MEMBERS_MAX];
	char name[TT_ARCHIVE_MEMBERS_MAX][NAME_LEN];
	struct buf data[TT_ARCHIVE_MEMBERS_MAX];	/* secret */
	size_t n;
};

/* TAKES data. */
static int
add(struct export *x, const char *name, struct buf *data)
{
	size_t i = x->n;

	if (i == TT_ARCHIVE_MEMBERS_MAX || buf_err(data) != TT_OK) {
		buf_done(data);
		return say_fail(CLI_TROUBLE, "without --with-specimens there "
		    "are fewer", "cannot export case %s: it has more than an "
		    "archive can hold", x->d.c.id);
	}
	x->data[i] = *data;	/* transferred */
	snprintf(x->name[i], NAME_LEN, "%s", name);
	x->member[i] = (struct tt_member){ span_str(x->name[i]),
		buf_view(&x->data[i]) };
	x->n++;
	return CLI_DONE;
}

static int
add_json(struct export *x)
{
	struct json_out *j;
	struct buf b;

	buf_init_secret(&b, TT_ARCHIVE_MEMBER_MAX);
	if ((j = json_out_new(&b, JSON_PRETTY)) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot export the case");
	json_out_object(j);
	put_str(j, "format", "telltale-case/1");
	tale_put(&x->d, NULL, j, clock_now());
	json_out_object_end(j);
	if (json_out_end(j) != TT_OK)
		b.err = TT_ELIMIT;
	return add(x, "case.json", &b);
}

static void
text_heading(void *ctx, const char *text)
{
	buf_printf(ctx, "\n%s\n\n", text);
}

static void
text_pair(void *ctx, const char *term, const char *text)
{
	buf_printf(ctx, "%-14s %s\n", term, text);
}

static void
text_say(void *ctx, const char *text)
{
	buf_printf(ctx, "%s\n", text);
}

static int
add_words(struct export *x)
{
	struct buf b;
	const struct tale_on on = { text_heading, text_pair, text_say, &b };

	buf_init_secret(&b, TT_ARCHIVE_MEMBER_MAX);
	tale_tell(&x->d, NULL, &on, clock_now());
	return add(x, "case.txt", &b);
}

/* A sealed file of the case, opened. */
static int
add_sealed(struct export *x, const char *rel, const char *name)
{
	struct buf b;
	int code;

	if ((code = vault_secret_read(x->v, rel, &b)) != CLI_DONE)
		return code;
	return add(x, name, &b);
}

static int
add_entry_file(struct export *x, const struct vault_case_entry *e,
    const char *what, const char *folder, const char *suffix)
{
	char rel[FILE_PATH_MAX], name[NAME_LEN];

	case_rel_entry(&x->d.c, e->n, what, rel);
	snprintf(name, sizeof(name), "%s/%u%s", folder, e->n, suffix);
	return add_sealed(x, rel, name);
}

static int
add_specimen(struct export *x, const struct vault_case_entry *e)
{
	char rel[FILE_PATH_MAX], file[NAME_LEN], name[NAME_LEN];

	snprintf(name, sizeof(name), "specimens/%s", e->subject);
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->name[i], name) == 0)
			return CLI_DONE;
	snprintf(file, sizeof(file), "%s.age", e->subject);
	case_rel(&x->d.c, file, rel);
	return add_sealed(x, rel, name);
}

/* What proves that a statement stands in the log, if that was seen. */
struct proving {
	struct export *x;
	const struct hash *leaf;
	const char *hex;
	int code;
};

static int
add_span(struct export *x, const char *hex, const char *suffix, struct span s)
{
	char name[NAME_LEN];
	struct buf b;

	snprintf(name, sizeof(name), "statements/%s%s", hex, suffix);
	buf_init_secret(&b, TT_ARCHIVE_MEMBER_MAX);
	buf_span(&b, s);
	return add(x, name, &b);
}

static enum tt_err
add_proof(void *ctx, const struct vault_event *e)
{
	struct proving *p = ctx;

	if (memcmp(e->leaf.b, p->leaf->b, sizeof(p->leaf->b)) != 0 ||
	    e->tlog_proof.p == NULL)
		return TT_OK;
	if ((p->code = add_span(p->x, p->hex, ".set-proof", e->set_proof)) ==
	    CLI_DONE && (p->code = add_span(p->x, p->hex, ".tlog-proof",
	    e->tlog_proof)) == CLI_DONE)
		p->code = add_span(p->x, p->hex, ".batch", e->batch);
	return TT_OK;
}

static int
add_statement(struct export *x, const struct hash *leaf)
{
	char hex[HEX_LEN(32) + 1], name[NAME_LEN];
	struct proving p = { .x = x, .leaf = leaf, .hex = hex };
	struct vault_statement s;
	enum tt_err e;
	int code;

	hex_encode(hex, leaf->b, sizeof(leaf->b));
	snprintf(name, sizeof(name), "statements/%s", hex);
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->name[i], name) == 0)
			return CLI_DONE;
	if ((e = vault_statement_of_leaf(x->v->db, leaf, &s)) != TT_OK)
		return case_cannot(x->v, e, "read a statement of the case");
	if ((code = add_span(x, hex, "", s.bytes)) != CLI_DONE)
		return code;
	e = vault_event_each(x->v->db, s.kind, add_proof, &p);
	return e == TT_OK ? p.code : case_cannot(x->v, e,
	    "read the vault's events");
}

/* Of a trace each bulletin's, of a finding each level's. */
static int
add_leaves(struct export *x, const struct case_item *i)
{
	const json_t *list = json_object_get(i->text, "leaves"), *one;
	const json_t *readings = json_object_get(i->text, "readings");
	struct hash leaf;
	size_t k;
	int code;

	if (i->e.stated && (code = add_statement(x, &i->e.leaf)) != CLI_DONE)
		return code;
	json_array_foreach(list, k, one)
		if (hex_decode(leaf.b, sizeof(leaf.b), json_string_value(one),
		    json_string_length(one)) &&
		    (code = add_statement(x, &leaf)) != CLI_DONE)
			return code;
	json_array_foreach(readings, k, one) {
		const char *s = text_str(one, "observed");

		if (hex_decode(leaf.b, sizeof(leaf.b), s, strlen(s)) &&
		    (code = add_statement(x, &leaf)) != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

static int
add_item(struct export *x, const struct case_item *i, bool specimens)
{
	int code;

	if (i->e.sealed && (code = add_entry_file(x, &i->e, "", "entries",
	    ".json")) != CLI_DONE)
		return code;
	if ((code = add_leaves(x, i)) != CLI_DONE)
		return code;
	if (i->e.act == CASE_TRACE)
		return add_entry_file(x, &i->e, ".trace", "traces", ".json");
	if (i->e.act == CASE_REPLY)
		return add_entry_file(x, &i->e, ".reply", "replies", "");
	return i->e.act == CASE_ADD && specimens ? add_specimen(x, &i->e) :
	    CLI_DONE;
}

/* In the manner of sha256sum, which checks it. */
static int
add_sums(struct export *x)
{
	char hex[HEX_LEN(32) + 1];
	struct hash sum;
	struct buf b;

	tt_archive_sort(x->member, x->n);
	buf_init_secret(&b, TT_ARCHIVE_MEMBER_MAX);
	for (size_t i = 0; i < x->n; i++) {
		sha256(sum.b, x->member[i].data.p, x->member[i].data.n);
		hex_encode(hex, sum.b, sizeof(sum.b));
		buf_printf(&b, "%s  %.*s\n", hex, (int)x->member[i].name.n,
		    x->member[i].name.p);
	}
	return add(x, SUMS, &b);
}

static int
write_archive(struct export *x, const char *path, struct hash *sum)
{
	size_t size;
	char *tar;
	enum tt_err e;

	tt_archive_sort(x->member, x->n);
	if ((e = tt_archive_size(&size, x->member, x->n)) != TT_OK)
		return say_err(e, NULL, "cannot export the case");
	if ((tar = malloc(size)) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot export the case");
	if ((e = tt_archive_write(tar, size, x->member, x->n)) == TT_OK) {
		sha256(sum->b, tar, size);
		e = file_create(path, tar, size, 0600);
	}
	secret_wipe(tar, size);
	free(tar);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot write %s",
	    path);
}

static int
log_export(struct export *x, const struct hash *sum, bool specimens)
{
	struct case_new n = { .act = CASE_EXPORT };
	struct case_text t;
	struct json_out *j = case_text_begin(&t);
	int code;

	json_out_key(j, "sha256");
	json_out_hex(j, sum->b, sizeof(sum->b));
	put_bool(j, "specimens", specimens);
	if ((code = case_text_end(&t, &n.text)) == CLI_DONE)
		code = case_log(x->v, &x->d.c, &n, NULL);
	case_text_done(&t);
	return code;
}

static int
said(const struct export *x, const char *path)
{
	struct out_json o;

	if (!x->v->cli->json) {
		out_line("case %s in %s: %zu files", x->d.c.id, path, x->n);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-case-export/1");
	put_str(o.j, "case", x->d.c.id);
	put_u64(o.j, "files", x->n);
	return out_json_end(&o);
}

static int
run(struct export *x, const char *id, const char *path, bool specimens)
{
	struct hash sum;
	int code;

	if ((code = dossier_open(&x->d, x->v, id)) != CLI_DONE ||
	    (code = add_json(x)) != CLI_DONE ||
	    (code = add_words(x)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < x->d.n; i++)
		if ((code = add_item(x, &x->d.item[i], specimens)) !=
		    CLI_DONE)
			return code;
	if ((code = add_sums(x)) != CLI_DONE ||
	    (code = write_archive(x, path, &sum)) != CLI_DONE ||
	    (code = log_export(x, &sum, specimens)) != CLI_DONE)
		return code;
	return said(x, path);
}

static int
run_evidence(struct vault *v, const struct opt_values *o, const char *path)
{
	const struct evidence_ask ask = { .in_case = o->args[0],
		.path = path, .bulletin = opt_value(opts, o, "bulletin"),
		.partner = opt_value(opts, o, "partner"),
		.reason = opt_value(opts, o, "reason"),
		.yes = opt_value(opts, o, "yes"),
		.whole = opt_set(opts, o, "whole"),
		.full = opt_set(opts, o, "full"),
		.dry_run = opt_set(opts, o, "dry-run") };

	return evidence_export(v, &ask);
}

/* What goes only with --evidence, and what does not. */
static const char *
misfit(const struct opt_values *o)
{
	static const char *const only[] = { "bulletin", "partner", "full",
		"whole", "reason", "dry-run", "yes" };
	bool evidence = opt_set(opts, o, "evidence");

	for (size_t i = 0; i < N_ROWS(only); i++)
		if (opt_set(opts, o, only[i]) && !evidence)
			return only[i];
	return evidence && opt_set(opts, o, "with-specimens") ?
	    "with-specimens" : NULL;
}

static int
check(const struct opt_values *o)
{
	const char *what = misfit(o);

	if (what != NULL)
		return say_fail(CLI_USAGE, "telltale case export --help",
		    "case export: --%s does not go %s --evidence", what,
		    opt_set(opts, o, "evidence") ? "with" : "without");
	if (opt_value(opts, o, "output") == NULL && !opt_set(opts, o,
	    "dry-run"))
		return say_fail(CLI_USAGE, "telltale case export --help",
		    "case export: -o says where it goes, and is missing");
	return CLI_DONE;
}

int
verb_case_export(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct export *x;
	struct vault v = { .lock = -1 };
	const char *path;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = check(&o)) != CLI_DONE)
		return code;
	path = opt_value(opts, &o, "output");
	if ((x = calloc(1, sizeof(*x))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot export the case");
	x->v = &v;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = opt_set(opts, &o, "evidence") ?
		    run_evidence(&v, &o, path) : run(x, o.args[0], path,
		    opt_set(opts, &o, "with-specimens"));
	for (size_t i = 0; i < x->n; i++)
		buf_done(&x->data[i]);
	dossier_done(&x->d);
	free(x);
	vault_close(&v);
	return code;
}
