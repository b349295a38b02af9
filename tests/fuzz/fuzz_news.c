/* SPDX-License-Identifier: ISC */
/*
 * What the hub tells a keeper of the log: what is read and written again is
 * the same, and no policy lets it in unsigned.
 */
#include <inttypes.h>
#include <stdlib.h>

#include <sodium.h>

#include "base/b64.h"
#include "base/buf.h"
#include "keeper/news.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char policy_text[] =
    "log psirt.example.com+281ce09e+"
    "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g\n"
    "quorum none\n";

static void
write_again(const struct keeper_news *n, struct span body)
{
	char base64[B64_LEN(sizeof(n->proof[0].b)) + 1];
	struct buf b;

	buf_init(&b, KEEPER_NEWS_MAX);
	buf_printf(&b, "old %" PRIu64 "\n", n->old);
	for (size_t i = 0; i < n->n; i++) {
		b64_encode(base64, n->proof[i].b, sizeof(n->proof[i].b));
		buf_printf(&b, "%s\n", base64);
	}
	buf_char(&b, '\n');
	buf_span(&b, n->note);
	if (buf_err(&b) != TT_OK || !span_eq(buf_view(&b), body))
		abort();
	buf_done(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct tt_checkpoint known = { .size = 0 };
	struct tt_policy_verdict v;
	struct tt_policy *policy;
	struct keeper_news n;

	if (sodium_init() < 0)
		return 0;
	if (keeper_news_parse(&n, span_of(data, size)) != TT_OK)
		return 0;
	write_again(&n, span_of(data, size));
	if (tt_policy_new(&policy, span_str(policy_text), NULL) != TT_OK)
		return 0;
	if (keeper_news_check(&n, policy, "psirt.example.com", &known, &v) ==
	    TT_OK)
		abort();
	tt_policy_free(policy);
	return 0;
}
