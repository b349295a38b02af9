/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/checkpoint.h"
#include "telltale/note.h"

#define ROOT	"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="	/* the spec's */
#define EMPTY	"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define A32	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A64	A32 A32

static const struct {
	const char *name, *text;
	enum tt_err want;
} rows[] = {
	{ "spec's example", "example.com/log\n20852163\n" ROOT "\n", TT_OK },
	{ "empty tree", "o\n0\n" ROOT "\n", TT_OK },
	{ "largest size", "o\n18446744073709551615\n" ROOT "\n", TT_OK },
	{ "longest origin", A64 A64 A64
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
	    "18446744073709551615\n" ROOT "\n", TT_OK },
	{ "origin too long", A64 A64 A64 A64 "\n1\n" ROOT "\n", TT_ERANGE },
	{ "too large", "o\n18446744073709551616\n" ROOT "\n", TT_ERANGE },
	{ "leading zero", "o\n01\n" ROOT "\n", TT_ESYNTAX },
	{ "signed size", "o\n+1\n" ROOT "\n", TT_ESYNTAX },
	{ "no size", "o\n\n" ROOT "\n", TT_ESYNTAX },
	{ "no origin", "\n1\n" ROOT "\n", TT_ESYNTAX },
	{ "origin with a space", "a b\n1\n" ROOT "\n", TT_ESYNTAX },
	{ "origin with a plus", "a+b\n1\n" ROOT "\n", TT_ESYNTAX },
	{ "origin outside ASCII", "\303\244\n1\n" ROOT "\n", TT_ESYNTAX },
	{ "origin like a statement", "telltale/v1/keys\n1\n" ROOT "\n",
	    TT_ESYNTAX },
	{ "origin like a cosignature", "cosignature/v1\n1\n" ROOT "\n",
	    TT_ESYNTAX },
	{ "CRLF", "o\r\n1\r\n" ROOT "\r\n", TT_ESYNTAX },
	{ "no last newline", "o\n1\n" ROOT, TT_ESYNTAX },
	{ "extension line", "o\n1\n" ROOT "\next\n", TT_ESYNTAX },
	{ "short root", "o\n1\nCsUY\n", TT_ESYNTAX },
	{ "root without padding",
	    "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n", TT_ESYNTAX },
	{ "unused bits of the root set",
	    "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
	    TT_ESYNTAX },
	{ "byte 0xef as a base64 letter",
	    "o\n1\nCsUYapGGP\3574dkMgIAUqom/Xajj7h2fB2MPA3j2jxq0I=\n",
	    TT_ESYNTAX },
};

static void
parse_then_format_is_identity_or_error(void **state)
{
	char out[TT_CHECKPOINT_TEXT_MAX + 1];
	struct tt_checkpoint cp, kept;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		memset(&cp, 0xaa, sizeof(cp));
		kept = cp;
		assert_int_equal(rows[i].want, tt_checkpoint_parse(&cp,
		    rows[i].text, strlen(rows[i].text)));
		if (rows[i].want != TT_OK) {
			assert_memory_equal(&cp, &kept, sizeof(cp));
			continue;
		}
		assert_int_equal(TT_OK, tt_checkpoint_format(&cp, out,
		    sizeof(out)));
		assert_string_equal(out, rows[i].text);
		assert_int_equal(TT_ENOSPC, tt_checkpoint_format(&cp, out,
		    strlen(out)));
	}
}

/* Trees of the leaves entry-0, entry-1, entry-2. */
#define ROOT1	"QHZrIDNCkCb1PVRQJnmoOXBrR0H43K86i7pfQbX/4HU="
#define ROOT2	"LyelCCwdQq+kiKw1Cp/EOQwIT1T3Hs3/hZ6Y24QptHk="
#define LEAF1	"6GiBGkgsJ9ULbUXd55xGXWrbmwZkUQBHepDPPYUYiYs="

static const struct {
	const char *name, *last, *next, *proof;
	enum tt_err want;
} steps[] = {
	{ "same again", "o\n1\n" ROOT1 "\n", "o\n1\n" ROOT1 "\n", NULL,
	    TT_OK },
	{ "one more", "o\n1\n" ROOT1 "\n", "o\n2\n" ROOT2 "\n", LEAF1, TT_OK },
	{ "the first ever", "o\n0\n" EMPTY "\n", "o\n2\n" ROOT2 "\n", NULL,
	    TT_OK },
	{ "empty again", "o\n0\n" EMPTY "\n", "o\n0\n" EMPTY "\n", NULL,
	    TT_OK },
	{ "smaller", "o\n2\n" ROOT2 "\n", "o\n1\n" ROOT1 "\n", LEAF1,
	    TT_EROLLBACK },
	{ "empty after one", "o\n1\n" ROOT1 "\n", "o\n0\n" EMPTY "\n", NULL,
	    TT_EROLLBACK },
	{ "same size, other root", "o\n1\n" ROOT1 "\n", "o\n1\n" LEAF1 "\n",
	    NULL, TT_EFORK },
	{ "same size, a proof", "o\n1\n" ROOT1 "\n", "o\n1\n" ROOT1 "\n",
	    LEAF1, TT_EFORK },
	{ "no proof", "o\n1\n" ROOT1 "\n", "o\n2\n" ROOT2 "\n", NULL,
	    TT_EFORK },
	{ "another proof", "o\n1\n" ROOT1 "\n", "o\n2\n" ROOT2 "\n", ROOT1,
	    TT_EFORK },
	{ "another old root", "o\n1\n" LEAF1 "\n", "o\n2\n" ROOT2 "\n", LEAF1,
	    TT_EFORK },
	{ "empty with a root", "o\n0\n" EMPTY "\n", "o\n0\n" ROOT1 "\n", NULL,
	    TT_EFORK },
	{ "empty with a root, later", "o\n0\n" ROOT1 "\n",
	    "o\n2\n" ROOT2 "\n", NULL, TT_EFORK },
	{ "another log", "o\n1\n" ROOT1 "\n", "p\n2\n" ROOT2 "\n", LEAF1,
	    TT_EREFUSED },
};

static void
a_log_only_grows(void **state)
{
	struct tt_checkpoint last, next;
	struct hash proof;

	for (size_t i = 0; i < N_ROWS(steps); i++) {
		bool proven = steps[i].proof != NULL;

		CHECK_ROW(state, steps[i].name);
		assert_int_equal(TT_OK, tt_checkpoint_parse(&last,
		    steps[i].last, strlen(steps[i].last)));
		assert_int_equal(TT_OK, tt_checkpoint_parse(&next,
		    steps[i].next, strlen(steps[i].next)));
		if (proven)
			proof = kit_hash(steps[i].proof);
		assert_int_equal(steps[i].want, tt_checkpoint_follows(&last,
		    &next, &proof, proven ? 1 : 0));
	}
}

static void
only_the_log_signs_its_checkpoints(void **state)
{
	struct tt_signer log = kit_signer(KIT_LOG);
	struct tt_signer other = kit_signer(KIT_OTHER);
	struct tt_signer witness = kit_signer(KIT_W1);
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = 1 };
	struct tt_note_signed by;
	struct tt_note note;
	struct buf b;

	(void)state;
	cp.root = kit_hash(ROOT1);
	buf_init(&b, TT_NOTE_MAX);
	assert_int_equal(TT_EKEY, tt_checkpoint_sign(&b, &cp, &other));
	memcpy(witness.vkey.name, ORIGIN, sizeof(ORIGIN));
	assert_int_equal(TT_EKEY, tt_checkpoint_sign(&b, &cp, &witness));
	assert_int_equal(0, b.n);
	assert_int_equal(TT_OK, tt_checkpoint_sign(&b, &cp, &log));
	assert_int_equal(TT_OK, tt_note_parse(&note, buf_view(&b)));
	assert_int_equal(TT_OK, tt_note_open(&note, &log.vkey, 1, &by));
	assert_true(span_is(note.text, ORIGIN "\n1\n" ROOT1 "\n"));
	buf_done(&b);
}

TEST_MAIN(
	cmocka_unit_test(parse_then_format_is_identity_or_error),
	cmocka_unit_test(a_log_only_grows),
	cmocka_unit_test(only_the_log_signs_its_checkpoints)
)
