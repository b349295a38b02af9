/* SPDX-License-Identifier: ISC */
/*
 * specimen - the files that are traced, as they were found.
 *
 * Several given together are parts of one leak: one specimen, whose hash is
 * that of its only file, or SHA-256 over the hashes of all, in rising order.
 * The same bytes given twice are one file.  Text only, in this version.
 */
#ifndef CLI_SPECIMEN_H
#define CLI_SPECIMEN_H

#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"

struct specimen_file {
	const char *path;	/* borrowed */
	struct buf text;	/* at most TT_SPECIMEN_MAX */
	struct hash sha256;
};

struct specimen {
	struct specimen_file *file;	/* by rising hash */
	size_t n;
	struct hash sha256;
};

/*
 * CLI_DONE, or an exit code after saying why: CLI_TROUBLE for what is no
 * text.  specimen_done also after a failure.
 */
int specimen_read(struct specimen *s, const char *const *paths, size_t n)
    MUST_USE;
void specimen_done(struct specimen *s);	/* safe on a zeroed one */

/* What these bytes are if they are no text: "a PDF"; else NULL.  Pure. */
const char *specimen_kind(struct span text);

#endif
