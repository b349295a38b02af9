/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "evidence/certificate.h"
#include "evidence/sum.h"

#define SHARE_E		10.	/* e and e_comb may each take 1/10 of alpha */
#define HOLDER_SHARE_P	.8	/* the rest is for p */
#define COPY_SHARE_P	.9

struct certificate
certificate_single(double s_single)
{
	return (struct certificate){ .s_single = s_single,
		.log_e = s_single - log(3), .log_e_comb = NAN, .ln_p = 0 };
}

enum tt_err
certificate_make(struct certificate *out, const struct mixture *mix,
    double s_single, const uint8_t *row, bool comb, const double *ln_more)
{
	struct certificate c = { .certified = true, .s_single = s_single,
		.log_e_comb = NAN };
	double product = mixture_product(mix, row, NULL);
	enum tt_err e;

	c.log_e = ln_add(s_single, ln_add(product,
	    mixture_sitewise(mix, row))) - log(3);
	if (comb)
		c.log_e_comb = ln_more == NULL ? product :
		    mixture_product(mix, row, ln_more);
	if ((e = mixture_tail(mix, row, &c.ln_p)) == TT_OK)
		*out = c;
	return e;
}

double
certificate_bound_holder(const struct certificate *c, uint64_t n,
    bool *by_comb)
{
	double least = fmin(c->ln_p - log(HOLDER_SHARE_P),
	    log(SHARE_E) - c->log_e);
	double comb = isnan(c->log_e_comb) ? INFINITY :
	    log(SHARE_E) - c->log_e_comb;

	if (by_comb != NULL)
		*by_comb = comb < least;
	return fmin(0, log((double)n) + fmin(least, comb));
}

double
certificate_bound_copy(const struct certificate *c, uint64_t n)
{
	double least = fmin(c->ln_p - log(COPY_SHARE_P),
	    log(SHARE_E) - c->log_e);

	return fmin(0, log((double)n) + least);
}
