/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/rng.h"
#include "base/secret.h"
#include "cli/enrol.h"
#include "cli/hubclient.h"
#include "cli/keychain.h"
#include "cli/keyfile.h"
#include "cli/log_source.h"
#include "cli/say.h"
#include "store/home.h"
#include "telltale/invitation.h"

#define JOINING		".joining"

static int
cannot_make(const struct enrol *e, enum tt_err err)
{
	return say_err(err, err == TT_ENOENT ? "make the folder above it "
	    "first" : NULL, "cannot make the home %s", e->home);
}

/* dir/name; dir has room for the short names of a home. */
static void
in_dir(const struct enrol *e, const char *name, char out[FILE_PATH_MAX])
{
	if (file_path(out, e->dir, name) != TT_OK)
		out[0] = '\0';
}

/* Nothing there, or an empty folder. */
static bool
is_free(const char *path)
{
	struct file_list l;
	enum tt_err e;

	if (!file_exists(path))
		return true;
	if ((e = file_list(path, 1, &l)) != TT_OK)
		return false;
	e = l.n == 0 ? TT_OK : TT_EEXIST;
	file_list_free(&l);
	return e == TT_OK;
}

static bool
is_home(const char *dir)
{
	struct conf conf = { .n = 0 };
	bool yes = home_load(HOME_READER, dir, &conf, NULL) == TT_OK;

	conf_done(&conf);
	return yes;
}

static bool
made_with(const char *dir, const char *token_hash)
{
	struct conf conf = { .n = 0 };
	const char *had;
	bool same;

	if (home_load(HOME_READER, dir, &conf, NULL) != TT_OK)
		return false;
	had = conf_get(&conf, "invitation");
	same = had != NULL && strcmp(had, token_hash) == 0;
	conf_done(&conf);
	return same;
}

/* What the invitation says, in the forms that are needed here. */
static enum tt_err
read_invitation(struct enrol *e)
{
	uint8_t token[TT_TOKEN_LEN], hash[SHA256_LEN], pin[SHA256_LEN];
	struct span url = tt_statement_get(e->invitation, "hub");

	tt_statement_bytes(e->invitation, "token", token, sizeof(token));
	sha256(hash, token, sizeof(token));
	secret_wipe(token, sizeof(token));
	hex_encode(e->token_hash, hash, sizeof(hash));
	if (tt_statement_bytes(e->invitation, "pin", pin, sizeof(pin)))
		b64_encode(e->pin, pin, sizeof(pin));
	while (url.n > 0 && url.p[url.n - 1] == '/')
		url.n--;
	return span_copy(url, e->url, sizeof(e->url));
}

int
enrol_init(struct enrol *e, const struct tt_statement *invitation,
    const char *home, int64_t now_s)
{
	struct span path = span_str(home);
	enum tt_err err;

	*e = (struct enrol){ .invitation = invitation, .now_s = now_s };
	buf_init(&e->statement, TT_STATEMENT_MAX);
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	if ((err = span_copy(path, e->home, sizeof(e->home))) != TT_OK ||
	    (err = read_invitation(e)) != TT_OK)
		return cannot_make(e, err);
	if ((size_t)snprintf(e->dir, sizeof(e->dir), "%s" JOINING, e->home) >=
	    sizeof(e->dir) - 64)
		return cannot_make(e, TT_ELIMIT);
	if (made_with(e->home, e->token_hash))
		return CLI_NO;
	if (!is_free(e->home))
		return say_fail(CLI_USAGE, "-C DIR names another folder",
		    "cannot make a home at %s: something is there", e->home);
	if (is_home(e->dir) && !made_with(e->dir, e->token_hash))
		return say_fail(CLI_USAGE, "finish with the invitation that "
		    "it was begun with, or move it away",
		    "cannot make a home at %s: %s is there, of another "
		    "invitation", e->home, e->dir);
	return CLI_DONE;
}

void
enrol_done(struct enrol *e)
{
	buf_done(&e->statement);
}

/* The statement that was signed for this invitation, and its reader's id. */
static enum tt_err
read_statement(struct enrol *e)
{
	struct tt_statement *s;
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err err;

	in_dir(e, "reader", path);
	if ((err = file_read(path, TT_STATEMENT_MAX, &text)) != TT_OK)
		return err;
	if ((s = malloc(sizeof(*s))) == NULL) {
		buf_done(&text);
		return TT_ENOMEM;
	}
	if ((err = tt_statement_parse(s, buf_view(&text), NULL)) == TT_OK &&
	    s->kind != TT_READER)
		err = TT_ESYNTAX;
	if (err == TT_OK) {
		tt_statement_bytes(s, "reader", e->id, sizeof(e->id));
		buf_clear(&e->statement);
		buf_span(&e->statement, buf_view(&text));
		err = buf_err(&e->statement);
	}
	free(s);
	buf_done(&text);
	return err;
}

bool
enrol_resumes(struct enrol *e)
{
	return made_with(e->dir, e->token_hash) &&
	    read_statement(e) == TT_OK;
}

static int
write_policy(struct enrol *e)
{
	struct span key = tt_statement_get(e->invitation, "log-key");
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err err;

	buf_init(&text, TT_POLICY_MAX);
	buf_str(&text, "log ");
	buf_span(&text, key);
	buf_str(&text, "\nquorum none\n");
	in_dir(e, "policy", path);
	if ((err = buf_err(&text)) == TT_OK)
		err = file_write(path, text.p, text.n, 0600);
	buf_done(&text);
	return err == TT_OK ? CLI_DONE : cannot_make(e, err);
}

static int
write_keys(struct enrol *e, const struct buf *keys)
{
	char path[FILE_PATH_MAX];
	enum tt_err err;

	in_dir(e, "keys", path);
	err = file_write(path, keys->p, keys->n, 0600);
	return err == TT_OK ? CLI_DONE : cannot_make(e, err);
}

static int
say_other_log(struct hubclient *hub, enum tt_err err)
{
	if (err == TT_ENET || err == TT_EAGAIN || err == TT_ENOMEM)
		return hubclient_say(hub, err, NULL,
		    "read the hub's ledger");
	return say_fail(CLI_ALARM, "show the invitation to the officer who "
	    "sent it, by another channel",
	    "alarm: the hub's ledger was not begun by the officer who "
	    "invited: %s", tt_err_text(err));
}

/* Checkpoint, programme, first keys. */
static int
check_entries(struct enrol *e, struct hubclient *hub)
{
	struct tt_policy_verdict head;
	struct tt_log_reader *log = NULL;
	struct keychain_start start = { .interval_s = 0 };
	struct tt_vkey log_key, officer;
	struct log_source source;
	struct tt_tile_io io;
	enum tt_err err;
	int code;

	if ((code = hubclient_checkpoint(hub, &head)) != CLI_DONE)
		return code;
	tt_statement_vkey(e->invitation, "log-key", &log_key);
	tt_statement_vkey(e->invitation, "officer", &officer);
	log_source_hub(&source, hub);
	io = log_source_io(&source);
	if ((err = tt_log_reader_new(&log, &head.checkpoint, &io)) == TT_OK)
		err = keychain_start(log, head.checkpoint.size, &log_key,
		    &officer, &start);
	code = err == TT_OK ? write_keys(e, &start.keys) :
	    say_other_log(hub, err);
	e->interval_s = start.interval_s;
	buf_done(&start.keys);
	tt_log_reader_free(log);
	return code;
}

int
enrol_check_log(struct enrol *e)
{
	char origin[TT_ORIGIN_MAX + 1];
	const struct hubclient_conf conf = { .url = e->url,
		.pin = e->pin[0] != '\0' ? e->pin : NULL, .origin = origin,
		.home = e->dir };
	struct hubclient *hub = NULL;
	enum tt_err err;
	int code;

	if ((err = span_copy(e->invitation->origin, origin,
	    sizeof(origin))) != TT_OK ||
	    (file_exists(e->dir) &&
	    (err = file_remove_tree(e->dir)) != TT_OK) ||
	    (err = file_mkdir(e->dir)) != TT_OK)
		return cannot_make(e, err);
	if ((code = write_policy(e)) == CLI_DONE &&
	    (code = hubclient_new(&hub, &conf)) == CLI_DONE)
		code = check_entries(e, hub);
	hubclient_free(hub);
	return code;
}

/* A new signing key; its name follows from both keys. */
static enum tt_err
make_signer(struct enrol *e, const struct tt_age_identity *id,
    struct tt_signer *out)
{
	char name[TT_KEY_NAME_MAX + 1];
	enum tt_err err;

	if ((err = tt_signer_new(out, e->invitation->origin, TT_KEY_SIGN,
	    rng_system())) != TT_OK)
		return err;
	tt_reader_id(e->id, out->vkey.key, &id->recipient);
	if ((err = tt_reader_key_name(name, e->invitation->origin,
	    e->id)) != TT_OK)
		return err;
	return tt_signer_from_seed(out, span_str(name), TT_KEY_SIGN,
	    out->seed);
}

static enum tt_err
sign_statement(struct enrol *e, const struct tt_age_identity *id,
    const struct tt_signer *signer)
{
	struct tt_statement_out o;

	tt_statement_begin(&o, TT_READER, e->invitation->origin, e->now_s);
	tt_statement_put(&o, "partner",
	    tt_statement_get(e->invitation, "partner"));
	tt_statement_put_bytes(&o, "reader", e->id, sizeof(e->id));
	tt_statement_put_vkey(&o, "sign", &signer->vkey);
	tt_statement_put_recipient(&o, "seal", &id->recipient);
	tt_statement_put_str(&o, "state", "active");
	return tt_statement_sign(&o, &signer, 1, &e->statement);
}

static enum tt_err
add_span(struct conf *c, const char *key, struct span value)
{
	char text[TT_VALUE_MAX + 1];
	enum tt_err err;

	if ((err = span_copy(value, text, sizeof(text))) != TT_OK)
		return err;
	return conf_add(c, key, text);
}

static enum tt_err
write_conf(struct enrol *e)
{
	const struct tt_statement *inv = e->invitation;
	char id[TT_READER_ID_HEX + 1], interval[24];
	struct conf c = { .n = 0 };
	enum tt_err err;

	hex_encode(id, e->id, sizeof(e->id));
	snprintf(interval, sizeof(interval), "%llu",
	    (unsigned long long)e->interval_s);
	if ((err = add_span(&c, "origin", inv->origin)) == TT_OK &&
	    (err = conf_add(&c, "hub", e->url)) == TT_OK &&
	    (e->pin[0] == '\0' ||
	    (err = conf_add(&c, "pin", e->pin)) == TT_OK) &&
	    (err = add_span(&c, "log",
	    tt_statement_get(inv, "log-key"))) == TT_OK &&
	    (err = add_span(&c, "officer",
	    tt_statement_get(inv, "officer"))) == TT_OK &&
	    (err = conf_add(&c, "interval", interval)) == TT_OK &&
	    (err = add_span(&c, "partner",
	    tt_statement_get(inv, "partner"))) == TT_OK &&
	    (err = add_span(&c, "name",
	    tt_statement_get(inv, "name"))) == TT_OK &&
	    (err = conf_add(&c, "reader", id)) == TT_OK &&
	    (err = conf_add(&c, "invitation", e->token_hash)) == TT_OK)
		err = home_store(HOME_READER, e->dir, &c);
	conf_done(&c);
	return err;
}

/* telltale.conf last: with it, the folder is complete. */
static int
write_home(struct enrol *e, const struct tt_age_identity *id,
    const struct tt_signer *signer, struct span passphrase)
{
	char path[FILE_PATH_MAX];
	enum tt_err err;
	int code;

	if ((code = keyfile_write_identity(e->dir, "me.key", id, e->now_s,
	    passphrase)) != CLI_DONE ||
	    (code = keyfile_write_signer(e->dir, "me.sign", signer,
	    passphrase)) != CLI_DONE)
		return code;
	in_dir(e, "reader", path);
	if ((err = file_write(path, e->statement.p, e->statement.n, 0600)) !=
	    TT_OK || (err = write_conf(e)) != TT_OK)
		return cannot_make(e, err);
	return CLI_DONE;
}

int
enrol_make_keys(struct enrol *e, struct span passphrase)
{
	struct tt_age_identity *id = SECRET_NEW(struct tt_age_identity);
	struct tt_signer *signer = SECRET_NEW(struct tt_signer);
	enum tt_err err = TT_ENOMEM;
	int code;

	if (id != NULL && signer != NULL) {
		tt_age_identity_generate(id, rng_system());
		if ((err = make_signer(e, id, signer)) == TT_OK)
			err = sign_statement(e, id, signer);
	}
	code = err == TT_OK ? write_home(e, id, signer, passphrase) :
	    cannot_make(e, err);
	secret_free(signer);
	secret_free(id);
	return code;
}

int
enrol_finish(struct enrol *e)
{
	enum tt_err err;

	rmdir(e->home);	/* an empty folder makes room; else rename says so */
	if ((err = file_rename(e->dir, e->home)) == TT_OK)
		return CLI_DONE;
	say_err(err, NULL, "cannot rename %s to %s", e->dir, e->home);
	say_hint("the keys in %s are registered; mv %s %s", e->dir, e->dir,
	    e->home);
	return say_exit(err);
}

void
enrol_remove(struct enrol *e)
{
	if (file_remove_tree(e->dir) != TT_OK)
		say_warn("cannot remove %s", e->dir);
}
