/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/embargo/end.h"
#include "cli/embargo/hub.h"
#include "cli/embargo/keepers.h"
#include "cli/embargo/public.h"
#include "cli/embargo/tell.h"
#include "cli/embargo/terms.h"
#include "cli/known/clock_notices.h"
#include "cli/out.h"
#include "cli/say.h"
#include "store/vault_public.h"

#define WAIT_MS		60000	/* for wave keys, once keepers were told */
#define POLL_MS		200

static void
put_early(struct act *a, const struct standing_wave *w)
{
	struct tt_statement_out *o = act_state(a, TT_EARLY);

	if (o == NULL)
		return;
	tt_statement_put_hash(o, "wave", &w->wave.leaf);
	tt_statement_put_str(o, "reason", a->ask.reason);
	act_state_end(a);
	if (a->err == TT_OK)
		json_out_hex(a->j, w->wave.leaf.b, sizeof(w->wave.leaf.b));
}

static void
put_end(struct act *a, const struct standing *s, bool retracted)
{
	struct hash terms[STANDING_WAVES_MAX];
	struct tt_statement_out *o = act_state(a, TT_EMBARGO);

	if (o == NULL)
		return;
	tt_statement_put_str(o, "bulletin", s->b.id);
	tt_statement_put_number(o, "revision", s->now.revision);
	for (size_t i = 0; i < s->n_waves; i++)
		terms[i] = s->wave[i].wave.terms;
	terms_put(o, terms, s->n_waves);
	tt_statement_put_instant(o, "public", s->now.public_s);
	tt_statement_put_str(o, "state", retracted ? "retracted" : "ended");
	tt_statement_put_str(o, "reason", a->ask.reason);
	act_state_end(a);
}

int
end_ask(struct standing *s, enum approval_act what, const char *reason,
    struct span about, struct request_made *made)
{
	struct act *a = calloc(1, sizeof(*a));
	int code;

	if (a == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot end %s", s->b.name);
	act_begin(a, s->v, what, s->b.id, reason);
	act_put_str(a, "bulletin", s->b.id);
	act_put_int(a, "revision", s->now.revision);
	act_put_int(a, "public", s->now.public_s);
	if (a->err == TT_OK) {
		json_out_key(a->j, "early");
		json_out_array(a->j);
		for (size_t i = 0; i < s->n_waves; i++)
			if (what == APPROVAL_END &&
			    !standing_is_open(s, &s->wave[i]))
				put_early(a, &s->wave[i]);
		json_out_array_end(a->j);
	}
	put_end(a, s, what == APPROVAL_RETRACT);
	buf_span(&a->shown, about);
	code = act_ask(a, made);
	act_done(a);
	free(a);
	return code;
}

static enum tt_err
apply_early(struct vault *v, const struct request_done *r)
{
	struct hash wave;
	json_t *early;
	const char *hex;
	size_t n;
	enum tt_err e;

	if (json_in_array(r->effect, "early", &early, NULL) != TT_OK ||
	    (n = json_array_size(early)) + 1 != r->n)
		return TT_ESYNTAX;
	for (size_t i = 0; i < n; i++) {
		hex = json_string_value(json_array_get(early, i));
		if (hex == NULL || !hex_decode(wave.b, sizeof(wave.b), hex,
		    strlen(hex)))
			return TT_ESYNTAX;
		if ((e = vault_early_add(v->db, &wave, &r->leaf[i])) !=
		    TT_OK)
			return e;
	}
	return TT_OK;
}

static int
apply(struct vault *v, const struct request_done *r, enum embargo_said what)
{
	struct vault_embargo said = { .stated = true };
	char id[VAULT_BULLETIN_LEN + 1];
	int64_t revision;
	enum tt_err e;

	if (r->n == 0 || !act_get_str(r->effect, "bulletin", id,
	    sizeof(id)) ||
	    !act_get_int(r->effect, "revision", &revision) ||
	    !act_get_int(r->effect, "public", &said.entry.public_s))
		return act_unclear(r);
	said.entry.said = what;
	said.entry.revision = (unsigned)revision;
	said.entry.at_s = r->at_s;
	said.respond_by_s = said.entry.public_s;
	said.leaf = r->leaf[r->n - 1];
	snprintf(said.reason, sizeof(said.reason), "%s",
	    r->reason != NULL ? r->reason : "");
	snprintf(said.officers, sizeof(said.officers), "%s", r->officers);
	if ((e = apply_early(v, r)) == TT_ESYNTAX)
		return act_unclear(r);
	if (e != TT_OK ||
	    (e = vault_embargo_add(v->db, id, &said)) != TT_OK)
		return say_err(e, NULL, "cannot note the end of %s", id);
	clock_notices_moved(v, id);
	return CLI_DONE;
}

int
end_apply(struct vault *v, const struct request_done *r)
{
	return apply(v, r, EMBARGO_SAID_ENDED);
}

int
retract_apply(struct vault *v, const struct request_done *r)
{
	return apply(v, r, EMBARGO_SAID_RETRACTED);
}

/* Keepers of what is closed; *waits: waves of which too few opened. */
static int
tell_keepers(struct standing *s, size_t *waits)
{
	struct keepers_order order = { .what = "early" };
	struct keepers_told told;
	int code = CLI_DONE;
	enum tt_err e;

	for (size_t i = 0; i < s->n_waves && code == CLI_DONE; i++) {
		e = vault_early_get(s->v->db, &s->wave[i].wave.leaf,
		    &order.leaf);
		if (e == TT_ENOENT || s->wave[i].released)
			continue;
		if (e != TT_OK)
			return say_err(e, NULL, "cannot read what keepers "
			    "are told");
		code = keepers_tell(s->v, &s->wave[i], &order, &told);
		if (code == CLI_DONE && told.missing.n > 0) {
			*waits += told.confirmed < s->wave[i].threshold;
			say_warn("wave %s: %u of %u keepers open it, %u are "
			    "needed; missing: %.*s", s->wave[i].wave.name,
			    told.confirmed, s->wave[i].keepers,
			    s->wave[i].threshold, (int)told.missing.n,
			    told.missing.p);
		}
		keepers_done(&told);
	}
	return code;
}

/* Until every key is out, or it takes too long; *closed: how many are not. */
static int
await_keys(struct standing *s, int64_t wait_ms, size_t *closed)
{
	int64_t until = clock_ms() + wait_ms;
	struct hubclient *h;
	bool out;
	int code;
	enum tt_err e;

	if ((code = vault_hub(s->v, &h)) != CLI_DONE)
		return code;
	for (;;) {
		*closed = 0;
		for (size_t i = 0; i < s->n_waves; i++) {
			if ((e = hub_has_key(h, &s->wave[i].wave.leaf,
			    &out)) != TT_OK)
				return hubclient_say(h, e, NULL,
				    "ask for a wave's key");
			*closed += !out;
		}
		if (*closed == 0 || clock_ms() >= until)
			return CLI_DONE;
		clock_sleep_ms(POLL_MS);
	}
}

/* As it stands now that the end is on record. */
static int
read_again(struct standing *s)
{
	enum tt_err e;

	s->now_s = clock_now();
	if ((e = vault_embargo_all(s->v->db, s->b.id, s->said,
	    VAULT_EMBARGO_MAX, &s->n_said)) != TT_OK ||
	    (e = vault_embargo_now(s->v->db, s->b.id, s->now_s, &s->now)) !=
	    TT_OK)
		return say_err(e, NULL, "cannot read the embargo of %s",
		    s->b.name);
	return CLI_DONE;
}

/* To the hub, then those with a copy are told.  *worst: what it came to. */
static int
make_public(struct standing *s, struct public_sent *p, int *worst)
{
	enum tt_err e;
	int code;

	if ((code = public_send(s, p)) != CLI_DONE)
		*worst = code;
	if ((code = read_again(s)) != CLI_DONE ||
	    (code = tell_ended(s, span_str(p->first))) != CLI_DONE ||
	    *worst != CLI_DONE)
		return code;
	if ((e = vault_public_done(s->v->db, s->b.id, s->now_s)) != TT_OK)
		return say_err(e, NULL, "cannot note that %s is public",
		    s->b.id);
	return CLI_DONE;
}

static int
report(struct standing *s, const struct public_sent *p, size_t closed)
{
	struct out_json o;
	struct json_out *j;

	if (!s->v->cli->json) {
		out_line("%s: %zu of %zu waves are open, %zu of %zu parts "
		    "are public", s->b.id, s->n_waves - closed, s->n_waves,
		    p->sent, p->parts);
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-release/1");
	json_out_key(j, "id");
	json_out_str(j, s->b.id);
	json_out_key(j, "waves");
	json_out_u64(j, s->n_waves);
	json_out_key(j, "waves_open");
	json_out_u64(j, s->n_waves - closed);
	json_out_key(j, "parts");
	json_out_u64(j, p->parts);
	json_out_key(j, "parts_public");
	json_out_u64(j, p->sent);
	return out_json_end(&o);
}

int
end_finish(struct standing *s)
{
	size_t waits = 0, closed = 0;
	struct public_sent p;
	int code, worst, printed;

	if ((worst = vault_post(s->v)) == CLI_ALARM)
		return worst;
	/* the public text needs no wave key: it goes out all the same */
	if ((code = make_public(s, &p, &worst)) != CLI_DONE ||
	    (code = tell_keepers(s, &waits)) != CLI_DONE ||
	    (code = await_keys(s, waits > 0 ? 0 : WAIT_MS, &closed)) !=
	    CLI_DONE)
		return code;
	printed = report(s, &p, closed);
	if (closed > 0) {
		say_fail(CLI_LATER, NULL, "%zu wave%s of %s not open yet",
		    closed, closed == 1 ? "" : "s", s->b.name);
		say_hint("telltale release %s asks keepers again", s->b.id);
		return CLI_LATER;
	}
	return worst != CLI_DONE ? worst : printed;
}

int
end_go_on(struct vault *v, const char *bulletin)
{
	struct standing *s = NULL;
	int code;

	if ((code = standing_open(&s, v, bulletin, true)) == CLI_DONE)
		code = end_finish(s);
	standing_free(s);
	return code;
}
