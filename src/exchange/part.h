/* SPDX-License-Identifier: ISC */
/*
 * part - what one file of a copy is, by its name and what stands in it.
 *
 * A copy has names only: whether its author called a file a rule or a proof
 * of concept is not told.  What no kind fits is EXCHANGE_OTHER, and goes into
 * no format: a program among it should not land in a feed.  Pure.
 */
#ifndef EXCHANGE_PART_H
#define EXCHANGE_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json_in.h"
#include "base/span.h"

#define PART_JSON_MAX	((size_t)16 << 20)	/* bytes */

enum part_kind {
	PART_TEXT,
	PART_SIGMA,
	PART_YARA,
	PART_SURICATA,
	PART_SNORT,
	PART_CSAF,
	PART_STIX,
	PART_MISP,
	PART_OTHER,
	PART_KINDS
};

struct part_rule {
	const char *stix;	/* pattern_type; NULL: it is no rule */
	const char *misp, *misp_category;
};

/* NULL members where the kind is no rule. */
const struct part_rule *part_rule(enum part_kind kind);

/*
 * json: the root if it is JSON and of one of the formats, the caller's to
 * json_decref; else NULL.
 */
enum part_kind part_kind(struct span name, struct span text, json_t **json);

/*
 * The next rule in *rest, which goes behind it: each rule of a .rules file
 * with its continued lines, else the whole text at once.
 */
bool part_next_rule(enum part_kind kind, struct span *rest,
    struct span *rule);

/*
 * How fit a file is to be the advisory: 0 not at all; by the name's first
 * component up to a dot, then what it is.
 */
unsigned part_rank(enum part_kind kind, struct span name);

#endif
