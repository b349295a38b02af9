/* SPDX-License-Identifier: ISC */
/* trace_page - the parts of the page of what was read.  Private to it. */
#ifndef CLI_TRACE_PAGE_H
#define CLI_TRACE_PAGE_H

#include "base/html_out.h"
#include "cli/trace.h"

/* Where one site was read: a quote of the reading, and of which bulletin. */
struct page_mark {
	unsigned bulletin;	/* index in traces */
	uint32_t site, piece;
	enum tt_observation_kind kind;
	size_t offset, length;	/* bytes of the piece */
	unsigned nth;		/* of this site, from 0 */
};

struct page {
	struct html_out h;
	const struct traces *all;
	struct page_mark *mark;	/* by piece, then as they stand */
	size_t n_marks;
};

/* What a kind is called, on the page and as a class of its style. */
const char *page_word(enum tt_observation_kind k);
const char *page_class(enum tt_observation_kind k);

/* "A12": of the bulletin, where there are several, and of the site. */
void page_site_name(const struct page *p, unsigned bulletin, uint32_t site,
    char out[32]);

/* One line for who points at a mark: where it is from and what it offers. */
void page_describe(const struct page *p, const struct page_mark *m,
    struct buf *out);

/* One piece with its marks, the n from first on. */
void page_text(struct page *p, uint32_t piece, size_t first, size_t n);
void page_picture(struct page *p, uint32_t piece, size_t first, size_t n);

extern const char *const page_style[];	/* for sheet_begin */

#endif
