/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/embargo/act.h"
#include "cli/embargo/hub.h"
#include "cli/embargo/keepers.h"
#include "cli/embargo/slip_do.h"
#include "cli/embargo/tell.h"
#include "cli/embargo/terms.h"
#include "cli/known/clock_notices.h"
#include "cli/out.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_ledger.h"

#define LACKS_MAX	65536	/* bytes */
#define WAIT_MORE_S	60	/* over one interval, for the batch */

static enum tt_err
put_move(struct act *a, const struct slip_plan *p, size_t i)
{
	const struct standing_wave *w = &p->s->wave[i];
	struct tt_statement_out *o;
	unsigned last = 0;
	enum tt_err e;

	if ((e = vault_move_last(p->s->v->db, &w->wave.leaf, &last)) != TT_OK)
		return e;
	if ((o = act_state(a, TT_MOVE)) != NULL) {
		tt_statement_put_hash(o, "wave", &w->wave.leaf);
		tt_statement_put_number(o, "number", last + 1);
		tt_statement_put_instant(o, "opens", p->wave[i].opens_s);
		act_state_end(a);
	}
	if (a->err != TT_OK)
		return a->err;
	json_out_object(a->j);
	act_put_hash(a, "wave", &w->wave.leaf);
	act_put_int(a, "number", last + 1);
	act_put_int(a, "opens", p->wave[i].opens_s);
	json_out_object_end(a->j);
	return TT_OK;
}

/* The next terms of a wave, whole: another officer's vault needs them too. */
static enum tt_err
put_terms(struct act *a, const struct slip_plan *p, size_t i,
    struct hash *hash)
{
	const struct standing_wave *w = &p->s->wave[i];
	const struct terms_next next = { .revision = p->revision,
		.public_s = p->public_s, .opens_s = p->wave[i].opens_s };
	struct buf file;
	enum tt_err e;

	if ((e = terms_next(p->s, w, &next, &file)) != TT_OK)
		return e;
	sha256(hash->b, file.p, file.n);
	json_out_object(a->j);
	act_put_hash(a, "wave", &w->wave.leaf);
	act_put_str(a, "sealing", w->sealing);
	json_out_key(a->j, "file");
	json_out_span(a->j, buf_view(&file));
	json_out_object_end(a->j);
	buf_done(&file);
	return TT_OK;
}

static enum tt_err
put_all(struct act *a, const struct slip_plan *p)
{
	struct hash hash[STANDING_WAVES_MAX];
	struct tt_statement_out *o;
	enum tt_err e = a->err;

	if (e != TT_OK)
		return e;
	act_put_str(a, "bulletin", p->s->b.id);
	act_put_int(a, "revision", p->revision);
	act_put_int(a, "public", p->public_s);
	json_out_key(a->j, "moves");
	json_out_array(a->j);
	for (size_t i = 0; i < p->s->n_waves && e == TT_OK; i++)
		if (slip_moves(&p->wave[i]))
			e = put_move(a, p, i);
	json_out_array_end(a->j);
	json_out_key(a->j, "terms");
	json_out_array(a->j);
	for (size_t i = 0; i < p->s->n_waves && e == TT_OK; i++)
		e = put_terms(a, p, i, &hash[i]);
	json_out_array_end(a->j);
	if (e != TT_OK || (o = act_state(a, TT_EMBARGO)) == NULL)
		return e != TT_OK ? e : a->err;
	tt_statement_put_str(o, "bulletin", p->s->b.id);
	tt_statement_put_number(o, "revision", p->revision);
	terms_put(o, hash, p->s->n_waves);
	tt_statement_put_instant(o, "public", p->public_s);
	tt_statement_put_str(o, "state", "active");
	tt_statement_put_str(o, "reason", a->ask.reason);
	act_state_end(a);
	return a->err;
}

/* A move is of two officers, whichever way (specs/ledger.md section 7). */
static enum approval_act
act_of(const struct slip_plan *p)
{
	return p->later || p->n_moves > 0 ? APPROVAL_LENGTHEN :
	    APPROVAL_SHORTEN;
}

int
slip_ask(const struct slip_plan *p, const char *reason,
    struct request_made *made)
{
	struct act *a = calloc(1, sizeof(*a));
	int code;

	if (a == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot slip %s",
		    p->s->b.name);
	act_begin(a, p->s->v, act_of(p), p->s->b.id, reason);
	a->err = put_all(a, p);
	slip_plan_tell(p, &a->shown);
	code = act_ask(a, made);
	act_done(a);
	free(a);
	return code;
}

static enum tt_err
apply_move(struct vault *v, const char *bulletin, unsigned revision,
    const json_t *obj, const struct hash *leaf)
{
	struct vault_move m = { .leaf = *leaf };
	int64_t number;

	if (!act_get_hash(obj, "wave", &m.wave) ||
	    !act_get_int(obj, "number", &number) ||
	    !act_get_int(obj, "opens", &m.opens_s))
		return TT_ESYNTAX;
	m.number = (unsigned)number;
	return vault_move_add(v->db, bulletin, revision, &m);
}

static enum tt_err
apply_terms(struct vault *v, const char *bulletin, unsigned revision,
    const json_t *obj)
{
	char sealing[VAULT_BULLETIN_LEN + 1];
	struct hash wave, hash;
	struct span file;
	enum tt_err e;

	if (!act_get_hash(obj, "wave", &wave) ||
	    !act_get_str(obj, "sealing", sealing, sizeof(sealing)) ||
	    !sealed_is_name(sealing) ||
	    json_in_str(obj, "file", &file, NULL) != TT_OK)
		return TT_ESYNTAX;
	if ((e = sealed_terms_keep(v, sealing, file, &hash)) != TT_OK)
		return e;
	return vault_terms_add(v->db, bulletin, revision, &wave, &hash);
}

/* The terms wait, signed, until keepers have confirmed. */
static enum tt_err
apply_all(struct vault *v, const struct request_done *r, const char *id)
{
	struct vault_embargo said = { .stated = true,
		.entry = { .said = EMBARGO_SAID_PROPOSED, .at_s = r->at_s } };
	json_t *moves, *terms;
	int64_t revision, public_s;
	size_t n;
	enum tt_err e;

	if (!act_get_int(r->effect, "revision", &revision) ||
	    !act_get_int(r->effect, "public", &public_s) ||
	    json_in_array(r->effect, "moves", &moves, NULL) != TT_OK ||
	    json_in_array(r->effect, "terms", &terms, NULL) != TT_OK)
		return TT_ESYNTAX;
	n = json_array_size(moves);
	if (r->n != n + 1)
		return TT_ESYNTAX;
	said.entry.revision = (unsigned)revision;
	said.entry.public_s = said.respond_by_s = public_s;
	said.leaf = r->leaf[n];
	snprintf(said.reason, sizeof(said.reason), "%s",
	    r->reason != NULL ? r->reason : "");
	snprintf(said.officers, sizeof(said.officers), "%s", r->officers);
	for (size_t i = 0; i < n; i++)
		if ((e = apply_move(v, id, said.entry.revision,
		    json_array_get(moves, i), &r->leaf[i])) != TT_OK)
			return e;
	for (size_t i = 0; i < json_array_size(terms); i++)
		if ((e = apply_terms(v, id, said.entry.revision,
		    json_array_get(terms, i))) != TT_OK)
			return e;
	if ((e = vault_statement_hold(v->db, &said.leaf)) != TT_OK)
		return e;
	return vault_embargo_add(v->db, id, &said);
}

int
slip_apply(struct vault *v, const struct request_done *r)
{
	char id[VAULT_BULLETIN_LEN + 1];
	enum tt_err e;

	if (!act_get_str(r->effect, "bulletin", id, sizeof(id)))
		return act_unclear(r);
	if ((e = apply_all(v, r, id)) == TT_ESYNTAX)
		return act_unclear(r);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot keep the new terms of %s", id);
	return CLI_DONE;
}

int
slip_propose(const struct slip_plan *p)
{
	struct vault_embargo said = { .respond_by_s = p->public_s,
		.entry = { EMBARGO_SAID_PROPOSED, p->revision, p->public_s,
		p->s->now_s, 0 } };
	const char *officer = conf_get(&p->s->v->conf, "officer");
	enum tt_err e;

	snprintf(said.officers, sizeof(said.officers), "%s",
	    officer != NULL ? officer : "");
	if ((e = vault_embargo_add(p->s->v->db, p->s->b.id, &said)) != TT_OK)
		return say_err(e, NULL, "cannot note the proposal");
	return CLI_DONE;
}

/* The entry that proposed what is open now. */
static const struct vault_embargo *
proposal(const struct standing *s)
{
	for (size_t i = s->n_said; i > 0; i--)
		if (s->said[i - 1].entry.said == EMBARGO_SAID_PROPOSED &&
		    s->said[i - 1].entry.revision == s->now.proposed)
			return &s->said[i - 1];
	return NULL;
}

int
slip_drop(struct standing *s)
{
	struct embargo_facts f = { .has = EMBARGO_NEEDS_OFFICER };
	struct vault_embargo said = { .stated = false };
	const struct embargo_rule *rule;
	const char *why;
	enum tt_err e;

	if (embargo_move(s->now.state, EMBARGO_DROP, &f, &rule, &why) !=
	    TT_OK)
		return say_fail(CLI_REFUSED, NULL, "cannot drop a slip of "
		    "%s: none is proposed", s->b.name);
	if (proposal(s) != NULL)
		said = *proposal(s);
	said.stated = false;
	said.entry.said = EMBARGO_SAID_DROPPED;
	said.entry.at_s = s->now_s;
	if ((e = vault_embargo_add(s->v->db, s->b.id, &said)) != TT_OK)
		return say_err(e, NULL, "cannot drop the slip of %s",
		    s->b.name);
	return CLI_DONE;
}

/* The files that readers will sign for, before the hub hears of them. */
static int
upload_terms(struct standing *s, unsigned revision)
{
	struct vault_terms terms[STANDING_WAVES_MAX];
	struct hubclient *h = NULL;
	struct vault_wave w;
	struct buf file;
	size_t n = 0;
	int code;
	enum tt_err e;

	if ((e = vault_terms_all(s->v->db, s->b.id, revision, terms,
	    STANDING_WAVES_MAX, &n)) != TT_OK)
		return say_err(e, NULL, "cannot read the new terms");
	code = hub_publisher(s->v, &h);
	for (size_t i = 0; i < n && code == CLI_DONE; i++)
		for (size_t k = 0; k < s->n_waves && code == CLI_DONE; k++) {
			w = s->wave[k].wave;
			if (memcmp(w.leaf.b, terms[i].wave.b,
			    sizeof(w.leaf.b)) != 0)
				continue;
			w.terms = terms[i].hash;
			if ((e = sealed_terms(s->v, s->wave[k].sealing, &w,
			    &file)) != TT_OK) {
				code = say_err(e, NULL, "cannot read the new "
				    "terms");
				break;
			}
			code = hub_put_terms(h, &w.terms, buf_view(&file));
			buf_done(&file);
		}
	hubclient_free(h);
	return code;
}

/* One wave's keepers; a line to lacks if too few hold it for its instant. */
static int
tell_keepers(struct standing *s, const struct vault_move *m, bool later,
    struct buf *lacks)
{
	struct keepers_order order = { .what = "move", .leaf = m->leaf,
		.opens_s = m->opens_s };
	const struct standing_wave *w = NULL;
	struct keepers_told told;
	unsigned needed;
	int code;

	for (size_t i = 0; i < s->n_waves; i++)
		if (memcmp(s->wave[i].wave.leaf.b, m->wave.b,
		    sizeof(m->wave.b)) == 0)
			w = &s->wave[i];
	if (w == NULL)
		return say_fail(CLI_TROUBLE, NULL, "cannot slip %s: a wave "
		    "of it is not on record", s->b.name);
	needed = schedule_keepers(w->threshold, w->keepers, later);
	if ((code = keepers_tell(s->v, w, &order, &told)) == CLI_DONE &&
	    told.confirmed < needed)
		buf_printf(lacks, "wave %s: %u of %u keepers confirmed, %u "
		    "are needed; missing: %.*s\n", w->wave.name,
		    told.confirmed, w->keepers, needed, (int)told.missing.n,
		    told.missing.p);
	else if (code == CLI_DONE && told.missing.n > 0)
		say_warn("wave %s: %u of %u keepers confirmed, which is "
		    "enough; missing: %.*s", w->wave.name, told.confirmed,
		    w->keepers, (int)told.missing.n, told.missing.p);
	keepers_done(&told);
	return code;
}

static int
move_all(struct standing *s, struct buf *lacks)
{
	struct vault_move move[STANDING_WAVES_MAX];
	bool later = s->now.proposed_s > s->now.public_s;
	size_t n = 0;
	int code = CLI_DONE;
	enum tt_err e;

	if ((e = vault_move_all(s->v->db, s->b.id, s->now.proposed, move,
	    STANDING_WAVES_MAX, &n)) != TT_OK)
		return say_err(e, NULL, "cannot read the moves of %s",
		    s->b.name);
	for (size_t i = 0; i < n && code == CLI_DONE; i++)
		code = tell_keepers(s, &move[i], later, lacks);
	return code;
}

static enum tt_err
set_terms(struct standing *s)
{
	struct vault_embargo said = *proposal(s);
	enum tt_err e;

	said.entry.said = EMBARGO_SAID_ACTIVE;
	said.entry.at_s = clock_now();
	if ((e = db_begin(s->v->db)) != TT_OK)
		return e;
	if ((e = vault_embargo_add(s->v->db, s->b.id, &said)) == TT_OK &&
	    (e = vault_terms_adopt(s->v->db, s->b.id, said.entry.revision,
	    said.entry.public_s)) == TT_OK &&
	    (e = vault_statement_free(s->v->db, &said.leaf)) == TT_OK)
		return db_commit(s->v->db);
	db_rollback(s->v->db);
	return e;
}

static int
too_few_keepers(const struct standing *s, struct span lacks)
{
	char at[INSTANT_LEN + 1];
	struct span line;

	instant_format(s->now.public_s, at);
	say_fail(CLI_REFUSED, NULL, "cannot slip %s: too few keepers "
	    "confirmed; the old instant stands: %s", s->b.name, at);
	while (span_line(&lacks, &line))
		say_hint("%.*s", (int)line.n, line.p);
	say_hint("telltale slip %s asks them again; with --drop it is given "
	    "up", s->b.id);
	return CLI_REFUSED;
}

/* CLI_DONE once enough keepers of every wave have confirmed. */
static int
move_keepers(struct standing *s)
{
	struct buf lacks;
	int code;

	buf_init(&lacks, LACKS_MAX);
	if ((code = move_all(s, &lacks)) == CLI_DONE && lacks.n > 0)
		code = too_few_keepers(s, buf_view(&lacks));
	buf_done(&lacks);
	return code;
}

/* The hub adopts once the moves stand in its ledger. */
static int
await_hub(struct standing *s)
{
	char at[OUT_MOMENT_LEN];
	bool adopted = false;
	struct hubclient *h;
	int code;

	if ((code = vault_hub(s->v, &h)) != CLI_DONE ||
	    (code = hub_await_terms(h, s->b.id, s->now.proposed,
	    vault_interval_s(s->v) + WAIT_MORE_S, &adopted)) != CLI_DONE)
		return code;
	if (!adopted)
		return say_fail(CLI_LATER, "telltale status says when it has "
		    "them", "terms %u of %s are signed, and the hub has not "
		    "put them in force yet", s->now.proposed, s->b.name);
	out_moment(at, s->now.proposed_s, s->now_s);
	if (!s->v->cli->json)
		out_line("%s: terms %u are in force, public %s", s->b.id,
		    s->now.proposed, at);
	return CLI_DONE;
}

/* What changed; and what was announced for the old instants. */
static int
tell_again(struct standing *s)
{
	struct vault_bulletin b;
	enum tt_err e;
	int code;

	if ((code = tell_terms(s)) != CLI_DONE)
		return code;
	if ((e = vault_bulletin_told(s->v->db, span_str(s->b.id), &b)) !=
	    TT_OK)
		return say_err(e, NULL, "cannot read the records of %s",
		    s->b.name);
	return notice_published(s->v, &b);
}

int
slip_adopt(struct standing *s)
{
	int code;
	enum tt_err e;

	if (proposal(s) == NULL || !proposal(s)->stated)
		return say_fail(CLI_REFUSED, NULL, "cannot slip %s: the new "
		    "terms are not signed", s->b.name);
	if ((code = vault_post(s->v)) != CLI_DONE ||
	    (code = move_keepers(s)) != CLI_DONE)
		return code;
	if ((code = upload_terms(s, s->now.proposed)) != CLI_DONE)
		return code;
	if ((e = set_terms(s)) != TT_OK)
		return say_err(e, NULL, "cannot put the new terms of %s in "
		    "force", s->b.name);
	clock_notices_moved(s->v, s->b.id);
	if ((code = vault_post(s->v)) != CLI_DONE ||
	    (code = tell_again(s)) != CLI_DONE)
		return code;
	return await_hub(s);
}
