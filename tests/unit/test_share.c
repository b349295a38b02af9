/* SPDX-License-Identifier: ISC */
#include <jansson.h>

#include "base/hex.h"
#include "base/rng.h"
#include "sodium_start.h"
#include "telltale/share.h"
#include "test.h"

/* 2 of 3, computed in integers by another program. */
static const char *const coefficients[] = {
	"e32671b46c6132d52dce3ce4d0b59025bfb4bbd87294daea73c254197139410b",
	"013adab455e3ae24c332d75b0ddb79d26c8a0424ed10e546b97067fab07aab04",
};
static const char *const commitments[] = {
	"32f3d7f8dfa38ba180434c6564dd6b8e8443c73e6b46584a32c0d1bc49165a41",
	"cc8cc5d3f181bfc7bb6faeaef423859b6a70ec92d2e5d5db816ae1a12f4d6c14",
};
static const char *const values[] = {
	"e4604b69c244e1f9f0001440de900af82b3fc0fc5fa5bf312d33bc1322b4ec0f",
	"f8c62fc1fdc47dc6dd96f3f80c72a5b598c9c4204db6a478e6a3230ed32e9804",
	"f9000a7653a82ceba0c9ca541a4d1f880554c9443ac789bf9f148b0884a94309",
};
#define WAVE_IDENTITY \
	"AGE-SECRET-KEY-1XL3P5YPM970R6QEQWVZDVUC6V2QTMY49VQGRXELYZFATE" \
	"M007VNSZL4ASA"

/* The group's order L, and elements that no commitment may be. */
#define ORDER	\
	"edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"
#define ZERO	\
	"0000000000000000000000000000000000000000000000000000000000000000"
#define NO_ELEMENT	/* RFC 9496, appendix A.3: a negative field element */ \
	"0100000000000000000000000000000000000000000000000000000000000000"
#define BASE	\
	"e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"

/* A wave and all its shares. */
struct wave {
	struct tt_wave_secret secret;
	struct tt_wave_commitment c;
	struct tt_share share[TT_SHARES_MAX];
	struct tt_age_identity id;
};

static void
unhex(uint8_t out[32], const char *text)
{
	assert_true(hex_decode(out, 32, text, strlen(text)));
}

static void
wave_from(struct wave *w, const char *const *a, unsigned k, unsigned n)
{
	memset(w, 0, sizeof(*w));
	w->secret.k = k;
	for (unsigned i = 0; i < k; i++)
		unhex(w->secret.a[i], a[i]);
	assert_int_equal(TT_OK, tt_wave_commit(&w->c, &w->secret, n));
	for (unsigned j = 1; j <= n; j++)
		assert_int_equal(TT_OK, tt_share_make(&w->share[j - 1],
		    &w->secret, j));
	assert_int_equal(TT_OK, tt_wave_identity(&w->id, &w->secret));
}

static void
wave_draw(struct wave *w, unsigned k, unsigned n, uint8_t draw)
{
	const uint8_t seed[32] = { draw };
	struct rng_seeded s;

	memset(w, 0, sizeof(*w));
	assert_int_equal(TT_OK, tt_wave_secret_draw(&w->secret, k,
	    rng_seeded(&s, seed)));
	assert_int_equal(TT_OK, tt_wave_commit(&w->c, &w->secret, n));
	for (unsigned j = 1; j <= n; j++)
		assert_int_equal(TT_OK, tt_share_make(&w->share[j - 1],
		    &w->secret, j));
	assert_int_equal(TT_OK, tt_wave_identity(&w->id, &w->secret));
}

static void
two_of_three_as_computed_elsewhere(void **state)
{
	char identity[TT_AGE_IDENTITY_LEN + 1];
	uint8_t want[32];
	struct wave w;

	(void)state;
	wave_from(&w, coefficients, 2, 3);
	for (size_t i = 0; i < 2; i++) {
		unhex(want, commitments[i]);
		assert_memory_equal(want, w.c.c[i], 32);
	}
	for (size_t i = 0; i < 3; i++) {
		unhex(want, values[i]);
		assert_memory_equal(want, w.share[i].value, 32);
		assert_int_equal(TT_OK, tt_share_check(&w.c, &w.share[i]));
	}
	tt_age_identity_format(identity, &w.id);
	assert_string_equal(WAVE_IDENTITY, identity);
}

static void
any_k_distinct_shares_combine(void **state)
{
	static const unsigned pairs[][2] = {
		{ 0, 1 }, { 0, 2 }, { 1, 2 }, { 1, 0 }, { 2, 0 }, { 2, 1 },
	};
	struct tt_age_identity got;
	struct wave w;

	(void)state;
	wave_from(&w, coefficients, 2, 3);
	for (size_t i = 0; i < N_ROWS(pairs); i++) {
		const struct tt_share two[] = { w.share[pairs[i][0]],
			w.share[pairs[i][1]] };

		memset(&got, 0, sizeof(got));
		assert_int_equal(TT_OK, tt_share_combine(&got, &w.c, two, 2,
		    NULL));
		assert_memory_equal(&w.id, &got, sizeof(got));
	}
}

static const struct {
	const char *fact;
	unsigned first, second;		/* indices */
	const char *value;		/* of the second; NULL: its own */
	size_t n;
	size_t bad;
	enum tt_err want;
} combinations[] = {
	{ "one too few", 1, 2, NULL, 1, 9, TT_ERANGE },
	{ "one too many", 1, 2, NULL, 3, 9, TT_ERANGE },
	{ "one twice", 1, 1, NULL, 2, 1, TT_ESHARE },
	{ "index 0", 0, 2, NULL, 2, 0, TT_ESHARE },
	{ "index over n", 1, 4, NULL, 2, 1, TT_ESHARE },
	{ "another's value", 1, 2,
	  "f9000a7653a82ceba0c9ca541a4d1f880554c9443ac789bf9f148b0884a94309", 2,
	  1, TT_ESHARE },
	{ "value of L", 1, 2, ORDER, 2, 1, TT_ESHARE },
	{ "value 0", 1, 2, ZERO, 2, 1, TT_ESHARE },
	{ "value plus L", 1, 2,
	  "e59a251e1828901eb433eb9beb6b84ca98c9c4204db6a478e6a3230ed32e9814", 2,
	  1, TT_ESHARE },
};

static void
other_shares_are_refused(void **state)
{
	struct tt_age_identity got, kept;
	struct tt_share s[3];
	struct wave w;
	size_t bad;

	wave_from(&w, coefficients, 2, 3);
	memset(&got, 0xaa, sizeof(got));
	kept = got;
	for (size_t i = 0; i < N_ROWS(combinations); i++) {
		CHECK_ROW(state, combinations[i].fact);
		memcpy(s, w.share, sizeof(s));
		s[0].index = combinations[i].first;
		if (combinations[i].second == combinations[i].first)
			s[1] = s[0];
		s[1].index = combinations[i].second;
		if (combinations[i].value != NULL)
			unhex(s[1].value, combinations[i].value);
		bad = 9;
		assert_int_equal(combinations[i].want, tt_share_combine(&got,
		    &w.c, s, combinations[i].n, &bad));
		assert_int_equal(combinations[i].bad, bad);
		assert_memory_equal(&kept, &got, sizeof(got));
	}
}

static const struct {
	const char *fact;
	unsigned k, n;
	const char *c0, *c1;
	enum tt_err want;
} statements[] = {
	{ "2 of 3", 2, 3, BASE, BASE, TT_OK },
	{ "2 of 2", 2, 2, BASE, BASE, TT_OK },
	{ "threshold 0", 0, 3, BASE, BASE, TT_ERANGE },
	{ "threshold over shares", 3, 2, BASE, BASE, TT_ERANGE },
	{ "17 shares", 2, 17, BASE, BASE, TT_ERANGE },
	{ "identity element first", 2, 3, ZERO, BASE, TT_EKEY },
	{ "identity element second", 2, 3, BASE, ZERO, TT_EKEY },
	{ "no element", 2, 3, BASE, NO_ELEMENT, TT_EKEY },
	{ "highest bit set, found by fuzz_share", 2, 3, BASE,
	  "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2df6",
	  TT_EKEY },
	{ "not canonical", 2, 3, "edffffffffffffffffffffffffffffffffffffffffff"
	  "ffffffffffffffffff7f", BASE, TT_EKEY },
};

static void
commitments_are_good_or_refused(void **state)
{
	struct tt_share one = { 1, { 1 } };
	struct tt_age_identity got;
	struct tt_wave_commitment c;

	for (size_t i = 0; i < N_ROWS(statements); i++) {
		CHECK_ROW(state, statements[i].fact);
		memset(&c, 0, sizeof(c));
		c.k = statements[i].k;
		c.n = statements[i].n;
		unhex(c.c[0], statements[i].c0);
		unhex(c.c[1], statements[i].c1);
		assert_int_equal(statements[i].want,
		    tt_wave_commitment_check(&c));
		if (statements[i].want == TT_OK)
			continue;
		assert_int_equal(statements[i].want, tt_share_check(&c, &one));
		assert_int_equal(statements[i].want, tt_share_combine(&got, &c,
		    &one, 1, NULL));
	}
}

static void
secret_that_is_none_is_refused(void **state)
{
	struct tt_wave_commitment c;
	struct tt_age_identity id;
	struct tt_share s;
	struct wave w;
	struct rng_seeded st;
	struct rng rng = rng_seeded(&st, (const uint8_t[32]){ 1 });

	(void)state;
	assert_int_equal(TT_ERANGE, tt_wave_secret_draw(&w.secret, 0, rng));
	assert_int_equal(TT_ERANGE, tt_wave_secret_draw(&w.secret, 17, rng));
	wave_draw(&w, 2, 3, 1);
	assert_int_equal(TT_ERANGE, tt_wave_commit(&c, &w.secret, 1));
	assert_int_equal(TT_ERANGE, tt_wave_commit(&c, &w.secret, 17));
	assert_int_equal(TT_ERANGE, tt_share_make(&s, &w.secret, 0));
	assert_int_equal(TT_ERANGE, tt_share_make(&s, &w.secret, 17));
	unhex(w.secret.a[0], ORDER);
	assert_int_equal(TT_EKEY, tt_wave_commit(&c, &w.secret, 3));
	assert_int_equal(TT_EKEY, tt_wave_identity(&id, &w.secret));
	unhex(w.secret.a[0], ZERO);
	assert_int_equal(TT_EKEY, tt_wave_commit(&c, &w.secret, 3));
	assert_int_equal(TT_EKEY, tt_wave_identity(&id, &w.secret));
}

static const struct {
	const char *fact;
	unsigned k, n;
} thresholds[] = {
	{ "one keeper is the same code", 1, 1 }, { "any of five", 1, 5 },
	{ "all of four", 4, 4 }, { "3 of 5, ten choices", 3, 5 },
	{ "3 of 9, 84 choices", 3, 9 }, { "5 of 9, not all are tried", 5, 9 },
	{ "8 of 16", 8, 16 }, { "all of sixteen", 16, 16 },
};

static void
every_threshold_works(void **state)
{
	struct tt_age_identity got;
	struct wave w;

	for (size_t i = 0; i < N_ROWS(thresholds); i++) {
		CHECK_ROW(state, thresholds[i].fact);
		wave_draw(&w, thresholds[i].k, thresholds[i].n, 1);
		assert_int_equal(TT_OK, tt_shares_prove(&w.c, w.share,
		    &w.id.recipient));
		assert_int_equal(TT_OK, tt_share_combine(&got, &w.c,
		    w.share + thresholds[i].n - thresholds[i].k,
		    thresholds[i].k, NULL));
		assert_memory_equal(&w.id, &got, sizeof(got));
	}
}

static void
one_keeper_holds_the_secret(void **state)
{
	struct wave w;

	(void)state;
	wave_draw(&w, 1, 1, 1);
	assert_memory_equal(w.secret.a[0], w.share[0].value, 32);
}

static void
proof_fails_for_another_wave(void **state)
{
	struct wave w, other;
	struct tt_share kept;

	for (size_t i = 0; i < N_ROWS(thresholds); i++) {
		CHECK_ROW(state, thresholds[i].fact);
		wave_draw(&w, thresholds[i].k, thresholds[i].n, 1);
		wave_draw(&other, thresholds[i].k, thresholds[i].n, 2);
		assert_int_equal(TT_ESHARE, tt_shares_prove(&w.c, w.share,
		    &other.id.recipient));
		kept = w.share[thresholds[i].n - 1];
		w.share[thresholds[i].n - 1].value[0] ^= 1;
		assert_int_equal(TT_ESHARE, tt_shares_prove(&w.c, w.share,
		    &w.id.recipient));
		w.share[thresholds[i].n - 1] = kept;
		if (thresholds[i].n == 1)
			continue;
		w.share[0] = w.share[1];
		assert_int_equal(TT_ESHARE, tt_shares_prove(&w.c, w.share,
		    &w.id.recipient));
	}
}

static const char *
item(json_t *v, const char *key, size_t i)
{
	const char *text = json_string_value(json_array_get(
	    json_object_get(v, key), i));

	assert_non_null(text);
	return text;
}

static void
check_vector(json_t *v)
{
	unsigned k = (unsigned)json_integer_value(json_object_get(v,
	    "threshold"));
	unsigned n = (unsigned)json_integer_value(json_object_get(v, "shares"));
	char identity[TT_AGE_IDENTITY_LEN + 1];
	char recipient[TT_AGE_RECIPIENT_LEN + 1];
	const char *a[TT_SHARES_MAX] = { NULL };
	uint8_t want[32];
	struct wave w;

	assert_true(k >= 1 && k <= TT_SHARES_MAX);
	for (unsigned i = 0; i < k; i++)
		a[i] = item(v, "coefficients", i);
	wave_from(&w, a, k, n);
	for (unsigned i = 0; i < k; i++) {
		unhex(want, item(v, "commitments", i));
		assert_memory_equal(want, w.c.c[i], 32);
	}
	for (unsigned i = 0; i < n; i++) {
		unhex(want, item(v, "share_values", i));
		assert_memory_equal(want, w.share[i].value, 32);
	}
	assert_int_equal(TT_OK, tt_shares_prove(&w.c, w.share,
	    &w.id.recipient));
	tt_age_identity_format(identity, &w.id);
	assert_string_equal(json_string_value(json_object_get(v,
	    "wave_identity")), identity);
	tt_age_recipient_format(recipient, &w.id.recipient);
	assert_string_equal(json_string_value(json_object_get(v,
	    "wave_recipient")), recipient);
}

static void
vectors_hold(void **state)
{
	json_t *root = json_load_file(shared_or_skip("data/age/shares.json"), 0,
	    NULL);
	json_t *vectors = json_object_get(root, "vectors");

	(void)state;
	assert_int_equal(4, json_array_size(vectors));
	for (size_t i = 0; i < json_array_size(vectors); i++)
		check_vector(json_array_get(vectors, i));
	json_decref(root);
}

TEST_MAIN_SETUP(sodium_start,
    cmocka_unit_test(two_of_three_as_computed_elsewhere),
    cmocka_unit_test(any_k_distinct_shares_combine),
    cmocka_unit_test(other_shares_are_refused),
    cmocka_unit_test(commitments_are_good_or_refused),
    cmocka_unit_test(secret_that_is_none_is_refused),
    cmocka_unit_test(every_threshold_works),
    cmocka_unit_test(one_keeper_holds_the_secret),
    cmocka_unit_test(proof_fails_for_another_wave),
    cmocka_unit_test(vectors_hold))
