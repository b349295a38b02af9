/* SPDX-License-Identifier: ISC */
/*
 * log show - the entries of a ledger in words, or one as it stands.
 *
 * Only what follows from the checkpoint is shown; whether the whole is as a
 * programme's ledger must be, `log verify` says.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/instant.h"
#include "cli/log_verbs.h"
#include "cli/log_view.h"
#include "cli/log_words.h"
#include "cli/out.h"
#include "cli/say.h"
#include "telltale/statement.h"

static const struct opt opts[] = {
	{ "entry", 0, OPT_VALUE, "N", "print this one, as it stands" },
	{ "last", 0, OPT_VALUE, "N", "only so many, the newest" },
	LOG_VIEW_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "log show",
	.args = "[DIR|URL]",
	.examples = {
		{ "log show --last 20", "what the hub's ledger has of late" },
		{ "log show --entry 1", "the first list of keys" },
	},
	.opts = opts,
	.args_max = 1,
};

static int
cannot_read(const struct log_view *v, enum tt_err e, uint64_t index)
{
	char what[48];

	snprintf(what, sizeof(what), "entry %llu, or a tile above it",
	    (unsigned long long)index);
	return log_view_say(v, e, what);
}

static void
put_row(struct out_table *t, uint64_t index, struct span entry)
{
	struct tt_statement s;
	struct buf words, signers;

	out_int(t, (int64_t)index);
	if (tt_statement_parse(&s, entry, NULL) != TT_OK) {
		out_none(t);
		out_none(t);
		out_str(t, "no statement");
		out_none(t);
		return;
	}
	buf_init(&words, 8192);
	buf_init(&signers, 65536);
	log_words(&s, &words);
	log_signers(&s, &signers);
	out_instant(t, s.time);
	out_str(t, tt_kind_name(s.kind));
	out_span(t, buf_view(&words));
	if (signers.n > 0)
		out_span(t, buf_view(&signers));
	else
		out_none(t);
	buf_done(&words);
	buf_done(&signers);
}

static int
show_all(const struct log_view *v, uint64_t last)
{
	static const struct out_column cols[] = {
		{ "entry", "entry", OUT_NUMBER },
		{ "time", "time", OUT_TEXT }, { "kind", "kind", OUT_TEXT },
		{ "words", "what it says", OUT_TEXT },
		{ "signed_by", "signed by", OUT_TEXT },
	};
	uint64_t size = v->head.checkpoint.size;
	struct out_table *t = out_table_new(v->cli, "telltale-log/1",
	    "entries", cols, N_ROWS(cols));
	struct json_out *head = out_table_head(t);
	int code = CLI_DONE, shown;
	struct span entry;
	enum tt_err e;

	if (head != NULL) {
		json_out_key(head, "origin");
		json_out_str(head, v->head.checkpoint.origin);
		json_out_key(head, "size");
		json_out_u64(head, size);
	}
	for (uint64_t i = last < size ? size - last : 0; i < size; i++) {
		e = tt_log_reader_entry(v->reader, i, &entry);
		if (e != TT_OK) {
			code = cannot_read(v, e, i);
			break;
		}
		put_row(t, i, entry);
	}
	shown = out_table_end(t);
	return code != CLI_DONE ? code : shown;
}

static int
print_json(uint64_t index, struct span entry)
{
	struct tt_statement s;
	struct out_json o;
	struct json_out *w = out_json_begin(&o, "telltale-log-entry/1");

	json_out_key(w, "entry");
	json_out_u64(w, index);
	json_out_key(w, "kind");
	json_out_str(w, tt_statement_parse(&s, entry, NULL) == TT_OK ?
	    tt_kind_name(s.kind) : NULL);
	json_out_key(w, "text");
	json_out_span(w, entry);
	return out_json_end(&o);
}

static int
show_one(const struct log_view *v, uint64_t index)
{
	struct span entry, line;
	enum tt_err e;

	if (index >= v->head.checkpoint.size)
		return say_fail(CLI_USAGE, NULL, "there is no entry %llu: the "
		    "ledger has %llu, from 0", (unsigned long long)index,
		    (unsigned long long)v->head.checkpoint.size);
	if ((e = tt_log_reader_entry(v->reader, index, &entry)) != TT_OK)
		return cannot_read(v, e, index);
	if (v->cli->json)
		return print_json(index, entry);
	if (!v->cli->tty_out) {
		fwrite(entry.p, 1, entry.n, stdout);
		return CLI_DONE;
	}
	while (span_line(&entry, &line))
		out_line("%.*s", (int)line.n, line.p);
	return CLI_DONE;
}

/* A number from an option, or absent. */
static int
number(const struct opt_values *v, const char *name, uint64_t absent,
    uint64_t *out)
{
	const char *text = opt_value(opts, v, name);

	*out = absent;
	if (text == NULL || span_u64(span_str(text), INT64_MAX, out) == TT_OK)
		return CLI_DONE;
	return say_fail(CLI_USAGE, NULL, "log show: --%s %s is no number",
	    name, text);
}

static int
run(struct log_view *v, const struct cli *c, const struct log_view_conf *conf,
    const struct opt_values *values)
{
	uint64_t entry, last;
	int code;

	if ((code = number(values, "entry", 0, &entry)) != CLI_DONE ||
	    (code = number(values, "last", UINT64_MAX, &last)) != CLI_DONE ||
	    (code = log_view_open(v, c, conf)) != CLI_DONE)
		return code;
	return opt_set(opts, values, "entry") ? show_one(v, entry) :
	    show_all(v, last);
}

int
log_show(struct cli *c, int argc, char **argv)
{
	struct log_view_conf conf = { .where = NULL };
	struct log_view v = { .cli = c };
	struct opt_values values;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &values)) != CLI_GO)
		return code;
	conf.where = values.n_args == 1 ? values.args[0] : NULL;
	conf.log = opt_value(opts, &values, "log");
	conf.policy = opt_value(opts, &values, "policy");
	conf.old = opt_value(opts, &values, "old");
	conf.pin = opt_value(opts, &values, "pin");
	code = run(&v, c, &conf, &values);
	log_view_close(&v);
	return code;
}
