/* SPDX-License-Identifier: ISC */
/*
 * consents - every partner of a bulletin, and whether it is bound.
 *
 * Derived from what was published, adopted and ended, and from receipts and
 * consents as the hub told them: programme/consent.h.  The first reader who
 * signs speaks for the partner; before anybody has, any reader may refuse.
 */
#ifndef CLI_EMBARGO_CONSENTS_H
#define CLI_EMBARGO_CONSENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/embargo/standing.h"
#include "programme/consent.h"

struct consents_row {
	char partner[VAULT_ID_MAX + 1];
	char wave[TT_ID_MAX + 1];	/* the earliest that it has */
	int64_t opens_s;		/* of it */
	uint64_t waves;			/* of standing, a bit for each */
	struct consent_now now;
};

struct consents {
	struct consents_row *row;	/* by partner */
	size_t n;
	int64_t allowance_s;		/* of the programme's agreements */
};

/* CLI_DONE, or an exit code after saying why; then consents_done, too. */
int consents_read(const struct standing *s, struct consents *out) MUST_USE;
void consents_done(struct consents *c);

#endif
