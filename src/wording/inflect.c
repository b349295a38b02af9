/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "base/attr.h"
#include "wording/inflect.h"

static const char *const names[] = {
	[FORM_NONE] = "words",
	[FORM_BASE] = "base",
	[FORM_S] = "s",
	[FORM_ING] = "ing",
	[FORM_PAST] = "past",
	[FORM_PART] = "part",
	[FORM_SINGULAR] = "singular",
	[FORM_PLURAL] = "plural",
};
_Static_assert(N_ROWS(names) == FORM_COUNT, "a name for each form");

static bool
is_vowel(char c)
{
	return c != '\0' && strchr("aeiou", c) != NULL;
}

static bool
ends(struct span w, const char *with)
{
	size_t n = strlen(with);

	return w.n >= n && memcmp(w.p + w.n - n, with, n) == 0;
}

static bool
ends_in_consonant_y(struct span w)
{
	return w.n > 1 && ends(w, "y") && !is_vowel(w.p[w.n - 2]);
}

static bool
hisses(struct span w)
{
	return ends(w, "s") || ends(w, "x") || ends(w, "z") || ends(w, "ch") ||
	    ends(w, "sh");
}

/* One vowel in all, and one consonant after it: drop, but not load or fix. */
static bool
doubles(struct span w)
{
	size_t vowels = 0;

	for (size_t i = 0; i < w.n; i++)
		vowels += is_vowel(w.p[i]) || (i > 0 && w.p[i] == 'y');
	return vowels == 1 && w.n > 2 && is_vowel(w.p[w.n - 2]) &&
	    !is_vowel(w.p[w.n - 1]) && strchr("wxy", w.p[w.n - 1]) == NULL;
}

static struct span
join(struct span stem, size_t cut, bool twice, const char *ending,
    char out[FORM_TEXT_MAX])
{
	size_t n = stem.n - cut, more = strlen(ending);

	assert(n + more + 2 <= FORM_TEXT_MAX);
	memcpy(out, stem.p, n);
	if (twice) {
		out[n] = stem.p[stem.n - 1];
		n++;
	}
	memcpy(out + n, ending, more + 1);
	return (struct span){ out, n + more };
}

static struct span
with_s(struct span w, char out[FORM_TEXT_MAX])
{
	if (ends_in_consonant_y(w))
		return join(w, 1, false, "ies", out);
	return join(w, 0, false, hisses(w) || ends(w, "o") ? "es" : "s", out);
}

static struct span
with_ing(struct span w, char out[FORM_TEXT_MAX])
{
	if (ends(w, "ie"))
		return join(w, 2, false, "ying", out);
	if (ends(w, "e") && !ends(w, "ee") && !ends(w, "oe") && !ends(w, "ye"))
		return join(w, 1, false, "ing", out);
	return join(w, 0, doubles(w), "ing", out);
}

static struct span
with_ed(struct span w, char out[FORM_TEXT_MAX])
{
	if (ends(w, "e"))
		return join(w, 0, false, "d", out);
	if (ends_in_consonant_y(w))
		return join(w, 1, false, "ied", out);
	return join(w, 0, doubles(w), "ed", out);
}

const char *
form_name(enum form f)
{
	return names[f];
}

struct span
inflect(struct span base, enum form f, char out[FORM_TEXT_MAX])
{
	switch (f) {
	case FORM_S:
	case FORM_PLURAL:
		return with_s(base, out);
	case FORM_ING:
		return with_ing(base, out);
	case FORM_PAST:
	case FORM_PART:
		return with_ed(base, out);
	case FORM_NONE:
	case FORM_BASE:
	case FORM_SINGULAR:
	case FORM_COUNT:
		break;
	}
	return join(base, 0, false, "", out);
}
