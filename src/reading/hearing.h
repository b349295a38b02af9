/* SPDX-License-Identifier: ISC */
/*
 * hearing - all opinions that stand, of all pieces, site by site.
 *
 * A voice is one of them and where it was heard.  The same quote, found from
 * two sides, is one voice.
 */
#ifndef READING_HEARING_H
#define READING_HEARING_H

#include "base/attr.h"
#include "reading/search.h"

struct voice {
	uint32_t site, place;
	uint32_t piece, stretch;
	size_t offset, length;	/* bytes of the piece */
	struct opinion o;
};

struct voices {
	struct voice *at;
	size_t n, cap;
};

/* Add what was found in piece number.  TT_ENOMEM. */
enum tt_err hearing_add(struct voices *v, const struct search *s,
    uint32_t piece) MUST_USE;

/* Sort by site, piece, place in it; drop what was heard twice. */
void hearing_end(struct voices *v);

#endif
