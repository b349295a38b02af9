/* SPDX-License-Identifier: ISC */
/* A moment begins before it ends, and what it prints as is that moment. */
#include <stdlib.h>

#include "programme/moment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_again(const struct moment *m)
{
	struct moment again;
	struct buf b;

	if (m->from_s > m->until_s)
		abort();
	buf_init(&b, 256);
	moment_text(&b, m);
	if (moment_parse(buf_view(&b), &again) != TT_OK ||
	    again.from_s != m->from_s || again.until_s != m->until_s)
		abort();
	buf_done(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = span_of(data, size);
	struct moment m;

	if (moment_parse(in, &m) == TT_OK)
		check_again(&m);
	if (moment_parse_machine(in, &m) == TT_OK)
		check_again(&m);
	return 0;
}
