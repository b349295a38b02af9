/* SPDX-License-Identifier: ISC */
#include "base/hex.h"
#include "base/sha256.h"
#include "prop.h"

#define HEX	(HEX_LEN(SHA256_LEN) + 1)

/* FIPS 180-4, by NIST's examples; and the empty message. */
static const struct {
	const char *message, *want;
} messages[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb924"
	      "27ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223"
	         "b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039"
	  "a33ce45964ff2167f6ecedd419db06c1" },
};

/* RFC 4231, its cases 1 to 4, 6 and 7; a fill stands for that many bytes. */
static const struct {
	const char *name;
	uint8_t key_fill, key_len;
	const char *key;
	uint8_t data_fill, data_len;
	const char *data, *want;
} macs[] = {
	{ "case 1", 0x0b, 20, NULL, 0, 0, "Hi There",
	  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
	{ "case 2: a key shorter than the hash", 0, 0, "Jefe", 0, 0,
	  "what do ya want for nothing?",
	  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
	{ "case 3: data longer than a block", 0xaa, 20, NULL, 0xdd, 50, NULL,
	  "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
	{ "case 4", 0, 0, "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c"
	  "\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19", 0xcd, 50,
	  NULL,
	  "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b" },
	{ "case 6: a key longer than a block", 0xaa, 131, NULL, 0, 0,
	  "Test Using Larger Than Block-Size Key - Hash Key First",
	  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
	{ "case 7: key and data longer than a block", 0xaa, 131, NULL, 0, 0,
	  "This is a test using a larger than block-size key and a larger than"
	  " block-size data. The key needs to be hashed before being used by"
	  " the HMAC algorithm.",
	  "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2" },
};

static void
check_hex(const char *want, const uint8_t got[SHA256_LEN])
{
	char text[HEX];

	hex_encode(text, got, SHA256_LEN);
	assert_string_equal(want, text);
}

static void
hashes_are_those_of_the_standard(void **state)
{
	uint8_t out[SHA256_LEN];

	for (size_t i = 0; i < N_ROWS(messages); i++) {
		CHECK_ROW(state, messages[i].message);
		sha256(out, messages[i].message, strlen(messages[i].message));
		check_hex(messages[i].want, out);
	}
}

static void
a_million_times_a(void **state)
{
	struct sha256 h;
	uint8_t out[SHA256_LEN];
	char a[1000];

	(void)state;
	memset(a, 'a', sizeof(a));
	sha256_init(&h);
	for (int i = 0; i < 1000; i++)
		sha256_add(&h, a, sizeof(a));
	sha256_end(&h, out);
	check_hex("cdc76e5c9914fb9281a1c7e284d73e67"
	    "f1809a48a497200e046d39ccc7112cd0", out);
}

static void
pieces_hash_as_the_whole(void **state)
{
	uint8_t in[300], want[SHA256_LEN], got[SHA256_LEN];
	struct sha256 h;
	struct prop p;
	size_t n, k;

	(void)state;
	PROP_CASES(&p, 300) {
		n = prop_bytes(&p, in, sizeof(in));
		sha256(want, in, n);
		sha256_init(&h);
		for (size_t at = 0; at < n; at += k) {
			k = 1 + (size_t)prop_below(&p, n - at);
			sha256_add(&h, in + at, k);
		}
		sha256_add(&h, NULL, 0);
		sha256_end(&h, got);
		assert_memory_equal(want, got, sizeof(want));
	}
}

/* The bytes of a row: given, or one value many times. */
static size_t
fill(uint8_t out[256], const char *given, uint8_t value, size_t n)
{
	if (given != NULL) {
		n = strlen(given);
		memcpy(out, given, n);
	} else {
		memset(out, value, n);
	}
	return n;
}

static void
macs_are_those_of_rfc_4231(void **state)
{
	uint8_t key[256], data[256], out[SHA256_LEN];
	size_t n, k;

	for (size_t i = 0; i < N_ROWS(macs); i++) {
		CHECK_ROW(state, macs[i].name);
		k = fill(key, macs[i].key, macs[i].key_fill, macs[i].key_len);
		n = fill(data, macs[i].data, macs[i].data_fill,
		    macs[i].data_len);
		hmac_sha256(out, key, k, data, n);
		check_hex(macs[i].want, out);
	}
}

/* RFC 5869, appendices A.1 to A.3; the first 32 bytes of each OKM. */
static void
derived_keys_are_those_of_rfc_5869(void **state)
{
	uint8_t ikm[80], salt[80], info[80], out[SHA256_LEN];

	CHECK_ROW(state, "A.1");
	memset(ikm, 0x0b, 22);
	for (uint8_t i = 0; i < 13; i++)
		salt[i] = i;
	for (uint8_t i = 0; i < 10; i++)
		info[i] = (uint8_t)(0xf0 + i);
	hkdf_sha256(out, ikm, 22, salt, 13, info, 10);
	check_hex("3cb25f25faacd57a90434f64d0362f2a"
	    "2d2d0a90cf1a5a4c5db02d56ecc4c5bf", out);

	CHECK_ROW(state, "A.3: neither salt nor info");
	hkdf_sha256(out, ikm, 22, NULL, 0, NULL, 0);
	check_hex("8da4e775a563c18f715f802a063c5a31"
	    "b8a11f5c5ee1879ec3454e5f3c738d2d", out);

	CHECK_ROW(state, "A.2: everything longer than a block");
	for (uint8_t i = 0; i < 80; i++) {
		ikm[i] = i;
		salt[i] = (uint8_t)(0x60 + i);
		info[i] = (uint8_t)(0xb0 + i);
	}
	hkdf_sha256(out, ikm, 80, salt, 80, info, 80);
	check_hex("b11e398dc80327a1c8e7f78c596a4934"
	    "4f012eda2d4efad8a050cc4c19afa97c", out);
}

TEST_MAIN(cmocka_unit_test(hashes_are_those_of_the_standard),
    cmocka_unit_test(a_million_times_a),
    cmocka_unit_test(pieces_hash_as_the_whole),
    cmocka_unit_test(macs_are_those_of_rfc_4231),
    cmocka_unit_test(derived_keys_are_those_of_rfc_5869))
