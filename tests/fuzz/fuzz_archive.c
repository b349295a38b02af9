/* SPDX-License-Identifier: ISC */
/*
 * An archive that is read is written again byte for byte.  With one byte
 * after its blocks, headers first get the checksums that they should have.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "telltale/archive.h"

#define BLOCK	512	/* bytes */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
mend(uint8_t *block)
{
	unsigned sum = 0;

	if (memcmp(block + 257, "ustar", 5) != 0)
		return;
	memset(block + 148, ' ', 8);
	for (size_t i = 0; i < BLOCK; i++)
		sum += block[i];
	snprintf((char *)block + 148, 7, "%06o", sum);
}

static void
check(const uint8_t *tar, size_t size)
{
	static struct tt_archive a;
	struct tt_archive_diag diag;
	uint8_t *again;

	if (tt_archive_read(&a, span_of(tar, size), &diag) != TT_OK) {
		if (a.n != 0 || diag.offset > size)
			abort();
		return;
	}
	if ((again = malloc(size)) == NULL ||
	    tt_archive_write(again, size, a.member, a.n) != TT_OK ||
	    memcmp(tar, again, size) != 0)
		abort();
	free(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *tar;

	if (size % BLOCK != 1) {
		check(data, size);
		return 0;
	}
	size--;
	if ((tar = malloc(size + 1)) == NULL)
		abort();
	memcpy(tar, data, size);
	for (size_t at = 0; at < size; at += BLOCK)
		mend(tar + at);
	check(tar, size);
	free(tar);
	return 0;
}
