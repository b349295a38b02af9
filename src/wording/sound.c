/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "wording/sound.h"

/* Written with a vowel and not spoken with one, and the other way. */
static const char *const consonants[] = {
	"uni", "use", "usa", "usi", "usu", "util", "eu", "one-", "once",
	"ubi", "ufo", "ure",
};
static const char *const vowels[] = {
	"hour", "honest", "honour", "honor", "heir", "unin", "unim", "unid",
};

static bool
begins(struct span w, const char *with)
{
	size_t n = strlen(with);

	return w.n >= n && strncasecmp(w.p, with, n) == 0;
}

static bool
is(struct span w, const char *text)
{
	return w.n == strlen(text) && begins(w, text);
}

enum sound
sound_of(const struct seen *s)
{
	if (s->kind != SEEN_WORD || s->text.n == 0)
		return SOUND_UNKNOWN;
	for (size_t i = 0; i < sizeof(vowels) / sizeof(vowels[0]); i++)
		if (begins(s->text, vowels[i]))
			return SOUND_VOWEL;
	for (size_t i = 0; i < sizeof(consonants) / sizeof(consonants[0]); i++)
		if (begins(s->text, consonants[i]))
			return SOUND_CONSONANT;
	if (is(s->text, "one"))
		return SOUND_CONSONANT;
	return strchr("aeiouAEIOU", s->text.p[0]) != NULL ? SOUND_VOWEL :
	    SOUND_CONSONANT;
}

static bool
is_same(const struct seen *a, const struct seen *b)
{
	return a->kind == SEEN_WORD && b->kind == SEEN_WORD &&
	    a->text.n == b->text.n &&
	    strncasecmp(a->text.p, b->text.p, a->text.n) == 0;
}

bool
sound_follows(const struct seen *a, const struct seen *b)
{
	if (a->kind == SEEN_WORD && is(a->text, "a"))
		return sound_of(b) == SOUND_CONSONANT;
	if (a->kind == SEEN_WORD && is(a->text, "an"))
		return sound_of(b) == SOUND_VOWEL;
	return !is_same(a, b) && !(a->kind == SEEN_PUNCT &&
	    b->kind == SEEN_PUNCT && span_eq(a->text, b->text));
}
