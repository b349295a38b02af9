/* SPDX-License-Identifier: ISC */
/* places - where telltale.conf says that a hub's things are. */
#ifndef HUB_PLACES_H
#define HUB_PLACES_H

#include "base/attr.h"
#include "store/file.h"
#include "store/home.h"
#include "telltale/checkpoint.h"

struct places {
	char origin[TT_ORIGIN_MAX + 1];
	char db[FILE_PATH_MAX];		/* a path, or an engine's URL */
	char notary[FILE_PATH_MAX];
	char key[FILE_PATH_MAX];	/* the log's */
	char ledger[FILE_PATH_MAX];
	char checkpoint[FILE_PATH_MAX];	/* in the ledger */
};

/* TT_ESYNTAX: the origin is missing or none; TT_ELIMIT: a path is too long. */
enum tt_err places_find(const struct conf *c, const char *dir,
    struct places *out) MUST_USE;

#endif
