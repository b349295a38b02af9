/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/exhibit.h"
#include "draftkit.h"

/* Enough words around each site for it to be found by. */
static const char marked[] =
    "The service on the gateway {{answers|replies to}} every request that "
    "arrives from outside.\n\n"
    "An attacker who holds {{|at least }}one valid ticket may read the whole "
    "memory of the process.\n\n"
    "The sample that we looked at carries the constant {{hex 8}} in its "
    "second message to the server.\n\n"
    "Operators should {{restart the gateway|start the gateway once more, as "
    "soon as they can, after they have read and followed all that stands "
    "above}} when the update is in place.\n";

static const char first[] =
    "The service on the gateway replies to every request that arrives from "
    "outside.\n\nAn attacker who holds one valid ticket may read the whole "
    "memory of the process.\n";
static const char second[] =
    "The sample that we looked at carries the constant 00c0ffee in its "
    "second message to the server.\n\nOperators should start the gateway "
    "once more, as soon as they can, after they have read and followed all "
    "that stands above when the update is in place.\n";
static const char third[] =
    "The service on the gateway answers every request that arrives from "
    "outside.\n";

static struct specimen
specimen_of(struct tt_piece *pieces, size_t n)
{
	return (struct specimen){ .piece = pieces, .n_pieces = n };
}

static struct tt_piece
piece_of(const char *text)
{
	return (struct tt_piece){ .kind = TT_PIECE_TEXT,
		.name = SPAN("found"), .bytes = span_str(text) };
}

static const struct {
	const char *name;
	uint32_t site;
	const char *found;
} rows[] = {
	{ "an alternative, in quotes", 0, "\"replies to\"" },
	{ "an empty one", 1, "nothing" },
	{ "a value", 2, "\"00c0ffee\"" },
	{ "a long one, cut short", 3,
	    "\"start the gateway once more, as soon as they can, after they..."
	    "\"" },
};

static void
files_together_are_one_reading(void **state)
{
	struct draft *d = draftkit_loose(marked);
	struct tt_piece files[] = { piece_of(first), piece_of(second) };
	struct specimen s = specimen_of(files, N_ROWS(files));
	struct exhibit x;
	struct buf found;

	assert_int_equal(TT_OK, exhibit_read(&x, d->bulletin, &s));
	assert_int_equal(x.n_read, 4);
	assert_int_equal(x.read[TT_CLASS_WORDING], 3);
	assert_int_equal(x.total[TT_CLASS_WORDING], 3);
	assert_int_equal(x.read[TT_CLASS_DATA], 1);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		buf_init(&found, 4096);
		exhibit_found(&d->bulletin->sites[rows[i].site],
		    tt_observations_at(x.observations, rows[i].site), &found);
		assert_string_equal(found.p, rows[i].found);
		buf_done(&found);
	}
	exhibit_done(&x);
	draftkit_done(d);
}

static void
files_of_two_leaks_contradict(void **state)
{
	struct draft *d = draftkit_loose(marked);
	struct tt_piece files[] = { piece_of(first), piece_of(third) };
	struct specimen s = specimen_of(files, N_ROWS(files));
	struct exhibit x;

	(void)state;
	assert_int_equal(TT_OK, exhibit_read(&x, d->bulletin, &s));
	assert_int_equal(x.observations->n_contradicted, 1);
	assert_int_equal(x.observations->contradicted[0], 0);
	assert_int_equal(x.n_read, 1);
	exhibit_done(&x);
	draftkit_done(d);
}

static void
another_text_is_not_read(void **state)
{
	struct draft *d = draftkit_loose(marked);
	struct tt_piece file = piece_of("Nothing in here was ever "
	    "written by whoever wrote that, or by anybody like them.\n");
	struct specimen s = specimen_of(&file, 1);
	struct exhibit x;
	struct buf found;

	(void)state;
	assert_int_equal(TT_OK, exhibit_read(&x, d->bulletin, &s));
	assert_int_equal(x.n_read, 0);
	assert_int_equal(x.observations->n, 0);
	buf_init(&found, 4096);
	exhibit_found(&d->bulletin->sites[0],
	    tt_observations_at(x.observations, 0), &found);
	assert_int_equal(found.n, 0);
	buf_done(&found);
	exhibit_done(&x);
	draftkit_done(d);
}

TEST_MAIN(cmocka_unit_test(files_together_are_one_reading),
    cmocka_unit_test(files_of_two_leaks_contradict),
    cmocka_unit_test(another_text_is_not_read))
