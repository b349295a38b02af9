/* SPDX-License-Identifier: ISC */
/*
 * engine - what db.c asks of a database; one table of functions for each.
 *
 * Errors are those of db.h.  An engine keeps the text of the last one.
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "store/db.h"

struct engine;		/* an open database, each engine's own */
struct engine_stmt;

struct engine_ops {
	const char *scheme;	/* what a URL begins with; "" is a path */
	const char *name;

	/* NULL where the build lacks the engine; then the others are too. */
	enum tt_err (*open)(struct engine **out, const char *where,
	    enum db_mode mode, struct db_diag *diag);
	void (*close)(struct engine *e);
	const char *(*text)(struct engine *e);

	/* Several statements, no parameters, no rows. */
	enum tt_err (*exec)(struct engine *e, const char *sql);
	bool (*in_transaction)(struct engine *e);
	enum tt_err (*version)(struct engine *e, int64_t *version);
	enum tt_err (*set_version)(struct engine *e, int64_t version);

	enum tt_err (*prepare)(struct engine *e, const char *sql,
	    struct engine_stmt **out);
	void (*finish)(struct engine_stmt *s);
	void (*reset)(struct engine_stmt *s);	/* and forgets what was bound */
	enum tt_err (*bind_int)(struct engine_stmt *s, int i, int64_t v);
	enum tt_err (*bind_text)(struct engine_stmt *s, int i, struct span v);
	enum tt_err (*bind_blob)(struct engine_stmt *s, int i, struct span v);
	enum tt_err (*step)(struct engine *e, struct engine_stmt *s, bool *row);
	int64_t (*col_int)(struct engine_stmt *s, int col);
	struct span (*col_span)(struct engine_stmt *s, int col);
	bool (*col_null)(struct engine_stmt *s, int col);
	int64_t (*changes)(struct engine *e);
	int64_t (*last_id)(struct engine *e);
	enum tt_err (*check)(struct engine *e);
	/* All rows of all tables, see db_each_row. */
	enum tt_err (*rows)(struct engine *e, db_skip_fn *skip,
	    db_row_fn *fn, void *ctx);
};

extern const struct engine_ops engine_sqlite;

#endif
