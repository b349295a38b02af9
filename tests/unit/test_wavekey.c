/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <sodium.h>

#include "base/secret.h"
#include "cli/wavekey.h"

#define KEEPERS	4

/* Lines of keepers 01 to n, in conf. */
static void
add_keepers(struct conf *conf, unsigned n)
{
	struct tt_age_identity *id;
	struct tt_signer *sign;
	char row[WAVEKEY_ROW_MAX];

	assert_true(sodium_init() >= 0);
	id = SECRET_NEW(struct tt_age_identity);
	sign = SECRET_NEW(struct tt_signer);
	assert_non_null(id);
	assert_non_null(sign);
	for (unsigned i = 1; i <= n; i++) {
		tt_age_identity_generate(id, rng_system());
		assert_int_equal(TT_OK, tt_signer_new(sign,
		    SPAN("example.com/k/01"), TT_KEY_SIGN, rng_system()));
		wavekey_row(i, &id->recipient, &sign->vkey, row);
		assert_int_equal(TT_OK, conf_add(conf, "keeper", row));
	}
	secret_free(id);
	secret_free(sign);
}

static const struct {
	const char *name, *threshold;
	unsigned n, k;
	enum tt_err want;
} rows[] = {
	{ "one is enough of one", "1", 1, 1, TT_OK },
	{ "two of three", "2", 3, 2, TT_OK },
	{ "one of four", "1", 4, 1, TT_OK },
	{ "all, where nobody said how many", NULL, 3, 3, TT_OK },
	{ "not none", "0", 3, 0, TT_ERANGE },
	{ "not more than there are", "4", 3, 0, TT_ERANGE },
	{ "not a word", "two", 3, 0, TT_ERANGE },
	{ "not below none", "-1", 3, 0, TT_ERANGE },
	{ "not without keepers", "1", 0, 0, TT_ENOENT },
};

static void
a_threshold_is_one_to_all_of_them(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct wavekey_keepers k = { .n = 99 };
		struct conf conf = { .n = 0 };

		CHECK_ROW(state, rows[i].name);
		add_keepers(&conf, rows[i].n);
		if (rows[i].threshold != NULL)
			assert_int_equal(TT_OK, conf_add(&conf, "threshold",
			    rows[i].threshold));
		assert_int_equal(rows[i].want, wavekey_keepers(&conf, &k));
		assert_int_equal(k.n, rows[i].want == TT_OK ? rows[i].n : 99);
		assert_int_equal(k.k, rows[i].k);
		conf_done(&conf);
	}
}

/* tt_shares_prove tries every choice of k. */
static void
any_k_of_n_open_and_fewer_do_not(void **state)
{
	struct conf conf = { .n = 0 };
	struct wavekey_keepers k;

	(void)state;
	add_keepers(&conf, KEEPERS);
	assert_int_equal(TT_OK, wavekey_keepers(&conf, &k));
	for (k.k = 1; k.k <= KEEPERS; k.k++) {
		struct tt_age_identity *id = SECRET_NEW(struct tt_age_identity);
		struct wavekey w;

		assert_int_equal(TT_OK, wavekey_draw(&w, &k, rng_system()));
		assert_int_equal(w.commitment.k, k.k);
		assert_int_equal(w.commitment.n, KEEPERS);
		assert_int_equal(TT_OK, tt_shares_prove(&w.commitment,
		    w.shares, &w.identity->recipient));
		assert_int_equal(TT_OK, tt_share_combine(id, &w.commitment,
		    w.shares + KEEPERS - k.k, k.k, NULL));
		assert_memory_equal(id->recipient.u, w.identity->recipient.u,
		    sizeof(id->recipient.u));
		assert_int_equal(TT_ERANGE, tt_share_combine(id,
		    &w.commitment, w.shares, k.k - 1, NULL));
		secret_free(id);
		wavekey_done(&w);
	}
	conf_done(&conf);
}

TEST_MAIN(cmocka_unit_test(a_threshold_is_one_to_all_of_them),
    cmocka_unit_test(any_k_of_n_open_and_fewer_do_not))
