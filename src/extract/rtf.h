/* SPDX-License-Identifier: ISC */
/*
 * rtf - Rich Text Format 1.9.1: its text.
 *
 * Groups, control words and letters are read one by one; of the words only
 * those that make text or hide it are known.  What a reader of the format is
 * to skip if it does not know it ({\*\...}) is skipped, and so are tables of
 * fonts and the like, hidden and deleted text.  Bytes are of the code page
 * that the document names, else Windows-1252.
 */
#ifndef EXTRACT_RTF_H
#define EXTRACT_RTF_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define RTF_DEPTH_MAX	512	/* groups within groups */

/*
 * Adds to out what can be read, also on error.  picture is called with each
 * PNG or JPEG that stands in it; it may be NULL.  TT_ESYNTAX if it is no RTF
 * or cut off, TT_ELIMIT if groups are nested deeper than RTF_DEPTH_MAX or the
 * text is too much, TT_ENOMEM.
 */
enum tt_err rtf_text(struct span in, struct buf *out,
    void (*picture)(void *arg, struct span bytes), void *arg) MUST_USE;

#endif
