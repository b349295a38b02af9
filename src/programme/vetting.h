/* SPDX-License-Identifier: ISC */
/*
 * vetting - what is known of a partner before it is admitted, as data.
 *
 * specs/stories.md 3.8 as a table: each field is answered, with evidence and
 * a day; some are asked again every year.  The record is JSON:
 *
 *	{"format": "telltale-vetting/1", "partner": "kiyokawa",
 *	 "answers": {"legal": {"answer": "...", "evidence": "...",
 *	    "on": "2026-11-20"}, ...}, "review": "2027-11-20"}
 *
 * Nothing here judges an answer: people do.  Pure.
 */
#ifndef PROGRAMME_VETTING_H
#define PROGRAMME_VETTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/json_in.h"
#include "base/span.h"
#include "telltale/err.h"

#define VETTING_TEXT_MAX	((size_t)256 << 10)	/* bytes of a record */
#define VETTING_ANSWER_MAX	4000			/* bytes */
#define VETTING_YEAR_S		((int64_t)366 * 86400)

enum vetting_field {
	VETTING_LEGAL,
	VETTING_OWNERS,
	VETTING_PRODUCT,
	VETTING_USE,
	VETTING_REACH,
	VETTING_DISCLOSURE,
	VETTING_OFFENSIVE,
	VETTING_AGREEMENT,
	VETTING_NAMED,
	VETTING_API,
	VETTING_TELEMETRY,
	VETTING_CONTACT,
	VETTING_READERS,
	VETTING_DUTIES,
	VETTING_STATE_TIES,
	VETTING_HANDLING,
	VETTING_INCIDENTS,
	VETTING_SPONSOR,
	VETTING_CONDUCT,
	VETTING_FIELDS
};

struct vetting_question {
	const char *name;	/* in the record: "state-ties" */
	const char *asks;
	bool yearly;
};

const struct vetting_question *vetting_question(enum vetting_field f);

/* When each was answered; 0: it was not. */
struct vetting {
	int64_t on_s[VETTING_FIELDS];
	int64_t review_s;	/* 0: no day was set */
	bool named;		/* willing to be named publicly: "yes", and
				 * nothing less plain */
};

/*
 * TT_ESYNTAX with *diag (may be NULL), which names the member: also for a
 * member that is no field, an answer without evidence or day, or another
 * partner's record.  TT_ELIMIT.
 */
enum tt_err vetting_parse(struct vetting *out, struct span text,
    const char *partner, struct json_diag *diag) MUST_USE;

enum vetting_lack {
	VETTING_GOOD,
	VETTING_MISSING,
	VETTING_STALE,		/* over a year old, and asked yearly */
	VETTING_EARLY,		/* its day is still to come */
	VETTING_OLD,		/* from before `after` */
};

/*
 * Of one field, at an instant.  after_s: answers from before do not count
 * (a removal asks everything anew); 0: all do.
 */
enum vetting_lack vetting_lack(const struct vetting *v, enum vetting_field f,
    int64_t after_s, int64_t at_s);

bool vetting_complete(const struct vetting *v, int64_t after_s, int64_t at_s);

/* The first instant after at_s by which a yearly answer is stale; else 0. */
int64_t vetting_stale_s(const struct vetting *v, int64_t at_s);

const char *vetting_lack_text(enum vetting_lack l);	/* "missing" */

#endif
