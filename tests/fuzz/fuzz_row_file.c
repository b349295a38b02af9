/* SPDX-License-Identifier: ISC */
/* A row's file that is accepted is written in one way; a roster is bounded. */
#include <stdlib.h>

#include "audit/roster_file.h"
#include "audit/row_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span file = span_of(data, size);
	struct roster_file all = { .n_holders = 0 };
	struct row_file r;
	struct hash part;
	struct buf b;

	if (row_file_parse(&r, file) == TT_OK) {
		buf_init(&b, ROW_FILE_MAX);
		row_file_format(&r, &b);
		if (buf_err(&b) != TT_OK || !span_eq(buf_view(&b), file))
			abort();
		buf_done(&b);
		if (tt_row_opening_part(&r.opening, &part) == TT_OK &&
		    r.opening.number >> r.opening.depth != 0)
			abort();
	}
	if (roster_file_parse(&all, file) == TT_OK)
		for (size_t i = 0; i < all.n_copies; i++)
			if (all.copies[i].holder >= all.n_holders ||
			    all.copies[i].profile >= all.n_sets ||
			    all.set[all.copies[i].profile] == 0)
				abort();
	roster_file_done(&all);
	return 0;
}
