/* SPDX-License-Identifier: ISC */
/*
 * panel - the hypotheses that a certificate weighs.
 *
 * evidence.md section 11: each model with the first k members of a team, that
 * was found without the row to be judged.
 */
#ifndef EVIDENCE_PANEL_H
#define EVIDENCE_PANEL_H

#include <stddef.h>

#include "base/attr.h"
#include "evidence/decoder.h"
#include "evidence/mixture.h"
#include "telltale/err.h"

struct panel {
	struct hypothesis *h;
	size_t n;
	table_site *table;	/* all of theirs */
};

/* The team is d's last.  Lives as long as the memo.  TT_ENOMEM. */
enum tt_err panel_init(struct panel *p, struct decoder *d,
    const struct team *team) MUST_USE;
void panel_done(struct panel *p);	/* safe on a zeroed one */

#endif
