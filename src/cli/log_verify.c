/* SPDX-License-Identifier: ISC */
/*
 * log verify - a ledger from its signed head down to each entry.
 *
 * What does not follow from the checkpoint is an alarm (5); entries that
 * follow and are not what a programme's may be: it does not verify (1).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/instant.h"
#include "cli/clock.h"
#include "cli/log_audit.h"
#include "cli/log_stray.h"
#include "cli/log_verbs.h"
#include "cli/log_view.h"
#include "cli/out.h"
#include "cli/progress.h"
#include "cli/say.h"

#define ROOT_LEN	B64_LEN(sizeof(struct hash))

static const struct opt opts[] = {
	LOG_VIEW_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "log verify",
	.args = "[DIR|URL]",
	.examples = {
		{ "log verify", "the hub's, from a vault or a reader's home" },
		{ "log verify hub/ledger --log 'psirt.example.com+2f55...'",
		    "a folder as it is served" },
	},
	.opts = opts,
	.args_max = 1,
	.notes = "Checks the checkpoint's signature, every tile, every entry: "
	    "what it is, by whom\nit is signed, that lists of keys and batches "
	    "have no gap; and that the ledger\ncontinues what was seen "
	    "before.",
};

struct verifying {
	struct log_view view;
	struct log_audit audit;
	uint64_t n_tiles;	/* files of a folder, 0 of others */
	uint64_t n_wrong;	/* of these */
	int64_t now_s;
};

static void
wrong_tile(void *ctx, const char *path)
{
	struct verifying *v = ctx;

	v->n_wrong++;
	say_fail(CLI_ALARM, NULL,
	    "alarm: %s/%s does not say what the ledger says",
	    v->view.source.where, path);
}

static int
read_entries(struct verifying *v)
{
	uint64_t size = v->view.head.checkpoint.size;
	struct progress bar;
	struct span entry;
	char what[48];
	enum tt_err e;

	progress_start(&bar, v->view.cli, "verifying", size);
	for (uint64_t i = 0; i < size; i++) {
		e = tt_log_reader_entry(v->view.reader, i, &entry);
		if (e != TT_OK) {
			progress_end(&bar);
			snprintf(what, sizeof(what), "entry %llu, or a tile "
			    "above it", (unsigned long long)i);
			return log_view_say(&v->view, e, what);
		}
		log_audit_add(&v->audit, entry);
		progress_at(&bar, i + 1);
	}
	progress_end(&bar);
	log_audit_end(&v->audit);
	return CLI_DONE;
}

static int
verify(struct verifying *v)
{
	const struct log_view *w = &v->view;
	enum tt_err e;
	int code;

	if ((e = log_audit_init(&v->audit, &w->head.log)) != TT_OK)
		return say_err(e, NULL, "cannot verify the ledger");
	if ((code = read_entries(v)) != CLI_DONE || !w->folder)
		return code;
	e = log_stray_check(w->source.where, w->reader,
	    w->head.checkpoint.size, wrong_tile, v, &v->n_tiles);
	if (e != TT_OK)
		return log_view_say(w, e, "a tile");
	return v->n_wrong > 0 ? CLI_ALARM : CLI_DONE;
}

static void
print_head(const struct verifying *v)
{
	const struct log_view *w = &v->view;
	char vkey[TT_VKEY_TEXT_MAX + 1], root[ROOT_LEN + 1];

	tt_vkey_format(&w->head.log, vkey);
	b64_encode(root, w->head.checkpoint.root.b,
	    sizeof(w->head.checkpoint.root.b));
	out_line("log        %s", w->head.checkpoint.origin);
	out_line("checkpoint %llu entries, root %s",
	    (unsigned long long)w->head.checkpoint.size, root);
	out_line("signed by  %s", vkey);
	if (tt_policy_needs_witnesses(w->policy))
		out_line("witnesses  %zu cosigned%s", w->head.witnesses,
		    w->head.quorum ? "" : ": fewer than the policy asks");
	else
		out_line("witnesses  none is asked for");
}

static void
print_entries(const struct log_audit *a)
{
	struct buf b;

	buf_init(&b, 1024);
	for (size_t k = 0; k < TT_KIND_COUNT; k++)
		if (a->kinds[k] > 0)
			buf_printf(&b, "%s%s %llu", b.n > 0 ? ", " : "",
			    tt_kind_name((enum tt_kind)k),
			    (unsigned long long)a->kinds[k]);
	if (buf_err(&b) == TT_OK && b.n > 0)
		out_line("entries    %s", b.p);
	buf_done(&b);
}

static void
print_silences(const struct verifying *v)
{
	const struct log_audit *a = &v->audit;
	char from[INSTANT_LEN + 1], to[INSTANT_LEN + 1], at[OUT_MOMENT_LEN];
	char length[LENGTH_LEN];

	for (size_t i = 0; i < a->n_silences && i < LOG_SILENCES_KEPT; i++) {
		instant_format(a->silence[i].from_s, from);
		instant_format(a->silence[i].to_s, to);
		length_format(a->silence[i].to_s - a->silence[i].from_s,
		    length);
		out_line("silence    %s to %s, %s", from, to, length);
	}
	if (a->n_silences > LOG_SILENCES_KEPT)
		out_line("silence    %zu more",
		    a->n_silences - LOG_SILENCES_KEPT);
	if (a->batch > 0) {
		out_moment(at, a->batch_s, v->now_s);
		out_line("last batch %s", at);
	}
}

static void
print_faults(const struct log_audit *a)
{
	for (size_t i = 0; i < a->n_faults && i < LOG_FAULTS_KEPT; i++)
		out_line("fault      entry %llu: %s",
		    (unsigned long long)a->fault[i].index, a->fault[i].what);
	if (a->n_faults > LOG_FAULTS_KEPT)
		out_line("fault      %zu more", a->n_faults - LOG_FAULTS_KEPT);
}

static uint64_t
faults(const struct verifying *v)
{
	return v->audit.n_faults + v->n_wrong;
}

static bool
holds(const struct verifying *v)
{
	return faults(v) == 0 && v->view.head.quorum;
}

/* The last line is the answer. */
static void
print_lines(const struct verifying *v)
{
	const struct log_audit *a = &v->audit;
	char root[ROOT_LEN + 1];

	print_head(v);
	if (v->n_tiles > 0)
		out_line("files      %llu tiles",
		    (unsigned long long)v->n_tiles);
	print_entries(a);
	print_silences(v);
	print_faults(a);
	b64_encode(root, v->view.head.checkpoint.root.b,
	    sizeof(v->view.head.checkpoint.root.b));
	if (faults(v) > 0)
		out_line("the ledger does not hold: %llu fault%s",
		    (unsigned long long)faults(v), faults(v) == 1 ? "" : "s");
	else if (!holds(v))
		out_line("the ledger does not hold: its checkpoint has fewer "
		    "cosignatures than the policy asks");
	else
		out_line("the ledger holds: %llu entries, %llu batches, "
		    "root %s", (unsigned long long)a->n,
		    (unsigned long long)a->kinds[TT_BATCH], root);
}

static void
json_u64(struct json_out *w, const char *key, uint64_t v)
{
	json_out_key(w, key);
	json_out_u64(w, v);
}

static void
json_instant(struct json_out *w, const char *key, int64_t at_s)
{
	char text[INSTANT_LEN + 1];

	instant_format(at_s, text);
	json_out_key(w, key);
	json_out_str(w, text);
}

static void
json_head(struct json_out *w, const struct log_view *view)
{
	const struct tt_checkpoint *cp = &view->head.checkpoint;
	char vkey[TT_VKEY_TEXT_MAX + 1], root[ROOT_LEN + 1];

	tt_vkey_format(&view->head.log, vkey);
	b64_encode(root, cp->root.b, sizeof(cp->root.b));
	json_out_key(w, "origin");
	json_out_str(w, cp->origin);
	json_u64(w, "size", cp->size);
	json_out_key(w, "root");
	json_out_str(w, root);
	json_out_key(w, "log");
	json_out_str(w, vkey);
	json_u64(w, "witnesses", view->head.witnesses);
	json_out_key(w, "quorum");
	json_out_bool(w, view->head.quorum);
}

static void
json_audit(struct json_out *w, const struct log_audit *a)
{
	json_out_key(w, "entries");
	json_out_object(w);
	for (size_t k = 0; k < TT_KIND_COUNT; k++)
		if (a->kinds[k] > 0)
			json_u64(w, tt_kind_name((enum tt_kind)k),
			    a->kinds[k]);
	json_out_object_end(w);
	json_out_key(w, "silences");
	json_out_array(w);
	for (size_t i = 0; i < a->n_silences && i < LOG_SILENCES_KEPT; i++) {
		json_out_object(w);
		json_instant(w, "from", a->silence[i].from_s);
		json_instant(w, "to", a->silence[i].to_s);
		json_out_object_end(w);
	}
	json_out_array_end(w);
	json_u64(w, "faults", a->n_faults);
	json_out_key(w, "first_faults");
	json_out_array(w);
	for (size_t i = 0; i < a->n_faults && i < LOG_FAULTS_KEPT; i++) {
		json_out_object(w);
		json_u64(w, "entry", a->fault[i].index);
		json_out_key(w, "what");
		json_out_str(w, a->fault[i].what);
		json_out_object_end(w);
	}
	json_out_array_end(w);
}

static int
print_json(const struct verifying *v)
{
	struct out_json o;
	struct json_out *w = out_json_begin(&o, "telltale-log-verify/1");

	json_out_key(w, "holds");
	json_out_bool(w, holds(v));
	json_head(w, &v->view);
	json_audit(w, &v->audit);
	if (v->view.folder) {
		json_u64(w, "tiles", v->n_tiles);
		json_u64(w, "wrong_tiles", v->n_wrong);
	}
	return out_json_end(&o);
}

static int
print(const struct verifying *v)
{
	if (v->view.cli->json)
		return print_json(v);
	print_lines(v);
	return CLI_DONE;
}

static int
run(struct verifying *v, const struct cli *c, const struct log_view_conf *conf)
{
	int code, shown;

	if ((code = log_view_open(&v->view, c, conf)) != CLI_DONE)
		return code;
	code = verify(v);
	if (code != CLI_DONE && v->n_wrong == 0)
		return code;
	if ((shown = print(v)) != CLI_DONE && code == CLI_DONE)
		return shown;
	return code == CLI_DONE && !holds(v) ? CLI_NO : code;
}

int
log_verify(struct cli *c, int argc, char **argv)
{
	struct log_view_conf conf = { .where = NULL };
	struct opt_values values;
	struct verifying *v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &values)) != CLI_GO)
		return code;
	conf.where = values.n_args == 1 ? values.args[0] : NULL;
	conf.log = opt_value(opts, &values, "log");
	conf.policy = opt_value(opts, &values, "policy");
	conf.old = opt_value(opts, &values, "old");
	conf.pin = opt_value(opts, &values, "pin");
	if ((v = calloc(1, sizeof(*v))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot verify the ledger");
	v->now_s = clock_now();
	code = run(v, c, &conf);
	log_audit_done(&v->audit);
	log_view_close(&v->view);
	free(v);
	return code;
}
