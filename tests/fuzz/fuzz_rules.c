/* SPDX-License-Identifier: ISC */
/*
 * A policy: what is accepted is written and read again as the same; what is
 * refused says why.
 */
#include <stdlib.h>
#include <string.h>

#include "programme/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct tt_diags diags;

static void
check(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct policy *p = NULL, *q = NULL;
	struct buf once, twice;

	tt_diags_init(&diags);
	if (policy_parse(&p, span_of(data, size), span_str("policy.json"),
	    &diags) != TT_OK) {
		check(p == NULL && diags.n_errors > 0);
		return 0;
	}
	buf_init(&once, 4 * POLICY_MAX);
	buf_init(&twice, 4 * POLICY_MAX);
	check(policy_format(p, &once) == TT_OK);
	if (once.n <= POLICY_MAX) {
		check(policy_parse(&q, buf_view(&once), span_str("again"),
		    &diags) == TT_OK);
		check(policy_format(q, &twice) == TT_OK);
		check(span_eq(buf_view(&once), buf_view(&twice)));
	}
	policy_free(p);
	policy_free(q);
	buf_done(&once);
	buf_done(&twice);
	return 0;
}
