/* SPDX-License-Identifier: ISC */
/* sound - "a" or "an"? */
#ifndef WORDING_SOUND_H
#define WORDING_SOUND_H

#include "wording/context.h"

enum sound { SOUND_UNKNOWN, SOUND_CONSONANT, SOUND_VOWEL };

/* How s begins when it is read aloud. */
enum sound sound_of(const struct seen *s);

/* Whether b may follow a: no "a apple", no "the the". */
bool sound_follows(const struct seen *a, const struct seen *b);

#endif
