/* SPDX-License-Identifier: ISC */
/* Files of opened rows, and of rosters: one writing each. */
#include "test.h"

#include "audit/roster_file.h"
#include "audit/row_file.h"

#define HEX8	"5a5a5a5a5a5a5a5a"
#define HEX32	HEX8 HEX8 HEX8 HEX8
#define HASH	"WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=\n"
#define HEAD	"telltale/v1/row\n"

static const struct {
	const char *name, *text;
	enum tt_err want;
} rows[] = {
	{ "a holder of several", HEAD "level holder\nnumber 1\n"
	    "profile no-poc\nkey " HEX32 "\n\n" HASH HASH, TT_OK },
	{ "a holder with one copy", HEAD "level holder\nnumber 1\nonly 3\n"
	    "profile full\nkey " HEX32 "\n\n" HASH, TT_OK },
	{ "a copy of two profiles", HEAD "level copy\nnumber 3\nholder 1\n"
	    "profile no-poc\nprofile full\nkey " HEX32 "\n\n" HASH, TT_OK },
	{ "of two revisions", HEAD "level copy\nnumber 3\nholder 1\n"
	    "profile full\nprofile no-poc.2\nprofile full.9\nkey " HEX32
	    "\n\n" HASH, TT_OK },
	{ "revisions falling", HEAD "level copy\nnumber 3\nholder 1\n"
	    "profile full.2\nprofile full\nkey " HEX32 "\n\n" HASH,
	    TT_ESYNTAX },
	{ "a first revision by its number", HEAD "level holder\nnumber 1\n"
	    "profile full.1\nkey " HEX32 "\n\n" HASH, TT_ESYNTAX },
	{ "a tenth revision", HEAD "level holder\nnumber 1\n"
	    "profile full.10\nkey " HEX32 "\n\n" HASH, TT_ESYNTAX },
	{ "a tree of one", HEAD "level holder\nnumber 0\nprofile full\nkey "
	    HEX32 "\n\n", TT_OK },
	{ "profiles falling", HEAD "level copy\nnumber 3\nholder 1\n"
	    "profile full\nprofile no-poc\nkey " HEX32 "\n\n" HASH,
	    TT_ESYNTAX },
	{ "a profile twice", HEAD "level copy\nnumber 3\nholder 1\n"
	    "profile full\nprofile full\nkey " HEX32 "\n\n", TT_ESYNTAX },
	{ "no profile", HEAD "level holder\nnumber 1\nkey " HEX32 "\n\n",
	    TT_ESYNTAX },
	{ "an unknown profile", HEAD "level holder\nnumber 1\nprofile all\n"
	    "key " HEX32 "\n\n", TT_ESYNTAX },
	{ "a copy of nobody", HEAD "level copy\nnumber 3\nprofile full\nkey "
	    HEX32 "\n\n", TT_ESYNTAX },
	{ "a copy with an only copy", HEAD "level copy\nnumber 3\nholder 1\n"
	    "only 3\nprofile full\nkey " HEX32 "\n\n", TT_ESYNTAX },
	{ "another level", HEAD "level leaf\nnumber 3\nprofile full\nkey "
	    HEX32 "\n\n", TT_ESYNTAX },
	{ "a number with a zero before it", HEAD "level holder\nnumber 01\n"
	    "profile full\nkey " HEX32 "\n\n", TT_ESYNTAX },
	{ "too large a number", HEAD "level holder\n"
	    "number 18446744073709551616\nprofile full\nkey " HEX32 "\n\n",
	    TT_ERANGE },
	{ "a key of upper case", HEAD "level holder\nnumber 1\n"
	    "profile full\nkey A" HEX32 "\n\n", TT_ESYNTAX },
	{ "no empty line", HEAD "level holder\nnumber 1\nprofile full\nkey "
	    HEX32 "\n" HASH, TT_ESYNTAX },
	{ "a short hash", HEAD "level holder\nnumber 1\nprofile full\nkey "
	    HEX32 "\n\nWlpa\n", TT_ESYNTAX },
	{ "cut", HEAD "level holder\nnumber 1", TT_ESYNTAX },
	{ "another version", "telltale/v2/row\nlevel holder\n", TT_ESYNTAX },
	{ "nothing", "", TT_ESYNTAX },
};

static void
parse_then_format_is_identity_or_error(void **state)
{
	struct row_file r, kept;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		memset(&r, 0xaa, sizeof(r));
		kept = r;
		assert_int_equal(rows[i].want, row_file_parse(&r,
		    span_str(rows[i].text)));
		if (rows[i].want != TT_OK) {
			assert_memory_equal(&r, &kept, sizeof(r));
			continue;
		}
		buf_init(&b, ROW_FILE_MAX);
		row_file_format(&r, &b);
		assert_int_equal(TT_OK, buf_err(&b));
		assert_string_equal(b.p, rows[i].text);
		buf_done(&b);
	}
}

#define ROSTER	"telltale/v1/roster\ndepth 10 14\n"

static const struct {
	const char *name, *text;
	enum tt_err want;
	size_t holders, copies;
} rosters[] = {
	{ "two holders", ROSTER "holder 3\ncopy 45 no-poc\ncopy 9 full\n"
	    "public 9\ncopy 46 public\n", TT_OK, 2, 3 },
	{ "two revisions", ROSTER "holder 3\ncopy 45 no-poc no-poc.2\n"
	    "copy 46 full.2\n", TT_OK, 1, 2 },
	{ "revisions falling", ROSTER "holder 3\ncopy 45 full.2 full\n",
	    TT_ESYNTAX, 0, 0 },
	{ "nobody", ROSTER, TT_OK, 0, 0 },
	{ "a copy of nobody", ROSTER "copy 45 full\n", TT_ESYNTAX, 0, 0 },
	{ "a copy without a profile", ROSTER "holder 3\ncopy 45\n",
	    TT_ESYNTAX, 0, 0 },
	{ "profiles falling", ROSTER "holder 3\ncopy 45 full no-poc\n",
	    TT_ESYNTAX, 0, 0 },
	{ "another line", ROSTER "partner 3\n", TT_ESYNTAX, 0, 0 },
	{ "no last LF", ROSTER "holder 3", TT_ESYNTAX, 0, 0 },
	{ "too deep a tree", "telltale/v1/roster\ndepth 10 25\n", TT_ERANGE,
	    0, 0 },
	{ "three depths", "telltale/v1/roster\ndepth 10 14 2\n", TT_ESYNTAX,
	    0, 0 },
};

static void
rosters_are_read_or_refused(void **state)
{
	struct roster_file r;

	for (size_t i = 0; i < N_ROWS(rosters); i++) {
		CHECK_ROW(state, rosters[i].name);
		r = (struct roster_file){ .n_holders = 7 };
		assert_int_equal(rosters[i].want, roster_file_parse(&r,
		    span_str(rosters[i].text)));
		if (rosters[i].want != TT_OK) {
			assert_int_equal(7, r.n_holders);
			continue;
		}
		assert_int_equal(rosters[i].holders, r.n_holders);
		assert_int_equal(rosters[i].copies, r.n_copies);
		roster_file_done(&r);
	}
}

static void
what_is_not_there_is_said(void **state)
{
	struct roster_head h;

	(void)state;
	assert_int_equal(TT_ENOENT, roster_head(&h,
	    (struct span){ NULL, 0 }));
}

TEST_MAIN(cmocka_unit_test(parse_then_format_is_identity_or_error),
    cmocka_unit_test(rosters_are_read_or_refused),
    cmocka_unit_test(what_is_not_there_is_said))
