/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/case/case.h"
#include "cli/case/used.h"
#include "cli/import.h"
#include "cli/members.h"
#include "cli/say.h"
#include "store/vault_standing.h"

#define ANSWER_MAX	((size_t)1 << 20)	/* bytes */
#define KEYS_MAX	16		/* of one reader, over time */

struct asking {
	struct vault *v;
	struct hubclient *hub;
	struct json_out *j;
	uint8_t key[KEYS_MAX][TT_READER_ID_LEN];
	size_t n_keys, n;
};

static enum tt_err
add_key(void *ctx, const uint8_t key[TT_READER_ID_LEN])
{
	struct asking *a = ctx;

	for (size_t i = 0; i < a->n_keys; i++)
		if (memcmp(a->key[i], key, TT_READER_ID_LEN) == 0)
			return TT_OK;
	if (a->n_keys < KEYS_MAX)
		memcpy(a->key[a->n_keys++], key, TT_READER_ID_LEN);
	return TT_OK;
}

/* Of the hub's word: what can stand in a case. */
static enum tt_err
put_row(struct asking *a, const json_t *row)
{
	struct span network, first, last;
	int64_t first_s, last_s, minutes, days;
	enum tt_err e;

	if ((e = json_in_str(row, "network", &network, NULL)) != TT_OK ||
	    (e = json_in_str(row, "first", &first, NULL)) != TT_OK ||
	    (e = json_in_str(row, "last", &last, NULL)) != TT_OK ||
	    (e = instant_parse(first, &first_s)) != TT_OK ||
	    (e = instant_parse(last, &last_s)) != TT_OK ||
	    (e = json_in_int(row, "minutes", 0, INT64_MAX, &minutes, NULL)) !=
	    TT_OK ||
	    (e = json_in_int(row, "days", 0, INT64_MAX, &days, NULL)) != TT_OK)
		return e;
	if (network.n > 0 && !import_value_ok(network))
		return TT_ESYNTAX;
	if (a->n++ >= USED_MAX)
		return TT_OK;
	json_out_object(a->j);
	json_out_key(a->j, "network");
	json_out_span(a->j, network);
	json_out_key(a->j, "first");
	json_out_int(a->j, first_s);
	json_out_key(a->j, "last");
	json_out_int(a->j, last_s);
	json_out_key(a->j, "minutes");
	json_out_int(a->j, minutes);
	json_out_key(a->j, "days");
	json_out_int(a->j, days);
	json_out_object_end(a->j);
	return TT_OK;
}

static int
ask(struct asking *a, const uint8_t key[TT_READER_ID_LEN])
{
	char hex[HEX_LEN(TT_READER_ID_LEN) + 1], path[96];
	struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.max_answer = ANSWER_MAX };
	json_t *root, *list, *row;
	enum tt_err e;
	size_t i;
	int code;

	hex_encode(hex, key, TT_READER_ID_LEN);
	snprintf(path, sizeof(path), "/api/v1/used/%s", hex);
	if ((code = hubclient_json(a->hub, &call, "ask from where a key was "
	    "used", &root)) != CLI_DONE)
		return code;
	e = json_in_array(root, "networks", &list, NULL);
	if (e == TT_OK)
		json_array_foreach(list, i, row)
			if (e == TT_OK)
				e = put_row(a, row);
	json_decref(root);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot read from "
	    "where the hub says a key was used");
}

int
used_put(struct vault *v, struct json_out *j, const struct vault_reader *r)
{
	struct asking a = { .v = v, .j = j };
	enum tt_err e;
	int code;

	json_out_key(j, "used");
	if ((code = vault_greet(v)) != CLI_DONE ||
	    (code = vault_hub(v, &a.hub)) != CLI_DONE)
		return code;
	if (v->away) {
		say_note(v->cli, "the hub cannot be reached now: from where "
		    "the keys were used is not in this entry");
		json_out_null(j);
		return CLI_DONE;
	}
	e = r->keyed ? add_key(&a, r->key) : TT_OK;
	if (e == TT_OK)
		e = vault_old_keys(v->db, r->id, add_key, &a);
	if (e != TT_OK)
		return case_cannot(v, e, "read the reader's keys");
	json_out_array(j);
	for (size_t i = 0; i < a.n_keys && code == CLI_DONE; i++)
		code = ask(&a, a.key[i]);
	json_out_array_end(j);
	if (a.n > USED_MAX)
		say_warn("%zu networks more are not in the case: these are the "
		    "first", a.n - USED_MAX);
	return code;
}
