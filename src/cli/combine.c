/* SPDX-License-Identifier: ISC */
/* combine - what the traces of several bulletins say together. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/json_in.h"
#include "base/json_out.h"
#include "cli/epsilon.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "store/file.h"
#include "telltale/sequence.h"
#include "telltale/trace.h"
#include "telltale/verdict.h"

#define TEXT_MAX	((size_t)1 << 28)	/* bytes of one file */
#define SHOWN		20	/* partners of the table */
#define PUBLIC		"(the public text)"	/* null in a trace */

static const struct opt opts[] = {
	{ "epsilon", 0, OPT_VALUE, "E",
	    "the promise: an innocent one is named at most this often; 1e-6" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "combine",
	.args = "TRACE.json...",
	.examples = {
		{ "combine may.json june.json july.json",
		    "who is in one leak after another" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = OPT_ARGS_MAX,
	.notes = "A TRACE.json is what telltale trace --json printed. "
	    "Bulletins multiply; several readings\nof one bulletin share its "
	    "weight, .9 for the first. One may look after each leak.\n"
	    "Exit 0: somebody is named; 1: nobody.",
};

struct combining {
	const struct cli *cli;
	struct tt_sequence *s;
	double epsilon;
	size_t n_readings;
};

/* The e's of one bulletin's object; *e is to be freed also on an error. */
static enum tt_err
read_evidence(const json_t *o, struct tt_sequence_e **e, size_t *n,
    struct json_diag *diag)
{
	json_t *list;
	enum tt_err err;

	if ((err = json_in_array(o, "evidence", &list, diag)) != TT_OK)
		return err;
	*n = json_array_size(list);
	if ((*e = calloc(*n + 1, sizeof(**e))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < *n; i++) {
		const json_t *h = json_array_get(list, i);
		const json_t *partner = json_object_get(h, "partner");

		err = json_in_real(h, "ln_e", &(*e)[i].ln_e, diag);
		if (err != TT_OK)
			return err;
		(*e)[i].id = json_is_null(partner) ? PUBLIC :
		    json_string_value(partner);
		if ((*e)[i].id == NULL) {
			snprintf(diag->text, sizeof(diag->text),
			    "evidence: partner is no name");
			return TT_ESYNTAX;
		}
	}
	return TT_OK;
}

static enum tt_err
read_reading(const json_t *o, uint8_t codebook[32], uint64_t *t,
    struct json_diag *diag)
{
	struct span hex;
	int64_t v;
	enum tt_err e;

	if ((e = json_in_str(o, "codebook", &hex, diag)) != TT_OK ||
	    (e = json_in_int(o, "t", 1, INT64_MAX, &v, diag)) != TT_OK)
		return e;
	if (!hex_decode(codebook, 32, hex.p, hex.n)) {
		snprintf(diag->text, sizeof(diag->text),
		    "codebook is not 64 hexadecimal digits");
		return TT_ESYNTAX;
	}
	*t = (uint64_t)v;
	return TT_OK;
}

static int
add_object(struct combining *c, const char *path, const json_t *o)
{
	struct json_diag diag = { .line = 0 };
	struct tt_sequence_e *e = NULL;
	uint8_t codebook[32];
	uint64_t t;
	size_t n;
	enum tt_err err;

	if ((err = read_reading(o, codebook, &t, &diag)) == TT_OK &&
	    (err = read_evidence(o, &e, &n, &diag)) == TT_OK)
		err = tt_sequence_add(c->s, codebook, t, e, n);
	free(e);
	if (err == TT_OK) {
		c->n_readings++;
		return CLI_DONE;
	}
	if (err == TT_EEXIST)
		return say_fail(CLI_USAGE, "each reading of a bulletin counts "
		    "once, by its t", "%s: this reading of the bulletin is "
		    "there already", path);
	if (err == TT_ENOENT || err == TT_ESYNTAX || err == TT_ERANGE)
		return say_fail(CLI_TROUBLE, "it must be what telltale trace "
		    "--json printed, whole", "%s: %s", path,
		    diag.text[0] != '\0' ? diag.text : "an id is empty, too "
		    "long or twice there, or an e is no number");
	return say_err(err, NULL, "cannot use %s", path);
}

/* A trace of one bulletin, or of several in one specimen. */
static int
add_trace(struct combining *c, const char *path, const json_t *root)
{
	const json_t *several = json_object_get(root, "bulletins");
	struct json_diag diag = { .line = 0 };
	struct span format;
	int code = CLI_DONE;

	if (json_in_str(root, "format", &format, &diag) != TT_OK ||
	    !span_eq(format, span_str("telltale-trace/1")))
		return say_fail(CLI_TROUBLE, "telltale trace --json prints "
		    "one", "%s is no trace", path);
	if (several == NULL)
		return add_object(c, path, root);
	for (size_t i = 0; i < json_array_size(several) && code == CLI_DONE;
	    i++)
		code = add_object(c, path, json_array_get(several, i));
	return code;
}

static int
add_file(struct combining *c, const char *path)
{
	struct json_diag diag = { .line = 0 };
	struct buf text;
	json_t *root = NULL;
	int code;
	enum tt_err e;

	if ((e = file_read(path, TEXT_MAX, &text)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	e = json_in_parse(buf_view(&text), TEXT_MAX, &root, &diag);
	buf_done(&text);
	if (e == TT_ESYNTAX)
		return say_fail(CLI_TROUBLE, NULL, "%s:%d: %s", path,
		    diag.line, diag.text);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot use %s", path);
	code = add_trace(c, path, root);
	json_decref(root);
	return code;
}

static bool
is_public(const struct tt_sequence_holder *h)
{
	return strcmp(h->id, PUBLIC) == 0;
}

static void
put_holder(struct json_out *j, const struct tt_sequence_holder *h)
{
	json_out_object(j);
	json_out_key(j, "partner");
	json_out_str(j, is_public(h) ? NULL : h->id);
	json_out_key(j, "bulletins");
	json_out_u64(j, h->bulletins);
	json_out_key(j, "ln_e");
	json_out_real(j, h->ln_e);
	json_out_key(j, "ln_bound");
	json_out_real(j, h->ln_bound);
	json_out_key(j, "verdict");
	json_out_str(j, tt_verdict_name(is_public(h) ?
	    TT_VERDICT_INCONCLUSIVE : h->verdict));
	json_out_object_end(j);
}

static int
print_json(const struct combining *c, const struct tt_sequence_holder *h,
    size_t n)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-combine/1");

	json_out_key(j, "readings");
	json_out_u64(j, c->n_readings);
	json_out_key(j, "holders");
	json_out_u64(j, n);
	json_out_key(j, "epsilon");
	json_out_real(j, c->epsilon);
	json_out_key(j, "suspects");
	json_out_array(j);
	for (size_t i = 0; i < n; i++)
		put_holder(j, &h[i]);
	json_out_array_end(j);
	json_out_key(j, "not_excluded");
	json_out_array(j);
	for (size_t i = 0; tt_verdict_not_excluded[i] != NULL; i++)
		json_out_str(j, tt_verdict_not_excluded[i]);
	json_out_array_end(j);
	return out_json_end(&o);
}

static void
print_named(const struct tt_sequence_holder *h)
{
	struct buf b;

	out_line("  %s", h->id);
	paragraph(2, "%s", h->verdict == TT_VERDICT_NAMED ?
	    "At least one of this holder's copies contributed to at least "
	    "one of these leaks." : "Worth asking; never published.");
	buf_init(&b, 4096);
	tt_verdict_sentence(h->ln_bound, TT_SITE_HOLDER, &b);
	if (buf_err(&b) == TT_OK)
		paragraph(2, "%s", b.p);
	buf_done(&b);
}

static const struct out_column columns[] = {
	{ "partner", "partner", OUT_TEXT },
	{ "bulletins", "bulletins", OUT_NUMBER },
	{ "ln_e", "ln e", OUT_NUMBER },
	{ "bound", "an innocent, one in", OUT_NUMBER },
	{ "verdict", "verdict", OUT_TEXT },
};

static int
print_table(const struct tt_sequence_holder *h, size_t n)
{
	const struct cli text = { .tty_out = true };
	struct out_table *t = out_table_new(&text, "", "", columns,
	    N_ROWS(columns));
	struct buf one_in;
	char s[32];

	for (size_t i = 0; i < n && i < SHOWN; i++) {
		out_str(t, h[i].id);
		out_int(t, h[i].bulletins);
		snprintf(s, sizeof(s), "%.2f", h[i].ln_e);
		out_str(t, s);
		buf_init(&one_in, 64);
		tt_verdict_one_in(h[i].ln_bound, &one_in);
		out_str(t, one_in.p != NULL ? one_in.p : "");
		buf_done(&one_in);
		out_str(t, tt_verdict_name(is_public(&h[i]) ?
		    TT_VERDICT_INCONCLUSIVE : h[i].verdict));
	}
	return out_table_end(t);
}

static int
print_words(const struct combining *c, const struct tt_sequence_holder *h,
    size_t n)
{
	bool any = false;

	out_line("%zu readings, %zu holders:", c->n_readings, n);
	for (size_t i = 0; i < n; i++)
		if (h[i].verdict <= TT_VERDICT_STRONG && !is_public(&h[i])) {
			print_named(&h[i]);
			any = true;
		}
	if (!any)
		paragraph(2, "Nobody is named: these bulletins together do "
		    "not decide it. The next leak may be added at any time.");
	if (print_table(h, n) != CLI_DONE)
		return CLI_TROUBLE;
	out_line("not excluded:");
	for (size_t i = 0; tt_verdict_not_excluded[i] != NULL; i++)
		paragraph(4, "%s", tt_verdict_not_excluded[i]);
	return CLI_DONE;
}

static int
judge(const struct combining *c)
{
	struct tt_sequence_holder *h = NULL;
	size_t n;
	bool named = false;
	int code;
	enum tt_err e;

	if ((e = tt_sequence_judge(c->s, c->epsilon, &h, &n)) != TT_OK)
		return say_err(e, NULL, "cannot combine");
	for (size_t i = 0; i < n; i++)
		named = named || (h[i].verdict == TT_VERDICT_NAMED &&
		    !is_public(&h[i]));
	code = c->cli->json ? print_json(c, h, n) : print_words(c, h, n);
	free(h);
	return code != CLI_DONE || named ? code : CLI_NO;
}

int
verb_combine(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct combining k = { .cli = c };
	int code;
	enum tt_err e;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = epsilon_read("combine", opt_value(opts, &o, "epsilon"),
	    &k.epsilon)) != CLI_DONE)
		return code;
	if ((e = tt_sequence_new(&k.s)) != TT_OK)
		return say_err(e, NULL, "cannot combine");
	for (size_t i = 0; i < o.n_args && code == CLI_DONE; i++)
		code = add_file(&k, o.args[i]);
	if (code == CLI_DONE)
		code = judge(&k);
	tt_sequence_free(k.s);
	return code;
}
