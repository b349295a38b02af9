/* SPDX-License-Identifier: ISC */
#include "hub/keepers.h"

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
