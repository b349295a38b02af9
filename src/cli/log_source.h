/* SPDX-License-Identifier: ISC */
/*
 * log_source - where a log's files come from: a folder as it is served, a
 * URL, or the hub of a home.  Nothing is believed here: log_reader.h checks.
 */
#ifndef CLI_LOG_SOURCE_H
#define CLI_LOG_SOURCE_H

#include "base/attr.h"
#include "base/buf.h"
#include "cli/hubclient.h"
#include "http/client.h"
#include "store/file.h"
#include "telltale/err.h"
#include "telltale/tile.h"

struct log_source {
	char where[FILE_PATH_MAX];	/* folder, or URL */
	struct http_client *http;	/* of a URL */
	struct hubclient *hub;		/* borrowed */
};

/*
 * A folder with a file `checkpoint`, or one with such a folder `ledger` in
 * it, as a hub's is.  TT_ENOENT, TT_ELIMIT.
 */
enum tt_err log_source_folder(struct log_source *out, const char *path)
    MUST_USE;

/* "https://..."; pin as in http/client.h, or NULL.  TT_ESYNTAX. */
enum tt_err log_source_url(struct log_source *out, const char *url,
    const char *pin) MUST_USE;

/* What the hub of a home serves; nothing is signed. */
void log_source_hub(struct log_source *out, struct hubclient *hub);

void log_source_done(struct log_source *s);	/* safe on a zeroed one */

/* Only get; s outlives it. */
struct tt_tile_io log_source_io(struct log_source *s);

/* The note as it is; out is the caller's to buf_done.  TT_ENOENT, TT_ENET. */
enum tt_err log_source_checkpoint(struct log_source *s, struct buf *out)
    MUST_USE;

#endif
