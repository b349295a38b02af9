/* SPDX-License-Identifier: ISC */
/*
 * asked - a request as it travels: all that was shown of it, in one text.
 *
 * Canonical JSON, sealed to the officers' keys before anybody else has it:
 *	{ "format": "telltale-request/1", "id", "act", "subject", "reason",
 *	  "asker": VKEY, "asked", "expires": INSTANTS, "effect", "shown": TEXTS,
 *	  "statements": [ { "text", "salt": HEX } ] }
 * Its SHA-256 is what an approval is bound to.  Pure.
 */
#ifndef CLI_TEAM_ASKED_H
#define CLI_TEAM_ASKED_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "cli/team/request.h"
#include "telltale/vkey.h"

#define ASKED_MAX	((size_t)2 << 20)	/* bytes of the text */

struct asked {
	json_t *root;			/* what the spans borrow from */
	char id[REQUEST_ID_LEN + 1];
	enum approval_act act;
	struct span subject, reason;	/* reason.p NULL: none */
	struct tt_vkey asker;
	int64_t asked_s, expires_s;
	struct span effect, shown;
	struct span text[REQUEST_STATEMENTS_MAX];
	struct tt_salt salt[REQUEST_STATEMENTS_MAX];
	size_t n;
	struct hash hash;
};

/*
 * asked_done after TT_OK only.  TT_ESYNTAX: not such a text, or one that
 * expires at another instant than its act does; TT_ERANGE, TT_ELIMIT,
 * TT_ENOMEM.
 */
enum tt_err asked_parse(struct asked *out, struct span text) MUST_USE;
void asked_done(struct asked *a);

/* Appends the text of *a; its root and hash are not looked at. */
enum tt_err asked_format(const struct asked *a, struct buf *out) MUST_USE;

/* Of the statements that confirm what was done at once. */
struct tt_salt asked_second_salt(const struct tt_salt *salt);

#endif
