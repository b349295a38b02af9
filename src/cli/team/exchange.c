/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/sha256.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/team/asked.h"
#include "cli/team/exchange.h"
#include "cli/team/settle.h"
#include "cli/team/told.h"
#include "store/crash.h"
#include "store/vault_team.h"

#define PAGE_MAX	((size_t)64 << 20)	/* bytes of one answer */
#define CONFLICT	409

static int
put(struct hubclient *h, const char *path, struct span sealed,
    const char *what, bool *refused)
{
	const struct hubclient_call call = { .verb = HTTP_PUT, .path = path,
		.body = sealed, .content_type = "text/plain" };
	struct http_answer a;
	enum tt_err e;
	int code = CLI_DONE;

	*refused = false;
	if ((e = hubclient_try(h, &call, &a)) != TT_OK)
		return hubclient_say(h, e, NULL, what);
	if (a.status == CONFLICT)
		*refused = true;
	else if (a.status / 100 != 2)
		code = hubclient_say(h, TT_OK, &a, what);
	http_answer_done(&a);
	return code;
}

static int
put_request(struct vault *v, struct hubclient *h,
    const struct vault_request *r)
{
	char path[96], instant[INSTANT_LEN + 1];
	bool refused;
	enum tt_err e;
	int code;

	instant_format(r->expires_s, instant);
	snprintf(path, sizeof(path), "/api/v1/request/%s?expires=%s", r->id,
	    instant);
	code = put(h, path, buf_view(&r->sealed), "hand in a request",
	    &refused);
	if (code != CLI_DONE || !refused)
		return code;
	say_warn("request %s came to the hub too late: ask again", r->id);
	if ((e = vault_request_move(v->db, r->id, APPROVAL_EXPIRED,
	    r->expires_s)) != TT_OK)
		return partner_cannot(v, e, "keep that a request has ended");
	return CLI_DONE;
}

/* Ours, in one list; those of another officer here are that one's to send. */
static int
put_requests(struct vault *v, struct hubclient *h, const char *own)
{
	char id[HUB_REQUEST_ID_LEN + 1] = "";
	struct vault_request r = { .n = 0 };
	int code = CLI_DONE;
	enum tt_err e;

	while (code == CLI_DONE &&
	    (e = vault_request_next(v->db, id, &r)) == TT_OK) {
		memcpy(id, r.id, sizeof(id));
		if (r.n == 0 && strcmp(r.key, own) == 0 &&
		    r.state != APPROVAL_EXPIRED)
			code = put_request(v, h, &r);
		vault_request_done(&r);
	}
	if (code == CLI_DONE && e != TT_ENOENT)
		code = partner_cannot(v, e, "read the vault's requests");
	return code;
}

static int
put_answer(struct vault *v, struct hubclient *h,
    const struct vault_answer *a)
{
	char path[96];
	bool refused;
	enum tt_err e;
	int code;

	snprintf(path, sizeof(path), "/api/v1/request/%s/answer", a->request);
	code = put(h, path, buf_view(&a->sealed), "hand in an answer",
	    &refused);
	if (code != CLI_DONE || !refused)
		return code;
	say_warn("the answer to request %s came to the hub too late",
	    a->request);
	if ((e = vault_answer_drop(v->db, a->request, a->key)) != TT_OK)
		return partner_cannot(v, e, "forget an answer");
	return CLI_DONE;
}

static int
put_answers(struct vault *v, struct hubclient *h, const char *own)
{
	char id[HUB_REQUEST_ID_LEN + 1] = "";
	struct vault_answer a = { .n = 0 };
	int code = CLI_DONE;
	enum tt_err e;

	while (code == CLI_DONE &&
	    (e = vault_answer_unsent(v->db, id, &a)) == TT_OK) {
		memcpy(id, a.request, sizeof(id));
		if (strcmp(a.key, own) == 0)
			code = put_answer(v, h, &a);
		vault_answer_done(&a);
	}
	if (code == CLI_DONE && e != TT_ENOENT)
		code = partner_cannot(v, e, "read the vault's answers");
	return code;
}

/* One row of the hub's list. */
struct row {
	int64_t n, received_s, expires_s;
	struct span id, key, sealed;
	bool answer;
};

static enum tt_err
read_instant(const json_t *obj, const char *key, int64_t *out)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(obj, key, &s, NULL)) != TT_OK)
		return e;
	return instant_parse(s, out);
}

static enum tt_err
read_row(const json_t *obj, struct row *r)
{
	enum tt_err e;

	if ((e = json_in_int(obj, "n", 1, INT64_MAX, &r->n, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "id", &r->id, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "key", &r->key, NULL)) != TT_OK ||
	    (e = json_in_bool(obj, "answer", &r->answer, NULL)) != TT_OK ||
	    (e = read_instant(obj, "received", &r->received_s)) != TT_OK ||
	    (e = read_instant(obj, "expires", &r->expires_s)) != TT_OK ||
	    (e = json_in_str(obj, "sealed", &r->sealed, NULL)) != TT_OK)
		return e;
	return r->id.n == HUB_REQUEST_ID_LEN && r->key.n <= TT_KEY_NAME_MAX &&
	    r->sealed.n <= HUB_REQUEST_MAX ? TT_OK : TT_ELIMIT;
}

static enum tt_err
copy_sealed(struct buf *to, struct span sealed)
{
	buf_init(to, HUB_REQUEST_MAX);
	buf_span(to, sealed);
	return buf_err(to);
}

static bool
fits(const struct asked *a, const struct row *r)
{
	return span_is(r->id, a->id) && span_is(r->key, a->asker.name) &&
	    a->expires_s == r->expires_s;
}

/* A request of others; one that this key does not open is not for us. */
static enum tt_err
add_request(struct vault *v, const struct row *r, struct span plain)
{
	struct vault_request new = { .expires_s = r->expires_s, .n = r->n,
		.state = APPROVAL_WAITS };
	struct asked a;
	enum tt_err e;

	if (asked_parse(&a, plain) != TT_OK)
		return TT_OK;
	if (!fits(&a, r)) {
		asked_done(&a);
		return TT_OK;
	}
	new.hash = a.hash;
	memcpy(new.id, a.id, sizeof(new.id));
	memcpy(new.key, a.asker.name, sizeof(new.key));
	asked_done(&a);
	if ((e = copy_sealed(&new.sealed, r->sealed)) == TT_OK)
		e = vault_request_add(v->db, &new);
	vault_request_done(&new);
	return e;
}

static int
open_request(struct vault *v, const struct row *r, enum tt_err *e)
{
	struct buf plain;
	int code;

	code = vault_unseal(v, r->sealed, &plain, e);
	if (code != CLI_DONE)
		return code;
	if (*e != TT_OK) {
		*e = TT_OK;
		return CLI_DONE;
	}
	*e = add_request(v, r, buf_view(&plain));
	buf_done(&plain);
	return CLI_DONE;
}

/* TT_EREFUSED: another text under an id that was seen before. */
static int
take_request(struct vault *v, const struct row *r, enum tt_err *e)
{
	char id[HUB_REQUEST_ID_LEN + 1];
	struct vault_request had;

	if ((*e = span_copy(r->id, id, sizeof(id))) != TT_OK)
		return CLI_DONE;
	if ((*e = vault_request_get(v->db, id, &had)) == TT_ENOENT)
		return open_request(v, r, e);
	if (*e != TT_OK)
		return CLI_DONE;
	if (span_eq(buf_view(&had.sealed), r->sealed))
		*e = vault_request_came(v->db, id, r->n);
	else if ((*e = vault_request_move(v->db, id, APPROVAL_REFUSED,
	    r->received_s)) == TT_OK && (*e = told_over(v, id)) == TT_OK)
		*e = TT_EREFUSED;
	vault_request_done(&had);
	return CLI_DONE;
}

/* One answer of each key; the first counts. */
static enum tt_err
take_answer(struct vault *v, const struct row *r)
{
	struct vault_answer a = { .n = r->n, .received_s = r->received_s };
	struct vault_answer had;
	enum tt_err e;

	if ((e = span_copy(r->id, a.request, sizeof(a.request))) != TT_OK ||
	    (e = span_copy(r->key, a.key, sizeof(a.key))) != TT_OK)
		return e;
	e = vault_answer_get(v->db, a.request, a.key, &had);
	if (e == TT_OK) {
		if (had.n == 0 && span_eq(buf_view(&had.sealed), r->sealed))
			e = vault_answer_came(v->db, &a);
		vault_answer_done(&had);
		return e;
	}
	if (e != TT_ENOENT)
		return e;
	if ((e = copy_sealed(&a.sealed, r->sealed)) == TT_OK)
		e = vault_answer_add(v->db, &a);
	vault_answer_done(&a);
	return e;
}

static int
changed(const struct row *r)
{
	return say_fail(CLI_REFUSED, "ask for it again", "cannot go on with "
	    "request %.*s: the hub shows another one than it showed before",
	    (int)r->id.n, r->id.p);
}

/* Kept, and counted as had, in one transaction. */
static int
keep_row(struct vault *v, const struct row *r)
{
	bool other = false;
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	if (r->answer)
		e = take_answer(v, r);
	else
		code = take_request(v, r, &e);
	if (code == CLI_DONE && e == TT_EREFUSED) {
		other = true;
		e = TT_OK;
	}
	if (code == CLI_DONE && e == TT_OK)
		e = vault_noted_set(v->db, VAULT_NOTED_FEED, r->n);
	if (code == CLI_DONE && e == TT_OK)
		e = db_commit(v->db);
	else
		db_rollback(v->db);
	if (code == CLI_DONE && e != TT_OK)
		return partner_cannot(v, e, "keep a request");
	return other ? changed(r) : code;
}

static int
take_row(struct vault *v, const json_t *obj, int64_t *after)
{
	char id[HUB_REQUEST_ID_LEN + 1];
	struct row r;
	enum tt_err e;
	int code;

	if ((e = read_row(obj, &r)) != TT_OK || r.n <= *after)
		return say_err(e != TT_OK ? e : TT_ESYNTAX, NULL,
		    "cannot read what the hub has of requests");
	if ((code = keep_row(v, &r)) != CLI_DONE)
		return code;
	crash_point("team-row");
	*after = r.n;
	if (!r.answer || span_copy(r.id, id, sizeof(id)) != TT_OK)
		return CLI_DONE;
	return settle_one(v, id);
}

/* A page.  *more: there may be another; *now_s: the hub's clock. */
static int
take_page(struct vault *v, const json_t *root, int64_t *after, int64_t *now_s,
    bool *more)
{
	json_t *list, *obj;
	enum tt_err e;
	size_t i;
	int code;

	if ((e = json_in_array(root, "requests", &list, NULL)) != TT_OK ||
	    (e = read_instant(root, "now", now_s)) != TT_OK)
		return say_err(e, NULL,
		    "cannot read what the hub has of requests");
	*more = json_array_size(list) > 0;
	json_array_foreach(list, i, obj)
		if ((code = take_row(v, obj, after)) != CLI_DONE)
			return code;
	return CLI_DONE;
}

static int
fetch(struct vault *v, struct hubclient *h, int64_t *now_s)
{
	struct hubclient_call call = { .verb = HTTP_GET,
		.max_answer = PAGE_MAX };
	char path[64];
	json_t *root;
	int64_t after;
	bool more = true;
	enum tt_err e;
	int code;

	if ((e = vault_noted(v->db, VAULT_NOTED_FEED, &after)) != TT_OK)
		return partner_cannot(v, e, "read the vault's requests");
	while (more) {
		snprintf(path, sizeof(path), "/api/v1/requests?after=%lld",
		    (long long)after);
		call.path = path;
		if ((code = hubclient_json(h, &call, "fetch requests",
		    &root)) != CLI_DONE)
			return code;
		code = take_page(v, root, &after, now_s, &more);
		json_decref(root);
		if (code != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

int
exchange(struct vault *v)
{
	const struct tt_signer *officer;
	struct hubclient *h;
	int64_t now_s;
	int code;

	if (vault_small_team(v))
		return CLI_DONE;
	if ((code = vault_officer(v, &officer)) != CLI_DONE ||
	    (code = vault_hub(v, &h)) != CLI_DONE ||
	    (code = put_requests(v, h, officer->vkey.name)) != CLI_DONE ||
	    (code = put_answers(v, h, officer->vkey.name)) != CLI_DONE ||
	    (code = fetch(v, h, &now_s)) != CLI_DONE)
		return code;
	return settle_all(v, now_s);
}
