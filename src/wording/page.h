/* SPDX-License-Identifier: ISC */
/*
 * page - a draft's prose as a row of words, and which of them are free.
 *
 * Each block begins and ends with SEEN_END.  Not free are names, numbers,
 * code, what is glued to it, what stands in quotes, phrases to keep, whatever
 * a run does not hold, and all of a block that is a heading, to which links
 * and subjects of mail refer, or is written like one.
 */
#ifndef WORDING_PAGE_H
#define WORDING_PAGE_H

#include "wording/table.h"

#define PAGE_NO_RUN	UINT32_MAX

struct token {
	struct seen s;
	size_t offset, length;	/* bytes of the draft */
	uint32_t run, block, sentence;
	uint32_t keep;		/* 1 + number of a phrase to keep, or 0 */
	bool closed;		/* in quotes, or in a title */
	bool free;		/* may be put in other words */
	bool counts;		/* as a word, where sentences stand */
	bool capital;		/* its first letter */
	bool spaced;		/* white space, or a block's start, before it */
};

struct page {
	struct token *at;
	size_t n, cap;
	size_t words;
	bool informal;		/* has contractions */
};

/* w may be NULL.  TT_ENOMEM. */
enum tt_err page_read(struct page *pg, const struct tt_wordings *w,
    struct span draft, const struct tt_prose *p) MUST_USE;
void page_done(struct page *pg);	/* safe on a zeroed one */

#endif
