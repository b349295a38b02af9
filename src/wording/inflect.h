/* SPDX-License-Identifier: ISC */
/*
 * inflect - the forms of English verbs and nouns.
 *
 * By rule: endings in e, y, sibilants, and one short syllable (stop,
 * stopped).  What no rule says (give, permit) a table does, with a line
 * "irregular".
 */
#ifndef WORDING_INFLECT_H
#define WORDING_INFLECT_H

#include <stddef.h>

#include "base/span.h"

enum form {
	FORM_NONE,	/* a word as it stands */
	FORM_BASE,	/* give */
	FORM_S,		/* gives */
	FORM_ING,	/* giving */
	FORM_PAST,	/* gave */
	FORM_PART,	/* given */
	FORM_SINGULAR,
	FORM_PLURAL,
	FORM_COUNT
};

#define FORM_TEXT_MAX	48	/* bytes and a NUL */

/* "base" and so on; what tables write. */
const char *form_name(enum form f);

/* base of at most VOCAB_WORD_MAX bytes, in lower case. */
struct span inflect(struct span base, enum form f, char out[FORM_TEXT_MAX]);

#endif
