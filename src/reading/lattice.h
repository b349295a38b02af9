/* SPDX-License-Identifier: ISC */
/*
 * lattice - the marked text as what it can become, normalised.
 *
 * A row of elements: literal text, or a place of a site with a chain for each
 * thing that may stand there.  A chain is a run of nodes, each a byte of
 * normal text or a class of bytes.  Alternatives that are the same once
 * normalised share a chain.  Elements of all parts follow each other; no
 * stretch crosses a part.  Built once for a bulletin, then never changed.
 */
#ifndef READING_LATTICE_H
#define READING_LATTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"

/* Nodes that are no byte of UTF-8: classes of bytes. */
#define NODE_DIGIT	0xff
#define NODE_HEX	0xfe
#define NODE_CONSONANT	0xfd	/* of a name's syllable */
#define NODE_VOWEL	0xfc
#define NODE_ANY	0xfb	/* one or more bytes of a word */

#define NO_PLACE	UINT32_MAX

struct node {
	uint32_t source;	/* byte of the part's plain text, or of the
				 * alternative, as marked */
	uint8_t byte;
};

struct chain {
	uint32_t first, n;	/* its run of nodes; 0: nothing is there */
	uint16_t symbols;	/* a bit for each alternative that it is */
};

struct element {
	uint32_t first, n;	/* its run of chains; a literal has one */
	uint32_t place;		/* of the bulletin, or NO_PLACE: literal */
	uint32_t shortest, longest;	/* bytes */
	bool starts;		/* a line, or a sentence, begins here */
	bool data;		/* a slip makes another value of it */
};

/* What is looked for as one: a core, and text around it that helps. */
struct stretch {
	uint32_t first, end;		/* elements */
	uint32_t core, core_end;	/* those that it answers for */
	uint32_t part;
};

struct lattice {
	struct { struct node *at; size_t n, cap; } nodes;
	struct { struct chain *at; size_t n, cap; } chains;
	struct { struct element *at; size_t n, cap; } elements;
	struct { struct stretch *at; size_t n, cap; } stretches;
};

/* TT_ENOMEM. */
enum tt_err lattice_new(struct lattice **out, const struct tt_bulletin *b)
    MUST_USE;
void lattice_free(struct lattice *l);	/* NULL is fine */

static inline bool
element_is_site(const struct element *e)
{
	return e->place != NO_PLACE;
}

static inline bool
byte_is_word(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static inline bool
byte_ends_sentence(uint8_t c)
{
	return c == '.' || c == '!' || c == '?' || c == ':' || c == ';';
}

#endif
