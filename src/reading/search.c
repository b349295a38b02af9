/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "reading/contest.h"
#include "reading/costs.h"
#include "reading/judge.h"
#include "reading/kin.h"
#include "reading/rule.h"
#include "reading/run.h"
#include "reading/stray.h"
#include "telltale/reading.h"

#define STRONG		(24 * NAT)	/* evidence that stands by itself: four
					 * or five words of literal text */
#define WEAK		(10 * NAT)	/* score that stands beside others' */
#define FAINT		(3 * NAT)	/* evidence that it needs for that */
#define LONE_MAX	8	/* spots of a stretch with a single hit */
#define LONE_BESIDE	6	/* hits of the best one: then none of them */
#define NEAR		64	/* bytes: beside each other */
#define WIDER		24	/* bytes about a stretch that is expected */
#define BESIDE		2	/* bytes: of a site as well */
#define KEPT_LEAST	2	/* times a thing must have been kept */
#define LOOKS_MAX	(4 * TT_QUOTES_MAX)	/* of one stretch, in all */

bool
run_breaks(const struct run *r, size_t i)
{
	const struct tt_normal *t = r->s->docket.t;
	const char *p;

	if (i == 0 || i == t->n)
		return true;
	if (t->text[i - 1] != ' ')
		return false;
	if (i > 1 && byte_ends_sentence((uint8_t)t->text[i - 2]))
		return true;
	p = r->s->docket.specimen.p + t->at[i - 1];
	return memchr(p, '\n', t->at[i] - t->at[i - 1]) != NULL;
}

static uint64_t
hash_text(const char *p, size_t n)
{
	uint8_t h[SHA256_LEN];
	uint64_t v;

	sha256(h, p, n);
	memcpy(&v, h, sizeof(v));
	return v;
}

enum tt_err
run_look(struct run *r, uint32_t number, size_t from, size_t to)
{
	struct docket *d = &r->s->docket;
	struct alignment al;
	struct window w;
	enum tt_err e;
	bool *breaks;

	breaks = reallocarray(r->r->breaks, to - from + 1, sizeof(*breaks));
	if (breaks == NULL)
		return TT_ENOMEM;
	r->r->breaks = breaks;
	for (size_t i = from; i <= to; i++)
		breaks[i - from] = run_breaks(r, i);
	w = (struct window){ (const uint8_t *)d->t->text + from, to - from,
		breaks };
	e = align(r->r->aligner, &d->l->stretches.at[number], &w, WEAK, &al);
	if (e == TT_ENOENT || e == TT_ELIMIT)
		return TT_OK;	/* it is not there, or too long to read */
	return e != TT_OK ? e : judge(d, number, &w, from, &al);
}

/* The same text has been looked at already. */
static bool
seen_before(struct run *r, size_t from, size_t to)
{
	const struct tt_normal *t = r->s->docket.t;
	uint64_t h = hash_text(t->text + from, to - from);

	for (size_t i = 0; i < r->r->n_seen; i++)
		if (r->r->seen[i] == h)
			return true;
	r->r->seen[r->r->n_seen++] = h;
	return false;
}

static enum tt_err
look_at_spots(struct run *r, uint32_t number, const struct spots *spots)
{
	struct looks *looks = &r->r->looks[number];
	uint32_t left_out = 0;	/* hits of what is not looked at */
	const struct spot *p;
	size_t lone = 0;
	enum tt_err e;

	r->r->n_seen = 0;
	for (size_t i = 0; i < spots->n; i++) {
		p = &spots->at[i];
		if (p->hits == 1 && (lone++ >= LONE_MAX ||
		    spots->at[0].hits >= LONE_BESIDE))
			break;
		if (seen_before(r, p->from, p->to))
			continue;
		if (r->r->n_seen > TT_QUOTES_MAX ||
		    looks->windows >= LOOKS_MAX) {
			left_out = p->hits;
			break;
		}
		looks->windows++;
		if ((e = run_look(r, number, p->from, p->to)) != TT_OK)
			return e;
	}
	if (left_out < spots->lost)
		left_out = spots->lost;
	if (spots->n > 0 && 2 * left_out >= spots->at[0].hits)
		looks->left_out = true;
	return TT_OK;
}

/* The best first. */
static int
by_score(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->stretch < y->stretch ? -1 : x->stretch > y->stretch;
}

static void
add_tally(struct tally *to, const struct tally *t)
{
	to->kept += t->kept;
	to->lost += t->lost;
}

enum tt_err
run_accept(struct run *r, struct finding *f)
{
	struct search *s = r->s;
	const struct claim *c = s->docket.claims.at + f->claim;
	enum tt_err e;

	f->accepted = true;
	for (size_t i = 0; i < f->n_claims; i++)
		if ((e = owners_claim(s->owners, c[i].from, c[i].to,
			c[i].element)) != TT_OK)
			return e;
	add_tally(&s->case_upper, &f->case_upper);
	add_tally(&s->case_lower, &f->case_lower);
	add_tally(&s->quotes, &f->quotes);
	return TT_OK;
}

static bool
beside_others(const struct search *s, const struct finding *f)
{
	for (size_t i = 1; i <= NEAR; i++)
		if ((f->from >= i &&
			owners_at(s->owners, f->from - i) != OWNER_NONE) ||
		    owners_at(s->owners, f->to + i - 1) != OWNER_NONE)
			return true;
	return false;
}

bool
run_is_taken(const struct run *r, const struct finding *f)
{
	const struct search *s = r->s;
	const struct claim *c = s->docket.claims.at + f->claim;
	size_t n = 0, taken = 0;
	uint32_t owner;

	for (size_t i = 0; i < f->n_claims; i++) {
		for (uint32_t k = c[i].from; k < c[i].to; k++, n++) {
			owner = owners_at(s->owners, k);
			taken += owner != OWNER_NONE && owner != c[i].element;
		}
	}
	return taken * 4 > n;
}

/* Findings from first on, sorted; strong ones only, or those beside others. */
static enum tt_err
accept_all(struct run *r, size_t first, bool weak)
{
	struct search *s = r->s;
	struct finding *f = s->docket.findings.at;
	size_t n = s->docket.findings.n;
	enum tt_err e;

	if (n > first)
		qsort(f + first, n - first, sizeof(*f), by_score);
	for (size_t i = first; i < n; i++) {
		if (f[i].accepted)
			continue;
		if (f[i].evidence < STRONG &&
		    !(weak && f[i].evidence >= FAINT &&
			beside_others(s, &f[i]) &&
			!run_is_taken(r, &f[i])))
			continue;
		if ((e = run_accept(r, &f[i])) != TT_OK)
			return e;
	}
	return TT_OK;
}

static uint32_t
longest_of(const struct lattice *l, uint32_t number)
{
	const struct stretch *t = &l->stretches.at[number];
	uint32_t n = 0;

	for (uint32_t i = t->first; i < t->end; i++)
		n += l->elements.at[i].longest;
	return n;
}

/* Look for stretch number right before or after where a neighbour was. */
static enum tt_err
look_beside(struct run *r, uint32_t number, struct finding f)
{
	size_t wide = longest_of(r->s->docket.l, number) + WIDER;
	size_t n = r->s->docket.t->n, mid, from, to;

	mid = f.stretch < number ? f.to : f.from;
	from = mid > wide ? mid - wide : 0;
	to = mid + wide < n ? mid + wide : n;
	return run_look(r, number, from, to);
}

/* Stretches of which nothing was found, where their neighbours were. */
static enum tt_err
look_for_missing(struct run *r)
{
	struct docket *d = &r->s->docket;
	size_t n = d->findings.n, n_stretches = d->l->stretches.n;
	bool *found = calloc(n_stretches + 1, sizeof(*found));
	enum tt_err e = TT_OK;
	struct finding f;

	if (found == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < n; i++)
		if (d->findings.at[i].accepted)
			found[d->findings.at[i].stretch] = true;
	for (size_t i = 0; i < n && e == TT_OK; i++) {
		f = d->findings.at[i];
		if (!f.accepted)
			continue;
		if (f.stretch > 0 && !found[f.stretch - 1])
			e = look_beside(r, f.stretch - 1, f);
		if (e == TT_OK && f.stretch + 1 < n_stretches &&
		    !found[f.stretch + 1])
			e = look_beside(r, f.stretch + 1, f);
	}
	free(found);
	return e;
}

static enum tt_err
run_all(struct run *r, const struct spots *spots)
{
	struct search *s = r->s;
	size_t first;
	enum tt_err e;

	for (uint32_t i = 0; i < s->docket.l->stretches.n; i++)
		if ((e = look_at_spots(r, i, &spots[i])) != TT_OK)
			return e;
	if ((e = accept_all(r, 0, false)) != TT_OK)
		return e;
	first = s->docket.findings.n;
	if ((e = look_for_missing(r)) != TT_OK ||
	    (e = accept_all(r, first, false)) != TT_OK)
		return e;
	if ((e = accept_all(r, 0, true)) != TT_OK)
		return e;
	if ((e = kin_reject(&s->docket)) != TT_OK ||
	    (e = stray_find(r)) != TT_OK)
		return e;
	return contest(&s->docket);
}

enum tt_err
searcher_new(struct searcher **out, const struct tt_bulletin *b)
{
	struct searcher *r = calloc(1, sizeof(*r));
	enum tt_err e;

	if (r == NULL)
		return TT_ENOMEM;
	r->b = b;
	if ((e = lattice_new(&r->l, b)) != TT_OK ||
	    (e = seeds_new(&r->seeds, r->l)) != TT_OK)
		goto out;
	e = TT_ENOMEM;
	if ((r->aligner = aligner_new(r->l)) == NULL)
		goto out;
	r->looks = calloc(r->l->stretches.n + 1, sizeof(*r->looks));
	r->seen = calloc(SPOTS_MAX + 1, sizeof(*r->seen));
	if (r->looks == NULL || r->seen == NULL)
		goto out;
	*out = r;
	return TT_OK;
out:
	searcher_free(r);
	return e;
}

void
searcher_free(struct searcher *r)
{
	if (r == NULL)
		return;
	seeds_free(r->seeds);
	aligner_free(r->aligner);
	lattice_free(r->l);
	free(r->looks);
	free(r->breaks);
	free(r->seen);
	free(r);
}

/* What was left out had half as many words in common as the best, or more. */
bool
searcher_crowded(const struct searcher *r, uint32_t stretch)
{
	return r->looks[stretch].left_out;
}

enum tt_err
search_run(struct search *s, struct searcher *r, const struct tt_piece *p,
    const struct tt_normal *t)
{
	struct run run = { s, r };
	struct spots *spots = NULL;
	enum tt_err e = TT_ENOMEM;

	*s = (struct search){ .docket = { .b = r->b, .l = r->l, .t = t,
		.piece = p, .specimen = p->bytes } };
	aligner_channel(r->aligner, p->kind);
	if ((s->owners = owners_new(t->n)) == NULL)
		return TT_ENOMEM;
	if ((e = seeds_find(r->seeds, t, &spots)) == TT_OK)
		e = run_all(&run, spots);
	spots_free(spots, r->l->stretches.n);
	if (e != TT_OK)
		search_done(s);
	return e;
}

void
search_done(struct search *s)
{
	owners_free(s->owners);
	free(s->docket.findings.at);
	free(s->docket.claims.at);
	free(s->docket.faults.at);
	free(s->docket.losses.at);
	free(s->docket.opinions.at);
	memset(s, 0, sizeof(*s));
}

/* Most of the bytes belong to text of other stretches. */
static bool
is_others(const struct search *s, const struct stretch *t,
    const struct opinion *o)
{
	uint32_t element, n = 0;

	for (uint32_t i = o->from; i < o->to; i++) {
		element = owners_at(s->owners, i);
		n += element != OWNER_NONE &&
		    (element < t->first || element >= t->end);
	}
	return n > (o->to - o->from) / 2;
}

bool
search_stands(const struct search *s, const struct finding *f,
    const struct opinion *o)
{
	const struct stretch *t = &s->docket.l->stretches.at[f->stretch];
	const struct loss *l;

	if (!f->accepted)
		return false;
	l = f->n_losses > 0 ? &s->docket.losses.at[f->loss] : NULL;
	for (size_t i = 0; i < f->n_losses; i++)
		if (l[i].to + BESIDE >= o->from && l[i].from <= o->to + BESIDE)
			return false;
	return (o->kind != OPINION_NOVEL || !is_others(s, t, o)) &&
	    !rule_denies(s, o);
}

static bool
kept(const struct tally *all, const struct tally *here)
{
	return all->kept >= KEPT_LEAST && here->lost == 0 &&
	    all->lost * 50 <= all->kept;
}

unsigned
search_kept(const struct search *s, const struct finding *f)
{
	unsigned keeps = 0;

	if (kept(&s->case_upper, &f->case_upper) &&
	    kept(&s->case_lower, &f->case_lower))
		keeps |= KEEPS_CASE;
	if (kept(&s->quotes, &f->quotes))
		keeps |= KEEPS_QUOTES;
	return keeps;
}
