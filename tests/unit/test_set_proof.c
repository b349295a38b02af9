/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/set_proof.h"

#define HEAD	"telltale/v1/set-proof\n"
#define SALT	"salt 0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dE=\n"
#define HASH	"eqjDoS9sYuflVVyveeJJFk6NEGkrjMRF4hgqO9FaFhM=\n"
#define H4	HASH HASH HASH HASH
#define H12	H4 H4 H4

static const struct {
	const char *name, *file;
	enum tt_err want;
} rows[] = {
	{ "depth 4", HEAD SALT "index 15\n" H4 "\nx\n", TT_OK },
	{ "depth 0", HEAD SALT "index 0\n\nx\n", TT_OK },
	{ "depth 24", HEAD SALT "index 16777215\n" H12 H12 "\nx\n", TT_OK },
	{ "no statement", HEAD SALT "index 15\n" H4 "\n", TT_OK },
	{ "depth 25", HEAD SALT "index 0\n" H12 H12 HASH "\nx\n", TT_ELIMIT },
	{ "index over the depth", HEAD SALT "index 16\n" H4 "\nx\n",
	    TT_ERANGE },
	{ "index 1 of 1", HEAD SALT "index 1\n\nx\n", TT_ERANGE },
	{ "index over 2^64", HEAD SALT "index 18446744073709551616\n\nx\n",
	    TT_ERANGE },
	{ "a leading zero", HEAD SALT "index 00\n" H4 "\nx\n", TT_ESYNTAX },
	{ "version 2", "telltale/v2/set-proof\n" SALT "index 0\n\nx\n",
	    TT_EVERSION },
	{ "another kind", "telltale/v1/set\n" SALT "index 0\n\nx\n",
	    TT_ESYNTAX },
	{ "no salt", HEAD "index 0\n\nx\n", TT_ESYNTAX },
	{ "a short salt", HEAD "salt 0dHR\nindex 0\n\nx\n", TT_ESYNTAX },
	{ "no index", HEAD SALT "\nx\n", TT_ESYNTAX },
	{ "a short hash", HEAD SALT "index 0\neqjD\n\nx\n", TT_ESYNTAX },
	{ "no empty line", HEAD SALT "index 0\n" H4, TT_ESYNTAX },
	{ "CRLF", HEAD SALT "index 0\r\n\nx\n", TT_ESYNTAX },
	{ "empty", "", TT_ESYNTAX },
};

static void
parse_then_format_is_identity_or_error(void **state)
{
	struct tt_set_proof p;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		p.depth = 99;
		assert_int_equal(rows[i].want, tt_set_proof_parse(&p,
		    span_str(rows[i].file)));
		if (rows[i].want != TT_OK) {
			assert_int_equal(99, p.depth);
			continue;
		}
		buf_init(&b, TT_SET_PROOF_MAX);
		assert_int_equal(TT_OK, tt_set_proof_format(&p, &b));
		assert_string_equal(b.p, rows[i].file);
		buf_done(&b);
	}
}

static void
a_proof_shows_its_leaf_and_no_other(void **state)
{
	static const struct tt_padding_key key = { { 9 } };
	static const struct tt_salt salts[2] = { { { 1 } }, { { 2 } } };
	static const uint64_t places[2] = { 5, 6 };
	const struct span texts[2] = { SPAN("one\n"), SPAN("two\n") };
	struct hash leaves[2], root, leaf;
	struct tt_set_proof p;
	struct tt_set *set;

	(void)state;
	for (size_t i = 0; i < 2; i++)
		tt_leaf_hash(&leaves[i], &salts[i], texts[i]);
	assert_int_equal(TT_OK, tt_set_new(&set, 4, leaves, places, 2, &key));
	tt_set_root(set, &root);
	assert_int_equal(TT_OK, tt_set_proof_make(&p, set, 5, &salts[0],
	    texts[0]));
	assert_int_equal(TT_OK, tt_set_proof_check(&p, 4, &root, &leaf));
	assert_memory_equal(&leaf, &leaves[0], sizeof(leaf));
	assert_int_equal(TT_EPROOF, tt_set_proof_check(&p, 5, &root, NULL));
	assert_int_equal(TT_EPROOF, tt_set_proof_check(&p, 4, &leaf, NULL));
	p.statement = texts[1];
	assert_int_equal(TT_EPROOF, tt_set_proof_check(&p, 4, &root, NULL));
	p.statement = texts[0];
	p.salt.b[31] ^= 1;
	assert_int_equal(TT_EPROOF, tt_set_proof_check(&p, 4, &root, NULL));
	p.salt.b[31] ^= 1;
	p.index = 6;
	assert_int_equal(TT_EPROOF, tt_set_proof_check(&p, 4, &root, NULL));
	p.index = 5;
	p.proof[3].b[0] ^= 1;
	assert_int_equal(TT_EPROOF, tt_set_proof_check(&p, 4, &root, NULL));
	assert_int_equal(TT_ERANGE, tt_set_proof_make(&p, set, 16, &salts[0],
	    texts[0]));
	tt_set_free(set);
}

TEST_MAIN(
	cmocka_unit_test(parse_then_format_is_identity_or_error),
	cmocka_unit_test(a_proof_shows_its_leaf_and_no_other)
)
