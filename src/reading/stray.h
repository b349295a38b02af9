/* SPDX-License-Identifier: ISC */
/*
 * stray - short lines, alone, in a text that is the bulletin's anyway.
 *
 * A heading or an identifier's line says too little for itself to be looked
 * for everywhere.  Where a good part of a part was found in a piece, a line
 * there that nobody explains and that one of its missing stretches explains
 * to the letter, from end to end, is that one's.
 */
#ifndef READING_STRAY_H
#define READING_STRAY_H

#include "base/attr.h"
#include "reading/run.h"

/* After all else was accepted; accepts what it finds.  TT_ENOMEM. */
enum tt_err stray_find(struct run *r) MUST_USE;

#endif
