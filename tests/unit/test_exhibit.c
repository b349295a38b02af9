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

static struct tt_piece
bytes_of(const char *text)
{
	return (struct tt_piece){ .kind = TT_PIECE_BYTES,
		.name = SPAN("stream 1"), .bytes = span_str(text) };
}

static const char wired[] =
    "s.send(b\"GET /probe?key={{hex 16}}&name={{name}} HTTP/1.1\")\n"
    "seed = b\"{{hex 32}}\"\n";

static const struct {
	const char *name, *text, *bytes;
	size_t fields;
	bool searched;		/* the second constant of hex digits */
	const char *key;	/* what is found at the first; "": nothing */
} ways[] = {
	{ "a constant at its field", NULL,
	    "GET /probe?key=00112233445566ff&name=babababo HTTP/1.1\r\n", 2,
	    false, "\"00112233445566ff\"" },
	{ "nothing of it: searched for", NULL, "\001\002 other bytes", 0,
	    true, "" },
	{ "text is not searched", "\002 other words",
	    "\002 other words", 0, false, "" },
	{ "but its fields are read", "GET /probe?key=00112233445566ff&x",
	    "GET /probe?key=00112233445566ff&x", 1, false,
	    "\"00112233445566ff\"" },
};

static void
bytes_are_read_in_their_way(void **state)
{
	struct draft *d = draftkit_whole("No site.\n", wired, "no site\n");

	for (size_t i = 0; i < N_ROWS(ways); i++) {
		struct tt_piece pieces[2] = { bytes_of(ways[i].bytes) };
		struct specimen_file file = { .path = "found",
			.n_pieces = 1 };
		struct specimen s = { .file = &file, .n = 1, .piece = pieces,
			.n_pieces = 1 };
		struct exhibit x;
		struct buf found;

		CHECK_ROW(state, ways[i].name);
		if (ways[i].text != NULL) {
			pieces[1] = piece_of(ways[i].text);
			pieces[1].name = pieces[0].name;
			s.n_pieces = file.n_pieces = 2;
		}
		assert_int_equal(TT_OK, exhibit_read(&x, d->bulletin, &s));
		assert_int_equal(ways[i].fields, exhibit_fields(&x));
		assert_int_equal(ways[i].searched, exhibit_is_searched(&x,
		    2));
		buf_init(&found, 4096);
		exhibit_found(&d->bulletin->sites[0],
		    tt_observations_at(x.observations, 0), &found);
		assert_true(span_is(buf_view(&found), ways[i].key) ||
		    ways[i].key[0] == '\0');
		buf_done(&found);
		exhibit_done(&x);
	}
	draftkit_done(d);
}

/* N_V is settled before; what a search meets is added to it. */
static void
a_search_changes_no_count(void **state)
{
	static const char bytes[] = "\001\377\0012233445566778899aabbccdd"
	    "eeff0011\002";
	struct draft *d = draftkit_whole("No site.\n", wired, "no site\n");
	struct tt_piece piece = bytes_of(bytes);
	struct specimen_file file = { .path = "found", .n_pieces = 1 };
	struct specimen s = { .file = &file, .n = 1, .piece = &piece,
		.n_pieces = 1 };
	uint64_t values[] = { 0x2233445566778899, 5, 0x1122334455667788 };
	const struct tt_issued issued = { 0, values, N_ROWS(values) };
	const struct tt_observation *o;
	struct exhibit x;
	uint64_t count;

	(void)state;
	assert_int_equal(TT_OK, exhibit_read(&x, d->bulletin, &s));
	assert_true(exhibit_is_searched(&x, 0));
	o = tt_observations_at(x.observations, 0);
	assert_non_null(o);
	assert_int_equal(0, o->n_values);
	count = o->count;
	assert_int_equal(TT_OK, exhibit_search(&x, d->bulletin, &issued, 1));
	o = tt_observations_at(x.observations, 0);
	assert_non_null(o);
	assert_true(count == o->count);
	assert_int_equal(1, o->n_values);
	assert_true(o->values[0] == values[0]);
	exhibit_done(&x);
	draftkit_done(d);
}

TEST_MAIN(cmocka_unit_test(bytes_are_read_in_their_way),
    cmocka_unit_test(a_search_changes_no_count),
    cmocka_unit_test(files_together_are_one_reading),
    cmocka_unit_test(files_of_two_leaks_contradict),
    cmocka_unit_test(another_text_is_not_read))
