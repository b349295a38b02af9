/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/policy.h"

#define LOG	ORIGIN "+2f55edbf+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
#define W1	"witness.example.net/w1+0abc1f19+" \
	"BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU"
#define W2	"witness.example.org/w2+a47a8883+" \
	"BO1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR"
#define PETER	"PeterNeumann+c74f20a3+" \
	"ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
/* w1's key under the log's type and another name. */
#define W1_LOG	"a.example+d197bf0f+" \
	"AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU"
#define TWO	"log " LOG "\nwitness a " W1 "\nwitness b " W2 "\n"

static const struct {
	const char *name, *file;
	enum tt_err want;
	unsigned line;		/* of the fault */
	const char *formatted;	/* NULL: as file */
} rows[] = {
	{ "only a quorum", "quorum none\n", TT_OK, 0, NULL },
	{ "log alone", "log " LOG "\nquorum none\n", TT_OK, 0, NULL },
	{ "one witness", TWO "quorum a\n", TT_OK, 0, NULL },
	{ "URLs", "log " LOG " https://" ORIGIN "/\nwitness a " W1
	    " https://w1.example\nquorum a\n", TT_OK, 0, NULL },
	{ "a group", TWO "group g 2 a b\nquorum g\n", TT_OK, 0, NULL },
	{ "all", TWO "group g all a b\nquorum g\n", TT_OK, 0,
	    TWO "group g 2 a b\nquorum g\n" },
	{ "any", TWO "group g any a b\nquorum g\n", TT_OK, 0,
	    TWO "group g 1 a b\nquorum g\n" },
	{ "groups of groups", TWO "group g all a\ngroup h all g b\nquorum h\n",
	    TT_OK, 0, TWO "group g 1 a\ngroup h 2 g b\nquorum h\n" },
	{ "space and comments", "# mine\n\n \tlog\t " LOG " \n  # x\nquorum "
	    " none\n", TT_OK, 0, "log " LOG "\nquorum none\n" },
	{ "logs after the quorum", "quorum none\nlog " LOG "\n", TT_OK, 0,
	    "log " LOG "\nquorum none\n" },
	{ "a name outside ASCII", "witness \303\244 " W1 "\nquorum \303\244\n",
	    TT_OK, 0, NULL },
	{ "empty", "", TT_ESYNTAX, 0, NULL },
	{ "no quorum", TWO, TT_ESYNTAX, 3, NULL },
	{ "two quorums", TWO "quorum a\nquorum b\n", TT_EEXIST, 5, NULL },
	{ "an unknown line", "logs " LOG "\nquorum none\n", TT_ESYNTAX, 1,
	    NULL },
	{ "no last line end", "quorum none", TT_ESYNTAX, 1, NULL },
	{ "CRLF", "quorum none\r\n", TT_ESYNTAX, 1, NULL },
	{ "a witness's key as log", "log " W1 "\nquorum none\n", TT_EKEY, 1,
	    NULL },
	{ "a log's key as witness", "witness a " LOG "\nquorum a\n", TT_EKEY,
	    1, NULL },
	{ "a log twice", "log " LOG "\nlog " LOG "\nquorum none\n", TT_EEXIST,
	    2, NULL },
	{ "one key as log and witness", "log " W1_LOG "\nwitness a " W1
	    "\nquorum a\n", TT_EEXIST, 2, NULL },
	{ "one key as witness and log", "witness a " W1 "\nlog " W1_LOG
	    "\nquorum a\n", TT_EEXIST, 2, NULL },
	{ "a name twice", "witness a " W1 "\nwitness a " W2 "\nquorum a\n",
	    TT_EEXIST, 2, NULL },
	{ "a witness called none", "witness none " W1 "\nquorum none\n",
	    TT_EEXIST, 1, NULL },
	{ "no vkey", "log\nquorum none\n", TT_ESYNTAX, 1, NULL },
	{ "a vkey with another id", "log PeterNeumann+c74f20a4+"
	    "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\nquorum none\n",
	    TT_ESYNTAX, 1, NULL },
	{ "too much on a line", "log " LOG " https://a b\nquorum none\n",
	    TT_ESYNTAX, 1, NULL },
	{ "quorum of a name below", "quorum a\nwitness a " W1 "\n", TT_ENOENT,
	    1, NULL },
	{ "a member not defined", TWO "group g 1 a c\nquorum g\n", TT_ENOENT,
	    4, NULL },
	{ "a group in itself", TWO "group g 1 g\nquorum g\n", TT_ENOENT, 4,
	    NULL },
	{ "a member twice", TWO "group g 1 a a\nquorum g\n", TT_EEXIST, 4,
	    NULL },
	{ "a member of two groups", TWO "group g 1 a\ngroup h 1 a b\n"
	    "quorum h\n", TT_EEXIST, 5, NULL },
	{ "none as a member", TWO "group g 1 none\nquorum g\n", TT_ENOENT, 4,
	    NULL },
	{ "k of 0", TWO "group g 0 a b\nquorum g\n", TT_ERANGE, 4, NULL },
	{ "k over n", TWO "group g 3 a b\nquorum g\n", TT_ERANGE, 4, NULL },
	{ "k with a zero first", TWO "group g 01 a b\nquorum g\n", TT_ESYNTAX,
	    4, NULL },
	{ "no members", TWO "group g 1\nquorum g\n", TT_ESYNTAX, 4, NULL },
	{ "a group's name cut", TWO "group\nquorum a\n", TT_ESYNTAX, 4, NULL },
};

static void
files_are_read_as_c2sp_says(void **state)
{
	struct tt_policy_diag d;
	struct tt_policy *p;
	struct buf b;

	assert_true(sodium_init() >= 0);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		p = NULL;
		d = (struct tt_policy_diag){ 99, NULL };
		assert_int_equal(rows[i].want, tt_policy_new(&p,
		    span_str(rows[i].file), &d));
		if (rows[i].want != TT_OK) {
			assert_null(p);
			assert_int_equal(rows[i].line, d.line);
			assert_non_null(d.what);
			continue;
		}
		buf_init(&b, 2 * TT_POLICY_MAX);
		tt_policy_format(p, &b);
		assert_string_equal(b.p, rows[i].formatted != NULL ?
		    rows[i].formatted : rows[i].file);
		buf_done(&b);
		tt_policy_free(p);
	}
}

static void
limits_are_32_logs_and_64_names(void **state)
{
	struct rng_seeded seeded;
	struct rng rng = rng_seeded(&seeded, (const uint8_t[32]){ 5 });
	char vkey[TT_VKEY_TEXT_MAX + 1];
	struct tt_signer s;
	struct tt_policy *p;
	struct buf b;

	(void)state;
	buf_init(&b, TT_POLICY_MAX);
	for (int i = 0; i < 32; i++) {
		assert_int_equal(TT_OK, tt_signer_new(&s, SPAN("log"),
		    TT_KEY_SIGN, rng));
		tt_vkey_format(&s.vkey, vkey);
		buf_printf(&b, "log %s\n", vkey);
		assert_int_equal(TT_OK, tt_signer_new(&s, SPAN("w"),
		    TT_KEY_COSIGN, rng));
		tt_vkey_format(&s.vkey, vkey);
		buf_printf(&b, "witness w%d %s\ngroup g%d any w%d\n", i, vkey,
		    i, i);
	}
	buf_str(&b, "quorum g7\n");
	assert_int_equal(TT_OK, tt_policy_new(&p, buf_view(&b), NULL));
	assert_int_equal(32, tt_policy_logs(p));
	assert_int_equal(32, tt_policy_witnesses(p));
	assert_string_equal("w", tt_policy_witness(p, 31, NULL)->name);
	tt_policy_free(p);
	buf_str(&b, "group over any g1\n");
	assert_int_equal(TT_ELIMIT, tt_policy_new(&p, buf_view(&b), NULL));
	buf_done(&b);
}

/* data/ledger/log-300/checkpoint. */
#define CP	ORIGIN "\n300\nrrsCfVw90Ihx7lJXemH8gxItDRQ1J5GUNjm9TBLTaUM=\n"
#define DASH	"\342\200\224 "
#define SLOG	DASH ORIGIN " L1XtvzGua5f0SAS4ySOQgaPQunfXDr7uhgmqO2xwlV7v" \
	"xHV7zqiec+v5wKe+RG1j3S3okwxoJhttz+JYvPg3edG+Qws=\n"
#define SW1	DASH "witness.example.net/w1 CrwfGQAAAABpsE4QHa5S8AoY9BFAp70X" \
	"hUiCjCaY3tIY3R7A1Ca+mjTWh/pHWb5c4+OqYh2YAvBtFCY1o9WHMrySpOiOhnfC" \
	"as5FCA==\n"
#define SW2	DASH "witness.example.org/w2 pHqIgwAAAABpsE4RLT2q8v4rNWI5nTkl" \
	"PdmOKewsfZvv1gbGG1TqYtj/mbIpJhUm9XSPTAYP3rvWyMK+SBKRfwTLaePvWzyu" \
	"DIUVAA==\n"
#define T1	1773162000	/* of w1; w2 is a second later */

static const struct {
	const char *name, *policy, *note;
	enum tt_err want;
	size_t witnesses;
	bool quorum;
	uint64_t time;
} verdicts[] = {
	{ "no quorum asked", TWO "quorum none\n", CP "\n" SLOG, TT_OK, 0,
	    true, 0 },
	{ "none asked, one there", TWO "quorum none\n", CP "\n" SLOG SW1,
	    TT_OK, 1, true, 0 },
	{ "one asked", TWO "quorum a\n", CP "\n" SLOG SW1, TT_OK, 1, true,
	    T1 },
	{ "the other asked", TWO "quorum b\n", CP "\n" SLOG SW1, TT_OK, 1,
	    false, 0 },
	{ "both: the earlier time", TWO "group g all a b\nquorum g\n",
	    CP "\n" SLOG SW1 SW2, TT_OK, 2, true, T1 },
	{ "either: the later time", TWO "group g any a b\nquorum g\n",
	    CP "\n" SLOG SW1 SW2, TT_OK, 2, true, T1 + 1 },
	{ "both asked, one there", TWO "group g all a b\nquorum g\n",
	    CP "\n" SLOG SW2, TT_OK, 1, false, 0 },
	{ "no log signed", TWO "quorum none\n", CP "\n" SW1 SW2, TT_EUNSIGNED,
	    0, false, 0 },
	{ "nobody known signed", "log " PETER "\nquorum none\n",
	    CP "\n" SLOG SW1, TT_EUNSIGNED, 0, false, 0 },
	{ "another size", TWO "quorum none\n", ORIGIN
	    "\n301\nrrsCfVw90Ihx7lJXemH8gxItDRQ1J5GUNjm9TBLTaUM=\n\n" SLOG,
	    TT_ESIG, 0, false, 0 },
	{ "a witness's line for another time", TWO "quorum none\n",
	    CP "\n" SLOG DASH "witness.example.net/w1 CrwfGQAAAABpsE4RHa5S8AoY"
	    "9BFAp70XhUiCjCaY3tIY3R7A1Ca+mjTWh/pHWb5c4+OqYh2YAvBtFCY1o9WHMryS"
	    "pOiOhnfCas5FCA==\n", TT_ESIG, 0, false, 0 },
	{ "not a checkpoint", TWO "quorum none\n", "a\n\n" SLOG, TT_ESYNTAX,
	    0, false, 0 },
};

static void
a_quorum_is_judged(void **state)
{
	struct tt_policy_verdict v;
	struct tt_policy *p;

	for (size_t i = 0; i < N_ROWS(verdicts); i++) {
		CHECK_ROW(state, verdicts[i].name);
		assert_int_equal(TT_OK, tt_policy_new(&p,
		    span_str(verdicts[i].policy), NULL));
		v.witnesses = 99;
		assert_int_equal(verdicts[i].want, tt_policy_open(p,
		    span_str(verdicts[i].note), &v));
		if (verdicts[i].want == TT_OK) {
			assert_int_equal(300, v.checkpoint.size);
			assert_string_equal(ORIGIN, v.log.name);
			assert_int_equal(verdicts[i].witnesses, v.witnesses);
			assert_int_equal(verdicts[i].quorum, v.quorum);
			assert_int_equal(verdicts[i].time, v.time);
		} else {
			assert_int_equal(99, v.witnesses);
		}
		tt_policy_free(p);
	}
}

/* A key that the policy has for one origin says nothing of another. */
static void
a_log_speaks_for_its_own_origin_only(void **state)
{
	struct tt_signer other = kit_signer(KIT_OTHER);
	char policy[512], note[512], vkey[TT_VKEY_TEXT_MAX + 1];
	const struct tt_signer *signer = &other;
	struct tt_policy_verdict v;
	struct tt_policy *p;
	struct buf b;

	(void)state;
	tt_vkey_format(&other.vkey, vkey);
	snprintf(policy, sizeof(policy), "log %s\nquorum none\n", vkey);
	assert_int_equal(TT_OK, tt_policy_new(&p, span_str(policy), NULL));
	buf_init(&b, TT_NOTE_MAX);
	assert_int_equal(TT_OK, tt_note_sign(&b, SPAN(CP), &signer, 1));
	snprintf(note, sizeof(note), "%s", b.p);
	buf_done(&b);
	assert_int_equal(TT_EUNSIGNED, tt_policy_open(p, span_str(note), &v));
	tt_policy_free(p);
}

TEST_MAIN(
	cmocka_unit_test(files_are_read_as_c2sp_says),
	cmocka_unit_test(limits_are_32_logs_and_64_names),
	cmocka_unit_test(a_quorum_is_judged),
	cmocka_unit_test(a_log_speaks_for_its_own_origin_only)
)
