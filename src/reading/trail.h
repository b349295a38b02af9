/* SPDX-License-Identifier: ISC */
/*
 * trail - the path of an alignment, node by node.
 *
 * Everything that is said of a window is read off its trail: which bytes are
 * whose, what is wrong, what stands beside a site.
 */
#ifndef READING_TRAIL_H
#define READING_TRAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "reading/align.h"
#include "reading/docket.h"

#define HOLE	3	/* bytes, or nodes: still beside each other */

/* A node of the path. */
struct step {
	uint32_t node;
	int32_t byte;		/* of the window, or -1 */
	uint32_t element;	/* of the stretch, from 0 */
};

struct trail {
	const struct docket *d;
	const struct stretch *s;
	const struct window *w;
	size_t from;		/* of the window, in the normal text */
	const struct alignment *al;
	struct step *steps;	/* from the first with a byte to the last */
	size_t n;
};

/* False without memory; steps are the caller's to free. */
bool trail_lay(struct trail *t) MUST_USE;

const struct element *trail_element(const struct trail *t, uint32_t i);

/* Nodes of element i on the path: none of a site that it passes by. */
struct chain trail_chain(const struct trail *t, uint32_t i);

/* The first step of element i, or of what comes after it. */
size_t trail_first(const struct trail *t, uint32_t i);

/* The step is a word of any form. */
bool trail_is_any(const struct trail *t, const struct step *s);

/* The byte after those that step k, which has one, explains. */
int32_t trail_end(const struct trail *t, size_t k);

/*
 * How many nodes beside a place, most at most, are there: steps from k on in
 * the direction (1 or -1), bytes from the one named on, up to what is missing.
 */
unsigned trail_beside(const struct trail *t, size_t k, int direction,
    int32_t byte, unsigned most);

#endif
