/* SPDX-License-Identifier: ISC */
/* row - a bulletin as a reader's pages speak of it, in the list and alone. */
#ifndef HUB_PORTAL_ROW_H
#define HUB_PORTAL_ROW_H

#include "hub/inbox.h"
#include "portal/page.h"

enum row_group { ROW_DUE, ROW_WAITS, ROW_OVER, ROW_GROUPS };

enum row_group row_group(const struct inbox_row *r);

/* What there is to do about it; a constant. */
const char *row_next(const struct inbox_row *r);

/* How it stands, as a pill. */
void row_state(struct html_out *h, const struct inbox_row *r);

/* An instant, within a dl. */
void row_term(struct html_out *h, const char *term, int64_t at_s,
    int64_t now_s);

/* The bulletin before it, likewise, if the reader received that. */
void row_replaces(struct html_out *h, const struct inbox_row *r);

#endif
