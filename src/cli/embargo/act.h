/* SPDX-License-Identifier: ISC */
/*
 * act - what an officer asks for about an embargo, as it is put together:
 * statements, the effect on the vault's records, what a second person reads.
 */
#ifndef CLI_EMBARGO_ACT_H
#define CLI_EMBARGO_ACT_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_out.h"
#include "cli/team/request.h"
#include "telltale/statement.h"

struct act {
	struct request_new ask;
	struct buf statement[REQUEST_STATEMENTS_MAX];
	struct buf effect, shown;
	struct json_out *j;	/* the effect, while it is open */
	struct tt_statement_out *out;	/* one, while it is written */
	struct vault *v;
	int64_t now_s;
	enum tt_err err;	/* sticks */
};

/* The effect is an object that is open.  act_done also after a failure. */
void act_begin(struct act *a, struct vault *v, enum approval_act what,
    const char *subject, const char *reason);
void act_done(struct act *a);	/* safe on a zeroed one */

/* A statement: its fields go to what is returned; NULL: see a->err. */
struct tt_statement_out *act_state(struct act *a, enum tt_kind kind);
void act_state_end(struct act *a);

/* Closes the effect and asks.  CLI_DONE, or an exit code after saying why. */
int act_ask(struct act *a, struct request_made *out) MUST_USE;

/* Members of the effect. */
void act_put_str(struct act *a, const char *key, const char *value);
void act_put_hash(struct act *a, const char *key, const struct hash *h);
void act_put_int(struct act *a, const char *key, int64_t value);

/* The same, read back when the act is applied. */
bool act_get_str(const json_t *obj, const char *key, char *out, size_t cap)
    MUST_USE;
bool act_get_hash(const json_t *obj, const char *key, struct hash *out)
    MUST_USE;
bool act_get_int(const json_t *obj, const char *key, int64_t *out) MUST_USE;

/* What an apply says of an effect that is not one of ours: CLI_TROUBLE. */
int act_unclear(const struct request_done *r);

#endif
