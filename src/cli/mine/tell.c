/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/json_out.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/mine/tell.h"
#include "cli/partner.h"
#include "cli/post/letter.h"
#include "cli/say.h"
#include "store/vault_admin.h"
#include "store/vault_standing.h"
#include "telltale/letter.h"
#include "telltale/reader_id.h"

#define NAMES_MAX	30000	/* bytes: with its head it is a letter still */

/* Read before the hub is asked. */
struct ids {
	char (*id)[VAULT_ID_MAX + 1];
	size_t n, cap;
};

static enum tt_err
add_id(void *ctx, const char *id)
{
	struct ids *l = ctx;
	void *grown;

	if (l->n == l->cap) {
		l->cap = l->cap * 2 + 16;
		if ((grown = reallocarray(l->id, l->cap, sizeof(*l->id))) ==
		    NULL)
			return TT_ENOMEM;
		l->id = grown;
	}
	snprintf(l->id[l->n++], sizeof(*l->id), "%s", id);
	return TT_OK;
}

struct naming {
	struct db *db;
	struct buf *out;
	bool more;		/* than there is room for */
};

static enum tt_err
write_person(const struct naming *x, const struct vault_reader *r,
    struct buf *row)
{
	struct json_out *j;
	struct vault_role role;
	enum tt_err e;

	if ((e = vault_role_get(x->db, r->id, &role)) != TT_OK)
		return e;
	if ((j = json_out_new(row, JSON_CANONICAL)) == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	json_out_key(j, "answers");
	json_out_str(j, role.answers[0] != '\0' ? role.answers : NULL);
	json_out_key(j, "email");
	json_out_str(j, r->email);
	json_out_key(j, "id");
	json_out_str(j, r->id);
	json_out_key(j, "name");
	json_out_str(j, r->name);
	json_out_key(j, "reader");
	json_out_hex(j, r->key, sizeof(r->key));
	json_out_object_end(j);
	return json_out_end(j);
}

/* Of who has keys; the hub tells the rest. */
static enum tt_err
add_person(void *ctx, const struct vault_reader *r)
{
	struct naming *x = ctx;
	struct buf row;
	enum tt_err e;

	if (!r->keyed || x->more)
		return TT_OK;
	buf_init(&row, NAMES_MAX);
	if ((e = write_person(x, r, &row)) == TT_OK) {
		x->more = x->out->n + row.n + 32 > NAMES_MAX;
		if (!x->more) {
			if (x->out->p[x->out->n - 1] == '}')
				buf_char(x->out, ',');
			buf_span(x->out, buf_view(&row));
		}
	}
	buf_done(&row);
	return e;
}

static enum tt_err
write_names(struct vault *v, const char *partner, struct buf *out)
{
	struct naming x = { .db = v->db, .out = out };
	enum tt_err e;

	buf_init(out, NAMES_MAX);
	buf_str(out, "{\"format\":\"telltale-people/1\",\"people\":[");
	if ((e = vault_reader_each(v->db, partner, add_person, &x)) != TT_OK)
		return e;
	buf_printf(out, "],\"more\":%s}\n", x.more ? "true" : "false");
	return buf_err(out);
}

static enum tt_err
seal_names(struct vault *v, const struct vault_reader *r, struct span names,
    const struct tt_signer *officer, struct buf *sealed)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct tt_age_recipient to;
	struct buf letter;
	enum tt_err e = TT_ENOMEM;

	buf_init(&letter, TT_LETTER_MAX);
	if (o != NULL) {
		tt_statement_begin(o, TT_LETTER, span_str(vault_origin(v)),
		    clock_now());
		tt_statement_put_str(o, "about", "people");
		tt_statement_put_bytes(o, "reader", r->key, sizeof(r->key));
		e = tt_letter_sign(o, names, officer, &letter);
	}
	if (e == TT_OK && (e = tt_age_recipient_parse(&to,
	    span_str(r->seal))) == TT_OK)
		e = letter_seal(&to, 1, buf_view(&letter), sealed);
	buf_done(&letter);
	free(o);
	return e;
}

/* *taken: the hub has it. */
static int
put(struct vault *v, const uint8_t key[TT_READER_ID_LEN], struct span names,
    bool *taken)
{
	char path[96], hex[TT_READER_ID_HEX + 1];
	const struct hubclient_call call = { .verb = HTTP_PUT, .path = path,
		.body = names, .content_type = "application/octet-stream" };
	struct hubclient *hub;
	struct http_answer a;
	enum tt_err e;
	int code;

	*taken = false;
	hex_encode(hex, key, TT_READER_ID_LEN);
	snprintf(path, sizeof(path), "/api/v1/admin/%s", hex);
	if ((code = vault_hub(v, &hub)) != CLI_DONE)
		return code;
	if ((e = hubclient_try(hub, &call, &a)) != TT_OK)
		return e == TT_ENET || e == TT_EAGAIN ? CLI_DONE :
		    hubclient_say(hub, e, NULL, "say who is admin");
	*taken = a.status / 100 == 2;
	http_answer_done(&a);
	return CLI_DONE;
}

static int
tell(struct vault *v, const struct vault_reader *r, struct span names)
{
	struct vault_told_admin had, now;
	const struct tt_signer *officer;
	struct buf sealed = { .n = 0 };
	bool taken;
	enum tt_err e;
	int code;

	memcpy(now.key, r->key, sizeof(now.key));
	sha256(now.names.b, names.p, names.n);
	e = vault_told_admin_get(v->db, r->id, &had);
	if (e == TT_OK && memcmp(&had, &now, sizeof(now)) == 0)
		return CLI_DONE;
	if (e != TT_OK && e != TT_ENOENT)
		return partner_cannot(v, e, "read who is admin");
	if ((code = vault_officer(v, &officer)) != CLI_DONE)
		return code;
	if ((e = seal_names(v, r, names, officer, &sealed)) != TT_OK)
		code = say_err(e, NULL, "cannot tell '%s' who is who", r->id);
	else if ((code = put(v, r->key, buf_view(&sealed), &taken)) ==
	    CLI_DONE && taken &&
	    (e = vault_told_admin_set(v->db, r->id, &now)) != TT_OK)
		code = partner_cannot(v, e, "keep who is admin");
	buf_done(&sealed);
	return code;
}

/* The same for all admins of one partner. */
struct names {
	char partner[VAULT_ID_MAX + 1];
	struct buf text;
};

static int
tell_one(struct vault *v, const char *id, struct names *n)
{
	struct vault_reader r;
	enum tt_err e;
	int code;

	if ((code = reader_get(v, id, &r)) != CLI_DONE)
		return code;
	if (strcmp(n->partner, r.partner) != 0) {
		buf_done(&n->text);
		memcpy(n->partner, r.partner, sizeof(n->partner));
		if ((e = write_names(v, r.partner, &n->text)) != TT_OK)
			return partner_cannot(v, e, "read the readers");
	}
	return tell(v, &r, buf_view(&n->text));
}

/* One of whom the hub was told, and who is none, or has other keys. */
static int
untell_one(struct vault *v, const char *id)
{
	struct vault_told_admin had;
	struct vault_role role;
	struct vault_reader r;
	bool taken;
	enum tt_err e;
	int code;

	if ((code = reader_get(v, id, &r)) != CLI_DONE)
		return code;
	if ((e = vault_role_get(v->db, id, &role)) != TT_OK ||
	    (e = vault_told_admin_get(v->db, id, &had)) != TT_OK)
		return partner_cannot(v, e, "read who is admin");
	if (role.admin && r.state == READER_ACTIVE &&
	    memcmp(had.key, r.key, sizeof(had.key)) == 0)
		return CLI_DONE;
	if ((code = put(v, had.key, SPAN(""), &taken)) == CLI_DONE && taken &&
	    (e = vault_told_admin_drop(v->db, id)) != TT_OK)
		code = partner_cannot(v, e, "keep who is admin");
	return code;
}

int
tell_admins(struct vault *v)
{
	struct ids now = { .n = 0 }, had = { .n = 0 };
	struct names names = { .partner = "" };
	int code = CLI_DONE;
	enum tt_err e;

	if (v->away)
		return CLI_DONE;
	if ((e = vault_admin_each(v->db, add_id, &now)) != TT_OK ||
	    (e = vault_told_admin_each(v->db, add_id, &had)) != TT_OK)
		code = partner_cannot(v, e, "read who is admin");
	for (size_t i = 0; i < had.n && code == CLI_DONE; i++)
		code = untell_one(v, had.id[i]);
	for (size_t i = 0; i < now.n && code == CLI_DONE; i++)
		code = tell_one(v, now.id[i], &names);
	buf_done(&names.text);
	free(now.id);
	free(had.id);
	return code;
}
