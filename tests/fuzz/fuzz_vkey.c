/* SPDX-License-Identifier: ISC */
/* Keys that are accepted, of either half, are written in one way only. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "telltale/vkey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_signer(struct span text)
{
	struct tt_signer s;
	struct buf b;

	if (tt_signer_parse(&s, text) != TT_OK)
		return;
	if (text.p[text.n - 1] == '\n')
		text.n--;
	buf_init_secret(&b, TT_SIGNER_TEXT_MAX + 1);
	tt_signer_format(&s, &b);
	if (b.n != text.n + 1 || memcmp(b.p, text.p, text.n) != 0)
		abort();
	buf_done(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char out[TT_VKEY_TEXT_MAX + 1];
	struct span text = span_of(data, size);
	struct tt_vkey k;

	if (sodium_init() < 0)
		abort();
	check_signer(text);
	if (tt_vkey_parse(&k, text) != TT_OK)
		return 0;
	tt_vkey_format(&k, out);
	if (!span_is(text, out))
		abort();
	return 0;
}
