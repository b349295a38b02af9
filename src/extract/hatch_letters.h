/* SPDX-License-Identifier: ISC */
/* hatch_letters - the byte that says what a message is; see hatch.h. */
#ifndef EXTRACT_HATCH_LETTERS_H
#define EXTRACT_HATCH_LETTERS_H

#include "extract/hatch.h"

#define HATCH_LETTERS	"TIPDWENZ"	/* by enum hatch_type */

_Static_assert(sizeof(HATCH_LETTERS) - 1 == HATCH_MSG_COUNT,
    "a letter for each message");

/* May cp stand in a name? */
bool hatch_shown(int32_t cp);

#endif
