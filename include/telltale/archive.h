/* SPDX-License-Identifier: ISC */
/*
 * archive - what is inside a copy: a tar file, in one writing only.
 *
 * ustar (POSIX.1-1988) with every field fixed but name and size, members
 * sorted by name, names as base/name.h says, and first a pax global header
 * of spaces that pads every archive of a wave and profile to one size.  Any
 * tar extracts it; what is read here was written so, byte for byte, or is
 * refused.  Nothing is extracted to disk here.  Pure.
 */
#ifndef TT_ARCHIVE_H
#define TT_ARCHIVE_H

#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define TT_ARCHIVE_MEMBERS_MAX	256
#define TT_ARCHIVE_MEMBER_MAX	((size_t)64 << 20)	/* bytes of data */
#define TT_ARCHIVE_DATA_MAX	((size_t)192 << 20)	/* bytes, all members */
#define TT_ARCHIVE_PADDING_MAX	((size_t)1 << 20)	/* bytes, record */
#define TT_ARCHIVE_RECORD	10240	/* bytes; sizes are multiples */

struct tt_member {
	struct span	name;
	struct span	data;
};

/* Names that were cut in two by ustar are joined here. */
struct tt_archive {
	size_t			n;
	struct tt_member	member[TT_ARCHIVE_MEMBERS_MAX];
	char			joined[TT_ARCHIVE_MEMBERS_MAX][256];
};

/* Sorts members by name in bytes, as tt_archive_write asks for. */
void tt_archive_sort(struct tt_member *members, size_t n);

/*
 * The size that all archives of a wave and profile get: for members of which
 * each data.n is the longest that any copy has (data.p is not read).
 * TT_ETAR_NAME, _DUPLICATE, _ORDER or TT_ELIMIT as tt_archive_write.
 */
enum tt_err tt_archive_size(size_t *size, const struct tt_member *members,
    size_t n) MUST_USE;

/*
 * Writes exactly size bytes, a multiple of 512.  TT_ETAR_NAME, _DUPLICATE,
 * _ORDER if the members could not be read back, TT_ELIMIT over a limit above
 * (the padding's among them: lengths differ by more than 1 MiB), TT_ENOSPC
 * if size has no room for members, end and one block of padding.
 */
enum tt_err tt_archive_write(void *out, size_t size,
    const struct tt_member *members, size_t n) MUST_USE;

/* Where reading stopped. */
struct tt_archive_diag {
	size_t	member;		/* headers read so far, the padding's is 1 */
	size_t	offset;		/* bytes, of the block it is about */
};

/*
 * Read all of tar, and then only give members, which point into tar and, for
 * long names, into *out.  The first check that fails, in this order by
 * member, is the error:
 *   TT_ETAR_TRUNCATED  no whole header
 *   TT_ETAR_HEADER     checksum, magic
 *   TT_ETAR_TYPE       neither 0 nor, first, g
 *   TT_ETAR_PADDING    no g first
 *   TT_ETAR_NAME
 *   TT_ETAR_HEADER     another fixed field, size
 *   TT_ETAR_TRUNCATED  data not there
 *   TT_ETAR_TRAILING   bytes other than NUL up to the next block
 *   TT_ETAR_PADDING    not one record of spaces that fills whole blocks
 *   TT_ETAR_DUPLICATE, TT_ETAR_ORDER
 *   TT_ELIMIT          too many members, too large, or too much in all
 * and at the end TT_ETAR_TRUNCATED without two blocks of NUL,
 * TT_ETAR_TRAILING with anything after them.  On an error out->n is 0.
 * diag may be NULL.
 */
enum tt_err tt_archive_read(struct tt_archive *out, struct span tar,
    struct tt_archive_diag *diag) MUST_USE;

/*
 * The same without the padding, as evidence is handed over: members, and the
 * two blocks that end it, so that equal members are equal bytes.  A member of
 * type g is TT_ETAR_TYPE wherever it stands.
 */
enum tt_err tt_archive_bare_size(size_t *size,
    const struct tt_member *members, size_t n) MUST_USE;
enum tt_err tt_archive_bare_write(void *out, size_t size,
    const struct tt_member *members, size_t n) MUST_USE;
enum tt_err tt_archive_bare_read(struct tt_archive *out, struct span tar,
    struct tt_archive_diag *diag) MUST_USE;

#endif
