/* SPDX-License-Identifier: ISC */
#include "cli/inbox.h"
#include "cli/receipt.h"
#include "test.h"

static const struct {
	const char *name;
	int64_t taken_s;	/* after the signature; 0: not taken */
	bool proven;
	int64_t now_s;		/* after the signature */
	enum receipt_state want;
} rows[] = {
	{ "just handed in", 1, false, 1, RECEIPT_WAITING },
	{ "two intervals later", 1, false, 1801, RECEIPT_WAITING },
	{ "a second over two intervals", 1, false, 1802, RECEIPT_MISSING },
	{ "signed long ago, handed in now", 90000, false, 90001,
	    RECEIPT_WAITING },
	{ "not handed in", 0, false, 90000, RECEIPT_UNSENT },
	{ "proven", 1, true, 90000, RECEIPT_PROVEN },
	{ "proven by files, the copy gone", 0, true, 90000,
	    RECEIPT_PROVEN },
	{ "a clock that was set back", 5000, false, 1, RECEIPT_WAITING },
};

static void
a_receipt_is_missing_after_two_intervals(void **state)
{
	const int64_t signed_s = 1773162000;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct receipt r = { .time_s = signed_s,
			.proven = rows[i].proven };

		CHECK_ROW(state, rows[i].name);
		if (rows[i].taken_s != 0)
			r.taken_s = signed_s + rows[i].taken_s;
		assert_int_equal(rows[i].want, receipt_state(&r,
		    signed_s + rows[i].now_s, 900));
	}
}

#define ID	"\"id\": \"6f1d0c92b4e87a35\", "
#define AT	"\"opens\": \"2026-03-20T17:00:00Z\", "			\
	"\"until\": \"2026-03-30T17:00:00Z\", "
#define H16	"0123456789abcdef"
#define COPIES	"\"copies\": \"" H16 H16 H16 H16 "\", "
#define INVITED	"\"embargo\": \"active\", \"open\": false, "		\
	"\"consent\": \"invited\""
#define TERMS	"\"terms\": \"" H16 H16 H16 H16 "\", " COPIES

static const struct {
	const char *name, *json;
	enum tt_err want;
} inbox[] = {
	{ "as the hub lists it", "{" ID AT TERMS INVITED "}",
	    TT_OK },
	{ "a member that is not known", "{" ID AT TERMS
	    INVITED ", \"more\": 1}", TT_OK },
	{ "no id", "{" AT TERMS INVITED "}", TT_ENOENT },
	{ "an author's id", "{\"id\": \"EX-1\", " AT TERMS
	    INVITED "}", TT_ESYNTAX },
	{ "an id that leaves its folder", "{\"id\": \"../../../../../x\", "
	    AT TERMS INVITED "}", TT_ESYNTAX },
	{ "an instant without zone", "{" ID
	    "\"opens\": \"2026-03-20T17:00:00\", \"until\": \"\", " TERMS
	    INVITED "}", TT_ESYNTAX },
	{ "no such date", "{" ID "\"opens\": \"2026-02-30T17:00:00Z\", "
	    "\"until\": \"2026-03-30T17:00:00Z\", " TERMS
	    INVITED "}", TT_ERANGE },
	{ "terms cut short", "{" ID AT "\"terms\": \"" H16 "\", "
	    INVITED "}", TT_ESYNTAX },
	{ "no copies", "{" ID AT "\"terms\": \"" H16 H16 H16 H16 "\", "
	    INVITED "}", TT_ENOENT },
	{ "no word of its embargo", "{" ID AT TERMS "\"open\": true, "
	    "\"consent\": \"invited\"}", TT_ENOENT },
	{ "not whether it is open", "{" ID AT TERMS "\"embargo\": "
	    "\"active\", \"consent\": \"invited\"}", TT_ENOENT },
	{ "open, but no word for it", "{" ID AT TERMS "\"embargo\": "
	    "\"active\", \"open\": 1, \"consent\": \"invited\"}",
	    TT_ESYNTAX },
	{ "no consent", "{" ID AT TERMS "\"x\": 1}", TT_ENOENT },
	{ "a long consent", "{" ID AT TERMS "\"consent\": \"" H16 "\"}",
	    TT_ELIMIT },
};

static void
rows_of_an_inbox_are_read_whole_or_refused(void **state)
{
	for (size_t i = 0; i < N_ROWS(inbox); i++) {
		json_t *j = json_loads(inbox[i].json, 0, NULL);
		struct inbox_row row, kept;

		CHECK_ROW(state, inbox[i].name);
		assert_non_null(j);
		memset(&row, 0xaa, sizeof(row));
		kept = row;
		assert_int_equal(inbox[i].want, inbox_row_read(&row, j,
		    NULL));
		if (inbox[i].want != TT_OK)
			assert_memory_equal(&kept, &row, sizeof(row));
		else {
			assert_string_equal("6f1d0c92b4e87a35", row.id);
			assert_int_equal(1774026000, row.opens_s);
			assert_int_equal(1774890000, row.until_s);
			assert_string_equal("invited", row.consent);
			assert_string_equal("active", row.embargo);
			assert_false(row.open);
		}
		json_decref(j);
	}
}

TEST_MAIN(cmocka_unit_test(a_receipt_is_missing_after_two_intervals),
    cmocka_unit_test(rows_of_an_inbox_are_read_whole_or_refused))
