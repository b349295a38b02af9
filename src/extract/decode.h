/* SPDX-License-Identifier: ISC */
/*
 * decode - text in whatever charset to UTF-8.
 *
 * Order of belief: a byte order mark; the charset that somebody declared, if
 * iconv knows it and the bytes are of it; UTF-8; UTF-16 without a mark, by
 * where its zero bytes are; else Windows-1252, in which nearly every byte is
 * a letter.  Text that is UTF-8 but for a few bytes stays so, and those are
 * U+FFFD.  Line ends become LF; zero bytes go.
 */
#ifndef EXTRACT_DECODE_H
#define EXTRACT_DECODE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

/*
 * Adds to out.  charset may be NULL; declared ones are names of strangers.
 * TT_ELIMIT, TT_ENOMEM as out says.
 */
enum tt_err decode_text(struct span in, const char *charset, struct buf *out)
    MUST_USE;

/* Is it text rather than anything else?  Empty is. */
bool decode_is_text(struct span in);

#endif
