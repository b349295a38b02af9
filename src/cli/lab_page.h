/* SPDX-License-Identifier: ISC */
/* lab_page - the parts of the page of what was measured.  Private to it. */
#ifndef CLI_LAB_PAGE_H
#define CLI_LAB_PAGE_H

#include "base/html_out.h"
#include "cli/lab_measure.h"

void lab_charts(struct html_out *h, const struct lab_measure *m);
extern const char *const lab_style[];	/* of them, after page_style */

#endif
