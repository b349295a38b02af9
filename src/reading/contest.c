/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "reading/align.h"
#include "reading/contest.h"
#include "reading/grow.h"

#define FAULT		24	/* weighs more than all that stands beside:
				 * a slip is one for both */
#define BESIDE		40	/* bytes on each side that are looked at */
#define BESIDE_WEIGHT	4	/* so many of them weigh as one */
#define CLEARLY		4	/* less is no difference */
#define PETTY		4	/* bytes that nobody argues about */
#define JOINED		3	/* bytes between claims that are one text */
#define RIVALS_MAX	256	/* overlapping findings that are compared */

/* A stretch of bytes that both claim, by other elements. */
struct dispute {
	uint32_t from, to;
	size_t a, a_end, b, b_end;	/* runs of the claims of both */
};

static const struct claim *
claims_of(const struct docket *d, const struct finding *f)
{
	return d->claims.at + f->claim;
}

static int64_t
count_faults(const struct docket *d, const struct finding *f,
    const struct dispute *r)
{
	const struct fault *e = d->faults.at + f->fault;
	int64_t n = 0;

	for (size_t i = 0; i < f->n_faults; i++)
		if (e[i].at + 1 >= r->from && e[i].at <= r->to)
			n += e[i].n;
	return n;
}

/* Bytes that f explains on both sides of what is argued about. */
static int64_t
count_beside(const struct docket *d, const struct finding *f,
    const struct dispute *r, size_t i, size_t end)
{
	const struct claim *c = claims_of(d, f);
	int64_t before = r->from - c[i].from, after = c[end - 1].to - r->to;

	for (; i > 0 && before < BESIDE &&
	     c[i].from <= c[i - 1].to + JOINED; i--)
		before += c[i - 1].to - c[i - 1].from;
	for (; end < f->n_claims && after < BESIDE &&
	     c[end].from <= c[end - 1].to + JOINED; end++)
		after += c[end].to - c[end].from;
	return (before < BESIDE ? before : BESIDE) +
	    (after < BESIDE ? after : BESIDE);
}

static bool
lose(struct docket *d, const struct finding *f, const struct dispute *r)
{
	if (!GROW(d->losses))
		return false;
	d->losses.at[d->losses.n++] = (struct loss){
		(uint32_t)(f - d->findings.at), r->from, r->to };
	return true;
}

static bool
settle(struct docket *d, const struct finding *f, const struct finding *g,
    const struct dispute *r)
{
	int64_t better;

	if (r->to - r->from <= PETTY)
		return true;
	better = FAULT * (count_faults(d, g, r) - count_faults(d, f, r));
	better += (count_beside(d, f, r, r->a, r->a_end) -
	    count_beside(d, g, r, r->b, r->b_end)) / BESIDE_WEIGHT;
	if (better > -CLEARLY && better < CLEARLY)
		better = (f->score - g->score) / (NAT * BESIDE_WEIGHT);
	return (better >= CLEARLY || lose(d, f, r)) &&
	    (better <= -CLEARLY || lose(d, g, r));
}

static uint32_t
later(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static uint32_t
earlier(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Go through the claims of both side by side; they ascend. */
static bool
compare(struct docket *d, const struct finding *f, const struct finding *g)
{
	const struct claim *a = claims_of(d, f), *b = claims_of(d, g);
	struct dispute r = { .from = 0 };
	uint32_t from, to;
	bool open = false;

	for (size_t i = 0, j = 0; i < f->n_claims && j < g->n_claims;) {
		from = later(a[i].from, b[j].from);
		to = earlier(a[i].to, b[j].to);
		if (from < to) {
			if (open && (a[i].element == b[j].element ||
				from > r.to + JOINED)) {
				if (!settle(d, f, g, &r))
					return false;
				open = false;
			}
			if (a[i].element != b[j].element) {
				if (!open)
					r = (struct dispute){ from, to, i, i, j,
						j };
				open = true;
				r.to = to;
				r.a_end = i + 1;
				r.b_end = j + 1;
			}
		}
		if (a[i].to < b[j].to)
			i++;
		else
			j++;
	}
	return !open || settle(d, f, g, &r);
}

static int
by_start(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a;
	const struct finding *y = *(const struct finding *const *)b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->stretch < y->stretch ? -1 : x->stretch > y->stretch;
}

static int
by_finding(const void *a, const void *b)
{
	const struct loss *x = a, *y = b;

	if (x->finding != y->finding)
		return x->finding < y->finding ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

/* Each finding gets its run of the losses. */
static void
hand_out(struct docket *d)
{
	struct loss *l = d->losses.at;
	struct finding *f;

	if (d->losses.n == 0)
		return;
	qsort(l, d->losses.n, sizeof(*l), by_finding);
	for (size_t i = 0; i < d->losses.n; i++) {
		f = &d->findings.at[l[i].finding];
		if (f->n_losses++ == 0)
			f->loss = i;
	}
}

enum tt_err
contest(struct docket *d)
{
	const struct finding **f = calloc(d->findings.n + 1, sizeof(*f));
	bool ok = f != NULL;
	size_t n = 0;

	for (size_t i = 0; ok && i < d->findings.n; i++)
		if (d->findings.at[i].accepted)
			f[n++] = &d->findings.at[i];
	if (n > 0)
		qsort(f, n, sizeof(*f), by_start);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; ok && j < n && j - i <= RIVALS_MAX &&
		     f[j]->from < f[i]->to; j++)
			ok = compare(d, f[i], f[j]);
	if (ok)
		hand_out(d);
	free(f);
	return ok ? TT_OK : TT_ENOMEM;
}
