/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/docket.h"

#define SHARE_OF_LEVEL	.5	/* of epsilon_t */
#define ENOUGH_SYMBOLS	8	/* q-ary sites read, to name */
#define ENOUGH_VALUES	2	/* or value sites; or a rare one */

double
docket_epsilon_t(const struct docket *d)
{
	double t = (double)d->r->t;

	return d->r->epsilon / (t * (t + 1));
}

size_t
docket_holders(const struct docket *d)
{
	return d->r->roster->n_holders + d->r->n_others;
}

size_t
docket_copies(const struct docket *d, size_t holder)
{
	return d->first[holder + 1] - d->first[holder];
}

enum tt_err
docket_open(struct docket *d, const struct tt_trace_request *r,
    struct memo *memo)
{
	enum tt_err e;

	*d = (struct docket){ .r = r, .memo = memo, .public = DOCKET_NONE,
		.code = tt_codebook_code(r->codebook), .ln_best = INFINITY };
	if (!(r->epsilon > 0 && r->epsilon < 1) || r->t < 1 ||
	    r->threads > TT_THREADS_MAX)
		return TT_ERANGE;
	d->ln_limit = log(SHARE_OF_LEVEL * docket_epsilon_t(d));
	for (size_t h = 0; h < r->roster->n_holders; h++)
		if (r->roster->holders[h].is_public)
			d->public = h;
	e = seen_new(&d->seen, d->code, r->observations, r->permitted);
	if (e != TT_OK)
		return e;
	d->first = row_first_copies(r->roster);
	d->keep = calloc(d->seen->n + 1, sizeof(*d->keep));
	d->strict = calloc(d->seen->n + 1, sizeof(*d->strict));
	if (d->first == NULL || d->keep == NULL || d->strict == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < d->seen->n; i++)
		d->keep[i] = true;
	return docket_set_up(d);
}

void
docket_close(struct docket *d)
{
	scales_free(d->scales);
	scales_free(d->without);
	scales_free(d->silent);
	seen_free(d->seen);
	free(d->first);
	free(d->keep);
	free(d->strict);
	suspects_done(&d->suspects);
}

static bool
has_emitters(const struct docket *d)
{
	const struct tt_trace_request *r = d->r;

	for (size_t h = 0; r->emits != NULL && r->emitted != NULL &&
	    h < r->roster->n_holders; h++)
		if (r->emits[h])
			return true;
	return false;
}

/* Of keep, what neither a permitted use gives away nor anybody sends. */
static enum tt_err
set_up_silent(struct docket *d, const struct weighing *w)
{
	bool *quiet, same = true;
	enum tt_err e = TT_OK;

	scales_free(d->silent);
	d->silent = NULL;
	if (!has_emitters(d))
		return TT_OK;
	if ((quiet = calloc(d->seen->n + 1, sizeof(*quiet))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < d->seen->n; i++) {
		quiet[i] = d->strict[i] &&
		    !d->r->emitted[d->seen->at[i].slot];
		same = same && quiet[i] == d->keep[i];
	}
	if (!same)
		e = scales_new(&d->silent, w, d->seen, quiet);
	free(quiet);
	return e;
}

enum tt_err
docket_set_up(struct docket *d)
{
	const struct weighing w = { .memo = d->memo,
		.codebook = d->r->codebook, .roster = d->r->roster,
		.first = d->first, .n_holders = docket_holders(d),
		.threads = d->r->threads };
	bool same = true;
	enum tt_err e;

	scales_free(d->scales);
	scales_free(d->without);
	d->scales = d->without = NULL;
	for (size_t i = 0; i < d->seen->n; i++) {
		d->strict[i] = d->keep[i] && !d->seen->at[i].permitted;
		same = same && d->strict[i] == d->keep[i];
	}
	e = scales_new(&d->scales, &w, d->seen, d->keep);
	if (e == TT_OK && !same)
		e = scales_new(&d->without, &w, d->seen, d->strict);
	return e == TT_OK ? set_up_silent(d, &w) : e;
}

/* Is enough read of a row, and of all copies' rows if more is set? */
static bool
is_enough(const struct seen_list *list, const uint8_t *row, bool more)
{
	unsigned symbols = 0, values = 0, rare = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct seen *at = &list->at[i];

		if (at->how != SEEN_READ || at->constant ||
		    (row[i] == CLASS_ABSENT &&
		    !(more && at->level == TT_SITE_COPY)))
			continue;
		symbols += !at->value;
		values += at->value;
		rare += at->rare;
	}
	return symbols >= ENOUGH_SYMBOLS || values >= ENOUGH_VALUES || rare > 0;
}

/* *names: as far as these sites go, it is named. */
static void
judge(const struct docket *d, const struct seen_list *list,
    const struct testimony *t, struct tt_suspect *out, bool *names)
{
	const struct certificate *c = &t->certificate;
	bool by_comb = false;

	out->certified = true;
	out->log_e = c->log_e;
	out->log_e_comb = c->log_e_comb;
	out->ln_p = c->ln_p;
	out->ln_bound = out->level == TT_SITE_HOLDER ?
	    certificate_bound_holder(c, out->n, &by_comb) :
	    certificate_bound_copy(c, out->n);
	out->team = t->team;
	out->outside = t->outside;
	out->log_e_out = t->log_e_out;
	*names = out->ln_bound <= d->ln_limit &&
	    is_enough(list, t->row, by_comb);
}

/* What is left to name it by; NULL: all. */
static struct scales *
strict_scales(const struct docket *d, const struct tt_suspect *s)
{
	bool emits = d->r->emits != NULL && d->r->emits[s->holder];

	return emits ? d->silent : d->without;
}

/* Would it be named without what permitted uses give away? */
static enum tt_err
judge_strictly(const struct docket *d, struct scales *w, struct tt_suspect s,
    size_t index, bool *names)
{
	struct testimony t;
	enum tt_err e = TT_OK;

	if (s.level == TT_SITE_COPY)
		e = scales_enter(w, s.holder);
	if (e == TT_OK && (e = scales_weigh(w, s.level, index, &t)) == TT_OK) {
		judge(d, w->list[s.level], &t, &s, names);
		testimony_done(&t);
	}
	return e;
}

static struct tt_suspect
suspect(const struct docket *d, enum tt_site_level level, size_t index)
{
	const struct tt_roster *r = d->r->roster;
	size_t holder = level == TT_SITE_HOLDER ? index :
	    r->copies[index].holder;
	struct tt_suspect s = { .level = level, .holder = (uint32_t)holder,
		.copy = (uint32_t)index, .n = docket_copies(d, holder),
		.verdict = TT_VERDICT_INCONCLUSIVE, .log_e_comb = NAN,
		.log_e_out = NAN };

	if (level == TT_SITE_HOLDER) {
		s.copy = s.n == 1 ? (uint32_t)d->first[holder] : TT_NO_COPY;
		s.n = docket_holders(d);
	}
	return s;
}

static void
keep_weights(struct docket *d, const struct mixture *mix,
    const struct tt_suspect *s)
{
	if (s->level != TT_SITE_HOLDER || s->holder == d->public ||
	    s->ln_bound >= d->ln_best)
		return;
	d->ln_best = s->ln_bound;
	memset(d->weight, 0, sizeof(d->weight));
	for (size_t i = 0; i < mix->n; i++)
		d->weight[mix->h[i].model] += mix->weight[i];
}

enum tt_err
docket_certify(struct docket *d, enum tt_site_level level, size_t index,
    struct tt_suspect *out)
{
	const struct seen_list *list = d->scales->list[level];
	struct tt_suspect s = suspect(d, level, index);
	struct testimony t;
	bool names, still = true;
	enum tt_err e;

	if ((e = scales_weigh(d->scales, level, index, &t)) != TT_OK)
		return e;
	judge(d, list, &t, &s, &names);
	if (names && strict_scales(d, &s) != NULL)
		e = judge_strictly(d, strict_scales(d, &s), s, index, &still);
	s.needs_permitted = names && !still;
	if (names && still)
		s.verdict = TT_VERDICT_NAMED;
	else if (s.ln_bound <= log(TT_STRONG))
		s.verdict = TT_VERDICT_STRONG;
	keep_weights(d, t.mix, &s);
	if (e == TT_OK)
		e = suspect_grounds(&s, list, t.mix->mean, t.row);
	if (e == TT_OK)
		*out = s;
	testimony_done(&t);
	return e;
}

struct tt_suspect
docket_show(const struct docket *d, enum tt_site_level level,
    const struct scored *row)
{
	struct tt_suspect s = suspect(d, level, row->index);
	struct certificate c = certificate_single(row->single);

	s.log_e = c.log_e;
	s.ln_p = c.ln_p;
	s.ln_bound = level == TT_SITE_HOLDER ?
	    certificate_bound_holder(&c, s.n, NULL) :
	    certificate_bound_copy(&c, s.n);
	if (s.ln_bound <= log(TT_STRONG))
		s.verdict = TT_VERDICT_STRONG;
	return s;
}
