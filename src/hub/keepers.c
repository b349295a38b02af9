/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "hub/keepers.h"
#include "store/hub_event.h"

#define CONNECT_MS	2000
#define ANSWER_MS	5000
#define ANSWER_MAX	65536	/* bytes */

const struct hub_keeper *
keeper_find(const struct hub *h, unsigned number)
{
	for (size_t i = 0; i < h->n_keepers; i++)
		if (h->keeper[i].number == number)
			return &h->keeper[i];
	return NULL;
}

unsigned
keeper_number(struct span s)
{
	uint64_t n;

	if (s.n == 2 && s.p[0] == '0')
		s = span_of(s.p + 1, 1);
	return span_u64(s, HUB_KEEPERS_MAX, &n) == TT_OK ? (unsigned)n : 0;
}

enum tt_err
keeper_call(const struct hub_keeper *k, enum http_verb verb,
    const char *target, struct span body, struct http_answer *out)
{
	const struct http_client_conf conf = { .base = "http://localhost",
		.unix_path = k->socket, .connect_ms = CONNECT_MS,
		.answer_ms = ANSWER_MS };
	const struct http_call call = { .verb = verb, .target = target,
		.body = body, .max_answer = ANSWER_MAX };
	struct http_client *c;
	enum tt_err e;

	if ((e = http_client_new(&c, &conf)) != TT_OK)
		return e;
	e = http_client_call(c, &call, out);
	http_client_free(c);
	if (e == TT_OK && k->heard_s != NULL)
		*k->heard_s = (int64_t)time(NULL);
	return e;
}

enum tt_err
keeper_parse(struct span row, struct hub_keeper *out)
{
	struct hub_keeper k = { .number = 0 };
	struct span number, recipient, vkey;
	enum tt_err e;

	if (!span_word(&row, ' ', &number) ||
	    !span_word(&row, ' ', &recipient) ||
	    !span_word(&row, ' ', &vkey) || row.n == 0 ||
	    (k.number = keeper_number(number)) == 0)
		return TT_ESYNTAX;
	if ((e = tt_age_recipient_parse(&k.recipient, recipient)) != TT_OK ||
	    (e = tt_vkey_parse(&k.vkey, vkey)) != TT_OK ||
	    (e = span_copy(row, k.socket, sizeof(k.socket))) != TT_OK)
		return e;
	*out = k;
	return TT_OK;
}

/* The list of that number; TT_ENOENT: the log began with it. */
static enum tt_err
list_of(struct hub *h, uint64_t number, struct buf *out)
{
	struct hub_event ev = { .n = 0 };
	char own[HUB_OWN_MAX];
	enum tt_err e;

	snprintf(own, sizeof(own), "keys %" PRIu64, number);
	hub_lock(h);
	e = hub_event_by_own(h->db, own, &ev);
	hub_unlock(h);
	if (e == TT_OK)
		*out = ev.statement;	/* transferred */
	return e;
}

static enum tt_err
teach_one(struct hub *h, const struct hub_keeper *k, uint64_t number)
{
	struct http_answer a;
	struct buf list;
	enum tt_err e;

	if ((e = list_of(h, number, &list)) != TT_OK)
		return e;
	e = keeper_call(k, HTTP_POST, "/keys", buf_view(&list), &a);
	buf_done(&list);
	if (e != TT_OK)
		return e;
	e = a.status == 202 ? TT_OK : a.status == 507 ? TT_EFULL :
	    a.status == 503 ? TT_EAGAIN : TT_EREFUSED;
	http_answer_done(&a);
	return e;
}

enum tt_err
keeper_teach_next(struct hub *h, const struct hub_keeper *k)
{
	uint64_t *knows = &h->taught[k - h->keeper], newest, number;
	enum tt_err e = TT_ENOENT;

	hub_lock(h);
	newest = tt_statement_number(&h->keys.statement, "number", 0);
	number = *knows > 0 ? *knows : 1;
	hub_unlock(h);
	while (number < newest && e == TT_ENOENT)	/* the log's first */
		if ((e = teach_one(h, k, number + 1)) == TT_OK ||
		    e == TT_ENOENT)
			number++;
	hub_lock(h);
	*knows = number;
	hub_unlock(h);
	return e;
}

enum tt_err
keeper_teach(struct hub *h, const struct hub_keeper *k)
{
	enum tt_err e;

	while ((e = keeper_teach_next(h, k)) == TT_OK)
		;
	return e == TT_ENOENT ? TT_OK : e;
}
