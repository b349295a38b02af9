/* SPDX-License-Identifier: ISC */
/*
 * standing - what the vault knows of one partner that rules look at, and the
 * question that follows from it.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_RULES_STANDING_H
#define CLI_RULES_STANDING_H

#include "base/attr.h"
#include "cli/draft.h"
#include "cli/rules/ruleset.h"
#include "programme/audience.h"
#include "store/vault_partner.h"
#include "store/vault_rules.h"

struct standing {
	struct profile *profile;	/* NULL: none */
	int64_t profile_s;		/* since when */
	char signed_by[VAULT_ID_MAX + 1];	/* reader who declared; "" */
	int64_t signed_s;		/* when */
	int64_t probation_s;		/* until; 0: none */
	bool party;			/* no partner */
	struct audience_exception exception[AUDIENCE_EXCEPTIONS_MAX];
	size_t n_exceptions;
};

/*
 * bulletin: its id in the ledger, "" if it has none yet; exceptions for other
 * bulletins are left out.  TT_EINTEGRITY: not what the vault ever wrote.
 */
enum tt_err standing_load(struct standing *s, struct db *db,
    const char *partner, const char *bulletin) MUST_USE;
void standing_done(struct standing *s);	/* safe on a zeroed one */

/* A bulletin's part of the question; all of it is borrowed. */
struct audience_bulletin standing_bulletin(const struct draft *d,
    const struct ruleset *r, int64_t now_s);

/* Since when attacks are known of a bulletin, by its id; "" has none. */
enum tt_err standing_exploited(struct db *db, const char *id,
    struct audience_bulletin *b) MUST_USE;

/* The whole question, but for the reader. */
struct audience_ask standing_ask(const struct audience_bulletin *b,
    const struct vault_partner *p, const struct standing *s);

/* The id of a bulletin in the ledger, "" if it has none. */
enum tt_err standing_bulletin_id(struct db *db, const char *name,
    char id[VAULT_BULLETIN_LEN + 1]) MUST_USE;

#endif
