/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/hubclient.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/log_reader.h"
#include "telltale/note.h"
#include "telltale/request.h"

#define ANSWER_MAX	((size_t)1 << 20)	/* bytes, unless asked for */
#define CHALLENGE_MS	45000	/* of the 60 s that one is good for */
#define DETAIL_MAX	512	/* bytes of a problem's detail that are shown */

struct hubclient {
	struct http_client *http;
	const struct tt_signer *signer;
	char origin[TT_ORIGIN_MAX + 1];
	char url[512];
	char home[FILE_PATH_MAX];
	struct tt_policy *policy;
	struct tt_checkpoint seen;
	struct buf note;		/* of seen; empty: none yet */
	uint8_t challenge[TT_CHALLENGE_LEN];
	int64_t challenge_ms;		/* when it came; 0: none */
};

static void
in_home(const struct hubclient *h, const char *rel, char out[FILE_PATH_MAX])
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

	in_home(h, "policy", path);
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

	in_home(h, "checkpoint", path);
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

static int
say_status(const struct http_answer *a, const char *what)
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
	case 429:
	case 503:
	case 507:
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
		return say_status(a, what);
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

/* A tt_tile_io over the hub. */
static enum tt_err
get_tile(void *ctx, const struct tt_tile *t, struct buf *out)
{
	char path[TT_TILE_PATH_MAX + 2] = "/";
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.plain = true, .max_answer = (size_t)8 << 20 };
	struct http_answer a;
	enum tt_err e;

	tt_tile_path(t, path + 1);
	if ((e = hubclient_try(ctx, &call, &a)) != TT_OK)
		return e;
	if (a.status == 200)
		buf_span(out, buf_view(&a.body));
	e = a.status == 200 ? buf_err(out) : a.status == 404 ? TT_ENOENT :
	    TT_ENET;
	http_answer_done(&a);
	return e;
}

/* Does the log of newer go on where the one of older was? */
static enum tt_err
continues(struct hubclient *h, const struct tt_checkpoint *older,
    const struct tt_checkpoint *newer)
{
	const struct tt_tile_io io = { .get = get_tile, .ctx = h };
	struct tt_log_reader *r = NULL;
	enum tt_err e;

	if (newer->size <= older->size)	/* no tile is needed for these */
		return tt_checkpoint_follows(older, newer, NULL, 0);
	if ((e = tt_log_reader_new(&r, newer, &io)) == TT_OK)
		e = tt_log_reader_follows(r, older);
	tt_log_reader_free(r);
	return e == TT_EINTEGRITY || e == TT_ENOENT ? TT_EFORK : e;
}

/* Both notes, so that anybody can be shown them. */
static void
keep_evidence(struct hubclient *h, struct span offered)
{
	long long at = (long long)clock_now();
	char dir[FILE_PATH_MAX], path[FILE_PATH_MAX], name[64];

	in_home(h, "alarms", dir);
	if (file_mkdirs(dir) != TT_OK)
		return;
	snprintf(name, sizeof(name), "alarms/%lld-seen", at);
	in_home(h, name, path);
	if (file_write(path, h->note.p, h->note.n, 0600) != TT_OK)
		return;
	snprintf(name, sizeof(name), "alarms/%lld-offered", at);
	in_home(h, name, path);
	if (file_write(path, offered.p, offered.n, 0600) == TT_OK)
		say_hint("both checkpoints are kept in %s; go on with neither "
		    "until it is known why", dir);
}

static int
alarm_of(struct hubclient *h, enum tt_err e, const struct tt_checkpoint *cp,
    struct span note)
{
	if (e == TT_EROLLBACK)
		say_fail(CLI_ALARM, NULL, "alarm: the hub's ledger has %llu "
		    "entries, and had %llu before: it was rolled back",
		    (unsigned long long)cp->size,
		    (unsigned long long)h->seen.size);
	else
		say_fail(CLI_ALARM, NULL, "alarm: the hub's ledger of %llu "
		    "entries does not continue the one of %llu that was seen "
		    "before: it forks", (unsigned long long)cp->size,
		    (unsigned long long)h->seen.size);
	keep_evidence(h, note);
	return CLI_ALARM;
}

/* Note is verified; keeps it if it is newer. */
static int
keep(struct hubclient *h, struct span note, const struct tt_checkpoint *cp)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if (h->note.n != 0 && cp->size <= h->seen.size)
		return CLI_DONE;
	in_home(h, "checkpoint", path);
	if ((e = file_write(path, note.p, note.n, 0600)) != TT_OK)
		return say_err(e, NULL, "cannot keep the checkpoint %s", path);
	buf_done(&h->note);
	buf_init(&h->note, TT_NOTE_MAX);
	buf_span(&h->note, note);
	h->seen = *cp;
	return CLI_DONE;
}

static int
judge(struct hubclient *h, struct span note, bool older_is_fine,
    struct tt_policy_verdict *out)
{
	struct tt_policy_verdict v;
	enum tt_err e;

	if ((e = tt_policy_open(h->policy, note, &v)) != TT_OK)
		return say_err(e, "the log policy of this home names the keys "
		    "that it believes", "cannot believe the hub's checkpoint");
	if (h->note.n == 0)
		e = TT_OK;
	else if (older_is_fine && v.checkpoint.size < h->seen.size)
		e = continues(h, &v.checkpoint, &h->seen);
	else
		e = continues(h, &h->seen, &v.checkpoint);
	if (e == TT_EROLLBACK || e == TT_EFORK)
		return alarm_of(h, e, &v.checkpoint, note);
	if (e != TT_OK)
		return hubclient_say(h, e, NULL, "check the hub's ledger");
	if (out != NULL)
		*out = v;
	return keep(h, note, &v.checkpoint);
}

int
hubclient_checkpoint(struct hubclient *h, struct tt_policy_verdict *out)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/checkpoint", .plain = true,
		.max_answer = TT_NOTE_MAX };
	struct http_answer a;
	enum tt_err e;
	int code;

	if ((e = hubclient_try(h, &call, &a)) != TT_OK)
		return hubclient_say(h, e, NULL, "fetch the checkpoint");
	if (a.status == 404 && h->note.n != 0)
		code = say_fail(CLI_ALARM, "restore the hub's ledger; it is "
		    "never made anew", "alarm: the hub has no ledger, and had "
		    "one of %llu entries", (unsigned long long)h->seen.size);
	else if (a.status != 200)
		code = say_status(&a, "fetch the checkpoint");
	else
		code = judge(h, buf_view(&a.body), false, out);
	http_answer_done(&a);
	return code;
}

int
hubclient_saw(struct hubclient *h, struct span note)
{
	return judge(h, note, true, NULL);
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
