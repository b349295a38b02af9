/* SPDX-License-Identifier: ISC */
/* A partner's own admins: their own readers, and nobody else's. */
#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "base/json_out.h"
#include "store/hub_admin.h"
#include "telltale/letter.h"

#define OTHER	"ffeeddccbbaa99887766554433221100"
#define EXPIRES	"2026-06-10T00:00:00Z"	/* KIT_NOW is in May 2026 */
#define NAMES	SPAN("sealed")

struct who {
	struct tt_signer	sign;
	struct tt_age_identity	seal;
	char			id[33];
};

/* A reader of another partner, which is approved, too. */
static void
add_other(struct kit *k, struct who *w)
{
	static struct tt_statement_out o;
	struct hash leaf;
	struct buf s;

	kit_reader(k, &w->sign, &w->seal, w->id);
	kit_begin(k, &o, TT_PARTNER);
	tt_statement_put_str(&o, "partner", OTHER);
	tt_statement_put_str(&o, "name", "Another Partner");
	tt_statement_put_str(&o, "state", "approved");
	tt_statement_put_str(&o, "tier", "member");
	tt_statement_put_str(&o, "agreement", "1");
	kit_sign(&o, &k->officer, NULL, &s);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &s, &leaf));
	buf_done(&s);
	kit_begin(k, &o, TT_READER);
	tt_statement_put_str(&o, "partner", OTHER);
	tt_statement_put_str(&o, "reader", w->id);
	tt_statement_put_vkey(&o, "sign", &w->sign.vkey);
	tt_statement_put_recipient(&o, "seal", &w->seal.recipient);
	tt_statement_put_str(&o, "state", "active");
	kit_sign(&o, &w->sign, &k->officer, &s);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &s, &leaf));
	buf_done(&s);
}

/* Two readers of one partner, the first an admin, and one of another. */
static void
begin(struct kit *k, struct who *other)
{
	kit_partner_state(k, "approved");
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	kit_add_reader(k, &k->reader2, &k->seal2, k->reader2_id);
	add_other(k, other);
}

static unsigned
make_admin(struct kit *k, const struct tt_signer *by, const char *id,
    struct span names)
{
	char path[96];

	snprintf(path, sizeof(path), "/api/v1/admin/%s", id);
	return kit_status(k, by, HTTP_PUT, path, names);
}

/* reader NULL: of a letter about leaving. */
static void
letter(struct kit *k, const struct tt_signer *by, const char *reader,
    struct buf *out)
{
	static struct tt_statement_out o;

	kit_begin(k, &o, TT_LETTER);
	tt_statement_put_str(&o, "about", reader == NULL ? "leave" :
	    "revoke");
	if (reader != NULL) {
		tt_statement_put_str(&o, "reader", reader);
		tt_statement_put_str(&o, "reason", "left");
	}
	buf_init(out, TT_LETTER_MAX);
	assert_int_equal(TT_OK, tt_letter_sign(&o, SPAN("so it is\n"), by,
	    out));
}

/* The letter may name another than the path does. */
static struct kit_answer
stop(struct kit *k, const struct tt_signer *by, const char *path_id,
    const char *letter_id)
{
	struct kit_answer a;
	char path[96];
	struct buf body;

	snprintf(path, sizeof(path), "/api/v1/people/%s/revoke", path_id);
	letter(k, by, letter_id, &body);
	a = kit_call(k, by, HTTP_POST, path, buf_view(&body));
	buf_done(&body);
	return a;
}

static unsigned
stop_status(struct kit *k, const struct tt_signer *by, const char *id)
{
	struct kit_answer a = stop(k, by, id, id);

	buf_done(&a.body);
	return a.status;
}

static unsigned
inbox(struct kit *k, const struct tt_signer *who)
{
	return kit_status(k, who, HTTP_GET, "/api/v1/inbox", SPAN(""));
}

static size_t
words(struct kit *k)
{
	json_t *o = kit_json(k, &k->officer, HTTP_GET, "/api/v1/words",
	    SPAN(""), 200), *list;
	size_t n;

	assert_int_equal(TT_OK, json_in_array(o, "words", &list, NULL));
	n = json_array_size(list);
	json_decref(o);
	return n;
}

/* The state of a reader as an admin is told; "": not told of. */
static void
check_state(struct kit *k, const struct tt_signer *admin, const char *id,
    const char *want)
{
	json_t *o = kit_json(k, admin, HTTP_GET, "/api/v1/people", SPAN(""),
	    200), *list, *row;
	struct span got, state = SPAN("");
	size_t i;

	assert_int_equal(TT_OK, json_in_array(o, "people", &list, NULL));
	json_array_foreach(list, i, row) {
		assert_int_equal(TT_OK, json_in_str(row, "reader", &got,
		    NULL));
		if (span_is(got, id))
			assert_int_equal(TT_OK, json_in_str(row, "state",
			    &state, NULL));
	}
	assert_true(span_is(state, want));
	json_decref(o);
}

static void
same_404(struct kit_answer a, struct kit_answer b)
{
	assert_int_equal(404, a.status);
	assert_int_equal(404, b.status);
	assert_string_equal(a.type, b.type);
	assert_true(span_eq(buf_view(&a.body), buf_view(&b.body)));
	buf_done(&a.body);
	buf_done(&b.body);
}

static void
who_is_no_admin_gets_the_answer_of_what_is_not_there(void **state)
{
	struct kit *k = *state;
	struct who other;
	struct kit_answer none;

	begin(k, &other);
	assert_int_equal(404, make_admin(k, &k->reader, k->reader_id, NAMES));
	assert_int_equal(404, make_admin(k, &k->officer, OTHER, NAMES));
	assert_int_equal(204, make_admin(k, &k->officer, k->reader_id,
	    NAMES));
	none = kit_call(k, &k->reader2, HTTP_GET, "/api/v1/nothing",
	    SPAN(""));
	same_404(none, kit_call(k, &k->reader2, HTTP_GET, "/api/v1/people",
	    SPAN("")));
	none = kit_call(k, &k->reader2, HTTP_GET, "/api/v1/nothing",
	    SPAN(""));
	same_404(none, stop(k, &k->reader2, k->reader_id, k->reader_id));
	none = kit_call(k, &k->reader2, HTTP_GET, "/api/v1/nothing",
	    SPAN(""));
	same_404(none, kit_call(k, &k->reader2, HTTP_PUT,
	    "/api/v1/people/invitation/"
	    "00000000000000000000000000000000"
	    "00000000000000000000000000000000", SPAN("{}")));
	/* of another partner, and of nobody */
	none = stop(k, &k->reader, OTHER, OTHER);
	same_404(none, stop(k, &k->reader, other.id, other.id));
	assert_int_equal(200, inbox(k, &other.sign));
	check_state(k, &k->reader, other.id, "");
	check_state(k, &k->reader, k->reader2_id, "active");
	assert_int_equal(0, words(k));
	/* until officers say otherwise */
	assert_int_equal(204, make_admin(k, &k->officer, k->reader_id,
	    SPAN("")));
	assert_int_equal(404, kit_status(k, &k->reader, HTTP_GET,
	    "/api/v1/people", SPAN("")));
}

static void
who_is_stopped_is_a_former_reader_at_once_and_for_good(void **state)
{
	struct kit *k = *state;
	struct kit_answer a;
	struct who other;

	begin(k, &other);
	assert_int_equal(204, make_admin(k, &k->officer, k->reader_id,
	    NAMES));
	assert_int_equal(200, inbox(k, &k->reader2));
	a = stop(k, &k->reader, k->reader2_id, other.id);
	assert_int_equal(403, a.status);	/* the letter is of another */
	buf_done(&a.body);
	assert_int_equal(200, inbox(k, &k->reader2));
	assert_int_equal(204, stop_status(k, &k->reader, k->reader2_id));
	assert_int_equal(404, inbox(k, &k->reader2));
	assert_int_equal(200, kit_status(k, &k->reader2, HTTP_GET,
	    "/api/v1/record", SPAN("")));
	check_state(k, &k->reader, k->reader2_id, "stopped");
	/* the same again says nothing new */
	assert_int_equal(204, stop_status(k, &k->reader, k->reader2_id));
	assert_int_equal(1, words(k));
	kit_reopen(k);
	assert_int_equal(404, inbox(k, &k->reader2));
	/* an officer's old word does not bring them back */
	k->now_s++;
	kit_add_reader(k, &k->reader2, &k->seal2, k->reader2_id);
	assert_int_equal(404, inbox(k, &k->reader2));
	assert_int_equal(200, inbox(k, &k->reader));
}

static void
the_last_admin_stays(void **state)
{
	struct kit *k = *state;
	struct who other;

	begin(k, &other);
	assert_int_equal(204, make_admin(k, &k->officer, k->reader_id,
	    NAMES));
	assert_int_equal(204, make_admin(k, &k->officer, other.id, NAMES));
	assert_int_equal(409, stop_status(k, &k->reader, k->reader_id));
	assert_int_equal(200, inbox(k, &k->reader));
	assert_int_equal(204, make_admin(k, &k->officer, k->reader2_id,
	    NAMES));
	assert_int_equal(204, stop_status(k, &k->reader, k->reader_id));
	assert_int_equal(404, inbox(k, &k->reader));
	assert_int_equal(404, stop_status(k, &k->reader, k->reader2_id));
	assert_int_equal(409, stop_status(k, &k->reader2, k->reader2_id));
}

static unsigned
invite(struct kit *k, uint8_t token, const char *partner, const char *until)
{
	const uint8_t secret[32] = { token };
	char target[128], body[160], hex[65];
	uint8_t sha[32];

	sha256(sha, secret, sizeof(secret));
	hex_encode(hex, sha, sizeof(sha));
	snprintf(target, sizeof(target), "/api/v1/people/invitation/%s", hex);
	snprintf(body, sizeof(body),
	    "{\"partner\":\"%s\",\"expires\":\"%s\"}", partner, until);
	return kit_status(k, &k->reader, HTTP_PUT, target, span_str(body));
}

static unsigned
join(struct kit *k, uint8_t token, struct span statement)
{
	const uint8_t secret[32] = { token };
	struct json_out *j;
	struct buf body;
	unsigned status;

	buf_init(&body, 65536);
	j = json_out_new(&body, JSON_CANONICAL);
	json_out_object(j);
	json_out_key(j, "token");
	json_out_hex(j, secret, sizeof(secret));
	json_out_key(j, "reader");
	json_out_span(j, statement);
	json_out_object_end(j);
	assert_int_equal(TT_OK, json_out_end(j));
	status = kit_status(k, NULL, HTTP_POST, "/api/v1/join",
	    buf_view(&body));
	buf_done(&body);
	return status;
}

static void
an_admin_invites_for_the_own_partner_and_so_many(void **state)
{
	struct kit *k = *state;
	struct buf s;

	kit_partner_state(k, "approved");
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	assert_int_equal(204, make_admin(k, &k->officer, k->reader_id,
	    NAMES));
	assert_int_equal(404, invite(k, 1, OTHER, EXPIRES));
	assert_int_equal(400, invite(k, 1, KIT_PARTNER,
	    "2027-06-10T00:00:00Z"));
	assert_int_equal(400, invite(k, 1, KIT_PARTNER,
	    "2026-05-01T00:00:00Z"));
	assert_int_equal(204, invite(k, 1, KIT_PARTNER, EXPIRES));
	assert_int_equal(204, invite(k, 1, KIT_PARTNER, EXPIRES));
	kit_reader_statement(k, &k->reader2, &k->seal2, k->reader2_id,
	    "active", NULL, &s);
	assert_int_equal(202, join(k, 1, buf_view(&s)));
	check_state(k, &k->reader, k->reader2_id, "pending");
	assert_int_equal(404, inbox(k, &k->reader2));
	for (uint8_t i = 2; i <= 32; i++)
		assert_int_equal(204, invite(k, i, KIT_PARTNER, EXPIRES));
	assert_int_equal(409, invite(k, 33, KIT_PARTNER, EXPIRES));
	/* one who waits can be stopped, and is then not confirmed */
	assert_int_equal(204, stop_status(k, &k->reader, k->reader2_id));
	assert_int_equal(204, invite(k, 33, KIT_PARTNER, EXPIRES));
	kit_add_reader(k, &k->reader2, &k->seal2, k->reader2_id);
	assert_int_equal(404, inbox(k, &k->reader2));
	buf_done(&s);
}

static void
leaving_stops_all_of_the_partner_and_nobody_else(void **state)
{
	struct kit *k = *state;
	struct who other, late;
	struct buf body, s;

	begin(k, &other);
	assert_int_equal(204, make_admin(k, &k->officer, k->reader_id,
	    NAMES));
	assert_int_equal(204, invite(k, 1, KIT_PARTNER, EXPIRES));
	letter(k, &k->reader2, NULL, &body);
	assert_int_equal(404, kit_status(k, &k->reader2, HTTP_POST,
	    "/api/v1/people/leave", buf_view(&body)));
	buf_done(&body);
	assert_int_equal(200, inbox(k, &k->reader2));
	letter(k, &k->reader, NULL, &body);
	for (int i = 0; i < 2; i++)	/* an answer may be lost */
		assert_int_equal(204, kit_status(k, &k->reader, HTTP_POST,
		    "/api/v1/people/leave", buf_view(&body)));
	buf_done(&body);
	assert_int_equal(404, inbox(k, &k->reader));
	assert_int_equal(404, inbox(k, &k->reader2));
	assert_int_equal(200, inbox(k, &other.sign));
	assert_int_equal(1, words(k));
	/* what was open to join by is not any more */
	kit_reader(k, &late.sign, &late.seal, late.id);
	kit_reader_statement(k, &late.sign, &late.seal, late.id, "active",
	    NULL, &s);
	assert_int_equal(404, join(k, 1, buf_view(&s)));
	buf_done(&s);
}

TEST_MAIN(IN_KIT(who_is_no_admin_gets_the_answer_of_what_is_not_there),
    IN_KIT(who_is_stopped_is_a_former_reader_at_once_and_for_good),
    IN_KIT(the_last_admin_stays),
    IN_KIT(an_admin_invites_for_the_own_partner_and_so_many),
    IN_KIT(leaving_stops_all_of_the_partner_and_nobody_else))
