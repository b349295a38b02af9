/* SPDX-License-Identifier: ISC */
/*
 * Holders at half of epsilon_t, then the copies of each that is named at the
 * other half.  What names only with sites that a permitted use gives away is
 * weighed a second time without them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/counts.h"
#include "evidence/judge.h"
#include "evidence/mixture.h"
#include "evidence/scales.h"
#include "evidence/suspects.h"

#define SHARE_OF_LEVEL	.5	/* of epsilon_t */
#define NEAR		8	/* nats below the threshold: still certified */
#define MANY		100000	/* rows from which lists are longer */
#define LIST		50
#define LONG_LIST	100
#define SHOWN		10	/* best of each level, certified or not */
#define ENOUGH_SYMBOLS	8	/* q-ary sites read, to name */
#define ENOUGH_VALUES	2	/* or value sites; or a rare one */

struct docket {
	const struct tt_trace_request *r;
	const struct tt_code *code;
	size_t only;
	size_t public;		/* index of that holder, or SIZE_MAX */
	double ln_limit;	/* a bound at most this names */
	size_t *first;		/* of each holder's copies */
	struct seen_list *seen;
	bool *keep;		/* of seen: not told by the public text */
	bool *strict;		/* of those, not a permitted use's either */
	struct scales *scales;	/* of keep */
	struct scales *without;	/* of strict; NULL if it is the same */
	struct suspects suspects;
};

static enum tt_err
check(const struct tt_trace_request *r)
{
	if (!(r->epsilon > 0 && r->epsilon < 1) || r->t < 1)
		return TT_ERANGE;
	return TT_OK;
}

static double
epsilon_t(const struct tt_trace_request *r)
{
	return r->epsilon / ((double)r->t * ((double)r->t + 1));
}

/* Whom a bound at holder level multiplies with. */
static size_t
n_holders(const struct docket *d)
{
	return d->r->roster->n_holders + d->r->n_others;
}

static size_t
n_copies(const struct docket *d, size_t holder)
{
	return d->first[holder + 1] - d->first[holder];
}

static enum tt_err
open_docket(struct docket *d, const struct tt_trace_request *r, size_t only)
{
	enum tt_err e;

	*d = (struct docket){ .r = r, .only = only, .public = SIZE_MAX,
		.code = tt_codebook_code(r->codebook),
		.ln_limit = log(SHARE_OF_LEVEL * epsilon_t(r)) };
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
	return TT_OK;
}

static void
close_docket(struct docket *d)
{
	scales_free(d->scales);
	scales_free(d->without);
	seen_free(d->seen);
	free(d->first);
	free(d->keep);
	free(d->strict);
	suspects_done(&d->suspects);
}

static enum tt_err
set_up_scales(struct docket *d)
{
	const struct tt_trace_request *r = d->r;
	bool same = true;
	enum tt_err e;

	for (size_t i = 0; i < d->seen->n; i++) {
		d->strict[i] = d->keep[i] && !d->seen->at[i].permitted;
		same = same && d->strict[i] == d->keep[i];
	}
	e = scales_new(&d->scales, r->codebook, r->roster, d->first, d->seen,
	    d->keep);
	if (e == TT_OK && !same)
		e = scales_new(&d->without, r->codebook, r->roster, d->first,
		    d->seen, d->strict);
	return e;
}

/* Does the specimen say at this site what a row of this class says? */
static bool
agrees(const struct seen *s, uint8_t class)
{
	if (s->how != SEEN_READ || class == CLASS_ABSENT)
		return false;
	if (s->value)
		return class == CLASS_IN;
	for (unsigned a = 0; a < s->n; a++)
		if (s->likelihood[a] > s->likelihood[class])
			return false;
	return true;
}

/* Is enough read of a row, and of all copies' rows if more is set? */
static bool
is_enough(const struct scales *s, enum tt_site_level level, bool more)
{
	const struct seen_list *list = s->list[level];
	unsigned symbols = 0, values = 0, rare = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct seen *at = &list->at[i];

		if (at->how != SEEN_READ || at->constant ||
		    (s->row[level][i] == CLASS_ABSENT &&
		    !(more && at->level == TT_SITE_COPY)))
			continue;
		symbols += !at->value;
		values += at->value;
		rare += at->rare;
	}
	return symbols >= ENOUGH_SYMBOLS || values >= ENOUGH_VALUES || rare > 0;
}

/* Weigh one row; *names: as far as these sites go, it is named. */
static enum tt_err
weigh(const struct docket *d, struct scales *s, struct tt_suspect *out,
    bool *names)
{
	struct certificate c;
	bool by_comb = false, holder = out->level == TT_SITE_HOLDER;
	enum tt_err e;

	e = holder ? scales_weigh_holder(s, out->holder, &c) :
	    scales_weigh_copy(s, out->copy, &c);
	if (e != TT_OK)
		return e;
	out->certified = true;
	out->log_e = c.log_e;
	out->log_e_comb = c.log_e_comb;
	out->ln_p = c.ln_p;
	out->ln_bound = holder ?
	    certificate_bound_holder(&c, out->n, &by_comb) :
	    certificate_bound_copy(&c, out->n);
	*names = out->ln_bound <= d->ln_limit &&
	    is_enough(s, out->level, by_comb);
	return TT_OK;
}

static struct tt_suspect
suspect(const struct docket *d, enum tt_site_level level, size_t index)
{
	const struct tt_roster *r = d->r->roster;
	size_t holder = level == TT_SITE_HOLDER ? index :
	    r->copies[index].holder;
	struct tt_suspect s = { .level = level, .holder = (uint32_t)holder,
		.copy = (uint32_t)index, .n = n_copies(d, holder),
		.verdict = TT_VERDICT_INCONCLUSIVE, .log_e_comb = NAN };

	if (level == TT_SITE_HOLDER) {
		s.copy = s.n == 1 ? (uint32_t)d->first[holder] : TT_NO_COPY;
		s.n = n_holders(d);
	}
	return s;
}

/* With the grounds, and the verdict that the certificate gives. */
static enum tt_err
certify(const struct docket *d, enum tt_site_level level, size_t index,
    struct tt_suspect *out)
{
	struct tt_suspect s = suspect(d, level, index), again;
	struct scales *scales = d->scales;
	bool names, still = true;
	enum tt_err e;

	if ((e = weigh(d, scales, &s, &names)) != TT_OK)
		return e;
	if (names && d->without != NULL) {
		again = s;
		if ((e = weigh(d, d->without, &again, &still)) != TT_OK)
			return e;
	}
	s.needs_permitted = names && !still;
	if (names && still)
		s.verdict = TT_VERDICT_NAMED;
	else if (s.ln_bound <= log(TT_STRONG))
		s.verdict = TT_VERDICT_STRONG;
	e = suspect_grounds(&s, scales->list[level],
	    scales->lone[level].mix->mean, scales->row[level]);
	if (e == TT_OK)
		*out = s;
	return e;
}

/* Not certified, only shown: p is 1. */
static struct tt_suspect
show(const struct docket *d, enum tt_site_level level,
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

static enum tt_err
certify_candidates(struct docket *d, enum tt_site_level level,
    const struct best *list, double threshold)
{
	struct tt_suspect s;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < list->n && e == TT_OK; i++) {
		const struct scored *row = &list->at[i];

		if (row->single < threshold || suspects_have(&d->suspects,
		    level, row->index))
			continue;
		if ((e = certify(d, level, row->index, &s)) == TT_OK)
			e = suspects_add(&d->suspects, &s);
	}
	return e;
}

/* The rows from `from` to before `to`, n of them for the bound. */
static enum tt_err
judge_level(struct docket *d, enum tt_site_level level, size_t from, size_t to,
    size_t n)
{
	double threshold = log((double)n / d->r->epsilon) - NEAR;
	size_t begin = d->suspects.n;
	size_t skip = level == TT_SITE_HOLDER ? d->public : SIZE_MAX;
	struct ranking rank;
	enum tt_err e = TT_OK;

	scales_rank(d->scales, level, from, to, skip, n > MANY ? LONG_LIST :
	    LIST, &rank);
	for (unsigned t = 0; t < LONE_MODELS && e == TT_OK; t++)
		e = certify_candidates(d, level, &rank.list[t], threshold);
	for (size_t i = 0; i < rank.single.n && i < SHOWN && e == TT_OK; i++) {
		struct tt_suspect s = show(d, level, &rank.single.at[i]);

		if (!suspects_have(&d->suspects, level,
		    rank.single.at[i].index))
			e = suspects_add(&d->suspects, &s);
	}
	return e == TT_OK ? suspects_sort(&d->suspects, begin, d->r->roster) :
	    e;
}

static enum tt_err
judge_holders(struct docket *d)
{
	size_t here = d->r->roster->n_holders, n = n_holders(d);

	return d->only == JUDGE_ALL ?
	    judge_level(d, TT_SITE_HOLDER, 0, here, n) :
	    judge_level(d, TT_SITE_HOLDER, d->only, d->only + 1, n);
}

/* A holder with one copy is that copy. */
static enum tt_err
judge_copies(struct docket *d)
{
	size_t n_holders = d->suspects.n;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < n_holders && e == TT_OK; i++) {
		const struct tt_suspect *s = &d->suspects.at[i];
		size_t h = s->holder;

		if (s->verdict == TT_VERDICT_NAMED && n_copies(d, h) > 1)
			e = judge_level(d, TT_SITE_COPY, d->first[h],
			    d->first[h + 1], n_copies(d, h));
	}
	return e;
}

/* From here on only sites that do not say what this row says. */
static enum tt_err
set_aside(struct docket *d, const uint8_t *row)
{
	const struct seen_list *list = d->scales->list[TT_SITE_HOLDER];
	size_t k = 0;

	for (size_t i = 0; i < d->seen->n; i++) {
		if (!d->keep[i])
			continue;
		d->keep[i] = !agrees(&list->at[k], row[k]);
		k++;
	}
	scales_free(d->scales);
	scales_free(d->without);
	d->scales = d->without = NULL;
	return set_up_scales(d);
}

/*
 * What the public rendering explains, it explains first; then the rest of the
 * specimen is what others are judged by.
 */
static enum tt_err
judge_public(struct docket *d, struct tt_trace *out)
{
	struct tt_suspect *s;
	struct scales *scales = d->scales;
	enum tt_err e;

	if (d->public == SIZE_MAX)
		return TT_OK;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return TT_ENOMEM;
	out->public_text = s;
	if ((e = certify(d, TT_SITE_HOLDER, d->public, s)) != TT_OK)
		return e;
	s->verdict = TT_VERDICT_INCONCLUSIVE;
	if (s->ln_bound > log(d->r->epsilon))
		return TT_OK;
	out->public_explains = true;
	row_holder(&scales->rows[TT_SITE_HOLDER], d->public,
	    scales->row[TT_SITE_HOLDER]);
	return set_aside(d, scales->row[TT_SITE_HOLDER]);
}

/* The class of a text in which o was read; absent if that is not one. */
static uint8_t
class_read(const struct seen *s, const struct tt_observation *o)
{
	if (o == NULL)
		return CLASS_ABSENT;
	if (o->kind == TT_OBS_SYMBOL && !s->value && o->symbol < s->n)
		return seen_class(s, o->symbol);
	if (o->kind == TT_OBS_VALUES && s->value && o->whole &&
	    o->n_values == 1)
		return seen_class(s, o->values[0]);
	return CLASS_ABSENT;
}

/*
 * A text published elsewhere is judged as if it were one more holder, by the
 * factors averaged over the models: does it explain what was read?  It looks
 * at no row, so whatever is set aside costs power only.
 */
static enum tt_err
judge_published(struct docket *d, const struct tt_observations *text,
    bool *explains)
{
	const struct seen_list *list = d->scales->list[TT_SITE_HOLDER];
	const struct mixture *mix = d->scales->lone[TT_SITE_HOLDER].mix;
	uint8_t *row = secret_new(list->n + 1);
	double ln_bound;
	enum tt_err e = TT_OK;

	if (row == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < list->n; i++)
		row[i] = class_read(&list->at[i], tt_observations_at(text,
		    list->at[i].slot));
	ln_bound = log((double)n_holders(d)) - mixture_sitewise(mix, row);
	*explains = ln_bound <= log(d->r->epsilon);
	if (*explains)
		e = set_aside(d, row);
	secret_free(row);
	return e;
}

/* What everybody could have, before anybody is judged. */
static enum tt_err
judge_known(struct docket *d, struct tt_trace *out)
{
	size_t n = d->r->n_published;
	enum tt_err e;

	if ((out->published_explain = calloc(n + 1,
	    sizeof(*out->published_explain))) == NULL)
		return TT_ENOMEM;
	out->n_published = n;
	if ((e = set_up_scales(d)) == TT_OK)
		e = judge_public(d, out);
	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = judge_published(d, d->r->published[i],
		    &out->published_explain[i]);
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
			if (s->constant || agrees(s, (uint8_t)a))
				p += s->p[a];
		if (s->how == SEEN_READ)
			sum += log(p);
	}
	return fmin(0, sum);
}

static void
conclude(struct docket *d, struct tt_trace *out)
{
	const struct tt_trace_request *r = d->r;
	const struct mixture *mix = d->scales->lone[TT_SITE_HOLDER].mix;

	count_sites(d, out);
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
	out->epsilon = r->epsilon;
	out->epsilon_t = epsilon_t(r);
	out->t = r->t;
	out->n_holders = r->roster->n_holders;
	out->n_others = r->n_others;
	out->n_copies = r->roster->n_copies;
	for (size_t k = 0; k < mix->n; k++)
		out->weight[mix->h[k].model] += mix->weight[k];
	out->power = NAN;
	out->least_ln_p = least_ln_p(d);
	out->too_short = log((double)n_holders(d)) + out->least_ln_p >
	    d->ln_limit;
	out->suspects = d->suspects.at;
	out->n_suspects = d->suspects.n;
	d->suspects = (struct suspects){ .n = 0 };	/* transferred */
}

enum tt_err
judge_specimen(struct tt_trace **out, const struct tt_trace_request *r,
    size_t only)
{
	struct tt_trace *t = NULL;
	struct docket d;
	enum tt_err e;

	if ((e = check(r)) != TT_OK)
		return e;
	e = TT_ENOMEM;
	if ((t = calloc(1, sizeof(*t))) == NULL)
		return e;
	if ((e = open_docket(&d, r, only)) != TT_OK ||
	    (e = judge_known(&d, t)) != TT_OK ||
	    (e = judge_holders(&d)) != TT_OK ||
	    (e = judge_copies(&d)) != TT_OK)
		goto out;
	conclude(&d, t);
	*out = t;
	t = NULL;	/* transferred */
out:
	close_docket(&d);
	tt_trace_free(t);
	return e;
}
