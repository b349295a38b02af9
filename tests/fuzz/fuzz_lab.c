/* SPDX-License-Identifier: ISC */
/*
 * A codebook.json that is taken, written again, is taken again and written
 * the same; its line-up can be judged, and its rows made.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "cli/lab.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The draft that the corpus was made for. */
static const struct tt_part_text part = { SPAN_INIT("a.md"),
	SPAN_INIT("{{a|b|c}} {{@:copy hex 20}} {{@:copy d|e}} {{int 1..90}}") };

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_rows(const struct lab *lab)
{
	const struct tt_roster *r = &lab->lineup.roster;
	uint64_t symbols[4];

	check(lab->draft.bulletin->n_sites == 4);
	for (size_t k = 0; k < r->n_copies; k++) {
		tt_codebook_copy(lab->codebook,
		    r->holders[r->copies[k].holder].number,
		    r->copies[k].number, symbols);
		check(symbols[0] < 3 && symbols[2] < 2 && symbols[3] < 90);
	}
}

/* What lab says of itself, taken by another. */
static void
write_and_take(const struct lab *lab, struct buf *out)
{
	struct lab again = { .epsilon = 0 };
	struct buf twice;

	buf_init(out, LAB_TEXT_MAX);
	buf_init(&twice, LAB_TEXT_MAX);
	check(lab_dump(lab, out) == TT_OK);
	check(draft_from(&again.draft, SPAN(""), &part, 1) == TT_OK);
	check(lab_parse(&again, buf_view(out)) == TT_OK);
	check(lab_dump(&again, &twice) == TT_OK);
	check(span_eq(buf_view(out), buf_view(&twice)));
	buf_done(&twice);
	lab_done(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lab lab = { .epsilon = 0 };
	struct buf out;

	check(sodium_init() >= 0);
	check(draft_from(&lab.draft, SPAN(""), &part, 1) == TT_OK);
	if (lab_parse(&lab, span_of(data, size)) == TT_OK) {
		check(tt_roster_check(&lab.lineup.roster) == TT_OK);
		check_rows(&lab);
		write_and_take(&lab, &out);
		buf_done(&out);
	}
	lab_done(&lab);
	return 0;
}
