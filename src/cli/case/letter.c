/* SPDX-License-Identifier: ISC */
/*
 * case letter - the draft of what is sent to the partner concerned, with a
 * term and the opportunity to reply; it speaks of nobody else.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/sha256.h"
#include "cli/case/case.h"
#include "cli/case/words.h"
#include "cli/clock.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "store/file.h"
#include "store/vault_ledger.h"
#include "store/vault_opened.h"
#include "telltale/trace.h"

#define TERM_S		(14 * 86400)	/* unless asked for */
#define TERM_LEAST_S	86400
#define TERM_MAX_S	(90 * 86400)
#define RECEIPTS_MAX	4096

static const struct opt opts[] = {
	{ "term", 0, OPT_VALUE, "LENGTH",
	    "until when a reply is waited for: 14d unless given, at least 1d" },
	{ "output", 'o', OPT_VALUE, "FILE",
	    "write the letter there, which must not exist" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "case letter",
	.args = "CASE PARTNER",
	.examples = {
		{ "case letter 3f9c kiyokawa -o letter.txt",
		    "a draft for counsel to send" },
		{ "case letter 3f9c kiyokawa --term 7d",
		    "with a shorter term, on standard output" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "Only for a partner whom a finding of this case concerns. "
	    "Each letter begins a new\nterm. Asks the hub for receipts first, "
	    "if it can be reached.",
};

struct kept {
	char reader[HEX_LEN(TT_READER_ID_LEN) + 1];
	char signed_at[INSTANT_LEN + 1];
	char copy[HEX_LEN(32) + 1];
	char opened_at[INSTANT_LEN + 1];
	uint8_t key[TT_READER_ID_LEN];
	struct hash copies;
};

struct letter {
	struct vault *v;
	struct dossier d;
	struct vault_partner p;
	const json_t *place;		/* in the finding */
	int64_t now_s, term_s;
	struct tt_statement *st;	/* scratch */
	struct kept *kept;
	struct words_receipt *receipt;
	size_t n;
	struct buf text;
};

/* A receipt for that bulletin, of a reader of that partner. */
static enum tt_err
take(void *ctx, const struct vault_event *ev)
{
	struct letter *l = ctx;
	uint8_t id[TT_READER_ID_LEN], copy[32];
	struct vault_reader r;
	struct kept *k;
	enum tt_err e;

	if ((e = tt_statement_parse(l->st, ev->bytes, NULL)) != TT_OK)
		return e;
	if (!tt_statement_is(l->st, "bulletin", text_str(l->place,
	    "bulletin")) || !tt_statement_bytes(l->st, "reader", id,
	    sizeof(id)) || !tt_statement_bytes(l->st, "copy", copy,
	    sizeof(copy)))
		return TT_OK;
	e = vault_reader_of_key(l->v->db, id, &r);
	if (e == TT_ENOENT || (e == TT_OK && strcmp(r.partner, l->p.id) != 0))
		return TT_OK;
	if (e != TT_OK || l->n == RECEIPTS_MAX)
		return e != TT_OK ? e : TT_ELIMIT;
	k = &l->kept[l->n];
	hex_encode(k->reader, id, sizeof(id));
	hex_encode(k->copy, copy, sizeof(copy));
	instant_format(l->st->time, k->signed_at);
	l->receipt[l->n++] = (struct words_receipt){ k->reader, k->signed_at,
		k->copy, k->opened_at };
	memcpy(k->key, id, sizeof(k->key));
	if (!tt_statement_hash(l->st, "copies", &k->copies))
		return TT_EINTEGRITY;
	return TT_OK;
}

static enum tt_err
take_word(void *ctx, const struct vault_opened *o)
{
	struct letter *l = ctx;

	for (size_t i = 0; i < l->n; i++)
		if (memcmp(l->kept[i].key, o->key, sizeof(o->key)) == 0 &&
		    memcmp(&l->kept[i].copies, &o->copies,
		    sizeof(o->copies)) == 0)
			instant_format(o->at_s, l->kept[i].opened_at);
	return TT_OK;
}

static int
gather(struct letter *l)
{
	enum tt_err e = TT_ENOMEM;
	int code;

	if (l->v->away)
		say_note(l->v->cli, "the hub cannot be reached now: receipts "
		    "after the last visit are missing");
	else if ((code = vault_fetch(l->v)) == CLI_ALARM)
		return code;
	l->st = malloc(sizeof(*l->st));
	l->kept = calloc(RECEIPTS_MAX, sizeof(*l->kept));
	l->receipt = calloc(RECEIPTS_MAX, sizeof(*l->receipt));
	if (l->st != NULL && l->kept != NULL && l->receipt != NULL)
		e = vault_event_each(l->v->db, TT_RECEIPT, take, l);
	if (e == TT_OK)
		e = vault_opened_each(l->v->db, text_str(l->place,
		    "bulletin"), take_word, l);
	return e == TT_OK ? CLI_DONE : case_cannot(l->v, e,
	    "read the receipts");
}

/*
 * The procedure's error, not this partner's bound: whoever sees bounds of its
 * own copies learns rows by asking.
 */
static void
say_error(const struct letter *l, enum tt_verdict verdict, struct buf *out)
{
	double e = json_real_value(json_object_get(l->place, "epsilon_t")) / 2;

	tt_verdict_one_in(log(verdict == TT_VERDICT_NAMED && e > 0 ? e :
	    TT_STRONG), out);
}

static void
write_letter(struct letter *l)
{
	char date[INSTANT_LEN + 1], term[INSTANT_LEN + 1];
	struct words_letter w = { .origin = conf_get(&l->v->conf, "name"),
		.in_case = l->d.c.id, .bulletin = text_str(l->place,
		"bulletin"), .partner = l->p.name, .date = date,
		.term = term, .verdict = text_verdict(l->place, "verdict"),
		.sites = (uint64_t)text_int(l->place, "sites"),
		.read = (uint64_t)text_int(l->place, "read"),
		.receipt = l->receipt, .n = l->n };
	struct buf one_in;

	if (w.origin == NULL)
		w.origin = vault_origin(l->v);
	instant_format(l->now_s, date);
	instant_format(l->term_s, term);
	buf_init(&one_in, 64);
	say_error(l, w.verdict, &one_in);
	w.one_in = one_in.p != NULL ? one_in.p : "";
	words_letter(&w, &l->text);
	buf_done(&one_in);
}

static int
log_letter(struct letter *l)
{
	struct case_new n = { .act = CASE_LETTER, .has = dossier_has(&l->d),
		.at_s = l->now_s };
	struct case_text t;
	struct hash sum;
	struct json_out *j = case_text_begin(&t);
	int code;

	sha256(sum.b, l->text.p, l->text.n);
	put_str(j, "partner", l->p.id);
	json_out_key(j, "term");
	json_out_int(j, l->term_s);
	json_out_key(j, "sha256");
	json_out_hex(j, sum.b, sizeof(sum.b));
	put_buf(j, "text", &l->text);
	if ((code = case_text_end(&t, &n.text)) == CLI_DONE)
		code = case_log(l->v, &l->d.c, &n, NULL);
	case_text_done(&t);
	return code;
}

/* Only that a letter awaits them, of which case, and until when. */
static void
tell(struct letter *l)
{
	char term[OUT_MOMENT_LEN], about[VAULT_ID_MAX + 64];
	struct notice_new n = { .event = NOTICE_FINDING, .about = about };

	snprintf(about, sizeof(about), "%s %s %lld", l->d.c.id, l->p.id,
	    (long long)l->now_s);
	out_moment(term, l->term_s, l->now_s);
	n.facts[NOTICE_CASE] = span_str(l->d.c.id);
	n.facts[NOTICE_TERM] = span_str(term);
	if (notice_partner(l->v, &n, l->p.id) != CLI_DONE)
		say_warn("'%s' is not told by mail that a letter awaits it",
		    l->p.id);
}

static int
hand_out(struct letter *l, const char *path)
{
	char term[OUT_MOMENT_LEN];
	struct out_json o;

	out_moment(term, l->term_s, l->now_s);
	say_note(l->v->cli, "the term ends %s. next: telltale case reply %s "
	    "%s FILE", term, l->d.c.id, l->p.id);
	if (l->v->cli->json) {
		out_json_begin(&o, "telltale-case-letter/1");
		put_str(o.j, "case", l->d.c.id);
		put_str(o.j, "partner", l->p.id);
		put_str(o.j, "file", path);
		put_buf(o.j, "text", &l->text);
		return out_json_end(&o);
	}
	if (path == NULL)
		return fputs(l->text.p, stdout) < 0 ? CLI_TROUBLE : CLI_DONE;
	out_line("draft of a letter to %s in %s", l->p.id, path);
	return CLI_DONE;
}

static int
run(struct letter *l, const struct opt_values *o)
{
	const char *path = opt_value(opts, o, "output");
	enum tt_err e;
	int code;

	if ((code = dossier_open(&l->d, l->v, o->args[0])) != CLI_DONE ||
	    (code = partner_get(l->v, o->args[1], &l->p)) != CLI_DONE ||
	    (code = case_may(&l->d.c, CASE_LETTER, dossier_has(&l->d))) !=
	    CLI_DONE)
		return code;
	if (dossier_concerns(&l->d, l->p.id, &l->place) == NULL)
		return say_fail(CLI_REFUSED, "the evidence of this case does "
		    "not concern it, so there is nothing to tell it",
		    "cannot write to %s in case %s: no finding points at it",
		    l->p.id, l->d.c.id);
	if ((code = vault_greet(l->v)) != CLI_DONE ||
	    (code = gather(l)) != CLI_DONE)
		return code;
	write_letter(l);
	if ((e = buf_err(&l->text)) != TT_OK || (path != NULL &&
	    (e = file_create(path, l->text.p, l->text.n, 0600)) != TT_OK))
		return say_err(e, NULL, "cannot write the letter%s%s",
		    path != NULL ? " to " : "", path != NULL ? path : "");
	if ((code = log_letter(l)) == CLI_DONE) {
		tell(l);
		return hand_out(l, path);
	}
	if (path != NULL && file_remove(path) != TT_OK)
		say_warn("%s is still there, and is no letter of this case",
		    path);
	return code;
}

int
verb_case_letter(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct letter l = { .v = &v, .now_s = clock_now() };
	const char *term;
	int64_t length = TERM_S;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((term = opt_value(opts, &o, "term")) != NULL &&
	    (length_parse(span_str(term), &length) != TT_OK ||
	    length < TERM_LEAST_S || length > TERM_MAX_S))
		return say_fail(CLI_USAGE, "telltale case letter --help",
		    "case letter: --term is a length such as 14d, of 1d to "
		    "90d");
	l.term_s = l.now_s + length;
	buf_init(&l.text, CASE_TEXT_MAX / 2);
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = run(&l, &o);
	buf_done(&l.text);
	free(l.receipt);
	free(l.kept);
	free(l.st);
	dossier_done(&l.d);
	vault_close(&v);
	return code;
}
