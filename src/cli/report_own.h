/* SPDX-License-Identifier: ISC */
/* report_own - the sections of a report, of one bulletin.  Private to it. */
#ifndef CLI_REPORT_OWN_H
#define CLI_REPORT_OWN_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/html_out.h"
#include "cli/trace.h"
#include "cli/trace_say.h"

#define REPORT_SAID_MAX	65536	/* bytes of a paragraph */

struct report {
	struct html_out h;
	const struct traces *all;
	const struct tracing *t;	/* the bulletin at hand */
	unsigned at;			/* its index */
};

/* In this order. */
void report_verdict(struct report *r);	/* report_verdict.c */
void report_evidence(struct report *r);	/* report_evidence.c */
void report_sites(struct report *r);	/* report_sites.c */
void report_made(struct report *r);	/* report_made.c */
void report_limits(struct report *r);	/* report_limits.c */
void report_check(struct report *r);	/* report_check.c */

/* "evidence", or "evidence-B" where there are several bulletins. */
void report_id(const struct report *r, const char *name, char out[64]);
void report_heading(struct report *r, const char *name, const char *text);

/* A paragraph of what b holds, if it holds anything; and buf_done. */
void report_said(struct report *r, const char *class, struct buf *b);

/* Likewise each paragraph that applies. */
void report_all(struct report *r, trace_say *const *say);

/* A real number as it is shown, a short text, and in full for programs. */
void report_real(struct report *r, double v, const char *fmt, ...)
    PRINTF(3, 4);

/* What b holds; "" if it could not hold it all. */
const char *report_text(const struct buf *b);

/* X of "one in X". */
void report_one_in(struct report *r, double ln_bound);

/* Append "partner h3", or "copy of r7". */
void report_name(const struct report *r, const struct tt_suspect *s,
    struct buf *out);

/* What a verdict is called on the page, in a frame of its own. */
void report_tag(struct report *r, enum tt_verdict v);

/* Named or strong. */
bool report_points(const struct tt_suspect *s);

extern const char *const report_style[];	/* for sheet_begin */

#endif
