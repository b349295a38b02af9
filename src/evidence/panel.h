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
	size_t n;
	struct hypothesis h[HYPOTHESES_MAX];
};

/*
 * The team is d's last.  Tables are d's: good until the next panel of it.
 * TT_ENOMEM.
 */
enum tt_err panel_fill(struct panel *p, struct decoder *d,
    const struct team *team) MUST_USE;

#endif
