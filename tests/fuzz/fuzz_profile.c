/* SPDX-License-Identifier: ISC */
/*
 * A partner's profile: what is accepted has a canonical writing that is read
 * as the same; what is refused says why.
 */
#include <stdlib.h>
#include <string.h>

#include "programme/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct tt_diags diags;

static void
check(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct profile *p = NULL, *q = NULL;
	struct buf text;

	tt_diags_init(&diags);
	if (profile_parse(&p, span_of(data, size), span_str("profile.json"),
	    &diags) != TT_OK) {
		check(p == NULL && diags.n_errors > 0);
		return 0;
	}
	buf_init(&text, 4 * PROFILE_MAX);
	check(profile_canonical(span_of(data, size), &text) == TT_OK);
	if (text.n <= PROFILE_MAX) {
		check(profile_parse(&q, buf_view(&text), span_str("again"),
		    &diags) == TT_OK);
		check(memcmp(p, q, sizeof(*p)) == 0);
	}
	profile_free(p);
	profile_free(q);
	buf_done(&text);
	return 0;
}
