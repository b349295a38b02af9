/* SPDX-License-Identifier: ISC */
/* score - check 13: what was read, what it is worth, and what is said. */
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit_own.h"
#include "audit/derive.h"
#include "base/sha256.h"
#include "telltale/trace.h"

#define TOLERANCE	1e-9

static bool
is_near(double x, double y)
{
	return fabs(x - y) <= TOLERANCE * fmax(1, fabs(y));
}

/* What was logged before any row was touched. */
static bool
read_observations(struct audit *a, struct tt_observations **out,
    const char *name, bool logged)
{
	struct span file = audit_file(a, name);
	uint8_t sum[SHA256_LEN], want[SHA256_LEN], again[SHA256_LEN];
	enum tt_err e;

	if (file.p == NULL)
		return audit_refuse(a, "%s is missing", name);
	sha256(sum, file.p, file.n);
	if (logged && (!tt_statement_bytes(&a->observed->s, "observations",
	    want, sizeof(want)) || memcmp(sum, want, sizeof(sum)) != 0))
		return audit_refuse(a, "%s: another hash than was logged "
		    "before rows were touched", name);
	if ((e = tt_observations_parse(out, file, NULL)) != TT_OK ||
	    (e = tt_observations_hash(*out, again)) != TT_OK)
		return audit_cannot(a, e, span_str(name));
	return memcmp(sum, again, sizeof(sum)) == 0 ||
	    audit_refuse(a, "%s: not in its one writing", name);
}

/* A search met these of the values issued; nothing else may differ. */
static bool
is_filled_in(const struct tt_observation *o, const struct tt_observation *f)
{
	if (o->slot != f->slot || o->kind != f->kind)
		return false;
	if (o->kind == TT_OBS_VALUES && !o->whole && o->n_values == 0)
		return !f->whole && f->count == o->count;
	return o->symbol == f->symbol && o->q == f->q &&
	    o->count == f->count && o->whole == f->whole &&
	    o->n_values == f->n_values &&
	    memcmp(o->likelihood, f->likelihood, o->q *
	    sizeof(o->likelihood[0])) == 0 && (o->n_values == 0 ||
	    memcmp(o->values, f->values, o->n_values *
	    sizeof(o->values[0])) == 0);
}

static bool
read_all(struct audit *a)
{
	struct tt_observations *logged = NULL;
	bool good;

	if (audit_file(a, "matches").p == NULL)
		return read_observations(a, &a->observations, "observations",
		    true);
	good = read_observations(a, &logged, "observations", true) &&
	    read_observations(a, &a->observations, "matches", false);
	if (good && logged->n != a->observations->n)
		good = audit_refuse(a, "matches: other sites than were logged");
	for (size_t i = 0; good && i < logged->n; i++)
		if (!is_filled_in(&logged->at[i], &a->observations->at[i]))
			good = audit_refuse(a, "matches: more was changed "
			    "than what a search meets");
	tt_observations_free(logged);
	return good;
}

/*
 * Who wrote a slot that a revision added could know its symbols: for an
 * outsider only those of the first table count (evidence.md section 5).
 */
static bool
keep_first(struct audit *a)
{
	const struct tt_observations *all = a->observations;
	size_t n = 0;
	enum tt_err e;

	while (n < all->n && all->at[n].slot < a->text[0].n_slots)
		n++;	/* they ascend */
	e = tt_observations_new(&a->first, all->at, n);
	return e == TT_OK || audit_cannot(a, e, SPAN("observations"));
}

static bool
fits(struct audit *a)
{
	for (size_t i = 0; i < a->observations->n; i++)
		if (a->observations->at[i].slot >= a->n_slots)
			return audit_refuse(a, "observations: no site %"
			    PRIu32, a->observations->at[i].slot);
	return true;
}

static bool
is_observed(const struct audit *a, const struct audit_text *t, size_t part)
{
	const struct tt_part *p = &t->bulletin->parts[part];

	for (size_t i = 0; i < p->n_places; i++)
		if (tt_observations_at(a->observations, t->slot_of[
		    t->bulletin->places[p->first_place + i].site]) != NULL)
			return true;
	return false;
}

/*
 * What is the vendor's word of the judged row, and could have been chosen
 * knowing it, in nats: which parts of which revisions it had, and whether the
 * holder had but one copy.
 */
static double
left_by_parts(const struct audit *a, const struct row_file *row)
{
	size_t observed = 0, lacking = 0;

	if (a->n_texts == 1 && (a->text[0].bulletin->n_parts == 1 ||
	    (a->out->full && (row->has_only ||
	    row->opening.level == TT_SITE_COPY))))
		return 0;
	for (size_t k = 0; k < a->n_texts; k++)
		for (size_t p = 0; p < a->text[k].bulletin->n_parts; p++) {
			bool any = is_observed(a, &a->text[k], p);

			observed += any;
			lacking += any && !derive_carries(a, row->profiles,
			    k, p);
		}
	return M_LN2 * (1. + (lacking > 0 ? (double)observed : 0));
}

/* Which older revisions are shown: each could have been left out. */
static double
left_by_revisions(const struct audit *a)
{
	return M_LN2 * (double)(a->n_texts - 1);
}

static double
left_by_copies(const struct audit *a, const struct row_file *row)
{
	double holders, copies;

	if (row->opening.level == TT_SITE_COPY)
		return 0;
	if (a->rendered == NULL)
		return log(1 + ldexp(1, TT_DEPTH_MAX));
	holders = (double)tt_statement_number(&a->rendered->s, "holders", 0);
	copies = (double)tt_statement_number(&a->rendered->s, "copies", 0);
	return copies > holders ? log(2 + copies - holders) : 0;
}

/* The rows shown; as many as could be derived, to be freed. */
static bool
derive_shown(struct audit *a, const struct audit_claim *c,
    const struct row_file *judged, struct derived d[TT_TEAM_MAX + 1])
{
	const struct row_file *r;
	enum tt_err e;

	if ((e = derive_row(a, judged, &d[0])) != TT_OK)
		return audit_cannot(a, e, SPAN("the suspect's row"));
	for (unsigned k = 0; k < c->n_out; k++) {
		r = audit_row(a, c->told->level, c->out[k]);
		if (r == NULL)
			return audit_refuse(a, "%s-key/%" PRIu64 ", which the "
			    "score rests on, is not opened",
			    tt_level_name(c->told->level), c->out[k]);
		if (c->told->level == TT_SITE_COPY &&
		    r->holder != judged->holder)
			return audit_refuse(a, "copy-key/%" PRIu64 ": of "
			    "another holder", c->out[k]);
		if ((e = derive_row(a, r, &d[k + 1])) != TT_OK)
			return audit_cannot(a, e, SPAN("a row shown"));
	}
	return true;
}

static bool
weigh(struct audit *a, struct audit_claim *c, const struct row_file *judged,
    const struct derived *d, struct tt_outside_said *said)
{
	struct tt_audit_finding *f = c->told;
	struct tt_outside_said first, blind;
	struct tt_outside o = { .code = a->code, .level = f->level,
		.observations = a->observations, .model = c->out_model,
		.n_shown = c->n_out, .n = f->n,
		.judged = { d[0].symbols, d[0].has } };
	double left = left_by_parts(a, judged) + left_by_copies(a, judged) +
	    left_by_revisions(a);
	enum tt_err e;

	for (unsigned k = 0; k < c->n_out; k++)
		o.shown[k] = (struct tt_outside_row){ d[k + 1].symbols,
			d[k + 1].has };
	if ((e = tt_outside_weigh(&o, said)) != TT_OK)
		return audit_cannot(a, e, c->s->name);
	if (c->has_out && !is_near(said->log_e, c->log_e_out))
		return audit_refuse(a, "%.*s: log_e_out is %.9f, not %.9f",
		    (int)c->s->name.n, c->s->name.p, said->log_e,
		    c->log_e_out);
	o.observations = a->first;
	if ((e = tt_outside_weigh(&o, &first)) != TT_OK)
		return audit_cannot(a, e, c->s->name);
	o.n = (uint64_t)1 << judged->opening.depth;
	if (o.n < f->n)
		return audit_refuse(a, "%.*s: n is over what its tree holds",
		    (int)c->s->name.n, c->s->name.p);
	if ((e = tt_outside_weigh(&o, &blind)) != TT_OK)
		return audit_cannot(a, e, c->s->name);
	f->log_e_out = said->log_e;
	f->log_e_left = first.log_e - left;
	f->ln_bound_out = fmin(0, first.ln_bound + left);
	f->ln_bound_blind = fmin(0, blind.ln_bound + left);
	return true;
}

/* Of a row that is named: did it, or its copies, show sites enough? */
static bool
is_enough(struct audit *a, const struct audit_claim *c,
    const struct tt_outside_said *said)
{
	struct tt_outside_said all = { .symbols = 0 };
	bool *every;
	uint64_t *zero;

	if (tt_outside_enough(said))
		return true;
	if (c->told->level == TT_SITE_COPY || !isfinite(c->log_e_comb))
		return false;
	every = malloc(a->n_slots + 1);
	zero = calloc(a->n_slots + 1, sizeof(*zero));
	if (every != NULL && zero != NULL) {
		const struct tt_outside o = { .code = a->code,
			.level = TT_SITE_HOLDER, .n = c->told->n,
			.observations = a->observations,
			.judged = { zero, every } };

		memset(every, 1, a->n_slots + 1);
		if (tt_outside_weigh(&o, &all) != TT_OK)
			all.symbols = 0;
	}
	free(every);
	free(zero);
	return tt_outside_enough(&all);
}

/* The suspect's numbers give its bound, and that the verdict. */
static bool
judge(struct audit *a, struct audit_claim *c,
    const struct tt_outside_said *said)
{
	struct tt_audit_finding *f = c->told;
	double t = (double)f->t, limit = log(f->epsilon / (t * (t + 1)) / 2);
	double bound = tt_bound_of(f->level, c->log_e, c->log_e_comb,
	    log(c->p), f->n);
	int len = (int)c->s->name.n;

	f->log_e = c->log_e;
	f->ln_p = log(c->p);
	f->ln_bound = log(c->bound);
	/* numbers too small for a double are given as the smallest one */
	if (c->p > DBL_MIN && c->bound > DBL_MIN &&
	    !is_near(f->ln_bound, bound))
		return audit_refuse(a, "%.*s: its numbers give a bound of "
		    "%g, not %g", len, c->s->name.p, exp(bound), c->bound);
	if (f->verdict == TT_VERDICT_NAMED && (f->ln_bound > limit +
	    TOLERANCE || !is_enough(a, c, said)))
		f->verdict = TT_VERDICT_STRONG;
	if (f->verdict == TT_VERDICT_STRONG && f->ln_bound >
	    log(TT_STRONG) + TOLERANCE)
		return audit_refuse(a, "%.*s: by the rules its numbers are "
		    "neither named nor strong", len, c->s->name.p);
	return true;
}

static bool
score_claim(struct audit *a, struct audit_claim *c)
{
	const struct row_file *judged = audit_row(a, c->told->level,
	    c->number);
	struct derived d[TT_TEAM_MAX + 1] = { { .has = NULL } };
	struct tt_outside_said said = { .symbols = 0 };
	bool good;

	if (judged == NULL)
		return audit_refuse(a, "the suspect's row is not opened");
	good = derive_shown(a, c, judged, d) && weigh(a, c, judged, d, &said);
	for (size_t i = 0; i < N_ROWS(d); i++)
		derived_done(&d[i]);
	return good && judge(a, c, &said);
}

/* Below strong nobody is listed; and nobody is left out of the count. */
static bool
check_claim(struct audit *a, struct audit_claim *c)
{
	const struct tt_statement *s = &c->s->s;
	uint64_t holders = a->rendered == NULL ? 0 : tt_statement_number(
	    &a->rendered->s, "holders", 0);

	if (c->told->verdict > TT_VERDICT_STRONG &&
	    tt_statement_count(s, "suspect") > 0)
		return audit_refuse(a, "%.*s: it lists somebody, and says "
		    "that it accuses nobody", (int)c->s->name.n,
		    c->s->name.p);
	if (c->told->level == TT_SITE_HOLDER && c->told->n < holders)
		return audit_refuse(a, "%.*s: it counts %" PRIu64 " holders, "
		    "and %" PRIu64 " had copies", (int)c->s->name.n,
		    c->s->name.p, c->told->n, holders);
	return c->has_suspect ? score_claim(a, c) : true;
}

static bool
said(struct audit *a)
{
	const struct tt_audit_finding *f = &a->out->finding[0];
	const char *whole = a->out->whole ? "; log_e, p and bound are "
	    "recomputed" : "; log_e, p and bound are the vendor's word";

	for (size_t i = 1; i < a->out->n_findings; i++)
		if (a->out->finding[i].level == TT_SITE_HOLDER)
			f = &a->out->finding[i];
	if (!f->accuses)
		return audit_hold(a, "%s: what was read was logged before; "
		    "nobody is accused%s", tt_verdict_name(f->verdict),
		    a->out->whole ? whole : "");
	return audit_hold(a, "%s: log_e_out %.6f, %.6f less what is left to "
	    "the vendor, bound %.3g%s", tt_verdict_name(f->verdict),
	    f->log_e_out, f->log_e_left, exp(f->ln_bound_out), whole);
}

bool
audit_score(struct audit *a)
{
	if (a->n_claims == 0)
		return audit_nothing(a, "there is no finding");
	if (!audit_text(a) || !read_all(a) || !fits(a) || !keep_first(a))
		return false;
	for (size_t i = 0; i < a->n_claims; i++)
		if (!check_claim(a, &a->claim[i]))
			return false;
	if (a->out->whole && !audit_whole(a))
		return false;
	return said(a);
}
