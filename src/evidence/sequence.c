/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/sum.h"
#include "telltale/sequence.h"
#include "telltale/trace.h"

#define FIRST_WEIGHT	.9	/* of a bulletin's first reading */

struct reading {
	uint8_t codebook[32];
	uint64_t t;
};

/* What one reading gives one holder. */
struct gain {
	char *id;
	uint32_t reading;
	double ln;		/* ln of its weight times e */
};

struct tt_sequence {
	struct reading *readings;
	size_t n_readings;
	struct gain *gains;
	size_t n_gains;
};

static double
ln_weight(uint64_t t)
{
	double k = (double)t;

	return t == 1 ? log(FIRST_WEIGHT) :
	    log((1 - FIRST_WEIGHT) / (k * (k - 1)));
}

static int
by_id(const void *a, const void *b)
{
	const struct tt_sequence_e *p = a, *q = b;

	return strcmp(p->id, q->id);
}

/* Ids as they should be, none of them twice. */
static enum tt_err
check_ids(const struct tt_sequence_e *e, size_t n)
{
	struct tt_sequence_e *sorted = calloc(n + 1, sizeof(*sorted));
	enum tt_err err = TT_OK;

	if (sorted == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(e[i].id);

		if (!isfinite(e[i].ln_e) || len == 0 ||
		    len > TT_SEQUENCE_ID_MAX)
			err = TT_ERANGE;
		sorted[i] = e[i];
	}
	qsort(sorted, n, sizeof(*sorted), by_id);
	for (size_t i = 1; i < n; i++)
		if (strcmp(sorted[i - 1].id, sorted[i].id) == 0)
			err = TT_ERANGE;
	free(sorted);
	return err;
}

static bool
has_reading(const struct tt_sequence *s, const uint8_t codebook[32],
    uint64_t t)
{
	for (size_t i = 0; i < s->n_readings; i++)
		if (s->readings[i].t == t &&
		    memcmp(s->readings[i].codebook, codebook, 32) == 0)
			return true;
	return false;
}

enum tt_err
tt_sequence_new(struct tt_sequence **out)
{
	struct tt_sequence *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return TT_ENOMEM;
	*out = s;
	return TT_OK;
}

void
tt_sequence_free(struct tt_sequence *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n_gains; i++)
		free(s->gains[i].id);
	free(s->gains);
	free(s->readings);
	free(s);
}

/* Room for one more reading of n, which count only when all is there. */
static enum tt_err
make_room(struct tt_sequence *s, size_t n)
{
	struct reading *r;
	struct gain *g;

	if (n > TT_SEQUENCE_MAX - s->n_gains)
		return TT_ELIMIT;
	r = reallocarray(s->readings, s->n_readings + 1, sizeof(*r));
	if (r == NULL)
		return TT_ENOMEM;
	s->readings = r;
	g = reallocarray(s->gains, s->n_gains + n + 1, sizeof(*g));
	if (g == NULL)
		return TT_ENOMEM;
	s->gains = g;
	return TT_OK;
}

enum tt_err
tt_sequence_add(struct tt_sequence *s, const uint8_t codebook[32], uint64_t t,
    const struct tt_sequence_e *e, size_t n)
{
	struct gain *g;
	enum tt_err err;

	if (t == 0)
		return TT_ERANGE;
	if (has_reading(s, codebook, t))
		return TT_EEXIST;
	if ((err = check_ids(e, n)) != TT_OK ||
	    (err = make_room(s, n)) != TT_OK)
		return err;
	g = s->gains + s->n_gains;
	for (size_t i = 0; i < n; i++) {
		g[i] = (struct gain){ .id = strdup(e[i].id),
			.reading = (uint32_t)s->n_readings,
			.ln = e[i].ln_e + ln_weight(t) };
		if (g[i].id == NULL) {
			while (i-- > 0)
				free(g[i].id);
			return TT_ENOMEM;
		}
	}
	memcpy(s->readings[s->n_readings].codebook, codebook, 32);
	s->readings[s->n_readings++].t = t;
	s->n_gains += n;
	return TT_OK;
}

/* A gain with what it is sorted by. */
struct sorted {
	const struct gain *g;
	const uint8_t *codebook;
};

static int
by_holder_and_bulletin(const void *a, const void *b)
{
	const struct sorted *p = a, *q = b;
	int c = strcmp(p->g->id, q->g->id);

	return c != 0 ? c : memcmp(p->codebook, q->codebook, 32);
}

static int
by_e(const void *a, const void *b)
{
	const struct tt_sequence_holder *p = a, *q = b;

	if (p->ln_e != q->ln_e)
		return p->ln_e > q->ln_e ? -1 : 1;
	return strcmp(p->id, q->id);
}

/* Sums within a bulletin, products over bulletins; returns how many holders. */
static size_t
fold(const struct sorted *s, size_t n, struct tt_sequence_holder *out)
{
	size_t holders = 0;

	for (size_t i = 0; i < n; ) {
		struct tt_sequence_holder *h = &out[holders];
		double sum = -INFINITY;
		size_t k = i;

		if (holders == 0 ||
		    strcmp(out[holders - 1].id, s[i].g->id) != 0) {
			*h = (struct tt_sequence_holder){
				.id = s[i].g->id };
			holders++;
		} else {
			h--;
		}
		for (; k < n && by_holder_and_bulletin(&s[k], &s[i]) == 0;
		    k++)
			sum = ln_add(sum, s[k].g->ln);
		h->ln_e += sum;
		h->bulletins++;
		i = k;
	}
	return holders;
}

enum tt_err
tt_sequence_judge(const struct tt_sequence *s, double epsilon,
    struct tt_sequence_holder **out, size_t *n)
{
	struct tt_sequence_holder *h;
	struct sorted *sorted;
	size_t holders;

	if (!(epsilon > 0 && epsilon < 1))
		return TT_ERANGE;
	sorted = calloc(s->n_gains + 1, sizeof(*sorted));
	h = calloc(s->n_gains + 1, sizeof(*h));
	if (sorted == NULL || h == NULL) {
		free(sorted);
		free(h);
		return TT_ENOMEM;
	}
	for (size_t i = 0; i < s->n_gains; i++)
		sorted[i] = (struct sorted){ &s->gains[i],
			s->readings[s->gains[i].reading].codebook };
	qsort(sorted, s->n_gains, sizeof(*sorted), by_holder_and_bulletin);
	holders = fold(sorted, s->n_gains, h);
	free(sorted);
	for (size_t i = 0; i < holders; i++) {
		h[i].ln_bound = fmin(0, log((double)holders) - h[i].ln_e);
		h[i].verdict = h[i].ln_bound <= log(epsilon) ?
		    TT_VERDICT_NAMED : h[i].ln_bound <= log(TT_STRONG) ?
		    TT_VERDICT_STRONG : TT_VERDICT_INCONCLUSIVE;
	}
	qsort(h, holders, sizeof(*h), by_e);
	*out = h;
	*n = holders;
	return TT_OK;
}
