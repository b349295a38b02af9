/* SPDX-License-Identifier: ISC */
/* Joining: an invitation is good once, in time, for its partner. */
#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "base/json_out.h"
#include "store/hub_people.h"

#define EXPIRES	"2026-12-01T00:00:00Z"	/* KIT_NOW is in May 2026 */

static void
invite(struct kit *k, const uint8_t token[32], const char *partner,
    const char *expires, unsigned want)
{
	char target[128], body[160], hex[65];
	uint8_t sha[32];

	sha256(sha, token, 32);
	hex_encode(hex, sha, 32);
	snprintf(target, sizeof(target), "/api/v1/invitation/%s", hex);
	snprintf(body, sizeof(body),
	    "{\"partner\":\"%s\",\"expires\":\"%s\"}", partner, expires);
	assert_int_equal(want, kit_status(k, &k->officer, HTTP_PUT, target,
	    span_str(body)));
}

static unsigned
join(struct kit *k, const uint8_t token[32], struct span statement)
{
	struct json_out *j;
	struct buf body;
	unsigned status;

	buf_init(&body, 65536);
	j = json_out_new(&body, JSON_CANONICAL);
	json_out_object(j);
	json_out_key(j, "token");
	json_out_hex(j, token, 32);
	json_out_key(j, "reader");
	json_out_span(j, statement);
	json_out_object_end(j);
	assert_int_equal(TT_OK, json_out_end(j));
	status = kit_status(k, NULL, HTTP_POST, "/api/v1/join",
	    buf_view(&body));
	buf_done(&body);
	return status;
}

static size_t
pending(struct kit *k)
{
	json_t *o = kit_json(k, &k->officer, HTTP_GET, "/api/v1/joins",
	    SPAN(""), 200), *list;
	size_t n;

	assert_int_equal(TT_OK, json_in_array(o, "joins", &list, NULL));
	n = json_array_size(list);
	json_decref(o);
	return n;
}

/* The newest statement of the one reader there is. */
static void
check_listed(struct kit *k, struct span statement)
{
	json_t *o = kit_json(k, &k->officer, HTTP_GET, "/api/v1/readers",
	    SPAN(""), 200), *list, *row;
	struct span got;

	assert_int_equal(TT_OK, json_in_array(o, "readers", &list, NULL));
	assert_int_equal(1, json_array_size(list));
	row = json_array_get(list, 0);
	assert_int_equal(TT_OK, json_in_str(row, "id", &got, NULL));
	assert_true(span_is(got, k->reader_id));
	assert_int_equal(TT_OK, json_in_str(row, "state", &got, NULL));
	assert_true(span_is(got, "active"));
	assert_int_equal(TT_OK, json_in_str(row, "statement", &got, NULL));
	assert_true(span_eq(statement, got));
	json_decref(o);
}

static void
an_invitation_is_good_once(void **state)
{
	const uint8_t token[32] = { 1 };
	struct kit *k = *state;
	struct hash leaf;
	struct buf a, b, done;

	invite(k, token, KIT_PARTNER, EXPIRES, 204);
	invite(k, token, KIT_PARTNER, EXPIRES, 204);
	invite(k, token, KIT_PARTNER, "2026-12-02T00:00:00Z", 409);
	kit_reader_statement(k, &k->reader, &k->seal, k->reader_id, "active",
	    NULL, &a);
	kit_reader_statement(k, &k->reader2, &k->seal2, k->reader2_id,
	    "active", NULL, &b);
	assert_int_equal(202, join(k, token, buf_view(&a)));
	assert_int_equal(202, join(k, token, buf_view(&a)));	/* again */
	assert_int_equal(404, join(k, token, buf_view(&b)));
	assert_int_equal(1, pending(k));
	kit_reopen(k);
	assert_int_equal(404, join(k, token, buf_view(&b)));
	assert_int_equal(1, pending(k));

	/* the officer's signature completes it */
	kit_reader_statement(k, &k->reader, &k->seal, k->reader_id, "active",
	    &k->officer, &done);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &done, &leaf));
	assert_int_equal(0, pending(k));
	assert_int_equal(404, join(k, token, buf_view(&a)));
	check_listed(k, buf_view(&done));
	buf_done(&a);
	buf_done(&b);
	buf_done(&done);
}

static void
whatever_is_wrong_with_a_join_is_one_404(void **state)
{
	const uint8_t token[32] = { 2 }, old[32] = { 3 }, unknown[32] = { 4 };
	struct kit *k = *state;
	struct buf good, both, foreign;
	struct kit_answer a, b;

	invite(k, token, KIT_PARTNER, EXPIRES, 204);
	invite(k, old, KIT_PARTNER, "2026-05-01T00:00:00Z", 204);
	kit_reader_statement(k, &k->reader, &k->seal, k->reader_id, "active",
	    NULL, &good);
	kit_reader_statement(k, &k->reader, &k->seal, k->reader_id, "active",
	    &k->officer, &both);
	kit_reader_statement(k, &k->reader, &k->seal2, k->reader_id, "active",
	    NULL, &foreign);
	assert_int_equal(404, join(k, unknown, buf_view(&good)));
	assert_int_equal(404, join(k, old, buf_view(&good)));
	assert_int_equal(404, join(k, token, buf_view(&both)));
	assert_int_equal(404, join(k, token, buf_view(&foreign)));
	assert_int_equal(404, join(k, token, SPAN("no statement")));
	assert_int_equal(0, pending(k));
	assert_int_equal(202, join(k, token, buf_view(&good)));

	a = kit_raw(k, HTTP_POST, "/api/v1/join", NULL, SPAN("no JSON"));
	b = kit_raw(k, HTTP_GET, "/api/v1/nothing", NULL, SPAN(""));
	assert_int_equal(404, a.status);
	assert_string_equal(a.type, b.type);
	assert_true(span_eq(buf_view(&a.body), buf_view(&b.body)));
	buf_done(&a.body);
	buf_done(&b.body);
	buf_done(&good);
	buf_done(&both);
	buf_done(&foreign);
}

static void
an_invitation_must_be_well_formed(void **state)
{
	static const struct {
		const char *name, *body;
		unsigned status;
	} rows[] = {
		{ "good", "{\"partner\":\"" KIT_PARTNER "\",\"expires\":\""
		  EXPIRES "\"}", 204 },
		{ "no partner", "{\"expires\":\"" EXPIRES "\"}", 400 },
		{ "partner too short", "{\"partner\":\"0011\",\"expires\":\""
		  EXPIRES "\"}", 400 },
		{ "no instant", "{\"partner\":\"" KIT_PARTNER
		  "\",\"expires\":\"tomorrow\"}", 400 },
		{ "number", "{\"partner\":\"" KIT_PARTNER
		  "\",\"expires\":1}", 400 },
		{ "list", "[]", 400 },
		{ "member twice", "{\"partner\":\"" KIT_PARTNER
		  "\",\"partner\":\"" KIT_PARTNER "\",\"expires\":\"" EXPIRES
		  "\"}", 400 },
		{ "nothing", "", 400 },
	};
	struct kit *k = *state;
	char target[128];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		snprintf(target, sizeof(target),
		    "/api/v1/invitation/%064zx", i);
		assert_int_equal(rows[i].status, kit_status(k, &k->officer,
		    HTTP_PUT, target, span_str(rows[i].body)));
	}
	assert_int_equal(404, kit_status(k, &k->officer, HTTP_PUT,
	    "/api/v1/invitation/0", span_str(rows[0].body)));
}

static void
a_full_disk_keeps_the_invitation_unused(void **state)
{
	const uint8_t token[32] = { 5 };
	struct temp_limit limit;
	struct kit *k = *state;
	struct buf s;
	unsigned status;

	invite(k, token, KIT_PARTNER, EXPIRES, 204);
	kit_reader_statement(k, &k->reader, &k->seal, k->reader_id, "active",
	    NULL, &s);
	temp_limit_files(&limit, 64);
	status = join(k, token, buf_view(&s));
	temp_limit_end(&limit);
	assert_int_equal(507, status);
	assert_int_equal(0, pending(k));
	assert_int_equal(202, join(k, token, buf_view(&s)));
	buf_done(&s);
}

TEST_MAIN(IN_KIT(an_invitation_is_good_once),
    IN_KIT(whatever_is_wrong_with_a_join_is_one_404),
    IN_KIT(an_invitation_must_be_well_formed),
    IN_KIT(a_full_disk_keeps_the_invitation_unused))
