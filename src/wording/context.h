/* SPDX-License-Identifier: ISC */
/*
 * context - what must, or must not, stand beside a wording.
 *
 * A condition is a row of patterns, one of which must match (or none may).
 * A pattern is a row of elements, one per word, in the order of the text:
 * the last one of a pattern of what stands before is next to the site.  The
 * text's own words are given outward from the site: [0] is next to it.
 */
#ifndef WORDING_CONTEXT_H
#define WORDING_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "wording/vocab.h"

#define CONTEXT_ELEMENTS_MAX	8	/* of one pattern */
#define CONTEXT_SKIP_MAX	8	/* words that "..." passes over */
#define CONTEXT_REACH_MAX	24	/* words that are ever looked at */

enum seen_kind {
	SEEN_WORD,
	SEEN_NUMBER,	/* digits, also a version's */
	SEEN_NAME,	/* a capital where no sentence starts, or within */
	SEEN_CODE,	/* identifiers, paths, opaque bytes */
	SEEN_PUNCT,
	SEEN_END,	/* of a sentence, and before its first word */
};

struct seen {
	enum seen_kind kind;
	uint32_t word;		/* of the vocabulary, or 0 */
	struct span text;	/* as written */
};

enum element_kind {
	ELEMENT_WORD,	/* value: of the vocabulary */
	ELEMENT_CLASS,	/* value: of the vocabulary */
	ELEMENT_ENDING,	/* ending */
	ELEMENT_START,	/* ^, nothing before it in its sentence */
	ELEMENT_STOP,	/* $ */
	ELEMENT_NAME,
	ELEMENT_CODE,
	ELEMENT_NUMBER,
	ELEMENT_ANY,	/* one word of any kind, not punctuation */
	ELEMENT_SKIP,	/* 0 to CONTEXT_SKIP_MAX words without punctuation */
};

struct element {
	enum element_kind kind;
	bool optional;
	uint32_t value;
	struct span ending;
};

struct pattern {
	const struct element *at;
	size_t n;
};

enum side {
	SIDE_BEFORE,
	SIDE_AFTER,
	/* anywhere; patterns of one element */
	SIDE_SENTENCE,
	SIDE_PARAGRAPH,
};

struct condition {
	enum side side;
	bool not;
	const struct pattern *at;
	size_t n;
	size_t reach;	/* words of text that it looks at, at most */
};

/* What stands next to the site, and not anywhere. */
static inline bool
side_is_beside(enum side side)
{
	return side == SIDE_BEFORE || side == SIDE_AFTER;
}

bool element_fits(const struct element *e, const struct vocab *v,
    const struct seen *s);

/*
 * Whether c, of side BEFORE or AFTER, holds where the n words beside the site
 * read so.  What lies beyond them counts as SEEN_END.
 */
bool condition_holds(const struct condition *c, const struct vocab *v,
    const struct seen *beside, size_t n);

/* How many words of text p looks at, at most. */
size_t pattern_reach(const struct pattern *p);

#endif
