/* SPDX-License-Identifier: ISC */
/*
 * strategy - the weights of the models, by what each says that leakers do.
 *
 * How a specimen looks to have been made; it accuses nobody.
 */
#ifndef CLI_STRATEGY_H
#define CLI_STRATEGY_H

#include <stddef.h>

#include "telltale/trace.h"

struct strategy {
	const char *name;	/* "alone", or as attack.h names it */
	const char *words;	/* "one leaked by itself", "they took ..." */
	double weight;		/* of its models together */
	unsigned model[TT_MODELS];
	unsigned n;		/* of them; 1 at least */
};

/*
 * Of all models, in the order of the bank; returns how many.  Weights are all
 * 0 if nobody was certified.
 */
size_t strategies_of(const struct tt_trace *t,
    struct strategy out[TT_MODELS]);

#endif
