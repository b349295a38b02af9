/* SPDX-License-Identifier: ISC */
/* The identities of a file, written again, are its lines but for comments. */
#include <sodium.h>
#include <stdlib.h>

#include "seal/line.h"
#include "telltale/age_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_lines(const struct tt_age_identities *ids, struct span text)
{
	char again[TT_AGE_IDENTITY_LEN + 1];
	struct span line;
	size_t n = 0;

	while (line_cut(&text, &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (n == ids->n)
			abort();
		tt_age_identity_format(again, &ids->id[n++]);
		if (!span_is(line, again))
			abort();
	}
	if (n != ids->n)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tt_age_identities ids;
	struct span text = span_of(data, size);
	struct tt_age_recipient r;
	char again[TT_AGE_RECIPIENT_LEN + 1];
	size_t line = 0;

	if (sodium_init() < 0)
		abort();
	if (tt_age_identities_parse(&ids, text, &line) == TT_OK)
		check_lines(&ids, text);
	if (tt_age_recipient_parse(&r, text) == TT_OK) {
		tt_age_recipient_format(again, &r);
		if (!span_is(text, again))
			abort();
	}
	return 0;
}
