/* SPDX-License-Identifier: ISC */
/*
 * check - that no rendering of a bulletin is broken, before it is sealed.
 *
 * The caller makes the rows, renders each part, asks format_check and the
 * checker that the author names, and has a failure narrowed down to the
 * alternatives that cause it (DESIGN.md 4.3, RE-3).  Pure: the checker is
 * run by the caller.
 */
#ifndef TT_CHECK_H
#define TT_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "base/span.h"
#include "telltale/bulletin.h"
#include "telltale/diag.h"
#include "telltale/err.h"

#define TT_CHECK_RANDOM_ROWS	16
#define TT_CHECK_ARGS_MAX	64	/* words of a checker's command */

/*
 * How many rows show every alternative, and after them the random ones: at
 * most 16 + TT_CHECK_RANDOM_ROWS.  1 if no site is there.
 */
size_t tt_check_n_rows(const struct tt_bulletin *b);

/*
 * Row k of them: n_sites symbols.  The first show alternative k mod q
 * everywhere, and of value sites the least, the greatest, then random ones.
 */
void tt_check_row(const struct tt_bulletin *b, size_t k, struct rng rng,
    uint64_t *symbols);

enum tt_format {
	TT_FORMAT_NONE,
	TT_FORMAT_JSON,
	TT_FORMAT_YAML,
	TT_FORMAT_XML,
	TT_FORMAT_COUNT
};

/* By the name's end, in any case: .json .csaf, .yml .yaml, .xml. */
enum tt_format tt_format_of(struct span name);

/* Where in a rendering, and what its parser said. */
struct tt_fault {
	uint32_t line, column;	/* from 1; 0 unknown */
	char text[160];
};

/* TT_ESYNTAX with *fault filled if text is not of that format; TT_ENOMEM. */
enum tt_err tt_format_check(enum tt_format format, struct span text,
    struct tt_fault *fault) MUST_USE;

/* True if what is rendered for these symbols is broken. */
typedef bool tt_check_broken(void *ctx, const uint64_t *symbols);

/* Two rows of a bulletin: good passes, bad is broken. */
struct tt_check_pair {
	const struct tt_bulletin *bulletin;
	const uint64_t *good, *bad;
	tt_check_broken *broken;
	void *ctx;
};

struct tt_culprit {
	uint32_t site;
	uint64_t symbol;	/* in the bad row */
};

/*
 * Which sites break it: a set such that good with bad's symbols at them is
 * broken; mostly one.  About log2(sites that differ) + 1 calls of broken for
 * each.  *n of them to out; cap, and the set is not whole, if there are more.
 * TT_ESTATE if the rows are equal, TT_ENOMEM.
 */
enum tt_err tt_check_narrow(const struct tt_check_pair *pair,
    struct tt_culprit *out, size_t cap, size_t *n) MUST_USE;

/* A warning for each run of touching sites that two choices make alike. */
void tt_check_touching(const struct tt_bulletin *b, struct tt_diags *diags);

/* What execvp wants; done frees it. */
struct tt_check_args {
	char *argv[TT_CHECK_ARGS_MAX + 1];	/* NULL after the last */
	size_t n;
	char *memory;
};

/*
 * The words of check between spaces, each {} in them replaced by file.
 * TT_ESYNTAX if there is no word, or one holds a control; TT_ELIMIT if there
 * are more than TT_CHECK_ARGS_MAX; TT_ENOMEM.  No shell, no quotes.
 */
enum tt_err tt_check_args_make(struct tt_check_args *out, struct span check,
    struct span file) MUST_USE;
void tt_check_args_done(struct tt_check_args *a);

#endif
