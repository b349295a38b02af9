/* SPDX-License-Identifier: ISC */
/* A header in two pieces is the same header; formatted it is the same text. */
#include <sodium.h>
#include <stdlib.h>

#include "base/buf.h"
#include "seal/age_header.h"
#include "telltale/age_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
format(struct buf *out, const struct age_header *h, struct span text)
{
	uint8_t body[TT_AGE_BODY_MAX];
	const struct age_stanza *s;

	age_header_put_version(out);
	for (size_t i = 0; i < h->n; i++) {
		s = &h->stanza[i];
		if (s->body_len > sizeof(body) ||
		    age_stanza_body(s, text, body, s->body_len) != TT_OK)
			abort();
		age_header_put_stanza(out, span_of(text.p + s->args,
		    s->args_len), body, s->body_len);
	}
	age_header_put_mac_start(out);
	if (out->n != h->mac_over)
		abort();
	age_header_put_mac(out, h->mac);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct age_header_parser whole, pieces;
	struct span text = span_of(data, size);
	struct tt_age_info info;
	enum tt_err e, f = TT_OK;
	struct buf out;

	if (sodium_init() < 0)
		abort();
	age_header_start(&whole);
	e = age_header_feed(&whole, text);
	age_header_start(&pieces);
	for (size_t n = 0; n <= size && f == TT_OK; n += n / 8 + 1)
		f = age_header_feed(&pieces, span_of(data, n));
	if (f == TT_OK)
		f = age_header_feed(&pieces, text);
	if (e != f || (e == TT_OK && whole.state != pieces.state))
		abort();
	if (e != TT_OK || whole.state != AGE_DONE) {
		if (tt_age_file_inspect(&info, text) == TT_OK)
			abort();
		return 0;
	}
	buf_init(&out, TT_AGE_HEADER_MAX);
	format(&out, &whole.h, text);
	if (!span_eq(buf_view(&out), span_of(data, whole.h.len)))
		abort();
	buf_done(&out);
	return 0;
}
