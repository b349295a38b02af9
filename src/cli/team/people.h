/* SPDX-License-Identifier: ISC */
/*
 * people - who has a say in the vault: officers and counsel, by the newest
 * list of keys, and who enrolled them.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_TEAM_PEOPLE_H
#define CLI_TEAM_PEOPLE_H

#include "base/attr.h"
#include "base/buf.h"
#include "cli/vault.h"
#include "programme/approval.h"
#include "telltale/authority.h"
#include "telltale/statement.h"

struct people {
	struct tt_statement *keys;	/* keys/keys of the vault */
	struct buf text;
};

int people_load(const struct vault *v, struct people *out) MUST_USE;
void people_done(struct people *p);	/* safe on a zeroed one */

/*
 * The person of that key's name, as asker (NULL: nobody asks) sees them.
 * TT_ENOENT: no officer or counsel has it.
 */
enum tt_err people_find(const struct people *p, struct db *db,
    struct span key_name, const struct tt_vkey *asker,
    struct approval_person *out, struct tt_vkey *key) MUST_USE;

/* Of "ORIGIN/o/ana" the "ana"; else all of it. */
struct span people_short(const struct vault *v, struct span key_name);

/* How a vkey begins that no other key does: NAME+ID. */
#define PEOPLE_TAG_MAX	(TT_KEY_NAME_MAX + 10)	/* with NUL */
void people_tag(const struct tt_vkey *k, char out[PEOPLE_TAG_MAX]);

/* What statements of an act need that the statement does not say. */
struct tt_authority people_authority(const struct people *p,
    enum approval_act act);

#endif
