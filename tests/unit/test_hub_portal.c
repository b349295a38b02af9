/* SPDX-License-Identifier: ISC */
/*
 * The portal's door: passkeys bound to readers, sessions and their ends.  The
 * authenticator is the test's own, with an EdDSA key.
 */
#include "test.h"
#include "temp.h"
#include "hub_kit.h"
#include "hub_story.h"
#include "hub/portal/assertion.h"
#include "hub/portal/session.h"
#include "store/hub_portal.h"

#define SITE	"https://" KIT_ORIGIN
#define NOBODY	"__Host-telltale=0000000000000000000000000000000000000000" \
		"000000000000000000000000"

struct authenticator {
	uint8_t		pk[crypto_sign_PUBLICKEYBYTES];
	uint8_t		sk[crypto_sign_SECRETKEYBYTES];
	uint8_t		id[16];
	uint32_t	count;
};

static void
make(struct authenticator *a, uint8_t which)
{
	uint8_t seed[crypto_sign_SEEDBYTES] = { which };

	memset(a, 0, sizeof(*a));
	crypto_sign_seed_keypair(a->pk, a->sk, seed);
	memset(a->id, which, sizeof(a->id));
}

/* rpIdHash, flags, count; when made also AAGUID, id and the COSE key. */
static size_t
auth_data(struct authenticator *a, bool made, uint8_t out[256])
{
	static const uint8_t cose[] = { 0xa4, 0x01, 0x01, 0x03, 0x27, 0x20,
		0x06, 0x21, 0x58, 0x20 };
	size_t n = 37;

	sha256(out, "localhost", 9);
	out[32] = made ? 0x45 : 0x05;
	a->count++;
	for (size_t i = 0; i < 4; i++)
		out[33 + i] = (uint8_t)(a->count >> (24 - 8 * i));
	if (!made)
		return n;
	memset(out + n, 0, 16);
	out[n + 16] = 0;
	out[n + 17] = sizeof(a->id);
	n += 18;
	memcpy(out + n, a->id, sizeof(a->id));
	n += sizeof(a->id);
	memcpy(out + n, cose, sizeof(cose));
	n += sizeof(cose);
	memcpy(out + n, a->pk, sizeof(a->pk));
	return n + sizeof(a->pk);
}

static void
put_base64(struct buf *b, const char *key, const void *p, size_t n)
{
	char text[4096];

	b64_encode(text, p, n);
	buf_printf(b, ",\"%s\":\"%s\"", key, text);
}

static size_t
client_data(const char *type, const uint8_t challenge[32], char out[512])
{
	char url[64];

	b64_raw_encode(url, challenge, 32);
	for (char *c = url; *c != '\0'; c++)
		*c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
	return (size_t)snprintf(out, 512, "{\"type\":\"%s\",\"challenge\":"
	    "\"%s\",\"origin\":\"" SITE "\"}", type, url);
}

/* What a browser posts: for a challenge of the hub's, `own` its other half. */
static void
body_of(struct kit *k, struct authenticator *a, bool made, uint8_t own,
    struct buf *out)
{
	uint8_t challenge[32], auth[256], sig[64], message[256 + 32];
	char client[512], hex[65];
	size_t n, client_n;

	kit_challenge(k, challenge);
	memset(challenge + 16, own, 16);
	hex_encode(hex, challenge, 32);
	client_n = client_data(made ? "webauthn.create" : "webauthn.get",
	    challenge, client);
	n = auth_data(a, made, auth);
	buf_init(out, 16384);
	buf_printf(out, "{\"challenge\":\"%s\"", hex);
	put_base64(out, "client_data", client, client_n);
	put_base64(out, "auth_data", auth, n);
	if (!made) {
		memcpy(message, auth, n);
		sha256(message + n, client, client_n);
		crypto_sign_detached(sig, NULL, message, n + 32, a->sk);
		put_base64(out, "credential", a->id, sizeof(a->id));
		put_base64(out, "signature", sig, sizeof(sig));
	}
	buf_str(out, "}");
}

static unsigned
bind(struct kit *k, const struct tt_signer *reader, struct authenticator *a)
{
	struct buf body;
	unsigned status;

	body_of(k, a, true, 1, &body);
	status = kit_status(k, reader, HTTP_POST, "/api/v1/passkey",
	    buf_view(&body));
	buf_done(&body);
	return status;
}

/* A request as a browser sends it; the cookie that is set, if any. */
static unsigned
browse(struct kit *k, enum http_verb verb, const char *target,
    const char *origin, char cookie[HTTP_COOKIE_MAX], struct span body,
    char title[64])
{
	struct http_handler h = hub_handler(k->hub);
	struct http_request q = { .verb = verb, .target = target,
		.path = span_str(target), .origin = origin,
		.cookie = cookie[0] != '\0' ? cookie : NULL, .body = body,
		.has_body = body.n > 0 };
	struct http_response r = { .fd = -1 };
	const char *at;
	size_t max;

	buf_init(&r.body, (size_t)1 << 20);
	if (h.head(h.ctx, &q, &r, &max))
		h.body(h.ctx, &q, &r);
	h.forget(h.ctx, &q);
	if (r.set_cookie[0] != '\0')
		snprintf(cookie, HTTP_COOKIE_MAX, "%.*s",
		    (int)strcspn(r.set_cookie, ";"), r.set_cookie);
	if (title != NULL) {
		at = r.body.n > 0 ? strstr(r.body.p, "<h1>") : NULL;
		snprintf(title, 64, "%.*s", at == NULL ? 0 :
		    (int)strcspn(at + 4, "<"), at == NULL ? "" : at + 4);
	}
	buf_done(&r.body);
	return r.status;
}

static unsigned
sign_in(struct kit *k, struct authenticator *a, uint8_t own,
    char cookie[HTTP_COOKIE_MAX])
{
	struct buf body;
	unsigned status;

	body_of(k, a, false, own, &body);
	status = browse(k, HTTP_POST, "/portal/session", SITE, cookie,
	    buf_view(&body), NULL);
	buf_done(&body);
	return status;
}

static void
check_home(struct kit *k, char cookie[HTTP_COOKIE_MAX], const char *want)
{
	char title[64];

	assert_int_equal(200, browse(k, HTTP_GET, "/portal", NULL, cookie,
	    SPAN(""), title));
	assert_string_equal(want, title);
}

/* An approved reader with a passkey, who is signed in. */
static void
begin(struct kit *k, struct authenticator *a, char cookie[HTTP_COOKIE_MAX])
{
	kit_partner_state(k, "approved");
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	make(a, 1);
	assert_int_equal(204, bind(k, &k->reader, a));
	cookie[0] = '\0';
	assert_int_equal(204, sign_in(k, a, 1, cookie));
	check_home(k, cookie, "Inbox");
}

static void
a_passkey_is_bound_by_its_reader_alone(void **state)
{
	char cookie[HTTP_COOKIE_MAX] = "";
	struct kit *k = *state;
	struct authenticator a;

	kit_partner_state(k, "approved");
	make(&a, 1);
	assert_int_equal(404, bind(k, &k->reader, &a));	/* not known */
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	kit_add_reader(k, &k->reader2, &k->seal2, k->reader2_id);
	assert_int_equal(404, sign_in(k, &a, 1, cookie));
	assert_int_equal(404, bind(k, &k->officer, &a));
	assert_int_equal(401, bind(k, NULL, &a));
	assert_int_equal(204, bind(k, &k->reader, &a));
	assert_int_equal(204, bind(k, &k->reader, &a));	/* again */
	assert_int_equal(409, bind(k, &k->reader2, &a));
	assert_string_equal("", cookie);
	assert_int_equal(204, sign_in(k, &a, 1, cookie));
	check_home(k, cookie, "Inbox");
}

static void
a_reader_has_so_many(void **state)
{
	struct kit *k = *state;
	struct authenticator a;

	kit_partner_state(k, "approved");
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	for (uint8_t i = 1; i <= HUB_PASSKEYS_MAX; i++) {
		make(&a, i);
		assert_int_equal(204, bind(k, &k->reader, &a));
	}
	make(&a, HUB_PASSKEYS_MAX + 1);
	assert_int_equal(400, bind(k, &k->reader, &a));
}

static void
an_assertion_is_taken_once_and_in_time(void **state)
{
	char cookie[HTTP_COOKIE_MAX], other[HTTP_COOKIE_MAX] = "";
	struct kit *k = *state;
	struct authenticator a;
	struct buf body;

	begin(k, &a, cookie);
	body_of(k, &a, false, 2, &body);
	assert_int_equal(204, browse(k, HTTP_POST, "/portal/session", SITE,
	    other, buf_view(&body), NULL));
	other[0] = '\0';
	assert_int_equal(404, browse(k, HTTP_POST, "/portal/session", SITE,
	    other, buf_view(&body), NULL));
	buf_done(&body);
	/* a counter that stands still says nothing; the challenge does */
	a.count = UINT32_MAX;
	assert_int_equal(404, sign_in(k, &a, 3, other));
	a.count = 100;
	body_of(k, &a, false, 4, &body);
	k->now_s += CHALLENGE_GOOD_S + 1;
	assert_int_equal(404, browse(k, HTTP_POST, "/portal/session", SITE,
	    other, buf_view(&body), NULL));
	buf_done(&body);
	assert_string_equal("", other);
	assert_int_equal(204, sign_in(k, &a, 5, other));
}

/* Without a count, as keys have it that are on several machines. */
static void
one_without_a_count_is_taken_once_too(void **state)
{
	char cookie[HTTP_COOKIE_MAX] = "";
	struct kit *k = *state;
	struct authenticator a;
	struct buf body;

	kit_partner_state(k, "approved");
	kit_add_reader(k, &k->reader, &k->seal, k->reader_id);
	make(&a, 1);
	a.count = UINT32_MAX;		/* the next is 0 */
	assert_int_equal(204, bind(k, &k->reader, &a));
	a.count = UINT32_MAX;
	body_of(k, &a, false, 1, &body);
	assert_int_equal(204, browse(k, HTTP_POST, "/portal/session", SITE,
	    cookie, buf_view(&body), NULL));
	cookie[0] = '\0';
	assert_int_equal(404, browse(k, HTTP_POST, "/portal/session", SITE,
	    cookie, buf_view(&body), NULL));
	buf_done(&body);
	a.count = UINT32_MAX;
	assert_int_equal(204, sign_in(k, &a, 2, cookie));
}

static void
another_site_cannot_act(void **state)
{
	static const char *const origins[] = { NULL, "null",
		"https://elsewhere.example", "http://" KIT_ORIGIN,
		SITE ".example", SITE "/" };
	char cookie[HTTP_COOKIE_MAX], other[HTTP_COOKIE_MAX] = "";
	struct kit *k = *state;
	struct authenticator a;
	struct buf body;

	begin(k, &a, cookie);
	body_of(k, &a, false, 9, &body);
	for (size_t i = 0; i < N_ROWS(origins); i++) {
		CHECK_ROW(state, origins[i]);
		assert_int_equal(404, browse(k, HTTP_POST, "/portal/session",
		    origins[i], other, buf_view(&body), NULL));
		assert_int_equal(404, browse(k, HTTP_POST, "/portal/logout",
		    origins[i], cookie, SPAN(""), NULL));
	}
	buf_done(&body);
	check_home(k, cookie, "Inbox");
}

static void
who_signs_out_is_out(void **state)
{
	char cookie[HTTP_COOKIE_MAX], kept[HTTP_COOKIE_MAX];
	struct kit *k = *state;
	struct authenticator a;

	begin(k, &a, cookie);
	memcpy(kept, cookie, sizeof(kept));
	assert_int_equal(303, browse(k, HTTP_POST, "/portal/logout", SITE,
	    cookie, SPAN(""), NULL));
	assert_string_equal("__Host-telltale=", cookie);
	check_home(k, kept, "Sign in");
}

static void
a_session_has_an_end(void **state)
{
	char cookie[HTTP_COOKIE_MAX];
	struct kit *k = *state;
	struct authenticator a;
	int64_t began;

	begin(k, &a, cookie);
	began = k->now_s;
	while (k->now_s - began + SESSION_IDLE_S - 1 < SESSION_MADE_S) {
		k->now_s += SESSION_IDLE_S - 1;
		check_home(k, cookie, "Inbox");
	}
	k->now_s = began + SESSION_MADE_S;
	check_home(k, cookie, "Sign in");
	assert_int_equal(204, sign_in(k, &a, 2, cookie));
	k->now_s += SESSION_IDLE_S;
	check_home(k, cookie, "Sign in");
	k->now_s -= SESSION_IDLE_S;	/* it does not come back */
	check_home(k, cookie, "Sign in");
}

static void
a_suspension_ends_it_for_good(void **state)
{
	static const char *const words[] = { "suspended", "removed" };
	char cookie[HTTP_COOKIE_MAX];
	struct kit *k = *state;
	struct authenticator a;

	begin(k, &a, cookie);
	for (size_t i = 0; i < N_ROWS(words); i++) {
		CHECK_ROW(state, words[i]);
		k->now_s++;
		kit_partner_state(k, words[i]);
		k->now_s++;
		kit_partner_state(k, "approved");
		check_home(k, cookie, "Sign in");
		assert_int_equal(204, sign_in(k, &a, (uint8_t)(10 + i),
		    cookie));
		check_home(k, cookie, "Inbox");
	}
	k->now_s++;
	kit_partner_state(k, "suspended");
	check_home(k, cookie, "Sign in");
	assert_int_equal(404, sign_in(k, &a, 20, cookie));
}

static void
a_revoked_reader_is_out(void **state)
{
	char cookie[HTTP_COOKIE_MAX];
	struct kit *k = *state;
	struct authenticator a;
	struct hash leaf;
	struct buf s;

	begin(k, &a, cookie);
	k->now_s++;
	kit_reader_statement(k, &k->reader, &k->seal, k->reader_id, "revoked",
	    &k->officer, &s);
	assert_int_equal(202, kit_hand_in(k, &k->officer, &s, &leaf));
	buf_done(&s);
	check_home(k, cookie, "Sign in");
	assert_int_equal(404, sign_in(k, &a, 2, cookie));
}

static void
cookies_that_are_none(void **state)
{
	static const char *const cookies[] = { NOBODY, "__Host-telltale=",
		"__Host-telltale=x", "telltale=1", "" };
	struct kit *k = *state;

	for (size_t i = 0; i < N_ROWS(cookies); i++) {
		char cookie[HTTP_COOKIE_MAX];

		CHECK_ROW(state, cookies[i]);
		snprintf(cookie, sizeof(cookie), "%s", cookies[i]);
		check_home(k, cookie, "Sign in");
	}
}

static void
a_reader_sees_their_own_bulletins_alone(void **state)
{
	char cookie[HTTP_COOKIE_MAX], title[64];
	struct kit *k = *state;
	struct story *s = story_new(k);
	struct authenticator a;
	struct kit_answer answer;

	story_keeper(s);
	story_statements(s);
	story_upload(s);
	kit_cut(k);
	story_share(s);
	answer = story_publish(s, false);
	assert_int_equal(200, answer.status);
	buf_done(&answer.body);
	for (uint8_t i = 1; i <= 2; i++) {
		CHECK_ROW(state, i == 1 ? "whose it is" : "whose it is not");
		make(&a, i);
		assert_int_equal(204, bind(k, i == 1 ? &k->reader :
		    &k->reader2, &a));
		cookie[0] = '\0';
		assert_int_equal(204, sign_in(k, &a, i, cookie));
		assert_int_equal(i == 1 ? 200 : 404, browse(k, HTTP_GET,
		    "/portal/bulletin/" STORY_ID, NULL, cookie, SPAN(""),
		    title));
		assert_string_equal(i == 1 ? "Bulletin " STORY_ID : "",
		    title);
	}
	cookie[0] = '\0';
	assert_int_equal(200, browse(k, HTTP_GET, "/portal/bulletin/"
	    STORY_ID, NULL, cookie, SPAN(""), title));
	assert_string_equal("Sign in", title);
	story_free(s);
}

TEST_MAIN(IN_KIT(a_passkey_is_bound_by_its_reader_alone),
    IN_KIT(a_reader_has_so_many),
    IN_KIT(an_assertion_is_taken_once_and_in_time),
    IN_KIT(one_without_a_count_is_taken_once_too),
    IN_KIT(another_site_cannot_act),
    IN_KIT(who_signs_out_is_out),
    IN_KIT(a_session_has_an_end),
    IN_KIT(a_suspension_ends_it_for_good),
    IN_KIT(a_revoked_reader_is_out),
    IN_KIT(cookies_that_are_none),
    IN_KIT(a_reader_sees_their_own_bulletins_alone))
