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

struct tt_parts
certificate_parts(const struct certificate *c, enum tt_site_level level,
    uint64_t n)
{
	double ln_n = log((double)n), share = level == TT_SITE_HOLDER ?
	    HOLDER_SHARE_P : COPY_SHARE_P;
	bool comb = level == TT_SITE_HOLDER && !isnan(c->log_e_comb);

	return (struct tt_parts){
		.p = ln_n + (c->ln_p - log(share)),
		.e = ln_n + (log(SHARE_E) - c->log_e),
		.e_comb = comb ? ln_n + (log(SHARE_E) - c->log_e_comb) :
		    INFINITY };
}

double
certificate_bound_holder(const struct certificate *c, uint64_t n,
    bool *by_comb)
{
	struct tt_parts x = certificate_parts(c, TT_SITE_HOLDER, n);
	double least = fmin(x.p, x.e);

	if (by_comb != NULL)
		*by_comb = x.e_comb < least;
	return fmin(0, fmin(least, x.e_comb));
}

double
certificate_bound_copy(const struct certificate *c, uint64_t n)
{
	struct tt_parts x = certificate_parts(c, TT_SITE_COPY, n);

	return fmin(0, fmin(x.p, x.e));
}

struct tt_parts
tt_suspect_parts(const struct tt_suspect *s)
{
	const struct certificate c = { .log_e = s->log_e,
		.log_e_comb = s->log_e_comb, .ln_p = s->ln_p };

	return certificate_parts(&c, s->level, s->n);
}
