/* SPDX-License-Identifier: ISC */
/* A line-up that is accepted can be written again, and reads as the same. */
#include <stdlib.h>

#include "cli/team/lineup_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct lineup_file l, m;
	struct buf text, again;

	if (lineup_file_parse(&l, span_of(data, size)) != TT_OK)
		return 0;
	buf_init(&text, 16 * LINEUP_FILE_MAX);
	buf_init(&again, 16 * LINEUP_FILE_MAX);
	lineup_file_format(&l, &text);
	if (lineup_file_parse(&m, buf_view(&text)) != TT_OK || m.n != l.n)
		abort();
	lineup_file_format(&m, &again);
	if (!span_eq(buf_view(&text), buf_view(&again)))
		abort();
	buf_done(&text);
	buf_done(&again);
	return 0;
}
