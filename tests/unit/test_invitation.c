/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/invitation.h"

#define EXPIRES	1773162000	/* 2026-03-10T17:00:00Z */
#define T32	"0123456789abcdef0123456789abcdef"
#define TOKEN	T32 T32

static const struct {
	const char *name;
	enum kit_key log_key, officer, signer, second;
	int64_t now;
	bool changed;
	enum tt_err want;
	enum kit_key admin;	/* of the partner, whom it names; 0: none */
} rows[] = {
	{ "good", KIT_LOG, KIT_ANNA, KIT_ANNA, 0, 1, false, TT_OK, 0 },
	{ "in its last second", KIT_LOG, KIT_ANNA, KIT_ANNA, 0, EXPIRES - 1,
	    false, TT_OK, 0 },
	{ "expired", KIT_LOG, KIT_ANNA, KIT_ANNA, 0, EXPIRES, false,
	    TT_ESTATE, 0 },
	{ "signed by another", KIT_LOG, KIT_ANNA, KIT_BERT, 0, 1, false,
	    TT_EUNSIGNED, 0 },
	{ "signed by two", KIT_LOG, KIT_ANNA, KIT_ANNA, KIT_BERT, 1, false,
	    TT_EREFUSED, 0 },
	{ "an officer of another log", KIT_LOG, KIT_OTHER, KIT_OTHER, 0, 1,
	    false, TT_EREFUSED, 0 },
	{ "a keeper for an officer", KIT_LOG, KIT_KEEPER, KIT_KEEPER, 0, 1,
	    false, TT_EREFUSED, 0 },
	{ "another key for the log's", KIT_BERT, KIT_ANNA, KIT_ANNA, 0, 1,
	    false, TT_EREFUSED, 0 },
	{ "changed on the way", KIT_LOG, KIT_ANNA, KIT_ANNA, 0, 1, true,
	    TT_ESIG, 0 },
	{ "by an admin", KIT_LOG, KIT_ANNA, KIT_READER, 0, 1, false, TT_OK,
	    KIT_READER },
	{ "by an admin, changed", KIT_LOG, KIT_ANNA, KIT_READER, 0, 1, true,
	    TT_ESIG, KIT_READER },
	{ "it names an admin, and the officer signed", KIT_LOG, KIT_ANNA,
	    KIT_ANNA, 0, 1, false, TT_EUNSIGNED, KIT_READER },
	{ "an admin who is an officer", KIT_LOG, KIT_ANNA, KIT_BERT, 0, 1,
	    false, TT_EREFUSED, KIT_BERT },
	{ "a reader signed, and is not named", KIT_LOG, KIT_ANNA, KIT_READER,
	    0, 1, false, TT_EUNSIGNED, 0 },
	{ "by an admin, of no officer", KIT_LOG, KIT_KEEPER, KIT_READER, 0, 1,
	    false, TT_EREFUSED, KIT_READER },
};

static void
write(struct buf *b, size_t row)
{
	struct tt_signer s = kit_signer(rows[row].signer), t;
	const struct tt_signer *signers[] = { &s, &t };
	struct tt_statement_out o;

	if (rows[row].second != 0)
		t = kit_signer(rows[row].second);
	tt_statement_begin(&o, TT_INVITATION, SPAN(ORIGIN), 0);
	tt_statement_put_str(&o, "hub", "https://" ORIGIN);
	tt_statement_put_str(&o, "log-key", kit_vkey(rows[row].log_key));
	tt_statement_put_str(&o, "officer", kit_vkey(rows[row].officer));
	if (rows[row].admin != 0)
		tt_statement_put_str(&o, "admin", kit_vkey(rows[row].admin));
	tt_statement_put_str(&o, "partner",
	    "66666666666666666666666666666666");
	tt_statement_put_str(&o, "name", "Rosa");
	tt_statement_put_str(&o, "email", "rosa@example.com");
	tt_statement_put_str(&o, "token", TOKEN);
	tt_statement_put_instant(&o, "expires", EXPIRES);
	assert_int_equal(TT_OK, tt_statement_sign(&o, signers,
	    rows[row].second != 0 ? 2 : 1, b));
	if (rows[row].changed)
		*strstr(b->p, "rosa@") = 'n';
}

static void
an_invitation_vouches_for_itself(void **state)
{
	struct tt_statement s;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		buf_init(&b, TT_STATEMENT_MAX);
		write(&b, i);
		s.n = 99;
		assert_int_equal(rows[i].want, tt_invitation_open(&s,
		    buf_view(&b), rows[i].now, NULL));
		if (rows[i].want == TT_OK)
			assert_true(tt_statement_is(&s, "token", TOKEN));
		else
			assert_int_equal(99, s.n);
		buf_done(&b);
	}
}

static void
another_statement_is_no_invitation(void **state)
{
	char *text = KIT_SIGN("telltale/v1/case\nlog " ORIGIN
	    "\ntime 2026-03-10T17:00:00Z\ncase a\nstate opened\n", KIT_ANNA);
	struct tt_statement s;

	(void)state;
	assert_int_equal(TT_EREFUSED, tt_invitation_open(&s, span_str(text),
	    1, NULL));
	assert_int_equal(TT_ESYNTAX, tt_invitation_open(&s, SPAN(""), 1,
	    NULL));
	free(text);
}

TEST_MAIN(
	cmocka_unit_test(an_invitation_vouches_for_itself),
	cmocka_unit_test(another_statement_is_no_invitation)
)
