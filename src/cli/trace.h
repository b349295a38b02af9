/* SPDX-License-Identifier: ISC */
/*
 * trace - one specimen weighed against one bulletin, and how that is told.
 * Private to trace*.c.
 *
 * In this order, which is the promise's (specs/evidence.md sections 13, 16):
 * the specimen is read, what was read is logged, and only then are rows made.
 */
#ifndef CLI_TRACE_H
#define CLI_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "cli/cli.h"
#include "cli/exhibit.h"
#include "cli/lab.h"
#include "cli/lineup.h"
#include "cli/sealed.h"
#include "cli/specimen.h"
#include "cli/vault.h"
#include "telltale/trace.h"

struct tracing {
	const struct cli *cli;
	struct specimen specimen;
	struct exhibit exhibit;

	/* what it is weighed against: one of the two, else nothing fits */
	struct lab *lab;
	struct sealed *sealed;
	size_t n_tried;			/* sealed bulletins that were read */

	/* of that one, borrowed */
	const struct draft *draft;	/* NULL: no bulletin fits */
	const struct tt_codebook *codebook;
	const struct lineup *lineup;
	const char *bulletin;		/* the author's id, or NULL */

	struct lineup of_vault;		/* what lineup is, in a vault */
	bool *permitted;		/* per slot; see telltale/trace.h */
	double epsilon;
	uint64_t t;

	struct hash observations;
	bool logged;			/* in the vault; leaf is good */
	bool posted;			/* and at the hub */
	struct hash leaf;		/* of the `observed` statement */

	bool is_public;			/* by now */
	struct tt_trace *trace;		/* NULL: no bulletin fits */
	uint32_t sites_needed;		/* to name a lone leaker; 0 unknown */
};

/*
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */

/* Find the bulletin: id, or NULL for the one that fits best. */
int trace_find(struct tracing *t, struct vault *v, const char *id) MUST_USE;

/*
 * Log what was read: durable in the vault, then posted if the hub can be
 * reached.  Sets t, leaf and what goes with them.
 */
int trace_log(struct tracing *t, struct vault *v) MUST_USE;

/* Who ever had a copy. */
int trace_line_up(struct tracing *t, struct vault *v) MUST_USE;

/* The answer, for programs and for people. */
int trace_print_json(const struct tracing *t) MUST_USE;
int trace_print_words(const struct tracing *t) MUST_USE;

/* Of a suspect: NULL for the public text, and where no reader is meant. */
const char *trace_partner(const struct tracing *t,
    const struct tt_suspect *s);
const char *trace_reader(const struct tracing *t, const struct tt_suspect *s);

#endif
