/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/team/officers.h"
#include "cli/team/secrets.h"
#include "cli/wavekey.h"
#include "store/crash.h"
#include "store/vault_ledger.h"
#include "store/vault_team.h"

#define NEXT_KEYS	"keys/keys.next"

void
officers_fingerprint(const struct lineup_officer *o,
    char out[TT_FINGERPRINT_LEN + 1])
{
	uint8_t id[TT_READER_ID_LEN];

	tt_reader_id(id, o->sign.key, &o->seal);
	tt_fingerprint(out, id);
}

static bool
is_person(struct span role)
{
	return span_is(role, tt_role_name(TT_ROLE_OFFICER)) ||
	    span_is(role, tt_role_name(TT_ROLE_COUNSEL));
}

static void
put_key(struct tt_statement_out *o, enum tt_role role,
    const struct tt_vkey *k)
{
	char text[TT_VKEY_TEXT_MAX + 1];

	tt_vkey_format(k, text);
	tt_statement_put_pair(o, "key", span_str(tt_role_name(role)),
	    span_str(text));
}

static bool
is_key(struct span vkey, const struct tt_vkey *k)
{
	char text[TT_VKEY_TEXT_MAX + 1];

	if (k == NULL)
		return false;
	tt_vkey_format(k, text);
	return span_is(vkey, text);
}

static bool
goes(const struct officers_change *c, struct span role, struct span vkey)
{
	if (span_is(role, tt_role_name(TT_ROLE_PUBLISHER)))
		return c->publisher != NULL;
	if (span_is(role, tt_role_name(TT_ROLE_KEEPER)))
		return is_key(vkey, c->keeper_was);
	return is_person(role) && c->drop != NULL &&
	    is_key(vkey, &c->drop->sign);
}

/* The keys that stay. */
static void
put_old(struct tt_statement_out *o, const struct roll *p,
    const struct officers_change *c)
{
	size_t n = tt_statement_count(p->keys, "key");
	struct span role, vkey;

	for (size_t i = 0; i < n; i++) {
		tt_statement_pair(p->keys, "key", i, &role, &vkey);
		if (!goes(c, role, vkey))
			tt_statement_put_pair(o, "key", role, vkey);
	}
}

enum tt_err
officers_state(const struct vault *v, const struct roll *p,
    const struct officers_change *c, int64_t now_s, struct buf *text)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_KEYS, span_str(vault_origin(v)), now_s);
	tt_statement_put_number(o, "number",
	    tt_statement_number(p->keys, "number", 0) + 1);
	if (tt_statement_has(p->keys, "interval"))
		tt_statement_put_number(o, "interval",
		    tt_statement_number(p->keys, "interval", 0));
	if (tt_keys_small_team(p->keys) && !c->end_small_team)
		tt_statement_put_str(o, "small-team", "yes");
	put_old(o, p, c);
	if (c->add != NULL)
		put_key(o, c->counsel ? TT_ROLE_COUNSEL : TT_ROLE_OFFICER,
		    &c->add->sign);
	if (c->publisher != NULL)
		put_key(o, TT_ROLE_PUBLISHER, c->publisher);
	if (c->keeper != NULL)
		put_key(o, TT_ROLE_KEEPER, c->keeper);
	e = tt_statement_end(o, text);
	free(o);
	return e;
}

/* What officers_apply is at. */
struct changing {
	struct vault *v;
	const struct request_done *done;
	struct roll was;
	struct tt_statement *keys;	/* the new list */
	struct buf text;		/* its bytes */
	struct lineup_file lineup;
	struct span officers, publisher;	/* of the effect */
};

static enum tt_err
read_list(struct changing *ch)
{
	struct vault_statement row;
	enum tt_err e;

	if (ch->done->n != 1)
		return TT_ESYNTAX;
	if ((e = vault_statement_of_leaf(ch->v->db, &ch->done->leaf[0],
	    &row)) != TT_OK)
		return e;
	buf_span(&ch->text, row.bytes);
	if ((ch->keys = malloc(sizeof(*ch->keys))) == NULL)
		return TT_ENOMEM;
	if ((e = buf_err(&ch->text)) == TT_OK)
		e = tt_statement_parse(ch->keys, buf_view(&ch->text), NULL);
	return e == TT_OK && ch->keys->kind != TT_KEYS ? TT_ESYNTAX : e;
}

static bool
has_line(const struct lineup_file *l, struct span vkey)
{
	for (size_t i = 0; i < l->n; i++)
		if (is_key(vkey, &l->of[i].sign))
			return true;
	return false;
}

/* Secrets go to those whom the signed list names, and to nobody else. */
static enum tt_err
check_lineup(const struct changing *ch)
{
	size_t n = tt_statement_count(ch->keys, "key"), people = 0;
	struct span role, vkey;

	for (size_t i = 0; i < n; i++) {
		tt_statement_pair(ch->keys, "key", i, &role, &vkey);
		if (!is_person(role))
			continue;
		if (!has_line(&ch->lineup, vkey))
			return TT_EREFUSED;
		people++;
	}
	return people >= ch->lineup.n ? TT_OK : TT_EREFUSED;
}

/* Those who get shares, as telltale.conf has them from now on. */
static enum tt_err
set_keepers(struct conf *c, const json_t *effect)
{
	char threshold[12];
	json_t *rows, *row;
	int64_t k;
	size_t i;
	enum tt_err e;

	if (json_object_get(effect, "keepers") == NULL)
		return TT_OK;
	if ((e = json_in_array(effect, "keepers", &rows, NULL)) != TT_OK ||
	    (e = json_in_int(effect, "threshold", 1, TT_SHARES_MAX, &k,
	    NULL)) != TT_OK)
		return e;
	snprintf(threshold, sizeof(threshold), "%u", (unsigned)k);
	e = conf_set(c, "threshold", threshold);
	json_array_foreach(rows, i, row) {
		const char *value = json_string_value(row);

		if (value == NULL)
			return TT_ESYNTAX;
		if (e == TT_OK)
			e = i == 0 ? conf_set(c, "keeper", value) :
			    conf_add(c, "keeper", value);
	}
	return e;
}

static bool
is_listed(const struct tt_statement *keys, const char *row)
{
	size_t n = tt_statement_count(keys, "key");
	struct span role, vkey, rest = span_str(row), word;

	if (!span_word(&rest, ' ', &word) || !span_word(&rest, ' ', &word))
		return false;
	for (size_t i = 0; i < n; i++) {
		tt_statement_pair(keys, "key", i, &role, &vkey);
		if (span_is(role, tt_role_name(TT_ROLE_KEEPER)) &&
		    span_eq(vkey, rest))
			return true;
	}
	return false;
}

/* Each keeper's line is about a key that the list names. */
static enum tt_err
check_keepers(const struct changing *ch)
{
	struct wavekey_keepers k;
	struct conf c = { .n = 0 };
	const char *row;
	enum tt_err e;

	if (json_object_get(ch->done->effect, "keepers") == NULL)
		return TT_OK;
	if ((e = set_keepers(&c, ch->done->effect)) == TT_OK)
		e = wavekey_keepers(&c, &k);
	for (size_t i = 0; e == TT_OK &&
	    (row = conf_nth(&c, "keeper", i)) != NULL; i++)
		if (!is_listed(ch->keys, row))
			e = TT_EREFUSED;
	conf_done(&c);
	return e;
}

static enum tt_err
read_effect(struct changing *ch)
{
	const json_t *effect = ch->done->effect;
	enum tt_err e;

	if ((e = json_in_str(effect, "officers", &ch->officers, NULL)) !=
	    TT_OK ||
	    (json_object_get(effect, "publisher") != NULL &&
	    (e = json_in_str(effect, "publisher", &ch->publisher, NULL)) !=
	    TT_OK) ||
	    (e = lineup_file_parse(&ch->lineup, ch->officers)) != TT_OK ||
	    (e = read_list(ch)) != TT_OK ||
	    (e = check_keepers(ch)) != TT_OK)
		return e;
	return check_lineup(ch);
}

static int
write_publisher(struct changing *ch)
{
	struct vault *v = ch->v;
	struct buf plain;
	enum tt_err e;
	int code;

	if (ch->publisher.p == NULL)
		return CLI_DONE;
	if ((code = vault_unseal(v, ch->publisher, &plain, &e)) != CLI_DONE)
		return code;
	if (e != TT_OK)
		return say_err(e, NULL, "cannot open the publisher's new key");
	code = vault_secret_write(v, "keys/publisher.sign.age",
	    buf_view(&plain));
	buf_done(&plain);
	secret_free(v->publisher);
	v->publisher = NULL;
	return code;
}

static int
write_file(struct vault *v, const char *rel, struct span s)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	vault_path(v, rel, path);
	if ((e = file_write(path, s.p, s.n, 0600)) != TT_OK)
		return say_err(e, NULL, "cannot write %s", path);
	return CLI_DONE;
}

static enum tt_err
set_conf(const struct changing *ch, struct conf *c)
{
	enum tt_err e;

	if ((e = conf_set(c, "small-team", tt_keys_small_team(ch->keys) ?
	    "yes" : "no")) != TT_OK)
		return e;
	return set_keepers(c, ch->done->effect);
}

/* In the folder's own conf: the one in memory may be of another officer. */
static int
write_conf(struct changing *ch)
{
	struct conf c = { .n = 0 };
	enum tt_err e;

	if ((e = home_load(HOME_VAULT, ch->v->dir, &c, NULL)) == TT_OK &&
	    (e = set_conf(ch, &c)) == TT_OK &&
	    (e = home_store(HOME_VAULT, ch->v->dir, &c)) == TT_OK)
		e = set_conf(ch, &ch->v->conf);
	conf_done(&c);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot write %s/telltale.conf",
		    ch->v->dir);
	return CLI_DONE;
}

/* "NAME+ID" of each whose line is under the list. */
static enum tt_err
put_signers(const struct changing *ch, struct buf *out)
{
	const struct tt_note *note = &ch->keys->note;
	char id[2 * TT_KEY_ID_LEN + 1];

	for (size_t i = 0; i < note->n; i++) {
		hex_encode(id, note->line[i].id, TT_KEY_ID_LEN);
		buf_printf(out, "%s%.*s+%s", i > 0 ? " " : "",
		    (int)note->line[i].name.n, note->line[i].name.p, id);
	}
	return buf_err(out);
}

static bool
was_there(const struct changing *ch, struct span vkey)
{
	size_t n = tt_statement_count(ch->was.keys, "key");
	struct span role, had;

	for (size_t i = 0; i < n; i++) {
		tt_statement_pair(ch->was.keys, "key", i, &role, &had);
		if (span_eq(had, vkey))
			return true;
	}
	return false;
}

static enum tt_err
enrol(const struct changing *ch, struct span vkey, const char *signers)
{
	char text[TT_VKEY_TEXT_MAX + 1];
	enum tt_err e;

	if (was_there(ch, vkey))
		return TT_OK;
	if ((e = span_copy(vkey, text, sizeof(text))) != TT_OK)
		return e;
	return vault_enrolled_set(ch->v->db, text, ch->done->at_s, signers);
}

static int
enrol_new(const struct changing *ch)
{
	size_t n = tt_statement_count(ch->keys, "key");
	struct span role, vkey;
	struct buf signers;
	enum tt_err e;

	buf_init(&signers, VAULT_SIGNERS_MAX - 1);
	e = put_signers(ch, &signers);
	for (size_t i = 0; i < n && e == TT_OK; i++) {
		tt_statement_pair(ch->keys, "key", i, &role, &vkey);
		if (is_person(role))
			e = enrol(ch, vkey, signers.p);
	}
	buf_done(&signers);
	if (e != TT_OK)
		return partner_cannot(ch->v, e, "keep who enrolled whom");
	return CLI_DONE;
}

static int
change(struct changing *ch)
{
	enum tt_err e;
	int code;

	if ((code = roll_load(ch->v, &ch->was)) != CLI_DONE)
		return code;
	if ((e = read_effect(ch)) != TT_OK)
		return say_err(e, NULL, "cannot change who shares the vault");
	if ((code = enrol_new(ch)) != CLI_DONE ||
	    (code = write_file(ch->v, "keys/officers", ch->officers)) !=
	    CLI_DONE)
		return code;
	crash_point("team-lineup");
	if ((code = write_publisher(ch)) != CLI_DONE ||
	    (code = secrets_reseal(ch->v)) != CLI_DONE ||
	    (code = write_conf(ch)) != CLI_DONE)
		return code;
	if ((e = vault_noted_set(ch->v->db, VAULT_NOTED_KEYS,
	    (int64_t)tt_statement_number(ch->keys, "number", 0))) != TT_OK)
		return partner_cannot(ch->v, e, "keep the list of keys");
	code = write_file(ch->v, NEXT_KEYS, buf_view(&ch->text));
	crash_point("team-next-keys");
	return code;
}

/* TT_ENOENT: there is no next list, or its transaction was never kept. */
static enum tt_err
next_keys(struct vault *v, struct buf *text)
{
	struct tt_statement *s = malloc(sizeof(*s));
	char path[FILE_PATH_MAX];
	int64_t number = 0;
	enum tt_err e = TT_ENOMEM;

	vault_path(v, NEXT_KEYS, path);
	if (s == NULL || (e = file_read(path, TT_STATEMENT_MAX, text)) !=
	    TT_OK) {
		free(s);
		return e;
	}
	if ((e = tt_statement_parse(s, buf_view(text), NULL)) == TT_OK &&
	    (e = vault_noted(v->db, VAULT_NOTED_KEYS, &number)) == TT_OK &&
	    (int64_t)tt_statement_number(s, "number", 0) != number)
		e = TT_ENOENT;
	if (e != TT_OK)
		buf_done(text);
	free(s);
	return e;
}

/* The list that is to be replaced: what was signed under it may still come. */
static int
keep_earlier(struct vault *v)
{
	struct tt_statement *s = malloc(sizeof(*s));
	char path[FILE_PATH_MAX], name[64];
	struct buf text;
	enum tt_err e = TT_ENOMEM;
	int code;

	vault_path(v, "keys/keys", path);
	if (s == NULL || (e = file_read(path, TT_STATEMENT_MAX, &text)) !=
	    TT_OK) {
		free(s);
		return say_err(e, NULL, "cannot read %s", path);
	}
	if ((e = tt_statement_parse(s, buf_view(&text), NULL)) == TT_OK) {
		snprintf(name, sizeof(name), VAULT_KEYS_WAS,
		    (unsigned long long)tt_statement_number(s, "number", 0));
		code = write_file(v, name, buf_view(&text));
	} else
		code = say_err(e, NULL, "cannot read %s", path);
	buf_done(&text);
	free(s);
	return code;
}

int
officers_finish(struct vault *v)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;
	int code;

	vault_path(v, NEXT_KEYS, path);
	if (!file_exists(path) || (e = next_keys(v, &text)) == TT_ENOENT)
		return CLI_DONE;
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if ((code = keep_earlier(v)) == CLI_DONE)
		code = write_file(v, "keys/keys", buf_view(&text));
	buf_done(&text);
	crash_point("team-keys");
	if (code == CLI_DONE && (e = file_remove(path)) != TT_OK)
		code = say_err(e, NULL, "cannot remove %s", path);
	return code;
}

int
officers_apply(struct vault *v, const struct request_done *r)
{
	struct changing *ch = calloc(1, sizeof(*ch));
	int code;

	if (ch == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot change the vault");
	ch->v = v;
	ch->done = r;
	buf_init(&ch->text, TT_STATEMENT_MAX);
	code = change(ch);
	roll_done(&ch->was);
	free(ch->keys);
	buf_done(&ch->text);
	free(ch);
	return code;
}
