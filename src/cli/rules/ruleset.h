/* SPDX-License-Identifier: ISC */
/*
 * ruleset - the policy and the duties that are in force, read from the vault;
 * the built-in ones where none was adopted.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_RULES_RULESET_H
#define CLI_RULES_RULESET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "programme/duty.h"
#include "programme/policy.h"
#include "store/vault_rules.h"

struct ruleset {
	struct policy *policy;
	struct duties *duties;
	/* which ones; version "" and no text: built in */
	struct vault_adopted policy_is, duties_is;
};

/* In force at that instant; ruleset_done also after a failure. */
int ruleset_load(struct ruleset *r, struct db *db, int64_t at_s) MUST_USE;
/* policy.json and duties.json in dir; what it has not is the built-in one. */
int ruleset_load_dir(struct ruleset *r, const char *dir) MUST_USE;
void ruleset_done(struct ruleset *r);	/* safe on a zeroed one */

/* "version 7", "built in" */
#define RULESET_NAME_LEN	(VAULT_VERSION_MAX + 16)
void ruleset_name(const struct vault_adopted *is, char out[RULESET_NAME_LEN]);

/*
 * A file of the user's, parsed; what is wrong with it is said, CLI_USAGE.
 * text may be NULL; else the caller's to buf_done, also after a failure.
 */
int ruleset_read_policy(const char *path, struct policy **out,
    struct buf *text) MUST_USE;
int ruleset_read_duties(const char *path, struct duties **out,
    struct buf *text) MUST_USE;

/* "state,duty-certain" of 1 << index in policy; "": none. */
#define RULESET_IDS_LEN	2048
void ruleset_ids(const struct policy *p, uint64_t rules,
    char out[RULESET_IDS_LEN]);

#endif
