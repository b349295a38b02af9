/* SPDX-License-Identifier: ISC */
/*
 * office - the text of one XML part of an office document: of Word,
 * PowerPoint, Excel (ECMA-376), and OpenDocument (ISO/IEC 26300).
 *
 * Paragraphs are lines.  What was deleted with changes tracked is no text;
 * comments and notes that stand within a sentence come after all of it.
 */
#ifndef EXTRACT_OFFICE_H
#define EXTRACT_OFFICE_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define OFFICE_DEPTH_MAX	1024	/* elements within elements */

/*
 * Adds to out what can be read, also on error.  TT_ESYNTAX if it is damaged,
 * TT_EREFUSED if it declares a document type (these formats have none, bombs
 * do), TT_ELIMIT if it is too deep or too much, TT_ENOMEM.
 */
enum tt_err office_text(struct span xml, struct buf *out) MUST_USE;

#endif
