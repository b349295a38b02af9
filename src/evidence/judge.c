/* SPDX-License-Identifier: ISC */
/*
 * Holders at half of epsilon_t, then the copies of each that is named at the
 * other half.  At each level everybody of the team that the decoder finds is
 * certified, and whoever looks bad enough alone.
 */
#include <math.h>
#include <stdlib.h>

#include "evidence/counts.h"
#include "evidence/docket.h"
#include "evidence/judge.h"
#include "evidence/known.h"
#include "evidence/sum.h"

#define NEAR	8	/* nats below the threshold: still certified */
#define SHOWN	10	/* best of each level, certified or not */

/* Rows to be certified, by index in the roster. */
struct docket_list {
	size_t n;
	uint32_t *at;
};

static void
list_add(struct docket_list *l, uint32_t index)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i] == index)
			return;
	l->at[l->n++] = index;
}

/* Candidates as the decoder left them, but the public rendering. */
static enum tt_err
pick_candidates(struct docket *d, enum tt_site_level level,
    const struct tt_team *team, struct docket_list *out)
{
	struct scales *s = d->scales;
	const struct decoder *dec = &s->decoder[level];
	struct field *f = &s->field[level];
	double threshold = f->ln_n - log(d->r->epsilon) - NEAR;
	double score[PRIOR_LISTS];

	out->n = 0;
	out->at = calloc(dec->pool.n + TT_TEAM_MAX, sizeof(*out->at));
	if (out->at == NULL)
		return TT_ENOMEM;
	for (unsigned i = 0; i < team->n; i++)
		list_add(out, team->at[i]);
	for (size_t k = 0; k < dec->pool.n; k++) {
		uint32_t index = dec->pool.index[k];

		if (dec->may[k] && prior_score(f->prior, field_row(f, index),
		    score) >= threshold)
			list_add(out, index);
	}
	return TT_OK;
}

static bool
is_public(const struct docket *d, enum tt_site_level level, uint32_t index)
{
	return level == TT_SITE_HOLDER && index == d->public;
}

/* Is this one that a simulation asks about? */
static bool
is_asked(const struct docket *d, enum tt_site_level level, uint32_t index)
{
	if (d->only == NULL)
		return !is_public(d, level, index);
	for (size_t i = 0; i < d->only->n; i++)
		if (index == (level == TT_SITE_COPY ? d->only->copy[i] :
		    d->r->roster->copies[d->only->copy[i]].holder))
			return true;
	return false;
}

static enum tt_err
certify_candidates(struct docket *d, enum tt_site_level level,
    struct tt_team *team)
{
	struct decoder *dec = &d->scales->decoder[level];
	struct docket_list list = { .n = 0 };
	struct team found;
	enum tt_err e;

	if ((e = decoder_run(dec, FIELD_NOBODY, &found)) != TT_OK)
		return e;
	*team = testimony_team(dec, &found);
	e = pick_candidates(d, level, team, &list);
	for (size_t i = 0; i < list.n && e == TT_OK; i++) {
		struct tt_suspect s;

		if (!is_asked(d, level, list.at[i]))
			continue;
		if ((e = docket_certify(d, level, list.at[i], &s)) == TT_OK)
			e = suspects_add(&d->suspects, &s);
		if (d->only != NULL && s.verdict == TT_VERDICT_NAMED)
			break;
	}
	free(list.at);
	return e;
}

/* The best by S_single, too, as far as they are not there yet. */
static enum tt_err
show_best(struct docket *d, enum tt_site_level level)
{
	const struct best *best = &d->scales->field[level].single;
	enum tt_err e = TT_OK;

	for (size_t i = 0, n = 0; i < best->n && n < SHOWN && e == TT_OK;
	    i++) {
		const struct scored *row = &best->at[i];
		struct tt_suspect s;

		if (is_public(d, level, row->index))
			continue;
		n++;
		if (suspects_have(&d->suspects, level, row->index))
			continue;
		s = docket_show(d, level, row);
		e = suspects_add(&d->suspects, &s);
	}
	return e;
}

static enum tt_err
judge_level(struct docket *d, enum tt_site_level level, struct tt_team *team)
{
	size_t begin = d->suspects.n;
	enum tt_err e;

	if ((e = certify_candidates(d, level, team)) != TT_OK ||
	    (e = show_best(d, level)) != TT_OK)
		return e;
	return suspects_sort(&d->suspects, begin, d->r->roster);
}

/* ln e of every holder: half of it e_comb, where there is one. */
static enum tt_err
tell_all(const struct docket *d, struct tt_trace *out)
{
	const struct field *f = &d->scales->field[TT_SITE_HOLDER];
	size_t n = f->to - f->from;

	if ((out->ln_e = calloc(n + 1, sizeof(*out->ln_e))) == NULL)
		return TT_ENOMEM;
	for (size_t h = 0; h < n; h++)
		out->ln_e[h] = certificate_single(f->s_single[h]).log_e -
		    M_LN2;
	for (size_t i = 0; i < d->suspects.n; i++) {
		const struct tt_suspect *s = &d->suspects.at[i];

		if (s->certified)
			out->ln_e[s->holder] = ln_add(s->log_e,
			    s->log_e_comb) - M_LN2;
	}
	return TT_OK;
}

/* A holder with one copy is that copy. */
static enum tt_err
judge_copies(struct docket *d)
{
	size_t n_holders = d->suspects.n;
	struct tt_team team;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < n_holders && e == TT_OK; i++) {
		size_t h = d->suspects.at[i].holder;

		if (d->suspects.at[i].verdict != TT_VERDICT_NAMED ||
		    docket_copies(d, h) == 1)
			continue;
		if ((e = scales_enter(d->scales, h)) == TT_OK)
			e = judge_level(d, TT_SITE_COPY, &team);
	}
	return e;
}

static void
count_sites(const struct docket *d, struct tt_trace *out)
{
	const struct row_source *rows = d->scales->rows;

	counts_read(d->code, d->scales->list[TT_SITE_HOLDER], out->level);
	out->sites = counts_both(out->level);
	for (size_t i = 0; i < d->suspects.n; i++) {
		struct tt_suspect *s = &d->suspects.at[i];
		bool all = s->level == TT_SITE_HOLDER && s->copy != TT_NO_COPY;

		s->sites = all ? out->sites : out->level[s->level];
		s->sites.absent = counts_absent(d->code, rows, s, all);
	}
	if (d->suspects.n > 0)
		out->sites.absent = counts_absent(d->code, rows,
		    &d->suspects.at[0], true);
}

/* The best that any row could do: to agree at every site that was read. */
static double
least_ln_p(const struct docket *d)
{
	const struct seen_list *list = d->scales->list[TT_SITE_HOLDER];
	double sum = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct seen *s = &list->at[i];
		double p = 0;

		for (unsigned a = 0; a < s->n; a++)
			if (s->constant || known_agrees(s, (uint8_t)a))
				p += s->p[a];
		if (s->how == SEEN_READ)
			sum += log(p);
	}
	return fmin(0, sum);
}

static void
give_verdicts(struct docket *d, struct tt_trace *out)
{
	out->verdict = out->sites.read == 0 ? TT_VERDICT_NONE :
	    TT_VERDICT_INCONCLUSIVE;
	for (size_t i = 0; i < d->suspects.n; i++) {
		struct tt_suspect *s = &d->suspects.at[i];

		if (out->sites.read == 0)
			s->verdict = TT_VERDICT_NONE;
		else if (s->level == TT_SITE_HOLDER &&
		    s->verdict < out->verdict)
			out->verdict = s->verdict;
	}
}

static void
conclude(struct docket *d, struct tt_trace *out)
{
	const struct tt_trace_request *r = d->r;

	count_sites(d, out);
	give_verdicts(d, out);
	out->epsilon = r->epsilon;
	out->epsilon_t = docket_epsilon_t(d);
	out->t = r->t;
	out->n_holders = r->roster->n_holders;
	out->n_others = r->n_others;
	out->n_copies = r->roster->n_copies;
	for (unsigned b = 0; b < TT_MODELS; b++)
		out->weight[b] = d->weight[b];
	for (unsigned c = 0; c < TT_NONE_COLLUDERS; c++)
		out->power[c] = NAN;
	out->least_ln_p = least_ln_p(d);
	out->too_short = log((double)docket_holders(d)) + out->least_ln_p >
	    d->ln_limit;
	out->suspects = d->suspects.at;
	out->n_suspects = d->suspects.n;
	d->suspects = (struct suspects){ .n = 0 };	/* transferred */
}

static enum tt_err
judge_with(struct tt_trace **out, const struct tt_trace_request *r,
    struct memo *memo, const struct judge_only *only)
{
	struct tt_trace *t = calloc(1, sizeof(*t));
	struct docket d;
	enum tt_err e;

	if (t == NULL)
		return TT_ENOMEM;
	if ((e = docket_open(&d, r, memo)) != TT_OK)
		goto out;
	d.only = only;
	if ((e = known_set_aside(&d, t)) != TT_OK ||
	    (e = judge_level(&d, TT_SITE_HOLDER, &t->team)) != TT_OK ||
	    (e = tell_all(&d, t)) != TT_OK ||
	    (e = judge_copies(&d)) != TT_OK)
		goto out;
	conclude(&d, t);
	*out = t;
	t = NULL;	/* transferred */
out:
	docket_close(&d);
	tt_trace_free(t);
	return e;
}

enum tt_err
judge_specimen(struct tt_trace **out, const struct tt_trace_request *r,
    struct memo *memo, const struct judge_only *only)
{
	struct memo *own = NULL;
	enum tt_err e;

	if (memo == NULL && (memo = own = memo_new()) == NULL)
		return TT_ENOMEM;
	e = judge_with(out, r, memo, only);
	memo_free(own);
	return e;
}
