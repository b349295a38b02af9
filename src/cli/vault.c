/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/secret.h"
#include "cli/clock.h"
#include "cli/keyfile.h"
#include "cli/known/view_tell.h"
#include "cli/say.h"
#include "cli/scratch.h"
#include "cli/team/officers.h"
#include "cli/vault.h"
#include "store/vault_db.h"
#include "store/vault_ledger.h"
#include "telltale/age_armor.h"
#include "telltale/age_file.h"
#include "telltale/manifest.h"

#define BULLETINS_MAX		1000000
#define INTERVAL_S		900

static const char *const needed[] = { "origin", "hub", "log", "officer" };

int64_t
vault_interval_s(const struct vault *v)
{
	const char *text = conf_get(&v->conf, "interval");
	int64_t s = INTERVAL_S;

	if (text != NULL && length_parse(span_str(text), &s) != TT_OK)
		s = (int64_t)strtoll(text, NULL, 10);
	return s;
}

const char *
vault_origin(const struct vault *v)
{
	return conf_get(&v->conf, "origin");
}

bool
vault_small_team(const struct vault *v)
{
	const char *s = conf_get(&v->conf, "small-team");

	return s != NULL && strcmp(s, "yes") == 0;
}

void
vault_path(const struct vault *v, const char *rel, char out[FILE_PATH_MAX])
{
	if (file_path(out, v->dir, rel) != TT_OK)
		out[0] = '\0';	/* opens nothing */
}

static int
find(struct vault *v, const struct cli *c)
{
	struct stat st;
	enum tt_err e;

	if ((e = home_find(HOME_VAULT, c->dir, v->dir)) != TT_OK) {
		say_err(e, NULL, "cannot find a vault%s%s", c->dir == NULL ?
		    " from here upwards" : " in ",
		    c->dir == NULL ? "" : c->dir);
		say_hint("telltale init DIR makes one; -C DIR or "
		    "TELLTALE_HOME says where it is");
		return CLI_TROUBLE;
	}
	if (stat(v->dir, &st) != 0)
		return say_err(TT_EIO, NULL, "cannot look at %s", v->dir);
	if ((st.st_mode & 077) != 0 || st.st_uid != geteuid()) {
		say_fail(CLI_REFUSED, NULL, "cannot use the vault %s: others "
		    "have rights to it, or it is another user's", v->dir);
		say_hint("chmod 700 %s, if nobody was there", v->dir);
		return CLI_REFUSED;
	}
	return CLI_DONE;
}

static int
load_conf(struct vault *v)
{
	struct conf_diag diag = { .line = 0 };
	enum tt_err e;

	if ((e = home_load(HOME_VAULT, v->dir, &v->conf, &diag)) != TT_OK)
		return say_err(e, NULL, "cannot read %s/telltale.conf, line "
		    "%d: %s", v->dir, diag.line, diag.text);
	for (size_t i = 0; i < N_ROWS(needed); i++)
		if (conf_get(&v->conf, needed[i]) == NULL)
			return say_fail(CLI_TROUBLE, "telltale vault restore",
			    "cannot use %s/telltale.conf: it has no line '%s'",
			    v->dir, needed[i]);
	if (v->cli->as != NULL) {
		/* a name ends up in a path, so only one that can be */
		if (!tt_id_ok(span_str(v->cli->as)))
			return say_fail(CLI_USAGE, "telltale vault officers",
			    "--as: '%s' is no officer's name", v->cli->as);
		if ((e = conf_set(&v->conf, "officer", v->cli->as)) != TT_OK)
			return say_err(e, NULL, "cannot work as %s",
			    v->cli->as);
	}
	return CLI_DONE;
}

static int
take_lock(struct vault *v)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	vault_path(v, "lock", path);
	if ((e = file_lock(path, &v->lock)) == TT_EAGAIN)
		return say_fail(CLI_LATER, "wait until it has ended",
		    "another telltale is at work in the vault %s", v->dir);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot lock the vault %s", v->dir);
	return CLI_DONE;
}

/* Of a folder of folders. */
static enum tt_err
tidy_each(const char *dir)
{
	char path[FILE_PATH_MAX];
	struct file_list ids;
	enum tt_err e;

	if ((e = file_list(dir, BULLETINS_MAX, &ids)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	for (size_t i = 0; i < ids.n && e == TT_OK; i++)
		if ((e = file_path(path, dir, ids.name[i])) == TT_OK &&
		    (e = file_tidy(path)) == TT_ENOENT)
			e = TT_OK;	/* no folder */
	file_list_free(&ids);
	return e;
}

/* What an interrupted verb left; nobody else writes, by the lock. */
static int
tidy(const struct vault *v)
{
	static const char *const folders[] = { ".", "keys" };
	static const char *const of_folders[] = { "bulletins", "cases" };
	char path[FILE_PATH_MAX];
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(folders) && e == TT_OK; i++) {
		vault_path(v, folders[i], path);
		e = file_tidy(path);
	}
	for (size_t i = 0; i < N_ROWS(of_folders) && e == TT_OK; i++) {
		vault_path(v, of_folders[i], path);
		e = tidy_each(path);
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot clear %s", path);
	vault_path(v, "scratch", path);
	if ((e = scratch_clear(path)) != TT_OK)
		return say_err(e, "it may hold plaintext of a bulletin",
		    "cannot clear %s", path);
	return CLI_DONE;
}

/*
 * Who only reads has no lock, and takes it for this alone: plaintext of a
 * seal that was stopped.  One that is at work has the lock.
 */
static int
tidy_reading(struct vault *v)
{
	char path[FILE_PATH_MAX];
	int code = CLI_DONE;

	vault_path(v, "scratch", path);
	if (!scratch_is_used(path))
		return CLI_DONE;
	vault_path(v, "lock", path);
	if (file_lock(path, &v->lock) != TT_OK)
		return CLI_DONE;
	code = tidy(v);
	file_unlock(v->lock);
	v->lock = -1;
	return code;
}

int
vault_open(struct vault *v, const struct cli *c, enum vault_use use,
    const char *passphrase_file)
{
	struct db_diag diag = { .text = "" };
	char path[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	*v = (struct vault){ .cli = c, .lock = -1, .use = use };
	passphrase_init(&v->passphrase, passphrase_file);
	if ((code = find(v, c)) != CLI_DONE ||
	    (code = load_conf(v)) != CLI_DONE)
		return code;
	if (use == VAULT_READ)
		code = tidy_reading(v);
	else if ((code = take_lock(v)) == CLI_DONE)
		code = tidy(v);
	if (code != CLI_DONE)
		return code;
	vault_path(v, "vault.db", path);
	if ((e = vault_db_open(&v->db, path, DB_EXISTING, &diag)) != TT_OK)
		return say_err(e, "telltale vault check",
		    "cannot open %s%s%s", path,
		    diag.text[0] == '\0' ? "" : ": ", diag.text);
	return use == VAULT_WRITE ? officers_finish(v) : CLI_DONE;
}

void
vault_close(struct vault *v)
{
	if (v->cli == NULL)
		return;
	if (v->db != NULL)
		view_tell_by_the_way(v);
	hubclient_free(v->hub);
	tt_age_identities_free(v->identity);
	secret_free(v->officer);
	secret_free(v->publisher);
	passphrase_done(&v->passphrase);
	db_close(v->db);
	conf_done(&v->conf);
	if (v->lock >= 0)
		file_unlock(v->lock);
	*v = (struct vault){ .lock = -1 };
}

int
vault_line_up(const struct vault *v, struct lineup_file **out)
{
	struct lineup_file *l = malloc(sizeof(*l));
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e = TT_ENOMEM;

	vault_path(v, "keys/officers", path);
	if (l != NULL &&
	    (e = file_read(path, LINEUP_FILE_MAX, &text)) == TT_OK) {
		e = lineup_file_parse(l, buf_view(&text));
		buf_done(&text);
	}
	if (e != TT_OK) {
		free(l);
		return say_err(e, NULL, "cannot read the officers' keys in %s",
		    path);
	}
	*out = l;
	return CLI_DONE;
}

int
vault_recipients(const struct vault *v,
    struct tt_age_recipient out[VAULT_OFFICERS_MAX], size_t *n)
{
	struct lineup_file *l;
	int code;

	if ((code = vault_line_up(v, &l)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < l->n; i++)
		out[i] = l->of[i].seal;
	*n = l->n;
	free(l);
	return CLI_DONE;
}

/* "officer-NAME.key" and the like. */
static void
key_name(const struct vault *v, const char *suffix, char out[128])
{
	snprintf(out, 128, "officer-%s.%s", conf_get(&v->conf, "officer"),
	    suffix);
}

int
vault_unlock(struct vault *v)
{
	char keys[FILE_PATH_MAX], name[128];

	if (v->identity != NULL)
		return CLI_DONE;
	vault_path(v, "keys", keys);
	key_name(v, "key", name);
	return keyfile_read_identity(keys, name, &v->passphrase,
	    &v->identity);
}

static enum tt_err
open_secret(const struct vault *v, struct span file, struct buf *out)
{
	const struct tt_age_opener by = { .identities = v->identity->id,
		.n_identities = v->identity->n };
	struct buf bare;
	enum tt_err e;

	if (!tt_age_is_armored(file))
		return tt_age_file_open(out, &by, file);
	buf_init(&bare, VAULT_SECRET_MAX);
	if ((e = tt_age_dearmor(&bare, file)) == TT_OK)
		e = tt_age_file_open(out, &by, buf_view(&bare));
	buf_done(&bare);
	return e;
}

int
vault_secret_try(struct vault *v, const char *rel, struct buf *out,
    enum tt_err *e)
{
	char path[FILE_PATH_MAX];
	struct buf file, plain;
	int code;

	if ((code = vault_unlock(v)) != CLI_DONE)
		return code;
	vault_path(v, rel, path);
	if ((*e = file_read_secret(path, VAULT_SECRET_MAX, &file)) != TT_OK)
		return CLI_DONE;
	buf_init_secret(&plain, VAULT_SECRET_MAX);
	*e = open_secret(v, buf_view(&file), &plain);
	buf_done(&file);
	if (*e == TT_OK)
		*out = plain;	/* transferred */
	else
		buf_done(&plain);
	return CLI_DONE;
}

enum tt_err
vault_seal(const struct tt_age_recipient *to, size_t n, struct span plain,
    struct buf *armored)
{
	const struct tt_age_target target = { .recipients = to,
		.n_recipients = n };
	struct buf file;
	enum tt_err e;

	buf_init(&file, VAULT_SECRET_MAX);
	if ((e = tt_age_file_seal(&file, &target, plain, rng_system())) ==
	    TT_OK) {
		tt_age_armor(armored, buf_view(&file));
		e = buf_err(armored);
	}
	buf_done(&file);
	return e;
}

int
vault_unseal(struct vault *v, struct span file, struct buf *out,
    enum tt_err *e)
{
	struct buf plain;
	int code;

	if ((code = vault_unlock(v)) != CLI_DONE)
		return code;
	buf_init_secret(&plain, VAULT_SECRET_MAX);
	if ((*e = open_secret(v, file, &plain)) == TT_OK)
		*out = plain;	/* transferred */
	else
		buf_done(&plain);
	return CLI_DONE;
}

int
vault_secret_read(struct vault *v, const char *rel, struct buf *out)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	if ((code = vault_secret_try(v, rel, out, &e)) != CLI_DONE)
		return code;
	vault_path(v, rel, path);
	switch (e) {
	case TT_OK:
		return CLI_DONE;
	case TT_EREFUSED:
		return say_err(e, "others can read it, or it is another "
		    "user's: chmod 600", "cannot read the secret %s", path);
	case TT_ENOMATCH:
		return say_err(e, "it is not for this officer's key; another "
		    "officer may open it", "cannot open the secret %s", path);
	default:
		return say_err(e, NULL, "cannot read the secret %s", path);
	}
}

int
vault_secret_write(struct vault *v, const char *rel, struct span bytes)
{
	struct tt_age_recipient to[VAULT_OFFICERS_MAX];
	struct tt_age_target target = { .recipients = to };
	char path[FILE_PATH_MAX];
	struct buf file;
	enum tt_err e;
	int code;

	if ((code = vault_recipients(v, to, &target.n_recipients)) != CLI_DONE)
		return code;
	vault_path(v, rel, path);
	buf_init(&file, VAULT_SECRET_MAX + 65536);
	if ((e = tt_age_file_seal(&file, &target, bytes, rng_system())) ==
	    TT_OK)
		e = file_write(path, file.p, file.n, 0600);
	buf_done(&file);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot write the secret %s", path);
	return CLI_DONE;
}

int
vault_officer(struct vault *v, const struct tt_signer **out)
{
	char keys[FILE_PATH_MAX], name[128];
	int code;

	if (v->officer == NULL) {
		vault_path(v, "keys", keys);
		key_name(v, "sign", name);
		if ((code = keyfile_read_signer(keys, name, &v->passphrase,
		    &v->officer)) != CLI_DONE)
			return code;
	}
	*out = v->officer;
	return CLI_DONE;
}

bool
vault_officer_at_hand(const struct vault *v)
{
	char name[128], rel[160], path[FILE_PATH_MAX];

	key_name(v, "sign", name);
	snprintf(rel, sizeof(rel), "keys/%s", name);
	vault_path(v, rel, path);
	return v->passphrase.file != NULL || v->passphrase.known ||
	    v->officer != NULL || file_exists(path);
}

int
vault_publisher(struct vault *v, const struct tt_signer **out)
{
	struct tt_signer *s = NULL;
	struct buf text;
	enum tt_err e;
	int code;

	if (v->publisher == NULL) {
		code = vault_secret_read(v, "keys/publisher.sign.age", &text);
		if (code != CLI_DONE)
			return code;
		e = TT_ENOMEM;
		if ((s = SECRET_NEW(struct tt_signer)) != NULL)
			e = tt_signer_parse(s, buf_view(&text));
		buf_done(&text);
		if (e != TT_OK) {
			secret_free(s);
			return say_err(e, NULL,
			    "cannot use the publisher's key");
		}
		v->publisher = s;	/* transferred */
	}
	*out = v->publisher;
	return CLI_DONE;
}

int
vault_hub(struct vault *v, struct hubclient **out)
{
	struct hubclient_conf conf = { .home = v->dir };
	int code;

	if (v->hub == NULL) {
		if ((code = vault_officer(v, &conf.signer)) != CLI_DONE)
			return code;
		conf.url = conf_get(&v->conf, "hub");
		conf.pin = conf_get(&v->conf, "pin");
		conf.origin = vault_origin(v);
		if ((code = hubclient_new(&v->hub, &conf)) != CLI_DONE)
			return code;
	}
	if (hubclient_seen(v->hub)->size == 0)
		return say_fail(CLI_ALARM, "telltale vault restore, from a "
		    "backup", "alarm: the newest checkpoint seen is missing "
		    "from the vault %s", v->dir);
	*out = v->hub;
	return CLI_DONE;
}

int
vault_queue_salted(struct vault *v, struct span statement,
    const struct tt_salt *salt, struct hash *leaf)
{
	struct vault_statement row = { .bytes = statement, .salt = *salt,
		.queued_s = clock_now() }, had;
	struct tt_statement st;
	enum tt_err e;

	if ((e = tt_statement_parse(&st, statement, NULL)) == TT_OK) {
		row.kind = st.kind;
		tt_leaf_hash(&row.leaf, &row.salt, statement);
		e = vault_statement_of_leaf(v->db, &row.leaf, &had);
		if (e == TT_ENOENT)
			e = vault_statement_add(v->db, &row);
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot keep a statement for the "
		    "ledger: %s", db_text(v->db));
	*leaf = row.leaf;
	return CLI_DONE;
}

int
vault_queue(struct vault *v, struct span statement, struct tt_salt *salt,
    struct hash *leaf)
{
	struct tt_salt drawn;
	int code;

	rng_fill(rng_system(), drawn.b, sizeof(drawn.b));
	if ((code = vault_queue_salted(v, statement, &drawn, leaf)) ==
	    CLI_DONE)
		*salt = drawn;
	return code;
}
