/* SPDX-License-Identifier: ISC */
/*
 * fuzz_envelope - what a hub shows a reader: whatever is accepted can be
 * signed for, and the receipt is one for it; the rest is refused by name.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/envelope.h"

#define ORIGIN	"psirt.example.com/telltale"
#define READER	"21b4e0f4b09337acab29689f94704c4d"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char policy_file[] = "log " ORIGIN
    "+2f55edbf+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c\n"
    "quorum none\n";

static void
must(bool so)
{
	if (!so)
		abort();
}

static void
sign_for(const struct envelope *d)
{
	uint8_t seed[TT_SIGN_KEY_LEN] = { 5 };
	struct tt_signer reader;
	struct tt_statement s;
	struct buf text;

	must(tt_signer_from_seed(&reader, SPAN(ORIGIN "/r/" READER),
	    TT_KEY_SIGN, seed) == TT_OK);
	buf_init(&text, TT_STATEMENT_MAX);
	must(envelope_sign(d, d->opens_s, &reader, &text) == TT_OK);
	must(tt_statement_parse(&s, buf_view(&text), NULL) == TT_OK);
	must(envelope_is_for(d, &s, &reader.vkey) == TT_OK);
	buf_done(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct envelope_want want = { .origin = SPAN(ORIGIN),
		.bulletin = SPAN("6f1d0c92b4e87a35") };
	struct envelope_diag diag = { .what = NULL };
	struct envelope *d = NULL;
	struct tt_policy *policy;

	must(sodium_init() >= 0);
	must(hex_decode(want.reader, sizeof(want.reader), READER,
	    strlen(READER)));
	must(tt_policy_new(&policy, span_str(policy_file), NULL) == TT_OK);
	want.policy = policy;
	if (envelope_read(&d, span_of(data, size), &want, &diag) == TT_OK)
		sign_for(d);
	else
		must(d == NULL && diag.what != NULL);
	envelope_free(d);
	tt_policy_free(policy);
	return 0;
}
