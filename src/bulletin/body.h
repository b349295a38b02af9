/* SPDX-License-Identifier: ISC */
/* body - what stands between the braces of a site: head, alternatives, data. */
#ifndef BULLETIN_BODY_H
#define BULLETIN_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "telltale/diag.h"
#include "telltale/site.h"

enum body_kind {
	BODY_BAD,	/* told to diags */
	BODY_SITE,	/* defines one */
	BODY_AGAIN,	/* {{@label}} */
};

struct body {
	enum body_kind kind;
	struct span label;	/* also of a bad one that would define it */
	struct tt_site site;	/* kind, class, level, flat, n, lo, digits */
	struct span alternatives[TT_Q_MAX];	/* of a choice, site.n */
};

/*
 * Read raw, the text between the braces of a site at `at`; right after it
 * stands a }}.  What of it is kept (label, alternatives) is written to store,
 * which has room for raw.n bytes and outlives *out.
 */
void body_read(struct body *out, struct span raw, struct tt_where at,
    char *store, struct tt_diags *diags);

#endif
