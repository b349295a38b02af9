/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/hubclient_own.h"
#include "cli/say.h"
#include "telltale/note.h"

#define ANSWER_MAX	((size_t)1 << 20)	/* bytes, unless asked for */
#define CHALLENGE_MS	45000	/* of the 60 s that one is good for */
#define DETAIL_MAX	512	/* bytes of a problem's detail that are shown */

void
hubclient_in_home(const struct hubclient *h, const char *rel,
    char out[FILE_PATH_MAX])
{
	if (file_path(out, h->home, rel) != TT_OK)
		out[0] = '\0';
}

static int
read_policy(struct hubclient *h)
{
	struct tt_policy_diag diag = { .line = 0 };
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;

	hubclient_in_home(h, "policy", path);
	if ((e = file_read(path, TT_POLICY_MAX, &text)) != TT_OK)
		return say_err(e, NULL, "cannot read the log policy %s", path);
	e = tt_policy_new(&h->policy, buf_view(&text), &diag);
	buf_done(&text);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot use %s, line %u", path,
		    diag.line);
	return CLI_DONE;
}

/* The newest checkpoint that this home has seen; none yet is fine. */
static int
read_seen(struct hubclient *h)
{
	struct tt_policy_verdict v;
	char path[FILE_PATH_MAX];
	struct buf note;
	enum tt_err e;

	hubclient_in_home(h, "checkpoint", path);
	if ((e = file_read(path, TT_NOTE_MAX, &note)) == TT_ENOENT)
		return CLI_DONE;
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if ((e = tt_policy_open(h->policy, buf_view(&note), &v)) != TT_OK) {
		buf_done(&note);
		return say_err(e, NULL, "cannot believe %s, the newest "
		    "checkpoint seen", path);
	}
	h->seen = v.checkpoint;
	h->note = note;		/* transferred */
	return CLI_DONE;
}

int
hubclient_new(struct hubclient **out, const struct hubclient_conf *conf)
{
	const struct http_client_conf http = { .base = conf->url,
		.pin = conf->pin };
	struct hubclient *h = calloc(1, sizeof(*h));
	enum tt_err e = TT_ENOMEM;
	int code;

	if (h != NULL &&
	    (e = span_copy(span_str(conf->origin), h->origin,
	    sizeof(h->origin))) == TT_OK &&
	    (e = span_copy(span_str(conf->url), h->url,
	    sizeof(h->url))) == TT_OK &&
	    (e = span_copy(span_str(conf->home), h->home,
	    sizeof(h->home))) == TT_OK)
		e = http_client_new(&h->http, &http);
	if (e != TT_OK) {
		hubclient_free(h);
		return say_err(e, NULL, "cannot use the hub's address %s",
		    conf->url);
	}
	h->signer = conf->signer;
	if ((code = read_policy(h)) != CLI_DONE ||
	    (code = read_seen(h)) != CLI_DONE) {
		hubclient_free(h);
		return code;
	}
	*out = h;
	return CLI_DONE;
}

void
hubclient_free(struct hubclient *h)
{
	if (h == NULL)
		return;
	http_client_free(h->http);
	tt_policy_free(h->policy);
	buf_done(&h->note);
	free(h);
}

static enum tt_err
parse_challenge(struct span body, uint8_t out[TT_CHALLENGE_LEN])
{
	json_t *root;
	struct span hex;
	enum tt_err e;

	if ((e = json_in_parse(body, ANSWER_MAX, &root, NULL)) != TT_OK)
		return e;
	if ((e = json_in_str(root, "challenge", &hex, NULL)) == TT_OK &&
	    !hex_decode(out, TT_CHALLENGE_LEN, hex.p, hex.n))
		e = TT_ESYNTAX;
	json_decref(root);
	return e;
}

/* A challenge that is still good for a while. */
static enum tt_err
challenge(struct hubclient *h)
{
	const struct http_call call = { .verb = HTTP_GET,
		.target = "/api/v1/challenge", .max_answer = 4096 };
	struct http_answer a;
	int64_t now = clock_ms();
	enum tt_err e;

	if (h->challenge_ms != 0 && now - h->challenge_ms < CHALLENGE_MS)
		return TT_OK;
	if ((e = http_client_call(h->http, &call, &a)) != TT_OK)
		return e;
	e = a.status == 200 ?
	    parse_challenge(buf_view(&a.body), h->challenge) :
	    a.status >= 500 || a.status == 429 ? TT_EAGAIN : TT_ENET;
	http_answer_done(&a);
	if (e == TT_OK)
		h->challenge_ms = now;
	return e == TT_ESYNTAX || e == TT_ENOENT ? TT_ENET : e;
}

static enum tt_err
authorize(struct hubclient *h, const struct hubclient_call *call,
    struct buf *header)
{
	struct tt_request r = { .origin = span_str(h->origin),
		.time = clock_now(),
		.method = span_str(http_verb_text(call->verb)),
		.path = span_str(call->path), .body = call->body };
	enum tt_err e;

	if (h->signer == NULL)
		return TT_EKEY;
	if ((e = challenge(h)) != TT_OK)
		return e;
	memcpy(r.challenge, h->challenge, sizeof(r.challenge));
	if ((e = tt_request_sign(header, &r, h->signer)) != TT_OK)
		return e;
	return buf_err(header);
}

static const char *
type_of(const struct hubclient_call *call)
{
	if (call->content_type != NULL || call->verb == HTTP_GET)
		return call->content_type;
	return "application/json";
}

static enum tt_err
try_once(struct hubclient *h, const struct hubclient_call *call,
    struct http_answer *out)
{
	struct http_call http = { .verb = call->verb, .target = call->path,
		.content_type = type_of(call), .body = call->body,
		.max_answer = call->max_answer != 0 ? call->max_answer :
		    ANSWER_MAX };
	struct buf header;
	enum tt_err e = TT_OK;

	buf_init(&header, TT_REQUEST_HEADER_MAX);
	if (!call->plain) {
		e = authorize(h, call, &header);
		http.authorization = header.p;
	}
	if (e == TT_OK)
		e = http_client_call(h->http, &http, out);
	buf_done(&header);
	return e;
}

enum tt_err
hubclient_try(struct hubclient *h, const struct hubclient_call *call,
    struct http_answer *out)
{
	struct http_answer a;
	enum tt_err e;

	if ((e = try_once(h, call, &a)) != TT_OK)
		return e;
	if (a.status == 401 && !call->plain) {	/* the challenge ran out */
		http_answer_done(&a);
		h->challenge_ms = 0;
		if ((e = try_once(h, call, &a)) != TT_OK)
			return e;
	}
	*out = a;
	return TT_OK;
}

/* The detail of a problem document, or its title, or the status's text. */
static void
detail(const struct http_answer *a, char out[DETAIL_MAX])
{
	json_t *root = NULL;
	struct span text;

	snprintf(out, DETAIL_MAX, "the hub answered %u", a->status);
	if (json_in_parse(buf_view(&a->body), ANSWER_MAX, &root, NULL) !=
	    TT_OK)
		return;
	if (json_in_str(root, "detail", &text, NULL) == TT_OK ||
	    json_in_str(root, "title", &text, NULL) == TT_OK)
		snprintf(out, DETAIL_MAX, "%.*s",
		    text.n > DETAIL_MAX - 1 ? DETAIL_MAX - 1 : (int)text.n,
		    text.p);
	json_decref(root);
}

int
hubclient_status(const struct http_answer *a, const char *what)
{
	char why[DETAIL_MAX];

	detail(a, why);
	switch (a->status) {
	case 401:
	case 403:
		return say_fail(CLI_REFUSED, NULL, "cannot %s: %s", what, why);
	case 404:
		return say_fail(CLI_TROUBLE, "what is absent and what is "
		    "forbidden get the same answer", "cannot %s: the hub has "
		    "no such thing for this key", what);
	case 409:
	case 422:
		return say_fail(CLI_REFUSED, NULL, "cannot %s: %s", what, why);
	case 413:
	case 414:
		return say_fail(CLI_TROUBLE, NULL,
		    "cannot %s: it is larger than the hub takes", what);
	case 507:
		return say_fail(CLI_LATER, "once there is room on it, the "
		    "same command again", "cannot %s now: %s", what, why);
	case 429:
	case 503:
		return say_fail(CLI_LATER, "the same again in a while",
		    "cannot %s now: %s", what, why);
	default:
		return say_fail(CLI_TROUBLE, NULL, "cannot %s: %s", what, why);
	}
}

int
hubclient_say(struct hubclient *h, enum tt_err e, const struct http_answer *a,
    const char *what)
{
	switch (e) {
	case TT_OK:
		return hubclient_status(a, what);
	case TT_ENET:
		say_fail(CLI_TROUBLE, NULL,
		    "cannot %s: the hub at %s cannot be reached: %s", what,
		    h->url, http_client_why(h->http));
		say_hint("telltaled -C DIR/hub, if it is yours and is down");
		return CLI_TROUBLE;
	case TT_EINTEGRITY:
		return say_fail(CLI_ALARM, "whoever answers there is not the "
		    "hub that was pinned; ask its operator",
		    "cannot %s: the server at %s has another key", what,
		    h->url);
	default:
		return say_err(e, NULL, "cannot %s", what);
	}
}

int
hubclient_do(struct hubclient *h, const struct hubclient_call *call,
    const char *what, struct http_answer *out)
{
	struct http_answer a;
	enum tt_err e;
	int code;

	if ((e = hubclient_try(h, call, &a)) != TT_OK)
		return hubclient_say(h, e, NULL, what);
	if (a.status / 100 != 2) {
		code = hubclient_say(h, TT_OK, &a, what);
		http_answer_done(&a);
		return code;
	}
	*out = a;
	return CLI_DONE;
}

int
hubclient_json(struct hubclient *h, const struct hubclient_call *call,
    const char *what, json_t **out)
{
	struct json_diag diag = { .line = 0 };
	struct http_answer a;
	enum tt_err e;
	int code;

	if ((code = hubclient_do(h, call, what, &a)) != CLI_DONE)
		return code;
	e = json_in_parse(buf_view(&a.body), a.body.n, out, &diag);
	http_answer_done(&a);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot %s: the hub's answer, %s",
		    what, diag.text);
	return CLI_DONE;
}

const struct tt_checkpoint *
hubclient_seen(const struct hubclient *h)
{
	return &h->seen;
}

const struct tt_policy *
hubclient_policy(const struct hubclient *h)
{
	return h->policy;
}
