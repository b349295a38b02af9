/* SPDX-License-Identifier: ISC */
#include <sodium.h>

#include "base/bech32.h"
#include "prop.h"

#define SECRET	"age-secret-key-"

/* Made by age-keygen 1.1.1: the second is the public key of the first. */
#define IDENTITY							\
	"AGE-SECRET-KEY-1ML6X8CNPY3MZNC9PW4YGT2X00YM7CVNHEFF7NS5M5NXP9P73MS4" \
	"S0SNXNN"
#define RECIPIENT							\
	"age1dkyyugzunm2rq7rxug3hhtpqs3ln3k3t00lnrqynu35er8ktdu6q4x9pcu"

/* Those rightly summed are from a second implementation of BIP 173 and 350. */
static const struct {
	const char *name, *hrp, *text;
	int upper;
	enum tt_err want;
} rows[] = {
	{ "a recipient", "age", RECIPIENT, 0, TT_OK },
	{ "an identity", SECRET, IDENTITY, 1, TT_OK },
	{ "a recipient in upper case", "age",
	  "AGE1DKYYUGZUNM2RQ7RXUG3HHTPQS3LN3K3T00LNRQYNU35ER8KTDU6Q4X9PCU", 0,
	  TT_ESYNTAX },
	{ "the same, asked for", "age",
	  "AGE1DKYYUGZUNM2RQ7RXUG3HHTPQS3LN3K3T00LNRQYNU35ER8KTDU6Q4X9PCU", 1,
	  TT_OK },
	{ "lower where upper is asked for", "age", RECIPIENT, 1, TT_ESYNTAX },
	{ "mixed case", "age",
	  "age1dkyyugzunm2rq7rxug3hhtpqs3ln3k3t00lnrqynu35er8ktdu6q4x9pcU", 0,
	  TT_ESYNTAX },
	{ "the prefix in upper case", "age",
	  "Age1dkyyugzunm2rq7rxug3hhtpqs3ln3k3t00lnrqynu35er8ktdu6q4x9pcu", 0,
	  TT_ESYNTAX },
	{ "mixed case among upper", "age",
	  "AGE1DKYYUGZUNM2RQ7RXUG3HHTPQS3LN3K3T00LNRQYNU35ER8KTDU6Q4X9PCu", 1,
	  TT_ESYNTAX },
	{ "another prefix, rightly summed", "age",
	  "agf1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4qar6thz", 0,
	  TT_ESYNTAX },
	{ "a prefix of the prefix", "ag", RECIPIENT, 0, TT_ESYNTAX },
	{ "bech32m", "age",
	  "age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4qqzngut", 0,
	  TT_ESYNTAX },
	{ "the lowest spare bit set", "age",
	  "age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4pggh3ym", 0,
	  TT_ESYNTAX },
	{ "the highest spare bit set", "age",
	  "age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4gt28g85", 0,
	  TT_ESYNTAX },
	{ "a letter short, rightly summed", "age",
	  "age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv498z4h2", 0,
	  TT_ESYNTAX },
	{ "a letter long, rightly summed", "age",
	  "age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4qqe76j06", 0,
	  TT_ESYNTAX },
	{ "b, which is no letter", "age",
	  "age1bkyyugzunm2rq7rxug3hhtpqs3ln3k3t00lnrqynu35er8ktdu6q4x9pcu", 0,
	  TT_ESYNTAX },
	{ "no separator", "age",
	  "agezdkyyugzunm2rq7rxug3hhtpqs3ln3k3t00lnrqynu35er8ktdu6q4x9pcu", 0,
	  TT_ESYNTAX },
	{ "a high byte", "age",
	  "age1\xe4kyyugzunm2rq7rxug3hhtpqs3ln3k3t00lnrqynu35er8ktdu6q4x9pcu",
	  0, TT_ESYNTAX },
	{ "nothing", "age", "", 0, TT_ESYNTAX },
	{ "the prefix alone", "age", "age1", 0, TT_ESYNTAX },
};

static void
one_writing_is_read(void **state)
{
	uint8_t key[32], kept[32];
	char text[128];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		memset(key, 0xaa, sizeof(key));
		memcpy(kept, key, sizeof(key));
		assert_int_equal(rows[i].want, bech32_decode32(key,
		    rows[i].hrp, rows[i].text, strlen(rows[i].text),
		    rows[i].upper));
		if (rows[i].want != TT_OK) {
			assert_memory_equal(kept, key, sizeof(key));
			continue;
		}
		assert_int_equal(TT_OK, bech32_encode32(text, sizeof(text),
		    rows[i].hrp, key, rows[i].upper));
		assert_string_equal(rows[i].text, text);
	}
}

static void
a_key_pair_of_age_fits_together(void **state)
{
	uint8_t secret[32], public[32];
	char text[BECH32_32_LEN("age") + 1];

	(void)state;
	assert_int_equal(TT_OK, bech32_decode32(secret, SECRET, IDENTITY,
	    strlen(IDENTITY), 1));
	assert_int_equal(0, crypto_scalarmult_base(public, secret));
	assert_int_equal(TT_OK, bech32_encode32(text, sizeof(text), "age",
	    public, 0));
	assert_string_equal(RECIPIENT, text);
	assert_int_equal(sizeof(text) - 1, strlen(text));
}

static void
what_does_not_fit_is_not_written(void **state)
{
	char text[BECH32_32_LEN("age") + 1] = "old";
	static const uint8_t key[32];

	(void)state;
	assert_int_equal(TT_ENOSPC, bech32_encode32(text, sizeof(text) - 1,
	    "age", key, 0));
	assert_string_equal("old", text);
}

/* BIP 173: up to four letters wrong are always found. */
static void
changed_letters_are_found(void **state)
{
	static const char letters[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	char text[BECH32_32_LEN("age") + 1];
	uint8_t key[32], out[32];
	struct prop p;
	size_t at;
	char c;

	(void)state;
	PROP_CASES(&p, 2000) {
		rng_fill(p.rng, key, sizeof(key));
		assert_int_equal(TT_OK, bech32_encode32(text, sizeof(text),
		    "age", key, 0));
		assert_int_equal(TT_OK, bech32_decode32(out, "age", text,
		    strlen(text), 0));
		assert_memory_equal(key, out, sizeof(key));
		for (int i = 0; i < 2; i++) {
			at = 4 + (size_t)prop_below(&p, 29) + 29 * (size_t)i;
			c = letters[prop_below(&p, 32)];
			text[at] = c == text[at] ? (c == 'q' ? 'p' : 'q') : c;
			assert_int_equal(TT_ESYNTAX, bech32_decode32(out,
			    "age", text, strlen(text), 0));
		}
	}
}

TEST_MAIN(cmocka_unit_test(one_writing_is_read),
    cmocka_unit_test(a_key_pair_of_age_fits_together),
    cmocka_unit_test(what_does_not_fit_is_not_written),
    cmocka_unit_test(changed_letters_are_found))
