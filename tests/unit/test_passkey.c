/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/hex.h"
#include "http/passkey.h"

/*
 * What Chromium's virtual authenticator said to https://localhost:8443 for
 * the challenges 0, 1, ... 31 (registering) and 32, 33, ... 63.
 */
#define RP "49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d9763"
#define AAGUID "01020304050607080102030405060708"
#define CREATED								\
	"{\"type\":\"webauthn.create\",\"challenge\":\"AAECAwQFBgcICQoLDA0" \
	"ODxAREhMUFRYXGBkaGxwdHh8\",\"origin\":\"https://localhost:8443\"," \
	"\"crossOrigin\":false"
#define GOT								\
	"{\"type\":\"webauthn.get\",\"challenge\":\"ICEiIyQlJicoKSorLC0uLzA" \
	"xMjM0NTY3ODk6Ozw9Pj8\",\"origin\":\"https://localhost:8443\"," \
	"\"crossOrigin\":false"
#define GREASE								\
	",\"other_keys_can_be_added_here\":\"do not compare clientDataJSON " \
	"against a template. See https://goo.gl/yabPex\"}"

static const struct vector {
	const char *name;
	enum passkey_alg alg;
	const char *created, *auth, *id;
	const char *got, *got_auth, *signature;
} vectors[] = {
	{ "ES256", PASSKEY_ES256, CREATED GREASE,
	    RP "4500000001" AAGUID "0020"
	    "40279c925c045937aad92ede93394fd3ac7bfbc7ea857ac9bfa7a9f507fd8548"
	    "a5010203262001215820"
	    "b3cc31bfd68b924d91db10bbb6281acf914eec7fe695e2ac7f0813fe95173b2d"
	    "225820"
	    "73af59e6e48d17e2c259675a6fee3ad4a6c4d7c86e66eda3a14bf0bf62d012db",
	    "40279c925c045937aad92ede93394fd3ac7bfbc7ea857ac9bfa7a9f507fd8548",
	    GOT GREASE, RP "0500000002",
	    "304502203ee81f53a876c318f81238e1dd3648d3d43722ca1b2bdb22e0011c51"
	    "81114a9e022100e1e2d80e57b0d44086540586638f29eda7fcea1797f758f6d7"
	    "933dee4f586921" },
	{ "EdDSA", PASSKEY_EDDSA, CREATED "}",
	    RP "4500000001" AAGUID "0020"
	    "152017a106777a3f6fd313b09fa20fa0a95a5b367b92d8da41ba78b4a835b598"
	    "a401010327200621582055920f9fba78a5a104e93f30b7fae69458611a458cca"
	    "e09d1df4e2a9758df08e",
	    "152017a106777a3f6fd313b09fa20fa0a95a5b367b92d8da41ba78b4a835b598",
	    GOT "}", RP "0500000002",
	    "47e069b8578e40b1744c45eb697f39948790a25234db0a5fd3b3d887d156e737"
	    "83d8af8db1227b372228a9884e89d78b5c06cc83d748795537ecc34f32156d01"
	},
};

static const struct passkey_site here = { "localhost",
	"https://localhost:8443" };

/* Bytes of one call, to be falsified. */
struct bytes {
	uint8_t challenge[32];
	char client[512];
	uint8_t auth[512], signature[128];
	size_t auth_n, signature_n;
};

static size_t
unhex(uint8_t *out, size_t cap, const char *digits)
{
	size_t n = strlen(digits) / 2;

	assert_true(n <= cap && hex_decode(out, n, digits, 2 * n));
	return n;
}

static struct bytes
bytes_of(const char *client, const char *auth, const char *signature,
    uint8_t first)
{
	struct bytes b = { .signature_n = 0 };

	for (size_t i = 0; i < sizeof(b.challenge); i++)
		b.challenge[i] = (uint8_t)(first + i);
	snprintf(b.client, sizeof(b.client), "%s", client);
	b.auth_n = unhex(b.auth, sizeof(b.auth), auth);
	b.signature_n = unhex(b.signature, sizeof(b.signature), signature);
	return b;
}

static struct passkey_said
said(const struct bytes *b)
{
	return (struct passkey_said){ span_str(b->client),
		span_of(b->auth, b->auth_n),
		span_of(b->signature, b->signature_n) };
}

static enum tt_err
registered(const struct bytes *b, const struct passkey_site *site,
    struct passkey *out)
{
	const struct passkey_said s = said(b);

	return passkey_register(out, site, span_of(b->challenge,
	    sizeof(b->challenge)), &s);
}

static enum tt_err
asserted(const struct bytes *b, const struct passkey_site *site,
    const struct passkey *key, uint32_t *count)
{
	const struct passkey_said s = said(b);

	return passkey_assert(count, key, site, span_of(b->challenge,
	    sizeof(b->challenge)), &s);
}

static struct passkey
key_of(const struct vector *v)
{
	struct bytes b = bytes_of(v->created, v->auth, "", 0);
	struct passkey k;

	assert_int_equal(TT_OK, registered(&b, &here, &k));
	return k;
}

static void
a_real_authenticator_is_believed(void **state)
{
	for (size_t i = 0; i < N_ROWS(vectors); i++) {
		const struct vector *v = &vectors[i];
		struct bytes b = bytes_of(v->got, v->got_auth, v->signature,
		    32);
		struct passkey k = key_of(v);
		uint8_t id[32];
		uint32_t count = 0;

		CHECK_ROW(state, v->name);
		unhex(id, sizeof(id), v->id);
		assert_int_equal(v->alg, k.alg);
		assert_int_equal(sizeof(id), k.id_n);
		assert_memory_equal(id, k.id, sizeof(id));
		assert_int_equal(1, k.count);
		assert_int_equal(TT_OK, asserted(&b, &here, &k, &count));
		assert_int_equal(2, count);
	}
}

/* In the client's text, what stands first of OLD becomes NEW. */
static void
swap(struct bytes *b, const char *old, const char *new)
{
	char *at = strstr(b->client, old), rest[512];

	assert_non_null(at);
	snprintf(rest, sizeof(rest), "%s", at + strlen(old));
	snprintf(at, sizeof(b->client) - (size_t)(at - b->client), "%s%s",
	    new, rest);
}

static const struct {
	const char *name, *old, *new;
	enum tt_err want;
} texts[] = {
	{ "another challenge", "AAEC", "BAEC", TT_EREFUSED },
	{ "another origin", "localhost:8443", "localhost:8444", TT_EREFUSED },
	{ "an origin that begins like it", "localhost:8443\"",
	    "localhost:8443.example\"", TT_EREFUSED },
	{ "no TLS", "https:", "http:", TT_EREFUSED },
	{ "another purpose", "webauthn.create", "webauthn.get", TT_EREFUSED },
	{ "within another's page", "\"crossOrigin\":false",
	    "\"crossOrigin\":true", TT_EREFUSED },
	{ "below another's page", "\"crossOrigin\":false",
	    "\"crossOrigin\":false,\"topOrigin\":\"https://x.example\"",
	    TT_EREFUSED },
	{ "a name twice", "\"type\":", "\"type\":\"x\",\"type\":",
	    TT_ESYNTAX },
	{ "no object", "{", "[{", TT_ESYNTAX },
};

static void
client_data_says_where_and_what_for(void **state)
{
	for (size_t i = 0; i < N_ROWS(texts); i++) {
		struct bytes b = bytes_of(vectors[0].created, vectors[0].auth,
		    "", 0);
		struct passkey k, kept;

		CHECK_ROW(state, texts[i].name);
		memset(&k, 0xaa, sizeof(k));
		kept = k;
		swap(&b, texts[i].old, texts[i].new);
		assert_int_equal(texts[i].want, registered(&b, &here, &k));
		assert_memory_equal(&kept, &k, sizeof(k));
	}
}

static void
a_challenge_of_another_length_is_another(void **state)
{
	struct bytes b = bytes_of(vectors[0].created, vectors[0].auth, "", 0);
	const struct passkey_said s = said(&b);
	struct passkey k;

	(void)state;
	assert_int_equal(TT_EREFUSED, passkey_register(&k, &here,
	    span_of(b.challenge, 31), &s));
	assert_int_equal(TT_ELIMIT, passkey_register(&k, &here, SPAN(""),
	    &s));
}

#define FLAGS	32	/* where they stand in authenticator data */

static void
the_user_was_there_and_verified(void **state)
{
	static const uint8_t flags[] = { 0x00, 0x01, 0x04, 0x40, 0x41, 0x44 };

	for (size_t i = 0; i < N_ROWS(flags); i++) {
		struct bytes b = bytes_of(vectors[1].created, vectors[1].auth,
		    "", 0);
		struct passkey k;

		CHECK_ROW(state, "flags");
		b.auth[FLAGS] = flags[i];
		assert_int_equal(TT_EREFUSED, registered(&b, &here, &k));
	}
}

static void
another_site_is_refused(void **state)
{
	static const struct passkey_site sites[] = {
		{ "example.com", "https://localhost:8443" },
		{ "localhost", "https://example.com" },
	};

	for (size_t i = 0; i < N_ROWS(sites); i++) {
		struct bytes b = bytes_of(vectors[1].created, vectors[1].auth,
		    "", 0);
		struct passkey k;

		CHECK_ROW(state, sites[i].origin);
		assert_int_equal(TT_EREFUSED, registered(&b, &sites[i], &k));
	}
}

/* Every length shorter is none; libfido2 under every sanitizer. */
static void
what_is_cut_off_is_refused(void **state)
{
	for (size_t i = 0; i < N_ROWS(vectors); i++) {
		struct bytes b = bytes_of(vectors[i].created, vectors[i].auth,
		    "", 0);
		struct passkey k;

		CHECK_ROW(state, vectors[i].name);
		while (b.auth_n-- > 0)
			assert_int_not_equal(TT_OK, registered(&b, &here,
			    &k));
	}
}

static void
an_algorithm_that_is_not_taken(void **state)
{
	struct bytes b = bytes_of(vectors[0].created, vectors[0].auth, "", 0);
	size_t alg = 32 + 5 + 16 + 2 + 32 + 4;	/* its value in the COSE key */
	struct passkey k;

	(void)state;
	assert_int_equal(0x26, b.auth[alg]);
	b.auth[alg] = 0x25;			/* -6 */
	assert_int_not_equal(TT_OK, registered(&b, &here, &k));
}

/* Every bit of what is signed, and of the signature. */
static void
no_bit_of_an_assertion_can_change(void **state)
{
	for (size_t i = 0; i < N_ROWS(vectors); i++) {
		const struct vector *v = &vectors[i];
		const struct bytes good = bytes_of(v->got, v->got_auth,
		    v->signature, 32);
		struct passkey k = key_of(v);
		uint32_t count = 7;
		struct bytes b;

		CHECK_ROW(state, v->name);
		for (size_t at = 0; at < 8 * good.auth_n; at++) {
			b = good;
			b.auth[at / 8] ^= (uint8_t)(1 << at % 8);
			assert_int_not_equal(TT_OK, asserted(&b, &here, &k,
			    &count));
		}
		for (size_t at = 0; at < 8 * good.signature_n; at++) {
			b = good;
			b.signature[at / 8] ^= (uint8_t)(1 << at % 8);
			assert_int_not_equal(TT_OK, asserted(&b, &here, &k,
			    &count));
		}
		b = good;
		swap(&b, "\"crossOrigin\":false", "\"crossOrigin\": false");
		assert_int_equal(TT_ESIG, asserted(&b, &here, &k, &count));
		b = good;
		b.signature_n = 0;
		assert_int_equal(TT_ESYNTAX, asserted(&b, &here, &k, &count));
		assert_int_equal(7, count);
	}
}

static void
anothers_key_is_another(void **state)
{
	for (size_t i = 0; i < N_ROWS(vectors); i++) {
		const struct vector *v = &vectors[i];
		struct bytes b = bytes_of(v->got, v->got_auth, v->signature,
		    32);
		struct passkey k = key_of(v);
		uint32_t count = 0;

		CHECK_ROW(state, v->name);
		k.key[3] ^= 1;
		assert_int_equal(TT_ESIG, asserted(&b, &here, &k, &count));
		k = key_of(&vectors[1 - i]);
		assert_int_equal(TT_ESIG, asserted(&b, &here, &k, &count));
	}
}

static void
a_count_rises(void **state)
{
	static const struct {
		const char *name;
		uint32_t had;
		enum tt_err want;
	} rows[] = {
		{ "one more", 1, TT_OK },
		{ "from none", 0, TT_OK },
		{ "the same: replayed, or a copy of the key", 2, TT_ESTATE },
		{ "less", 3, TT_ESTATE },
	};
	const struct vector *v = &vectors[0];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct bytes b = bytes_of(v->got, v->got_auth, v->signature,
		    32);
		struct passkey k = key_of(v);
		uint32_t count = 0;

		CHECK_ROW(state, rows[i].name);
		k.count = rows[i].had;
		assert_int_equal(rows[i].want, asserted(&b, &here, &k,
		    &count));
	}
}

TEST_MAIN(cmocka_unit_test(a_real_authenticator_is_believed),
    cmocka_unit_test(client_data_says_where_and_what_for),
    cmocka_unit_test(a_challenge_of_another_length_is_another),
    cmocka_unit_test(the_user_was_there_and_verified),
    cmocka_unit_test(another_site_is_refused),
    cmocka_unit_test(what_is_cut_off_is_refused),
    cmocka_unit_test(an_algorithm_that_is_not_taken),
    cmocka_unit_test(no_bit_of_an_assertion_can_change),
    cmocka_unit_test(anothers_key_is_another),
    cmocka_unit_test(a_count_rises))
