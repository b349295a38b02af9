/* SPDX-License-Identifier: ISC */
/*
 * prose - what people read in a CSAF document, as a text with headings.
 *
 * Title, label, numbers, notes and remediations, each value as it stands
 * there: for the formats that have no place for a CSAF document.  Pure.
 */
#ifndef EXCHANGE_PROSE_H
#define EXCHANGE_PROSE_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"

/* Appends to out; what is missing or of another type is passed over. */
enum tt_err prose_of_csaf(struct buf *out, const json_t *root) MUST_USE;

#endif
