/* SPDX-License-Identifier: ISC */
#include "base/rng.h"
#include "ledgerkit.h"
#include "telltale/vkey.h"

/* Of golang.org/x/mod/sumdb/note, its package example. */
#define KEY	"ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER	"PeterNeumann+c74f20a3+" KEY
#define PETER_SECRET "PRIVATE+KEY+PeterNeumann+c74f20a3+" \
	"AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"

static const struct {
	const char *name, *text;
	enum tt_err want;
} rows[] = {
	{ "Go's example", PETER, TT_OK },
	{ "a witness's",
	    "witness.example.net/w1+0abc1f19+"
	    "BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU", TT_OK },
	{ "empty", "", TT_ESYNTAX },
	{ "another id",
	    "PeterNeumann+c74f20a4+" KEY,
	    TT_ESYNTAX },
	{ "another name",
	    "PeterNeumaNn+c74f20a3+" KEY,
	    TT_ESYNTAX },
	{ "another key",
	    "PeterNeumann+c74f20a3+"
	    "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
	    TT_ESYNTAX },
	{ "id in upper case",
	    "PeterNeumann+C74F20A3+" KEY,
	    TT_ESYNTAX },
	{ "no name", "+c74f20a3+" KEY,
	    TT_ESYNTAX },
	{ "a space in the name",
	    "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy",
	    TT_ESYNTAX },
	{ "a Unicode space in the name",
	    "Peter\342\200\203N+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4",
	    TT_ESYNTAX },
	{ "cut", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4",
	    TT_ESYNTAX },
	{ "a line end", PETER "\n", TT_ESYNTAX },
	{ "type of ECDSA",
	    "PeterNeumann+c74f20a3+"
	    "AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    TT_EKEY },
	{ "no key", "PeterNeumann+c74f20a3+", TT_ESYNTAX },
	{ "only a type", "PeterNeumann+c74f20a3+AQ==", TT_ESYNTAX },
	{ "a key of low order",
	    "a+cae63997+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    TT_EKEY },
};

static void
parse_then_format_is_identity_or_error(void **state)
{
	char out[TT_VKEY_TEXT_MAX + 1];
	struct tt_vkey k, kept;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		memset(&k, 0xaa, sizeof(k));
		kept = k;
		assert_int_equal(rows[i].want, tt_vkey_parse(&k,
		    span_str(rows[i].text)));
		if (rows[i].want != TT_OK) {
			assert_memory_equal(&k, &kept, sizeof(k));
			continue;
		}
		tt_vkey_format(&k, out);
		assert_string_equal(out, rows[i].text);
	}
}

static const struct {
	const char *name, *text;
	enum tt_err want;
} secrets[] = {
	{ "Go's example", PETER_SECRET "\n", TT_OK },
	{ "without LF", PETER_SECRET, TT_OK },
	{ "two lines", PETER_SECRET "\n\n", TT_ESYNTAX },
	{ "no prefix", PETER, TT_ESYNTAX },
	{ "another id",
	    "PRIVATE+KEY+PeterNeumann+c74f20a4+"
	    "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", TT_ESYNTAX },
	{ "another seed",
	    "PRIVATE+KEY+PeterNeumann+c74f20a3+"
	    "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFy", TT_ESYNTAX },
	{ "another type",
	    "PRIVATE+KEY+PeterNeumann+c74f20a3+"
	    "A4EKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", TT_EKEY },
	{ "cut", "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr",
	    TT_ESYNTAX },
	{ "empty", "", TT_ESYNTAX },
};

static void
a_signing_key_gives_its_vkey(void **state)
{
	char out[TT_VKEY_TEXT_MAX + 1];
	struct tt_signer s, kept;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(secrets); i++) {
		CHECK_ROW(state, secrets[i].name);
		memset(&s, 0xaa, sizeof(s));
		kept = s;
		assert_int_equal(secrets[i].want, tt_signer_parse(&s,
		    span_str(secrets[i].text)));
		if (secrets[i].want != TT_OK) {
			assert_memory_equal(&s, &kept, sizeof(s));
			continue;
		}
		tt_vkey_format(&s.vkey, out);
		assert_string_equal(out, PETER);
		buf_init_secret(&b, TT_SIGNER_TEXT_MAX + 1);
		tt_signer_format(&s, &b);
		assert_string_equal(b.p, PETER_SECRET "\n");
		buf_done(&b);
	}
}

static void
a_new_key_is_usable(void **state)
{
	struct rng_seeded seeded;
	struct rng rng = rng_seeded(&seeded, (const uint8_t[32]){ 7 });
	char out[TT_VKEY_TEXT_MAX + 1], longest[TT_KEY_NAME_MAX + 2];
	struct tt_signer a, b;
	struct tt_vkey k;

	(void)state;
	assert_int_equal(TT_OK, tt_signer_new(&a, SPAN("x/o/a"), TT_KEY_SIGN,
	    rng));
	assert_int_equal(TT_OK, tt_signer_new(&b, SPAN("x/o/a"), TT_KEY_SIGN,
	    rng));
	assert_false(tt_vkey_eq(&a.vkey, &b.vkey));
	memset(longest, 'n', sizeof(longest));
	longest[TT_KEY_NAME_MAX + 1] = '\0';
	assert_int_equal(TT_ELIMIT, tt_signer_new(&a, span_str(longest),
	    TT_KEY_SIGN, rng));
	longest[TT_KEY_NAME_MAX] = '\0';
	assert_int_equal(TT_OK, tt_signer_new(&a, span_str(longest),
	    TT_KEY_SIGN, rng));
	tt_vkey_format(&a.vkey, out);
	assert_int_equal(TT_VKEY_TEXT_MAX, strlen(out));
	assert_int_equal(TT_OK, tt_vkey_parse(&k, span_str(out)));
	assert_true(tt_vkey_eq(&k, &a.vkey));
	assert_int_equal(TT_ESYNTAX, tt_signer_new(&a, SPAN("a b"),
	    TT_KEY_SIGN, rng));
}

static void
shared_keys_are_these(void **state)
{
	json_t *keys = kit_json(shared_or_skip("data/ledger/keys.json")), *row;
	char out[TT_VKEY_TEXT_MAX + 1];
	struct tt_signer s, again;
	uint8_t seed[32];
	struct buf b;
	size_t i;

	(void)state;
	assert_true(sodium_init() >= 0);
	assert_int_equal(5, json_array_size(keys));
	json_array_foreach(keys, i, row) {
		const char *skey = kit_str(row, "skey");

		assert_int_equal(TT_OK, tt_signer_parse(&s, span_str(skey)));
		tt_vkey_format(&s.vkey, out);
		assert_string_equal(out, kit_str(row, "vkey"));
		assert_true(hex_decode(seed, 32, kit_str(row, "seed"), 64));
		assert_memory_equal(seed, s.seed, 32);
		again = kit_signer((enum kit_key)(i + 1));
		assert_true(tt_vkey_eq(&s.vkey, &again.vkey));
		buf_init_secret(&b, 1024);
		tt_signer_format(&s, &b);
		assert_memory_equal(b.p, skey, strlen(skey));
		buf_done(&b);
	}
	json_decref(keys);
}

TEST_MAIN(
	cmocka_unit_test(parse_then_format_is_identity_or_error),
	cmocka_unit_test(a_signing_key_gives_its_vkey),
	cmocka_unit_test(a_new_key_is_usable),
	cmocka_unit_test(shared_keys_are_these)
)
