/* SPDX-License-Identifier: ISC */
/*
 * hub_kit - a programme for tests of the hub: keys, a folder, a clock of the
 * test's own, and requests that go to the handler without a socket between.
 *
 * Include after test.h and temp.h; setup and teardown are kit_new, kit_gone.
 */
#ifndef TEST_HUB_KIT_H
#define TEST_HUB_KIT_H

#include <sodium.h>
#include <time.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/json_in.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "hub/batch.h"
#include "hub/create.h"
#include "hub/hub.h"
#include "telltale/authority.h"
#include "telltale/note.h"
#include "telltale/origin.h"
#include "telltale/reader_id.h"
#include "telltale/request.h"
#include "telltale/statement.h"

#define KIT_ORIGIN	"localhost:8443"
#define KIT_NOW		1780000000	/* seconds */
#define KIT_PARTNER	"00112233445566778899aabbccddeeff"
#define KIT_DEPTH	4

struct kit {
	struct temp		*temp;
	char			dir[256];
	int64_t			now_s;
	bool			real_clock;	/* now_s is not looked at */
	struct rng_seeded	seeded;
	struct rng		rng;
	struct tt_signer	officer, publisher, keeper, reader, reader2;
	struct tt_age_identity	keeper_id, seal, seal2;
	char			reader_id[33], reader2_id[33];
	struct hub_created	created;
	struct buf		programme, keys, agreement;
	struct hub		*hub;
	struct hub_diag		diag;
};

struct kit_answer {
	unsigned	status;
	const char	*type;
	struct buf	body;
};

static __attribute__((unused)) int64_t
kit_clock(void *ctx)
{
	struct kit *k = ctx;

	return k->real_clock ? (int64_t)time(NULL) : k->now_s;
}

static __attribute__((unused)) void
kit_signer(struct kit *k, struct tt_signer *s, enum tt_owner owner,
    const char *who)
{
	char name[TT_KEY_NAME_MAX + 1];

	assert_int_equal(TT_OK, tt_key_name(name, SPAN(KIT_ORIGIN), owner,
	    span_str(who)));
	assert_int_equal(TT_OK, tt_signer_new(s, span_str(name), TT_KEY_SIGN,
	    k->rng));
}

/* A reader's name has its id, which follows from both of its keys. */
static __attribute__((unused)) void
kit_reader(struct kit *k, struct tt_signer *s, struct tt_age_identity *seal,
    char id[33])
{
	char name[TT_KEY_NAME_MAX + 1];
	uint8_t raw[TT_READER_ID_LEN], seed[32];

	tt_age_identity_generate(seal, k->rng);
	rng_fill(k->rng, seed, sizeof(seed));
	assert_int_equal(TT_OK, tt_signer_from_seed(s, SPAN("x"), TT_KEY_SIGN,
	    seed));
	tt_reader_id(raw, s->vkey.key, &seal->recipient);
	hex_encode(id, raw, sizeof(raw));
	assert_int_equal(TT_OK, tt_reader_key_name(name, SPAN(KIT_ORIGIN),
	    raw));
	assert_int_equal(TT_OK, tt_signer_from_seed(s, span_str(name),
	    TT_KEY_SIGN, seed));
}

static __attribute__((unused)) void
kit_sign(struct tt_statement_out *o, const struct tt_signer *a,
    const struct tt_signer *b, struct buf *out)
{
	const struct tt_signer *both[] = { a, b };

	buf_init(out, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, tt_statement_sign(o, both, b == NULL ? 1 : 2,
	    out));
}

static __attribute__((unused)) void
kit_put_key(struct tt_statement_out *o, enum tt_role role,
    const struct tt_vkey *key)
{
	char text[TT_VKEY_TEXT_MAX + 1];

	tt_vkey_format(key, text);
	tt_statement_put_pair(o, "key", span_str(tt_role_name(role)),
	    span_str(text));
}

static __attribute__((unused)) void
kit_begin(struct kit *k, struct tt_statement_out *o, enum tt_kind kind)
{
	tt_statement_begin(o, kind, SPAN(KIT_ORIGIN), k->now_s);
}

static __attribute__((unused)) void
kit_first_statements(struct kit *k)
{
	static struct tt_statement_out o;
	uint8_t text[32] = { 7 };

	kit_begin(k, &o, TT_PROGRAMME);
	tt_statement_put_str(&o, "name", "Example PSIRT");
	tt_statement_put_number(&o, "interval", 1);
	tt_statement_put_number(&o, "depth", KIT_DEPTH);
	tt_statement_put_vkey(&o, "log-key", &k->created.log);
	kit_sign(&o, &k->officer, NULL, &k->programme);

	kit_begin(k, &o, TT_KEYS);
	tt_statement_put_number(&o, "number", 1);
	tt_statement_put_str(&o, "small-team", "yes");
	kit_put_key(&o, TT_ROLE_LOG, &k->created.log);
	kit_put_key(&o, TT_ROLE_OFFICER, &k->officer.vkey);
	kit_put_key(&o, TT_ROLE_PUBLISHER, &k->publisher.vkey);
	kit_put_key(&o, TT_ROLE_KEEPER, &k->keeper.vkey);
	kit_sign(&o, &k->officer, NULL, &k->keys);

	kit_begin(k, &o, TT_AGREEMENT);
	tt_statement_put_str(&o, "version", "1");
	tt_statement_put_bytes(&o, "text", text, sizeof(text));
	kit_sign(&o, &k->officer, NULL, &k->agreement);
}

static __attribute__((unused)) enum tt_err
kit_open(struct kit *k)
{
	const struct hub_params p = { .dir = k->dir, .now_s = kit_clock,
		.now_ctx = k, .rng = k->rng };

	assert_null(k->hub);
	k->diag.text[0] = '\0';
	return hub_open(&k->hub, &p, &k->diag);
}

static __attribute__((unused)) void
kit_close(struct kit *k)
{
	hub_close(k->hub);
	k->hub = NULL;
}

static __attribute__((unused)) void
kit_reopen(struct kit *k)
{
	kit_close(k);
	if (kit_open(k) != TT_OK)
		fail_msg("%s", k->diag.text);
}

static __attribute__((unused)) int
kit_new(void **state)
{
	const uint8_t seed[32] = { 1, 2, 3 };
	struct hub_create_params p = { .origin = KIT_ORIGIN,
		.name = "Example PSIRT", .listen = "127.0.0.1:0" };
	struct hub_keeper keeper = { .number = 1 };
	struct kit *k;

	if (sodium_init() == -1 || temp_new(state) != 0 ||
	    (k = calloc(1, sizeof(*k))) == NULL)
		return -1;
	k->temp = *state;
	*state = k;
	k->now_s = KIT_NOW;
	k->rng = rng_seeded(&k->seeded, seed);
	snprintf(k->dir, sizeof(k->dir), "%s/hub", k->temp->dir);
	p.dir = k->dir;
	kit_signer(k, &k->officer, TT_OWNER_OFFICER, "anna");
	kit_signer(k, &k->publisher, TT_OWNER_PUBLISHER, "desk");
	kit_signer(k, &k->keeper, TT_OWNER_KEEPER, "01");
	tt_age_identity_generate(&k->keeper_id, k->rng);
	kit_reader(k, &k->reader, &k->seal, k->reader_id);
	kit_reader(k, &k->reader2, &k->seal2, k->reader2_id);
	assert_int_equal(TT_OK, hub_create(&p, k->rng, k->now_s,
	    &k->created));
	keeper.recipient = k->keeper_id.recipient;
	keeper.vkey = k->keeper.vkey;
	snprintf(keeper.socket, sizeof(keeper.socket), "%s/keeper.socket",
	    k->temp->dir);
	assert_int_equal(TT_OK, hub_create_keeper(k->dir, &keeper));
	kit_first_statements(k);
	assert_int_equal(TT_OK, hub_create_ledger(k->dir,
	    buf_view(&k->programme), buf_view(&k->keys),
	    buf_view(&k->agreement), k->now_s));
	if (kit_open(k) != TT_OK)
		fail_msg("%s", k->diag.text);
	return 0;
}

static __attribute__((unused)) int
kit_gone(void **state)
{
	struct kit *k = *state;
	void *temp = k->temp;

	hub_close(k->hub);
	buf_done(&k->programme);
	buf_done(&k->keys);
	buf_done(&k->agreement);
	free(k);
	return temp_gone(&temp);
}

/* What the hub says to a request whose Authorization is auth, or none. */
static __attribute__((unused)) struct kit_answer
kit_raw(struct kit *k, enum http_verb verb, const char *target,
    const char *auth, struct span body)
{
	struct http_handler h = hub_handler(k->hub);
	struct http_request q = { .verb = verb, .target = target,
		.authorization = auth, .has_body = body.n > 0 };
	struct http_response r = { .fd = -1 };
	struct kit_answer a;
	size_t max = 0;

	q.query = span_str(target);
	assert_true(span_word(&q.query, '?', &q.path));
	buf_init(&r.body, (size_t)64 << 20);
	if (h.head(h.ctx, &q, &r, &max)) {
		if (body.n > max) {
			h.refuse(h.ctx, 413, &r);
			r.status = 413;
		} else {
			q.body = body;
			h.body(h.ctx, &q, &r);
		}
	}
	h.forget(h.ctx, &q);
	if (r.fd != -1) {
		char step[4096];
		ssize_t n;

		while ((n = read(r.fd, step, sizeof(step))) > 0)
			buf_add(&r.body, step, (size_t)n);
		close(r.fd);
		assert_int_equal(r.fd_size, r.body.n);
	}
	a.status = r.status;
	a.type = r.content_type;
	a.body = r.body;
	return a;
}

static __attribute__((unused)) void
kit_challenge(struct kit *k, uint8_t out[TT_CHALLENGE_LEN])
{
	struct kit_answer a = kit_raw(k, HTTP_GET, "/api/v1/challenge", NULL,
	    SPAN(""));
	struct span hex;
	json_t *o;

	assert_int_equal(200, a.status);
	assert_int_equal(TT_OK, json_in_parse(buf_view(&a.body), 4096, &o,
	    NULL));
	assert_int_equal(TT_OK, json_in_str(o, "challenge", &hex, NULL));
	assert_true(hex_decode(out, TT_CHALLENGE_LEN, hex.p, hex.n));
	json_decref(o);
	buf_done(&a.body);
}

/* The same, signed; who NULL: nobody signs. */
static __attribute__((unused)) struct kit_answer
kit_call(struct kit *k, const struct tt_signer *who, enum http_verb verb,
    const char *target, struct span body)
{
	struct tt_request r = { .origin = SPAN(KIT_ORIGIN),
		.time = k->now_s, .method = span_str(http_verb_text(verb)),
		.path = span_str(target), .body = body };
	struct kit_answer a;
	struct buf header;

	if (who == NULL)
		return kit_raw(k, verb, target, NULL, body);
	kit_challenge(k, r.challenge);
	buf_init(&header, TT_REQUEST_HEADER_MAX);
	assert_int_equal(TT_OK, tt_request_sign(&header, &r, who));
	a = kit_raw(k, verb, target, header.p, body);
	buf_done(&header);
	return a;
}

/* Only the status counts. */
static __attribute__((unused)) unsigned
kit_status(struct kit *k, const struct tt_signer *who, enum http_verb verb,
    const char *target, struct span body)
{
	struct kit_answer a = kit_call(k, who, verb, target, body);

	buf_done(&a.body);
	return a.status;
}

/* The JSON of an answer that must have that status; json_decref. */
static __attribute__((unused)) json_t *
kit_json(struct kit *k, const struct tt_signer *who, enum http_verb verb,
    const char *target, struct span body, unsigned status)
{
	struct kit_answer a = kit_call(k, who, verb, target, body);
	json_t *o;

	if (a.status != status)
		fail_msg("%s: %u %s", target, a.status,
		    a.body.n > 0 ? a.body.p : "");
	assert_int_equal(TT_OK, json_in_parse(buf_view(&a.body),
	    (size_t)64 << 20, &o, NULL));
	buf_done(&a.body);
	return o;
}

/* The salt that a test gives a statement follows from it, and so its leaf. */
static __attribute__((unused)) void
kit_leaf(const struct buf *statement, struct tt_salt *salt, struct hash *leaf)
{
	sha256(salt->b, statement->p, statement->n);
	tt_leaf_hash(leaf, salt, buf_view(statement));
}

/* Hand in a statement (as officer or publisher); its leaf. */
static __attribute__((unused)) unsigned
kit_hand_in(struct kit *k, const struct tt_signer *who,
    const struct buf *statement, struct hash *leaf)
{
	struct tt_salt salt;
	struct kit_answer a;
	struct buf body;

	kit_leaf(statement, &salt, leaf);
	buf_init(&body, 65536);
	buf_add(&body, salt.b, sizeof(salt.b));
	buf_span(&body, buf_view(statement));
	a = kit_call(k, who, HTTP_POST, "/api/v1/statement", buf_view(&body));
	buf_done(&body);
	buf_done(&a.body);
	return a.status;
}

/* A batch, a second later. */
static __attribute__((unused)) void
kit_cut(struct kit *k)
{
	k->now_s++;
	assert_int_equal(TT_OK, batch_cut(k->hub));
}

/* The partner, approved. */
static __attribute__((unused)) void
kit_partner_state(struct kit *k, const char *state)
{
	static struct tt_statement_out o;
	struct hash leaf;
	struct buf s;

	kit_begin(k, &o, TT_PARTNER);
	tt_statement_put_str(&o, "partner", KIT_PARTNER);
	tt_statement_put_str(&o, "name", "Example Partner");
	tt_statement_put_str(&o, "state", state);
	tt_statement_put_str(&o, "tier", "member");
	tt_statement_put_str(&o, "agreement", "1");
	kit_sign(&o, &k->officer, NULL, &s);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &s, &leaf));
	buf_done(&s);
}

static __attribute__((unused)) void
kit_reader_statement(struct kit *k, const struct tt_signer *reader,
    const struct tt_age_identity *seal, const char *id, const char *state,
    const struct tt_signer *officer, struct buf *out)
{
	static struct tt_statement_out o;

	kit_begin(k, &o, TT_READER);
	tt_statement_put_str(&o, "partner", KIT_PARTNER);
	tt_statement_put_str(&o, "reader", id);
	tt_statement_put_vkey(&o, "sign", &reader->vkey);
	tt_statement_put_recipient(&o, "seal", &seal->recipient);
	tt_statement_put_str(&o, "state", state);
	kit_sign(&o, reader, officer, out);
}

static __attribute__((unused)) void
kit_add_reader(struct kit *k, const struct tt_signer *reader,
    const struct tt_age_identity *seal, const char *id)
{
	struct hash leaf;
	struct buf s;

	kit_reader_statement(k, reader, seal, id, "active", &k->officer, &s);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &s, &leaf));
	buf_done(&s);
}

#define IN_KIT(f)	cmocka_unit_test_setup_teardown(f, kit_new, kit_gone)

#endif
