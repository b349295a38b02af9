/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "cli/line_diff.h"

struct lines {
	struct span *at;
	size_t n;
};

static bool
split(struct span text, struct lines *out)
{
	struct span rest = text, line;
	size_t n = 0;

	while (span_word(&rest, '\n', &line))
		n++;
	if ((out->at = calloc(n + 1, sizeof(*out->at))) == NULL)
		return false;
	for (out->n = 0; span_word(&text, '\n', &line);)
		out->at[out->n++] = line;
	return true;
}

struct diff {
	struct lines was, is;
	size_t head;		/* lines that both begin with */
	size_t n_was, n_is;	/* after them, up to what both end with */
	uint32_t *longest;	/* common lines from (i, k) on */
	line_diff_fn *fn;
	void *ctx;
};

static void
trim(struct diff *d)
{
	size_t i = d->was.n, k = d->is.n;

	while (d->head < i && d->head < k &&
	    span_eq(d->was.at[d->head], d->is.at[d->head]))
		d->head++;
	while (i > d->head && k > d->head &&
	    span_eq(d->was.at[i - 1], d->is.at[k - 1])) {
		i--;
		k--;
	}
	d->n_was = i - d->head;
	d->n_is = k - d->head;
}

static uint32_t *
cell(const struct diff *d, size_t i, size_t k)
{
	return &d->longest[i * (d->n_is + 1) + k];
}

static bool
same(const struct diff *d, size_t i, size_t k)
{
	return span_eq(d->was.at[d->head + i], d->is.at[d->head + k]);
}

/* False: too large, or no memory, which is told as one change. */
static bool
measure(struct diff *d)
{
	size_t cells;
	uint32_t down, right;

	if (__builtin_mul_overflow(d->n_was + 1, d->n_is + 1, &cells) ||
	    cells > LINE_DIFF_CELLS ||
	    (d->longest = calloc(cells, sizeof(*d->longest))) == NULL)
		return false;
	for (size_t i = d->n_was; i-- > 0;)
		for (size_t k = d->n_is; k-- > 0;) {
			down = *cell(d, i + 1, k);
			right = *cell(d, i, k + 1);
			*cell(d, i, k) = same(d, i, k) ?
			    *cell(d, i + 1, k + 1) + 1 :
			    down > right ? down : right;
		}
	return true;
}

/* The next step is a line that went, rather than one that came. */
static bool
goes(const struct diff *d, size_t i, size_t k)
{
	if (i == d->n_was)
		return false;
	if (k == d->n_is || d->longest == NULL)
		return true;
	return *cell(d, i + 1, k) >= *cell(d, i, k + 1);
}

static enum tt_err
walk(struct diff *d)
{
	size_t i = 0, k = 0;
	enum tt_err e = TT_OK;

	while ((i < d->n_was || k < d->n_is) && e == TT_OK) {
		if (i < d->n_was && k < d->n_is && d->longest != NULL &&
		    same(d, i, k)) {
			i++;
			k++;
		} else if (goes(d, i, k)) {
			e = d->fn(d->ctx, '-', d->head + i + 1,
			    d->was.at[d->head + i]);
			i++;
		} else {
			e = d->fn(d->ctx, '+', d->head + k + 1,
			    d->is.at[d->head + k]);
			k++;
		}
	}
	return e;
}

enum tt_err
line_diff(struct span was, struct span is, line_diff_fn *fn, void *ctx)
{
	struct diff d = { .fn = fn, .ctx = ctx };
	enum tt_err e = TT_ENOMEM;

	if (split(was, &d.was) && split(is, &d.is)) {
		trim(&d);
		if (!measure(&d))
			d.longest = NULL;
		e = walk(&d);
	}
	free(d.longest);
	free(d.was.at);
	free(d.is.at);
	return e;
}
