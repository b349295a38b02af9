/* SPDX-License-Identifier: ISC */
/*
 * vault sync - one vault on several machines, by way of a folder that all
 * reach: the newest backup there is the team's.
 *
 * Ours is compared with it and with what both were when they were last the
 * same.  Whoever has all of what happened in the other goes on; if something
 * happened in each that the other lacks, nobody does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/scratch.h"
#include "cli/team/backups.h"
#include "cli/team/inventory.h"
#include "cli/team/own_keys.h"
#include "cli/vault_verbs.h"
#include "store/vault_team.h"

#define BACKUPS_MAX	100000
#define KEPT		8		/* older ones are removed */
#define NAME		"vault-%08u.age"
#define NUMBER_MAX	99999998

static const struct opt opts[] = {
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "vault sync",
	.args = "FOLDER",
	.examples = {
		{ "vault sync /srv/team/vault",
		    "push this vault to there, or pull the newer one" },
		{ "vault sync /srv/team/vault --json", "from a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Before work and after it. FOLDER holds encrypted backups, "
	    "the newest 8. If both\nvaults changed, nothing is done (5): one "
	    "of you does it again.",
};

struct syncing {
	struct vault *v;
	char folder[FILE_PATH_MAX], dir[FILE_PATH_MAX];	/* real paths */
	const char *passphrase_file;
	unsigned newest, base_number;	/* 0: none */
	struct inventory ours, base, theirs;
};

/* "vault-00000012.age" */
static bool
number_of(const char *name, unsigned *out)
{
	struct span s = span_str(name);
	char again[32];
	uint64_t n;

	if (!span_skip(&s, "vault-") || s.n < 8)
		return false;
	while (s.n > 1 && s.p[0] == '0')
		s = span_of(s.p + 1, s.n - 1);
	while (s.n > 0 && (s.p[s.n - 1] < '0' || s.p[s.n - 1] > '9'))
		s.n--;
	if (span_u64(s, NUMBER_MAX, &n) != TT_OK)
		return false;
	*out = (unsigned)n;
	snprintf(again, sizeof(again), NAME, *out);
	return strcmp(name, again) == 0;
}

static void
path_of(const struct syncing *s, unsigned number, char out[FILE_PATH_MAX])
{
	char name[32];

	snprintf(name, sizeof(name), NAME, number);
	if (file_path(out, s->folder, name) != TT_OK)
		out[0] = '\0';
}

static int
find_newest(struct syncing *s)
{
	struct file_list names;
	unsigned n;
	enum tt_err e;

	if ((e = file_list(s->folder, BACKUPS_MAX, &names)) != TT_OK)
		return say_err(e, "make it, or connect it",
		    "cannot read the team's folder %s", s->folder);
	for (size_t i = 0; i < names.n; i++)
		if (number_of(names.name[i], &n) && n > s->newest)
			s->newest = n;
	file_list_free(&names);
	return CLI_DONE;
}

/* "base N" LF, then an inventory. */
static int
read_base(struct syncing *s)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	struct span rest, line;
	uint64_t n = 0;
	enum tt_err e;

	vault_path(s->v, SYNC_BASE, path);
	if ((e = file_read(path, INVENTORY_MAX, &text)) == TT_ENOENT)
		return CLI_DONE;
	if (e == TT_OK) {
		rest = buf_view(&text);
		e = span_line(&rest, &line) && span_skip(&line, "base ") ?
		    span_u64(line, UINT32_MAX, &n) : TT_ESYNTAX;
		if (e == TT_OK)
			e = inventory_parse(&s->base, rest);
		buf_done(&text);
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	s->base_number = (unsigned)n;
	return CLI_DONE;
}

static int
write_base(const char *dir, unsigned number, const struct inventory *i)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;

	buf_init(&text, INVENTORY_MAX);
	buf_printf(&text, "base %u\n", number);
	inventory_format(i, &text);
	if ((e = buf_err(&text)) == TT_OK &&
	    (e = file_path(path, dir, SYNC_BASE)) == TT_OK)
		e = file_write(path, text.p, text.n, 0600);
	buf_done(&text);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot note what was synced in %s",
		    dir);
	return CLI_DONE;
}

int
vault_sync_base(struct vault *v, unsigned n)
{
	struct inventory i = { .n = 0 };
	int code;

	if ((code = inventory_take(v, &i)) == CLI_DONE)
		code = write_base(v->dir, n, &i);
	inventory_done(&i);
	return code;
}

static void
drop_old(const struct syncing *s, unsigned newest)
{
	struct file_list names;
	char path[FILE_PATH_MAX];
	unsigned n;

	if (file_list(s->folder, BACKUPS_MAX, &names) != TT_OK)
		return;
	for (size_t i = 0; i < names.n; i++)
		if (number_of(names.name[i], &n) && n + KEPT <= newest &&
		    file_path(path, s->folder, names.name[i]) == TT_OK &&
		    file_remove(path) != TT_OK)
			say_warn("%s could not be removed", path);
	file_list_free(&names);
}

static int
push(struct syncing *s)
{
	unsigned number = s->newest + 1;
	char path[FILE_PATH_MAX];
	size_t files;
	int code;

	path_of(s, number, path);
	if (file_exists(path))
		return say_fail(CLI_LATER, NULL, "somebody else is syncing "
		    "with %s", s->folder);
	if ((code = vault_back_up(s->v, path, &files)) != CLI_DONE)
		return code;
	drop_old(s, number);
	s->newest = number;
	return write_base(s->dir, number, &s->ours);
}

/* The team's newest, in a new folder beside ours, under our own keys. */
static int
restore(struct syncing *s, const char *dir)
{
	const struct tt_age_opener by = {
		.identities = s->v->identity->id,
		.n_identities = s->v->identity->n };
	struct backup_diag diag = { .name = "" };
	char path[FILE_PATH_MAX], keys[FILE_PATH_MAX];
	enum tt_err e;

	path_of(s, s->newest, path);
	vault_path(s->v, "keys", keys);
	if ((e = vault_restore_to(dir, path, &by, &diag)) == TT_OK)
		e = own_keys_settle(keys, dir,
		    conf_get(&s->v->conf, "officer"));
	if (e == TT_ENOMATCH)
		return say_fail(CLI_TROUBLE, "a backup by whoever added you, "
		    "after they did", "cannot open %s: it is not for this "
		    "key", path);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot restore %s%s%s", path,
		    diag.name[0] == '\0' ? "" : ", at ", diag.name);
	return CLI_DONE;
}

static int
take_theirs(struct syncing *s, const char *dir)
{
	struct cli c = *s->v->cli;
	struct vault other;
	int code;

	c.dir = dir;
	c.as = NULL;
	if ((code = vault_open(&other, &c, VAULT_READ, s->passphrase_file)) ==
	    CLI_DONE)
		code = inventory_take(&other, &s->theirs);
	vault_close(&other);
	return code;
}

/* Our newest checkpoint is at least theirs: the hub was just asked. */
static int
keep_checkpoint(struct syncing *s, const char *dir)
{
	char from[FILE_PATH_MAX], to[FILE_PATH_MAX];
	struct buf note;
	enum tt_err e;

	vault_path(s->v, "checkpoint", from);
	if ((e = file_path(to, dir, "checkpoint")) == TT_OK &&
	    (e = file_read(from, TT_NOTE_MAX, &note)) == TT_OK) {
		e = file_write(to, note.p, note.n, 0600);
		buf_done(&note);
	}
	if (e != TT_OK)
		return say_err(e, NULL, "cannot keep the newest checkpoint");
	return CLI_DONE;
}

/* dir takes our place, and is gone with what was ours. */
static int
pull(struct syncing *s, const char *dir)
{
	enum tt_err e;
	int code;

	if ((code = keep_checkpoint(s, dir)) != CLI_DONE ||
	    (code = write_base(dir, s->newest, &s->theirs)) != CLI_DONE)
		return code;
	db_close(s->v->db);
	s->v->db = NULL;
	if ((e = file_exchange(s->dir, dir)) != TT_OK)
		return say_err(e, NULL, "cannot put the team's vault in the "
		    "place of %s", s->dir);
	return CLI_DONE;
}

/* The ledger has more of this vault than it has itself. */
static int
too_old(const struct syncing *s)
{
	return say_fail(CLI_ALARM, "whoever did it syncs first; else telltale "
	    "vault restore, from a newer backup", "cannot sync: the ledger "
	    "has a statement by a key of the vault %s that neither it nor the "
	    "team's in %s knows", s->v->dir, s->folder);
}

static int
both_changed(const struct syncing *s)
{
	say_fail(CLI_ALARM, NULL, "cannot sync: this vault and the team's in "
	    "%s both changed since they were the same", s->folder);
	say_hint("keep this one (telltale vault backup -o FILE), telltale "
	    "vault restore %s/" NAME " DIR in its place, and do again there "
	    "what is missing", s->folder, s->newest);
	return CLI_ALARM;
}

/* *done: what was done, for people. */
static int
compare(struct syncing *s, const char *dir, const char **done)
{
	int code;

	if ((code = restore(s, dir)) != CLI_DONE ||
	    (code = take_theirs(s, dir)) != CLI_DONE)
		return code;
	if (s->v->is_old && (inventory_same(&s->ours, &s->theirs) ||
	    !inventory_within(&s->base, &s->ours, &s->theirs)))
		return too_old(s);
	if (inventory_same(&s->ours, &s->theirs)) {
		*done = "same";
		return write_base(s->dir, s->newest, &s->ours);
	}
	if (inventory_within(&s->base, &s->ours, &s->theirs)) {
		*done = "pulled";
		return pull(s, dir);
	}
	if (inventory_within(&s->base, &s->theirs, &s->ours)) {
		*done = "pushed";
		return push(s);
	}
	return both_changed(s);
}

static int
sync_now(struct syncing *s, const char **done)
{
	char dir[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	if (s->v->is_old && s->newest == s->base_number)
		return too_old(s);
	if (s->newest == 0 || (s->newest == s->base_number &&
	    !inventory_same(&s->ours, &s->base))) {
		*done = "pushed";
		return push(s);
	}
	if (s->newest == s->base_number) {
		*done = "same";
		return CLI_DONE;
	}
	/* by a name of its own: what a sync that was cut off left is here */
	if ((size_t)snprintf(dir, sizeof(dir), "%s.sync", s->dir) >=
	    sizeof(dir))
		return say_err(TT_ELIMIT, NULL, "cannot make a folder beside "
		    "%s", s->dir);
	if ((e = file_remove_tree(dir)) != TT_OK)
		return say_err(e, NULL, "cannot remove %s", dir);
	code = compare(s, dir, done);
	if ((e = file_remove_tree(dir)) != TT_OK)
		say_warn("%s could not be removed", dir);
	return code;
}

static int
say_synced(const struct syncing *s, const char *done)
{
	struct out_json o;

	if (!s->v->cli->json) {
		out_line(strcmp(done, "same") == 0 ?
		    "nothing to do: this vault and the team's are the same" :
		    strcmp(done, "pulled") == 0 ?
		    "pulled: this vault is the team's now" :
		    "pushed: the team's vault is this one now");
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-vault-sync/1");
	json_out_key(o.j, "done");
	json_out_str(o.j, done);
	json_out_key(o.j, "number");
	json_out_u64(o.j, s->newest);
	return out_json_end(&o);
}

static int
real_path(const char *path, char out[FILE_PATH_MAX])
{
	char *real = realpath(path, NULL);
	enum tt_err e = TT_EIO;

	if (real != NULL)
		e = span_copy(span_str(real), out, FILE_PATH_MAX);
	free(real);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot find the folder %s", path);
	return CLI_DONE;
}

static int
run(struct syncing *s, const char *folder)
{
	struct vault *v = s->v;
	const char *done = "";
	int code;

	/* what another officer did, the team's folder may have */
	v->may_be_old = true;
	if ((code = real_path(folder, s->folder)) != CLI_DONE ||
	    (code = real_path(v->dir, s->dir)) != CLI_DONE ||
	    (code = vault_greet(v)) != CLI_DONE)
		return code;
	if (v->away)
		return say_fail(CLI_TROUBLE, "try again when it can be",
		    "cannot sync: the hub cannot be reached, and may know "
		    "what others have done");
	if ((code = vault_unlock(v)) == CLI_DONE &&
	    (code = find_newest(s)) == CLI_DONE &&
	    (code = read_base(s)) == CLI_DONE &&
	    (code = inventory_take(v, &s->ours)) == CLI_DONE &&
	    (code = sync_now(s, &done)) == CLI_DONE)
		code = say_synced(s, done);
	return code;
}

int
verb_vault_sync(struct cli *c, int argc, char **argv)
{
	struct syncing *s;
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot sync");
	s->v = &v;
	s->passphrase_file = opt_value(opts, &o, "passphrase-file");
	if ((code = vault_open(&v, c, VAULT_WRITE, s->passphrase_file)) ==
	    CLI_DONE)
		code = run(s, o.args[0]);
	inventory_done(&s->ours);
	inventory_done(&s->base);
	inventory_done(&s->theirs);
	free(s);
	vault_close(&v);
	return code;
}
