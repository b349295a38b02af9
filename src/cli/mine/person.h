/* SPDX-License-Identifier: ISC */
/*
 * person - whom a partner's admin invites: the words of a letter about a
 * `reader`, canonical JSON and LF.
 *
 *	{"answers", "email", "expires", "format": "telltale-person/1", "name",
 *	"token"}
 *
 * token is the SHA-256 of the invitation's, hex; answers the reader id of who
 * answers for a machine, or null: then it is a person.  Pure.
 */
#ifndef CLI_MINE_PERSON_H
#define CLI_MINE_PERSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

#define PERSON_MAX	8192	/* bytes of the words */

struct person {
	char name[TT_VALUE_MAX + 1];
	char email[VAULT_EMAIL_MAX + 1];
	uint8_t token[32];
	int64_t expires_s;
	bool machine;
	uint8_t answers[TT_READER_ID_LEN];	/* good of a machine */
};

enum tt_err person_format(const struct person *p, struct buf *out) MUST_USE;

/*
 * Exactly what person_format writes, with a name and an address that may be
 * values of statements (import.h); else TT_ESYNTAX.  TT_ELIMIT, TT_ENOMEM.
 */
enum tt_err person_parse(struct person *out, struct span words) MUST_USE;

#endif
