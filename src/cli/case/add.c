/* SPDX-License-Identifier: ISC */
/* case add - specimens, as they were found, and through whose hands. */
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "cli/case/case.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"
#include "store/file.h"

#define SPECIMEN_MAX	(VAULT_SECRET_MAX - 65536)	/* bytes */

static const struct opt opts[] = {
	{ "found", 0, OPT_VALUE, "INSTANT",
	    "when it was found, in UTC or with an offset" },
	{ "from", 0, OPT_VALUE, "WHO", "from whom it came, or where it was" },
	{ "custody", 0, OPT_VALUE, "TEXT",
	    "whose hands it went through on the way here" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "case add",
	.args = "CASE FILE...",
	.examples = {
		{ "case add 3f9c paste.txt --found 2026-12-06T07:40:00Z "
		    "--from 'a reader of ours'", "a specimen" },
		{ "case add 3f9c shot.png mail.eml --custody 'hotline, then "
		    "Ada'", "several, that came together" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = OPT_ARGS_MAX,
	.notes = "A file is kept as it is, sealed to the officers, under its "
	    "SHA-256. The same file\nagain adds to its custody.",
};

struct adding {
	struct vault *v;
	struct vault_case c;
	const struct opt_values *o;
	int64_t found_s;	/* 0: not said */
	struct out_table *t;
};

static const struct out_column cols[] = {
	{ "entry", "entry", OUT_NUMBER },
	{ "sha256", "SHA-256", OUT_TEXT },
	{ "file", "file", OUT_TEXT },
	{ "bytes", "bytes", OUT_NUMBER },
};

/* Names of files need not be UTF-8. */
static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;

	return utf8_printable(name, strlen(name)) ? name : "(no UTF-8)";
}

static int
describe(const struct adding *a, const char *name, const char *sum,
    size_t bytes, struct case_text *t, struct span *text)
{
	struct json_out *j = case_text_begin(t);

	put_str(j, "name", name);
	put_str(j, "sha256", sum);
	put_u64(j, "bytes", bytes);
	if (a->found_s != 0) {
		json_out_key(j, "found");
		json_out_int(j, a->found_s);
	}
	put_str(j, "from", opt_value(opts, a->o, "from"));
	put_str(j, "custody", opt_value(opts, a->o, "custody"));
	return case_text_end(t, text);
}

/* The specimen is durable before the entry says that it is there. */
static int
keep(struct adding *a, const char *path, const struct buf *raw)
{
	struct case_new n = { .act = CASE_ADD };
	char sum[HEX_LEN(32) + 1], name[HEX_LEN(32) + 5], rel[FILE_PATH_MAX];
	struct case_text t;
	struct hash h;
	unsigned entry = 0;
	int code;

	sha256(h.b, raw->p, raw->n);
	hex_encode(sum, h.b, sizeof(h.b));
	snprintf(name, sizeof(name), "%s.age", sum);
	case_rel(&a->c, name, rel);
	n.subject = sum;
	if ((code = describe(a, base_name(path), sum, raw->n, &t, &n.text)) ==
	    CLI_DONE && (code = vault_secret_write(a->v, rel,
	    buf_view(raw))) == CLI_DONE)
		code = case_log(a->v, &a->c, &n, &entry);
	case_text_done(&t);
	if (code != CLI_DONE)
		return code;
	out_int(a->t, entry);
	out_str(a->t, sum);
	out_str(a->t, base_name(path));
	out_int(a->t, (int64_t)raw->n);
	return CLI_DONE;
}

static int
add_one(struct adding *a, const char *path)
{
	struct buf raw;
	enum tt_err e;
	int code;

	if ((e = file_read(path, SPECIMEN_MAX, &raw)) != TT_OK)
		return say_err(e, e == TT_ELIMIT ? "a specimen that is kept "
		    "has at most 256 MiB: cut it" : NULL, "cannot read %s",
		    path);
	code = keep(a, path, &raw);
	buf_done(&raw);
	return code;
}

static int
run(struct adding *a)
{
	int code, printed;

	if ((code = case_find(a->v, a->o->args[0], &a->c)) != CLI_DONE ||
	    (code = case_may(&a->c, CASE_ADD, 0)) != CLI_DONE)
		return code;
	a->t = out_table_new(a->v->cli, "telltale-case-add/1", "specimens",
	    cols, N_ROWS(cols));
	for (size_t i = 1; i < a->o->n_args && code == CLI_DONE; i++)
		code = add_one(a, a->o->args[i]);
	printed = out_table_end(a->t);
	return code != CLI_DONE ? code : printed;
}

static int
check(struct adding *a)
{
	static const char *const words[] = { "from", "custody" };
	const char *s = opt_value(opts, a->o, "found");

	for (size_t i = 0; i < N_ROWS(words); i++) {
		const char *w = opt_value(opts, a->o, words[i]);

		if (w != NULL && !import_value_ok(span_str(w)))
			return say_fail(CLI_USAGE, "telltale case add --help",
			    "case add: --%s is no line of text", words[i]);
	}
	if (s == NULL)
		return CLI_DONE;
	if (instant_parse_human(span_str(s), &a->found_s) != TT_OK)
		return say_fail(CLI_USAGE, "write it as 2026-12-06T07:40:00Z, "
		    "or with an offset such as +01:00",
		    "case add: --found is an instant, not '%s'", s);
	if (a->found_s > clock_now())
		return say_fail(CLI_USAGE, NULL,
		    "case add: %s is still to come", s);
	return CLI_DONE;
}

int
verb_case_add(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct adding a = { .v = &v, .o = &o };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = check(&a)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = run(&a);
	vault_close(&v);
	return code;
}
