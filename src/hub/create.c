/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "hub/create.h"
#include "hub/keepers.h"
#include "hub/ledger.h"
#include "hub/places.h"
#include "hub/uploads.h"
#include "store/hub_log.h"
#include "store/hub_sql.h"
#include "telltale/authority.h"

#define HOST_MAX	256

static enum tt_err
write_file(const char *dir, const char *name, const struct buf *b)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = buf_err(b)) != TT_OK ||
	    (e = file_path(path, dir, name)) != TT_OK)
		return e;
	return file_create(path, b->p, b->n, 0600);
}

/* "psirt.example.com:8443/telltale" is served by psirt.example.com. */
static enum tt_err
host_of(const char *origin, char host[HOST_MAX], char listen[HOST_MAX + 8])
{
	struct span rest = span_str(origin), authority, h;
	const char *colon;

	if (!span_word(&rest, '/', &authority) || authority.n == 0)
		return TT_ESYNTAX;
	h = authority;
	if (authority.p[0] == '[') {	/* an IPv6 address */
		if ((colon = memchr(authority.p, ']', authority.n)) == NULL)
			return TT_ESYNTAX;
		h = span_of(authority.p + 1,
		    (size_t)(colon - authority.p - 1));
		colon = memchr(colon, ':', (size_t)(authority.p + authority.n -
		    colon));
	} else if ((colon = memchr(authority.p, ':', authority.n)) != NULL) {
		h.n = (size_t)(colon - authority.p);
	}
	if (h.n == 0 || span_copy(h, host, HOST_MAX) != TT_OK)
		return TT_ESYNTAX;
	snprintf(listen, HOST_MAX + 8, "%.*s%s", (int)authority.n,
	    authority.p, colon != NULL ? "" : ":443");
	return TT_OK;
}

static enum tt_err
make_tls(const char *dir, const char *host, int64_t now_s,
    char pin[TLS_PIN_LEN + 1])
{
	struct buf key = { .n = 0 }, cert = { .n = 0 };
	enum tt_err e;

	if ((e = tls_make(host, now_s, &key, &cert)) != TT_OK)
		return e;
	if ((e = write_file(dir, "tls.key", &key)) == TT_OK &&
	    (e = write_file(dir, "tls.crt", &cert)) == TT_OK)
		e = tls_pin(buf_view(&cert), pin);
	buf_done(&key);
	buf_done(&cert);
	return e;
}

static enum tt_err
make_log_key(const char *dir, const char *origin, struct rng rng,
    struct tt_vkey *log)
{
	struct tt_signer *s = SECRET_NEW(struct tt_signer);
	struct buf text;
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	buf_init_secret(&text, 4096);
	e = tt_signer_new(s, span_str(origin), TT_KEY_SIGN, rng);
	if (e == TT_OK) {
		tt_signer_format(s, &text);
		*log = s->vkey;
		e = write_file(dir, "log.sign", &text);
	}
	buf_done(&text);
	secret_free(s);
	return e;
}

static enum tt_err
make_challenge_key(const char *dir, struct rng rng)
{
	char hex[HEX_LEN(32) + 1];
	uint8_t key[32];
	struct buf text;
	enum tt_err e;

	rng_fill(rng, key, sizeof(key));
	hex_encode(hex, key, sizeof(key));
	buf_init_secret(&text, 128);
	buf_printf(&text, "%s\n", hex);
	secret_wipe(key, sizeof(key));
	secret_wipe(hex, sizeof(hex));
	e = write_file(dir, "challenge.key", &text);
	buf_done(&text);
	return e;
}

enum tt_err
hub_renew_keys(const char *dir, const char *origin, struct rng rng,
    int64_t now_s, char pin[TLS_PIN_LEN + 1])
{
	static const char *const old[] = { "tls.key", "tls.crt",
		"challenge.key" };
	char host[HOST_MAX], listen[HOST_MAX + 8], path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = host_of(origin, host, listen)) != TT_OK)
		return e;
	for (size_t i = 0; i < N_ROWS(old) && e == TT_OK; i++)
		if ((e = file_path(path, dir, old[i])) == TT_OK)
			e = file_remove(path);
	if (e != TT_OK || (e = make_challenge_key(dir, rng)) != TT_OK)
		return e;
	return make_tls(dir, host, now_s, pin);
}

static enum tt_err
add(struct conf *c, const char *key, const char *value)
{
	return value != NULL ? conf_add(c, key, value) : TT_OK;
}

static enum tt_err
make_conf(const struct hub_create_params *p, const char *listen)
{
	struct conf c = { .n = 0 };
	enum tt_err e;

	if ((e = add(&c, "origin", p->origin)) == TT_OK &&
	    (e = add(&c, "name", p->name)) == TT_OK &&
	    (e = add(&c, "listen", p->listen != NULL ? p->listen : listen)) ==
	    TT_OK && (e = add(&c, "db", p->db)) == TT_OK &&
	    (e = add(&c, "notary", p->notary)) == TT_OK)
		e = home_store(HOME_HUB, p->dir, &c);
	conf_done(&c);
	return e;
}

static enum tt_err
make_folders(const char *dir)
{
	static const char *const names[] = { UPLOAD_COPIES, UPLOAD_TERMS,
		"ledger" };
	char path[FILE_PATH_MAX];
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(names) && e == TT_OK; i++)
		if ((e = file_path(path, dir, names[i])) == TT_OK)
			e = file_mkdir(path);
	return e;
}

enum tt_err
hub_create(const struct hub_create_params *p, struct rng rng, int64_t now_s,
    struct hub_created *out)
{
	char host[HOST_MAX], listen[HOST_MAX + 8];
	struct hub_created made;
	enum tt_err e;

	if ((e = tt_origin_check(span_str(p->origin))) != TT_OK ||
	    (e = host_of(p->origin, host, listen)) != TT_OK ||
	    (e = file_mkdir(p->dir)) != TT_OK)
		return e;
	if ((e = make_folders(p->dir)) != TT_OK ||
	    (e = make_tls(p->dir, host, now_s, made.pin)) != TT_OK ||
	    (e = make_log_key(p->dir, p->origin, rng, &made.log)) != TT_OK ||
	    (e = make_challenge_key(p->dir, rng)) != TT_OK ||
	    (e = make_conf(p, listen)) != TT_OK) {
		/* the first error is what counts */
		if (file_remove_tree(p->dir) != TT_OK)
			return e;
		return e;
	}
	*out = made;
	return TT_OK;
}

enum tt_err
hub_create_keeper(const char *dir, const struct hub_keeper *k)
{
	char recipient[TT_AGE_RECIPIENT_LEN + 1], vkey[TT_VKEY_TEXT_MAX + 1];
	struct conf c = { .n = 0 };
	struct buf row;
	enum tt_err e;

	tt_age_recipient_format(recipient, &k->recipient);
	tt_vkey_format(&k->vkey, vkey);
	buf_init(&row, FILE_PATH_MAX);
	buf_printf(&row, "%02u %s %s %s", k->number, recipient, vkey,
	    k->socket);
	if ((e = buf_err(&row)) == TT_OK &&
	    (e = home_load(HOME_HUB, dir, &c, NULL)) == TT_OK) {
		if ((e = conf_add(&c, "keeper", row.p)) == TT_OK)
			e = home_store(HOME_HUB, dir, &c);
		conf_done(&c);
	}
	buf_done(&row);
	return e;
}

/* The three first statements, and what they are signed with. */
struct first {
	struct tt_statement programme, keys, agreement;
};

static enum tt_err
check_first(const struct first *f, const char *origin,
    const struct tt_vkey *log)
{
	const struct tt_authority a = { .keys = &f->keys };
	struct tt_vkey named;
	enum tt_err e;

	if (f->programme.kind != TT_PROGRAMME || f->keys.kind != TT_KEYS ||
	    f->agreement.kind != TT_AGREEMENT ||
	    tt_statement_number(&f->keys, "number", 0) != 1 ||
	    !span_is(f->programme.origin, origin) ||
	    !span_is(f->keys.origin, origin) ||
	    !span_is(f->agreement.origin, origin) ||
	    !tt_statement_vkey(&f->programme, "log-key", &named) ||
	    !tt_vkey_eq(&named, log))
		return TT_EREFUSED;
	if ((e = tt_keys_find(&f->keys, TT_ROLE_LOG, span_str(log->name), 0,
	    &named)) != TT_OK || !tt_vkey_eq(&named, log))
		return TT_EREFUSED;
	if ((e = tt_authority_check(&f->keys, &a)) != TT_OK ||
	    (e = tt_authority_check(&f->programme, &a)) != TT_OK)
		return e;
	return tt_authority_check(&f->agreement, &a);
}

static enum tt_err
add_first(struct db *db, const struct first *f)
{
	const struct tt_statement *const all[] = { &f->programme, &f->keys,
		&f->agreement };
	enum tt_err e;

	if ((e = db_begin(db)) != TT_OK)
		return e;
	for (size_t i = 0; i < N_ROWS(all) && e == TT_OK; i++)
		e = hub_entry_add(db, i, all[i]->kind, all[i]->bytes);
	if (e == TT_OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static enum tt_err
publish_first(const struct places *p, struct notary *notary, struct db *db,
    int64_t now_s)
{
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct ledger l;
	struct hash empty;
	enum tt_err e;

	merkle_empty(&empty);
	e = ledger_open(&l, p->ledger, p->origin, notary /* transferred */, 0,
	    &empty);
	if (e != TT_OK)
		return e;
	e = ledger_advance(&l, db, &lock, now_s);
	ledger_close(&l);
	return e;
}

static enum tt_err
begin_log(const struct places *p, const struct first *f, int64_t now_s)
{
	struct db_schema schema = hub_schema();
	struct notary *notary = NULL;
	struct db *db = NULL;
	enum tt_err e;

	if ((e = notary_open(&notary, p->notary, p->key, p->origin)) != TT_OK)
		return e;
	if ((e = check_first(f, p->origin, notary_key(notary))) != TT_OK ||
	    (e = db_open(&db, p->db, DB_CREATE, &schema, NULL)) != TT_OK ||
	    (e = add_first(db, f)) != TT_OK) {
		notary_close(notary);
		db_close(db);
		return e;
	}
	e = publish_first(p, notary, db, now_s);
	db_close(db);
	return e;
}

enum tt_err
hub_create_ledger(const char *dir, struct span programme, struct span keys,
    struct span agreement, int64_t now_s)
{
	struct conf c = { .n = 0 };
	struct first f;
	struct places p;
	enum tt_err e;

	if ((e = tt_statement_parse(&f.programme, programme, NULL)) != TT_OK ||
	    (e = tt_statement_parse(&f.keys, keys, NULL)) != TT_OK ||
	    (e = tt_statement_parse(&f.agreement, agreement, NULL)) !=
	    TT_OK || (e = home_load(HOME_HUB, dir, &c, NULL)) != TT_OK)
		return e;
	if ((e = places_find(&c, dir, &p)) == TT_OK)
		e = notary_create(p.notary, p.origin);
	conf_done(&c);
	if (e != TT_OK)
		return e;
	return begin_log(&p, &f, now_s);
}
