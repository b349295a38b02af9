/* SPDX-License-Identifier: ISC */
/*
 * vault_opened - what readers say that they opened, from the hub: kept once
 * the request that says so is signed by the key that it names.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/say.h"
#include "cli/vault.h"
#include "store/vault_opened.h"
#include "store/vault_partner.h"
#include "telltale/origin.h"
#include "telltale/request.h"

#define ANSWER_MAX	((size_t)16 << 20)	/* bytes */
#define SAYS		"/api/v1/opened/"

/* Signed by whom it names, a reader of ours. */
static enum tt_err
signed_well(struct vault *v, const struct tt_statement *s,
    struct vault_opened *o)
{
	struct span name = tt_statement_get(s, "key"), hex;
	struct tt_note_signed by;
	struct vault_reader r;
	struct tt_vkey key;
	enum tt_owner owner;
	enum tt_err e;

	if (s->kind != TT_REQUEST || !tt_statement_is(s, "method", "POST") ||
	    !span_is(s->origin, vault_origin(v)) ||
	    tt_key_name_parse(&owner, &hex, s->origin, name) != TT_OK ||
	    owner != TT_OWNER_READER ||
	    !hex_decode(o->key, sizeof(o->key), hex.p, hex.n))
		return TT_ESYNTAX;
	if ((e = vault_reader_of_key(v->db, o->key, &r)) != TT_OK ||
	    (e = tt_vkey_parse(&key, span_str(r.sign))) != TT_OK)
		return e;
	if (!span_is(name, key.name))
		return TT_EREFUSED;
	return tt_note_open(&s->note, &key, 1, &by);
}

/* All that it says is in its path. */
static enum tt_err
read_path(struct span path, struct vault_opened *o)
{
	struct span word;

	if (!span_skip(&path, SAYS) || !span_word(&path, '/', &word) ||
	    span_copy(word, o->bulletin, sizeof(o->bulletin)) != TT_OK ||
	    strlen(o->bulletin) != VAULT_BULLETIN_LEN || path.p == NULL ||
	    !span_word(&path, '?', &word) ||
	    !hex_decode(o->copies.b, sizeof(o->copies.b), word.p, word.n) ||
	    path.p == NULL || !span_skip(&path, "at="))
		return TT_ESYNTAX;
	return instant_parse(path, &o->at_s);
}

static enum tt_err
take(struct vault *v, const json_t *obj)
{
	struct vault_opened o = { .n = 0 };
	struct tt_statement *s = malloc(sizeof(*s));
	struct span received;
	enum tt_err e = TT_ENOMEM;

	if (s != NULL && (e = json_in_int(obj, "n", 1, INT64_MAX, &o.n,
	    NULL)) == TT_OK && (e = json_in_str(obj, "note", &o.note,
	    NULL)) == TT_OK && (e = json_in_str(obj, "received", &received,
	    NULL)) == TT_OK && (e = instant_parse(received, &o.received_s)) ==
	    TT_OK && (e = tt_statement_parse(s, o.note, NULL)) == TT_OK &&
	    (e = signed_well(v, s, &o)) == TT_OK)
		e = read_path(tt_statement_get(s, "path"), &o);
	free(s);
	if (e != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;	/* no reader of ours */
	/* nobody says today what they will do tomorrow */
	if (o.at_s > o.received_s)
		o.at_s = o.received_s;
	return vault_opened_add(v->db, &o);
}

/* One answer's.  *next: after which to ask on; 0: no more. */
static enum tt_err
take_all(struct vault *v, const json_t *root, int64_t after, int64_t *next)
{
	json_t *list, *obj;
	enum tt_err e;
	size_t i;

	if ((e = json_in_array(root, "opened", &list, NULL)) != TT_OK ||
	    (e = json_in_int(root, "next", after, INT64_MAX, next, NULL)) !=
	    TT_OK)
		return e;
	if (json_array_size(list) == 0 || *next == after)
		*next = 0;
	if ((e = db_begin(v->db)) != TT_OK)
		return e;
	json_array_foreach(list, i, obj)
		if ((e = take(v, obj)) != TT_OK) {
			db_rollback(v->db);
			return e;
		}
	return db_commit(v->db);
}

/* *root NULL: a hub of before there was such a page. */
static int
get_page(struct hubclient *h, int64_t after, json_t **root)
{
	char path[64];
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.max_answer = ANSWER_MAX };
	struct http_answer a = { .status = 0 };
	int code = CLI_DONE;
	enum tt_err e;

	*root = NULL;
	snprintf(path, sizeof(path), "/api/v1/opened?after=%lld",
	    (long long)after);
	e = hubclient_try(h, &call, &a);
	if (e == TT_OK && a.status == 200)
		e = json_in_parse(buf_view(&a.body), ANSWER_MAX, root, NULL);
	if (e != TT_OK || (a.status != 200 && a.status != 404))
		code = hubclient_say(h, e, &a, "ask who opened what");
	http_answer_done(&a);
	return code;
}

int
vault_fetch_opened(struct vault *v, struct hubclient *h)
{
	int64_t after = 0;
	json_t *root;
	enum tt_err e;
	int code;

	if ((e = vault_opened_last(v->db, &after)) != TT_OK)
		return say_err(e, NULL, "cannot read who opened what");
	for (int64_t next = after + 1; next != 0; after = next) {
		if ((code = get_page(h, after, &root)) != CLI_DONE ||
		    root == NULL)
			return code;
		e = take_all(v, root, after, &next);
		json_decref(root);
		if (e != TT_OK)
			return say_err(e, NULL, "cannot believe who the hub "
			    "says opened a copy, after number %lld",
			    (long long)after);
	}
	return CLI_DONE;
}
