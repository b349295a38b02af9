/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/mine/heard.h"
#include "cli/partner.h"
#include "cli/people/revoke.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "store/vault_admin.h"
#include "store/vault_standing.h"
#include "telltale/letter.h"

#define ANSWER_MAX	((size_t)16 << 20)	/* bytes: 64 letters, escaped */

struct hearing {
	struct vault *v;
	struct vault_heard h;
	struct vault_reader writer, who;	/* who: h.reader is good */
	const char *why;	/* it does not count; NULL: it does */
};

/* Its writer spoke for the partner when the hub had it. */
static enum tt_err
check_writer(struct hearing *x, struct span hex, const struct tt_letter *l)
{
	uint8_t id[TT_READER_ID_LEN];
	struct vault_role role;
	struct tt_vkey key;
	enum tt_err e;

	if (!hex_decode(id, sizeof(id), hex.p, hex.n))
		return TT_ESYNTAX;
	if ((e = vault_reader_of_key(x->v->db, id, &x->writer)) != TT_OK ||
	    (e = vault_role_get(x->v->db, x->writer.id, &role)) != TT_OK ||
	    (e = tt_vkey_parse(&key, span_str(x->writer.sign))) != TT_OK)
		return e;
	memcpy(x->h.writer, x->writer.id, sizeof(x->h.writer));
	if (!span_is(l->head.origin, vault_origin(x->v)))
		return TT_EREFUSED;
	if ((e = tt_letter_check(l, &key)) != TT_OK)
		return e;
	if (!role.admin || (x->writer.revoked_s != 0 &&
	    x->writer.revoked_s < x->h.received_s))
		x->why = "its writer did not speak for the partner";
	return TT_OK;
}

/* Somebody of the writer's own partner; or keys that were never confirmed. */
static enum tt_err
check_who(struct hearing *x, const struct tt_letter *l)
{
	struct span reason = tt_statement_get(&l->head, "reason");
	enum tt_err e;

	if (!tt_statement_bytes(&l->head, "reader", x->h.key,
	    sizeof(x->h.key)))
		return TT_ESYNTAX;
	if (reason.p != NULL && (e = span_copy(reason, x->h.reason,
	    sizeof(x->h.reason))) != TT_OK)
		return e;
	e = vault_reader_of_key(x->v->db, x->h.key, &x->who);
	if (e == TT_OK && strcmp(x->who.partner, x->writer.partner) != 0)
		x->why = "it is about another partner's reader";
	if (x->why == NULL && (e == TT_OK || e == TT_ENOENT)) {
		x->h.keyed = true;
		if (e == TT_OK)
			memcpy(x->h.reader, x->who.id, sizeof(x->h.reader));
	}
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
read_word(struct hearing *x, const json_t *row, struct tt_letter *l)
{
	struct span hex, received;
	enum tt_err e;

	if ((e = json_in_str(row, "reader", &hex, NULL)) != TT_OK ||
	    (e = json_in_str(row, "received", &received, NULL)) != TT_OK ||
	    (e = instant_parse(received, &x->h.received_s)) != TT_OK ||
	    (e = tt_letter_parse(l, x->h.letter, NULL)) != TT_OK ||
	    (e = check_writer(x, hex, l)) != TT_OK || x->why != NULL)
		return e;
	if (tt_statement_is(&l->head, "about", "revoke"))
		return check_who(x, l);
	if (!tt_statement_is(&l->head, "about", "leave"))
		return TT_EREFUSED;
	memcpy(x->h.partner, x->writer.partner, sizeof(x->h.partner));
	return TT_OK;
}

static const char *
reason_text(const char *word)
{
	return strcmp(word, "left") == 0 ? "left the organisation" :
	    strcmp(word, "role") == 0 ? "has another task" :
	    strcmp(word, "keys") == 0 ? "keys lost, or in wrong hands" :
	    "for a reason of its own";
}

/* Its present keys; those of before are revoked already. */
static int
stop_reader(struct hearing *x)
{
	struct vault *v = x->v;
	struct vault_reader now;
	enum tt_err e;
	int code;

	if ((code = reader_get(v, x->who.id, &now)) != CLI_DONE)
		return code;
	if (now.state == READER_REVOKED ||
	    memcmp(now.key, x->h.key, sizeof(now.key)) != 0)
		return CLI_DONE;
	if ((code = people_stop(v, &now, x->h.received_s)) != CLI_DONE)
		return code;
	say_warn("'%s' was stopped by %s, admin of '%s' (%s): telltale reader "
	    "revoke %s puts that in the ledger", now.id, x->h.writer,
	    now.partner, reason_text(x->h.reason), now.id);
	if (!vault_officer_at_hand(v))
		return CLI_DONE;	/* reader revoke sees to it */
	if (notice_reader_changed(v, NOTICE_READER_REVOKED, &now) !=
	    CLI_DONE) {
		say_warn("the others at '%s' are not told by mail",
		    now.partner);
		return CLI_DONE;
	}
	e = vault_heard_told(v->db, now.id);
	return e == TT_OK ? CLI_DONE : partner_cannot(v, e,
	    "keep what an admin said");
}

static int
do_it(struct hearing *x)
{
	enum tt_err e;

	if ((e = vault_heard_add(x->v->db, &x->h)) != TT_OK)
		return partner_cannot(x->v, e, "keep what an admin said");
	if (x->h.reader[0] != '\0')
		return stop_reader(x);
	if (x->h.partner[0] == '\0')
		return CLI_DONE;
	say_warn("'%s' leaves, by the word of %s, its admin: telltale partner "
	    "withdraw %s puts that in the ledger", x->h.partner,
	    x->h.writer, x->h.partner);
	return people_stop_all(x->v, x->h.partner, x->h.received_s);
}

/* Kept, whatever it is: else it would be asked for again for ever. */
static int
take(struct vault *v, const json_t *row)
{
	struct hearing *x = calloc(1, sizeof(*x));
	struct tt_letter *l = malloc(sizeof(*l));
	bool known = false;
	enum tt_err e = TT_ENOMEM;
	int code = CLI_DONE;

	if (x == NULL || l == NULL) {
		code = say_err(e, NULL, "cannot read what an admin said");
		goto out;
	}
	x->v = v;
	if ((e = json_in_int(row, "n", 1, INT64_MAX, &x->h.n, NULL)) !=
	    TT_OK || (e = json_in_str(row, "letter", &x->h.letter, NULL)) !=
	    TT_OK) {
		code = say_err(e, NULL, "cannot read what the hub tells of "
		    "admins");
		goto out;
	}
	/* from a hub that was restored, or that says it once more */
	if ((e = vault_heard_known(v->db, x->h.letter, x->h.n, &known)) !=
	    TT_OK)
		code = partner_cannot(v, e, "read what admins said");
	if (e != TT_OK || known)
		goto out;
	e = read_word(x, row, l);
	if (e == TT_ENOMEM || e == TT_EDB || e == TT_EFULL) {
		code = say_err(e, NULL, "cannot read what an admin said");
		goto out;
	}
	if (e != TT_OK || x->why != NULL) {
		say_warn("word %lld of an admin does not count: %s",
		    (long long)x->h.n, x->why != NULL ? x->why :
		    tt_err_text(e));
		x->h.keyed = false;
		x->h.reader[0] = x->h.partner[0] = '\0';
	}
	if ((e = db_begin(v->db)) != TT_OK)
		code = partner_cannot(v, e, "change the vault");
	else if ((code = do_it(x)) != CLI_DONE)
		db_rollback(v->db);
	else if ((e = db_commit(v->db)) != TT_OK)
		code = partner_cannot(v, e, "keep what an admin said");
out:
	free(l);
	free(x);
	return code;
}

static int
take_page(struct vault *v, struct hubclient *hub, int64_t after,
    int64_t *next)
{
	char path[64];
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.max_answer = ANSWER_MAX };
	json_t *root, *list, *row;
	size_t i;
	int code;

	snprintf(path, sizeof(path), "/api/v1/words?after=%lld",
	    (long long)after);
	if ((code = hubclient_json(hub, &call, "ask what admins said",
	    &root)) != CLI_DONE)
		return code;
	if (json_in_array(root, "words", &list, NULL) != TT_OK ||
	    json_in_int(root, "next", after, INT64_MAX, next, NULL) != TT_OK)
		code = say_err(TT_ESYNTAX, NULL, "cannot read what the hub "
		    "tells of admins");
	else
		json_array_foreach(list, i, row)
			if ((code = take(v, row)) != CLI_DONE)
				break;
	json_decref(root);
	return code;
}

enum tt_err
heard_read(const json_t *events, struct heard_of *out)
{
	struct heard_of of;
	enum tt_err e;

	e = json_in_int(events, "words", 0, INT64_MAX, &of.words, NULL);
	if (e == TT_OK)
		e = json_in_int(events, "admins", 0, INT64_MAX, &of.admins,
		    NULL);
	if (e == TT_OK)
		*out = of;
	return e == TT_ENOENT ? TT_OK : e;
}

/* A hub that was restored from a backup knows less than it was told. */
static int
begin_anew(struct vault *v, const struct heard_of *hub, int64_t *next)
{
	int64_t told = 0;
	enum tt_err e;

	if ((e = vault_heard_last(v->db, next)) == TT_OK &&
	    *next > hub->words) {
		say_warn("the hub has forgotten what admins of partners said: "
		    "telltale status names whom they stopped");
		*next = 0;
		e = vault_heard_anew(v->db);
	}
	if (e == TT_OK && (e = vault_told_admin_count(v->db, &told)) ==
	    TT_OK && told != hub->admins)
		e = vault_told_admin_anew(v->db);
	return e == TT_OK ? CLI_DONE : partner_cannot(v, e,
	    "read what admins said");
}

int
heard_fetch(struct vault *v, const struct heard_of *of)
{
	int64_t after = 0, next = 0;
	struct hubclient *hub;
	int code;

	if (of->words < 0)
		return CLI_DONE;
	if ((code = begin_anew(v, of, &next)) != CLI_DONE ||
	    next >= of->words)
		return code;
	if ((code = vault_hub(v, &hub)) != CLI_DONE)
		return code;
	do {
		after = next;
		code = take_page(v, hub, after, &next);
	} while (code == CLI_DONE && next > after);
	return code;
}
