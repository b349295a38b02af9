/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/json_out.h"
#include "hub/backup.h"
#include "hub/check.h"
#include "hub/create.h"
#include "hub/site.h"
#include "hub/upgrade.h"

#define PAGE_MAX	65536	/* bytes */

static int
complain(int status, const char *what, const char *why, const char *hint)
{
	fprintf(stderr, "telltaled: cannot %s: %s\nhint: %s\n", what, why,
	    hint);
	return status;
}

static const int statuses[CHECK_STATES] = {
	[CHECK_GOOD] = EXIT_DONE,
	[CHECK_NOTE] = EXIT_DONE,
	[CHECK_BAD] = EXIT_NO,
	[CHECK_ALARM] = EXIT_ALARM,
};

static int
print(struct buf *page, int status)
{
	if (buf_err(page) == TT_OK)
		printf("%s", page->n > 0 ? page->p : "");
	else
		status = EXIT_TROUBLE;
	buf_done(page);
	return status;
}

int
site_check(const char *dir, bool json)
{
	struct check *c = calloc(1, sizeof(*c));
	struct buf page;
	enum tt_err e = TT_ENOMEM;
	int status = EXIT_TROUBLE;

	buf_init(&page, PAGE_MAX);
	if (c != NULL && (e = check_run(dir, c)) == TT_OK) {
		status = statuses[check_worst(c)];
		if (json)
			e = check_json(c, &page);
		else
			check_text(c, &page);
	}
	free(c);
	if (e == TT_OK)
		return print(&page, status);
	buf_done(&page);
	return complain(EXIT_TROUBLE, "check", tt_err_text(e),
	    "telltaled --help says what telltale.conf has");
}

static int
say_undone(enum tt_err e, const struct upgrade *u)
{
	switch (e) {
	case TT_OK:
		printf("the database is again of version %" PRId64 "\n"
		    "next: start the program that made it\n", u->from);
		return EXIT_DONE;
	case TT_ENOENT:
		return complain(EXIT_NO, "undo an upgrade",
		    "no copy from before one is here",
		    "a backup can be restored: telltaled --restore");
	case TT_EREFUSED:
		return complain(EXIT_REFUSED, "undo the upgrade",
		    "the hub has written since, and that would be lost",
		    "stay with this version, or restore a backup and see "
		    "what it lacks");
	case TT_EAGAIN:
		return complain(EXIT_LATER, "undo the upgrade",
		    "a hub is at work in this folder", "stop it first");
	default:
		return complain(EXIT_TROUBLE, "undo the upgrade",
		    tt_err_text(e), "the database is as it was");
	}
}

static enum tt_err
find_places(const char *dir, struct places *p)
{
	struct conf c = { .n = 0 };
	enum tt_err e;

	if ((e = home_load(HOME_HUB, dir, &c, NULL)) == TT_OK)
		e = places_find(&c, dir, p);
	conf_done(&c);
	return e;
}

int
site_undo(const char *dir)
{
	char path[FILE_PATH_MAX];
	struct upgrade u = { .from = -1 };
	struct places p;
	enum tt_err e;
	int lock;

	if ((e = find_places(dir, &p)) != TT_OK ||
	    (e = file_path(path, dir, "lock")) != TT_OK ||
	    (e = file_lock(path, &lock)) != TT_OK)
		return say_undone(e == TT_ENOENT ? TT_EIO : e, &u);
	e = upgrade_undo(p.db, &u);
	file_unlock(lock);
	return say_undone(e, &u);
}

static int
say_pin(const char *pin, bool json)
{
	struct json_out *j;
	struct buf page;

	if (!json) {
		printf("%s\n", pin);
		fprintf(stderr, "telltaled: the hub has another TLS key; its "
		    "pin is above\nhint: in the vault and by each reader: "
		    "telltale hub pin PIN\n");
		return EXIT_DONE;
	}
	buf_init(&page, PAGE_MAX);
	if ((j = json_out_new(&page, JSON_PRETTY)) == NULL)
		return EXIT_TROUBLE;
	json_out_object(j);
	json_out_key(j, "format");
	json_out_str(j, "telltale-hub-keys/1");
	json_out_key(j, "pin");
	json_out_str(j, pin);
	json_out_object_end(j);
	return print(&page, json_out_end(j) == TT_OK ? EXIT_DONE :
	    EXIT_TROUBLE);
}

int
site_new_keys(const char *dir, bool json)
{
	char path[FILE_PATH_MAX], pin[TLS_PIN_LEN + 1];
	struct places p;
	enum tt_err e;
	int lock = -1;

	if ((e = find_places(dir, &p)) == TT_OK &&
	    (e = file_path(path, dir, "lock")) == TT_OK &&
	    (e = file_lock(path, &lock)) == TT_OK)
		e = hub_renew_keys(dir, p.origin, rng_system(),
		    (int64_t)time(NULL), pin);
	file_unlock(lock);
	if (e == TT_OK)
		return say_pin(pin, json);
	if (e == TT_EAGAIN)
		return complain(EXIT_LATER, "make new keys",
		    "a hub is at work in this folder", "stop it first");
	return complain(EXIT_TROUBLE, "make new keys", tt_err_text(e),
	    "run it again: until then no hub starts here");
}

static int
say_made(const struct backup_made *m, const char *where, bool json)
{
	struct json_out *j;
	struct buf page;

	if (!json) {
		printf("%s: %" PRIu64 " files, %" PRIu64 " bytes, a ledger of "
		    "%" PRIu64 " entries\n", where, m->files, m->bytes,
		    m->size);
		return EXIT_DONE;
	}
	buf_init(&page, PAGE_MAX);
	if ((j = json_out_new(&page, JSON_PRETTY)) == NULL)
		return EXIT_TROUBLE;
	json_out_object(j);
	json_out_key(j, "format");
	json_out_str(j, "telltale-hub-backup/1");
	json_out_key(j, "folder");
	json_out_str(j, where);
	json_out_key(j, "files");
	json_out_u64(j, m->files);
	json_out_key(j, "bytes");
	json_out_u64(j, m->bytes);
	json_out_key(j, "entries");
	json_out_u64(j, m->size);
	json_out_object_end(j);
	return print(&page, json_out_end(j) == TT_OK ? EXIT_DONE :
	    EXIT_TROUBLE);
}

int
site_backup(const char *dir, const char *to, bool json)
{
	struct hub_diag diag = { .text = "" };
	struct backup_made m;
	enum tt_err e;

	if ((e = backup_make(dir, to, &m, &diag)) == TT_OK)
		return say_made(&m, to, json);
	return complain(e == TT_EINTEGRITY ? EXIT_ALARM : EXIT_TROUBLE,
	    "back up", diag.text, e == TT_EEXIST ?
	    "name a folder that is not there yet" : e == TT_ESTATE ?
	    "back that database up with its own tools" : e == TT_EVERSION ?
	    "a backup is made by the version that the hub runs" :
	    "nothing was left behind");
}

int
site_restore(const char *from, const char *dir, bool json)
{
	struct hub_diag diag = { .text = "" };
	struct backup_made m;
	bool fresh = false;
	enum tt_err e;

	if ((e = backup_restore(from, dir, &fresh, &m, &diag)) != TT_OK)
		return complain(e == TT_EINTEGRITY ? EXIT_ALARM :
		    EXIT_TROUBLE, "restore", diag.text, e == TT_EEXIST ?
		    "move what is there away; nothing is overwritten" :
		    e == TT_EINTEGRITY ? "take another backup" :
		    "--restore takes a folder that --backup has made");
	if (fresh)
		fprintf(stderr, "telltaled: the notary was lost, too: what it "
		    "signed after this backup only the vault, readers and "
		    "witnesses know\nhint: before it serves, in the vault: "
		    "telltale hub lost\n");
	return say_made(&m, dir, json);
}
