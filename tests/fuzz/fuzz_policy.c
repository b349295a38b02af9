/* SPDX-License-Identifier: ISC */
/*
 * A policy may be written in many ways; what is written here reads again as
 * the same policy, and is the last word on it.
 */
#include <sodium.h>
#include <stdlib.h>

#include "telltale/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tt_policy *p, *q;
	struct buf once, twice;

	if (sodium_init() < 0)
		abort();
	if (tt_policy_new(&p, span_of(data, size), NULL) != TT_OK)
		return 0;
	buf_init(&once, TT_POLICY_MAX);
	buf_init(&twice, TT_POLICY_MAX);
	tt_policy_format(p, &once);
	if (tt_policy_new(&q, buf_view(&once), NULL) != TT_OK)
		abort();
	tt_policy_format(q, &twice);
	if (!span_eq(buf_view(&once), buf_view(&twice)) ||
	    tt_policy_logs(p) != tt_policy_logs(q) ||
	    tt_policy_witnesses(p) != tt_policy_witnesses(q) ||
	    tt_policy_needs_witnesses(p) != tt_policy_needs_witnesses(q))
		abort();
	tt_policy_free(p);
	tt_policy_free(q);
	buf_done(&once);
	buf_done(&twice);
	return 0;
}
