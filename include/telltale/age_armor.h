/* SPDX-License-Identifier: ISC */
/*
 * age_armor - an age file as text: base64 between two lines.
 *
 * age-encryption.org/v1, section "ASCII armor".  Lines of 64 characters and a
 * last one of 1 to 64, ended by LF or CRLF, canonical base64 with padding; up
 * to 1,024 bytes of white space before and after and nothing else; no
 * headers, no empty line.  Written with LF.  Copies are never armored; files
 * that people handle, such as me.key.age, are.
 */
#ifndef TT_AGE_ARMOR_H
#define TT_AGE_ARMOR_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define TT_AGE_ARMOR_SPACE_MAX	1024	/* bytes, before and after */

/* Whether text's first line, after white space, is armor's. */
bool tt_age_is_armored(struct span text);

/* Appends file in armor. */
void tt_age_armor(struct buf *out, struct span file);

/*
 * Appends what is inside the armor, or nothing: TT_ESYNTAX, or TT_ELIMIT
 * over out's maximum.
 */
enum tt_err tt_age_dearmor(struct buf *out, struct span text) MUST_USE;

#endif
