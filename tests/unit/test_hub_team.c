/* SPDX-License-Identifier: ISC */
/*
 * What the hub refuses of one officer where it takes two, and what it does
 * with requests that officers seal to each other.
 */
#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "store/hub_request.h"

static struct tt_signer bert, carla;	/* an officer, counsel */

/* From the small team of one to anna, bert, and carla as counsel. */
static void
grow(struct kit *k)
{
	static struct tt_statement_out o;
	struct hash leaf;
	struct buf s;

	kit_signer(k, &bert, TT_OWNER_OFFICER, "bert");
	kit_signer(k, &carla, TT_OWNER_OFFICER, "carla");
	kit_begin(k, &o, TT_KEYS);
	tt_statement_put_number(&o, "number", 2);
	kit_put_key(&o, TT_ROLE_LOG, &k->created.log);
	kit_put_key(&o, TT_ROLE_OFFICER, &k->officer.vkey);
	kit_put_key(&o, TT_ROLE_OFFICER, &bert.vkey);
	kit_put_key(&o, TT_ROLE_COUNSEL, &carla.vkey);
	kit_put_key(&o, TT_ROLE_PUBLISHER, &k->publisher.vkey);
	kit_put_key(&o, TT_ROLE_KEEPER, &k->keeper.vkey);
	kit_sign(&o, &k->officer, NULL, &s);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &s, &leaf));
	kit_cut(k);
	/* several vaults hand in what several signed */
	assert_int_equal(202, kit_hand_in(k, &bert, &s, &leaf));
	buf_done(&s);
}

/* What is stated, by kind; the rest of each is the same. */
enum what { REMOVED, SUSPENDED, ADMITTED, FIRST, RETRACTED, EARLY,
	MOVE, KEYS, EXCEPTED, DUTY };

static void
state_what(struct kit *k, struct tt_statement_out *o, enum what what)
{
	static const uint8_t hash[32] = { 9 };
	const char *state = what == REMOVED ? "removed" : what == SUSPENDED ?
	    "suspended" : "approved";

	switch (what) {
	case REMOVED:
	case SUSPENDED:
	case ADMITTED:
		kit_begin(k, o, TT_PARTNER);
		tt_statement_put_str(o, "partner", KIT_PARTNER);
		tt_statement_put_str(o, "name", "Example Partner");
		tt_statement_put_str(o, "state", state);
		tt_statement_put_str(o, "tier", "member");
		tt_statement_put_str(o, "agreement", "1");
		return;
	case FIRST:
	case RETRACTED:
		kit_begin(k, o, TT_EMBARGO);
		tt_statement_put_str(o, "bulletin", "00112233445566aa");
		tt_statement_put_number(o, "revision", what == FIRST ? 1 : 2);
		tt_statement_put_instant(o, "public", k->now_s + 86400 *
		    (what == FIRST ? 1 : 9));
		tt_statement_put_str(o, "state", what == RETRACTED ?
		    "retracted" : "active");
		return;
	case EARLY:
		kit_begin(k, o, TT_EARLY);
		tt_statement_put_bytes(o, "wave", hash, sizeof(hash));
		tt_statement_put_str(o, "reason", "leak");
		return;
	case MOVE:
		kit_begin(k, o, TT_MOVE);
		tt_statement_put_bytes(o, "wave", hash, sizeof(hash));
		tt_statement_put_number(o, "number", 1);
		tt_statement_put_instant(o, "opens", k->now_s + 86400);
		return;
	case KEYS:
		kit_begin(k, o, TT_KEYS);
		tt_statement_put_number(o, "number", 3);
		kit_put_key(o, TT_ROLE_LOG, &k->created.log);
		kit_put_key(o, TT_ROLE_OFFICER, &k->officer.vkey);
		return;
	case EXCEPTED:
	case DUTY:
		kit_begin(k, o, TT_EXCEPTION);
		tt_statement_put_str(o, "partner", KIT_PARTNER);
		tt_statement_put_str(o, "rule", what == DUTY ?
		    "duty-possible" : "probation");
		tt_statement_put_instant(o, "until", k->now_s + 86400);
		tt_statement_put_str(o, "reason", "needed");
		return;
	}
}

/* In this order.  What moves an embargo: test_hub_embargo. */
static const struct {
	const char *name;
	enum what what;
	const char *by;		/* a, b, c: who signs */
	unsigned want;
} rows[] = {
	{ "one officer suspends", SUSPENDED, "a", 202 },
	{ "one officer does not admit", ADMITTED, "a", 403 },
	{ "two do", ADMITTED, "ab", 202 },
	{ "one officer does not remove", REMOVED, "a", 403 },
	{ "nor two without counsel", REMOVED, "ab", 403 },
	{ "nor one and counsel", REMOVED, "ac", 403 },
	{ "two and counsel do", REMOVED, "abc", 202 },
	{ "one officer begins an embargo", FIRST, "a", 202 },
	{ "one does not retract it", RETRACTED, "b", 403 },
	{ "two do", RETRACTED, "ab", 202 },
	{ "one does not open a wave early", EARLY, "a", 403 },
	{ "counsel is no second officer", EARLY, "ac", 403 },
	{ "two do", EARLY, "ab", 202 },
	{ "one does not move a wave", MOVE, "b", 403 },
	{ "two move it", MOVE, "ab", 202 },
	{ "one does not change who has a say", KEYS, "a", 403 },
	{ "two except from a rule", EXCEPTED, "ab", 202 },
	{ "from a duty rule not without counsel", DUTY, "ab", 403 },
	{ "but with", DUTY, "abc", 202 },
};

static void
one_officer_is_refused_where_two_are_asked(void **state)
{
	static struct tt_statement_out o;
	struct kit *k = *state;
	struct hash leaf;
	struct buf s;

	grow(k);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		const struct tt_signer *by[3];
		size_t n = 0;

		CHECK_ROW(state, rows[i].name);
		k->now_s++;
		for (const char *c = rows[i].by; *c != '\0'; c++)
			by[n++] = *c == 'a' ? &k->officer : *c == 'b' ?
			    &bert : &carla;
		state_what(k, &o, rows[i].what);
		buf_init(&s, TT_STATEMENT_MAX);
		assert_int_equal(TT_OK, tt_statement_sign(&o, by, n, &s));
		assert_int_equal(rows[i].want, kit_hand_in(k, by[0], &s,
		    &leaf));
		buf_done(&s);
	}
}

/* Requests. */

#define ARMOR(body)	"-----BEGIN AGE ENCRYPTED FILE-----\n" body \
			"\n-----END AGE ENCRYPTED FILE-----\n"
#define ID	"00112233445566aa"
#define OTHER	"00112233445566bb"
#define DAY	"?expires=2026-05-29T20:26:40Z"	/* KIT_NOW and a day */

enum who { ANNA, BERT, CARLA, READER, PUBLISHER };

static const struct tt_signer *
signer(struct kit *k, enum who who)
{
	switch (who) {
	case ANNA:
		return &k->officer;
	case BERT:
		return &bert;
	case CARLA:
		return &carla;
	case READER:
		return &k->reader;
	case PUBLISHER:
		return &k->publisher;
	}
	return NULL;
}

static const struct {
	const char *name;
	enum who who;
	const char *path, *body;
	unsigned want;
} asks[] = {
	{ "an officer asks", ANNA, ID DAY, ARMOR("QQ=="), 204 },
	{ "the same again", ANNA, ID DAY, ARMOR("QQ=="), 204 },
	{ "another one under that id", ANNA, ID DAY, ARMOR("Qg=="), 409 },
	{ "of another officer under that id", BERT, ID DAY, ARMOR("QQ=="),
	    409 },
	{ "counsel asks for nothing", CARLA, OTHER DAY, ARMOR("QQ=="), 404 },
	{ "nor does a publisher", PUBLISHER, OTHER DAY, ARMOR("QQ=="), 404 },
	{ "a reader is nobody", READER, OTHER DAY, ARMOR("QQ=="), 404 },
	{ "what is not sealed", ANNA, OTHER DAY, "{}", 400 },
	{ "no id", ANNA, "00112233445566AA" DAY, ARMOR("QQ=="), 404 },
	{ "without an end", ANNA, OTHER, ARMOR("QQ=="), 400 },
	{ "for over seven days", ANNA, OTHER "?expires=2026-06-29T00:00:00Z",
	    ARMOR("QQ=="), 400 },
	{ "over before it began", ANNA, OTHER "?expires=2026-05-01T00:00:00Z",
	    ARMOR("QQ=="), 409 },
	{ "an officer answers", BERT, ID "/answer", ARMOR("Qw=="), 204 },
	{ "once", BERT, ID "/answer", ARMOR("RA=="), 409 },
	{ "counsel answers", CARLA, ID "/answer", ARMOR("RQ=="), 204 },
	{ "what nobody asked", CARLA, OTHER "/answer", ARMOR("RQ=="), 404 },
	{ "a publisher does not", PUBLISHER, ID "/answer", ARMOR("RQ=="),
	    404 },
};

static unsigned
put(struct kit *k, enum who who, const char *path, const char *body)
{
	char target[160];

	snprintf(target, sizeof(target), "/api/v1/request/%s", path);
	return kit_status(k, signer(k, who), HTTP_PUT, target,
	    span_str(body));
}

static void
check_list(struct kit *k)
{
	static const char *const keys[] = { "anna", "bert", "carla" };
	json_t *o = kit_json(k, &carla, HTTP_GET, "/api/v1/requests?after=0",
	    SPAN(""), 200), *list, *row;
	struct span key;
	bool answer;
	size_t i;

	assert_int_equal(TT_OK, json_in_array(o, "requests", &list, NULL));
	assert_int_equal(3, json_array_size(list));
	json_array_foreach(list, i, row) {
		assert_int_equal(TT_OK, json_in_str(row, "key", &key, NULL));
		assert_int_equal(TT_OK, json_in_bool(row, "answer", &answer,
		    NULL));
		assert_true(key.n > 5 && memcmp(key.p + key.n -
		    strlen(keys[i]), keys[i], strlen(keys[i])) == 0);
		assert_int_equal(answer, i > 0);
	}
	json_decref(o);
	assert_int_equal(404, kit_status(k, &k->reader, HTTP_GET,
	    "/api/v1/requests", SPAN("")));
	assert_int_equal(404, kit_status(k, &k->publisher, HTTP_GET,
	    "/api/v1/requests", SPAN("")));
}

static void
requests_are_kept_once_and_in_order(void **state)
{
	struct kit *k = *state;

	grow(k);
	kit_partner_state(k, "suspended");
	for (size_t i = 0; i < N_ROWS(asks); i++) {
		CHECK_ROW(state, asks[i].name);
		assert_int_equal(asks[i].want, put(k, asks[i].who,
		    asks[i].path, asks[i].body));
	}
	CHECK_ROW(state, "they are listed in the order they came");
	check_list(k);
	CHECK_ROW(state, "at its end a request takes no answer");
	k->now_s = KIT_NOW + 86400;
	assert_int_equal(409, put(k, ANNA, ID "/answer", ARMOR("Rg==")));
	CHECK_ROW(state, "the same answer again is no new one");
	assert_int_equal(204, put(k, BERT, ID "/answer", ARMOR("Qw==")));
}

static void
an_officer_has_so_many_open(void **state)
{
	struct kit *k = *state;
	char path[96];

	grow(k);
	for (int i = 0; i <= HUB_REQUESTS_OPEN_MAX; i++) {
		snprintf(path, sizeof(path), "%016x" DAY, i);
		assert_int_equal(i < HUB_REQUESTS_OPEN_MAX ? 204 : 400,
		    put(k, ANNA, path, ARMOR("QQ==")));
	}
	assert_int_equal(204, put(k, BERT, path, ARMOR("QQ==")));
}

TEST_MAIN(IN_KIT(one_officer_is_refused_where_two_are_asked),
    IN_KIT(requests_are_kept_once_and_in_order),
    IN_KIT(an_officer_has_so_many_open))
