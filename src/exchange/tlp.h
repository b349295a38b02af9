/* SPDX-License-Identifier: ISC */
/*
 * tlp - how far a bulletin may go: FIRST's Traffic Light Protocol 2.0, and
 * what each format calls its labels.
 *
 * STIX: the objects that OASIS published; CSAF 2.0 knows TLP 1 only, by the
 * standard's own rule of conversion (CSAF 2.1, conformance clause 18).  Pure.
 */
#ifndef EXCHANGE_TLP_H
#define EXCHANGE_TLP_H

#include <stdbool.h>

#include "base/span.h"

/* In rising order of strictness. */
enum tlp { TLP_CLEAR, TLP_GREEN, TLP_AMBER, TLP_AMBER_STRICT, TLP_RED, TLPS };

struct tlp_rule {
	const char *name;	/* "TLP:AMBER+STRICT" */
	const char *word;	/* "amber+strict": STIX, MISP */
	const char *stix;	/* UUID of its marking-definition */
	const char *csaf;	/* "RED" */
	const char *csaf_text;	/* where the label says too little, or NULL */
	const char *colour;	/* of MISP's tag */
};

const struct tlp_rule *tlp_rule(enum tlp t);

/* The strictest label that stands in text; false: there is none. */
bool tlp_find(struct span text, enum tlp *out);

/*
 * What a terms file lets a reader do: colleagues is its value of the use
 * `tell-colleagues`, with p NULL if there is none.
 */
enum tlp tlp_of_terms(struct span colleagues);

#endif
