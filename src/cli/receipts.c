/* SPDX-License-Identifier: ISC */
/*
 * receipts - what this reader signed for, and whether the ledger has it.
 *
 * After the next batch the hub hands out what proves a receipt; it is checked
 * and kept, and from then on shows anybody what was received and when at the
 * latest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/reader/opened.h"
#include "cli/receipt.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "telltale/tlog_proof.h"

#define ANSWER_MAX	((size_t)64 << 20)	/* bytes */
#define RECEIPTS_MAX	65536

static const struct opt opts[] = {
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "receipts",
	.args = "",
	.examples = {
		{ "receipts", "what you signed for, and what proves it" },
		{ "receipts --json", "the same for a program" },
	},
	.opts = opts,
	.notes = "waiting: the next batch will have it. proven: the ledger "
	    "has it, and the proof\nis in the home, receipts/ID. missing: two "
	    "batches went by without it, exit 5.\nunsent: telltale open ID "
	    "sends it again.",
};

struct receipts {
	struct reader_home *home;
	struct hubclient *hub;
	struct receipt *list;
	size_t n;
	int64_t now_s;
};

static int
load(struct receipts *r, const struct tt_policy *policy)
{
	struct file_list names;
	char path[FILE_PATH_MAX];
	int code = CLI_DONE;
	enum tt_err e;

	reader_home_path(r->home, "receipts", path);
	if (!file_exists(path))
		return CLI_DONE;	/* nothing was opened yet */
	if ((e = file_list(path, RECEIPTS_MAX, &names)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	r->list = calloc(names.n + 1, sizeof(*r->list));
	if (r->list == NULL)
		code = say_err(TT_ENOMEM, NULL, "cannot read %s", path);
	for (size_t i = 0; i < names.n && code == CLI_DONE; i++) {
		if (!reader_home_is_kept(names.name[i]))
			continue;
		e = receipt_load(&r->list[r->n], r->home, names.name[i],
		    policy);
		if (e == TT_OK)
			r->n++;
		else if (e != TT_ENOENT)	/* it was not signed then */
			code = say_err(e, NULL, "cannot read the receipt %s/%s",
			    path, names.name[i]);
	}
	file_list_free(&names);
	return code;
}

static struct receipt *
find(struct receipts *r, struct span statement)
{
	for (size_t i = 0; i < r->n; i++)
		if (span_eq(buf_view(&r->list[i].statement), statement))
			return &r->list[i];
	return NULL;
}

static int
refuse(enum tt_err e, const char *id)
{
	switch (e) {
	case TT_EIO:
	case TT_EFULL:
	case TT_ENOMEM:
		return say_err(e, NULL, "cannot keep the proof of %s", id);
	default:
		return say_fail(CLI_ALARM, "keep the receipt; ask the vendor "
		    "by another channel", "alarm: the hub's proof for the "
		    "receipt of %s does not hold: %s", id, tt_err_text(e));
	}
}

/* The checkpoint that the proof rests on continues what was seen. */
static int
check_head(struct hubclient *hub, struct span tlog_proof)
{
	struct tt_tlog_proof *p = malloc(sizeof(*p));
	int code = CLI_DONE;
	enum tt_err e = TT_ENOMEM;

	if (p != NULL && (e = tt_tlog_proof_parse(p, tlog_proof)) == TT_OK)
		code = hubclient_saw(hub, p->checkpoint);
	free(p);
	return e == TT_OK ? code : refuse(e, "a bulletin");
}

static int
take(struct receipts *r, const json_t *obj)
{
	struct tt_opening o;
	struct receipt *own;
	struct span text;
	enum tt_err e;
	int code;

	if ((e = json_in_str(obj, "statement", &text, NULL)) != TT_OK)
		return say_err(e, NULL, "cannot read the receipts that the "
		    "hub sent");
	if ((own = find(r, text)) == NULL || own->proven ||
	    json_in_str(obj, "set_proof", &o.set_proof, NULL) != TT_OK ||
	    json_in_str(obj, "tlog_proof", &o.tlog_proof, NULL) != TT_OK ||
	    json_in_str(obj, "batch", &o.batch, NULL) != TT_OK)
		return CLI_DONE;	/* another's home, or not yet */
	if ((code = check_head(r->hub, o.tlog_proof)) != CLI_DONE)
		return code;
	e = receipt_prove(own, r->home, &o, hubclient_policy(r->hub));
	return e == TT_OK ? CLI_DONE : refuse(e, own->id);
}

static int
ask_hub(struct receipts *r)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/api/v1/receipts", .max_answer = ANSWER_MAX };
	json_t *root, *list, *obj;
	int code;
	size_t i;

	if ((code = hubclient_checkpoint(r->hub, NULL)) != CLI_DONE ||
	    (code = hubclient_json(r->hub, &call, "ask for receipts",
	    &root)) != CLI_DONE)
		return code;
	if (json_in_array(root, "receipts", &list, NULL) != TT_OK)
		code = say_err(TT_ESYNTAX, NULL, "cannot read the receipts "
		    "that the hub sent");
	else
		json_array_foreach(list, i, obj)
			if ((code = take(r, obj)) != CLI_DONE)
				break;
	json_decref(root);
	return code;
}

static bool
all_proven(const struct receipts *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (!r->list[i].proven)
			return false;
	return true;
}

static enum receipt_state
state_of(const struct receipts *r, size_t i)
{
	return receipt_state(&r->list[i], r->now_s, r->home->interval_s);
}

static int
print(const struct receipts *r)
{
	static const struct out_column cols[] = {
		{ "id", "id", OUT_TEXT }, { "signed", "signed", OUT_TEXT },
		{ "state", "state", OUT_TEXT },
		{ "batch", "batch", OUT_NUMBER },
		{ "entry", "entry", OUT_NUMBER },
		{ "by", "in the ledger by", OUT_TEXT },
	};
	struct out_table *t = out_table_new(r->home->cli,
	    "telltale-receipts/1", "receipts", cols, N_ROWS(cols));

	for (size_t i = 0; i < r->n; i++) {
		const struct receipt *one = &r->list[i];

		out_str(t, one->id);
		out_instant(t, one->time_s);
		out_str(t, receipt_state_text(state_of(r, i)));
		if (one->proven) {
			out_int(t, (int64_t)one->number);
			out_int(t, (int64_t)one->index);
			out_instant(t, one->batch_s);
		} else {
			out_none(t);
			out_none(t);
			out_none(t);
		}
	}
	if (r->n == 0)
		say_note(r->home->cli, "nothing was signed for yet");
	return out_table_end(t);
}

/* What the hub should have put into the ledger, and has not. */
static int
alarm_missing(const struct receipts *r)
{
	int code = CLI_DONE;

	for (size_t i = 0; i < r->n; i++)
		if (state_of(r, i) == RECEIPT_MISSING)
			code = say_fail(CLI_ALARM, "keep this home: the "
			    "receipt in it is signed; ask the vendor why",
			    "alarm: the ledger has no receipt of %s, two "
			    "intervals after it was signed", r->list[i].id);
	return code;
}

static int
receipts(struct receipts *r)
{
	struct tt_policy *policy = NULL;
	int code, shown;

	if ((code = reader_home_policy(r->home, &policy)) == CLI_DONE)
		code = load(r, policy);
	tt_policy_free(policy);
	if (code != CLI_DONE)
		return code;
	if (!all_proven(r) &&
	    (code = reader_home_hub(r->home, &r->hub)) == CLI_DONE)
		code = ask_hub(r);
	if (r->hub != NULL && code == CLI_DONE)
		opened_say(r->home);
	shown = print(r);
	if (code == CLI_DONE)
		code = alarm_missing(r);
	return code != CLI_DONE ? code : shown;
}

int
verb_receipts(struct cli *c, int argc, char **argv)
{
	struct receipts r = { .now_s = clock_now() };
	struct reader_home home;
	struct opt_values v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	r.home = &home;
	if ((code = reader_home_open(&home, c,
	    opt_value(opts, &v, "passphrase-file"))) == CLI_DONE)
		code = receipts(&r);
	for (size_t i = 0; i < r.n; i++)
		receipt_done(&r.list[i]);
	free(r.list);
	reader_home_close(&home);
	return code;
}
