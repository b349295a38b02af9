/* SPDX-License-Identifier: ISC */
/*
 * scales - what one specimen's rows are weighed on, at both levels.
 *
 * At holder level all sites seen; at copy level those of copies.  Rows are
 * read from the codebook one by one.
 */
#ifndef EVIDENCE_SCALES_H
#define EVIDENCE_SCALES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/best.h"
#include "evidence/certificate.h"
#include "evidence/lone.h"
#include "evidence/row.h"
#include "evidence/seen.h"

struct scales {
	struct seen_list *list[TT_SITE_LEVEL_COUNT];
	struct lone lone[TT_SITE_LEVEL_COUNT];
	struct row_source rows[TT_SITE_LEVEL_COUNT];
	uint8_t *row[TT_SITE_LEVEL_COUNT];	/* scratch, secret */
};

/* The best of many rows: by each list, and by S_single. */
struct ranking {
	struct best list[LONE_MODELS];
	struct best single;
};

/* Those of list for which keep is set (NULL: all).  TT_ENOMEM. */
enum tt_err scales_new(struct scales **out,
    const struct tt_codebook *codebook, const struct tt_roster *roster,
    const size_t *first, const struct seen_list *list, const bool *keep)
    MUST_USE;
void scales_free(struct scales *s);	/* NULL is fine */

/* Walk holders, or copies, from `from` to before `to`; passing over skip. */
void scales_rank(struct scales *s, enum tt_site_level level, size_t from,
    size_t to, size_t skip, size_t k, struct ranking *out);

/*
 * The certificate of a holder, by index; its row stays in s->row[level] until
 * the next call.  Walks its copies for e_comb.  TT_ENOMEM.
 */
enum tt_err scales_weigh_holder(struct scales *s, size_t holder,
    struct certificate *out) MUST_USE;
enum tt_err scales_weigh_copy(struct scales *s, size_t copy,
    struct certificate *out) MUST_USE;

#endif
