/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/request.h"

static const struct tt_request asked = {
	.origin = { ORIGIN, sizeof(ORIGIN) - 1 },
	.time = 1773162000,
	.challenge = { 1, 2, 3 },
	.method = { "POST", 4 },
	.path = { "/api/v1/receipt", 15 },
	.body = { "body", 4 },
};

static void
sign(struct buf *header, const struct tt_request *r)
{
	struct tt_signer s = kit_signer(KIT_READER);

	buf_init(header, TT_REQUEST_HEADER_MAX);
	assert_int_equal(TT_OK, tt_request_sign(header, r, &s));
}

enum { SAME, ORIGIN_, TIME_, CHALLENGE, METHOD, PATH, BODY, KEY };

static const struct {
	const char *name;
	int differs;
	enum tt_err want;
} rows[] = {
	{ "what was asked", SAME, TT_OK },
	{ "the clock is the caller's", TIME_, TT_OK },
	{ "of another log", ORIGIN_, TT_EREFUSED },
	{ "another challenge", CHALLENGE, TT_EREFUSED },
	{ "another method", METHOD, TT_EREFUSED },
	{ "another path", PATH, TT_EREFUSED },
	{ "another body", BODY, TT_EREFUSED },
	{ "another key", KEY, TT_EREFUSED },
};

static void
a_request_is_good_for_one_thing(void **state)
{
	struct tt_signer reader = kit_signer(KIT_READER);
	struct tt_signer anna = kit_signer(KIT_ANNA);
	struct tt_request got;
	struct tt_statement s;
	struct buf header, note;

	sign(&header, &asked);
	buf_init(&note, TT_REQUEST_MAX);
	assert_int_equal(TT_OK, tt_request_parse(&s, &note,
	    buf_view(&header)));
	assert_true(tt_statement_is(&s, "key", reader.vkey.name));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		int d = rows[i].differs;

		CHECK_ROW(state, rows[i].name);
		got = asked;
		got.time += d == TIME_;
		got.challenge[15] ^= d == CHALLENGE;
		if (d == ORIGIN_)
			got.origin = SPAN("o");
		else if (d == METHOD)
			got.method = SPAN("PUT");
		else if (d == PATH)
			got.path = SPAN("/api/v1/receipt?");
		else if (d == BODY)
			got.body = SPAN("bodz");
		assert_int_equal(rows[i].want, tt_request_check(&s, &got,
		    d == KEY ? &anna.vkey : &reader.vkey));
	}
	buf_done(&note);
	buf_done(&header);
}

/* The same key, but the signature another's. */
static void
a_name_alone_is_no_proof(void **state)
{
	struct tt_signer reader = kit_signer(KIT_READER), thief = reader;
	struct tt_statement s;
	struct buf header, note;

	(void)state;
	thief.seed[0] ^= 1;
	buf_init(&header, TT_REQUEST_HEADER_MAX);
	buf_init(&note, TT_REQUEST_MAX);
	assert_int_equal(TT_OK, tt_request_sign(&header, &asked, &thief));
	assert_int_equal(TT_OK, tt_request_parse(&s, &note,
	    buf_view(&header)));
	assert_int_equal(TT_ESIG, tt_request_check(&s, &asked, &reader.vkey));
	buf_done(&note);
	buf_done(&header);
}

static void
headers_of_other_forms_are_refused(void **state)
{
	char *text = KIT_SIGN("telltale/v1/case\nlog " ORIGIN
	    "\ntime 2026-03-10T17:00:00Z\ncase a\nstate opened\n", KIT_ANNA);
	char base64[1024], bearer[1100], *good;
	struct buf header, note;
	struct tt_statement s;

	(void)state;
	sign(&header, &asked);
	buf_init(&note, TT_REQUEST_MAX);
	b64_encode(base64, text, strlen(text));
	snprintf(bearer, sizeof(bearer), "Telltale %s", base64);
	assert_int_equal(TT_ESYNTAX, tt_request_parse(&s, &note,
	    span_str(bearer)));	/* another kind */
	good = strdup(header.p);
	assert_non_null(good);
	good[0] = 't';
	assert_int_equal(TT_ESYNTAX, tt_request_parse(&s, &note,
	    span_str(good)));
	good[0] = 'T';
	good[strlen(good) - 5] = '\n';
	assert_int_equal(TT_ESYNTAX, tt_request_parse(&s, &note,
	    span_str(good)));
	assert_int_equal(TT_ESYNTAX, tt_request_parse(&s, &note,
	    SPAN("Telltale ")));
	assert_int_equal(TT_ESYNTAX, tt_request_parse(&s, &note, SPAN("")));
	assert_int_equal(0, note.n);
	buf_done(&header);
	free(good);
	free(text);
}

static void
a_path_has_a_limit(void **state)
{
	struct tt_signer s = kit_signer(KIT_READER);
	struct tt_request r = asked;
	char path[TT_VALUE_MAX + 1];
	struct buf header;

	(void)state;
	memset(path, 'a', sizeof(path));
	path[0] = '/';
	r.path = span_of(path, TT_VALUE_MAX);
	buf_init(&header, TT_REQUEST_HEADER_MAX);
	assert_int_equal(TT_OK, tt_request_sign(&header, &r, &s));
	buf_clear(&header);
	r.path.n++;
	assert_int_equal(TT_ELIMIT, tt_request_sign(&header, &r, &s));
	assert_int_equal(0, header.n);
	buf_done(&header);
}

TEST_MAIN(
	cmocka_unit_test(a_request_is_good_for_one_thing),
	cmocka_unit_test(a_name_alone_is_no_proof),
	cmocka_unit_test(headers_of_other_forms_are_refused),
	cmocka_unit_test(a_path_has_a_limit)
)
