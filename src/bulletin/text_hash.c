/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/sha256.h"
#include "telltale/bulletin.h"

void
tt_text_hash(const struct tt_part_text *parts, size_t n, uint8_t out[32])
{
	struct sha256 h;
	char length[24];
	int len;

	sha256_init(&h);
	for (size_t i = 0; i < n; i++) {
		sha256_add(&h, parts[i].name.p, parts[i].name.n);
		len = snprintf(length, sizeof(length), "\n%zu\n",
		    parts[i].text.n);
		sha256_add(&h, length, (size_t)len);
		sha256_add(&h, parts[i].text.p, parts[i].text.n);
	}
	sha256_end(&h, out);
}
