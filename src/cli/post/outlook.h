/* SPDX-License-Identifier: ISC */
/*
 * outlook - where the lines of `status` come from: one function for each kind
 * of record, all of the same form, and one table of them.
 *
 * A source reads, never changes, and never fails: what it cannot ask it adds
 * as unknown.
 */
#ifndef CLI_POST_OUTLOOK_H
#define CLI_POST_OUTLOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/vault.h"
#include "programme/outlook.h"

struct looking {
	struct vault *v;
	struct outlook *out;
	int64_t now_s;
	bool reached;		/* the hub answered */
	bool fetched;		/* and told what it has */
};

typedef void looking_source(struct looking *l);

looking_source look_at_hub, look_at_witnesses, look_at_joins,
    look_at_keepers, look_at_records,
    look_at_bulletins, look_at_partners, look_at_admins, look_at_known,
    look_at_team, look_at_mail;

/* That WHAT could not be read, as unknown. */
void looking_cannot(struct looking *l, enum tt_err e, const char *what);

#endif
