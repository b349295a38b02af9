/* SPDX-License-Identifier: ISC */
/*
 * whole - with all of a codebook's keys, the trace as the vendor ran it: what
 * check 13 compares log_e, p, bound and verdict with.
 */
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit_own.h"
#include "audit/derive.h"
#include "audit/roster_file.h"
#include "telltale/trace.h"

#define TOLERANCE	1e-9

struct lineup {
	struct roster_file file;
	bool *mask[ROSTER_SETS_MAX];	/* of each set of profiles: its slots */
	bool *permitted;
};

static void
done(struct lineup *l)
{
	for (size_t i = 0; i < l->file.n_sets; i++)
		free(l->mask[i]);
	free(l->permitted);
	roster_file_done(&l->file);
}

/* Data sites that stand in a rule are found wherever that is deployed. */
static void
permit(const struct audit_text *t, struct lineup *l)
{
	const struct tt_bulletin *b = t->bulletin;

	for (size_t i = 0; i < b->n_places; i++) {
		uint32_t site = b->places[i].site;

		if (t->part_kind[b->places[i].part] == TT_PART_RULE &&
		    b->sites[site].class == TT_CLASS_DATA)
			l->permitted[t->slot_of[site]] = true;
	}
}

static enum tt_err
prepare(const struct audit *a, struct lineup *l)
{
	enum tt_err e = roster_file_parse(&l->file, audit_file(a, "roster"));

	for (size_t i = 0; i < l->file.n_sets && e == TT_OK; i++)
		if ((l->mask[i] = calloc(a->n_slots + 1, 1)) == NULL)
			e = TT_ENOMEM;
		else
			derive_mark(a, l->file.set[i], l->mask[i]);
	if (e == TT_OK && (l->permitted = calloc(a->n_slots + 1, 1)) == NULL)
		e = TT_ENOMEM;
	for (size_t k = 0; k < a->n_texts && e == TT_OK; k++)
		permit(&a->text[k], l);
	return e;
}

static bool
is_near(double x, double y)
{
	return fabs(x - y) <= TOLERANCE * fmax(1, fabs(y));
}

static const struct tt_suspect *
find(const struct audit_claim *c, const struct tt_trace *t,
    const struct roster_file *r)
{
	for (size_t i = 0; i < t->n_suspects; i++) {
		const struct tt_suspect *s = &t->suspects[i];

		if (s->level == c->told->level && (s->level ==
		    TT_SITE_HOLDER ? r->holders[s->holder].number :
		    r->copies[s->copy].number) == c->number)
			return s;
	}
	return NULL;
}

static bool
compare(struct audit *a, const struct audit_claim *c,
    const struct tt_trace *t, const struct roster_file *r)
{
	const struct tt_suspect *s;
	int len = (int)c->s->name.n;

	if (c->told->level == TT_SITE_HOLDER && !tt_statement_is(&c->s->s,
	    "verdict", tt_verdict_name(t->verdict)))
		return audit_refuse(a, "%.*s: recomputed, the verdict is %s",
		    len, c->s->name.p, tt_verdict_name(t->verdict));
	if (!c->has_suspect)
		return true;
	if ((s = find(c, t, r)) == NULL)
		return audit_refuse(a, "%.*s: recomputed, its suspect is none",
		    len, c->s->name.p);
	if (!is_near(s->log_e, c->log_e) ||
	    !is_near(fmax(s->ln_p, log(DBL_MIN)), log(c->p)) ||
	    !is_near(fmax(s->ln_bound, log(DBL_MIN)), log(c->bound)))
		return audit_refuse(a, "%.*s: recomputed, log_e is %.9f, p "
		    "%g, bound %g", len, c->s->name.p, s->log_e, exp(s->ln_p),
		    exp(s->ln_bound));
	return true;
}

static bool
retrace(struct audit *a, struct lineup *l)
{
	const struct tt_audit_finding *f = a->claim[0].told;
	struct tt_roster roster = { .holders = l->file.holders,
		.n_holders = l->file.n_holders, .copies = l->file.copies,
		.n_copies = l->file.n_copies,
		.profiles = (const bool *const *)l->mask,
		.n_profiles = l->file.n_sets };
	struct tt_trace_request r = { .codebook = a->codebook_whole,
		.roster = &roster, .observations = a->observations,
		.permitted = l->permitted, .epsilon = f->epsilon, .t = f->t };
	struct tt_trace *t = NULL;
	bool good = true;
	enum tt_err e;

	for (size_t i = 0; i < a->n_claims; i++)
		if (a->claim[i].told->level == TT_SITE_HOLDER) {
			if (a->claim[i].told->n < roster.n_holders)
				return audit_refuse(a, "roster: more holders "
				    "than the finding counts");
			r.n_others = a->claim[i].told->n - roster.n_holders;
		}
	if ((e = tt_roster_check(&roster)) != TT_OK ||
	    (e = tt_trace_run(&t, &r)) != TT_OK)
		return audit_cannot(a, e, SPAN("roster"));
	for (size_t i = 0; i < a->n_claims && good; i++)
		good = compare(a, &a->claim[i], t, &l->file);
	tt_trace_free(t);
	return good;
}

bool
audit_whole(struct audit *a)
{
	struct lineup l = { .permitted = NULL };
	enum tt_err e = prepare(a, &l);
	bool good = e == TT_OK ? retrace(a, &l) :
	    audit_cannot(a, e, SPAN("roster"));

	done(&l);
	return good;
}
