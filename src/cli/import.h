/* SPDX-License-Identifier: ISC */
/*
 * import - partners and readers from JSON, checked before anything is kept.
 *
 * DESIGN section 5: {"partners": [{"id", "name", "tier", "state",
 * "agreement": {"version", "signed", "expires"}, "duties": [], "readers":
 * [{"id", "name", "email", "state"}]}]}.  Other members are reported and
 * ignored.  Texts become values of statements (specs/ledger.md section 7), so
 * they are held to what those may be.  A date is a day in UTC; an agreement
 * is good to the end of the day on which it expires.  Pure.
 */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "programme/partner.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

#define IMPORT_TEXT_MAX		((size_t)64 << 20)	/* bytes */
#define IMPORT_PARTNERS_MAX	100000
#define IMPORT_READERS_MAX	100000	/* of one partner */

struct import_partner {
	struct vault_partner p;		/* without ref and since_s */
	char *duties[VAULT_DUTIES_MAX];	/* canonical JSON */
	size_t n_duties;
	struct vault_reader *readers;	/* without since_s */
	size_t n_readers;
	bool lowered;			/* approved there, vetting here */
};

struct import {
	struct import_partner *partners;
	size_t n;
};

/* Told of each fault, and of each thing that is only worth knowing. */
struct import_notes {
	void (*say)(void *ctx, bool fault, const char *text);
	void *ctx;
};

/*
 * All faults are told in one run; with any, TT_ESYNTAX and *out as it was.
 * TT_ELIMIT, TT_ENOMEM.  A text names its record: "partner 3, 'arbour'".
 */
enum tt_err import_parse(struct import **out, struct span text,
    const struct import_notes *notes) MUST_USE;
void import_free(struct import *im);	/* NULL is fine */

/*
 * What a statement's value may be: 1 to 1,024 bytes of printable UTF-8, no
 * space first or last.
 */
bool import_value_ok(struct span s);

/* One @ with something on both sides, no space, at most 254 bytes. */
bool import_email_ok(struct span s);

/* A day, YYYY-MM-DD, or an instant; of a day its first second. */
enum tt_err import_day(struct span s, bool *day, int64_t *out) MUST_USE;

#endif
