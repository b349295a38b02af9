/* SPDX-License-Identifier: ISC */
/*
 * plan_lots - in which slot each partner of a staggered wave opens, by lot.
 *
 * All readers of a partner open together.  A revision keeps what was drawn;
 * who comes after the draw opens with the last slot, and timing says nothing
 * of them (docs/timing.md).
 */
#ifndef CLI_PLAN_LOTS_H
#define CLI_PLAN_LOTS_H

#include "base/attr.h"
#include "cli/plan.h"
#include "store/vault_stagger.h"

/* After all answers are in.  Errors of store/db.h; TT_ELIMIT: too many. */
enum tt_err plan_lots_make(struct plan *p, const struct draft *d,
    struct db *db, const struct plan_at *at) MUST_USE;
void plan_lots_done(struct plan *p);

/* Of a wave of the manifest; NULL: it is not staggered. */
const struct plan_lots *plan_lots_of(const struct plan *p, size_t wave);

/* Of a row that gets something; 0 while nothing is drawn. */
unsigned plan_lots_slot(const struct plan *p, size_t row);

/* When the last slot of a staggered wave opens. */
int64_t plan_lots_last(const struct plan_lots *l, const struct tt_wave *w);

/* CLI_USAGE after saying which wave's slots reach into what comes next. */
int plan_lots_check(const struct plan *p, const struct draft *d) MUST_USE;

/* What seal has drawn: into the vault, for what it sealed. */
enum tt_err plan_lots_keep(const struct plan *p, const struct draft *d,
    struct db *db, const struct vault_bulletin *b) MUST_USE;

/* A line for each, and the member "staggers". */
void plan_lots_print(const struct plan *p, const struct draft *d,
    int64_t now_s);
void plan_lots_json(const struct plan *p, const struct draft *d,
    struct json_out *j);

#endif
