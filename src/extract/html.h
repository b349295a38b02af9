/* SPDX-License-Identifier: ISC */
/*
 * html - a page as a browser shows it: its text.
 *
 * Parsed by gumbo as HTML5 says, so that what no browser shows is not text
 * here either: scripts, styles, templates, the head, what is hidden or has no
 * display.  Blocks are lines of their own, paragraphs have an empty line
 * around them, white space is one space but in pre and textarea.
 */
#ifndef EXTRACT_HTML_H
#define EXTRACT_HTML_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define HTML_DEPTH_MAX	8192	/* elements within elements, about */

/*
 * Adds to out.  charset as something outside declared it (a mail's header),
 * or NULL: then as the page says.  TT_ELIMIT if it is more text than fits
 * out, TT_ESYNTAX if it is nested deeper than HTML_DEPTH_MAX, TT_ENOMEM; but
 * where there is no memory for its tree, the process ends.
 */
enum tt_err html_text(struct span page, const char *charset, struct buf *out)
    MUST_USE;

#endif
