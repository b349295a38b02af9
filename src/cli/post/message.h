/* SPDX-License-Identifier: ISC */
/*
 * message - a notice as a mail: RFC 5322, one recipient, plain text.
 *
 * The text is quoted-printable, so that what was signed arrives byte for byte
 * through any server; the lines of the note are those of the decoded text.
 * Pure.
 */
#ifndef CLI_POST_MESSAGE_H
#define CLI_POST_MESSAGE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define MESSAGE_MAX	((size_t)512 << 10)	/* bytes */

struct message {
	const char *from, *to;	/* addresses, bare */
	const char *subject;	/* ASCII, one line */
	const char *id;		/* hex digits: of the Message-ID */
	const char *origin;	/* whose host stands in the Message-ID */
	int64_t date_s;
	struct span text;	/* with its last LF */
};

/*
 * Can it stand in a header and an envelope: ASCII, one @, none of the
 * characters that RFC 5322 quotes or SMTP ends an address with.
 */
bool message_address_ok(const char *address);

/* Lines end in CRLF.  TT_ESYNTAX: an address or the subject; TT_ELIMIT. */
enum tt_err message_write(const struct message *m, struct buf *out) MUST_USE;

#endif
