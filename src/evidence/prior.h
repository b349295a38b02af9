/* SPDX-License-Identifier: ISC */
/*
 * prior - what the specimen alone says, before anybody's row is looked at.
 *
 * evidence.md section 10, prepare(): the likelihood of each model, the eight
 * whose scores make the lists, and the tables with nobody known.
 */
#ifndef EVIDENCE_PRIOR_H
#define EVIDENCE_PRIOR_H

#include "base/attr.h"
#include "evidence/fan.h"
#include "evidence/table.h"
#include "telltale/err.h"

#define PRIOR_LISTS	FAN
#define PRIOR_FANS	((TT_MODELS + FAN - 1) / FAN)
#define INTER_MORE	.5	/* nats that INTER is preferred by */

struct prior {
	const struct seen_list *list;	/* borrowed */
	struct kinds kinds;
	double marginal[TT_MODELS];	/* marg */
	double l[TT_MODELS];	/* marg, and what INTER gets in addition */
	unsigned pre[PRIOR_LISTS];
	struct fan lists;		/* of pre */
	struct fan all[PRIOR_FANS];	/* of the whole bank, in order */
};

/* level: whose sites tell how likely a model is.  TT_ENOMEM. */
enum tt_err prior_init(struct prior *p, struct memo *memo,
    const struct seen_list *list, enum table_level level) MUST_USE;
void prior_done(struct prior *p);	/* safe on a zeroed one */

/* The score under each of pre; returns S_single. */
double prior_score(const struct prior *p, const uint8_t *row,
    double score[PRIOR_LISTS]);

/* S_single alone, from those scores. */
double prior_single(const double score[PRIOR_LISTS]);

/*
 * For each model half its own score and half S_single, as a logarithm: what
 * one copy gives to C of section 11.
 */
void prior_halves(const struct prior *p, const uint8_t *row,
    double half[TT_MODELS]);

#endif
