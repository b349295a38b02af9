/* SPDX-License-Identifier: ISC */
/* An invitation that is accepted is written in one way, and not expired. */
#include <sodium.h>

#include "statement_again.h"
#include "telltale/invitation.h"

#define NOW	1773162000	/* 2026-03-10T17:00:00Z */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tt_statement_diag diag;
	struct tt_statement s;

	if (sodium_init() < 0)
		abort();
	if (tt_invitation_open(&s, span_of(data, size), NOW, &diag) != TT_OK)
		return 0;
	statement_again(&s);
	if (s.kind != TT_INVITATION || s.note.n != 1 ||
	    tt_statement_instant(&s, "expires", 0) <= NOW)
		abort();
	return 0;
}
