/* SPDX-License-Identifier: ISC */
/* A tile's path that is accepted is written in one way only. */
#include <stdlib.h>

#include "telltale/tile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char out[TT_TILE_PATH_MAX + 1];
	struct span path = span_of(data, size);
	struct tt_tile t;

	if (tt_tile_path_parse(&t, path) != TT_OK)
		return 0;
	tt_tile_path(&t, out);
	if (!span_is(path, out) || (t.entries && t.level != 0))
		abort();
	return 0;
}
