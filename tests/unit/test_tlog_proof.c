/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/tlog_proof.h"

#define HEAD	"c2sp.org/tlog-proof@v1\n"
#define HASH	"eqjDoS9sYuflVVyveeJJFk6NEGkrjMRF4hgqO9FaFhM=\n"
#define H3	HASH HASH HASH
#define H9	H3 H3 H3
#define H63	H9 H9 H9 H9 H9 H9 H9

static const struct {
	const char *name, *file;
	enum tt_err want;
} rows[] = {
	{ "three hashes", HEAD "index 2\n" H3 "\na\n\nb\n", TT_OK },
	{ "no hashes", HEAD "index 0\n\na\n", TT_OK },
	{ "63 hashes", HEAD "index 0\n" H63 "\na\n", TT_OK },
	{ "the largest index", HEAD "index 18446744073709551615\n\na\n",
	    TT_OK },
	{ "no checkpoint: its own parser's", HEAD "index 0\n\n", TT_OK },
	{ "64 hashes", HEAD "index 0\n" H63 HASH "\na\n", TT_ELIMIT },
	{ "index over 2^64", HEAD "index 18446744073709551616\n\na\n",
	    TT_ERANGE },
	{ "a leading zero", HEAD "index 02\n\na\n", TT_ESYNTAX },
	{ "extra data", HEAD "extra AAAA\nindex 0\n\na\n", TT_ESYNTAX },
	{ "version 2", "c2sp.org/tlog-proof@v2\nindex 0\n\na\n", TT_EVERSION },
	{ "another format", "c2sp.org/tlog@v1\nindex 0\n\na\n", TT_ESYNTAX },
	{ "no index", HEAD "\na\n", TT_ESYNTAX },
	{ "a short hash", HEAD "index 0\neqjD\n\na\n", TT_ESYNTAX },
	{ "no empty line", HEAD "index 0\n" H3, TT_ESYNTAX },
	{ "empty", "", TT_ESYNTAX },
};

static void
parse_then_format_is_identity_or_error(void **state)
{
	struct tt_tlog_proof p;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		p.index = 99;
		assert_int_equal(rows[i].want, tt_tlog_proof_parse(&p,
		    span_str(rows[i].file)));
		if (rows[i].want != TT_OK) {
			assert_int_equal(99, p.index);
			continue;
		}
		buf_init(&b, TT_TLOG_PROOF_MAX);
		assert_int_equal(TT_OK, tt_tlog_proof_format(&p, &b));
		assert_string_equal(b.p, rows[i].file);
		buf_done(&b);
	}
}

/* The last of data/ledger/log-5's five entries, proven in its checkpoint. */
#define LOGKEY	ORIGIN "+2f55edbf+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
#define W1KEY	"witness.example.net/w1+0abc1f19+" \
	"BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU"

static void
check(const char *policy_text, const char *entry, struct span file,
    enum tt_err want)
{
	struct tt_policy_verdict v = { .witnesses = 99 };
	struct tt_tlog_proof p;
	struct tt_policy *policy;

	assert_int_equal(TT_OK, tt_policy_new(&policy, span_str(policy_text),
	    NULL));
	assert_int_equal(TT_OK, tt_tlog_proof_parse(&p, file));
	assert_int_equal(want, tt_tlog_proof_check(&p, span_str(entry),
	    policy, &v));
	assert_int_equal(want == TT_OK ? 5 : 0, v.checkpoint.size);
	tt_policy_free(policy);
}

static void
an_entry_is_in_the_log_or_not(void **state)
{
	struct hash leaves[5], proof[MERKLE_PROOF_MAX];
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = 5 };
	struct tt_signer log = kit_signer(KIT_LOG);
	struct merkle_array array = { leaves, 5 };
	struct tt_tlog_proof p = { .index = 4 };
	struct buf note, file;
	char entry[16];

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		snprintf(entry, sizeof(entry), "entry-%zu", i);
		merkle_leaf(&leaves[i], entry, strlen(entry));
	}
	merkle_root(&cp.root, leaves, 5);
	assert_int_equal(TT_OK, merkle_prove_inclusion(4, 5, merkle_array_get,
	    &array, proof, &p.n));
	memcpy(p.proof, proof, sizeof(p.proof));
	buf_init(&note, TT_NOTE_MAX);
	buf_init(&file, TT_TLOG_PROOF_MAX);
	assert_int_equal(TT_OK, tt_checkpoint_sign(&note, &cp, &log));
	p.checkpoint = buf_view(&note);
	assert_int_equal(TT_OK, tt_tlog_proof_format(&p, &file));
	check("log " LOGKEY "\nquorum none\n", "entry-4", buf_view(&file),
	    TT_OK);
	check("log " LOGKEY "\nquorum none\n", "entry-3", buf_view(&file),
	    TT_EPROOF);
	check("log " LOGKEY "\nwitness w " W1KEY "\nquorum w\n", "entry-4",
	    buf_view(&file), TT_EUNSIGNED);
	check("quorum none\n", "entry-4", buf_view(&file), TT_EUNSIGNED);
	strstr(file.p, "index 4")[6] = '3';
	check("log " LOGKEY "\nquorum none\n", "entry-4", buf_view(&file),
	    TT_EPROOF);
	buf_done(&note);
	buf_done(&file);
}

TEST_MAIN(
	cmocka_unit_test(parse_then_format_is_identity_or_error),
	cmocka_unit_test(an_entry_is_in_the_log_or_not)
)
