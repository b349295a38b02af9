/* SPDX-License-Identifier: ISC */
/*
 * preview - what one of the staff sees of a bulletin that was sealed: every
 * part as a copy of their own, under a banner.
 *
 * The copy has a holder's and a copy's number of the bulletin's codebook, and
 * the vault has it on record before the first file is there: a preview that
 * leaks is traced like any other copy.  Functions that return int give
 * CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_AUTHOR_PREVIEW_H
#define CLI_AUTHOR_PREVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "cli/author/banner.h"
#include "cli/sealed.h"
#include "store/vault_preview.h"

struct preview {
	struct vault *v;
	struct sealed sealed;
	struct vault_reader reader;	/* who is shown it */
	struct vault_preview record;
	char says[BANNER_MAX];		/* the banner */
	struct buf text[TT_PARTS_MAX];	/* parts as the reader has them */
	struct buf file[TT_PARTS_MAX];	/* with the banner */
	bool bare[TT_PARTS_MAX];	/* it took none */
	struct buf page;		/* all of them in one, HTML */
};

#define PREVIEW_PAGE	"preview.html"

/* Who it is for: one of the staff, by the reader's id. */
int preview_for(struct preview *p, const char *reader) MUST_USE;

/* The bulletin in p->record's place, opened; the reader's numbers in it. */
int preview_number(struct preview *p, const struct vault_bulletin *b)
    MUST_USE;

/* All texts, of which nothing is written. */
int preview_make(struct preview *p) MUST_USE;
void preview_done(struct preview *p);	/* safe on a zeroed one */

/* The page, to p->page. */
enum tt_err preview_page(struct preview *p) MUST_USE;

#endif
