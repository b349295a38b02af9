/* SPDX-License-Identifier: ISC */
#include "base/rng.h"
#include "base/secret.h"
#include "sodium_start.h"
#include "telltale/age_key.h"
#include "test.h"

/* Made by age-keygen 1.1.1. */
#define IDENTITY \
	"AGE-SECRET-KEY-1NX4SVKKSXJXU23S3L7Z8700FG070TNACFLKJF795SGT42" \
	"2TG4J7QKME7R9"
#define RECIPIENT \
	"age170qvu99srk4mcpxl2msv74rk687q6szgse590hvxahjtmxn9ucaqhy0w2v"
#define DATA	"QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0S"

static const struct {
	const char *fact, *text;
	enum tt_err want;
} identities[] = {
	{ "made by age-keygen", IDENTITY, TT_OK },
	{ "00 to 1f", "AGE-SECRET-KEY-1" DATA "WRYDWG", TT_OK },
	{ "lower case",
	  "age-secret-key-1nx4svkksxjxu23s3l7z8700fg070tnacflkjf795sgt42"
	  "2tg4j7qkme7r9",
	  TT_ESYNTAX },
	{ "mixed case",
	  "AGE-SECRET-KEY-1nX4SVKKSXJXU23S3L7Z8700FG070TNACFLKJF795SGT42"
	  "2TG4J7QKME7R9",
	  TT_ESYNTAX },
	{ "bech32m", "AGE-SECRET-KEY-1" DATA "ML5PT2", TT_ESYNTAX },
	{ "bits in the padding", "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRG"
	  "WPUGPZYSNZS23V9CCRYDPK8QARC03N4SCN6", TT_ESYNTAX },
	{ "31 bytes", "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZY"
	  "SNZS23V9CCRYDPK8QARCNQTXUK", TT_ESYNTAX },
	{ "33 bytes", "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZY"
	  "SNZS23V9CCRYDPK8QARC0SQPL28TT", TT_ESYNTAX },
	{ "one letter changed", "AGE-SECRET-KEY-1" DATA "WRYDWQ", TT_ESYNTAX },
	{ "a recipient", RECIPIENT, TT_ESYNTAX },
	{ "space after it", IDENTITY " ", TT_ESYNTAX },
	{ "hybrid", "AGE-SECRET-KEY-PQ-1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU"
	  "2LHT8EH9W6YLNC3SW78XKG", TT_EKEY },
	{ "nothing", "", TT_ESYNTAX },
};

static void
identity_is_read_and_written_or_refused(void **state)
{
	struct tt_age_identity id, kept;
	char out[TT_AGE_IDENTITY_LEN + 1];

	for (size_t i = 0; i < N_ROWS(identities); i++) {
		CHECK_ROW(state, identities[i].fact);
		memset(&id, 0xaa, sizeof(id));
		kept = id;
		assert_int_equal(identities[i].want, tt_age_identity_parse(&id,
		    span_str(identities[i].text)));
		if (identities[i].want != TT_OK) {
			assert_memory_equal(&id, &kept, sizeof(id));
			continue;
		}
		tt_age_identity_format(out, &id);
		assert_string_equal(identities[i].text, out);
	}
}

static const struct {
	const char *fact, *text;
	enum tt_err want;
} recipients[] = {
	{ "made by age-keygen", RECIPIENT, TT_OK },
	{ "base point",
	  "age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq8r66x",
	  TT_OK },
	{ "u = 0",
	  "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
	  TT_EKEY },
	{ "u = 1",
	  "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
	  TT_EKEY },
	{ "order 8",
	  "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9",
	  TT_EKEY },
	{ "order 8, the other",
	  "age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz9ts6wm9s8",
	  TT_EKEY },
	{ "u = p - 1",
	  "age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m",
	  TT_EKEY },
	{ "u = p, a zero not canonical",
	  "age1ahlllllllllllllllllllllllllllllllllllllllllllllllalsn46ayy",
	  TT_EKEY },
	{ "u = p + 1",
	  "age1amlllllllllllllllllllllllllllllllllllllllllllllllalselrwrv",
	  TT_EKEY },
	{ "u = 2^255 - 1",
	  "age1lllllllllllllllllllllllllllllllllllllllllllllllllalsjzdrvv",
	  TT_EKEY },
	{ "u = 2^255 + 9",
	  "age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqzqqyr3apl",
	  TT_EKEY },
	{ "upper case",
	  "AGE170QVU99SRK4MCPXL2MSV74RK687Q6SZGSE590HVXAHJTMXN9UCAQHY0W2V",
	  TT_ESYNTAX },
	{ "cut",
	  "age170qvu99srk4mcpxl2msv74rk687q6szgse590hvxahjtmxn9ucaqhy0w2",
	  TT_ESYNTAX },
	{ "hybrid", "age1pq1qqqq", TT_EKEY },
	{ "an identity", IDENTITY, TT_ESYNTAX },
};

static void
recipient_is_read_and_written_or_refused(void **state)
{
	struct tt_age_recipient r, kept;
	char out[TT_AGE_RECIPIENT_LEN + 1];

	for (size_t i = 0; i < N_ROWS(recipients); i++) {
		CHECK_ROW(state, recipients[i].fact);
		memset(&r, 0xaa, sizeof(r));
		kept = r;
		assert_int_equal(recipients[i].want, tt_age_recipient_parse(&r,
		    span_str(recipients[i].text)));
		if (recipients[i].want != TT_OK) {
			assert_memory_equal(&r, &kept, sizeof(r));
			continue;
		}
		tt_age_recipient_format(out, &r);
		assert_string_equal(recipients[i].text, out);
	}
}

static void
recipient_follows_from_identity(void **state)
{
	char out[TT_AGE_RECIPIENT_LEN + 1];
	struct tt_age_identity id;

	(void)state;
	assert_int_equal(TT_OK, tt_age_identity_parse(&id, SPAN(IDENTITY)));
	tt_age_recipient_format(out, &id.recipient);
	assert_string_equal(RECIPIENT, out);
}

static void
same_random_bytes_give_the_same_identity(void **state)
{
	static const uint8_t seed[32] = { 1 };
	struct tt_age_identity a, b, c;
	struct rng_seeded s, t;
	struct rng r = rng_seeded(&s, seed), q = rng_seeded(&t, seed);

	(void)state;
	tt_age_identity_generate(&a, r);
	tt_age_identity_generate(&b, q);
	tt_age_identity_generate(&c, q);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_memory_not_equal(&a, &c, sizeof(a));
}

static const struct {
	const char *fact, *text;
	size_t n;	/* identities */
	size_t line;	/* of the error, from 1 */
	enum tt_err want;
} files[] = {
	{ "as age-keygen writes it", "# created: 2026-11-21T10:45:04Z\n"
	  "# public key: " RECIPIENT "\n" IDENTITY "\n", 1, 0, TT_OK },
	{ "no last line end", IDENTITY, 1, 0, TT_OK },
	{ "CRLF", "# a\r\n\r\n" IDENTITY "\r\n", 1, 0, TT_OK },
	{ "two", IDENTITY "\n\n" IDENTITY "\n", 2, 0, TT_OK },
	{ "only comments", "# public key: " RECIPIENT "\n", 0, 0, TT_ENOENT },
	{ "nothing", "", 0, 0, TT_ENOENT },
	{ "another line", "# a\n" IDENTITY "\nPRIVATE+KEY+x+00000000+AA\n", 0,
	  3, TT_ESYNTAX },
	{ "space before it", "\n " IDENTITY "\n", 0, 2, TT_ESYNTAX },
	{ "a recipient", RECIPIENT "\n", 0, 1, TT_ESYNTAX },
	{ "a hybrid one", "AGE-SECRET-KEY-PQ-1QQ\n", 0, 1, TT_EKEY },
};

static void
identity_file_is_read_or_refused(void **state)
{
	struct tt_age_identities *ids = tt_age_identities_new();
	size_t line;

	assert_non_null(ids);
	for (size_t i = 0; i < N_ROWS(files); i++) {
		CHECK_ROW(state, files[i].fact);
		ids->n = 99;
		line = 0;
		assert_int_equal(files[i].want, tt_age_identities_parse(ids,
		    span_str(files[i].text), &line));
		assert_int_equal(files[i].line, line);
		assert_int_equal(files[i].want == TT_OK ? files[i].n : 99,
		    ids->n);
	}
	tt_age_identities_free(ids);
}

static void
identity_file_has_limits(void **state)
{
	struct tt_age_identities *ids = tt_age_identities_new();
	struct buf text;
	size_t line;

	(void)state;
	assert_non_null(ids);
	buf_init(&text, 1 << 20);
	for (int i = 0; i < TT_AGE_IDENTITIES_MAX; i++)
		buf_str(&text, IDENTITY "\n");
	assert_int_equal(TT_OK, tt_age_identities_parse(ids, buf_view(&text),
	    &line));
	assert_int_equal(TT_AGE_IDENTITIES_MAX, ids->n);
	buf_str(&text, IDENTITY "\n");
	assert_int_equal(TT_ELIMIT, tt_age_identities_parse(ids,
	    buf_view(&text), &line));
	assert_int_equal(TT_AGE_IDENTITIES_MAX + 1, line);
	buf_clear(&text);
	buf_str(&text, IDENTITY "\n");
	while (text.n < TT_AGE_IDENTITY_FILE_MAX)
		buf_char(&text, '\n');
	assert_int_equal(TT_OK, tt_age_identities_parse(ids, buf_view(&text),
	    NULL));
	buf_char(&text, '\n');
	assert_int_equal(TT_ELIMIT, tt_age_identities_parse(ids,
	    buf_view(&text), NULL));
	buf_done(&text);
	tt_age_identities_free(ids);
}

static void
identity_file_is_written_as_age_keygen_does(void **state)
{
	struct tt_age_identity id;
	struct buf out;

	(void)state;
	assert_int_equal(TT_OK, tt_age_identity_parse(&id, SPAN(IDENTITY)));
	buf_init_secret(&out, 1024);
	tt_age_identity_file(&out, &id, 1795257904);
	assert_string_equal("# created: 2026-11-21T10:45:04Z\n# public key: "
	    RECIPIENT "\n" IDENTITY "\n", out.p);
	buf_done(&out);
}

TEST_MAIN_SETUP(sodium_start,
    cmocka_unit_test(identity_is_read_and_written_or_refused),
    cmocka_unit_test(recipient_is_read_and_written_or_refused),
    cmocka_unit_test(recipient_follows_from_identity),
    cmocka_unit_test(same_random_bytes_give_the_same_identity),
    cmocka_unit_test(identity_file_is_read_or_refused),
    cmocka_unit_test(identity_file_has_limits),
    cmocka_unit_test(identity_file_is_written_as_age_keygen_does))
