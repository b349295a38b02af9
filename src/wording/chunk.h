/* SPDX-License-Identifier: ISC */
/* chunk - what stands between two white spaces: a word and its punctuation. */
#ifndef WORDING_CHUNK_H
#define WORDING_CHUNK_H

#include "wording/context.h"

struct chunk {
	struct span before, core, after;	/* "(", "foo", ")," */
};

/*
 * Cuts marks of punctuation off both ends.  core may be empty, and keeps what
 * makes code of it: "--all", "main()", "argv[]".
 */
struct chunk chunk_cut(struct span s);

/* How many bytes one mark has, at s.p: a typographic one has three. */
size_t chunk_mark(struct span s);

/* A quotation mark, also a typographic one. */
bool chunk_is_quote(struct span mark);

/* WORD, NUMBER, NAME or CODE; start: a sentence's first. */
enum seen_kind chunk_kind(struct span core, bool start);

/* "e.g.", "vs." and the like: the stop ends no sentence. */
bool chunk_is_abbreviation(struct span word_with_stop);

/* A letter in it, and neither address nor path: counts as a word. */
bool chunk_counts(struct span core);

#endif
