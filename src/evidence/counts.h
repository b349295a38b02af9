/* SPDX-License-Identifier: ISC */
/* counts - how many sites were read how, and which of them a row never had. */
#ifndef EVIDENCE_COUNTS_H
#define EVIDENCE_COUNTS_H

#include "evidence/row.h"
#include "evidence/seen.h"
#include "telltale/trace.h"

/* All slots of the code, of each level; none is absent yet. */
void counts_read(const struct tt_code *code, const struct seen_list *list,
    struct tt_site_counts level[TT_SITE_LEVEL_COUNT]);

struct tt_site_counts counts_both(const struct tt_site_counts *level);

/* Slots of the suspect's level, or of both, that its row never had. */
uint32_t counts_absent(const struct tt_code *code,
    const struct row_source *rows, const struct tt_suspect *s, bool both);

#endif
