/* SPDX-License-Identifier: ISC */
/*
 * A review's state, read for a draft that stays the same.  What is accepted
 * leaves a draft that can be marked and read again; written and read once
 * more it decides the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/review_state.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char draft[] = "It can't stop. It is not there, on 3 May 2027, "
    "and doesn't wait.\n\nTwo of it do not.\n";

static void
check(int holds)
{
	if (!holds)
		abort();
}

static void
begin(struct marking *m, struct tables *t)
{
	const struct tt_part_text part = { SPAN("draft.md"),
		{ draft, sizeof(draft) - 1 } };

	check(marking_from(m, &part, 1, t) == TT_OK);
}

static void
check_again(const struct marking *m, struct tables *t)
{
	struct sentences s = { .at = NULL };
	static struct marking again;
	struct buf state, one, two;
	size_t n;

	buf_init(&state, 1 << 24);
	buf_init(&one, 1 << 24);
	buf_init(&two, 1 << 24);
	check(sentences_of(m, &s) == TT_OK);
	check(review_state_format(m, &s, &state) == TT_OK);
	begin(&again, t);
	check(review_state_parse(&again, buf_view(&state), &n) == TT_OK);
	check(marking_text(m, 0, &one) == TT_OK);
	check(marking_text(&again, 0, &two) == TT_OK);
	check(span_eq(buf_view(&one), buf_view(&two)));
	sentences_done(&s);
	marking_done(&again);
	buf_done(&state);
	buf_done(&one);
	buf_done(&two);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct marking m;
	static struct tables none;
	static struct draft d;
	size_t n;

	begin(&m, &none);
	if (review_state_parse(&m, (struct span){ (const char *)data, size },
	    &n) == TT_OK) {
		check(marking_bulletin(&m, &d) == TT_OK);
		draft_done(&d);
		check_again(&m, &none);
	}
	marking_done(&m);
	return 0;
}
