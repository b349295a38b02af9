/* SPDX-License-Identifier: ISC */
/*
 * roll - who has a say in the vault: officers and counsel, by the newest
 * list of keys, and who enrolled them.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_TEAM_ROLL_H
#define CLI_TEAM_ROLL_H

#include "base/attr.h"
#include "base/buf.h"
#include "cli/vault.h"
#include "programme/approval.h"
#include "telltale/authority.h"
#include "telltale/statement.h"

struct roll {
	struct tt_statement *keys;	/* keys/keys of the vault */
	struct buf text;
};

int roll_load(const struct vault *v, struct roll *out) MUST_USE;
void roll_done(struct roll *p);	/* safe on a zeroed one */

/*
 * The person of that key's name, as asker (NULL: nobody asks) sees them.
 * TT_ENOENT: no officer or counsel has it.
 */
enum tt_err roll_find(const struct roll *p, struct db *db,
    struct span key_name, const struct tt_vkey *asker,
    struct approval_person *out, struct tt_vkey *key) MUST_USE;

/* Of "ORIGIN/o/ana" the "ana"; else all of it. */
struct span roll_short(const struct vault *v, struct span key_name);

/* How a vkey begins that no other key does: NAME+ID. */
#define ROLL_TAG_MAX	(TT_KEY_NAME_MAX + 10)	/* with NUL */
void roll_tag(const struct tt_vkey *k, char out[ROLL_TAG_MAX]);

/* What statements of an act need that the statement does not say. */
struct tt_authority roll_authority(const struct roll *p,
    enum approval_act act);

#endif
