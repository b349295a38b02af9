/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "reading/kin.h"
#include "reading/names.h"

static int
by_start(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a;
	const struct finding *y = *(struct finding *const *)b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Other names outweigh its own; one digit that was misread does not. */
static bool
is_kin(uint32_t named, uint32_t misnamed)
{
	return misnamed >= NAMES_NUMBER && 2 * misnamed > named;
}

/* The end of the run of findings that begins at i, near each other. */
static size_t
run_end(struct finding *const *f, size_t i, size_t n)
{
	uint32_t to = f[i]->to;

	for (i++; i < n && f[i]->from <= to + KIN_NEAR; i++)
		if (to < f[i]->to)
			to = f[i]->to;
	return i;
}

enum tt_err
kin_reject(struct docket *d)
{
	struct finding **f = calloc(d->findings.n + 1, sizeof(*f));
	uint32_t named, misnamed;
	size_t n = 0, end;

	if (f == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < d->findings.n; i++)
		if (d->findings.at[i].accepted)
			f[n++] = &d->findings.at[i];
	if (n > 0)
		qsort(f, n, sizeof(*f), by_start);
	for (size_t i = 0; i < n; i = end) {
		end = run_end(f, i, n);
		named = misnamed = 0;
		for (size_t k = i; k < end; k++) {
			named += f[k]->named;
			misnamed += f[k]->misnamed;
		}
		for (size_t k = i; k < end; k++)
			if (is_kin(named, misnamed) ||
			    is_kin(f[k]->named, f[k]->misnamed))
				f[k]->accepted = false;
	}
	free(f);
	return TT_OK;
}
