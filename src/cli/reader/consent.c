/* SPDX-License-Identifier: ISC */
/*
 * consent - a reader's yes or no to the terms of a bulletin that are in force.
 *
 * specs/stories.md 3.2; POST /api/v1/consent.  What is signed for is fetched
 * and checked first, as for a receipt: nobody signs for a hash alone.
 */
#include "cli/clock.h"
#include "cli/envelope_fetch.h"
#include "cli/out.h"
#include "cli/reader/needs.h"
#include "cli/say.h"
#include "cli/verbs.h"

static const struct opt opts[] = {
	{ "accept", 0, OPT_FLAG, NULL, "agree to the terms in force" },
	{ "decline", 0, OPT_FLAG, NULL,
	    "say no: notices go on, copies do not come" },
	{ "withdraw", 0, OPT_FLAG, NULL, "take an earlier yes back" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "consent",
	.args = "ID",
	.examples = {
		{ "consent 6f1d0c92b4e87a35 --accept",
		    "agree to terms that changed since you signed" },
		{ "consent 6f1d0c92b4e87a35 --decline",
		    "stay out of it; you still hear of changes" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "telltale inbox ID shows the terms before you say anything.",
};

/* An option, and the word of the statement. */
static const struct {
	const char *opt, *state;
} answers[] = {
	{ "accept", "signatory" },
	{ "decline", "declined" },
	{ "withdraw", "withdrawn" },
};

static enum tt_err
sign(const struct envelope *d, const char *state, int64_t now_s,
    const struct tt_signer *signer, struct buf *out)
{
	struct tt_statement_out o;

	tt_statement_begin(&o, TT_CONSENT, d->copy.origin, now_s);
	tt_statement_put(&o, "bulletin",
	    tt_statement_get(&d->copy, "bulletin"));
	tt_statement_put(&o, "reader", tt_statement_get(&d->copy, "reader"));
	tt_statement_put_hash(&o, "terms", &d->terms.hash);
	tt_statement_put_instant(&o, "until", d->until_s);
	tt_statement_put_str(&o, "state", state);
	return tt_statement_sign(&o, &signer, 1, out);
}

static int
send(struct hubclient *hub, const struct buf *statement, const char *id)
{
	const struct hubclient_call call = { .verb = HTTP_POST,
		.path = "/api/v1/consent", .content_type = "text/plain",
		.body = buf_view(statement) };
	struct http_answer a = { .status = 0 };
	enum tt_err e = hubclient_try(hub, &call, &a);
	int code = CLI_DONE;

	if (e == TT_OK && needs_agreement(&a, "answer for", id))
		code = CLI_REFUSED;
	else if (e == TT_OK && a.status == 409)
		code = say_fail(CLI_LATER, "the same command again shows and "
		    "signs the new ones", "cannot answer for %s: its terms "
		    "have just changed", id);
	else if (e != TT_OK || a.status != 200)
		code = hubclient_say(hub, e, &a, "send the answer");
	http_answer_done(&a);
	return code;
}

static int
print(const struct reader_home *r, const struct envelope *d, const char *id,
    const char *state, int64_t now_s)
{
	char until[OUT_MOMENT_LEN];
	struct out_json o;
	struct json_out *w;

	if (!r->cli->json) {
		out_moment(until, d->until_s, now_s);
		out_line("%s: %s, until %s", id, state, until);
		return CLI_DONE;
	}
	w = out_json_begin(&o, "telltale-consent/1");
	json_out_key(w, "id");
	json_out_str(w, id);
	json_out_key(w, "state");
	json_out_str(w, state);
	json_out_key(w, "terms");
	json_out_hex(w, d->terms.hash.b, sizeof(d->terms.hash.b));
	json_out_key(w, "until");
	json_out_span(w, tt_statement_get(&d->terms.head, "public"));
	return out_json_end(&o);
}

static int
answer(struct reader_home *r, struct hubclient *hub, const struct envelope *d,
    const char *id, const char *state)
{
	const struct tt_signer *signer;
	int64_t now = clock_now();
	struct buf statement;
	enum tt_err e;
	int code;

	if ((code = reader_home_signer(r, &signer)) != CLI_DONE)
		return code;
	buf_init(&statement, TT_STATEMENT_MAX);
	if ((e = sign(d, state, now, signer, &statement)) != TT_OK)
		code = say_err(e, NULL, "cannot sign the answer for %s", id);
	else if ((code = send(hub, &statement, id)) == CLI_DONE)
		code = print(r, d, id, state, now);
	buf_done(&statement);
	return code;
}

static int
find_row(const struct inbox *b, const char *id,
    const struct inbox_row **out)
{
	const struct inbox_row *row = inbox_find(b, id);

	if (row == NULL)
		return say_fail(CLI_TROUBLE, "telltale inbox lists what there "
		    "is", "cannot answer for %s: the hub has no such bulletin "
		    "for this reader", id);
	if (inbox_is_retracted(row))
		return say_fail(CLI_REFUSED, "there is nothing to agree to "
		    "any more", "cannot answer for %s: the vendor retracted "
		    "it", id);
	*out = row;
	return CLI_DONE;
}

static int
consent(struct reader_home *r, const char *id, const char *state)
{
	const struct inbox_row *row = NULL;
	struct inbox inbox = { .n = 0 };
	struct envelope *d = NULL;
	struct buf json = { .n = 0 };
	struct hubclient *hub;
	int code;

	if ((code = reader_home_hub(r, &hub)) != CLI_DONE ||
	    (code = hubclient_checkpoint(hub, NULL)) != CLI_DONE ||
	    (code = inbox_fetch(r, clock_now(), &inbox)) != CLI_DONE)
		return code;
	if ((code = find_row(&inbox, id, &row)) == CLI_DONE &&
	    (code = envelope_fetch(r, row, &json, &d)) == CLI_DONE)
		code = answer(r, hub, d, id, state);
	envelope_free(d);
	buf_done(&json);
	inbox_free(&inbox);
	return code;
}

static int
choose(const struct opt_values *v, const char **state)
{
	unsigned n = 0;

	for (size_t i = 0; i < N_ROWS(answers); i++)
		if (opt_set(opts, v, answers[i].opt)) {
			*state = answers[i].state;
			n++;
		}
	if (n == 1)
		return CLI_DONE;
	return say_fail(CLI_USAGE, "telltale consent --help",
	    "consent: say one of --accept, --decline and --withdraw");
}

int
verb_consent(struct cli *c, int argc, char **argv)
{
	const char *state = NULL;
	struct opt_values v;
	struct reader_home r;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	if ((code = choose(&v, &state)) != CLI_DONE ||
	    (code = bulletin_id_check(v.args[0])) != CLI_DONE)
		return code;
	if ((code = reader_home_open(&r, c,
	    opt_value(opts, &v, "passphrase-file"))) == CLI_DONE)
		code = consent(&r, v.args[0], state);
	reader_home_close(&r);
	return code;
}
