/* SPDX-License-Identifier: ISC */
/*
 * excerpts - advisories marked with all that is proposed, by word and by site.
 *
 * A word is what `mark` counts as one: where sentences stand, without
 * headings, numbers, identifiers, code and URLs.  Sites are what `seal` makes
 * of the marked text.  For benches, as advisories.h is.
 */
#ifndef EXCERPTS_H
#define EXCERPTS_H

#include "advisories.h"
#include "telltale/bulletin.h"
#include "telltale/code.h"

/* How the sites of a text are declared. */
enum declared {
	DECLARED_FLAT,		/* all flat and holder-level */
	DECLARED_NOTHING,	/* as `seal` chooses by how many there are */
	DECLARED_COUNT
};

struct word {
	size_t begin, end;	/* bytes of the draft */
};

struct text {
	const struct document *doc;
	struct span source;	/* its folder's name */
	struct word *words;
	size_t n_words;
	const struct tt_proposal **sites;	/* that `mark` takes */
	size_t n_sites;
	struct tt_slot *slots[DECLARED_COUNT];	/* of each site */
};

struct texts {
	struct text *at;
	size_t n;
};

/* Sites of a text, from first up to end. */
struct extent {
	size_t first, end;
};

/*
 * All of d, which must stay.  every: words are also those of headings,
 * numbers, identifiers, code.
 */
struct texts excerpts_read(const struct documents *d,
    const struct tt_wordings *w, bool every);

/*
 * The sites of which all bytes are in n words from word first on, which the
 * text must have.
 */
struct extent excerpts_cut(const struct text *t, size_t first, size_t n);

#endif
