/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/people/revoke.h"
#include "cli/people/staff.h"
#include "cli/say.h"

#define SHOWN_MAX	65536	/* bytes of what the second person reads */

int
people_load(struct vault *v, const char *id, struct people_change *out)
{
	struct people_change c = { .new = false };
	enum tt_err e;
	int code;

	if ((code = partner_get(v, id, &c.p)) != CLI_DONE)
		return code;
	if ((e = vault_standing_get(v->db, id, &c.s)) != TT_OK)
		return partner_cannot(v, e, "read what is known of a partner");
	c.was = c.p.state;
	*out = c;
	return CLI_DONE;
}

/* A suspension that came with an import stands as it is. */
enum partner_state
people_state(const struct vault_partner *p, const struct vault_standing *s,
    int64_t at_s)
{
	const struct partner_clock c = { .recorded = p->state,
		.since_s = p->since_s, .agreement_ends_s = p->ends_s,
		.confirmed = s->confirmed || s->officer[0] == '\0',
		.runs_on_until_s = s->runs_on_s,
		.probation_until_s = s->probation_s };

	return partner_standing(&c, at_s);
}

struct partner_facts
people_facts(const struct vault *v, enum approval_act act)
{
	const struct approval_rule *r = approval_rule(act);

	return (struct partner_facts){ .officers = r->officers,
		.counsel = r->counsel, .small_team = vault_small_team(v) };
}

bool
people_vetting_required(const struct vault *v)
{
	const char *s = conf_get(&v->conf, "vetting");

	if (s == NULL)
		return !vault_small_team(v);
	return strcmp(s, "optional") != 0;
}

static void
line(struct buf *out, const char *what, int64_t at_s, int64_t now_s)
{
	char at[OUT_MOMENT_LEN];

	out_moment(at, at_s, now_s);
	buf_printf(out, "  %s %s\n", what, at);
}

static void
describe_agreement(const struct vault_partner *p, int64_t now_s,
    struct buf *out)
{
	if (p->agreement[0] == '\0') {
		buf_str(out, "  agreement: none signed\n");
		return;
	}
	buf_printf(out, "  agreement: version %s\n", p->agreement);
	if (p->signed_s != 0)
		line(out, "signed", p->signed_s, now_s);
	if (p->ends_s == PARTNER_NO_END)
		buf_str(out, "  without end\n");
	else
		line(out, "ends", p->ends_s, now_s);
}

static void
describe_vetting(const struct vault_standing *s, int64_t now_s,
    struct buf *out)
{
	switch (s->vetting) {
	case VAULT_VETTING_NONE:
		buf_str(out, s->staff ? "  vetting: one of the vendor's own\n" :
		    "  vetting: no record\n");
		break;
	case VAULT_VETTING_IMPORTED:
		line(out, "vetting: none here, imported", s->vetted_s, now_s);
		break;
	case VAULT_VETTING_RECORD:
		line(out, "vetting: record entered", s->vetted_s, now_s);
		break;
	case VAULT_VETTINGS:
		break;
	}
}

void
people_describe(const struct people_change *c, const char *reason,
    int64_t now_s, struct buf *out)
{
	const struct partner_meaning *m = partner_meaning(c->p.state);

	buf_printf(out, "partner %s, %s: %s -> %s\n", c->p.id, c->p.name,
	    c->new ? "new" : partner_state_text(c->was),
	    partner_state_text(c->p.state));
	if (!c->s.party)
		buf_printf(out, "  tier: %s\n", c->p.tier);
	if (reason != NULL)
		buf_printf(out, "  reason: %s\n", reason);
	if (c->s.party && c->p.state == PARTNER_APPROVED) {
		buf_str(out, "  " PARTY_IS "\n  receives: " PARTY_RECEIVES
		    "\n");
		return;
	}
	if (c->p.state == PARTNER_APPROVED) {
		describe_agreement(&c->p, now_s, out);
		if (c->basis[0] != '\0')
			buf_printf(out, "  shown by: %s\n", c->basis);
		describe_vetting(&c->s, now_s, out);
	}
	if (c->s.probation_s > now_s)
		line(out, "on probation until", c->s.probation_s, now_s);
	if (c->p.state == PARTNER_REMOVED)
		line(out, "not vetted again before", c->s.term_s, now_s);
	buf_printf(out, "  receives: %s\n", m->receives);
	buf_printf(out, "  copies that are open: %s\n", m->copies);
	buf_printf(out, "  keys: %s\n", m->keys);
}

/* What an act decides goes into its effect; the rest stays as it is. */
static void
put_instant(struct json_out *j, const char *key, int64_t at_s, int64_t none)
{
	json_out_key(j, key);
	if (at_s == none)
		json_out_null(j);
	else
		json_out_int(j, at_s);
}

static void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s);
}

static void
put_bool(struct json_out *j, const char *key, bool v)
{
	json_out_key(j, key);
	json_out_bool(j, v);
}

static void
put_change(struct json_out *j, const struct people_change *c)
{
	json_out_object(j);
	put_str(j, "partner", c->p.id);
	put_bool(j, "new", c->new);
	put_str(j, "ref", c->p.ref);
	put_str(j, "name", c->p.name);
	put_str(j, "tier", c->p.tier);
	put_bool(j, "staff", c->s.staff);
	put_bool(j, "party", c->s.party);
	put_str(j, "was", partner_state_text(c->was));
	put_str(j, "state", partner_state_text(c->p.state));
	put_str(j, "agreement", c->p.agreement);
	put_instant(j, "signed", c->p.signed_s, 0);
	put_instant(j, "ends", c->p.ends_s, PARTNER_NO_END);
	put_instant(j, "probation", c->s.probation_s, 0);
	put_instant(j, "removed", c->s.removed_s, 0);
	put_instant(j, "term", c->s.term_s, 0);
	put_bool(j, "confirmed", c->s.confirmed);
	json_out_object_end(j);
}

/*
 * Readers whose keys end with a removal.  What is said of them is signed by
 * those who remove, so that it is said once, whichever vault says it; of more
 * than there is room for each vault says it for itself.
 */
struct leaving {
	const struct people_ask *ask;
	struct vault *v;
	int64_t now_s;
	struct buf *text;
	char id[REQUEST_STATEMENTS_MAX][VAULT_ID_MAX + 1];
	size_t ends[REQUEST_STATEMENTS_MAX];	/* in text */
	size_t n;
};

static enum tt_err
add_leaving(void *ctx, const struct vault_reader *r)
{
	struct leaving *l = ctx;
	enum tt_err e;

	if (r->state == READER_REVOKED || !r->keyed ||
	    l->ask->n + l->n == REQUEST_STATEMENTS_MAX)
		return TT_OK;
	if ((e = people_revoked_text(l->v, &l->ask->change[0].p, r, l->now_s,
	    l->text)) != TT_OK)
		return e;
	memcpy(l->id[l->n], r->id, sizeof(l->id[0]));
	l->ends[l->n++] = l->text->n;
	return TT_OK;
}

static enum tt_err
find_leaving(struct leaving *l)
{
	if (l->ask->act != APPROVAL_REMOVE || l->ask->n != 1)
		return TT_OK;
	return vault_reader_each(l->v->db, l->ask->change[0].p.id,
	    add_leaving, l);
}

static enum tt_err
write_effect(const struct people_ask *a, const struct leaving *l,
    struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);

	if (j == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	put_str(j, "what", "partner");
	json_out_key(j, "changes");
	json_out_array(j);
	for (size_t i = 0; i < a->n; i++)
		put_change(j, &a->change[i]);
	json_out_array_end(j);
	json_out_key(j, "readers");
	json_out_array(j);
	for (size_t i = 0; i < l->n; i++)
		json_out_str(j, l->id[i]);
	json_out_array_end(j);
	json_out_object_end(j);
	return json_out_end(j);
}

/* The reason, and what it is based on, which the ledger has so. */
static bool
reason_of(const struct people_ask *a, const struct people_change *c,
    char out[TT_VALUE_MAX + 1])
{
	bool both = a->reason != NULL && c->basis[0] != '\0';
	int n = snprintf(out, TT_VALUE_MAX + 1, "%s%s%s",
	    a->reason != NULL ? a->reason : "", both ? "; " : "", c->basis);

	return n >= 0 && n <= TT_VALUE_MAX;
}

/* Statements one after another in text; each span is set once all stand. */
static int
write_statements(struct vault *v, const struct people_ask *a, int64_t now_s,
    struct request_new *n, struct leaving *l, struct buf *text)
{
	size_t at[REQUEST_STATEMENTS_MAX + 1] = { 0 };
	char reason[TT_VALUE_MAX + 1];
	enum tt_err e;

	for (size_t i = 0; i < a->n; i++) {
		const struct vault_partner *p = &a->change[i].p;

		if (!reason_of(a, &a->change[i], reason))
			return say_fail(CLI_USAGE, NULL, "the reason is too "
			    "long for what partner '%s' has signed", p->id);

		e = partner_statement_text(v, p,
		    partner_state_text(partner_state_told(p->state)),
		    reason[0] != '\0' ? reason : NULL, now_s, text);
		if (e != TT_OK)
			return say_err(e, NULL, "cannot state what partner "
			    "'%s' is", p->id);
		at[i + 1] = text->n;
	}
	if ((e = find_leaving(l)) != TT_OK)
		return say_err(e, NULL, "cannot state whose keys end");
	for (size_t i = 0; i < a->n; i++)
		n->statement[i] = span_of(text->p + at[i], at[i + 1] - at[i]);
	n->n = a->n;
	for (size_t i = 0; i < l->n; i++) {
		size_t from = i == 0 ? at[a->n] : l->ends[i - 1];

		n->statement[n->n++] = span_of(text->p + from,
		    l->ends[i] - from);
	}
	return CLI_DONE;
}

int
people_ask(struct vault *v, const struct people_ask *a,
    struct request_made *made)
{
	struct request_new n = { .act = a->act, .subject = a->subject,
		.reason = a->reason };
	int64_t now_s = clock_now();
	struct buf text, effect, shown;
	struct leaving l = { .ask = a, .v = v, .now_s = now_s, .text = &text };
	enum tt_err e;
	int code;

	buf_init(&text, (size_t)REQUEST_STATEMENTS_MAX * TT_STATEMENT_MAX);
	buf_init(&effect, REQUEST_EFFECT_MAX);
	buf_init(&shown, SHOWN_MAX);
	for (size_t i = 0; i < a->n; i++)
		people_describe(&a->change[i], a->reason, now_s, &shown);
	code = write_statements(v, a, now_s, &n, &l, &text);
	if (code == CLI_DONE && ((e = write_effect(a, &l, &effect)) != TT_OK ||
	    (e = buf_err(&effect)) != TT_OK || (e = buf_err(&shown)) != TT_OK))
		code = say_err(e, NULL, "cannot describe what is asked for");
	if (code == CLI_DONE) {
		n.effect = buf_view(&effect);
		n.shown = buf_view(&shown);
		code = request_ask(v, &n, made);
	}
	buf_done(&text);
	buf_done(&effect);
	buf_done(&shown);
	return code;
}
