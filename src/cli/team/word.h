/* SPDX-License-Identifier: ISC */
/*
 * word - one person's yes or no to a request, as it travels.
 *
 * Canonical JSON, sealed like the request:
 *	{ "format": "telltale-answer/1", "approval": NOTE,
 *	  "lines": [ "", or this person's line under statement i ] }
 * The note is a statement of kind `approval`.  Pure.
 */
#ifndef CLI_TEAM_WORD_H
#define CLI_TEAM_WORD_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "cli/team/request.h"
#include "telltale/vkey.h"

#define WORD_MAX	((size_t)32 << 10)	/* bytes of the text */

struct word {
	json_t *root;			/* what the spans borrow from */
	struct span approval;
	struct span line[REQUEST_STATEMENTS_MAX];	/* with its LF */
	size_t n;
};

/* word_done after TT_OK only. */
enum tt_err word_parse(struct word *out, struct span text) MUST_USE;
void word_done(struct word *w);

/* Who says what of which request. */
struct word_new {
	const struct tt_signer *by;
	struct span origin;
	const char *id;			/* of the request */
	struct hash shown;
	bool yes;
	const char *reason;		/* or NULL */
	int64_t now_s;
	const struct span *text;	/* of the statements; not looked at
					 * for a no */
	size_t n;
};

/* Appends it, signed. */
enum tt_err word_make(const struct word_new *w, struct buf *out) MUST_USE;

/*
 * Is the note an answer of that key to that request, as it was shown?
 * TT_ESIG, TT_EUNSIGNED, TT_ESYNTAX; TT_EREFUSED: of another request, log, or
 * of something else that was shown.
 */
struct word_said {
	bool yes;
	int64_t time_s;			/* by the clock of who says it */
	char reason[TT_VALUE_MAX + 1];	/* "": none */
};
enum tt_err word_check(const struct word *w, struct span origin,
    const char *id, const struct hash *shown, const struct tt_vkey *key,
    struct word_said *out) MUST_USE;

#endif
