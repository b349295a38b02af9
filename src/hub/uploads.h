/* SPDX-License-Identifier: ISC */
/* uploads - where files named by their hash are. */
#ifndef HUB_UPLOADS_H
#define HUB_UPLOADS_H

#include "base/attr.h"
#include "base/merkle.h"
#include "hub/hub.h"

#define UPLOAD_COPIES	"copies"
#define UPLOAD_TERMS	"terms"

struct tt_terms;

/* DIR/FOLDER/HEX; folder is one of the above. */
enum tt_err upload_path(const struct hub *h, const char *folder,
    const struct hash *sha, char out[FILE_PATH_MAX]) MUST_USE;

/*
 * Terms by their hash; *t borrows from *file, which is the caller's to
 * buf_done.  TT_ENOENT; TT_EINTEGRITY: they are none.
 */
enum tt_err upload_terms(const struct hub *h, const struct hash *sha,
    struct buf *file, struct tt_terms *t) MUST_USE;

#endif
