/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/embargo/consents.h"
#include "cli/embargo/tell.h"
#include "cli/out.h"
#include "cli/post/notice.h"
#include "cli/say.h"

#define LINK_MAX	512	/* bytes */

/* Readers of one wave, collected before anything is written. */
struct holders {
	unsigned wave;
	char (*id)[VAULT_ID_MAX + 1];
	size_t n, cap;
};

static enum tt_err
add_holder(void *ctx, const struct vault_copy *c)
{
	struct holders *h = ctx;
	size_t cap = h->cap > 0 ? 2 * h->cap : 64;
	char (*grown)[VAULT_ID_MAX + 1];

	if (c->reader[0] == '\0' || c->wave != h->wave)
		return TT_OK;
	if (h->n == h->cap) {
		grown = reallocarray(h->id, cap, sizeof(*grown));
		if (grown == NULL)
			return TT_ENOMEM;
		h->id = grown;
		h->cap = cap;
	}
	memcpy(h->id[h->n++], c->reader, sizeof(h->id[0]));
	return TT_OK;
}

static int
tell_wave(struct vault *v, const struct standing_wave *w,
    const struct notice_new *n)
{
	struct holders h = { .wave = w->wave.n };
	struct vault_reader r;
	enum tt_err e;
	int code = CLI_DONE;

	e = vault_copy_each(v->db, w->sealing, add_holder, &h);
	for (size_t i = 0; i < h.n && e == TT_OK && code == CLI_DONE; i++)
		if ((e = vault_reader_get(v->db, span_str(h.id[i]), &r)) ==
		    TT_OK && r.state != READER_REVOKED)
			code = notice_reader(v, n, &r);
	free(h.id);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read who has which copy");
	return code;
}

/*
 * All or none.  The newest text first: who has an older copy, too, is told
 * once, by the terms of the newest.
 */
static int
tell_waves(struct standing *s, struct notice_new *n)
{
	char hex[HEX_LEN(32) + 1];
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = db_begin(s->v->db)) != TT_OK)
		return say_err(e, NULL, "cannot queue the notices");
	for (size_t i = s->n_waves; i > 0 && code == CLI_DONE; i--) {
		if (n->event == NOTICE_TERMS) {
			hex_encode(hex, s->wave[i - 1].wave.terms.b,
			    sizeof(s->wave[i - 1].wave.terms.b));
			n->facts[NOTICE_TERMS_HASH] = span_str(hex);
		}
		code = tell_wave(s->v, &s->wave[i - 1], n);
	}
	if (code != CLI_DONE) {
		db_rollback(s->v->db);
		return code;
	}
	if ((e = db_commit(s->v->db)) != TT_OK)
		return say_err(e, NULL, "cannot queue the notices");
	return CLI_DONE;
}

/* Whether the new instant is within what an agreement allows. */
static int
must_sign(const struct standing *s, bool *yes)
{
	struct consents c;
	int code;

	if ((code = consents_read(s, &c)) != CLI_DONE)
		return code;
	*yes = s->now.proposed_s - s->now.public_s > c.allowance_s;
	consents_done(&c);
	return CLI_DONE;
}

int
tell_terms(struct standing *s)
{
	char about[64], was[OUT_MOMENT_LEN + 32], now[OUT_MOMENT_LEN + 32];
	char until[OUT_MOMENT_LEN], at[OUT_MOMENT_LEN];
	struct notice_new n = { .event = NOTICE_TERMS, .about = about,
		.bulletin = s->b.id };
	bool sign = false;
	int code;

	if ((code = must_sign(s, &sign)) != CLI_DONE ||
	    (code = notice_cancel(s->v, NOTICE_OPEN, s->b.id)) != CLI_DONE)
		return code;
	snprintf(about, sizeof(about), "%s terms %u", s->b.id,
	    s->now.proposed);
	out_moment(until, s->now.public_s, s->now_s);
	snprintf(was, sizeof(was), "  public at %s", until);
	out_moment(at, s->now.proposed_s, s->now_s);
	snprintf(now, sizeof(now), "  public at %s", at);
	n.facts[NOTICE_BULLETIN] = span_str(s->b.id);
	n.facts[NOTICE_WAS] = span_str(was);
	n.facts[NOTICE_NOW] = span_str(now);
	n.facts[NOTICE_SIGN] = sign ? SPAN("It is more than your agreement "
	    "allows for: you are asked to sign again.") :
	    SPAN("You need not sign again.");
	n.facts[NOTICE_UNTIL] = span_str(sign ? until : at);
	return tell_waves(s, &n);
}

int
tell_ended(struct standing *s, struct span part)
{
	struct notice_new n = { .event = NOTICE_ENDED, .about = s->b.id,
		.bulletin = s->b.id };
	char when[OUT_MOMENT_LEN], link[LINK_MAX];
	const char *why = "";
	int code;

	for (size_t i = 0; i < s->n_said; i++)
		if (s->said[i].entry.said == EMBARGO_SAID_ENDED)
			why = s->said[i].reason;
	out_moment(when, s->now.ended_s, clock_now());
	snprintf(link, sizeof(link), "%s%s%s%s%.*s",
	    conf_get(&s->v->conf, "hub"), part.n > 0 ? "/public/" : "",
	    part.n > 0 ? s->b.id : "", part.n > 0 ? "/" : "", (int)part.n,
	    part.p);
	n.facts[NOTICE_BULLETIN] = span_str(s->b.id);
	n.facts[NOTICE_WHEN] = span_str(when);
	n.facts[NOTICE_WHY] = why[0] != '\0' ? span_str(why) :
	    SPAN("its instant has come");
	n.facts[NOTICE_LINK] = span_str(link);
	if ((code = notice_cancel(s->v, NOTICE_OPEN, s->b.id)) != CLI_DONE)
		return code;
	return tell_waves(s, &n);
}

int
tell_retracted(struct standing *s, const char *reason)
{
	struct notice_new n = { .event = NOTICE_RETRACTED, .about = s->b.id,
		.bulletin = s->b.id };
	char when[OUT_MOMENT_LEN];
	int code;

	out_moment(when, s->now_s, s->now_s);
	n.facts[NOTICE_BULLETIN] = span_str(s->b.id);
	n.facts[NOTICE_WHEN] = span_str(when);
	n.facts[NOTICE_WHY] = span_str(reason);
	n.facts[NOTICE_WHAT] = SPAN("  Delete your copies, and what was made "
	    "from them.  Where that cannot\n  be done, write to us what "
	    "remains, and where.");
	if ((code = notice_cancel(s->v, NOTICE_OPEN, s->b.id)) != CLI_DONE)
		return code;
	return tell_waves(s, &n);
}
