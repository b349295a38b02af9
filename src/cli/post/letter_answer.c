/* SPDX-License-Identifier: ISC */
/*
 * letter answer - to its writer, or, if it says what everybody may do, to all
 * readers of the bulletin at once.  Nobody is shown who asked what.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/post/letter_own.h"
#include "cli/post/letter.h"
#include "cli/post/words.h"
#include "cli/say.h"

static const struct opt opts[] = {
	{ "to-all", 0, OPT_FLAG, NULL,
	    "every reader with a copy of the bulletin gets it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "letter answer",
	.args = "NUMBER FILE",
	.examples = {
		{ "letter answer 3 answer.txt", "to whoever wrote letter 3" },
		{ "letter answer 3 - --to-all",
		    "what it permits one it permits all; from standard "
		    "input" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "The words come from FILE, or - for standard input. An "
	    "answer that changes what\nmay be done with a bulletin goes to "
	    "all of its readers.",
};

struct answering {
	struct vault *v;
	struct vault_letter row;
	const struct tt_signer *officer;
	struct buf words;
	size_t n;		/* readers that have it */
	int code;
};

/* re: only for whoever wrote the letter that is answered. */
static enum tt_err
write_answer(const struct answering *a, bool re, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_LETTER, span_str(vault_origin(a->v)),
	    clock_now());
	tt_statement_put_str(o, "about", "answer");
	tt_statement_put_str(o, "bulletin", a->row.bulletin[0] != '\0' ?
	    a->row.bulletin : NULL);
	if (re)
		tt_statement_put_hash(o, "re", &a->row.hash);
	e = tt_letter_sign(o, buf_view(&a->words), a->officer, out);
	free(o);
	return e;
}

static int
send_to(struct answering *a, const struct vault_reader *r)
{
	struct buf letter;
	enum tt_err e;
	int code;

	buf_init_secret(&letter, TT_LETTER_MAX);
	e = write_answer(a, strcmp(r->id, a->row.reader) == 0, &letter);
	code = e == TT_OK ? letter_to_reader(a->v, r, buf_view(&letter),
	    false) : words_refused(e);
	buf_done(&letter);
	a->n += code == CLI_DONE;
	return code;
}

static enum tt_err
each_copy(void *ctx, const struct vault_copy *c)
{
	struct answering *a = ctx;
	struct vault_reader r;
	enum tt_err e;

	if (c->reader[0] == '\0' || strcmp(c->reader, a->row.reader) == 0)
		return TT_OK;
	if ((e = vault_reader_get(a->v->db, span_str(c->reader), &r)) !=
	    TT_OK)
		return e;
	if (r.state != READER_ACTIVE)
		return TT_OK;
	a->code = send_to(a, &r);
	return a->code == CLI_DONE ? TT_OK : TT_ESTATE;
}

static int
send_all(struct answering *a)
{
	struct vault_bulletin b;
	enum tt_err e;

	if (a->row.bulletin[0] == '\0')
		return say_fail(CLI_USAGE, NULL, "letter answer: the letter "
		    "is about no bulletin");
	e = vault_bulletin_told(a->v->db, span_str(a->row.bulletin), &b);
	if (e == TT_OK)
		e = vault_copy_each(a->v->db, b.sealing, each_copy, a);
	if (a->code != CLI_DONE)
		return a->code;
	return e == TT_OK ? CLI_DONE : partner_cannot(a->v, e,
	    "read who has the bulletin");
}

static int
print(const struct answering *a)
{
	struct out_json o;

	if (!a->v->cli->json) {
		say_note(a->v->cli, "answered; %zu reader%s can read it now",
		    a->n, a->n == 1 ? "" : "s");
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-letter-answer/1");
	json_out_key(o.j, "readers");
	json_out_u64(o.j, a->n);
	return out_json_end(&o);
}

static int
answer(struct answering *a, const struct opt_values *o)
{
	struct vault_reader r;
	enum tt_err e;
	int code;

	if ((code = letter_get(a->v, o->args[0], &a->row)) != CLI_DONE ||
	    (code = words_read(o->args[1], &a->words)) != CLI_DONE ||
	    (code = reader_get(a->v, a->row.reader, &r)) != CLI_DONE ||
	    (code = vault_officer(a->v, &a->officer)) != CLI_DONE ||
	    (code = send_to(a, &r)) != CLI_DONE)
		return code;
	if (opt_set(opts, o, "to-all") && (code = send_all(a)) != CLI_DONE)
		return code;
	if ((e = vault_letter_answered(a->v->db, a->row.n, clock_now())) !=
	    TT_OK)
		return partner_cannot(a->v, e, "keep that it was answered");
	return print(a);
}

int
verb_letter_answer(struct cli *c, int argc, char **argv)
{
	struct answering a = { .code = CLI_DONE };
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	a.v = &v;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = vault_greet(&v)) == CLI_DONE &&
	    (code = letter_fetch(&v)) == CLI_DONE)
		code = answer(&a, &o);
	buf_done(&a.words);
	vault_close(&v);
	return code;
}
