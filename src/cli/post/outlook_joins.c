/* SPDX-License-Identifier: ISC */
/*
 * Invitations that came to the hub and were not taken (specs/stories.md PA-1):
 * whoever came got one answer, the inviter gets the reason.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/post/outlook.h"
#include "store/vault_partner.h"

#define JOINS_MAX	((size_t)64 << 20)	/* bytes of the hub's answer */
#define SHOWN_DAYS	30
#define COUNT_LEN	32

static const struct why {
	const char *word;
	enum outlook_kind kind;
	const char *how, *so;
} whys[] = {
	{ "used", OUTLOOK_SUSPICIOUS, "came again after it was used",
	    "who has it besides them?" },
	{ "expired", OUTLOOK_DUE, "had expired when it came",
	    "they need a new one" },
	{ "altered", OUTLOOK_SUSPICIOUS, "came altered",
	    "it named another partner" },
};

/* "once", "3 times" */
static void
count(char out[COUNT_LEN], int64_t times)
{
	if (times == 1)
		snprintf(out, COUNT_LEN, "once");
	else
		snprintf(out, COUNT_LEN, "%" PRId64 " times", times);
}

/* token: whose it is; zeroes: no invitation of ours. */
static enum tt_err
tell(struct looking *l, const struct why *w, const uint8_t token[32],
    int64_t times, int64_t at_s)
{
	static const uint8_t none[32];
	struct vault_reader r;
	char next[OUTLOOK_TEXT_MAX], often[COUNT_LEN];
	enum tt_err e;

	count(often, times);
	if (memcmp(token, none, sizeof(none)) == 0) {
		outlook_add(l->out, OUTLOOK_SUSPICIOUS, at_s, NULL, "somebody "
		    "came with an invitation that is none of ours, altered or "
		    "invented, %s", often);
		return TT_OK;
	}
	if ((e = vault_reader_of_token(l->v->db, token, &r)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;	/* since replaced */
	snprintf(next, sizeof(next), "reader list %s", r.partner);
	outlook_add(l->out, w->kind, at_s, next, "the invitation of %s %s, "
	    "%s: %s", r.id, w->how, often, w->so);
	return TT_OK;
}

static enum tt_err
take(struct looking *l, const json_t *obj)
{
	struct span token, why, last;
	uint8_t sha[32];
	int64_t at_s, times;
	size_t i = 0;
	enum tt_err e;

	if ((e = json_in_str(obj, "token", &token, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "why", &why, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "last", &last, NULL)) != TT_OK ||
	    (e = json_in_int(obj, "times", 1, INT64_MAX, &times, NULL)) !=
	    TT_OK || (e = instant_parse(last, &at_s)) != TT_OK)
		return e;
	while (i < N_ROWS(whys) && !span_is(why, whys[i].word))
		i++;
	if (i == N_ROWS(whys) ||
	    !hex_decode(sha, sizeof(sha), token.p, token.n))
		return TT_ESYNTAX;
	return l->now_s - at_s > SHOWN_DAYS * INT64_C(86400) ? TT_OK :
	    tell(l, &whys[i], sha, times, at_s);
}

void
look_at_joins(struct looking *l)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/api/v1/joins", .max_answer = JOINS_MAX };
	struct hubclient *h;
	json_t *root, *list;
	enum tt_err e;

	if (!l->fetched || vault_hub(l->v, &h) != CLI_DONE)
		return;		/* look_at_hub has said that it is unknown */
	if (hubclient_json(h, &call, "ask who came", &root) != CLI_DONE) {
		outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME, NULL,
		    "which invitations came and were not taken");
		return;
	}
	e = json_in_array(root, "turned_away", &list, NULL);
	for (size_t i = 0; e == TT_OK && i < json_array_size(list); i++)
		e = take(l, json_array_get(list, i));
	if (e != TT_OK)
		looking_cannot(l, e, "which invitations were not taken");
	json_decref(root);
}
