/* SPDX-License-Identifier: ISC */
/*
 * specimen - the files that are traced, as they were found, and the pieces
 * that they hold.
 *
 * Several given together are parts of one leak: one specimen, whose hash is
 * that of its only file, or SHA-256 over the hashes of all, in rising order.
 * The same bytes given twice are one file.  What could not be taken out of a
 * file is a warning that names file, piece and cause; the rest is traced.
 */
#ifndef CLI_SPECIMEN_H
#define CLI_SPECIMEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "extract/extract.h"
#include "telltale/piece.h"

struct specimen_file {
	const char *path;	/* borrowed */
	struct buf raw;		/* at most EXTRACT_FILE_MAX */
	struct hash sha256;
	struct extract *extract; /* NULL: nothing could be taken out of it */
	size_t first_piece, n_pieces;
};

struct specimen {
	struct specimen_file *file;	/* by rising hash */
	size_t n;
	struct tt_piece *piece;	/* of all files; borrowed from them */
	size_t n_pieces;
	struct hash sha256;
};

/*
 * tls_keys: the path of an NSS key log for captures, or NULL.  CLI_DONE, or
 * an exit code after saying why: CLI_TROUBLE if a file cannot be read, or
 * none of them holds anything.  specimen_done also after a failure.
 */
int specimen_read(struct specimen *s, const char *const *paths, size_t n,
    const char *tls_keys) MUST_USE;

/*
 * The same of files that are in memory already, under names for people; the
 * names are borrowed.  TAKES the bytes.
 */
struct specimen_given {
	const char *name;
	struct buf raw;
};
int specimen_read_given(struct specimen *s, struct specimen_given *files,
    size_t n) MUST_USE;

/* One file as it is: nothing is taken out of it, so it has no pieces. */
int specimen_read_raw(struct specimen *s, const char *path) MUST_USE;
void specimen_done(struct specimen *s);	/* safe on a zeroed one */

/* The file that a piece is of. */
const struct specimen_file *specimen_file_of(const struct specimen *s,
    size_t piece);

/* Append "shot.png", or "mail.eml: part 2" where a file has several. */
void specimen_piece_name(const struct specimen *s, size_t piece,
    struct buf *out);

/* Has it pieces of that kind? */
bool specimen_has(const struct specimen *s, enum tt_piece_kind kind);

#endif
