/* SPDX-License-Identifier: ISC */
/*
 * profile - what a partner has said of itself: where it is, who owns it, what
 * it makes and protects, which laws and undertakings bind it.
 *
 * specs/stories.md 3.7 and 3.8: facts for duties and for the policy, written
 * as telltale-profile/1 (docs/policy.md).  What is absent is not known, and is
 * never taken for a no.  Pure.
 */
#ifndef PROGRAMME_PROFILE_H
#define PROGRAMME_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "programme/member.h"
#include "telltale/diag.h"
#include "telltale/manifest.h"

#define PROFILE_MAX		((size_t)1 << 16)	/* bytes */
#define PROFILE_COUNTRIES_MAX	64
#define PROFILE_NAMES_MAX	64	/* undertakings, affiliations */
#define PROFILE_PRODUCTS_MAX	256
#define PROFILE_ROLES_MAX	64
#define PROFILE_DUTIES_MAX	32
#define PROFILE_GOOD_FOR_S	(INT64_C(365) * 86400)	/* of a declaration */

/* What somebody is towards a product, or as such. */
enum profile_role {
	ROLE_PROVIDER,		/* provider-of-affected-product */
	ROLE_MANUFACTURER,
	ROLE_OPERATOR,		/* network-operator */
	ROLE_ENTITY,		/* essential-or-important-entity */
	ROLE_FINDER,
	ROLE_ANYBODY,		/* of duties only */
	PROFILE_ROLES
};

extern const char *const profile_roles[PROFILE_ROLES];

struct profile_is {
	enum profile_role role;
	char family[TT_ID_MAX + 1];	/* of products; "": as such */
};

/* The partner's own word about one duty. */
struct profile_duty {
	char id[TT_ID_MAX + 1];		/* as the duties file has it, or not */
	bool bound;
	int64_t after_s;		/* its term, if it says so; else -1 */
};

struct profile {
	char country[PROFILE_COUNTRIES_MAX][MEMBER_COUNTRY_LEN + 1];
	char owner[PROFILE_COUNTRIES_MAX][MEMBER_COUNTRY_LEN + 1];
	char market[PROFILE_COUNTRIES_MAX][MEMBER_COUNTRY_LEN + 1];
	size_t n_countries, n_owners, n_markets;
	bool markets_known;		/* else it may offer anywhere */
	struct profile_is role[PROFILE_ROLES_MAX];
	size_t n_roles;
	char undertaking[PROFILE_NAMES_MAX][TT_ID_MAX + 1];
	char affiliation[PROFILE_NAMES_MAX][TT_ID_MAX + 1];
	size_t n_undertakings, n_affiliations;
	char product[PROFILE_PRODUCTS_MAX][TT_ID_MAX + 1]; /* it protects */
	size_t n_products;
	bool products_known;
	struct profile_duty duty[PROFILE_DUTIES_MAX];
	size_t n_duties;
	bool declared;
	int64_t declared_s;		/* good if declared */
	bool on_probation;
	int64_t probation_until_s;	/* good if on_probation */
	bool holder_marks;		/* copies marked for the partner only */
};

/*
 * TT_ESYNTAX if there was an error, TT_ELIMIT if text is too large,
 * TT_ENOMEM; then *out is as it was.  Unknown members are warned of.
 */
enum tt_err profile_parse(struct profile **out, struct span text,
    struct span file, struct tt_diags *diags) MUST_USE;
void profile_free(struct profile *p);	/* NULL is fine */

/* In canonical JSON; what was parsed from it is the same. */
enum tt_err profile_canonical(struct span text, struct buf *out) MUST_USE;

/*
 * What a partner declares, from what it wrote: declared at that instant, and
 * without what only the vendor says (probation, marks).  Canonical JSON.
 * TT_ESYNTAX, TT_ELIMIT, TT_ENOMEM.
 */
enum tt_err profile_declare(struct span text, int64_t now_s,
    struct buf *out) MUST_USE;

/*
 * What the partner declared, into what the vendor knows of it; into: zeroed
 * if the vendor knows nothing, and known false.  Facts add up, and none goes:
 * a partner's own word may make it stricter only.  Its declaration counts as
 * of its own day.  TT_ELIMIT: more than there is room for; then into is as it
 * was.
 */
enum tt_err profile_join(struct profile *into, bool known,
    const struct profile *declared) MUST_USE;

enum profile_declared {
	DECLARED_NEVER,
	DECLARED_CURRENT,
	DECLARED_OVERDUE,	/* a year has passed */
	PROFILE_DECLARED
};

extern const char *const profile_declared[PROFILE_DECLARED];

/*
 * p may be NULL: there is no profile.  *since_s, unless current: the instant
 * at which it began to be lacking, which is since_partner_s for one who never
 * declared.
 */
enum profile_declared profile_declared_at(const struct profile *p,
    int64_t now_s, int64_t since_partner_s, int64_t *since_s);

/* Is one of the products among those that p protects? */
enum profile_protects {
	PROTECTS_YES,		/* also where the bulletin names no product */
	PROTECTS_NO,
	PROTECTS_UNSTATED,	/* the profile has no list */
	PROFILE_PROTECTS
};

extern const char *const profile_protects[PROFILE_PROTECTS];

enum profile_protects profile_protects_any(const struct profile *p,
    const char (*products)[TT_ID_MAX + 1], size_t n);

#endif
