/* SPDX-License-Identifier: ISC */
/*
 * From uploads to the open wave: nothing is seen before all of it is there,
 * no copy leaves before its receipt is kept, no key before the instant.
 */
#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "hub_story.h"
#include "hub/statements.h"
#include "store/hub_event.h"

/* How many things a 409 says are missing. */
static size_t
missing(struct kit_answer a)
{
	json_t *o, *list;
	size_t n;

	assert_int_equal(409, a.status);
	assert_string_equal("application/problem+json", a.type);
	assert_int_equal(TT_OK, json_in_parse(buf_view(&a.body), 65536, &o,
	    NULL));
	assert_int_equal(TT_OK, json_in_array(o, "missing", &list, NULL));
	n = json_array_size(list);
	json_decref(o);
	buf_done(&a.body);
	return n;
}

static size_t
in_inbox(struct kit *k, const struct tt_signer *who)
{
	json_t *o = kit_json(k, who, HTTP_GET, "/api/v1/inbox", SPAN(""), 200);
	json_t *list;
	size_t n;

	assert_int_equal(TT_OK, json_in_array(o, "bulletins", &list, NULL));
	n = json_array_size(list);
	json_decref(o);
	return n;
}

static void
check_answer(struct kit_answer a, unsigned status, struct span want)
{
	assert_int_equal(status, a.status);
	assert_true(span_eq(want, buf_view(&a.body)));
	buf_done(&a.body);
}

static void
visible_only_when_all_of_it_is_there(void **state)
{
	struct kit *k = *state;
	struct story *s = story_new(k);
	struct kit_answer a;

	assert_int_equal(4, missing(story_publish(s, false)));
	story_statements(s);
	/* three batches, the share, the set, the terms */
	assert_int_equal(6, missing(story_publish(s, false)));
	assert_int_equal(204, story_put(s, "terms", &s->terms_sha,
	    buf_view(&s->terms)));
	assert_int_equal(5, missing(story_publish(s, false)));
	assert_int_equal(204, story_put(s, "set", &s->root,
	    buf_view(&s->set)));
	assert_int_equal(5, missing(story_publish(s, false)));	/* its copy */
	assert_int_equal(204, story_put(s, "copy", &s->copy_sha,
	    span_of(s->copy, sizeof(s->copy))));
	assert_int_equal(4, missing(story_publish(s, false)));
	kit_cut(k);
	assert_int_equal(1, missing(story_publish(s, false)));
	assert_int_equal(404, kit_status(k, &k->publisher, HTTP_GET,
	    "/api/v1/publish/" STORY_ID, SPAN("")));
	assert_int_equal(502, kit_status(k, &k->publisher, HTTP_POST,
	    "/api/v1/keeper/01/share", SPAN("{}")));
	story_keeper(s);
	story_share(s);
	assert_int_equal(0, in_inbox(k, &k->reader));
	assert_int_equal(404, kit_status(k, &k->reader, HTTP_GET,
	    "/api/v1/bulletin/" STORY_ID, SPAN("")));
	check_answer(story_publish(s, false), 200,
	    SPAN("{\"batched\":true,\"held\":true,\"visible\":true}"));
	check_answer(story_publish(s, false), 200,
	    SPAN("{\"batched\":true,\"held\":true,\"visible\":true}"));
	check_answer(kit_call(k, &k->publisher, HTTP_GET,
	    "/api/v1/publish/" STORY_ID, SPAN("")), 200,
	    SPAN("{\"batched\":true,\"held\":true,\"visible\":true}"));
	assert_int_equal(1, in_inbox(k, &k->reader));
	assert_int_equal(0, in_inbox(k, &k->reader2));
	/* the same wave under other conditions is refused */
	a = story_publish(s, true);
	assert_int_equal(409, a.status);
	buf_done(&a.body);
	story_free(s);
}

static void
uploads_are_what_their_name_says(void **state)
{
	struct kit *k = *state;
	struct story *s = story_new(k);
	struct span copy = span_of(s->copy, sizeof(s->copy));
	struct buf bad;

	assert_int_equal(422, story_put(s, "copy", &s->terms_sha, copy));
	assert_int_equal(204, story_put(s, "copy", &s->copy_sha, copy));
	assert_int_equal(204, story_put(s, "copy", &s->copy_sha, copy));
	assert_int_equal(400, story_put(s, "terms", &s->copy_sha, copy));
	assert_int_equal(422, story_put(s, "terms", &s->copy_sha,
	    buf_view(&s->terms)));
	assert_int_equal(422, story_put(s, "set", &s->copy_sha,
	    buf_view(&s->set)));
	assert_int_equal(204, story_put(s, "set", &s->root,
	    buf_view(&s->set)));
	assert_int_equal(204, story_put(s, "set", &s->root,
	    buf_view(&s->set)));
	assert_int_equal(400, story_put(s, "set", &s->root,
	    span_of(s->set.p, s->set.n - 1)));
	buf_init(&bad, 65536);
	buf_span(&bad, buf_view(&s->set));
	buf_str(&bad, "leaf 5 ");
	assert_int_equal(400, story_put(s, "set", &s->root, buf_view(&bad)));
	buf_done(&bad);
	assert_int_equal(404, kit_status(k, &k->publisher, HTTP_PUT,
	    "/api/v1/copy/../hub.db", copy));
	assert_int_equal(404, kit_status(k, &k->reader, HTTP_PUT,
	    "/api/v1/copy/00", copy));
	story_free(s);
}

/* All three statements of a bulletin, opened as a reader's client does. */
static void
check_opening(struct kit *k, const json_t *bulletin, const char *member,
    enum tt_kind kind, const struct hash *leaf)
{
	char vkey[TT_VKEY_TEXT_MAX + 1], text[1024];
	static struct tt_opened opened;
	struct tt_opening o;
	struct tt_policy *policy;
	json_t *p;

	tt_vkey_format(&k->created.log, vkey);
	snprintf(text, sizeof(text), "log %s\nquorum none\n", vkey);
	assert_int_equal(TT_OK, tt_policy_new(&policy, span_str(text), NULL));
	assert_int_equal(TT_OK, json_in_object(bulletin, member, &p, NULL));
	assert_int_equal(TT_OK, json_in_str(p, "set_proof", &o.set_proof,
	    NULL));
	assert_int_equal(TT_OK, json_in_str(p, "batch", &o.batch, NULL));
	assert_int_equal(TT_OK, json_in_str(p, "tlog_proof", &o.tlog_proof,
	    NULL));
	assert_int_equal(TT_OK, tt_opening_check(&o, kind, policy, &opened));
	assert_memory_equal(leaf->b, opened.leaf.b, sizeof(leaf->b));
	tt_policy_free(policy);
}

static void
a_reader_gets_what_proves_their_copy_and_others_nothing(void **state)
{
	static struct tt_statement copies, leaf;
	struct kit *k = *state;
	struct story *s = story_new(k);
	json_t *o, *copy;
	struct span text;

	story_keeper(s);
	story_published(s, false);
	o = kit_json(k, &k->reader, HTTP_GET, "/api/v1/bulletin/" STORY_ID,
	    SPAN(""), 200);
	check_opening(k, o, "wave", TT_WAVE, &s->wave_leaf);
	check_opening(k, o, "copies", TT_COPIES, &s->copies_leaf);
	check_opening(k, o, "codebook", TT_CODEBOOK, &s->codebook_leaf);
	assert_int_equal(TT_OK, json_in_str(o, "terms", &text, NULL));
	assert_true(span_eq(text, buf_view(&s->terms)));
	assert_int_equal(TT_OK, json_in_object(o, "copy", &copy, NULL));
	assert_int_equal(TT_OK, json_in_str(copy, "set_proof", &text, NULL));
	assert_int_equal(TT_OK, tt_statement_parse(&copies,
	    buf_view(&s->copies), NULL));
	assert_int_equal(TT_OK, tt_copy_leaf_check(text, &copies, &leaf));
	assert_true(tt_statement_is(&leaf, "reader", k->reader_id));
	json_decref(o);
	assert_int_equal(404, kit_status(k, &k->reader2, HTTP_GET,
	    "/api/v1/bulletin/" STORY_ID, SPAN("")));
	story_free(s);
}

/* The answer to a request that must be refused as if nothing were there. */
static void
check_same_404(struct kit *k, struct kit_answer a)
{
	struct kit_answer none = kit_call(k, NULL, HTTP_GET, "/nowhere",
	    SPAN(""));

	assert_int_equal(404, a.status);
	assert_int_equal(404, none.status);
	assert_string_equal(none.type, a.type);
	assert_true(span_eq(buf_view(&none.body), buf_view(&a.body)));
	buf_done(&none.body);
	buf_done(&a.body);
}

static struct kit_answer
send_receipt(struct story *s, const struct tt_signer *who,
    const struct buf *receipt)
{
	return kit_call(s->k, who, HTTP_POST, "/api/v1/receipt",
	    buf_view(receipt));
}

static void
absent_forbidden_and_not_yet_are_one_answer(void **state)
{
	struct kit *k = *state;
	struct story *s = story_new(k);
	struct kit_answer a;
	struct buf own, others;

	story_keeper(s);
	story_statements(s);
	story_receipt(s, &k->reader, k->reader_id, &s->copy_sha, &own);
	story_receipt(s, &k->reader2, k->reader2_id, &s->copy_sha, &others);
	/* no such bulletin */
	check_same_404(k, kit_call(k, &k->reader, HTTP_GET,
	    "/api/v1/bulletin/ffffffffffffffff", SPAN("")));
	check_same_404(k, kit_call(k, &k->reader, HTTP_GET,
	    "/api/v1/bulletin/no-id", SPAN("")));
	/* not published yet */
	check_same_404(k, kit_call(k, &k->reader, HTTP_GET,
	    "/api/v1/bulletin/" STORY_ID, SPAN("")));
	check_same_404(k, send_receipt(s, &k->reader, &own));
	story_upload(s);
	kit_cut(k);
	story_share(s);
	check_same_404(k, send_receipt(s, &k->reader, &own));
	a = story_publish(s, false);
	buf_done(&a.body);
	/* another reader's, and not open yet */
	check_same_404(k, kit_call(k, &k->reader2, HTTP_GET,
	    "/api/v1/bulletin/" STORY_ID, SPAN("")));
	check_same_404(k, send_receipt(s, &k->reader2, &others));
	check_same_404(k, send_receipt(s, &k->reader, &own));
	k->now_s = STORY_OPENS - 1;
	check_same_404(k, send_receipt(s, &k->reader, &own));
	k->now_s = STORY_OPENS;
	check_same_404(k, send_receipt(s, &k->reader2, &others));
	/* a partner that is suspended at the last minute */
	kit_partner_state(k, "suspended");
	check_same_404(k, send_receipt(s, &k->reader, &own));
	check_same_404(k, kit_call(k, &k->reader, HTTP_GET, "/api/v1/inbox",
	    SPAN("")));
	buf_done(&own);
	buf_done(&others);
	story_free(s);
}

static size_t
count_events(struct kit *k, const char *kind)
{
	json_t *o = kit_json(k, &k->officer, HTTP_GET, "/api/v1/events",
	    SPAN(""), 200), *list;
	struct span got;
	size_t n = 0;

	assert_int_equal(TT_OK, json_in_array(o, "events", &list, NULL));
	for (size_t i = 0; i < json_array_size(list); i++) {
		assert_int_equal(TT_OK, json_in_str(json_array_get(list, i),
		    "kind", &got, NULL));
		n += span_is(got, kind);
	}
	json_decref(o);
	return n;
}

static void
the_receipt_comes_first_and_counts_once(void **state)
{
	struct kit *k = *state;
	struct story *s = story_new(k);
	struct span copy = span_of(s->copy, sizeof(s->copy));
	struct temp_limit limit;
	struct buf r, later, wrong, forged;
	struct kit_answer a;

	story_keeper(s);
	story_published(s, false);
	k->now_s = STORY_OPENS;
	story_receipt(s, &k->reader, k->reader_id, &s->copy_sha, &r);
	story_receipt(s, &k->reader, k->reader_id, &s->terms_sha, &wrong);
	story_receipt(s, &k->reader2, k->reader_id, &s->copy_sha, &forged);
	check_answer(send_receipt(s, &k->reader, &wrong), 409,
	    SPAN("{\"detail\":\"not possible now\",\"status\":409,"
	    "\"title\":\"Conflict\",\"type\":\"about:blank\"}"));
	a = send_receipt(s, &k->reader, &forged);
	assert_int_equal(403, a.status);
	buf_done(&a.body);
	a = send_receipt(s, &k->reader2, &r);
	assert_int_equal(403, a.status);
	buf_done(&a.body);
	assert_int_equal(0, count_events(k, "receipt"));

	temp_limit_files(&limit, 64);
	a = send_receipt(s, &k->reader, &r);
	temp_limit_end(&limit);
	assert_int_equal(507, a.status);	/* no receipt, no copy */
	assert_non_null(memmem(a.body.p, a.body.n, "the hub's disk is full",
	    strlen("the hub's disk is full")));
	assert_null(memmem(a.body.p, a.body.n, s->copy, sizeof(s->copy)));
	buf_done(&a.body);
	assert_int_equal(0, count_events(k, "receipt"));

	check_answer(send_receipt(s, &k->reader, &r), 200, copy);
	check_answer(send_receipt(s, &k->reader, &r), 200, copy);
	k->now_s++;
	story_receipt(s, &k->reader, k->reader_id, &s->copy_sha, &later);
	check_answer(send_receipt(s, &k->reader, &later), 200, copy);
	assert_int_equal(1, count_events(k, "receipt"));
	kit_reopen(k);
	check_answer(send_receipt(s, &k->reader, &r), 200, copy);
	assert_int_equal(1, count_events(k, "receipt"));
	buf_done(&r);
	buf_done(&later);
	buf_done(&wrong);
	buf_done(&forged);
	story_free(s);
}

static void
a_receipt_is_proven_by_the_next_batch(void **state)
{
	struct kit *k = *state;
	struct story *s = story_new(k);
	json_t *o, *list, *row;
	struct span text;
	struct hash leaf;
	struct buf r;
	uint8_t raw[32];

	story_keeper(s);
	story_published(s, true);	/* prefetch: before the instant */
	story_receipt(s, &k->reader, k->reader_id, &s->copy_sha, &r);
	check_answer(send_receipt(s, &k->reader, &r), 200,
	    span_of(s->copy, sizeof(s->copy)));
	for (int proven = 0; proven < 2; proven++) {
		o = kit_json(k, &k->reader, HTTP_GET, "/api/v1/receipts",
		    SPAN(""), 200);
		assert_int_equal(TT_OK, json_in_array(o, "receipts", &list,
		    NULL));
		assert_int_equal(1, json_array_size(list));
		row = json_array_get(list, 0);
		assert_int_equal(TT_OK, json_in_str(row, "statement", &text,
		    NULL));
		assert_true(span_eq(text, buf_view(&r)));
		assert_int_equal(TT_OK, json_in_str(row, "leaf", &text, NULL));
		assert_true(hex_decode(raw, 32, text.p, text.n));
		memcpy(leaf.b, raw, 32);
		if (proven == 0) {
			assert_int_equal(TT_ENOENT, json_in_str(row,
			    "set_proof", &text, NULL));
			kit_cut(k);
		} else {
			json_t *wrap = json_object();

			json_object_set(wrap, "p", row);
			check_opening(k, wrap, "p", TT_RECEIPT, &leaf);
			json_decref(wrap);
		}
		json_decref(o);
	}
	buf_done(&r);
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

static void
the_key_appears_at_the_instant_and_not_before(void **state)
{
	struct tt_age_identities *ids = tt_age_identities_new();
	struct kit *k = *state;
	struct story *s = story_new(k);
	struct kit_answer a;
	unsigned left;

	story_keeper(s);
	story_published(s, false);
	s->open = true;	/* even a keeper that shows too early */
	assert_int_equal(TT_OK, release_due(k->hub, &left));
	assert_int_equal(0, left);
	check_answer(get_key(s), 404, SPAN(""));
	k->now_s = STORY_OPENS;
	s->open = false;
	assert_int_equal(TT_OK, release_due(k->hub, &left));
	assert_int_equal(1, left);
	s->open = s->wrong = true;
	assert_int_equal(TT_OK, release_due(k->hub, &left));
	assert_int_equal(1, left);
	check_answer(get_key(s), 404, SPAN(""));
	assert_int_equal(0, count_events(k, "release"));

	s->wrong = false;
	assert_int_equal(TT_OK, release_due(k->hub, &left));
	assert_int_equal(0, left);
	a = get_key(s);
	assert_int_equal(200, a.status);
	assert_int_equal(TT_OK, tt_age_identities_parse(ids,
	    buf_view(&a.body), NULL));
	assert_int_equal(1, ids->n);
	assert_memory_equal(s->wave_id.scalar, ids->id[0].scalar, 32);
	assert_int_equal(0, strncmp(a.body.p, "# telltale wave key\n# wave ",
	    strlen("# telltale wave key\n# wave ")));
	buf_done(&a.body);
	assert_int_equal(1, count_events(k, "release"));
	assert_int_equal(TT_OK, release_due(k->hub, &left));
	assert_int_equal(1, count_events(k, "release"));
	tt_age_identities_free(ids);
	story_free(s);
}

static void
consent_is_kept_and_shown(void **state)
{
	static const char *const said[] = { "signatory", "declined",
		"withdrawn" };
	static struct tt_statement_out o;
	struct kit *k = *state;
	struct story *s = story_new(k);
	json_t *root, *list;
	struct span got;
	struct buf c;

	story_keeper(s);
	story_published(s, false);
	for (size_t i = 0; i < N_ROWS(said); i++) {
		CHECK_ROW(state, said[i]);
		k->now_s++;
		kit_begin(k, &o, TT_CONSENT);
		tt_statement_put_str(&o, "bulletin", STORY_ID);
		tt_statement_put_str(&o, "reader", k->reader_id);
		tt_statement_put_hash(&o, "terms", &s->terms_sha);
		tt_statement_put_instant(&o, "until", STORY_PUBLIC);
		tt_statement_put_str(&o, "state", said[i]);
		kit_sign(&o, &k->reader, NULL, &c);
		assert_int_equal(200, kit_status(k, &k->reader, HTTP_POST,
		    "/api/v1/consent", buf_view(&c)));
		assert_int_equal(200, kit_status(k, &k->reader, HTTP_POST,
		    "/api/v1/consent", buf_view(&c)));
		assert_int_equal(403, kit_status(k, &k->reader2, HTTP_POST,
		    "/api/v1/consent", buf_view(&c)));
		assert_int_equal(i + 1, count_events(k, "consent"));
		root = kit_json(k, &k->reader, HTTP_GET, "/api/v1/inbox",
		    SPAN(""), 200);
		assert_int_equal(TT_OK, json_in_array(root, "bulletins",
		    &list, NULL));
		assert_int_equal(TT_OK, json_in_str(json_array_get(list, 0),
		    "consent", &got, NULL));
		assert_true(span_is(got, said[i]));
		json_decref(root);
		buf_done(&c);
	}
	story_free(s);
}

static unsigned
send_consent(struct story *s, int64_t time_s)
{
	static struct tt_statement_out o;
	struct buf c;
	unsigned status;

	tt_statement_begin(&o, TT_CONSENT, SPAN(KIT_ORIGIN), time_s);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_str(&o, "reader", s->k->reader_id);
	tt_statement_put_hash(&o, "terms", &s->terms_sha);
	tt_statement_put_instant(&o, "until", STORY_PUBLIC);
	tt_statement_put_str(&o, "state", "signatory");
	kit_sign(&o, &s->k->reader, NULL, &c);
	status = kit_status(s->k, &s->k->reader, HTTP_POST, "/api/v1/consent",
	    buf_view(&c));
	buf_done(&c);
	return status;
}

static void
a_reader_who_says_much_crowds_nobody_out(void **state)
{
	struct kit *k = *state;
	struct story *s = story_new(k);
	struct hub_event ev = { .n = 0 };

	story_keeper(s);
	story_published(s, false);
	kit_cut(k);
	for (int i = 0; i < STATEMENT_QUOTA; i++)
		assert_int_equal(200, send_consent(s, KIT_NOW + i));
	assert_int_equal(503, send_consent(s, KIT_NOW + STATEMENT_QUOTA));
	/* an officer's word, the last to come, is in the next batch */
	k->now_s++;
	kit_partner_state(k, "suspended");
	kit_cut(k);
	assert_int_equal(TT_OK, hub_event_newest(k->hub->db, TT_PARTNER,
	    KIT_PARTNER, NULL, &ev));
	assert_true(ev.logged);
	hub_event_done(&ev);
	story_free(s);
}

static void
a_full_disk_refuses_an_upload_and_keeps_nothing_of_it(void **state)
{
	static char big[100000];
	struct kit *k = *state;
	struct story *s = story_new(k);
	struct temp_limit limit;
	struct file_list l;
	struct hash sha;
	char path[512];
	unsigned status;

	sha256(sha.b, big, sizeof(big));
	temp_limit_files(&limit, 50000);
	status = story_put(s, "copy", &sha, span_of(big, sizeof(big)));
	temp_limit_end(&limit);
	assert_int_equal(507, status);
	snprintf(path, sizeof(path), "%s/copies", k->dir);
	assert_int_equal(TT_OK, file_list(path, 10, &l));
	assert_int_equal(0, l.n);
	file_list_free(&l);
	assert_int_equal(204, story_put(s, "copy", &sha, span_of(big,
	    sizeof(big))));
	story_free(s);
}

/* In the hub's whole folder, before the instant. */
static void
nothing_in_the_folder_opens_a_copy_before_the_instant(void **state)
{
	static const char *const files[] = { "hub.db", "hub.db-wal" };
	struct kit *k = *state;
	struct story *s = story_new(k);
	char path[512], key[TT_AGE_IDENTITY_LEN + 1], hex[65];
	struct tt_share share;
	struct buf b;

	story_keeper(s);
	story_published(s, false);
	assert_int_equal(TT_OK, tt_share_make(&share, &s->secret, 1));
	tt_age_identity_format(key, &s->wave_id);
	hex_encode(hex, share.value, sizeof(share.value));
	for (size_t i = 0; i < N_ROWS(files); i++) {
		CHECK_ROW(state, files[i]);
		snprintf(path, sizeof(path), "%s/%s", k->dir, files[i]);
		assert_int_equal(TT_OK, file_read(path, (size_t)1 << 30, &b));
		assert_null(memmem(b.p, b.n, key, strlen(key)));
		assert_null(memmem(b.p, b.n, hex, strlen(hex)));
		assert_null(memmem(b.p, b.n, share.value, 32));
		assert_null(memmem(b.p, b.n, s->wave_id.scalar, 32));
		buf_done(&b);
	}
	snprintf(path, sizeof(path), "%s/ledger/wave", k->dir);
	assert_false(file_exists(path));
	story_free(s);
}

static void
a_keepers_word_counts_only_if_it_is_that_keepers(void **state)
{
	struct kit *k = *state;
	struct story *s = story_new(k);
	struct tt_signer kept = k->keeper;

	story_keeper(s);
	story_statements(s);
	/* an impostor under its name */
	kit_signer(k, &k->keeper, TT_OWNER_KEEPER, "01");
	assert_int_equal(502, kit_status(k, &k->publisher, HTTP_POST,
	    "/api/v1/keeper/1/share", SPAN("{}")));
	k->keeper = kept;
	assert_int_equal(200, kit_status(k, &k->publisher, HTTP_POST,
	    "/api/v1/keeper/1/share", SPAN("{}")));
	story_free(s);
}

TEST_MAIN(IN_KIT(visible_only_when_all_of_it_is_there),
    IN_KIT(uploads_are_what_their_name_says),
    IN_KIT(a_reader_gets_what_proves_their_copy_and_others_nothing),
    IN_KIT(absent_forbidden_and_not_yet_are_one_answer),
    IN_KIT(the_receipt_comes_first_and_counts_once),
    IN_KIT(a_receipt_is_proven_by_the_next_batch),
    IN_KIT(the_key_appears_at_the_instant_and_not_before),
    IN_KIT(consent_is_kept_and_shown),
    IN_KIT(a_reader_who_says_much_crowds_nobody_out),
    IN_KIT(a_full_disk_refuses_an_upload_and_keeps_nothing_of_it),
    IN_KIT(nothing_in_the_folder_opens_a_copy_before_the_instant),
    IN_KIT(a_keepers_word_counts_only_if_it_is_that_keepers))
