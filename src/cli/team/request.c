/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/team/asked.h"
#include "cli/team/exchange.h"
#include "cli/team/lineup_file.h"
#include "cli/team/officers.h"
#include "cli/team/request.h"
#include "cli/team/settle.h"
#include "cli/team/told.h"
#include "cli/team/word.h"
#include "store/vault_team.h"

/* What request_ask is at; all of it borrows from the caller's. */
struct asking {
	const struct request_new *new;
	struct asked asked;
	struct buf text, word;		/* of the request; the asker's yes */
	struct word said;		/* word, read */
};

static void
draw(struct asking *k)
{
	uint8_t b[REQUEST_ID_LEN / 2];

	rng_fill(rng_system(), b, sizeof(b));
	hex_encode(k->asked.id, b, sizeof(b));
	for (size_t i = 0; i < k->new->n; i++)
		rng_fill(rng_system(), k->asked.salt[i].b,
		    sizeof(k->asked.salt[i].b));
}

/* The request and the asker's own yes, both ready to be kept. */
static int
describe(struct vault *v, struct asking *k)
{
	const struct request_new *n = k->new;
	struct word_new w = { .origin = span_str(vault_origin(v)),
		.id = k->asked.id, .yes = true, .text = n->statement,
		.n = n->n };
	enum tt_err e;
	int code;

	if ((code = vault_officer(v, &w.by)) != CLI_DONE)
		return code;
	draw(k);
	w.now_s = clock_now();
	k->asked.act = n->act;
	k->asked.subject = span_str(n->subject);
	if (n->reason != NULL)
		k->asked.reason = span_str(n->reason);
	k->asked.asker = w.by->vkey;
	k->asked.asked_s = w.now_s;
	k->asked.expires_s = w.now_s + approval_rule(n->act)->good_for_s;
	k->asked.effect = n->effect;
	k->asked.shown = n->shown;
	k->asked.n = n->n;
	memcpy(k->asked.text, n->statement, sizeof(k->asked.text));
	if ((e = asked_format(&k->asked, &k->text)) == TT_OK) {
		sha256(k->asked.hash.b, k->text.p, k->text.n);
		w.shown = k->asked.hash;
		if ((e = word_make(&w, &k->word)) == TT_OK)
			e = word_parse(&k->said, buf_view(&k->word));
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot ask for %s of %s",
		    approval_rule(n->act)->name, n->subject);
	return CLI_DONE;
}

/* Everybody in keys/officers but one. */
static int
recipients(const struct vault *v, const char *not_for,
    struct tt_age_recipient *to, size_t *n)
{
	struct lineup_file *l;
	int code;

	if (not_for == NULL)
		return vault_recipients(v, to, n);
	if ((code = vault_line_up(v, &l)) != CLI_DONE)
		return code;
	*n = 0;
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->of[i].name, not_for) != 0)
			to[(*n)++] = l->of[i].seal;
	free(l);
	return CLI_DONE;
}

static enum tt_err
keep_rows(struct vault *v, const struct asking *k,
    const struct tt_age_recipient *to, size_t n, enum approval_state s)
{
	struct vault_request r = { .hash = k->asked.hash, .state = s,
		.expires_s = k->asked.expires_s };
	struct vault_answer a = { .n = 0 };
	enum tt_err e;

	memcpy(r.id, k->asked.id, sizeof(r.id));
	memcpy(r.key, k->asked.asker.name, sizeof(r.key));
	memcpy(a.request, r.id, sizeof(a.request));
	memcpy(a.key, r.key, sizeof(a.key));
	buf_init(&r.sealed, HUB_REQUEST_MAX);
	buf_init(&a.sealed, HUB_REQUEST_MAX);
	if ((e = vault_seal(to, n, buf_view(&k->text), &r.sealed)) == TT_OK &&
	    (e = vault_seal(to, n, buf_view(&k->word), &a.sealed)) == TT_OK &&
	    (e = vault_request_add(v->db, &r)) == TT_OK)
		e = vault_answer_add(v->db, &a);
	vault_request_done(&r);
	vault_answer_done(&a);
	return e;
}

/* Within a transaction: the request waits. */
static int
keep(struct vault *v, const struct asking *k, enum approval_state s)
{
	struct tt_age_recipient to[VAULT_OFFICERS_MAX];
	enum tt_err e;
	size_t n = 0;
	int code;

	if ((code = recipients(v, k->new->not_for, to, &n)) != CLI_DONE)
		return code;
	if ((e = keep_rows(v, k, to, n, s)) != TT_OK)
		return partner_cannot(v, e, "keep the request");
	told_asked(v, &k->asked, s == APPROVAL_UNCONFIRMED, k->new->not_for);
	return CLI_DONE;
}

/* Within a transaction: statements and effect, by this officer alone. */
static int
do_now(struct vault *v, const struct asking *k)
{
	struct settle_lines *lines = calloc(REQUEST_STATEMENTS_MAX,
	    sizeof(*lines));
	struct hash leaf[REQUEST_STATEMENTS_MAX];
	int code;

	if (lines == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot do what was asked");
	for (size_t i = 0; i < k->asked.n; i++)
		lines[i] = (struct settle_lines){ .n = 1,
			.line = { k->said.line[i] } };
	code = settle_queue(v, &k->asked, lines, false, leaf);
	if (code == CLI_DONE)
		code = settle_apply(v, &k->asked, leaf, k->asked.asked_s,
		    conf_get(&v->conf, "officer"), request_apply);
	free(lines);
	return code;
}

/* All of it or nothing.  now: done by the asker. */
static int
carry_out(struct vault *v, const struct asking *k, bool now, bool wait)
{
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	if (now)
		code = do_now(v, k);
	if (code == CLI_DONE && wait)
		code = keep(v, k, now ? APPROVAL_UNCONFIRMED :
		    APPROVAL_WAITS);
	if (code != CLI_DONE) {
		db_rollback(v->db);
		return code;
	}
	if ((e = db_commit(v->db)) != TT_OK)
		return partner_cannot(v, e, "keep what was done");
	return officers_finish(v);
}

static void
made_of(const struct asking *k, bool now, struct request_made *out)
{
	struct approval_signed by = { .n = 1,
		.person[0] = { .officer = true } };
	struct approval_missing m = approval_missing(
	    approval_rule(k->asked.act), &by);

	*out = (struct request_made){ .state = now ? REQUEST_DONE :
		REQUEST_WAITS };
	memcpy(out->id, k->asked.id, sizeof(out->id));
	if (now)
		return;
	out->expires_s = k->asked.expires_s;
	out->officers = m.officers;
	out->counsel = m.counsel;
}

static int
ask(struct vault *v, struct asking *k, struct request_made *out)
{
	const struct approval_rule *r = approval_rule(k->new->act);
	bool small = vault_small_team(v);
	bool now = small || (r->officers <= 1 && !r->counsel);
	bool wait = !now || (r->at_once && !small);
	int code;

	if ((code = describe(v, k)) != CLI_DONE ||
	    (code = carry_out(v, k, now, wait)) != CLI_DONE)
		return code;
	made_of(k, now, out);
	if (wait && v->away)
		say_note(v->cli, "the hub cannot be reached now: nobody sees "
		    "the request before it can");
	return wait && !v->away ? exchange(v) : CLI_DONE;
}

int
request_ask(struct vault *v, const struct request_new *n,
    struct request_made *out)
{
	struct asking *k = calloc(1, sizeof(*k));
	int code;

	if (k == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot ask for it");
	k->new = n;
	buf_init_secret(&k->text, ASKED_MAX);
	buf_init_secret(&k->word, WORD_MAX);
	code = ask(v, k, out);
	word_done(&k->said);
	buf_done(&k->text);
	buf_done(&k->word);
	free(k);
	return code;
}

int
request_said(const struct vault *v, const struct request_new *n,
    const struct request_made *made)
{
	char until[OUT_MOMENT_LEN];

	if (made->state == REQUEST_DONE)
		return CLI_DONE;
	out_moment(until, made->expires_s, clock_now());
	say_note(v->cli, "%s of %s waits for %u more officer%s%s until %s: "
	    "telltale approve %s, on their machine",
	    approval_rule(n->act)->name, n->subject, made->officers,
	    made->officers == 1 ? "" : "s", made->counsel ? " and counsel" :
	    "", until, made->id);
	return CLI_LATER;
}
