/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/secret.h"
#include "evidence/crew.h"
#include "evidence/field.h"

#define MANY		100000	/* rows from which lists are longer */
#define KEPT_MAX	((size_t)1 << 29)	/* bytes of rows */
#define STEP		64	/* rows that a thread takes at a time */
#define WORTH		1024	/* rows for which a thread is started */

struct hand {
	uint8_t *rows;		/* STEP of them, where none are kept */
	uint64_t *values;	/* scratch of one row */
	double score[STEP][FAN];
	struct best list[FAN];	/* of the rows that this thread took */
	struct best single;
};

/* All rows but one, each scored once. */
struct walk {
	struct field *f;
	const struct fan *fan;
	size_t skip;		/* or FIELD_NOBODY */
	bool single;		/* S_single, too */
	atomic_size_t next;	/* row that nobody has taken yet */
};

static void
derive(const struct field *f, size_t index, uint8_t *row, uint64_t *values)
{
	if (f->level == TT_SITE_HOLDER)
		row_holder(f->rows, index, row, values);
	else
		row_copy(f->rows, index, row, values);
}

/* n rows from this one on, derived if they are not there. */
static const uint8_t *
rows_at(const struct field *f, const struct hand *h, size_t from, size_t n)
{
	size_t m = f->rows->list->n;
	uint8_t *rows = f->kept == NULL ? h->rows :
	    f->kept + (from - f->from) * m;

	if (f->kept == NULL || !f->complete)
		for (size_t k = 0; k < n; k++)
			derive(f, from + k, rows + k * m, h->values);
	return rows;
}

static void
offer(struct best *b, struct scored *row, double score)
{
	if (!best_wants(b, score))
		return;
	row->score = score;
	best_add(b, row);
}

static void
take(const struct walk *w, struct hand *h, size_t from, size_t n)
{
	struct field *f = w->f;

	fan_score_rows(w->fan, rows_at(f, h, from, n), f->rows->list->n, n,
	    h->score);
	for (size_t k = 0; k < n; k++) {
		struct scored row = { .index = (uint32_t)(from + k),
			.number = field_number(f, from + k) };

		if (from + k == w->skip)
			continue;
		if (w->single) {
			row.single = prior_single(h->score[k]);
			f->s_single[from + k - f->from] = row.single;
			offer(&h->single, &row, row.single);
		}
		for (unsigned t = 0; t < FAN; t++)
			offer(&h->list[t], &row, h->score[k][t]);
	}
}

static void
work(void *ctx, unsigned worker)
{
	struct walk *w = ctx;
	size_t from, to = w->f->to;

	while ((from = atomic_fetch_add(&w->next, STEP)) < to)
		take(w, &w->f->hand[worker], from, to - from < STEP ?
		    to - from : STEP);
}

static void
merge(struct best *into, const struct best *b)
{
	for (size_t i = 0; i < b->n; i++)
		best_add(into, &b->at[i]);
}

/*
 * Who takes which rows is chance; but no two rows are alike in both score and
 * number, so that the best of all are the same.
 */
static void
walk(struct walk *w, size_t k, struct best list[FAN], struct best *single)
{
	struct field *f = w->f;
	size_t worth = (f->to - f->from) / WORTH + 1;
	unsigned n = f->rows->threads < worth ? f->rows->threads :
	    (unsigned)worth;

	w->next = f->from;
	for (unsigned i = 0; i < n; i++) {
		for (unsigned t = 0; t < FAN; t++)
			best_init(&f->hand[i].list[t], k);
		best_init(&f->hand[i].single, k);
	}
	crew_run(n, work, w);
	for (unsigned t = 0; t < FAN; t++)
		best_init(&list[t], k);
	for (unsigned i = 0; i < n; i++) {
		for (unsigned t = 0; t < FAN; t++)
			merge(&list[t], &f->hand[i].list[t]);
		if (w->single)
			merge(single, &f->hand[i].single);
	}
}

static size_t
list_length(size_t n)
{
	if (n <= FIELD_FEW)
		return n;
	return n > MANY ? FIELD_LIST_LONG : FIELD_LIST;
}

static void
rank(struct field *f)
{
	struct walk w = { .f = f, .fan = &f->prior->lists,
		.skip = FIELD_NOBODY, .single = true };

	f->k = list_length(f->to - f->from);
	best_init(&f->single, f->k);
	walk(&w, f->k, f->list, &f->single);
	f->complete = true;
}

static enum tt_err
allocate(struct field *f)
{
	size_t n = f->to - f->from, m = f->rows->list->n, size;
	unsigned threads = f->rows->threads;

	f->s_single = calloc(n + 1, sizeof(*f->s_single));
	f->hand = calloc(threads, sizeof(*f->hand));
	if (f->s_single == NULL || f->hand == NULL)
		return TT_ENOMEM;
	for (unsigned i = 0; i < threads; i++) {
		f->hand[i].rows = wiped_new(STEP * m + 1, 1);
		f->hand[i].values = wiped_new(m + 1, sizeof(uint64_t));
		if (f->hand[i].rows == NULL || f->hand[i].values == NULL)
			return TT_ENOMEM;
	}
	if (!__builtin_mul_overflow(n, m, &size) && size <= KEPT_MAX)
		f->kept = wiped_new(size + 1, 1);	/* or NULL, then not */
	return TT_OK;
}

enum tt_err
field_init(struct field *f, const struct prior *prior,
    const struct row_source *rows, enum tt_site_level level, size_t from,
    size_t to, size_t n)
{
	*f = (struct field){ .prior = prior, .rows = rows, .level = level,
		.from = from, .to = to, .ln_n = log((double)n) };
	if (allocate(f) != TT_OK) {
		field_done(f);
		return TT_ENOMEM;
	}
	rank(f);
	return TT_OK;
}

void
field_done(struct field *f)
{
	wiped_free(f->kept);
	for (unsigned i = 0; f->hand != NULL && i < f->rows->threads; i++) {
		wiped_free(f->hand[i].rows);
		wiped_free(f->hand[i].values);
	}
	free(f->hand);
	free(f->s_single);
	*f = (struct field){ .from = 0 };
}

const uint8_t *
field_row(struct field *f, size_t index)
{
	return rows_at(f, &f->hand[0], index, 1);
}

uint64_t
field_number(const struct field *f, size_t index)
{
	const struct tt_roster *r = f->rows->roster;

	return f->level == TT_SITE_HOLDER ? r->holders[index].number :
	    r->copies[index].number;
}

void
field_best(struct field *f, const struct fan *fan, size_t skip, size_t k,
    struct best out[FAN])
{
	struct walk w = { .f = f, .fan = fan, .skip = skip };

	walk(&w, k, out, NULL);
}
