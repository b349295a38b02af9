/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/reader_id.h"

/* data/ledger/chain: the reader of the shared vectors. */
#define SEAL	"age1x3mym05xrtnjvgfugnydjvynhhratwq2cxugndtsdugturgfx3ks3wl0eg"
#define PRINT	"21b4 e0f4 b093 37ac ab29 689f 9470 4c4d"

static void
an_id_follows_from_both_keys(void **state)
{
	struct tt_signer s = kit_signer(KIT_READER);
	char hex[TT_READER_ID_HEX + 1], print[TT_FINGERPRINT_LEN + 1];
	char name[TT_KEY_NAME_MAX + 1];
	uint8_t id[TT_READER_ID_LEN];
	struct tt_age_recipient seal;

	(void)state;
	assert_int_equal(TT_OK, tt_age_recipient_parse(&seal, SPAN(SEAL)));
	tt_reader_id(id, s.vkey.key, &seal);
	hex_encode(hex, id, sizeof(id));
	assert_string_equal(hex, READER);
	tt_fingerprint(print, id);
	assert_string_equal(print, PRINT);
	assert_int_equal(TT_OK, tt_reader_key_name(name, SPAN(ORIGIN), id));
	assert_string_equal(name, s.vkey.name);
}

static const struct {
	const char *name, *text;
	enum tt_err want;
} rows[] = {
	{ "as printed", PRINT, TT_OK },
	{ "in one", READER, TT_OK },
	{ "as typed", " 21B4E0F4  b09337ac ab29689f94704C4D ", TT_OK },
	{ "a digit short", "21b4 e0f4 b093 37ac ab29 689f 9470 4c4",
	    TT_ESYNTAX },
	{ "a digit over", PRINT "0", TT_ESYNTAX },
	{ "no digit", "21b4 e0f4 b093 37ac ab29 689f 9470 4c4g", TT_ESYNTAX },
	{ "empty", "", TT_ESYNTAX },
};

static void
a_fingerprint_reads_back(void **state)
{
	char hex[TT_READER_ID_HEX + 1];
	uint8_t id[TT_READER_ID_LEN];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		memset(id, 0xaa, sizeof(id));
		assert_int_equal(rows[i].want, tt_fingerprint_parse(id,
		    span_str(rows[i].text)));
		hex_encode(hex, id, sizeof(id));
		assert_string_equal(hex, rows[i].want == TT_OK ? READER :
		    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	}
}

TEST_MAIN(
	cmocka_unit_test(an_id_follows_from_both_keys),
	cmocka_unit_test(a_fingerprint_reads_back)
)
