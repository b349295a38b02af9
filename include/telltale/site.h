/* SPDX-License-Identifier: ISC */
/*
 * site - one place of choice in a bulletin, and what each choice is as text.
 *
 * A site has n symbols, 0 to n - 1: the numbers of its alternatives, or the
 * values of a data site (DESIGN.md 4.3).  Up to TT_Q_MAX of them it is q-ary,
 * more make it a value site; whether it is a data site has no part in that.
 * Pure.
 */
#ifndef TT_SITE_H
#define TT_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define TT_Q_MAX		16	/* symbols of a q-ary site */
#define TT_HEX_MAX		64	/* digits */

enum tt_site_kind {
	TT_SITE_CHOICE,	/* {{a|b|c}} */
	TT_SITE_INT,	/* {{int A..B}}: A + v in decimal */
	TT_SITE_HEX,	/* {{hex D}}: D lower-case digits */
	TT_SITE_NAME,	/* {{name}}: four syllables */
	TT_SITE_KIND_COUNT
};

/* What a site survives. */
enum tt_site_class {
	TT_CLASS_WORDING,	/* retyping, screenshots */
	TT_CLASS_ORDER,		/* the same, as far as the order is kept */
	TT_CLASS_LAYOUT,	/* copying; lost by retyping */
	TT_CLASS_DATA,		/* paraphrase, use as a weapon */
	TT_CLASS_FACT,		/* retelling, translation; always declared */
	TT_SITE_CLASS_COUNT
};

enum tt_site_level {
	TT_SITE_HOLDER = 0,	/* the same in all copies of a holder */
	TT_SITE_COPY = 1,	/* of each copy its own */
	TT_SITE_LEVEL_COUNT
};

struct tt_site {
	uint32_t number;	/* in its bulletin: its slot at first sealing */
	enum tt_site_kind kind;
	enum tt_site_class class;
	enum tt_site_level level;
	bool level_declared;	/* by the author; else the default */
	bool class_declared;
	bool flat;		/* q-ary and of equal biases */
	bool flat_declared;
	uint64_t n;		/* symbols, 2 to 2^64 - 1 */
	const struct span *alternatives; /* CHOICE: n of them; else NULL */
	uint64_t lo;		/* INT: A */
	unsigned digits;	/* HEX: D */
	size_t longest;		/* bytes of its longest text */
	struct span label;	/* empty: none */
	uint32_t part;		/* where it is defined */
	uint32_t line, column;	/* of its {{ there; from 1, characters */
	size_t n_places;	/* 1, or more under a label */
};

/* q-ary: one of few symbols, each with a bias. */
bool tt_site_is_value(const struct tt_site *s);

/*
 * Append the text of symbol v.  TT_ERANGE if v >= n, and nothing appended;
 * what out itself refuses shows in buf_err(out).
 */
enum tt_err tt_site_text(const struct tt_site *s, uint64_t v, struct buf *out)
    MUST_USE;

/*
 * The inverse, exact: the one v of which text is the text.  TT_ENOENT if
 * there is none: what was found is no possible value.
 */
enum tt_err tt_site_value(const struct tt_site *s, struct span text,
    uint64_t *v) MUST_USE;

/* "wording" and so on; constants. */
const char *tt_class_name(enum tt_site_class c);
const char *tt_level_name(enum tt_site_level l);

#endif
