/* SPDX-License-Identifier: ISC */
/* Tables of slots: what parses is written again byte for byte. */
#include <stdlib.h>
#include <string.h>

#include "telltale/code.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tt_slot *slots = NULL;
	struct buf b;
	size_t n;

	if (tt_slots_parse(&slots, &n, span_of(data, size)) != TT_OK)
		return 0;
	buf_init(&b, size);
	tt_slots_write(slots, n, &b);
	if (buf_err(&b) != TT_OK || b.n != size ||
	    memcmp(b.p, data, size) != 0 ||
	    tt_slots_check(slots, n) != TT_OK ||
	    !tt_slots_extend(slots, n, slots, n / 2))
		abort();
	buf_done(&b);
	free(slots);
	return 0;
}
