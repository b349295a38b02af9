/* SPDX-License-Identifier: ISC */
/*
 * home - the folders of a programme, each with a telltale.conf that says
 * which it is.  specs/hub.md section 1.
 *
 * The file is lines `key value`: the first is `telltale vault|hub|keeper|
 * reader`, keys [a-z][a-z0-9-]*, a value is the rest of the line, 1 to 4,096
 * bytes of printable UTF-8; `#` lines and empty ones are skipped.  A key may
 * stand more than once (`keeper`).
 */
#ifndef STORE_HOME_H
#define STORE_HOME_H

#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "store/file.h"
#include "telltale/err.h"

#define CONF_ROWS_MAX	128
#define CONF_TEXT_MAX	65536	/* bytes */

enum home_kind { HOME_VAULT, HOME_HUB, HOME_KEEPER, HOME_READER, HOME_WITNESS,
	HOME_KINDS };

const char *home_kind_text(enum home_kind kind);	/* "vault" */

struct conf_row {
	char *key, *value;
};

struct conf {
	struct conf_row row[CONF_ROWS_MAX];
	size_t n;
};

struct conf_diag {
	int line;		/* from 1 */
	char text[160];
};

/*
 * Rows below the first line.  TT_ESYNTAX with *diag (may be NULL), also when
 * the file is another kind's.  conf_done frees; safe on a zeroed conf.
 */
enum tt_err conf_parse(struct span text, enum home_kind kind, struct conf *out,
    struct conf_diag *diag) MUST_USE;
void conf_done(struct conf *c);

void conf_format(const struct conf *c, enum home_kind kind, struct buf *out);

const char *conf_get(const struct conf *c, const char *key); /* first; NULL */
const char *conf_nth(const struct conf *c, const char *key, size_t i);

/* TT_ESYNTAX if key or value cannot be written, TT_ELIMIT. */
enum tt_err conf_add(struct conf *c, const char *key, const char *value)
    MUST_USE;
enum tt_err conf_set(struct conf *c, const char *key, const char *value)
    MUST_USE;	/* replaces the first, drops the others, or adds */

/*
 * Where the folder of that kind is.  dir is what -C gave: the folder itself,
 * or one that has it under its usual name (DIR/vault); NULL: $TELLTALE_HOME
 * likewise, else from the current folder upwards, a reader's at last
 * ~/.telltale.  TT_ENOENT if none is there.
 */
enum tt_err home_find(enum home_kind kind, const char *dir,
    char out[FILE_PATH_MAX]) MUST_USE;

/* telltale.conf of the folder; home_store writes it durably, mode 0600. */
enum tt_err home_load(enum home_kind kind, const char *dir, struct conf *out,
    struct conf_diag *diag) MUST_USE;
enum tt_err home_store(enum home_kind kind, const char *dir,
    const struct conf *c) MUST_USE;

#endif
