/* SPDX-License-Identifier: ISC */
/*
 * What was in armor gives, armored, the same text but for white space around
 * it and CRs.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "telltale/age_armor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As it would be written: LF only, one at the end, nothing around. */
static void
normalise(struct buf *out, struct span text)
{
	text = span_trim(text);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r')
			buf_char(out, text.p[i]);
	buf_char(out, '\n');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_of(data, size);
	struct buf inside, again, want;

	buf_init(&inside, 1 << 20);
	buf_init(&again, 1 << 21);
	buf_init(&want, 1 << 21);
	if (tt_age_dearmor(&inside, text) == TT_OK) {
		if (!tt_age_is_armored(text))
			abort();
		tt_age_armor(&again, buf_view(&inside));
		normalise(&want, text);
		if (!span_eq(buf_view(&want), buf_view(&again)))
			abort();
	} else if (inside.n != 0) {
		abort();
	}
	buf_done(&want);
	buf_done(&again);
	buf_done(&inside);
	return 0;
}
