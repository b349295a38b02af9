/* SPDX-License-Identifier: ISC */
/*
 * vault backup and restore - all of a vault in one file for its officers.
 * Writers hold the vault's lock, so what is copied is one moment's vault.
 */
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "cli/backup.h"
#include "cli/clock.h"
#include "cli/keyfile.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/team/backups.h"
#include "cli/team/own_keys.h"
#include "cli/vault.h"
#include "cli/vault_verbs.h"
#include "store/vault_db.h"
#include "store/vault_team.h"

static const struct opt backup_opts[] = {
	{ "output", 'o', OPT_VALUE, "FILE", "the backup; must not be there" },
	CLI_OPTS
};

static const struct usage backup_usage = {
	.verb = "vault backup",
	.args = "[FILE]",
	.examples = {
		{ "vault backup -o vault.age", "back up the vault" },
		{ "-C /srv/psirt vault backup psirt.age",
		    "back up the one that is there" },
	},
	.opts = backup_opts,
	.args_max = 1,
	.notes = "The file is for every officer's key. Keep one of those, "
	    "keys/officer-NAME.key,\nelsewhere too: without it nobody opens "
	    "the backup. Stock age and tar do. Where\nseveral share the vault, "
	    "nobody's own keys are in it.",
};

static const struct opt restore_opts[] = {
	{ "identity", 'i', OPT_VALUE, "FILE",
	    "an officer's key; else that of the vault that is here" },
	{ "output", 'o', OPT_VALUE, "DIR", "the new vault; must not be there" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage restore_usage = {
	.verb = "vault restore",
	.args = "FILE [DIR]",
	.examples = {
		{ "vault restore vault.age new -i officer-ana.key",
		    "make the folder new, and the vault in it" },
		{ "vault check -C new", "then look whether all is well" },
	},
	.opts = restore_opts,
	.args_min = 1,
	.args_max = 2,
};

/* The lock is a process's own, scratch is for nobody. */
static bool
left_out(const char *path)
{
	size_t n = strlen(path);

	return strcmp(path, "lock") == 0 || strcmp(path, "scratch") == 0 ||
	    strcmp(path, SYNC_BASE) == 0 || file_is_unfinished(path) ||
	    (n > 4 && strcmp(path + n - 4, "-shm") == 0);
}

/* One who has another's keys can sign for both. */
static bool
left_out_of_shared(const char *path)
{
	return left_out(path) || (strncmp(path, "keys/", 5) == 0 &&
	    own_keys_is(path + 5));
}

static int
cannot(enum tt_err e, const char *what, const struct backup_diag *diag)
{
	return say_err(e, NULL, "cannot %s%s%s", what,
	    diag->name[0] == '\0' ? "" : ", at ", diag->name);
}

static int
say_backup(const struct cli *c, const char *file, size_t files)
{
	struct out_json o;

	if (!c->json) {
		out_line("backed up %zu files to %s", files, file);
		say_note(c, "keep an officer's key elsewhere as well: nothing "
		    "else opens it");
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-vault-backup/1");
	json_out_key(o.j, "file");
	json_out_str(o.j, file);
	json_out_key(o.j, "files");
	json_out_u64(o.j, files);
	return out_json_end(&o);
}

static int
note_backup(struct vault *v)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	vault_path(v, "vault.db", path);
	if ((e = vault_db_open(&v->db, path, DB_EXISTING, NULL)) != TT_OK ||
	    (e = vault_noted_set(v->db, VAULT_NOTED_BACKUP, clock_now())) !=
	    TT_OK)
		return say_err(e, NULL, "cannot note when the backup was "
		    "made");
	return CLI_DONE;
}

int
vault_back_up(struct vault *v, const char *file, size_t *files)
{
	struct tt_age_recipient to[VAULT_OFFICERS_MAX];
	struct tt_age_target target = { .recipients = to };
	struct backup_diag diag = { .name = "" };
	struct backup_list list;
	enum tt_err e;
	int code;

	if ((code = vault_recipients(v, to, &target.n_recipients)) != CLI_DONE)
		return code;
	db_close(v->db);	/* its log becomes part of its file */
	v->db = NULL;
	if ((e = backup_walk(v->dir, target.n_recipients > 1 ?
	    left_out_of_shared : left_out, &list, &diag)) != TT_OK)
		return cannot(e, "read the vault", &diag);
	*files = list.n;
	e = backup_write(file, v->dir, &list, &target, rng_system(), &diag);
	backup_list_free(&list);
	if (e == TT_EEXIST)
		return say_fail(CLI_USAGE, NULL,
		    "cannot back up: %s is there already", file);
	if (e != TT_OK)
		return cannot(e, "write the backup", &diag);
	return note_backup(v);
}

int
vault_last_backup(struct vault *v, int64_t *at_s)
{
	enum tt_err e = vault_noted(v->db, VAULT_NOTED_BACKUP, at_s);

	if (e != TT_OK)
		return say_err(e, NULL, "cannot read when a backup was made");
	return CLI_DONE;
}

int
vault_last_drill(struct vault *v, int64_t *at_s)
{
	enum tt_err e = vault_noted(v->db, VAULT_NOTED_DRILL, at_s);

	if (e != TT_OK)
		return say_err(e, NULL, "cannot read when a drill was held");
	return CLI_DONE;
}

int
verb_vault_backup(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	const char *file;
	struct vault v;
	size_t files;
	int code;

	if ((code = cli_parse(c, &backup_usage, argc, argv, &o)) != CLI_GO)
		return code;
	file = opt_value(backup_opts, &o, "output");
	if ((file == NULL) == (o.n_args == 0))
		return say_fail(CLI_USAGE, "telltale vault backup -o FILE",
		    "vault backup: one file, please");
	if (file == NULL)
		file = o.args[0];
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE &&
	    (code = vault_back_up(&v, file, &files)) == CLI_DONE)
		code = say_backup(c, file, files);
	vault_close(&v);
	return code;
}

/* dir/name of an identity file, without .age: as keyfile wants it. */
static int
identity_of(const char *file, struct passphrase *p,
    struct tt_age_identities **out)
{
	char dir[FILE_PATH_MAX];
	const char *slash = strrchr(file, '/'), *name;
	size_t n;

	name = slash == NULL ? file : slash + 1;
	snprintf(dir, sizeof(dir), "%.*s", slash == NULL ? 1 :
	    (int)(slash - file), slash == NULL ? "." : file);
	if (slash == file)
		snprintf(dir, sizeof(dir), "/");
	n = strlen(name);
	if (n > 4 && strcmp(name + n - 4, ".age") == 0) {
		char bare[256];

		snprintf(bare, sizeof(bare), "%.*s", (int)(n - 4), name);
		return keyfile_read_identity(dir, bare, p, out);
	}
	return keyfile_read_identity(dir, name, p, out);
}

/* That of the vault that is found in the usual way. */
static int
identity_here(const struct cli *c, struct passphrase *p,
    struct tt_age_identities **out, char file[FILE_PATH_MAX])
{
	struct conf conf = { .n = 0 };
	char dir[FILE_PATH_MAX];
	int code;

	if (home_find(HOME_VAULT, c->dir, dir) != TT_OK ||
	    home_load(HOME_VAULT, dir, &conf, NULL) != TT_OK ||
	    conf_get(&conf, "officer") == NULL) {
		conf_done(&conf);
		return say_fail(CLI_USAGE, "telltale vault restore FILE DIR "
		    "-i officer-NAME.key",
		    "vault restore: an officer's key is needed");
	}
	snprintf(file, FILE_PATH_MAX, "%.3000s/keys/officer-%.500s.key", dir,
	    conf_get(&conf, "officer"));
	code = identity_of(file, p, out);
	conf_done(&conf);
	return code;
}

static int
say_restored(const struct cli *c, const char *dir)
{
	struct out_json o;

	if (!c->json) {
		out_line("restored the vault to %s", dir);
		say_note(c, "next: telltale vault check -C %s", dir);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-vault-restore/1");
	json_out_key(o.j, "vault");
	json_out_str(o.j, dir);
	return out_json_end(&o);
}

enum tt_err
vault_restore_to(const char *dir, const char *file,
    const struct tt_age_opener *by, struct backup_diag *diag)
{
	/* an archive has no empty ones */
	static const char *const names[] = { "bulletins", "scratch" };
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = backup_read(dir, file, by, diag)) != TT_OK)
		return e;
	for (size_t i = 0; i < N_ROWS(names) && e == TT_OK; i++)
		if ((e = file_path(path, dir, names[i])) == TT_OK)
			e = file_mkdirs(path);
	return e;
}

/* What it was like when it came, for the first sync. */
static int
first_base(const struct cli *c, const char *dir,
    struct tt_age_identities *ids)
{
	struct cli there = *c;
	struct vault v;
	int code;

	there.dir = dir;
	there.as = NULL;
	if ((code = vault_open(&v, &there, VAULT_READ, NULL)) == CLI_DONE) {
		v.identity = ids;	/* lent */
		code = vault_sync_base(&v, 0);
		v.identity = NULL;
	}
	vault_close(&v);
	return code;
}

/* Whose key it was opened with is at work there. */
static int
adopt(const char *dir, const char *key)
{
	char from[FILE_PATH_MAX], name[LINEUP_NAME_MAX + 1];
	enum tt_err e;

	if (!own_keys_who(key, name))
		return CLI_DONE;
	if ((e = file_parent(from, key)) == TT_OK)
		e = own_keys_settle(from, dir, name);
	if (e == TT_ENOENT) {
		say_warn("officer-%s.sign is not beside %s: put it into "
		    "%s/keys to sign with", name, key, dir);
		return CLI_DONE;
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot put the keys of %s into %s",
		    name, dir);
	return CLI_DONE;
}

static int
restore(const struct cli *c, const char *file, const char *dir,
    struct tt_age_identities *ids, const char *key)
{
	const struct tt_age_opener by = { .identities = ids->id,
		.n_identities = ids->n };
	struct backup_diag diag = { .name = "" };
	enum tt_err e;
	int code;

	if ((e = vault_restore_to(dir, file, &by, &diag)) == TT_OK) {
		if ((code = adopt(dir, key)) != CLI_DONE ||
		    (code = first_base(c, dir, ids)) != CLI_DONE)
			return code;
		return say_restored(c, dir);
	}
	if (e == TT_EEXIST)
		return say_fail(CLI_USAGE, "restore to a folder that is not "
		    "there", "cannot restore over %s", dir);
	if (e == TT_ENOMATCH)
		return say_fail(CLI_TROUBLE, "-i KEY of one of its officers",
		    "cannot open %s: it is not for this key", file);
	return cannot(e, "restore the vault", &diag);
}

int
verb_vault_restore(struct cli *c, int argc, char **argv)
{
	struct tt_age_identities *ids = NULL;
	const char *dir, *identity;
	char here[FILE_PATH_MAX];
	struct passphrase p;
	struct opt_values o;
	int code;

	if ((code = cli_parse(c, &restore_usage, argc, argv, &o)) != CLI_GO)
		return code;
	dir = opt_value(restore_opts, &o, "output");
	if ((dir == NULL) == (o.n_args == 1))
		return say_fail(CLI_USAGE, "telltale vault restore FILE DIR",
		    "vault restore: one new folder, please");
	if (dir == NULL)
		dir = o.args[1];
	identity = opt_value(restore_opts, &o, "identity");
	passphrase_init(&p, opt_value(restore_opts, &o, "passphrase-file"));
	code = identity != NULL ? identity_of(identity, &p, &ids) :
	    identity_here(c, &p, &ids, here);
	passphrase_done(&p);
	if (code == CLI_DONE)
		code = restore(c, o.args[0], dir, ids, identity != NULL ?
		    identity : here);
	tt_age_identities_free(ids);
	return code;
}
