/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/origin.h"

#define A32	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A64	A32 A32

static const struct {
	const char *name, *origin;
	enum tt_err want;
} rows[] = {
	{ "a host", "localhost:8443", TT_OK },
	{ "a host and a path", ORIGIN, TT_OK },
	{ "telltale alone", "telltale", TT_OK },
	{ "255 bytes", A64 A64 A64
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    TT_OK },
	{ "256 bytes", A64 A64 A64 A64, TT_ERANGE },
	{ "empty", "", TT_ESYNTAX },
	{ "a space", "a b", TT_ESYNTAX },
	{ "a plus", "a+b", TT_ESYNTAX },
	{ "a line end", "a\n", TT_ESYNTAX },
	{ "0x7f", "a\177", TT_ESYNTAX },
	{ "a letter outside ASCII", "\303\244", TT_ESYNTAX },
	{ "our domain", "telltale/v1/keys", TT_ESYNTAX },
	{ "a witness's domain", "cosignature/v1", TT_ESYNTAX },
};

static void
an_origin_is_no_domain_of_signatures(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want,
		    tt_origin_check(span_str(rows[i].origin)));
	}
}

static const struct {
	const char *key;
	enum tt_owner owner;
	const char *who;	/* NULL: refused */
} names[] = {
	{ ORIGIN "/o/anna", TT_OWNER_OFFICER, "anna" },
	{ ORIGIN "/p/psirt-2", TT_OWNER_PUBLISHER, "psirt-2" },
	{ ORIGIN "/k/1", TT_OWNER_KEEPER, "1" },
	{ ORIGIN "/r/" READER, TT_OWNER_READER, READER },
	{ ORIGIN "/o/" A64, TT_OWNER_OFFICER, A64 },
	{ ORIGIN "/o/" A64 "a", TT_OWNER_OFFICER, NULL },
	{ ORIGIN "/o/", TT_OWNER_OFFICER, NULL },
	{ ORIGIN "/x/anna", TT_OWNER_OFFICER, NULL },
	{ ORIGIN "/o/anna/b", TT_OWNER_OFFICER, NULL },
	{ ORIGIN "/o/.anna", TT_OWNER_OFFICER, NULL },
	{ ORIGIN "/o/\303\244", TT_OWNER_OFFICER, NULL },
	{ ORIGIN "x/o/anna", TT_OWNER_OFFICER, NULL },
	{ "other.example.com/telltale/o/anna", TT_OWNER_OFFICER, NULL },
	{ ORIGIN, TT_OWNER_OFFICER, NULL },
	{ "", TT_OWNER_OFFICER, NULL },
};

static void
key_names_say_whose_they_are(void **state)
{
	char out[TT_KEY_NAME_MAX + 1];
	enum tt_owner owner;
	struct span who;

	for (size_t i = 0; i < N_ROWS(names); i++) {
		CHECK_ROW(state, names[i].key);
		assert_int_equal(names[i].who != NULL ? TT_OK : TT_ESYNTAX,
		    tt_key_name_parse(&owner, &who, SPAN(ORIGIN),
		    span_str(names[i].key)));
		if (names[i].who == NULL)
			continue;
		assert_int_equal(names[i].owner, owner);
		assert_true(span_is(who, names[i].who));
		assert_int_equal(TT_OK, tt_key_name(out, SPAN(ORIGIN), owner,
		    who));
		assert_string_equal(out, names[i].key);
	}
	assert_int_equal(TT_ESYNTAX, tt_key_name(out, SPAN(ORIGIN),
	    TT_OWNER_OFFICER, SPAN("a b")));
	assert_int_equal(TT_ESYNTAX, tt_key_name(out, SPAN("a b"),
	    TT_OWNER_OFFICER, SPAN("a")));
}

TEST_MAIN(
	cmocka_unit_test(an_origin_is_no_domain_of_signatures),
	cmocka_unit_test(key_names_say_whose_they_are)
)
