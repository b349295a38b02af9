/* SPDX-License-Identifier: ISC */
/*
 * authority - whether a statement bears the signatures that it must.
 *
 * specs/ledger.md section 7, the tables' last column, as a table: so many
 * officers, counsel, publisher, keepers, the reader.  Roles come from the
 * newest `keys` statement before the entry that is checked; small teams may
 * have one officer's signature where two are asked.  Signature lines are
 * exactly those asked for.  sodium_init() must have succeeded.  Pure.
 */
#ifndef TT_AUTHORITY_H
#define TT_AUTHORITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/statement.h"
#include "telltale/vkey.h"

enum tt_role {
	TT_ROLE_COUNSEL,
	TT_ROLE_KEEPER,
	TT_ROLE_LOG,
	TT_ROLE_OFFICER,
	TT_ROLE_PUBLISHER,
	TT_ROLE_COUNT
};

const char *tt_role_name(enum tt_role role);

/* What the statement alone does not say. */
struct tt_authority {
	/*
	 * The newest `keys` before it; of `programme` and of `keys` number 1
	 * the first one itself.  Trusted: checked before.  May be NULL where
	 * only a reader signs, and for `keys` number 1.
	 */
	const struct tt_statement	*keys;
	/*
	 * The key of the reader who signs, from their `reader` statement (of
	 * that statement itself: ignored).  `sighting`: NULL for an officer's.
	 */
	const struct tt_vkey		*reader;
	unsigned	keepers;	/* `release`: the wave's threshold */
	bool		two_officers;	/* `embargo`: it lengthens */
	bool		counsel;	/* `exception`: of a duty rule */
};

/*
 * TT_EUNSIGNED: fewer signatures than asked for.  TT_EREFUSED: one too many,
 * or of a key that has no say in this kind; another log's; a reader's id that
 * its keys do not give; a list of keys with one key under two names, without
 * log or officers, or not of the next number; batch, copy, evidence, terms
 * and request (request.h) always.  TT_ESIG: one fails.  TT_EKEY: a key of the
 * list is none.
 */
enum tt_err tt_authority_check(const struct tt_statement *s,
    const struct tt_authority *a) MUST_USE;

/* Who still has to sign: what a page or `approve` shows.  All 0: complete. */
struct tt_authority_missing {
	unsigned	officers;
	unsigned	counsel;
	unsigned	publishers;
	unsigned	keepers;
	unsigned	readers;
};

/* Errors as above, but lack of signatures is in *out. */
enum tt_err tt_authority_missing(const struct tt_statement *s,
    const struct tt_authority *a, struct tt_authority_missing *out) MUST_USE;

/*
 * Whether a key stands in a `keys` statement under that role.  *out gets it;
 * name.n 0 asks for the i-th of the role.  TT_ENOENT, TT_EKEY.
 */
enum tt_err tt_keys_find(const struct tt_statement *keys, enum tt_role role,
    struct span name, size_t i, struct tt_vkey *out) MUST_USE;
bool tt_keys_small_team(const struct tt_statement *keys);

#endif
