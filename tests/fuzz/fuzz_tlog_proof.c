/* SPDX-License-Identifier: ISC */
/*
 * A log proof that is accepted is written in one way only, and proves
 * nothing of an entry that is in no log.
 */
#include <sodium.h>
#include <stdlib.h>

#include "telltale/tlog_proof.h"

#define POLICY	"log psirt.example.com/telltale+2f55edbf+" \
	"AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c\nquorum none\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span file = span_of(data, size);
	struct tt_policy_verdict v;
	struct tt_policy *policy;
	struct tt_tlog_proof p;
	struct buf b;

	if (sodium_init() < 0)
		abort();
	if (tt_tlog_proof_parse(&p, file) != TT_OK)
		return 0;
	buf_init(&b, TT_TLOG_PROOF_MAX);
	if (tt_tlog_proof_format(&p, &b) != TT_OK ||
	    !span_eq(buf_view(&b), file))
		abort();
	if (tt_policy_new(&policy, SPAN(POLICY), NULL) != TT_OK)
		abort();
	if (tt_tlog_proof_check(&p, SPAN("never logged"), policy, &v) ==
	    TT_OK)
		abort();
	tt_policy_free(policy);
	buf_done(&b);
	return 0;
}
