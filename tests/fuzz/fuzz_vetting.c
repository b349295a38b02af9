/* SPDX-License-Identifier: ISC */
/*
 * A record that is read has days that are days; one that is refused says why
 * and leaves everything as it was.
 */
#include <stdlib.h>
#include <string.h>

#include "programme/vetting.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_diag diag = { .text = "" };
	struct vetting v = { .review_s = -1 };
	enum tt_err e;

	e = vetting_parse(&v, span_of(data, size), "kiyo", &diag);
	if (e != TT_OK) {
		check(v.review_s == -1);
		check(e != TT_ESYNTAX || diag.text[0] != '\0');
		return 0;
	}
	check(v.review_s >= 0);
	for (enum vetting_field f = 0; f < VETTING_FIELDS; f++)
		check(v.on_s[f] >= 0 && v.on_s[f] % 86400 == 0);
	return 0;
}
