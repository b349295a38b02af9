/* SPDX-License-Identifier: ISC */
/*
 * literal - what stands between quotes in a part, byte by byte.
 *
 * Parts are programs, rules, JSON, prose; of their languages this knows only
 * what most share: ' " and ` open and close on one line, a backslash escapes
 * (\n \r \t \0 \xHH, else the next byte is itself), |0D 0A| in quotes is
 * bytes as rules write them, %% is %.  A hole is where something else is put
 * in when it runs: %d, {name}, $name, ${name}.  What is misread here costs a
 * field, never the promise: which fields are looked for has nothing to do
 * with any row.
 */
#ifndef READING_LITERAL_H
#define READING_LITERAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"

#define ELEMENTS_MAX	1024	/* of one literal; what follows is left out */

enum element_kind {
	ELEMENT_BYTE,
	ELEMENT_SITE,
	ELEMENT_HOLE,
};

struct element {
	enum element_kind kind;
	uint8_t byte;
	bool bare;		/* SITE: its alternatives without quotes */
	uint32_t site;
	struct span name;	/* HOLE: of what is put in, or empty */
};

struct elements {
	struct element at[ELEMENTS_MAX];
	size_t n;
};

/* A part's plain text and its places, or what was made of them. */
struct source {
	const struct tt_bulletin *b;
	struct span plain;
	const struct tt_place *places;
	size_t n_places;
};

/* Of the plain text of a source; the quotes are at from - 1 and at to. */
struct literal {
	size_t from, to;
	size_t place, n_places;	/* its run of the source's places */
	char quote;		/* 0: a line's rest, outside of quotes */
};

struct literals {
	struct literal *at;	/* as they stand */
	size_t n, cap;
};

/*
 * All literals of a source, and between them, line by line, what stands outside
 * quotes if a site does.  TT_ENOMEM.
 */
enum tt_err literals_find(const struct source *s, struct literals *out)
    MUST_USE;

/* The elements of l, added to out as far as there is room. */
void literal_read(const struct source *s, const struct literal *l,
    struct elements *out);

void elements_add(struct elements *out, struct element e);
void elements_text(struct elements *out, struct span bytes);

#endif
