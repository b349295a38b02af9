/* SPDX-License-Identifier: ISC */
/*
 * outlook - what a programme waits for, what fails, what is odd: the lines of
 * a status, in the order in which somebody at 3 a.m. should read them.
 *
 * Sources add items; nothing here knows where they come from.  Whatever could
 * not be asked is an item of its own, unknown, and never counts as well
 * (specs/stories.md, PO-7).  Pure.
 */
#ifndef PROGRAMME_OUTLOOK_H
#define PROGRAMME_OUTLOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

/* In the order in which they are shown. */
enum outlook_kind {
	OUTLOOK_ALARM,		/* integrity: a fork, a rollback */
	OUTLOOK_SUSPICIOUS,	/* attacks seen, an old copy of the vault */
	OUTLOOK_FAILING,	/* late keepers, mail, the hub */
	OUTLOOK_DUE,		/* somebody here has to do something */
	OUTLOOK_SILENT,		/* somebody elsewhere has not answered */
	OUTLOOK_UNKNOWN,	/* could not be asked */
	OUTLOOK_NEXT,		/* will happen by itself */
	OUTLOOK_KINDS
};

const char *outlook_kind_text(enum outlook_kind k);	/* "due" */

#define OUTLOOK_TEXT_MAX	256	/* bytes, with NUL */
#define OUTLOOK_NO_TIME		INT64_MIN

struct outlook_item {
	enum outlook_kind kind;
	int64_t at_s;			/* deadline, or when; or NO_TIME */
	char what[OUTLOOK_TEXT_MAX];
	char next[OUTLOOK_TEXT_MAX];	/* a command; "": none */
};

struct outlook {
	struct outlook_item *item;
	size_t n, cap;
	enum tt_err err;		/* the first; sticks */
};

/* next is a command without "telltale", or NULL. */
void outlook_add(struct outlook *o, enum outlook_kind kind, int64_t at_s,
    const char *next, const char *fmt, ...) PRINTF(5, 6);
void outlook_done(struct outlook *o);	/* safe on a zeroed one */

/* By kind, then instant, those without one last, then as they came. */
void outlook_sort(struct outlook *o);

/* Nothing but what happens by itself. */
bool outlook_well(const struct outlook *o);

size_t outlook_count(const struct outlook *o, enum outlook_kind kind);

#endif
