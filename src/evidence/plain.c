/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "evidence/plain.h"

void
plain_factors(unsigned n, const double *p, const double *likelihood,
    unsigned c, double *ln_f)
{
	double mean = 0;

	for (unsigned a = 0; a < n; a++)
		mean += p[a] * likelihood[a];
	for (unsigned a = 0; a < n; a++)
		ln_f[a] = log1p((likelihood[a] / mean - 1) / c);
}

void
plain_misread(unsigned q, unsigned y, double nu, double *likelihood)
{
	for (unsigned a = 0; a < q; a++)
		likelihood[a] = a == y ? 1 - nu : nu / (q - 1);
}
