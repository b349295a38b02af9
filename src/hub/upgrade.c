/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "hub/upgrade.h"
#include "store/crash.h"
#include "store/hub_sql.h"
#include "store/snapshot.h"

enum tt_err
upgrade_kept(const char *db, char out[FILE_PATH_MAX])
{
	return (size_t)snprintf(out, FILE_PATH_MAX, "%s.before", db) <
	    FILE_PATH_MAX ? TT_OK : TT_ELIMIT;
}

/* The first `version` migrations on a copy of `from` at `work`. */
static enum tt_err
raise(const char *from, const char *work, int64_t version)
{
	struct db_schema schema = hub_schema();
	struct db *db;
	enum tt_err e;

	schema.n_migrations = (size_t)version;
	schema.n_statements = 0;
	if ((e = snapshot_take(from, work)) != TT_OK ||
	    (e = db_open(&db, work, DB_EXISTING, &schema, NULL)) != TT_OK)
		return e;
	db_close(db);
	return snapshot_settle(work);
}

/* Whether db is what the copy becomes by migrations alone. */
static enum tt_err
is_only_raised(const char *db, const char *kept, int64_t version, bool *is)
{
	char work[FILE_PATH_MAX];
	enum tt_err e, removed;

	if ((e = file_temp_name(db, work)) != TT_OK)
		return e;
	if ((e = raise(kept, work, version)) == TT_OK)
		e = snapshot_same(db, work, is);
	removed = snapshot_remove(work);
	return e != TT_OK ? e : removed;
}

static enum tt_err
look(const char *db, const char *kept, struct upgrade *u)
{
	enum tt_err e;

	*u = (struct upgrade){ .from = -1,
		.to = (int64_t)db_hub_migrations_n };
	if ((e = snapshot_version(db, &u->at)) == TT_ESTATE) {
		u->at = -1;
		return TT_OK;
	}
	if (e != TT_OK)
		return e;
	if (u->at < 0 || u->at > u->to)
		return TT_EVERSION;
	/* one that cannot be read is none */
	if (snapshot_version(kept, &u->from) != TT_OK)
		u->from = -1;
	return TT_OK;
}

/*
 * A copy that is older than a database which is not yet of this program's
 * version: an upgrade stopped between them, or that one was undone or is long
 * past and the copy is of no use any more.
 */
static enum tt_err
look_closer(const char *db, const char *kept, struct upgrade *u)
{
	enum tt_err e;

	if ((e = look(db, kept, u)) != TT_OK)
		return e;
	if (u->at == u->to || u->from < 0 || u->from >= u->at)
		return TT_OK;
	e = is_only_raised(db, kept, u->at, &u->stopped);
	return e == TT_EFULL ? e : TT_OK;	/* else: a useless copy */
}

enum tt_err
upgrade_look(const char *db, struct upgrade *u)
{
	char kept[FILE_PATH_MAX];
	struct upgrade found;
	enum tt_err e;

	if ((e = upgrade_kept(db, kept)) != TT_OK ||
	    (e = look_closer(db, kept, &found)) != TT_OK)
		return e;
	*u = found;
	return TT_OK;
}

enum tt_err
upgrade_prepare(const char *db, struct upgrade *u)
{
	char kept[FILE_PATH_MAX];
	struct upgrade found;
	enum tt_err e;

	if ((e = upgrade_kept(db, kept)) != TT_OK ||
	    (e = look_closer(db, kept, &found)) != TT_OK)
		return e;
	if (found.at >= 0 && found.at < found.to && !found.stopped) {
		if ((e = snapshot_remove(kept)) != TT_OK ||
		    (e = snapshot_take(db, kept)) != TT_OK)
			return e;
		found.from = found.at;
	}
	crash_point("upgrade-kept");
	*u = found;
	return TT_OK;
}

enum tt_err
upgrade_undo(const char *db, struct upgrade *u)
{
	char kept[FILE_PATH_MAX], parent[FILE_PATH_MAX];
	struct upgrade found;
	bool only = false;
	enum tt_err e;

	if ((e = upgrade_kept(db, kept)) != TT_OK ||
	    (e = file_parent(parent, db)) != TT_OK ||
	    (e = look(db, kept, &found)) != TT_OK)
		return e;
	if (found.at < 0)
		return TT_ESTATE;
	if (found.from < 0)
		return TT_ENOENT;
	/* its log first: beside another file it would spoil that one */
	if ((e = snapshot_settle(db)) != TT_OK ||
	    (e = is_only_raised(db, kept, found.at, &only)) != TT_OK)
		return e;
	if (!only)
		return TT_EREFUSED;
	if (rename(kept, db) == -1)
		return TT_EIO;
	*u = found;
	return file_sync_dir(parent);
}
