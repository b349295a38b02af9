/* SPDX-License-Identifier: ISC */
/* An index that parses is written back byte for byte, and can be asked. */
#include <stdlib.h>

#include "telltale/find.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] = "An attacker who can reach the administration "
    "port may send a request that is longer than the buffer for it, and run "
    "code as the user that the service runs as.";

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_ranks(const struct tt_find *f)
{
	struct tt_found found[4];
	enum tt_find_kind kind;
	size_t n = 0;

	check(tt_find_rank(f, span_str(text), found, 4, &n) == TT_OK);
	check(n <= 4 && n <= tt_find_count(f));
	for (size_t i = 0; i < n; i++) {
		check(found[i].from <= found[i].to &&
		    found[i].to < sizeof(text));
		check(tt_find_has(f, found[i].id));
	}
	for (size_t i = 0; i < tt_find_count(f); i++)
		check(tt_find_has(f, tt_find_id(f, i, &kind)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct tt_find *f = NULL;
	struct buf out;

	if (tt_find_parse(&f, in) != TT_OK)
		return 0;
	buf_init(&out, size);
	check(tt_find_write(f, &out) == TT_OK);
	check(span_eq(buf_view(&out), in));
	check_ranks(f);
	buf_done(&out);
	tt_find_free(f);
	return 0;
}
