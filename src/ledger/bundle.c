/* SPDX-License-Identifier: ISC */
#include <stdint.h>

#include "telltale/bundle.h"

enum tt_err
tt_bundle_add(struct buf *bundle, struct span entry)
{
	if (entry.n > TT_ENTRY_MAX)
		return TT_ELIMIT;
	if (bundle->err == TT_OK && bundle->max - bundle->n < entry.n + 2)
		return TT_ELIMIT;	/* else half an entry might stay */
	buf_be16(bundle, (uint16_t)entry.n);
	buf_span(bundle, entry);
	return buf_err(bundle);
}

/* Cut the next entry off *in. */
static enum tt_err
next(struct span *in, struct span *entry)
{
	const unsigned char *p = (const unsigned char *)in->p;
	size_t n;

	if (in->n < 2)
		return TT_ESYNTAX;
	n = (size_t)p[0] << 8 | p[1];
	if (n > TT_ENTRY_MAX)
		return TT_ELIMIT;
	if (in->n - 2 < n)
		return TT_ESYNTAX;
	*entry = span_of(in->p + 2, n);
	*in = span_of(in->p + 2 + n, in->n - 2 - n);
	return TT_OK;
}

enum tt_err
tt_bundle_parse(struct tt_bundle *out, struct span bytes)
{
	struct tt_bundle b = { .n = 0 };
	enum tt_err e;

	for (; bytes.n > 0; b.n++) {
		if (b.n == TT_TILE_WIDTH)
			return TT_ELIMIT;
		if ((e = next(&bytes, &b.entry[b.n])) != TT_OK)
			return e;
	}
	*out = b;
	return TT_OK;
}
