/* SPDX-License-Identifier: ISC */
/* Files of sightings and captures' times, row by row. */
#include "test.h"

#include "base/instant.h"
#include "cli/known/packet_time.h"
#include "cli/known/rows.h"

#define NOW	1800000000	/* 2027-01-15 */

static const struct {
	const char *name, *text;
	enum tt_err want;
	size_t rows, line;	/* or where it is wrong */
} csv[] = {
	{ "two rows", "seen,source\n2026-11-01,hunt\n2026-11-02,public\n",
	  TT_OK, 2, 0 },
	{ "CRLF, and no last one", "seen\r\n2026-11-01\r\n2026-11-02", TT_OK,
	  2, 0 },
	{ "empty lines", "seen\n\n2026-11-01\n\n", TT_OK, 1, 0 },
	{ "a line end within quotes", "victim,seen\n\"a \"\"b\"\"\",2026-11\n",
	  TT_OK, 1, 0 },
	{ "an unknown column", "seen,name\n", TT_ESYNTAX, 0, 1 },
	{ "no time", "source\nhunt\n", TT_ESYNTAX, 0, 1 },
	{ "too few cells", "seen,source\n2026-11-01\n", TT_ESYNTAX, 0, 2 },
	{ "too many", "seen\n2026-11-01,hunt\n", TT_ESYNTAX, 0, 2 },
	{ "quotes that do not end", "seen\n2026-11-01\n\"2026", TT_ESYNTAX, 0,
	  3 },
	{ "a quote in the middle", "seen\n20\"26\n", TT_ESYNTAX, 0, 2 },
	{ "a column twice", "seen,seen\n2026-11,2026-12\n", TT_ESYNTAX, 0,
	  2 },
};

static void
csv_is_read_or_refused_with_its_line(void **state)
{
	struct rows_diag diag;
	struct rows r;

	for (size_t i = 0; i < N_ROWS(csv); i++) {
		CHECK_ROW(state, csv[i].name);
		r = (struct rows){ .at = NULL };
		assert_int_equal(csv[i].want, rows_csv(&r,
		    span_str(csv[i].text), &diag));
		assert_int_equal(csv[i].rows, r.n);
		if (csv[i].want != TT_OK)
			assert_int_equal(csv[i].line, diag.line);
		rows_free(&r);
	}
}

static void
a_file_has_at_most_so_many(void **state)
{
	struct rows r = { .at = NULL };
	struct rows_diag diag;
	struct buf b;

	(void)state;
	buf_init(&b, ROWS_FILE_MAX);
	buf_str(&b, "seen\n");
	for (size_t i = 0; i < ROWS_MAX; i++)
		buf_str(&b, "2026-11-01\n");
	assert_int_equal(TT_OK, rows_csv(&r, buf_view(&b), &diag));
	assert_int_equal(ROWS_MAX, r.n);
	rows_free(&r);
	buf_str(&b, "2026-11-01\n");
	assert_int_equal(TT_ELIMIT, rows_csv(&r, buf_view(&b), &diag));
	assert_null(r.at);
	buf_done(&b);
}

static const struct {
	const char *name;
	enum rows_field field;
	const char *value;
	enum tt_err want;
} fields[] = {
	{ "a day", ROWS_SEEN, "2026-11-01", TT_OK },
	{ "a fraction", ROWS_SEEN, "2026-11-01T10:00:00.5Z", TT_OK },
	{ "to come", ROWS_SEEN, "2028-01-01", TT_ESYNTAX },
	{ "without zone", ROWS_SEEN, "2026-11-01T10:00:00", TT_ESYNTAX },
	{ "received before it was seen", ROWS_RECEIVED,
	  "2026-10-01T10:00:00Z", TT_ESYNTAX },
	{ "received later than now", ROWS_RECEIVED, "2028-01-01T00:00:00Z",
	  TT_ESYNTAX },
	{ "a victim's name as a source", ROWS_SOURCE, "victim:Works",
	  TT_ESYNTAX },
	{ "as a country", ROWS_COUNTRY, "Works", TT_ESYNTAX },
	{ "as a network", ROWS_NETWORK, "works.example", TT_ESYNTAX },
	{ "in its own field, without a case", ROWS_VICTIM, "Works",
	  TT_ESYNTAX },
	{ "a confidence", ROWS_CONFIDENCE, "high", TT_OK },
	{ "none", ROWS_CONFIDENCE, "90", TT_ESYNTAX },
};

static void
what_a_row_says_is_checked(void **state)
{
	struct vault_sighting s;
	struct rows_diag diag;
	struct rows r;
	struct row *row;

	for (size_t i = 0; i < N_ROWS(fields); i++) {
		CHECK_ROW(state, fields[i].name);
		r = (struct rows){ .at = NULL };
		row = rows_add(&r, 7);
		if (fields[i].field != ROWS_SEEN)
			assert_int_equal(TT_OK, rows_set(row, ROWS_SEEN,
			    SPAN("2026-11-01T09:00:00Z"), &diag));
		assert_int_equal(TT_OK, rows_set(row, fields[i].field,
		    span_str(fields[i].value), &diag));
		s = (struct vault_sighting){ .received_s = NOW };
		assert_int_equal(fields[i].want, rows_take(row, NOW, &s,
		    &diag));
		if (fields[i].want != TT_OK)
			assert_int_equal(7, diag.line);
		rows_free(&r);
	}
}

static const uint8_t little[] = { 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0,
	100, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 'a',
	90, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0 };
static const uint8_t big[] = { 0xa1, 0xb2, 0x3c, 0x4d, 0, 2, 0, 4, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1,
	0, 0, 0, 100, 0, 0, 0, 9, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1 };
/* a section; an interface that counts thousandths; a packet at 100.5 s */
static const uint8_t ng[] = { 10, 13, 13, 10, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b,
	0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 28, 0, 0, 0,
	1, 0, 0, 0, 32, 0, 0, 0, 1, 0, 0, 0, 255, 255, 0, 0, 9, 0, 1, 0, 3, 0,
	0, 0, 0, 0, 0, 0, 32, 0, 0, 0,
	6, 0, 0, 0, 36, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x94, 0x88, 1, 0, 1,
	0, 0, 0, 1, 0, 0, 0, 'a', 0, 0, 0, 36, 0, 0, 0 };

static const struct {
	const char *name;
	const uint8_t *bytes;
	size_t n;
	enum tt_err want;
	int64_t from_s, until_s;
} captures[] = {
	{ "packets in any order, the last one cut", little, sizeof(little),
	  TT_OK, 90, 101 },
	{ "the other byte order, a length that is a lie", big, sizeof(big),
	  TT_OK, 100, 101 },
	{ "no packet", little, 24, TT_ENOENT, 0, 0 },
	{ "not even a heading", little, 23, TT_ESYNTAX, 0, 0 },
	{ "pcapng", ng, sizeof(ng), TT_OK, 100, 101 },
	{ "pcapng without a packet", ng, 60, TT_ENOENT, 0, 0 },
};

static void
captures_have_a_beginning_and_an_end(void **state)
{
	struct moment m;

	for (size_t i = 0; i < N_ROWS(captures); i++) {
		CHECK_ROW(state, captures[i].name);
		m = (struct moment){ 0, 0 };
		assert_int_equal(captures[i].want, packet_time(span_of(
		    captures[i].bytes, captures[i].n), &m));
		assert_int_equal(captures[i].from_s, m.from_s);
		assert_int_equal(captures[i].until_s, m.until_s);
	}
}

TEST_MAIN(cmocka_unit_test(csv_is_read_or_refused_with_its_line),
    cmocka_unit_test(a_file_has_at_most_so_many),
    cmocka_unit_test(what_a_row_says_is_checked),
    cmocka_unit_test(captures_have_a_beginning_and_an_end))
