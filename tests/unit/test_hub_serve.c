/* SPDX-License-Identifier: ISC */
/*
 * The hub as it runs: HTTPS, batches and keys of waves on their own threads.
 */
#include <time.h>

#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "hub_story.h"
#include "http/client.h"

struct running {
	struct story		*s;
	struct hub_service	*service;
	struct http_client	*client;
	char			base[400];
};

static void
start(struct running *r, struct kit *k)
{
	struct http_client_conf conf = { .pin = k->created.pin };
	const char *address;

	k->now_s = (int64_t)time(NULL);
	k->real_clock = true;
	r->s = story_new(k);
	assert_int_equal(TT_OK, hub_serve(&r->service, k->hub, "127.0.0.1:0",
	    &address));
	snprintf(r->base, sizeof(r->base), "https://%s", address);
	conf.base = r->base;
	assert_int_equal(TT_OK, http_client_new(&r->client, &conf));
}

static void
stop(struct running *r)
{
	http_client_free(r->client);
	hub_serve_stop(r->service);
	story_free(r->s);
}

static struct http_answer
get(struct running *r, const char *target, const struct tt_signer *who)
{
	struct kit *k = r->s->k;
	struct tt_request q = { .origin = SPAN(KIT_ORIGIN),
		.time = k->now_s, .method = SPAN("GET"),
		.path = span_str(target), .body = SPAN("") };
	struct http_call call = { .verb = HTTP_GET, .target = target,
		.max_answer = 1 << 20 };
	struct http_answer a;
	struct buf header;
	enum tt_err e;

	buf_init(&header, TT_REQUEST_HEADER_MAX);
	if (who != NULL) {
		kit_challenge(k, q.challenge);
		assert_int_equal(TT_OK, tt_request_sign(&header, &q, who));
		call.authorization = header.p;
	}
	if ((e = http_client_call(r->client, &call, &a)) != TT_OK)
		fail_msg("%s: %s", target, http_client_why(r->client));
	buf_done(&header);
	return a;
}

static uint64_t
size_of(struct running *r)
{
	struct http_answer a = get(r, "/checkpoint", NULL);
	struct tt_checkpoint cp;
	struct tt_note note;

	assert_int_equal(200, a.status);
	assert_string_equal("text/plain; charset=utf-8", a.content_type);
	assert_int_equal(TT_OK, tt_note_parse(&note, buf_view(&a.body)));
	assert_int_equal(TT_OK, tt_checkpoint_parse(&cp, note.text.p,
	    note.text.n));
	http_answer_done(&a);
	return cp.size;
}

static void
rest(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
}

static void
batches_come_by_themselves(void **state)
{
	struct running r;
	uint64_t first;

	start(&r, *state);
	first = size_of(&r);
	while (size_of(&r) < first + 2)
		rest();
	stop(&r);
}

static void
signed_requests_are_answered_over_the_wire(void **state)
{
	struct kit *k = *state;
	struct http_answer a;
	struct running r;

	start(&r, k);
	a = get(&r, "/api/v1/inbox", &k->reader);
	assert_int_equal(200, a.status);
	assert_string_equal("application/json", a.content_type);
	assert_string_equal("{\"bulletins\":[]}", a.body.p);
	http_answer_done(&a);
	a = get(&r, "/api/v1/inbox", NULL);
	assert_int_equal(401, a.status);
	http_answer_done(&a);
	a = get(&r, "/api/v1/bulletin/" STORY_ID, &k->reader);
	assert_int_equal(404, a.status);
	assert_string_equal("application/problem+json", a.content_type);
	http_answer_done(&a);
	stop(&r);
}

/* Whether the shared files of the log are as the wire gives them. */
static void
tiles_are_immutable_and_what_is_absent_is_not_kept(void **state)
{
	struct http_answer a;
	struct running r;

	start(&r, *state);
	a = get(&r, "/tile/0/000.p/3", NULL);
	assert_int_equal(200, a.status);
	assert_string_equal("application/octet-stream", a.content_type);
	assert_int_equal(3 * 32, a.body.n);
	http_answer_done(&a);
	a = get(&r, "/tile/0/000", NULL);
	assert_int_equal(404, a.status);
	assert_int_equal(0, a.body.n);
	http_answer_done(&a);
	stop(&r);
}

static void
a_wave_opens_by_itself(void **state)
{
	struct kit *k = *state;
	struct running r;
	struct http_answer a;
	struct kit_answer p;
	char target[128], hex[65];
	unsigned status;

	start(&r, k);
	/* its instant, KIT_NOW and a bit, is long past by the real clock */
	story_keeper(r.s);
	story_statements(r.s);
	story_upload(r.s);
	story_share(r.s);
	do {
		rest();
		p = story_publish(r.s, false);
		status = p.status;
		buf_done(&p.body);
	} while (status == 409);	/* until the batch is there */
	assert_int_equal(200, status);
	hex_encode(hex, r.s->wave_leaf.b, 32);
	snprintf(target, sizeof(target), "/wave/%s/key", hex);
	a = get(&r, target, NULL);
	assert_int_equal(404, a.status);
	http_answer_done(&a);
	r.s->open = true;
	do {
		rest();
		a = get(&r, target, NULL);
		status = a.status;
		http_answer_done(&a);
	} while (status == 404);
	assert_int_equal(200, status);
	stop(&r);
}

static void
a_hub_stops_and_starts_again(void **state)
{
	struct kit *k = *state;
	struct running r;
	uint64_t before;

	start(&r, k);
	before = size_of(&r);
	stop(&r);
	kit_reopen(k);
	start(&r, k);
	assert_true(size_of(&r) >= before);
	stop(&r);
}

TEST_MAIN(IN_KIT(batches_come_by_themselves),
    IN_KIT(signed_requests_are_answered_over_the_wire),
    IN_KIT(tiles_are_immutable_and_what_is_absent_is_not_kept),
    IN_KIT(a_wave_opens_by_itself),
    IN_KIT(a_hub_stops_and_starts_again))
