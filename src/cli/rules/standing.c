/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/json_in.h"
#include "cli/diags.h"
#include "cli/plan.h"
#include "cli/rules/standing.h"
#include "store/vault_sighting.h"
#include "store/vault_standing.h"

#define HOUR	3600
#define HOURS_MAX	(100 * 365 * 24)

struct exceptions {
	struct standing *s;
	const char *bulletin;
};

/* One that is for another bulletin says nothing here; ended ones neither. */
static enum tt_err
add_exception(void *ctx, const struct vault_exception *x)
{
	struct exceptions *e = ctx;
	struct audience_exception *out;

	if (x->bulletin[0] != '\0' && strcmp(x->bulletin, e->bulletin) != 0)
		return TT_OK;
	if (e->s->n_exceptions == AUDIENCE_EXCEPTIONS_MAX) {
		/* the newest count */
		memmove(&e->s->exception[0], &e->s->exception[1],
		    sizeof(e->s->exception) - sizeof(e->s->exception[0]));
		e->s->n_exceptions--;
	}
	out = &e->s->exception[e->s->n_exceptions++];
	memcpy(out->rule, x->rule, sizeof(out->rule));
	out->until_s = x->until_s;
	return TT_OK;
}

/* A duty that came with the partner's record is one that it declared. */
static enum tt_err
add_duty(void *ctx, struct span text)
{
	struct profile *p = ctx;
	struct profile_duty *d = &p->duty[p->n_duties];
	struct span id, length;
	int64_t hours;
	json_t *v;

	if (p->n_duties == PROFILE_DUTIES_MAX)
		return TT_OK;
	if (json_in_parse(text, TT_VALUE_MAX, &v, NULL) != TT_OK)
		return TT_EINTEGRITY;
	*d = (struct profile_duty){ .bound = true, .after_s = -1 };
	if (json_in_str(v, "jurisdiction", &id, NULL) != TT_OK ||
	    !tt_id_ok(id) || span_copy(id, d->id, sizeof(d->id)) != TT_OK)
		snprintf(d->id, sizeof(d->id), "own-%zu", p->n_duties + 1);
	if (json_in_int(v, "deadline_h", 0, HOURS_MAX, &hours, NULL) == TT_OK)
		d->after_s = hours * HOUR;
	else if (json_in_str(v, "deadline", &length, NULL) != TT_OK ||
	    length_parse(length, &d->after_s) != TT_OK)
		d->after_s = -1;
	p->n_duties++;
	json_decref(v);
	return TT_OK;
}

static enum tt_err
load_profile(struct standing *s, struct db *db, const char *partner)
{
	struct tt_diags *diags;
	struct span text;
	enum tt_err e;

	e = vault_profile_get(db, partner, &s->profile_s, &text);
	if (e != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	diags = diags_new();
	e = profile_parse(&s->profile, text, span_str(partner), diags);
	free(diags);
	return e == TT_ESYNTAX ? TT_EINTEGRITY : e;
}

/* What the partner signed, beside what the vendor knows. */
static enum tt_err
load_declaration(struct standing *s, struct db *db, const char *partner)
{
	struct vault_declaration d;
	struct tt_diags *diags;
	struct profile *p = NULL;
	bool known = s->profile != NULL;
	enum tt_err e;

	if ((e = vault_declaration_get(db, partner, &d)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	diags = diags_new();
	e = profile_parse(&p, d.text, span_str(partner), diags);
	free(diags);
	if (e == TT_OK && !known && (s->profile = calloc(1,
	    sizeof(*s->profile))) == NULL)
		e = TT_ENOMEM;
	if (e == TT_OK)
		e = profile_join(s->profile, known, p);
	profile_free(p);
	s->signed_s = d.at_s;
	memcpy(s->signed_by, d.reader, sizeof(s->signed_by));
	return e == TT_ESYNTAX ? TT_EINTEGRITY : e;
}

static enum tt_err
any_duty(void *ctx, struct span text)
{
	(void)text;
	*(bool *)ctx = true;
	return TT_OK;
}

static enum tt_err
load_duties(struct standing *s, struct db *db, const char *partner)
{
	bool any = false;
	enum tt_err e;

	if ((e = vault_duty_each(db, partner, any_duty, &any)) != TT_OK ||
	    !any)
		return e;
	if (s->profile == NULL &&
	    (s->profile = calloc(1, sizeof(*s->profile))) == NULL)
		return TT_ENOMEM;
	return vault_duty_each(db, partner, add_duty, s->profile);
}

/* Reinstated, it gets the least for a while; a party gets nothing ever. */
static enum tt_err
load_probation(struct standing *s, struct db *db, const char *partner)
{
	struct vault_standing had;
	enum tt_err e;

	if ((e = vault_standing_get(db, partner, &had)) == TT_OK) {
		s->probation_s = had.probation_s;
		s->party = had.party;
	}
	return e;
}

enum tt_err
standing_load(struct standing *s, struct db *db, const char *partner,
    const char *bulletin)
{
	struct exceptions x = { s, bulletin };
	enum tt_err e;

	memset(s, 0, sizeof(*s));
	if ((e = load_probation(s, db, partner)) == TT_OK &&
	    (e = load_profile(s, db, partner)) == TT_OK &&
	    (e = load_declaration(s, db, partner)) == TT_OK &&
	    (e = load_duties(s, db, partner)) == TT_OK)
		e = vault_exception_each(db, partner, add_exception, &x);
	if (e != TT_OK)
		standing_done(s);
	return e;
}

void
standing_done(struct standing *s)
{
	profile_free(s->profile);
	memset(s, 0, sizeof(*s));
}

struct audience_bulletin
standing_bulletin(const struct draft *d, const struct ruleset *r,
    int64_t now_s)
{
	const struct tt_manifest *m = d->manifest;
	struct audience_bulletin b = { .waves = m->waves,
		.n_waves = m->n_waves, .public_s = m->public_at_s,
		.now_s = now_s, .exploited_s = DUTY_NEVER,
		.products = m->products, .n_products = m->n_products,
		.policy = r->policy, .duties = r->duties };
	bool any;

	for (unsigned p = 0; p < TT_PROFILE_PUBLIC; p++) {
		any = false;
		for (size_t i = 0; i < m->n_parts; i++)
			any = any || plan_carries(d, i, (enum tt_profile)p);
		b.empty |= any ? 0 : 1u << p;
	}
	return b;
}

enum tt_err
standing_exploited(struct db *db, const char *id, struct audience_bulletin *b)
{
	enum tt_err e = vault_sighting_earliest(db, id, &b->exploited_s);

	return e == TT_ENOENT ? TT_OK : e;
}

struct audience_ask
standing_ask(const struct audience_bulletin *b, const struct vault_partner *p,
    const struct standing *s)
{
	return (struct audience_ask){ .bulletin = b, .tier = p->tier,
		.partner = p->state, .since_s = p->since_s,
		.agreement = p->agreement[0] != '\0' ? p->agreement : NULL,
		.agreement_ends_s = p->ends_s, .profile = s->profile,
		.probation_s = s->probation_s, .party = s->party,
		.exceptions = s->exception, .n_exceptions = s->n_exceptions };
}

enum tt_err
standing_bulletin_id(struct db *db, const char *name,
    char id[VAULT_BULLETIN_LEN + 1])
{
	struct vault_bulletin b;
	enum tt_err e;

	e = vault_bulletin_get(db, span_str(name), &b);
	if (e == TT_OK)
		memcpy(id, b.id, sizeof(b.id));
	else if (e == TT_ENOENT)
		e = vault_reserved_get(db, name, id);
	if (e != TT_ENOENT)
		return e;
	id[0] = '\0';
	return TT_OK;
}
