/* SPDX-License-Identifier: ISC */
/*
 * Embargoes that move, end early or are retracted, as the hub sees to it:
 * nothing counts before it may, and then for everybody.
 */
#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "hub_story.h"
#include "hub/embargo.h"
#include "hub/tell.h"
#include "base/instant.h"
#include "store/hub_event.h"
#include "store/hub_log.h"

#define LATER_OPENS	(STORY_OPENS + 3600)
#define LATER_PUBLIC	(STORY_PUBLIC + 3600)

/* What the hub does by itself, each second or so. */
static void
look(struct kit *k)
{
	unsigned left;

	assert_int_equal(TT_OK, tell_keepers(k->hub, &left));
	assert_int_equal(TT_OK, embargo_adopt(k->hub));
	assert_int_equal(TT_OK, embargo_sweep(k->hub));
	assert_int_equal(TT_OK, release_due(k->hub, &left));
}

static struct story *
published(struct kit *k)
{
	struct story *s = story_new(k);

	story_keeper(s);
	story_published(s, false);
	return s;
}

/* New terms of the story's wave, uploaded; their hash is s->terms_sha. */
static void
new_terms(struct story *s, uint64_t revision, int64_t public_s,
    int64_t opens_s, const char *use)
{
	static struct tt_statement_out o;

	story_begin(s, &o, TT_TERMS);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_number(&o, "revision", revision);
	tt_statement_put_instant(&o, "public", public_s);
	tt_statement_put_instant(&o, "opens", opens_s);
	tt_statement_put_str(&o, "wave", "00000000000000aa");
	tt_statement_put_str(&o, "agreement", "1");
	tt_statement_put_instant(&o, "respond-by", public_s);
	if (use != NULL)
		tt_statement_put_pair(&o, "use", span_str(use), SPAN("yes"));
	buf_done(&s->terms);
	buf_init(&s->terms, TT_TERMS_MAX);
	assert_int_equal(TT_OK, tt_terms_write(&o, SPAN("keep it quiet\n"),
	    &s->terms));
	sha256(s->terms_sha.b, s->terms.p, s->terms.n);
	assert_int_equal(204, story_put(s, "terms", &s->terms_sha,
	    buf_view(&s->terms)));
}

struct word {
	const char *state;
	uint64_t revision;
	int64_t public_s;
	const char *reason;
	const struct tt_signer *second;
};

static void
make_embargo(struct story *s, const struct word *w, struct buf *out)
{
	static struct tt_statement_out o;

	kit_begin(s->k, &o, TT_EMBARGO);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_number(&o, "revision", w->revision);
	tt_statement_put_hash(&o, "terms", &s->terms_sha);
	tt_statement_put_instant(&o, "public", w->public_s);
	tt_statement_put_str(&o, "state", w->state);
	tt_statement_put_str(&o, "reason", w->reason);
	kit_sign(&o, &s->k->officer, w->second, out);
}

static unsigned
say(struct story *s, struct word w)
{
	struct hash leaf;
	struct buf text;
	unsigned status;

	make_embargo(s, &w, &text);
	status = kit_hand_in(s->k, &s->k->officer, &text, &leaf);
	buf_done(&text);
	return status;
}

static void
make_move(struct story *s, uint64_t number, int64_t opens_s, struct buf *out)
{
	static struct tt_statement_out o;

	kit_begin(s->k, &o, TT_MOVE);
	tt_statement_put_hash(&o, "wave", &s->wave_leaf);
	tt_statement_put_number(&o, "number", number);
	tt_statement_put_instant(&o, "opens", opens_s);
	kit_sign(&o, &s->k->officer, NULL, out);
}

static void
move(struct story *s, uint64_t number, int64_t opens_s)
{
	struct hash leaf;
	struct buf text;

	make_move(s, number, opens_s, &text);
	assert_int_equal(202, kit_hand_in(s->k, &s->k->officer, &text,
	    &leaf));
	buf_done(&text);
}

/* A member of the reader's only row of the inbox. */
static void
check_row(struct kit *k, const char *member, const char *want)
{
	json_t *o = kit_json(k, &k->reader, HTTP_GET, "/api/v1/inbox",
	    SPAN(""), 200);
	json_t *list, *v;

	assert_int_equal(TT_OK, json_in_array(o, "bulletins", &list, NULL));
	assert_int_equal(1, json_array_size(list));
	v = json_object_get(json_array_get(list, 0), member);
	assert_non_null(v);
	if (json_is_boolean(v))
		assert_string_equal(want, json_is_true(v) ? "true" : "false");
	else
		assert_string_equal(want, json_string_value(v));
	json_decref(o);
}

static void
check_instant(struct kit *k, const char *member, int64_t want)
{
	char text[INSTANT_LEN + 1];

	instant_format(want, text);
	check_row(k, member, text);
}

static unsigned
receipt(struct story *s)
{
	struct kit_answer a;
	struct buf r;
	unsigned status;

	story_receipt(s, &s->k->reader, s->k->reader_id, &s->copy_sha, &r);
	a = kit_call(s->k, &s->k->reader, HTTP_POST, "/api/v1/receipt",
	    buf_view(&r));
	status = a.status;
	buf_done(&a.body);
	buf_done(&r);
	return status;
}

static struct kit_answer
send_consent(struct story *s, const char *state, const struct hash *terms,
    int64_t until_s)
{
	static struct tt_statement_out o;
	struct kit *k = s->k;
	struct kit_answer a;
	struct buf c;

	kit_begin(k, &o, TT_CONSENT);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_str(&o, "reader", k->reader_id);
	tt_statement_put_hash(&o, "terms", terms);
	tt_statement_put_instant(&o, "until", until_s);
	tt_statement_put_str(&o, "state", state);
	kit_sign(&o, &k->reader, NULL, &c);
	a = kit_call(k, &k->reader, HTTP_POST, "/api/v1/consent",
	    buf_view(&c));
	buf_done(&c);
	return a;
}

static unsigned
consent(struct story *s, const char *state, int64_t until_s)
{
	struct kit_answer a = send_consent(s, state, &s->terms_sha, until_s);

	buf_done(&a.body);
	return a.status;
}

static size_t
count_events(struct kit *k, const char *kind)
{
	json_t *o = kit_json(k, &k->officer, HTTP_GET, "/api/v1/events",
	    SPAN(""), 200);
	json_t *list, *v;
	struct span got;
	size_t i, n = 0;

	assert_int_equal(TT_OK, json_in_array(o, "events", &list, NULL));
	json_array_foreach(list, i, v)
		if (json_in_str(v, "kind", &got, NULL) == TT_OK)
			n += span_is(got, kind);
	json_decref(o);
	return n;
}

static void
a_slip_counts_once_keepers_hold_it_and_the_ledger_has_it(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	new_terms(s, 2, LATER_PUBLIC, LATER_OPENS, NULL);
	assert_int_equal(202, say(s, (struct word){ "active", 2,
	    LATER_PUBLIC, NULL, NULL }));
	look(k);
	check_instant(k, "opens", STORY_OPENS);
	s->away = true;
	move(s, 1, LATER_OPENS);
	look(k);
	kit_cut(k);
	look(k);	/* in the ledger, but no keeper holds it */
	check_instant(k, "opens", STORY_OPENS);
	check_instant(k, "until", STORY_PUBLIC);
	s->away = false;
	look(k);
	check_instant(k, "opens", LATER_OPENS);
	check_instant(k, "until", LATER_PUBLIC);
	assert_non_null(strstr(s->told, "move"));
	k->now_s = STORY_OPENS + 1;
	s->open = true;	/* the old instant is none any more */
	look(k);
	assert_int_equal(0, count_events(k, "release"));
	check_row(k, "open", "false");
	assert_int_equal(404, receipt(s));
	story_free(s);
}

static void
held_without_the_ledger_is_not_enough(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);
	struct buf m;

	new_terms(s, 2, LATER_PUBLIC, LATER_OPENS, NULL);
	assert_int_equal(202, say(s, (struct word){ "active", 2,
	    LATER_PUBLIC, NULL, NULL }));
	make_move(s, 1, LATER_OPENS, &m);
	assert_int_equal(200, kit_status(k, &k->officer, HTTP_POST,
	    "/api/v1/keeper/01/move", buf_view(&m)));
	kit_cut(k);
	look(k);
	check_instant(k, "opens", STORY_OPENS);
	move(s, 1, LATER_OPENS);
	look(k);
	check_instant(k, "opens", STORY_OPENS);
	kit_cut(k);
	look(k);
	check_instant(k, "opens", LATER_OPENS);
	buf_done(&m);
	story_free(s);
}

static void
a_reader_sees_the_move_with_its_proof(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);
	json_t *o, *v;

	o = kit_json(k, &k->reader, HTTP_GET, "/api/v1/bulletin/" STORY_ID,
	    SPAN(""), 200);
	assert_null(json_object_get(o, "move"));
	json_decref(o);
	new_terms(s, 2, LATER_PUBLIC, LATER_OPENS, NULL);
	assert_int_equal(202, say(s, (struct word){ "active", 2,
	    LATER_PUBLIC, NULL, NULL }));
	move(s, 1, LATER_OPENS);
	kit_cut(k);
	look(k);
	move(s, 2, LATER_OPENS + 60);	/* another, not adopted */
	kit_cut(k);
	o = kit_json(k, &k->reader, HTTP_GET, "/api/v1/bulletin/" STORY_ID,
	    SPAN(""), 200);
	v = json_object_get(json_object_get(o, "move"), "set_proof");
	assert_non_null(v);
	assert_non_null(strstr(json_string_value(v), "number 1\n"));
	json_decref(o);
	story_free(s);
}

static void
how_many_keepers_it_takes(void **state)
{
	/* what k could still do at the old instant, and at the new one */
	(void)state;
	for (unsigned n = 1; n <= 16; n++)
		for (unsigned k = 1; k <= n; k++) {
			unsigned later = embargo_quorum(k, n, true);

			assert_true(n - later < k);
			assert_true(n - (later - 1) >= k);
			assert_int_equal(k, embargo_quorum(k, n, false));
		}
}

/* A list of keys without small-team: from then on it takes two. */
static void
grow_team(struct kit *k, struct tt_signer *second)
{
	static struct tt_statement_out o;
	struct hash leaf;
	struct buf s;

	kit_signer(k, second, TT_OWNER_OFFICER, "bert");
	kit_begin(k, &o, TT_KEYS);
	tt_statement_put_number(&o, "number", 2);
	kit_put_key(&o, TT_ROLE_LOG, &k->created.log);
	kit_put_key(&o, TT_ROLE_OFFICER, &k->officer.vkey);
	kit_put_key(&o, TT_ROLE_OFFICER, &second->vkey);
	kit_put_key(&o, TT_ROLE_PUBLISHER, &k->publisher.vkey);
	kit_put_key(&o, TT_ROLE_KEEPER, &k->keeper.vkey);
	kit_sign(&o, &k->officer, NULL, &s);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &s, &leaf));
	buf_done(&s);
	kit_cut(k);
}

static void
one_officer_shortens_and_two_lengthen_end_or_retract(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);
	struct tt_signer bert;
	const struct {
		const char *name;
		struct word w;
		unsigned want;
	} rows[] = {
		{ "one lengthens", { "active", 2, LATER_PUBLIC, NULL, NULL },
		    403 },
		{ "one ends", { "ended", 1, STORY_PUBLIC, "leak", NULL },
		    403 },
		{ "one retracts", { "retracted", 1, STORY_PUBLIC, "mistake",
		    NULL }, 403 },
		{ "one shortens", { "active", 2, STORY_PUBLIC - 60, NULL,
		    NULL }, 202 },
		{ "the old revision again", { "active", 2, STORY_PUBLIC - 90,
		    NULL, NULL }, 409 },
		{ "one back to what was", { "active", 3, STORY_PUBLIC, NULL,
		    NULL }, 403 },
		{ "two back to what was", { "active", 3, STORY_PUBLIC, NULL,
		    &bert }, 202 },
		{ "two end", { "ended", 3, STORY_PUBLIC, "leak", &bert },
		    202 },
		{ "after the end anything of two is without effect",
		    { "retracted", 3, STORY_PUBLIC, "mistake", &bert }, 202 },
	};

	grow_team(k, &bert);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		if (rows[i].want == 202 &&
		    strcmp(rows[i].w.state, "active") == 0)
			new_terms(s, rows[i].w.revision, rows[i].w.public_s,
			    STORY_OPENS, NULL);
		assert_int_equal(rows[i].want, say(s, rows[i].w));
		look(k);
	}
	CHECK_ROW(state, NULL);
	check_row(k, "embargo", "ended");
	story_free(s);
}

static struct kit_answer
get_key(struct story *s)
{
	char target[128], hex[65];

	hex_encode(hex, s->wave_leaf.b, 32);
	snprintf(target, sizeof(target), "/wave/%s/key", hex);
	return kit_raw(s->k, HTTP_GET, target, NULL, SPAN(""));
}

static unsigned
key_status(struct story *s)
{
	struct kit_answer a = get_key(s);

	buf_done(&a.body);
	return a.status;
}

static void
an_end_opens_everything_at_once(void **state)
{
	static struct tt_statement_out o;
	struct kit *k = *state;
	struct story *s = published(k);
	struct hash leaf;
	struct buf early;

	assert_int_equal(404, receipt(s));
	assert_int_equal(202, say(s, (struct word){ "ended", 1,
	    STORY_PUBLIC, "exploited", NULL }));
	check_row(k, "embargo", "ended");
	check_row(k, "consent", "unbound");
	look(k);	/* keepers show nothing yet */
	assert_int_equal(404, key_status(s));
	kit_begin(k, &o, TT_EARLY);
	tt_statement_put_hash(&o, "wave", &s->wave_leaf);
	tt_statement_put_str(&o, "reason", "exploited");
	kit_sign(&o, &k->officer, NULL, &early);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &early, &leaf));
	buf_done(&early);
	s->open = true;
	look(k);
	assert_non_null(strstr(s->told, "early"));
	assert_int_equal(200, key_status(s));
	assert_int_equal(1, count_events(k, "release"));
	assert_int_equal(200, receipt(s));
	story_free(s);
}

/* One wave early, while the embargo stands. */
static void
officers_open_one_wave_early(void **state)
{
	static struct tt_statement_out o;
	struct kit *k = *state;
	struct story *s = published(k);
	struct buf early;

	kit_begin(k, &o, TT_EARLY);
	tt_statement_put_hash(&o, "wave", &s->wave_leaf);
	tt_statement_put_str(&o, "reason", "asked");
	kit_sign(&o, &k->officer, NULL, &early);
	s->away = true;	/* the hub keeps what a keeper does not hear */
	assert_int_equal(503, kit_status(k, &k->officer, HTTP_POST,
	    "/api/v1/keeper/01/early", buf_view(&early)));
	s->away = false;
	s->open = true;
	look(k);
	assert_int_equal(200, key_status(s));
	check_row(k, "embargo", "active");
	check_row(k, "open", "true");
	assert_int_equal(200, receipt(s));
	buf_done(&early);
	story_free(s);
}

static bool
has_copy(struct story *s)
{
	char path[400], hex[65];

	hex_encode(hex, s->copy_sha.b, 32);
	snprintf(path, sizeof(path), "%s/copies/%s", s->k->dir, hex);
	return file_exists(path);
}

static void
a_retracted_bulletin_is_void(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	s->away = true;
	assert_int_equal(202, say(s, (struct word){ "retracted", 1,
	    STORY_PUBLIC, "mistake", NULL }));
	check_row(k, "embargo", "retracted");
	look(k);
	assert_false(has_copy(s));
	assert_int_equal(0, count_events(k, "destroyed"));
	s->away = false;
	look(k);
	look(k);
	assert_int_equal(1, count_events(k, "destroyed"));
	k->now_s = STORY_OPENS + 10;
	s->open = true;		/* even a keeper that shows it all the same */
	look(k);
	assert_int_equal(404, key_status(s));
	assert_int_equal(404, receipt(s));
	assert_int_equal(404, consent(s, "signatory", STORY_PUBLIC));
	assert_int_equal(404, kit_status(k, &k->reader, HTTP_GET,
	    "/api/v1/bulletin/" STORY_ID, SPAN("")));
	check_row(k, "open", "false");
	story_free(s);
}

static void
what_was_opened_before_a_retraction_stays_open(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	k->now_s = STORY_OPENS;
	s->open = true;
	look(k);
	assert_int_equal(200, receipt(s));
	assert_int_equal(202, say(s, (struct word){ "retracted", 1,
	    STORY_PUBLIC, "mistake", NULL }));
	look(k);
	assert_true(has_copy(s));
	assert_int_equal(200, key_status(s));
	assert_int_equal(404, receipt(s));	/* but nobody gets it now */
	story_free(s);
}

static void
a_retraction_that_a_crash_cut_off_is_finished(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	assert_int_equal(202, say(s, (struct word){ "retracted", 1,
	    STORY_PUBLIC, "mistake", NULL }));
	assert_true(has_copy(s));
	kit_reopen(k);
	look(k);
	assert_false(has_copy(s));
	story_free(s);
}

static void
stale_terms_are_answered_with_those_in_force(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);
	struct hash old = s->terms_sha;
	struct kit_answer a;
	char hex[65], until[INSTANT_LEN + 1];
	struct span got;
	json_t *o;

	new_terms(s, 2, STORY_PUBLIC - 60, STORY_OPENS, NULL);
	assert_int_equal(202, say(s, (struct word){ "active", 2,
	    STORY_PUBLIC - 60, NULL, NULL }));
	look(k);
	k->now_s = STORY_OPENS;
	assert_int_equal(409, receipt(s));	/* its `until` is the old one */
	a = send_consent(s, "signatory", &old, STORY_PUBLIC);
	assert_int_equal(409, a.status);
	assert_string_equal("application/problem+json", a.type);
	assert_int_equal(TT_OK, json_in_parse(buf_view(&a.body), 4096, &o,
	    NULL));
	hex_encode(hex, s->terms_sha.b, 32);
	assert_int_equal(TT_OK, json_in_str(o, "terms", &got, NULL));
	assert_true(span_is(got, hex));
	instant_format(STORY_PUBLIC - 60, until);
	assert_int_equal(TT_OK, json_in_str(o, "until", &got, NULL));
	assert_true(span_is(got, until));
	json_decref(o);
	buf_done(&a.body);
	assert_int_equal(0, count_events(k, "receipt"));
	assert_int_equal(0, count_events(k, "consent"));
	assert_int_equal(200, consent(s, "signatory", STORY_PUBLIC - 60));
	story_free(s);
}

static void
consent_follows_the_terms_as_they_change(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	check_row(k, "consent", "invited");
	assert_int_equal(200, consent(s, "signatory", STORY_PUBLIC));
	check_row(k, "consent", "signatory");
	new_terms(s, 2, STORY_PUBLIC - 60, STORY_OPENS, NULL);
	assert_int_equal(202, say(s, (struct word){ "active", 2,
	    STORY_PUBLIC - 60, NULL, NULL }));
	look(k);
	check_row(k, "consent", "signatory");	/* it shortened: carried */
	new_terms(s, 3, STORY_PUBLIC + 60, STORY_OPENS, NULL);
	assert_int_equal(202, say(s, (struct word){ "active", 3,
	    STORY_PUBLIC + 60, NULL, NULL }));
	check_row(k, "consent", "signatory");	/* proposed, not adopted */
	look(k);
	check_row(k, "consent", "lapsed");
	k->now_s = STORY_PUBLIC;	/* bound until then, and no longer */
	check_row(k, "consent", "declined");
	assert_int_equal(200, consent(s, "signatory", STORY_PUBLIC + 60));
	check_row(k, "consent", "signatory");	/* a late yes */
	k->now_s = STORY_PUBLIC + 60;
	check_row(k, "consent", "unbound");
	story_free(s);
}

static void
other_uses_ask_anew(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	assert_int_equal(200, consent(s, "signatory", STORY_PUBLIC));
	new_terms(s, 2, STORY_PUBLIC, STORY_OPENS, "tell-contractors");
	assert_int_equal(202, say(s, (struct word){ "active", 2,
	    STORY_PUBLIC, NULL, NULL }));
	look(k);
	check_row(k, "consent", "lapsed");
	story_free(s);
}

static void
who_declined_gets_notices_and_no_copy(void **state)
{
	static const char *const words[] = { "declined", "withdrawn" };
	struct kit *k = *state;
	struct story *s = published(k);

	k->now_s = STORY_OPENS;
	for (size_t i = 0; i < N_ROWS(words); i++) {
		CHECK_ROW(state, words[i]);
		k->now_s++;
		assert_int_equal(200, consent(s, words[i], STORY_PUBLIC));
		check_row(k, "consent", words[i]);
		assert_int_equal(200, kit_status(k, &k->reader, HTTP_GET,
		    "/api/v1/bulletin/" STORY_ID, SPAN("")));
		assert_int_equal(409, receipt(s));
		assert_int_equal(0, count_events(k, "receipt"));
	}
	CHECK_ROW(state, NULL);
	k->now_s++;
	assert_int_equal(200, consent(s, "signatory", STORY_PUBLIC));
	assert_int_equal(200, receipt(s));
	story_free(s);
}

static void
no_copy_is_handed_out_ahead_of_the_instant(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	k->now_s = STORY_OPENS - 1;
	assert_int_equal(404, receipt(s));
	check_row(k, "open", "false");
	k->now_s = STORY_OPENS;
	check_row(k, "open", "true");
	assert_int_equal(200, receipt(s));
	story_free(s);
}

static void
a_wave_with_prefetch_hands_out_what_nobody_can_open(void **state)
{
	struct kit *k = *state;
	struct story *s = story_new(k);

	story_keeper(s);
	story_published(s, true);
	s->open = true;
	look(k);
	assert_int_equal(200, receipt(s));
	assert_int_equal(404, key_status(s));
	story_free(s);
}

/* Whether it is the answer that a stranger gets, byte for byte. */
static void
check_stranger(struct kit *k, const struct tt_signer *who,
    enum http_verb verb, const char *path, struct span body)
{
	struct tt_signer stranger;
	struct tt_age_identity seal;
	struct kit_answer a, b;
	char id[33];

	kit_reader(k, &stranger, &seal, id);
	a = kit_call(k, who, verb, path, body);
	b = kit_call(k, &stranger, verb, path, body);
	assert_int_equal(404, a.status);
	assert_int_equal(b.status, a.status);
	assert_string_equal(b.type, a.type);
	assert_true(span_eq(buf_view(&a.body), buf_view(&b.body)));
	buf_done(&a.body);
	buf_done(&b.body);
}

static void
check_nobody(struct story *s)
{
	struct kit *k = s->k;
	struct buf r;

	check_stranger(k, &k->reader, HTTP_GET, "/api/v1/inbox", SPAN(""));
	check_stranger(k, &k->reader, HTTP_GET, "/api/v1/bulletin/" STORY_ID,
	    SPAN(""));
	check_stranger(k, &k->reader, HTTP_GET, "/api/v1/receipts",
	    SPAN(""));
	story_receipt(s, &k->reader, k->reader_id, &s->copy_sha, &r);
	check_stranger(k, &k->reader, HTTP_POST, "/api/v1/receipt",
	    buf_view(&r));
	check_stranger(k, &k->reader, HTTP_POST, "/api/v1/consent",
	    buf_view(&r));
	buf_done(&r);
}

/* Between the terms and the signature, too: the next request is refused. */
static void
suspended_removed_and_revoked_are_strangers_at_once(void **state)
{
	static const char *const states[] = { "suspended", "removed" };
	struct kit *k = *state;
	struct story *s = published(k);
	struct hash leaf;
	struct buf text;

	k->now_s = STORY_OPENS;
	for (size_t i = 0; i < N_ROWS(states); i++) {
		CHECK_ROW(state, states[i]);
		assert_int_equal(200, kit_status(k, &k->reader, HTTP_GET,
		    "/api/v1/bulletin/" STORY_ID, SPAN("")));
		kit_partner_state(k, states[i]);
		check_nobody(s);
		k->now_s++;
		kit_partner_state(k, "approved");
	}
	CHECK_ROW(state, NULL);
	assert_int_equal(200, receipt(s));
	kit_reader_statement(k, &k->reader, &k->seal, k->reader_id, "revoked",
	    &k->officer, &text);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &text, &leaf));
	buf_done(&text);
	check_nobody(s);
	story_free(s);
}

static unsigned
put_public(struct kit *k, const struct tt_signer *who, const char *path)
{
	return kit_status(k, who, HTTP_PUT, path, SPAN("for everybody\n"));
}

static unsigned
get_public(struct kit *k, const char *path)
{
	return kit_status(k, NULL, HTTP_GET, path, SPAN(""));
}

#define PUT_PUBLIC	"/api/v1/public/" STORY_ID "/advisory.md"
#define GET_PUBLIC	"/public/" STORY_ID "/advisory.md"

/* What a reader's requests are answered, by status and length. */
#define ASKED	24

struct heard {
	size_t		n;
	unsigned	status[ASKED];
	size_t		length[ASKED];
};

static void
hear(struct heard *w, struct kit_answer a)
{
	assert_true(w->n < ASKED);
	w->status[w->n] = a.status;
	w->length[w->n++] = a.body.n;
	buf_done(&a.body);
}

static void
hear_all(struct story *s, struct heard *w)
{
	static const char *const paths[] = { "/api/v1/inbox",
		("/api/v1/bulletin/" STORY_ID), "/api/v1/bulletin/none",
		"/api/v1/bulletin/ffffffffffffffff", "/api/v1/receipts" };
	struct kit *k = s->k;
	struct buf r;

	for (size_t i = 0; i < N_ROWS(paths); i++)
		hear(w, kit_call(k, &k->reader, HTTP_GET, paths[i],
		    SPAN("")));
	story_receipt(s, &k->reader, k->reader_id, &s->copy_sha, &r);
	hear(w, kit_call(k, &k->reader, HTTP_POST, "/api/v1/receipt",
	    buf_view(&r)));
	buf_done(&r);
}

/* Ten more readers, whom the first one must not notice. */
static void
add_others(struct kit *k)
{
	for (int i = 0; i < 10; i++) {
		struct tt_signer other;
		struct tt_age_identity seal;
		char id[33];

		kit_reader(k, &other, &seal, id);
		kit_add_reader(k, &other, &seal, id);
	}
}

/* Before publishing, not yet, retracted, suspended. */
static void
live(struct kit *k, bool others, struct heard *w)
{
	struct story *s = story_new(k);

	if (others)
		add_others(k);
	hear_all(s, w);
	story_keeper(s);
	story_published(s, false);
	hear_all(s, w);
	assert_int_equal(202, say(s, (struct word){ "retracted", 1,
	    STORY_PUBLIC, "mistake", NULL }));
	look(k);
	hear_all(s, w);
	kit_partner_state(k, "suspended");
	hear_all(s, w);
	story_free(s);
}

static void
who_else_is_in_the_programme_shows_in_no_answer(void **state)
{
	struct heard few = { .n = 0 }, many = { .n = 0 };
	struct kit *k = *state;
	void *second;

	live(k, false, &few);
	assert_int_equal(0, kit_new(&second));
	live(second, true, &many);
	assert_int_equal(0, kit_gone(&second));
	assert_int_equal(ASKED, few.n);
	assert_int_equal(ASKED, many.n);
	assert_memory_equal(few.status, many.status, sizeof(few.status));
	assert_memory_equal(few.length, many.length, sizeof(few.length));
}

/* What was only asked for puts nothing in force, nor is it an end. */
static void
a_word_before_publishing_makes_nothing_public(void **state)
{
	struct kit *k = *state;
	struct story *s = story_new(k);

	assert_int_equal(202, say(s, (struct word){ "active", 1,
	    STORY_PUBLIC, NULL, NULL }));
	assert_int_equal(404, put_public(k, &k->publisher, PUT_PUBLIC));
	look(k);	/* its terms are not here: it waits */
	assert_int_equal(404, put_public(k, &k->publisher, PUT_PUBLIC));
	story_free(s);
}

static struct kit_answer
ask_batch(struct story *s, const struct tt_signer *who, const char *reason,
    const struct tt_signer *second, uint64_t revision)
{
	const struct word w = { "active", revision, STORY_PUBLIC, reason,
		second };
	struct tt_salt salt;
	struct kit_answer a;
	struct buf text, body;
	struct hash leaf;

	make_embargo(s, &w, &text);
	kit_leaf(&text, &salt, &leaf);
	buf_init(&body, 65536);
	buf_add(&body, salt.b, sizeof(salt.b));
	buf_span(&body, buf_view(&text));
	a = kit_call(s->k, who, HTTP_POST, "/api/v1/batch", buf_view(&body));
	buf_done(&body);
	buf_done(&text);
	return a;
}

static unsigned
batch_status(struct story *s, const struct tt_signer *who, const char *reason,
    const struct tt_signer *second, uint64_t revision)
{
	struct kit_answer a = ask_batch(s, who, reason, second, revision);

	buf_done(&a.body);
	return a.status;
}

static void
check_urgent(struct kit *k, uint64_t entry, bool urgent)
{
	static struct tt_statement s;
	struct hub_entry e = { .index = 0 };

	assert_int_equal(TT_OK, hub_entry_get(k->hub->db, entry, &e));
	assert_int_equal(TT_OK, tt_statement_parse(&s, buf_view(&e.bytes),
	    NULL));
	assert_int_equal(TT_BATCH, s.kind);
	assert_int_equal(urgent, tt_statement_has(&s, "urgent"));
	hub_entry_done(&e);
}

static void
a_batch_is_cut_early_by_two_officers_with_a_reason(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);
	struct tt_signer bert;
	uint64_t before, after;

	grow_team(k, &bert);
	before = ledger_size(&k->hub->ledger);
	check_urgent(k, 3, false);
	assert_int_equal(403, batch_status(s, &k->officer, "attacks", NULL,
	    1));
	assert_int_equal(403, batch_status(s, &k->officer, NULL, &bert, 1));
	assert_int_equal(404, batch_status(s, &k->reader, "attacks", &bert,
	    1));
	assert_int_equal(before, ledger_size(&k->hub->ledger));
	assert_int_equal(200, batch_status(s, &k->officer, "attacks", &bert,
	    1));
	after = ledger_size(&k->hub->ledger);
	assert_int_equal(before + 1, after);
	check_urgent(k, before, true);
	/* the same word again cuts nothing more */
	assert_int_equal(200, batch_status(s, &k->publisher, "attacks",
	    &bert, 1));
	assert_int_equal(after, ledger_size(&k->hub->ledger));
	kit_cut(k);
	check_urgent(k, after, false);
	story_free(s);
}

static void
public_parts_appear_from_the_end_on(void **state)
{
	static const char *const bad[] = {
		"/api/v1/public/" STORY_ID "/..",
		"/api/v1/public/" STORY_ID "/.hidden",
		"/api/v1/public/" STORY_ID "/a%2Fb",
		"/api/v1/public/" STORY_ID "/con",
		"/api/v1/public/ffffffffffffffff/advisory.md",
		"/api/v1/public/../advisory.md",
		"/api/v1/public/" STORY_ID "/a/b",
	};
	struct kit *k = *state;
	struct story *s = published(k);
	struct kit_answer a;

	assert_int_equal(404, put_public(k, &k->publisher, PUT_PUBLIC));
	k->now_s = STORY_PUBLIC - 1;
	assert_int_equal(404, put_public(k, &k->publisher, PUT_PUBLIC));
	assert_int_equal(404, get_public(k, GET_PUBLIC));
	k->now_s = STORY_PUBLIC;
	assert_int_equal(404, get_public(k, GET_PUBLIC));
	assert_int_equal(404, put_public(k, &k->officer, PUT_PUBLIC));
	assert_int_equal(404, put_public(k, &k->reader, PUT_PUBLIC));
	assert_int_equal(204, put_public(k, &k->publisher, PUT_PUBLIC));
	a = kit_call(k, NULL, HTTP_GET, GET_PUBLIC, SPAN(""));
	assert_int_equal(200, a.status);
	assert_string_equal("text/plain; charset=utf-8", a.type);
	assert_true(span_is(buf_view(&a.body), "for everybody\n"));
	buf_done(&a.body);
	for (size_t i = 0; i < N_ROWS(bad); i++) {
		CHECK_ROW(state, bad[i]);
		assert_int_equal(404, put_public(k, &k->publisher, bad[i]));
	}
	CHECK_ROW(state, NULL);
	story_free(s);
}

static void
an_end_makes_parts_public_and_a_retraction_never(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	assert_int_equal(202, say(s, (struct word){ "ended", 1,
	    STORY_PUBLIC, "leak", NULL }));
	assert_int_equal(204, put_public(k, &k->publisher, PUT_PUBLIC));
	assert_int_equal(200, get_public(k, GET_PUBLIC));
	story_free(s);
}

static void
nothing_of_a_retracted_bulletin_is_public(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	assert_int_equal(202, say(s, (struct word){ "retracted", 1,
	    STORY_PUBLIC, "mistake", NULL }));
	k->now_s = STORY_PUBLIC + 1;
	assert_int_equal(404, put_public(k, &k->publisher, PUT_PUBLIC));
	assert_int_equal(404, get_public(k, GET_PUBLIC));
	story_free(s);
}

static void
orders_that_are_refused_are_told_to_officers(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);
	struct tt_signer bert;
	struct span got;
	json_t *o, *list;
	struct buf m;

	grow_team(k, &bert);
	make_move(s, 1, LATER_OPENS, &m);	/* one officer's */
	assert_int_equal(403, kit_status(k, &k->publisher, HTTP_POST,
	    "/api/v1/keeper/01/move", buf_view(&m)));
	assert_null(strstr(s->told, "move"));
	look(k);	/* nor is it told later */
	assert_null(strstr(s->told, "move"));
	o = kit_json(k, &k->officer, HTTP_GET, "/api/v1/refused", SPAN(""),
	    200);
	assert_int_equal(TT_OK, json_in_array(o, "refused", &list, NULL));
	assert_int_equal(1, json_array_size(list));
	assert_int_equal(TT_OK, json_in_str(json_array_get(list, 0), "what",
	    &got, NULL));
	assert_true(span_is(got, "keeper 01 move"));
	assert_int_equal(TT_OK, json_in_str(json_array_get(list, 0), "who",
	    &got, NULL));
	assert_true(span_is(got, k->publisher.vkey.name));
	json_decref(o);
	assert_int_equal(404, kit_status(k, &k->reader, HTTP_GET,
	    "/api/v1/refused", SPAN("")));
	buf_done(&m);
	story_free(s);
}

/* The checkpoint is the word that nothing was kept back: it comes last. */
static void
a_keeper_that_started_anew_is_told_all_again(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);

	move(s, 1, LATER_OPENS);
	look(k);
	assert_string_equal("move checkpoint", s->told);
	s->told[0] = '\0';
	look(k);	/* its size is not ours: only that */
	assert_string_equal("checkpoint", s->told);
	s->told[0] = '\0';
	s->heard = false;
	look(k);
	assert_string_equal("move checkpoint", s->told);
	story_free(s);
}

static void
how_it_stands_is_for_the_vendor(void **state)
{
	struct kit *k = *state;
	struct story *s = published(k);
	json_t *o, *list;
	int64_t held;

	assert_int_equal(404, kit_status(k, &k->reader, HTTP_GET,
	    "/api/v1/embargo/" STORY_ID, SPAN("")));
	assert_int_equal(404, kit_status(k, &k->officer, HTTP_GET,
	    "/api/v1/embargo/ffffffffffffffff", SPAN("")));
	new_terms(s, 2, LATER_PUBLIC, LATER_OPENS, NULL);
	assert_int_equal(202, say(s, (struct word){ "active", 2,
	    LATER_PUBLIC, NULL, NULL }));
	o = kit_json(k, &k->officer, HTTP_GET, "/api/v1/embargo/" STORY_ID,
	    SPAN(""), 200);
	assert_true(json_is_true(json_object_get(o, "waits")));
	assert_int_equal(TT_OK, json_in_array(o, "waves", &list, NULL));
	assert_int_equal(1, json_array_size(list));
	assert_int_equal(TT_OK, json_in_int(json_array_get(list, 0), "held",
	    0, 99, &held, NULL));
	assert_int_equal(1, held);
	json_decref(o);
	story_free(s);
}

TEST_MAIN(IN_KIT(a_slip_counts_once_keepers_hold_it_and_the_ledger_has_it),
    IN_KIT(held_without_the_ledger_is_not_enough),
    IN_KIT(a_reader_sees_the_move_with_its_proof),
    cmocka_unit_test(how_many_keepers_it_takes),
    IN_KIT(one_officer_shortens_and_two_lengthen_end_or_retract),
    IN_KIT(an_end_opens_everything_at_once),
    IN_KIT(officers_open_one_wave_early),
    IN_KIT(a_retracted_bulletin_is_void),
    IN_KIT(what_was_opened_before_a_retraction_stays_open),
    IN_KIT(a_retraction_that_a_crash_cut_off_is_finished),
    IN_KIT(stale_terms_are_answered_with_those_in_force),
    IN_KIT(consent_follows_the_terms_as_they_change),
    IN_KIT(other_uses_ask_anew),
    IN_KIT(who_declined_gets_notices_and_no_copy),
    IN_KIT(no_copy_is_handed_out_ahead_of_the_instant),
    IN_KIT(a_wave_with_prefetch_hands_out_what_nobody_can_open),
    IN_KIT(suspended_removed_and_revoked_are_strangers_at_once),
    IN_KIT(who_else_is_in_the_programme_shows_in_no_answer),
    IN_KIT(a_word_before_publishing_makes_nothing_public),
    IN_KIT(a_batch_is_cut_early_by_two_officers_with_a_reason),
    IN_KIT(public_parts_appear_from_the_end_on),
    IN_KIT(an_end_makes_parts_public_and_a_retraction_never),
    IN_KIT(nothing_of_a_retracted_bulletin_is_public),
    IN_KIT(orders_that_are_refused_are_told_to_officers),
    IN_KIT(a_keeper_that_started_anew_is_told_all_again),
    IN_KIT(how_it_stands_is_for_the_vendor))
