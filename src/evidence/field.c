/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/secret.h"
#include "evidence/field.h"

#define MANY		100000	/* rows from which lists are longer */
#define KEPT_MAX	((size_t)1 << 29)	/* bytes of rows */

static void
derive(const struct field *f, size_t index, uint8_t *row)
{
	if (f->level == TT_SITE_HOLDER)
		row_holder(f->rows, index, row);
	else
		row_copy(f->rows, index, row);
}

/* Where there is no room for all rows, each is derived when it is asked for. */
static void
keep(struct field *f)
{
	size_t n = f->to - f->from, m = f->rows->list->n, size;

	if (__builtin_mul_overflow(n, m, &size) || size > KEPT_MAX)
		return;
	if ((f->kept = wiped_new(size + 1, 1)) == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		derive(f, f->from + i, f->kept + i * m);
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
	double score[PRIOR_LISTS];

	f->k = list_length(f->to - f->from);
	for (unsigned t = 0; t < PRIOR_LISTS; t++)
		best_init(&f->list[t], f->k);
	best_init(&f->single, f->k);
	for (size_t i = f->from; i < f->to; i++) {
		struct scored row = { .index = (uint32_t)i,
			.number = field_number(f, i) };

		row.single = prior_score(f->prior, field_row(f, i), score);
		row.score = f->s_single[i - f->from] = row.single;
		best_add(&f->single, &row);
		for (unsigned t = 0; t < PRIOR_LISTS; t++) {
			row.score = score[t];
			best_add(&f->list[t], &row);
		}
	}
}

enum tt_err
field_init(struct field *f, const struct prior *prior,
    const struct row_source *rows, enum tt_site_level level, size_t from,
    size_t to, size_t n)
{
	*f = (struct field){ .prior = prior, .rows = rows, .level = level,
		.from = from, .to = to, .ln_n = log((double)n) };
	f->row = wiped_new(rows->list->n + 1, 1);
	f->s_single = calloc(to - from + 1, sizeof(*f->s_single));
	if (f->row == NULL || f->s_single == NULL) {
		field_done(f);
		return TT_ENOMEM;
	}
	keep(f);
	rank(f);
	return TT_OK;
}

void
field_done(struct field *f)
{
	wiped_free(f->kept);
	wiped_free(f->row);
	free(f->s_single);
	*f = (struct field){ .from = 0 };
}

const uint8_t *
field_row(struct field *f, size_t index)
{
	if (f->kept != NULL)
		return f->kept + (index - f->from) * f->rows->list->n;
	derive(f, index, f->row);
	return f->row;
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
	double score[FAN];

	for (unsigned t = 0; t < FAN; t++)
		best_init(&out[t], k);
	for (size_t i = f->from; i < f->to; i++) {
		struct scored row = { .index = (uint32_t)i,
			.number = field_number(f, i) };

		if (i == skip)
			continue;
		fan_score(fan, field_row(f, i), score);
		for (unsigned t = 0; t < FAN; t++) {
			row.score = score[t];
			best_add(&out[t], &row);
		}
	}
}
