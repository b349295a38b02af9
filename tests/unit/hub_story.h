/* SPDX-License-Identifier: ISC */
/*
 * hub_story - a bulletin for tests of the hub: one wave, one copy, one keeper
 * that the test plays itself over a Unix socket.
 *
 * Include after hub_kit.h.
 */
#ifndef TEST_HUB_STORY_H
#define TEST_HUB_STORY_H

#include <stdatomic.h>

#include "base/json_out.h"
#include "hub/release.h"
#include "telltale/opening.h"
#include "telltale/set_proof.h"
#include "telltale/share.h"
#include "telltale/terms.h"

#define STORY_ID	"0123456789abcdef"
#define STORY_OPENS	(KIT_NOW + 1000)
#define STORY_PUBLIC	(KIT_NOW + 5000)
#define STORY_PLACE	5	/* of the copy's leaf */

struct story {
	struct kit		*k;
	struct tt_wave_secret	secret;
	struct tt_wave_commitment commitment;
	struct tt_age_identity	wave_id;
	char			copy[300];
	struct hash		copy_sha, terms_sha, root;
	struct buf		codebook, wave, copies, terms, set;
	struct hash		codebook_leaf, wave_leaf, copies_leaf;
	struct http_server	*keeper;
	atomic_bool		open;	/* the keeper shows its share */
	atomic_bool		wrong;	/* ... but another one */
	atomic_bool		away;	/* it answers nothing but 503 */
	atomic_bool		heard;	/* since its start */
	char			told[256];	/* what it was told, in order */
};

static __attribute__((unused)) void
story_begin(struct story *s, struct tt_statement_out *o, enum tt_kind kind)
{
	tt_statement_begin(o, kind, SPAN(KIT_ORIGIN), KIT_NOW);
	(void)s;
}

static __attribute__((unused)) void
story_hand_in(struct story *s, const struct buf *statement, struct hash *leaf)
{
	assert_int_equal(202, kit_hand_in(s->k, &s->k->publisher, statement,
	    leaf));
}

static __attribute__((unused)) void
story_codebook(struct story *s)
{
	static struct tt_statement_out o;
	const uint8_t some[32] = { 9 };

	story_begin(s, &o, TT_CODEBOOK);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_bytes(&o, "commitment", some, sizeof(some));
	tt_statement_put_bytes(&o, "text", some, sizeof(some));
	kit_sign(&o, &s->k->publisher, NULL, &s->codebook);
}

static __attribute__((unused)) void
story_wave(struct story *s)
{
	static struct tt_statement_out o;
	char text[TT_AGE_RECIPIENT_LEN + 1], hex[65];

	tt_age_recipient_format(text, &s->k->keeper_id.recipient);
	hex_encode(hex, s->commitment.c[0], TT_COMMITMENT_LEN);
	story_begin(s, &o, TT_WAVE);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_str(&o, "wave", "main");
	tt_statement_put_str(&o, "profile", "full");
	tt_statement_put_instant(&o, "opens", STORY_OPENS);
	tt_statement_put_recipient(&o, "recipient", &s->wave_id.recipient);
	tt_statement_put_number(&o, "threshold", 1);
	tt_statement_put_pair(&o, "coefficient", SPAN("00"), span_str(hex));
	tt_statement_put_pair(&o, "keeper", SPAN("01"), span_str(text));
	kit_sign(&o, &s->k->publisher, NULL, &s->wave);
}

static __attribute__((unused)) void
story_copies(struct story *s)
{
	static struct tt_statement_out o;

	story_begin(s, &o, TT_COPIES);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_hash(&o, "wave", &s->wave_leaf);
	tt_statement_put_hash(&o, "codebook", &s->codebook_leaf);
	tt_statement_put_hash(&o, "set", &s->root);
	tt_statement_put_number(&o, "depth", 4);
	tt_statement_put_number(&o, "bytes", sizeof(s->copy));
	kit_sign(&o, &s->k->publisher, NULL, &s->copies);
}

static __attribute__((unused)) void
story_terms(struct story *s)
{
	static struct tt_statement_out o;

	story_begin(s, &o, TT_TERMS);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_number(&o, "revision", 1);
	tt_statement_put_instant(&o, "public", STORY_PUBLIC);
	tt_statement_put_instant(&o, "opens", STORY_OPENS);
	tt_statement_put_str(&o, "wave", "00000000000000aa");
	tt_statement_put_str(&o, "agreement", "1");
	tt_statement_put_instant(&o, "respond-by", STORY_PUBLIC);
	buf_init(&s->terms, TT_TERMS_MAX);
	assert_int_equal(TT_OK, tt_terms_write(&o, SPAN("keep it quiet\n"),
	    &s->terms));
	sha256(s->terms_sha.b, s->terms.p, s->terms.n);
}

/* One leaf, reader's, at STORY_PLACE. */
static __attribute__((unused)) void
story_set(struct story *s)
{
	static struct tt_statement_out o;
	const struct tt_padding_key padding = { { 3 } };
	const struct tt_salt salt = { { 4 } };
	const uint64_t place = STORY_PLACE;
	char b64[B64_LEN(32) + 1], hex[65];
	struct tt_set *set;
	struct hash leaf;
	struct buf text;

	story_begin(s, &o, TT_COPY);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_number(&o, "number", 0);
	tt_statement_put_number(&o, "holder", 0);
	tt_statement_put_str(&o, "reader", s->k->reader_id);
	tt_statement_put_hash(&o, "copy", &s->copy_sha);
	buf_init(&text, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, tt_statement_end(&o, &text));
	tt_leaf_hash(&leaf, &salt, buf_view(&text));
	assert_int_equal(TT_OK, tt_set_new(&set, 4, &leaf, &place, 1,
	    &padding));
	tt_set_root(set, &s->root);
	tt_set_free(set);
	hex_encode(hex, padding.b, sizeof(padding.b));
	b64_encode(b64, salt.b, sizeof(salt.b));
	buf_init(&s->set, 65536);
	buf_printf(&s->set, "telltale/v1/copy-set\ndepth 4\n"
	    "padding-key %s\n\nleaf %d %s %zu\n", hex, STORY_PLACE, b64,
	    text.n);
	buf_span(&s->set, buf_view(&text));
	buf_done(&text);
}

/* The keeper's side: `held`, and from `open` on `shown` and `release`. */

static __attribute__((unused)) void
story_held_at(struct story *s, int64_t opens, struct buf *out)
{
	static struct tt_statement_out o;
	const uint8_t share[32] = { 5 };

	story_begin(s, &o, TT_HELD);
	tt_statement_put_hash(&o, "wave", &s->wave_leaf);
	tt_statement_put_number(&o, "index", 1);
	tt_statement_put_instant(&o, "opens", opens);
	tt_statement_put_bytes(&o, "share", share, sizeof(share));
	kit_sign(&o, &s->k->keeper, NULL, out);
}

static __attribute__((unused)) void
story_held(struct story *s, struct buf *out)
{
	story_held_at(s, STORY_OPENS, out);
}

/* The answer to an order that it obeys. */
static __attribute__((unused)) void
story_moved(struct story *s, struct span order, struct buf *out)
{
	struct tt_statement move;

	assert_int_equal(TT_OK, tt_statement_parse(&move, order, NULL));
	story_held_at(s, tt_statement_instant(&move, "opens", 0), out);
}

static __attribute__((unused)) void
story_destroyed(struct story *s, struct buf *out)
{
	static struct tt_statement_out o;
	struct json_out *j;
	struct buf text;

	story_begin(s, &o, TT_DESTROYED);
	tt_statement_put_hash(&o, "wave", &s->wave_leaf);
	tt_statement_put_number(&o, "index", 1);
	kit_sign(&o, &s->k->keeper, NULL, &text);
	buf_init(out, 65536);
	j = json_out_new(out, JSON_CANONICAL);
	json_out_object(j);
	json_out_key(j, "destroyed");
	json_out_array(j);
	json_out_span(j, buf_view(&text));
	json_out_array_end(j);
	json_out_object_end(j);
	assert_int_equal(TT_OK, json_out_end(j));
	buf_done(&text);
}

static __attribute__((unused)) void
story_health(struct story *s, struct buf *out)
{
	buf_init(out, 4096);
	buf_printf(out, "{\"state\":\"ok\",\"heard\":%s,\"size\":0}",
	    s->heard ? "true" : "false");
}

/* One word for each thing that it is told; false: it is no such thing. */
static __attribute__((unused)) bool
story_told(struct story *s, struct http_request *q, unsigned *status,
    struct buf *out)
{
	struct span what = q->path;
	size_t n = strlen(s->told);

	if (q->verb != HTTP_POST || !span_skip(&what, "/") ||
	    span_is(what, "share"))
		return false;
	snprintf(s->told + n, sizeof(s->told) - n, "%s%.*s", n > 0 ? " " : "",
	    (int)what.n, what.p);
	*status = span_is(what, "early") ? 202 : 200;
	if (span_is(what, "move"))
		story_moved(s, q->body, out);
	else if (span_is(what, "retract"))
		story_destroyed(s, out);
	if (span_is(what, "checkpoint")) {
		*status = 204;
		s->heard = true;
	}
	return true;
}

static __attribute__((unused)) void
story_shown(struct story *s, struct buf *out)
{
	static struct tt_statement_out o;
	struct tt_share share;

	assert_int_equal(TT_OK, tt_share_make(&share, &s->secret,
	    s->wrong ? 2 : 1));
	if (s->wrong)
		share.value[0] ^= 1;
	story_begin(s, &o, TT_SHOWN);
	tt_statement_put_hash(&o, "wave", &s->wave_leaf);
	tt_statement_put_number(&o, "index", 1);
	tt_statement_put_bytes(&o, "value", share.value, sizeof(share.value));
	kit_sign(&o, &s->k->keeper, NULL, out);
}

static __attribute__((unused)) void
story_release(struct story *s, struct buf *out)
{
	static struct tt_statement_out o;

	tt_statement_begin(&o, TT_RELEASE, SPAN(KIT_ORIGIN), STORY_OPENS);
	tt_statement_put_hash(&o, "wave", &s->wave_leaf);
	tt_statement_put_str(&o, "cause", "instant");
	tt_statement_put_recipient(&o, "recipient", &s->wave_id.recipient);
	kit_sign(&o, &s->k->keeper, NULL, out);
}

static __attribute__((unused)) bool
keeper_head(void *ctx, struct http_request *q, struct http_response *r,
    size_t *max_body)
{
	(void)ctx;
	(void)q;
	(void)r;
	*max_body = 262144;
	return true;
}

static __attribute__((unused)) void
keeper_body(void *ctx, struct http_request *q, struct http_response *r)
{
	struct story *s = ctx;
	struct buf b = { .n = 0 };

	r->status = s->away ? 503 : 404;
	if (s->away)
		return;
	if (story_told(s, q, &r->status, &b)) {
		if (b.n > 0)
			buf_span(&r->body, buf_view(&b));
		buf_done(&b);
		return;
	}
	if (q->verb == HTTP_POST && span_is(q->path, "/share"))
		story_held(s, &b);
	else if (q->verb == HTTP_GET && span_is(q->path, "/health"))
		story_health(s, &b);
	else if (s->open && span_starts(q->path, "/share/"))
		story_shown(s, &b);
	else if (s->open && span_starts(q->path, "/release/"))
		story_release(s, &b);
	else
		return;
	r->status = 200;
	buf_span(&r->body, buf_view(&b));
	buf_done(&b);
}

static __attribute__((unused)) void
story_keeper(struct story *s)
{
	const struct http_server_conf conf = {
		.unix_path = s->k->hub->keeper[0].socket, .threads = 1 };
	const struct http_handler h = { .head = keeper_head,
		.body = keeper_body, .ctx = s };

	assert_int_equal(TT_OK, http_server_start(&s->keeper, &conf, &h));
}

/* Everything made, nothing handed in but partner and readers. */
static __attribute__((unused)) struct story *
story_new(struct kit *k)
{
	struct story *s = calloc(1, sizeof(*s));
	struct tt_salt salt;

	assert_non_null(s);
	s->k = k;
	assert_int_equal(TT_OK, tt_wave_secret_draw(&s->secret, 1, k->rng));
	assert_int_equal(TT_OK, tt_wave_commit(&s->commitment, &s->secret, 1));
	assert_int_equal(TT_OK, tt_wave_identity(&s->wave_id, &s->secret));
	memset(s->copy, 'c', sizeof(s->copy));
	sha256(s->copy_sha.b, s->copy, sizeof(s->copy));
	story_terms(s);
	story_set(s);
	story_codebook(s);
	kit_leaf(&s->codebook, &salt, &s->codebook_leaf);
	story_wave(s);
	kit_leaf(&s->wave, &salt, &s->wave_leaf);
	story_copies(s);
	kit_leaf(&s->copies, &salt, &s->copies_leaf);
	kit_partner_state(k, "approved");
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	kit_add_reader(k, &k->reader2, &k->seal2, k->reader2_id);
	return s;
}

static __attribute__((unused)) void
story_free(struct story *s)
{
	http_server_stop(s->keeper, 5);
	buf_done(&s->codebook);
	buf_done(&s->wave);
	buf_done(&s->copies);
	buf_done(&s->terms);
	buf_done(&s->set);
	free(s);
}

static __attribute__((unused)) void
story_statements(struct story *s)
{
	story_hand_in(s, &s->codebook, &s->codebook_leaf);
	story_hand_in(s, &s->wave, &s->wave_leaf);
	story_hand_in(s, &s->copies, &s->copies_leaf);
}

static __attribute__((unused)) unsigned
story_put(struct story *s, const char *kind, const struct hash *name,
    struct span body)
{
	char target[128], hex[65];

	hex_encode(hex, name->b, sizeof(name->b));
	snprintf(target, sizeof(target), "/api/v1/%s/%s", kind, hex);
	return kit_status(s->k, &s->k->publisher, HTTP_PUT, target, body);
}

static __attribute__((unused)) void
story_upload(struct story *s)
{
	assert_int_equal(204, story_put(s, "copy", &s->copy_sha,
	    span_of(s->copy, sizeof(s->copy))));
	assert_int_equal(204, story_put(s, "set", &s->root,
	    buf_view(&s->set)));
	assert_int_equal(204, story_put(s, "terms", &s->terms_sha,
	    buf_view(&s->terms)));
}

static __attribute__((unused)) void
story_share(struct story *s)
{
	assert_int_equal(200, kit_status(s->k, &s->k->publisher, HTTP_POST,
	    "/api/v1/keeper/01/share", SPAN("{}")));
}

static __attribute__((unused)) struct kit_answer
story_publish(struct story *s, bool prefetch)
{
	char body[600], codebook[65], wave[65], copies[65], terms[65];

	hex_encode(codebook, s->codebook_leaf.b, 32);
	hex_encode(wave, s->wave_leaf.b, 32);
	hex_encode(copies, s->copies_leaf.b, 32);
	hex_encode(terms, s->terms_sha.b, 32);
	snprintf(body, sizeof(body), "{\"codebook\":\"%s\",\"waves\":[{"
	    "\"wave\":\"%s\",\"copies\":\"%s\",\"terms\":\"%s\","
	    "\"prefetch\":%s}]}", codebook, wave, copies, terms,
	    prefetch ? "true" : "false");
	return kit_call(s->k, &s->k->publisher, HTTP_POST,
	    "/api/v1/publish/" STORY_ID, span_str(body));
}

/* All of it, to the end; a keeper must be there. */
static __attribute__((unused)) void
story_published(struct story *s, bool prefetch)
{
	struct kit_answer a;

	story_statements(s);
	story_upload(s);
	kit_cut(s->k);
	story_share(s);
	a = story_publish(s, prefetch);
	if (a.status != 200)
		fail_msg("%s", a.body.p);
	buf_done(&a.body);
}

static __attribute__((unused)) void
story_receipt(struct story *s, const struct tt_signer *who, const char *id,
    const struct hash *copy, struct buf *out)
{
	static struct tt_statement_out o;

	tt_statement_begin(&o, TT_RECEIPT, SPAN(KIT_ORIGIN), s->k->now_s);
	tt_statement_put_str(&o, "bulletin", STORY_ID);
	tt_statement_put_str(&o, "reader", id);
	tt_statement_put_hash(&o, "terms", &s->terms_sha);
	tt_statement_put_instant(&o, "until", STORY_PUBLIC);
	tt_statement_put_hash(&o, "copies", &s->copies_leaf);
	tt_statement_put_hash(&o, "copy", copy);
	kit_sign(&o, who, NULL, out);
}

#endif
