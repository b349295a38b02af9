/* SPDX-License-Identifier: ISC */
/* apply - what was agreed about partners becomes their record. */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/partner.h"
#include "cli/people/access.h"
#include "cli/people/change.h"
#include "cli/people/remind.h"
#include "cli/people/revoke.h"
#include "cli/say.h"

static const char why_lapsed[] =
    "the suspension was not confirmed within 72 h";

static void
say_lapsed(const struct vault *v, const char *id)
{
	say_note(v->cli, "the suspension of '%s' has lapsed: nobody confirmed "
	    "it; the hub lets it in again after telltale partner reinstate "
	    "%s", id, id);
}

static enum tt_err
get_str(const json_t *o, const char *key, char *out, size_t cap)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(o, key, &s, NULL)) != TT_OK)
		return e;
	return span_copy(s, out, cap);
}

/* Null is `none`. */
static enum tt_err
get_instant(const json_t *o, const char *key, int64_t none, int64_t *out)
{
	if (json_is_null(json_object_get(o, key))) {
		*out = none;
		return TT_OK;
	}
	return json_in_int(o, key, 1, INT64_MAX - 1, out, NULL);
}

static enum tt_err
get_state(const json_t *o, const char *key, enum partner_state *out)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(o, key, &s, NULL)) != TT_OK)
		return e;
	return partner_state_parse(s, out) ? TT_OK : TT_ESYNTAX;
}

/* What makes a new record; of one that is there nothing of it changes. */
static enum tt_err
read_new(const json_t *o, struct people_change *c)
{
	enum tt_err e;

	if ((e = get_str(o, "ref", c->p.ref, sizeof(c->p.ref))) != TT_OK ||
	    (e = get_str(o, "name", c->p.name, sizeof(c->p.name))) != TT_OK ||
	    (e = get_str(o, "tier", c->p.tier, sizeof(c->p.tier))) != TT_OK)
		return e;
	if (json_in_there(o, "party") &&
	    (e = json_in_bool(o, "party", &c->s.party, NULL)) != TT_OK)
		return e;
	return json_in_bool(o, "staff", &c->s.staff, NULL);
}

static enum tt_err
read_change(const json_t *o, struct people_change *c)
{
	struct vault_partner *p = &c->p;
	struct vault_standing *s = &c->s;
	enum tt_err e;

	if ((e = get_state(o, "state", &p->state)) != TT_OK ||
	    (e = get_str(o, "agreement", p->agreement,
	    sizeof(p->agreement))) != TT_OK ||
	    (e = get_instant(o, "signed", 0, &p->signed_s)) != TT_OK ||
	    (e = get_instant(o, "ends", PARTNER_NO_END, &p->ends_s)) !=
	    TT_OK ||
	    (e = get_instant(o, "probation", 0, &s->probation_s)) != TT_OK ||
	    (e = get_instant(o, "removed", 0, &s->removed_s)) != TT_OK ||
	    (e = get_instant(o, "term", 0, &s->term_s)) != TT_OK)
		return e;
	return json_in_bool(o, "confirmed", &s->confirmed, NULL);
}

/* The record as it is, then what the act decided. */
static int
load(struct vault *v, const json_t *o, struct people_change *c)
{
	enum partner_state was;
	char id[VAULT_ID_MAX + 1];
	enum tt_err e;
	int code;

	memset(c, 0, sizeof(*c));
	if ((e = get_str(o, "partner", id, sizeof(id))) != TT_OK ||
	    (e = get_state(o, "was", &was)) != TT_OK ||
	    (e = json_in_bool(o, "new", &c->new, NULL)) != TT_OK)
		return say_err(e, NULL, "cannot read what was agreed");
	if (c->new) {
		memcpy(c->p.id, id, sizeof(id));
		if ((e = read_new(o, c)) != TT_OK)
			return say_err(e, NULL, "cannot read what was agreed");
		c->was = was;
	} else if ((code = people_load(v, id, c)) != CLI_DONE)
		return code;
	if (c->was != was)
		return say_fail(CLI_REFUSED, "ask for it anew", "cannot do "
		    "what was agreed about '%s': it was %s then, and is %s "
		    "now", id, partner_state_text(was),
		    partner_state_text(c->was));
	if ((e = read_change(o, c)) != TT_OK)
		return say_err(e, NULL, "cannot read what was agreed");
	return CLI_DONE;
}

static enum tt_err
keep(struct vault *v, const struct people_change *c,
    const struct request_done *r)
{
	const struct vault_change change = { .at_s = r->at_s, .was = c->was,
		.state = c->p.state, .officer = r->officers,
		.reason = r->reason };
	enum tt_err e;

	e = c->new ? vault_partner_add(v->db, &c->p) :
	    vault_partner_set(v->db, &c->p);
	if (e != TT_OK ||
	    (e = vault_standing_set(v->db, c->p.id, &c->s)) != TT_OK)
		return e;
	return vault_change_add(v->db, c->p.id, &change);
}

static int
apply_one(struct vault *v, const json_t *o, size_t i,
    const struct request_done *r)
{
	struct people_change *c = calloc(1, sizeof(*c));
	enum tt_err e;
	int code;

	if (c == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot do what was agreed");
	if ((code = load(v, o, c)) == CLI_DONE) {
		c->p.leaf = r->leaf[i];
		c->p.stated = true;
		if (c->p.state != c->was)
			c->p.since_s = r->at_s;
		c->s.away = false;
		c->s.runs_on_s = 0;
		span_copy(span_str(r->officers != NULL ? r->officers : ""),
		    c->s.officer, sizeof(c->s.officer));
		span_copy(span_str(r->reason != NULL ? r->reason : ""),
		    c->s.reason, sizeof(c->s.reason));
		if ((e = keep(v, c, r)) != TT_OK)
			code = partner_cannot(v, e, "keep what was agreed");
	}
	if (code == CLI_DONE && c->p.state == PARTNER_REMOVED)
		code = people_revoke_all(v, c->p.id, r->at_s);
	free(c);
	return code;
}

/* Who it concerns is told while its readers can still be found. */
static int
tell_one(struct vault *v, const json_t *o, const struct request_done *r)
{
	struct people_change *c = calloc(1, sizeof(*c));
	int code;

	if (c == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot do what was agreed");
	if ((code = load(v, o, c)) == CLI_DONE)
		access_tell(v, c, r);
	free(c);
	return code;
}

static const char *
text_at(const json_t *list, size_t i)
{
	const char *s = json_string_value(json_array_get(list, i));

	return s != NULL ? s : "";
}

int
people_apply(struct vault *v, const struct request_done *r)
{
	json_t *changes, *readers;
	size_t n;
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = json_in_array(r->effect, "changes", &changes, NULL)) ==
	    TT_OK)
		e = json_in_array(r->effect, "readers", &readers, NULL);
	if (e == TT_OK && json_array_size(changes) +
	    json_array_size(readers) != r->n)
		e = TT_ESYNTAX;
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read what was agreed");
	n = json_array_size(changes);
	for (size_t i = 0; i < n && code == CLI_DONE; i++)
		code = tell_one(v, json_array_get(changes, i), r);
	for (size_t i = n; i < r->n && code == CLI_DONE; i++)
		code = people_revoke_stated(v, text_at(readers, i - n),
		    r->at_s, &r->leaf[i]);
	for (size_t i = 0; i < n && code == CLI_DONE; i++)
		code = apply_one(v, json_array_get(changes, i), i, r);
	return code;
}

/* The one partner of an act, as it is now. */
static int
load_one(struct vault *v, const struct request_done *r,
    struct people_change *c)
{
	char id[VAULT_ID_MAX + 1];
	json_t *changes;
	enum tt_err e;

	if ((e = json_in_array(r->effect, "changes", &changes, NULL)) !=
	    TT_OK || (e = get_str(json_array_get(changes, 0), "partner", id,
	    sizeof(id))) != TT_OK)
		return say_err(e, NULL, "cannot read what was agreed");
	return people_load(v, id, c);
}

static int
keep_one(struct vault *v, const struct people_change *c,
    const struct request_done *r)
{
	enum tt_err e = keep(v, c, r);

	return e == TT_OK ? CLI_DONE : partner_cannot(v, e,
	    "keep what was agreed");
}

/* A partner that is something else by now is left as it is. */
int
people_apply_confirmed(struct vault *v, const struct request_done *r)
{
	struct people_change c;
	int code;

	if ((code = load_one(v, r, &c)) != CLI_DONE ||
	    c.was != PARTNER_SUSPENDED || c.s.confirmed)
		return code;
	c.s.confirmed = true;
	span_copy(span_str(r->officers), c.s.officer, sizeof(c.s.officer));
	return keep_one(v, &c, r);
}

/* As it was; the hub lets it in again once two say so. */
int
people_apply_lapsed(struct vault *v, const struct request_done *r)
{
	const struct request_done lapse = { .at_s = r->at_s, .officers = "",
		.reason = why_lapsed };
	struct people_change c;
	int code;

	if ((code = load_one(v, r, &c)) != CLI_DONE ||
	    c.was != PARTNER_SUSPENDED || c.s.confirmed)
		return code;
	c.p.state = PARTNER_APPROVED;
	c.p.since_s = r->at_s;
	c.s.away = true;
	c.s.officer[0] = '\0';
	span_copy(span_str(why_lapsed), c.s.reason, sizeof(c.s.reason));
	say_lapsed(v, c.p.id);
	return keep_one(v, &c, &lapse);
}

/* The hub lets nobody in from here on; it has no other word for it. */
static int
tell_away(struct vault *v, struct people_change *c, const char *reason)
{
	struct vault_partner told = c->p;
	int code;

	if (!c->p.stated || c->s.away || c->was == PARTNER_REMOVED ||
	    c->was == PARTNER_SUSPENDED)
		return CLI_DONE;
	told.state = PARTNER_SUSPENDED;
	code = partner_state_statement(v, &told, reason, clock_now());
	c->p.leaf = told.leaf;
	c->s.away = true;
	return code;
}

static int
record(struct vault *v, struct people_change *c, const char *officer,
    const char *reason)
{
	const struct vault_change change = { .at_s = clock_now(),
		.was = c->was, .state = c->p.state, .officer = officer,
		.reason = reason };
	enum tt_err e;

	span_copy(span_str(officer != NULL ? officer : ""), c->s.officer,
	    sizeof(c->s.officer));
	span_copy(span_str(reason != NULL ? reason : ""), c->s.reason,
	    sizeof(c->s.reason));
	if ((e = vault_partner_set(v->db, &c->p)) != TT_OK ||
	    (e = vault_standing_set(v->db, c->p.id, &c->s)) != TT_OK ||
	    (e = vault_change_add(v->db, c->p.id, &change)) != TT_OK)
		return partner_cannot(v, e, "keep the change");
	return CLI_DONE;
}

/* TT_OK of all, or nothing. */
static int
end(struct vault *v, int code)
{
	enum tt_err e;

	if (code != CLI_DONE) {
		db_rollback(v->db);
		return code;
	}
	if ((e = db_commit(v->db)) != TT_OK)
		return partner_cannot(v, e, "keep the change");
	return CLI_DONE;
}

int
people_move(struct vault *v, struct people_change *c, const char *reason)
{
	enum tt_err e;
	int code;

	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	c->p.since_s = clock_now();
	if ((code = tell_away(v, c, reason)) == CLI_DONE)
		code = record(v, c, conf_get(&v->conf, "officer"), reason);
	return end(v, code);
}

/* Ids of partners that time moved. */
struct due {
	struct vault *v;
	int64_t now_s;
	char (*id)[VAULT_ID_MAX + 1];
	size_t n, cap;
};

/*
 * Derived is not recorded, or the hub does not know of it.  Of several people
 * the request that they confirm says when a suspension has lapsed.
 */
static bool
is_due(const struct vault *v, const struct vault_partner *p,
    const struct vault_standing *s, enum partner_state now)
{
	if (p->state == PARTNER_SUSPENDED && !vault_small_team(v))
		return false;
	if (now == PARTNER_EXPIRED)
		return p->stated && !s->away;
	return now != p->state;
}

static enum tt_err
each_partner(void *ctx, const struct vault_partner *p)
{
	struct due *d = ctx;
	struct vault_standing s;
	void *grown;
	enum tt_err e;

	if (p->state != PARTNER_APPROVED && p->state != PARTNER_SUSPENDED)
		return TT_OK;
	if ((e = vault_standing_get(d->v->db, p->id, &s)) != TT_OK)
		return e;
	if (!is_due(d->v, p, &s, people_state(p, &s, d->now_s)))
		return TT_OK;
	if (d->n == d->cap) {
		d->cap = d->cap * 2 + 16;
		if ((grown = reallocarray(d->id, d->cap, sizeof(*d->id))) ==
		    NULL)
			return TT_ENOMEM;
		d->id = grown;
	}
	memcpy(d->id[d->n++], p->id, sizeof(*d->id));
	return TT_OK;
}

static const char *
why(enum partner_state was, enum partner_state now)
{
	if (now == PARTNER_EXPIRED)
		return "the agreement has ended";
	return now == PARTNER_VETTING ?
	    "a change was not vetted within the time set" :
	    was == PARTNER_SUSPENDED ? why_lapsed : "time";
}

/*
 * A suspension that lapses is over here; the hub opens again only when two
 * say so, for that is what its ledger asks of an approval.
 */
static int
settle_one(struct vault *v, const char *id, int64_t now_s)
{
	struct people_change c;
	enum partner_state now;
	int code;

	if ((code = people_load(v, id, &c)) != CLI_DONE)
		return code;
	now = people_state(&c.p, &c.s, now_s);
	if (c.was == PARTNER_SUSPENDED) {
		c.s.away = true;
		say_lapsed(v, id);
	}
	c.p.state = now == PARTNER_EXPIRED ? PARTNER_APPROVED : now;
	if (c.p.state != c.was)
		c.p.since_s = now_s;
	if (now == PARTNER_VETTING)
		c.s.runs_on_s = 0;
	if (now != PARTNER_APPROVED &&
	    (code = tell_away(v, &c, why(c.was, now))) != CLI_DONE)
		return code;
	return record(v, &c, NULL, why(c.was, now));
}

int
people_settle(struct vault *v)
{
	struct due d = { .v = v, .now_s = clock_now() };
	int code = CLI_DONE;
	enum tt_err e;

	if ((e = vault_partner_each(v->db, each_partner, &d)) != TT_OK ||
	    (e = vault_party_each(v->db, each_partner, &d)) != TT_OK)
		code = partner_cannot(v, e, "read the partners");
	else if (d.n > 0 && (e = db_begin(v->db)) != TT_OK)
		code = partner_cannot(v, e, "change the vault");
	else if (d.n > 0) {
		for (size_t i = 0; i < d.n && code == CLI_DONE; i++)
			code = settle_one(v, d.id[i], d.now_s);
		code = end(v, code);
	}
	if (code == CLI_DONE)
		remind_partners(v, d.now_s);
	free(d.id);
	return code;
}
