/* SPDX-License-Identifier: ISC */
/* A set proof that is accepted is written in one way only. */
#include <stdlib.h>

#include "telltale/set_proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span file = span_of(data, size);
	struct tt_set_proof p;
	struct hash root = { { 0 } };
	struct buf b;

	if (tt_set_proof_parse(&p, file) != TT_OK)
		return 0;
	buf_init(&b, TT_SET_PROOF_MAX);
	if (tt_set_proof_format(&p, &b) != TT_OK ||
	    !span_eq(buf_view(&b), file))
		abort();
	if (tt_set_proof_check(&p, p.depth, &root, NULL) == TT_OK)
		abort();
	buf_done(&b);
	return 0;
}
