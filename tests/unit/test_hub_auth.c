/* SPDX-License-Identifier: ISC */
/* Who may ask what, and that a refusal says nothing. */
#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "hub/challenge.h"

static void
a_challenge_is_good_for_a_minute_and_only_ours(void **state)
{
	static const struct {
		const char *name;
		int64_t later_s;
		int changed;	/* byte, from 1 */
		enum tt_err want;
	} rows[] = {
		{ "at once", 0, 0, TT_OK },
		{ "after a minute", 60, 0, TT_OK },
		{ "a second later", 61, 0, TT_ESTATE },
		{ "another hub is ahead", -5, 0, TT_OK },
		{ "from the future", -6, 0, TT_ESTATE },
		{ "time changed", 0, 8, TT_EREFUSED },
		{ "code changed", 0, 16, TT_EREFUSED },
	};
	const struct challenge_key key = { { 1 } }, other = { { 2 } };
	uint8_t c[TT_CHALLENGE_LEN];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		challenge_make(c, &key, KIT_NOW);
		if (rows[i].changed > 0)
			c[rows[i].changed - 1] ^= 1;
		assert_int_equal(rows[i].want, challenge_check(c, &key,
		    KIT_NOW + rows[i].later_s));
	}
	challenge_make(c, &key, KIT_NOW);
	assert_int_equal(TT_EREFUSED, challenge_check(c, &other, KIT_NOW));
}

/* What of a good request is made wrong. */
enum wrong { NOTHING, NO_HEADER, NO_NOTE, OLD, FOREIGN, METHOD, PATH, BODY,
	SIGNATURE };

static unsigned
ask(struct kit *k, const struct tt_signer *who, enum wrong wrong)
{
	const char *path = "/api/v1/invitation/"
	    "00000000000000000000000000000000000000000000000000000000000000ff";
	const char *body = "{\"partner\":\"" KIT_PARTNER "\","
	    "\"expires\":\"2027-01-01T00:00:00Z\"}";
	struct tt_request r = { .origin = SPAN(KIT_ORIGIN),
		.time = k->now_s, .method = SPAN("PUT"),
		.path = span_str(path), .body = span_str(body) };
	struct kit_answer a;
	struct buf header;

	kit_challenge(k, r.challenge);
	if (wrong == FOREIGN)
		r.challenge[0] ^= 1;
	if (wrong == METHOD)
		r.method = SPAN("POST");
	if (wrong == PATH)
		r.path = SPAN("/api/v1/joins");
	if (wrong == BODY)
		r.body = SPAN("{}");
	if (wrong == OLD)
		k->now_s += 61;
	buf_init(&header, TT_REQUEST_HEADER_MAX);
	assert_int_equal(TT_OK, tt_request_sign(&header, &r, who));
	a = kit_raw(k, HTTP_PUT, path, wrong == NO_HEADER ? NULL :
	    wrong == NO_NOTE ? "Telltale AAAA" : header.p, span_str(body));
	buf_done(&header);
	buf_done(&a.body);
	return a.status;
}

static void
a_request_is_good_as_it_was_signed_or_not_at_all(void **state)
{
	struct kit *k = *state;
	struct tt_signer impostor;
	const struct {
		const char *name;
		const struct tt_signer *who;
		enum wrong wrong;
		unsigned status;
	} rows[] = {
		{ "an officer's", &k->officer, NOTHING, 204 },
		{ "the same again", &k->officer, NOTHING, 204 },
		{ "unsigned", &k->officer, NO_HEADER, 401 },
		{ "no note", &k->officer, NO_NOTE, 401 },
		{ "challenge too old", &k->officer, OLD, 401 },
		{ "challenge of another hub", &k->officer, FOREIGN, 401 },
		{ "signed for another method", &k->officer, METHOD, 404 },
		{ "signed for another path", &k->officer, PATH, 404 },
		{ "signed for another body", &k->officer, BODY, 404 },
		{ "a publisher's", &k->publisher, NOTHING, 404 },
		{ "a keeper's", &k->keeper, NOTHING, 404 },
		{ "an unknown reader's", &k->reader, NOTHING, 404 },
		{ "another key under an officer's name", &impostor, NOTHING,
		  404 },
	};

	kit_signer(k, &impostor, TT_OWNER_OFFICER, "anna");
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].status, ask(k, rows[i].who,
		    rows[i].wrong));
	}
}

static void
readers_are_active_and_of_approved_partners(void **state)
{
	static const struct {
		const char *name, *partner, *reader;
		unsigned status;
	} rows[] = {
		{ "approved, active", "approved", "active", 200 },
		{ "suspended", "suspended", "active", 404 },
		{ "approved again", "approved", "active", 200 },
		{ "removed", "removed", "active", 404 },
		{ "reader revoked", "approved", "revoked", 404 },
	};
	struct kit *k = *state;
	struct hash leaf;
	struct buf s;

	assert_int_equal(404, kit_status(k, &k->reader, HTTP_GET,
	    "/api/v1/inbox", SPAN("")));
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	assert_int_equal(404, kit_status(k, &k->reader, HTTP_GET,
	    "/api/v1/inbox", SPAN("")));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		k->now_s++;
		kit_partner_state(k, rows[i].partner);
		kit_reader_statement(k, &k->reader, &k->seal, k->reader_id,
		    rows[i].reader, &k->officer, &s);
		assert_int_equal(202, kit_hand_in(k, &k->officer, &s, &leaf));
		buf_done(&s);
		assert_int_equal(rows[i].status, kit_status(k, &k->reader,
		    HTTP_GET, "/api/v1/inbox", SPAN("")));
	}
}

/* Under another salt, as whoever kept the bytes may send them. */
static unsigned
say_again(struct kit *k, const struct tt_signer *who, const struct buf *s)
{
	static uint8_t salt[32] = { 0 };
	struct buf body;
	unsigned status;

	salt[0]++;
	buf_init(&body, 65536);
	buf_add(&body, salt, sizeof(salt));
	buf_span(&body, buf_view(s));
	status = kit_status(k, who, HTTP_POST, "/api/v1/statement",
	    buf_view(&body));
	buf_done(&body);
	return status;
}

static void
partner_statement(struct kit *k, const char *state, struct buf *out)
{
	static struct tt_statement_out o;

	kit_begin(k, &o, TT_PARTNER);
	tt_statement_put_str(&o, "partner", KIT_PARTNER);
	tt_statement_put_str(&o, "name", "Example Partner");
	tt_statement_put_str(&o, "state", state);
	tt_statement_put_str(&o, "tier", "member");
	tt_statement_put_str(&o, "agreement", "1");
	kit_sign(&o, &k->officer, NULL, out);
}

static unsigned
inbox_status(struct kit *k)
{
	return kit_status(k, &k->reader, HTTP_GET, "/api/v1/inbox", SPAN(""));
}

static void
an_old_word_gives_nothing_back(void **state)
{
	struct kit *k = *state;
	struct buf approved, suspended, active, revoked;

	partner_statement(k, "approved", &approved);
	kit_reader_statement(k, &k->reader, &k->seal, k->reader_id, "active",
	    &k->officer, &active);
	assert_int_equal(202, say_again(k, &k->officer, &approved));
	assert_int_equal(202, say_again(k, &k->officer, &active));
	assert_int_equal(200, inbox_status(k));
	k->now_s++;
	partner_statement(k, "suspended", &suspended);
	assert_int_equal(202, say_again(k, &k->officer, &suspended));
	assert_int_equal(404, inbox_status(k));

	assert_int_equal(409, say_again(k, &k->publisher, &approved));
	assert_int_equal(409, say_again(k, &k->officer, &approved));
	assert_int_equal(404, inbox_status(k));
	k->now_s++;
	kit_partner_state(k, "approved");
	assert_int_equal(200, inbox_status(k));
	/* what takes away is heard, however old; then nothing older gives */
	assert_int_equal(202, say_again(k, &k->officer, &suspended));
	assert_int_equal(404, inbox_status(k));
	assert_int_equal(409, say_again(k, &k->officer, &approved));
	k->now_s++;
	kit_partner_state(k, "approved");
	assert_int_equal(200, inbox_status(k));

	/* a reader's clock may be ahead of the officer's who revokes */
	k->now_s--;
	kit_reader_statement(k, &k->reader, &k->seal, k->reader_id, "revoked",
	    &k->officer, &revoked);
	assert_int_equal(202, say_again(k, &k->officer, &revoked));
	assert_int_equal(404, inbox_status(k));
	assert_int_equal(409, say_again(k, &k->publisher, &active));
	assert_int_equal(404, inbox_status(k));
	buf_done(&approved);
	buf_done(&suspended);
	buf_done(&active);
	buf_done(&revoked);
}

/* The head of a request comes before, its body after the suspension. */
static void
who_is_suspended_meanwhile_gets_nothing(void **state)
{
	struct kit *k = *state;
	struct tt_request r = { .origin = SPAN(KIT_ORIGIN),
		.time = k->now_s, .method = SPAN("GET"),
		.path = SPAN("/api/v1/inbox"), .body = SPAN("") };
	struct http_handler h = hub_handler(k->hub);
	struct http_request q = { .verb = HTTP_GET,
		.target = "/api/v1/inbox", .path = SPAN("/api/v1/inbox"),
		.query = SPAN("") };
	struct http_response a = { .fd = -1 };
	struct buf header;
	size_t max;

	kit_partner_state(k, "approved");
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	kit_challenge(k, r.challenge);
	buf_init(&header, TT_REQUEST_HEADER_MAX);
	assert_int_equal(TT_OK, tt_request_sign(&header, &r, &k->reader));
	q.authorization = header.p;
	buf_init(&a.body, 65536);
	assert_true(h.head(h.ctx, &q, &a, &max));
	k->now_s++;
	kit_partner_state(k, "suspended");
	h.body(h.ctx, &q, &a);
	assert_int_equal(404, a.status);
	h.forget(h.ctx, &q);
	buf_done(&a.body);
	buf_done(&header);
}

static void
every_route_is_for_those_it_names(void **state)
{
	static const struct {
		enum http_verb verb;
		const char *target;
		unsigned officer, publisher, reader;	/* status */
	} rows[] = {
		{ HTTP_GET, "/api/v1/joins", 200, 404, 404 },
		{ HTTP_GET, "/api/v1/partners", 200, 404, 404 },
		{ HTTP_GET, "/api/v1/readers", 200, 404, 404 },
		{ HTTP_GET, "/api/v1/events", 200, 404, 404 },
		{ HTTP_GET, "/api/v1/events?after=1", 200, 404, 404 },
		{ HTTP_GET, "/api/v1/events?after=-1", 400, 404, 404 },
		{ HTTP_GET, "/api/v1/events?before=1", 400, 404, 404 },
		{ HTTP_GET, "/api/v1/inbox", 404, 404, 200 },
		{ HTTP_GET, "/api/v1/receipts", 404, 404, 200 },
		{ HTTP_GET, "/api/v1/bulletin/0123456789abcdef", 404, 404,
		  404 },
		{ HTTP_GET, "/api/v1/publish/0123456789abcdef", 404, 404,
		  404 },
		{ HTTP_POST, "/api/v1/statement", 400, 400, 404 },
		{ HTTP_POST, "/api/v1/publish/0123456789abcdef", 404, 400,
		  404 },
		{ HTTP_POST, "/api/v1/receipt", 404, 404, 400 },
		{ HTTP_POST, "/api/v1/consent", 404, 404, 400 },
		{ HTTP_POST, "/api/v1/keeper/1/share", 502, 502, 404 },
		{ HTTP_POST, "/api/v1/keeper/2/share", 404, 404, 404 },
		{ HTTP_POST, "/api/v1/keeper/1/health", 404, 404, 404 },
		{ HTTP_POST, "/api/v1/inbox", 404, 404, 404 },
		{ HTTP_GET, "/api/v1/nothing", 404, 404, 404 },
		{ HTTP_GET, "/api/v2/inbox", 404, 404, 404 },
	};
	struct kit *k = *state;

	kit_partner_state(k, "approved");
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct span body = rows[i].verb == HTTP_GET ? SPAN("") :
		    SPAN("{}");

		CHECK_ROW(state, rows[i].target);
		assert_int_equal(rows[i].officer, kit_status(k, &k->officer,
		    rows[i].verb, rows[i].target, body));
		assert_int_equal(rows[i].publisher, kit_status(k,
		    &k->publisher, rows[i].verb, rows[i].target, body));
		assert_int_equal(rows[i].reader, kit_status(k, &k->reader,
		    rows[i].verb, rows[i].target, body));
	}
}

static void
bodies_over_a_routes_limit_are_refused(void **state)
{
	static char big[300000];
	struct kit *k = *state;

	memset(big, ' ', sizeof(big));
	assert_int_equal(413, kit_status(k, NULL, HTTP_POST, "/api/v1/join",
	    span_of(big, 32769)));
	assert_int_equal(413, kit_status(k, &k->officer, HTTP_POST,
	    "/api/v1/statement", span_of(big, 16384 + 32 + 1)));
	assert_int_equal(413, kit_status(k, &k->publisher, HTTP_POST,
	    "/api/v1/publish/0123456789abcdef", span_of(big, 65537)));
	assert_int_equal(413, kit_status(k, &k->officer, HTTP_POST,
	    "/api/v1/keeper/1/share", span_of(big, 262145)));
}

TEST_MAIN(cmocka_unit_test(a_challenge_is_good_for_a_minute_and_only_ours),
    IN_KIT(a_request_is_good_as_it_was_signed_or_not_at_all),
    IN_KIT(readers_are_active_and_of_approved_partners),
    IN_KIT(an_old_word_gives_nothing_back),
    IN_KIT(who_is_suspended_meanwhile_gets_nothing),
    IN_KIT(every_route_is_for_those_it_names),
    IN_KIT(bodies_over_a_routes_limit_are_refused))
