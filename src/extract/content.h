/* SPDX-License-Identifier: ISC */
/*
 * content - what a body of HTTP is without its encodings.
 *
 * Chunks (RFC 9112 section 7.1), gzip, deflate (with and without zlib's
 * header, as both are sent) and br (RFC 7932), several after one another.
 * What is cut short or damaged is given as far as it goes.  A bomb is
 * recognised by what comes out: more than CONTENT_RATIO times what went in,
 * above an allowance, or more than CONTENT_MAX.
 */
#ifndef EXTRACT_CONTENT_H
#define EXTRACT_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define CONTENT_MAX		((size_t)64 << 20)	/* bytes of one body */
#define CONTENT_ALLOWANCE	((size_t)1 << 20)	/* bytes */
#define CONTENT_RATIO		250
#define CONTENT_LAYERS		4	/* encodings of one body */

/*
 * The chunks at the beginning of *in, which goes on behind them; true if the
 * last was there.  Errors stick in out.
 */
bool content_chunks(struct span *in, struct buf *out);

/*
 * Undo the encodings that a Content-Encoding names, the last first.  Adds to
 * out.  TT_ESYNTAX for one that is not known (nothing added), or for damage;
 * TT_ELIMIT for a bomb; TT_ENOMEM.  What came before damage or limit is in
 * out.
 */
enum tt_err content_decode(struct span in, struct span encodings,
    struct buf *out) MUST_USE;

#endif
