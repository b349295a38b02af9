/* SPDX-License-Identifier: ISC */
/*
 * circle - the readers of an admin's own partner: who they are by the hub, what
 * they are called by a letter of the vendor's officers, which the hub keeps
 * sealed.
 *
 * Names of those who were invited from this home and are not confirmed yet are
 * in its file `invited`: "TOKEN-HASH NAME", one a line.  Functions that return
 * int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_MINE_CIRCLE_H
#define CLI_MINE_CIRCLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/reader_home.h"
#include "store/vault_partner.h"
#include "telltale/letter.h"

#define CIRCLE_STATE_MAX	15	/* bytes */

struct circle_receipt {
	char bulletin[BULLETIN_ID_LEN + 1];
	int64_t at_s, public_s;
};

struct circle_person {
	uint8_t key[TT_READER_ID_LEN];
	char hex[TT_READER_ID_HEX + 1];
	char state[CIRCLE_STATE_MAX + 1];	/* active, pending, stopped,
						 * revoked */
	int64_t since_s;
	bool admin;
	struct circle_receipt *receipt;	/* in order */
	size_t n;
	/* the vendor's; "" where nothing is known */
	char id[VAULT_ID_MAX + 1];
	char name[TT_VALUE_MAX + 1];
	char email[VAULT_EMAIL_MAX + 1];
	char answers[VAULT_ID_MAX + 1];	/* of a machine: an id */
};

struct circle {
	struct circle_person *person;
	size_t n;
	char agreement[VAULT_ID_MAX + 1];	/* version that was signed */
};

/* CLI_TROUBLE, as of what is absent, for who is no admin. */
int circle_read(struct circle *r, struct reader_home *home) MUST_USE;
void circle_done(struct circle *r);		/* safe on a zeroed one */

/*
 * By the vendor's id, the fingerprint, the reader id, or a name that only one
 * of them has.
 */
int circle_find(const struct circle *r, const char *who,
    const struct circle_person **out) MUST_USE;

/* What to call somebody: the id, or the fingerprint. */
#define CIRCLE_CALLED_MAX	(VAULT_ID_MAX + 1)
void circle_called(const struct circle_person *p, char out[CIRCLE_CALLED_MAX]);

bool circle_is_active(const struct circle_person *p);

/* Adds a line to `invited`. */
int circle_invited(struct reader_home *home, const uint8_t token[32],
    const char *name) MUST_USE;

/* A signed letter of this home about what the admin does. */
enum tt_err circle_letter(struct reader_home *home, const char *about,
    const struct circle_person *who, const char *reason, struct buf *out)
    MUST_USE;

#endif
