/* SPDX-License-Identifier: ISC */
/*
 * field - by which neighbours a site is known where its part is used.
 *
 * A field is a site with what stands right before and after it: bytes, and
 * other sites, as far as its literal goes, a hole is met or FIELD_CONTEXT
 * bytes are told on a side.  They are made of
 *	each place of a site, within its literal
 *	each name that is given a literal with sites (REALM = "...", #define
 *	REALM "...") and used: in a hole of a literal ("%s" % REALM,
 *	printf("%s", REALM), f"{REALM}", "$REALM"), or behind one
 *	("INERT" + REALM; a header's name and value: "X-Realm", REALM)
 * Made from the bulletin alone: which fields there are is settled before a
 * specimen is seen, let alone a row.
 */
#ifndef READING_FIELD_H
#define READING_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"

#define FIELD_CONTEXT	24	/* bytes on a side */
#define FIELD_ITEMS	16	/* bytes' runs and sites on both sides */
#define FIELDS_MAX	32768	/* of a bulletin; no more are made */
#define FIELD_NAMES_MAX	1024	/* names with sites, of a part */
#define FIELD_LEAST	3	/* weight of a side that is enough alone */

struct field_item {
	bool is_site;
	bool bare;		/* its alternatives without their quotes */
	uint8_t at, n;		/* bytes of the field's text */
	uint32_t site;
};

struct field {
	struct field_item items[FIELD_ITEMS + 1];
	uint8_t n, target;	/* items; which of them the field is of */
	uint8_t before, after;	/* weight of each side: bytes, or about */
	bool quoted;		/* stands in quotes: may go over a wire */
	uint32_t part;
	char text[2 * FIELD_CONTEXT];
};

struct fields {
	struct field *at;
	size_t n, cap;
};

/* The fields of all parts.  TT_ENOMEM; fields_done after either. */
enum tt_err fields_make(const struct tt_bulletin *b, struct fields *out)
    MUST_USE;
void fields_done(struct fields *f);

#endif
