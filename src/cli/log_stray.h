/* SPDX-License-Identifier: ISC */
/*
 * log_stray - the tiles of a folder that its newest checkpoint does not ask
 * for: partial ones of earlier sizes.
 *
 * Whoever holds an older checkpoint reads them, so they must say the same as
 * the log does now.  Files beyond the checkpoint, which a crash may leave,
 * say nothing yet and are passed over.
 */
#ifndef CLI_LOG_STRAY_H
#define CLI_LOG_STRAY_H

#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"
#include "telltale/log_reader.h"
#include "telltale/tile.h"

/* Called for each tile that does not say what the log says. */
typedef void log_stray_fault(void *ctx, const char *path);

/*
 * Compares all files below folder/tile whose names are tiles'; *n is how
 * many.  Errors of reading files and of the log reader; TT_ELIMIT over a
 * million names in one folder.
 */
enum tt_err log_stray_check(const char *folder, struct tt_log_reader *log,
    uint64_t size, log_stray_fault *fault, void *ctx, uint64_t *n) MUST_USE;

#endif
