/* SPDX-License-Identifier: ISC */
/*
 * attack - what leakers do with the copies that they hold between them.
 *
 * The catalogue of evidence.md section 15, each attack as a rule for what
 * stands in the leak where copies differ.  Two of its lines are no attacks
 * here: `within` and `revisions` say whose copies are mixed, not how, so the
 * caller's choice of rows is all there is to them.  Losing, cutting off and
 * misreading come after any attack: struct tt_wear.  How to add an attack:
 * docs/attacks.md.  Pure: every random choice is the coin's (attack/coin.h).
 */
#ifndef TT_ATTACK_H
#define TT_ATTACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "telltale/code.h"
#include "telltale/err.h"
#include "telltale/observation.h"

#define TT_COLLUDERS_MAX	64

struct coin;
struct hand;	/* attack/hand.h: what the coalition holds at one site */

/* Copies in one hand.  All borrowed; arrays have an entry for each slot. */
struct tt_coalition {
	const struct tt_code *code;	/* biases: only rare and common look */
	size_t n;			/* colluders, 1 to TT_COLLUDERS_MAX */
	const uint64_t *const *rows;	/* n: the symbols of each copy */
	const bool *const *has;		/* n: which slots each copy has.  NULL,
					 * or NULL for one of them: all */
	const bool *found;	/* slots that the public proposer finds by
				 * itself; NULL: all q-ary ones.  For remark */
	const bool *emitted;	/* slots whose constant shows where a bulletin
				 * is used; NULL: all value slots.  For
				 * copied */
	const uint64_t *seen;	/* the row of somebody else's copy, whose
				 * emitted constants the leakers saw; NULL:
				 * they saw none.  For copied */
};

enum tt_leak_how {
	TT_LEAK_NONE,	/* no copy of theirs has the site */
	TT_LEAK_SYMBOL,
	TT_LEAK_GONE,	/* cut, or rewritten to none of the alternatives */
};

/* What stands at one slot of the leaked text. */
struct tt_leak {
	enum tt_leak_how how;
	uint64_t symbol;	/* SYMBOL: below the slot's n; else 0 */
};

/* One row of the catalogue.  Either rule or play is there: tt_attack_play. */
struct tt_attack {
	const char *name;	/* "group": lower-case letters */
	const char *what;	/* one sentence, for people */
	const char *parameter;	/* what it is, "sites in a run"; NULL: none */
	double absent;		/* its value unless given */
	double least, most;	/* its range */
	bool whole;		/* it counts something */
	struct tt_leak (*rule)(const struct hand *h, struct coin *coin);
	void (*play)(const struct tt_coalition *c, double parameter,
	    struct coin *coin, struct tt_leak *out);	/* not site by site */
};

/* All, in the order of section 15; NULL after the last. */
extern const struct tt_attack *const tt_attacks[];

const struct tt_attack *tt_attack_find(const char *name);	/* or NULL */

/*
 * "rnd", "group:8", "third:.3": an attack, and its parameter in decimal.
 * TT_ENOENT for a name that is not in the catalogue, TT_ESYNTAX for a
 * parameter that is no number, or of an attack that takes none; TT_ERANGE out
 * of its range, or not whole where it counts.  *parameter is 0 where the
 * attack takes none.
 */
enum tt_err tt_attack_parse(const struct tt_attack **attack,
    double *parameter, const char *spec) MUST_USE;

/* Append the spec that parses to these; out's errors stick. */
void tt_attack_format(const struct tt_attack *attack, double parameter,
    struct buf *out);

/*
 * What the coalition puts in its leak: out has place for every slot of the
 * code.  A site that only some copies have is played by those; a constant is
 * taken whole, like any symbol.  n and parameter must be in their ranges.
 */
void tt_attack_play(const struct tt_attack *attack, double parameter,
    const struct tt_coalition *c, struct coin *coin, struct tt_leak *out);

/* What reading makes of a leak; {0, 1, 0} is a whole text, read well. */
struct tt_wear {
	double loss;	/* of all sites, each not read at all: in [0, 1) */
	double keep;	/* of the text, from its beginning: in (0, 1] */
	double misread;	/* of the sites read, each as another symbol, any
			 * alike: in [0, 1) */
};

bool tt_wear_check(const struct tt_wear *w);	/* are they in range? */

/*
 * Readings of a leak, a slot each, ascending: returns how many of the code's
 * slots are in out, which has place for all.  One value is on offer at a value
 * site; values point into leak, where a misread symbol is written over.
 */
size_t tt_wear_apply(const struct tt_wear *w, const struct tt_code *code,
    struct coin *coin, struct tt_leak *leak, struct tt_observation *out);

#endif
