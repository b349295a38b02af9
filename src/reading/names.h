/* SPDX-License-Identifier: ISC */
/*
 * names - whether the names and numbers of a stretch stand in what was found.
 *
 * Texts of one genre share sentences, and differ in versions, identifiers,
 * addresses and names.  A copy has those of its bulletin; where others stand
 * in their places, it is another text of the kind.
 */
#ifndef READING_NAMES_H
#define READING_NAMES_H

#include "reading/docket.h"
#include "reading/trail.h"

#define NAMES_NUMBER	3	/* what a number or identifier weighs */
#define NAMES_WORD	1	/* and a word with a capital letter */

/* Fill in named and misnamed of f, from the literal text of the core. */
void names_count(const struct trail *t, struct finding *f);

#endif
