/* SPDX-License-Identifier: ISC */
/*
 * view - what a finder or a coordinator sees of one bulletin: the dates of
 * the report, where the embargo stands, what they are asked, their own line
 * in the census; nothing of partners, waves or other knowers.
 *
 * specs/stories.md RF-1, RF-2.  As text it is canonical JSON and LF, in a
 * letter of an officer's (telltale/letter.h) to their key: docs/formats.md.
 * It says nothing that the passing of time alone changes.  Pure.
 */
#ifndef PROGRAMME_VIEW_H
#define PROGRAMME_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_out.h"
#include "base/span.h"
#include "programme/embargo.h"
#include "programme/moment.h"
#include "telltale/err.h"
#include "telltale/manifest.h"

#define VIEW_MAX	16384		/* bytes of the text */
#define VIEW_ID_LEN	16		/* of a bulletin */
#define VIEW_WORDS_MAX	1024		/* bytes of a name, a source */
#define VIEW_ROLE_MAX	32

/* Of a report, in the order in which they come to pass. */
enum view_date {
	VIEW_REPORTED,
	VIEW_ACKNOWLEDGED,
	VIEW_FIX,
	VIEW_CREDIT,
	VIEW_BOUNTY,
	VIEW_DATES
};

struct view {
	char bulletin[VIEW_ID_LEN + 1];
	char title[TT_TITLE_MAX + 1];
	char name[VIEW_WORDS_MAX + 1];
	char role[VIEW_ROLE_MAX + 1];		/* "finder" */
	bool has[VIEW_DATES];
	struct moment at[VIEW_DATES];
	enum embargo_state embargo;
	enum embargo_end end;			/* ENDED */
	unsigned terms;				/* in force; 0: none yet */
	int64_t public_s;			/* by them, or as planned */
	int64_t planned_s;			/* as it was said first */
	int64_t ended_s;			/* ENDED */
	bool asked;				/* they agree to the terms */
	unsigned proposed;			/* terms; 0: none */
	int64_t proposed_s, respond_by_s;	/* its instants */
	unsigned answered;			/* terms; 0: none yet */
	bool accepts, by_key;			/* the answer; how it came */
	int64_t answered_s;
	bool known;				/* has a line in the census */
	char as[VIEW_ROLE_MAX + 1];
	struct moment knew;
	bool stated;				/* by the officer's word */
	char source[VIEW_WORDS_MAX + 1];	/* "": not for sending */
};

const char *view_date_name(enum view_date d);	/* "reported" */
bool view_date_parse(struct span s, enum view_date *out);
const char *view_date_words(enum view_date d);	/* "You reported it" */

/* What has become of the report, in a sentence. */
const char *view_state(const struct view *v);

/* They are asked about terms that they have not answered. */
bool view_waits(const struct view *v);

/* All of it as members of the object that is open. */
void view_put(const struct view *v, struct json_out *j);

/* The text, appended.  TT_ELIMIT; TT_ESYNTAX: no UTF-8 in it. */
enum tt_err view_format(const struct view *v, struct buf *out) MUST_USE;

/* The one writing only: TT_ESYNTAX, TT_ELIMIT. */
enum tt_err view_parse(struct view *out, struct span text) MUST_USE;

#endif
