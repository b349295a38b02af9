/* SPDX-License-Identifier: ISC */
/*
 * origin - the name of a log, and the names of keys that begin with it.
 *
 * A log's origin is its URL prefix without scheme and last slash; the log's
 * own key has it for a name.  Readers, officers (counsel too), publishers and
 * keepers have <origin>/r/<reader id>, /o/<name>, /p/<name>, /k/<n>.
 * specs/ledger.md section 3, specs/sealing.md section 8.  Pure.
 */
#ifndef TT_ORIGIN_H
#define TT_ORIGIN_H

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define TT_ORIGIN_MAX	255	/* bytes; our limit, C2SP has none */
#define TT_PERSON_MAX	64	/* bytes of what follows /o/, /p/ and so on */
#define TT_KEY_NAME_MAX	(TT_ORIGIN_MAX + 3 + TT_PERSON_MAX)	/* bytes */

enum tt_owner {
	TT_OWNER_READER,	/* r */
	TT_OWNER_OFFICER,	/* o */
	TT_OWNER_PUBLISHER,	/* p */
	TT_OWNER_KEEPER,	/* k */
	TT_OWNER_COUNT
};

/*
 * 1 to 255 bytes of printable ASCII without space and '+', not beginning
 * with "telltale/" or "cosignature/", for those begin what keys sign.
 * TT_ESYNTAX, TT_ERANGE if too long.
 */
enum tt_err tt_origin_check(struct span origin) MUST_USE;

/*
 * Writes <origin>/<letter>/<who> and a NUL.  who: 1 to 64 bytes of a-z A-Z
 * 0-9 . _ and -, the first a letter or digit; TT_ESYNTAX if not, or if origin
 * is none.
 */
enum tt_err tt_key_name(char out[TT_KEY_NAME_MAX + 1], struct span origin,
    enum tt_owner owner, struct span who) MUST_USE;

/*
 * The other way: *who borrows from name.  TT_ESYNTAX if name is not such a
 * name below origin.
 */
enum tt_err tt_key_name_parse(enum tt_owner *owner, struct span *who,
    struct span origin, struct span name) MUST_USE;

#endif
