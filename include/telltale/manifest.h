/* SPDX-License-Identifier: ISC */
/*
 * manifest - bulletin.json: what is shared, with which tiers, and when.
 *
 * DESIGN.md section 5; the rules of instants are those of specs/stories.md
 * 3.5.  All faults come out in one run, each with the line and column of its
 * member.  Pure: now is a parameter, and no part is opened.
 */
#ifndef TT_MANIFEST_H
#define TT_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/name.h"
#include "base/span.h"
#include "telltale/diag.h"
#include "telltale/err.h"
#include "telltale/marked.h"

#define TT_MANIFEST_MAX		(1u << 20)	/* bytes of bulletin.json */
#define TT_ID_MAX		64	/* bytes; also of waves and tiers */
#define TT_TITLE_MAX		400	/* bytes */
#define TT_CHECK_MAX		1024	/* bytes */
#define TT_WAVES_MAX		16
#define TT_TIERS_MAX		32	/* of a wave */
#define TT_ZONE_MAX		64	/* bytes */
#define TT_USES_MAX		16	/* permitted uses */
#define TT_USE_MAX		64	/* bytes of a name, of a value */
#define TT_PRODUCTS_MAX		64	/* product families */

enum tt_part_kind {
	TT_PART_ADVISORY,
	TT_PART_RULE,
	TT_PART_ATTACHMENT,
	TT_PART_POC,
	TT_PART_BRIEF,
	TT_PART_KIND_COUNT
};

/* In rising order; what everybody gets at the public instant comes last. */
enum tt_profile {
	TT_PROFILE_BRIEF,
	TT_PROFILE_NO_POC,
	TT_PROFILE_FULL,
	TT_PROFILE_PUBLIC,	/* of no wave */
	TT_PROFILE_COUNT
};

struct tt_wave {
	char name[TT_ID_MAX + 1];
	enum tt_profile profile;
	int64_t opens_at_s;	/* since 1970, UTC */
	int64_t before_s;	/* before public_at; -1: given by opens_at */
	char tiers[TT_TIERS_MAX][TT_ID_MAX + 1];
	size_t n_tiers;
	int64_t stagger_s;	/* between its slots; 0: all open at once */
	unsigned slots;		/* at most; 0: it does not say */
	bool prefetch;		/* sealed copies go out ahead of the instant */
	uint32_t line;		/* in bulletin.json */
};

struct tt_manifest_part {
	char file[NAME_MAX_LEN + 1];	/* name_member_ok */
	enum tt_part_kind kind;
	char check[TT_CHECK_MAX + 1];	/* "": none */
	uint32_t line;
};

/* Which names and values there are: programme/uses.h. */
struct tt_manifest_use {
	char name[TT_USE_MAX + 1], value[TT_USE_MAX + 1];
};

struct tt_manifest {
	char id[TT_ID_MAX + 1];
	char title[TT_TITLE_MAX + 1];
	int64_t public_at_s;
	int64_t respond_by_s;		/* as asked for; 0: not said */
	char zone[TT_ZONE_MAX + 1];	/* IANA, for people; "": none */
	char agreement[TT_ID_MAX + 1];	/* version to have signed; "": any */
	char replaces[TT_ID_MAX + 1];	/* a bulletin, by either id; "": none */
	struct tt_manifest_use uses[TT_USES_MAX]; /* other than by default */
	size_t n_uses;
	size_t n_waves, n_parts, n_products;
	/* product families that it is about; none: it does not say */
	char products[TT_PRODUCTS_MAX][TT_ID_MAX + 1];
	struct tt_wave waves[TT_WAVES_MAX];	/* as they stand there */
	struct tt_manifest_part parts[TT_PARTS_MAX];
};

#define TT_MANIFEST_ANY_TIME	INT64_MIN	/* as now: nothing is past */

/*
 * Read bulletin.json.  Errors and warnings (unknown members, a tier in two
 * waves, a check without {}) are added to diags under the name file.
 * TT_ESYNTAX if there was an error, TT_ELIMIT if text is too large,
 * TT_ENOMEM; then *out is as it was.
 */
enum tt_err tt_manifest_parse(struct tt_manifest **out, struct span text,
    struct span file, int64_t now_s, struct tt_diags *diags) MUST_USE;
void tt_manifest_free(struct tt_manifest *m);	/* NULL is fine */

/*
 * The parts of a bulletin.json with faults, so that those of its parts come
 * out in the same run: file and line of each to out, which has room for
 * TT_PARTS_MAX, and how many.  0 unless every part names a file.
 */
size_t tt_manifest_files(struct span text, struct tt_manifest_part *out);

/* [A-Za-z0-9][A-Za-z0-9._-]{0,63}: ids, and names of waves and tiers. */
bool tt_id_ok(struct span s);

/* The table of DESIGN.md section 5. */
bool tt_profile_carries(enum tt_profile p, enum tt_part_kind k);

/* "no-poc" and so on; constants. */
const char *tt_profile_name(enum tt_profile p);
const char *tt_part_kind_name(enum tt_part_kind k);

#endif
