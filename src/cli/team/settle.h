/* SPDX-License-Identifier: ISC */
/*
 * settle - what a request has come to, by the answers that came, and doing
 * what was agreed: once in each vault, whole or not at all.
 *
 * Every vault counts the same answers in the hub's order, so each makes the
 * same statements, and does the act by the instant at which the hub had the
 * last answer that was needed.
 */
#ifndef CLI_TEAM_SETTLE_H
#define CLI_TEAM_SETTLE_H

#include "base/attr.h"
#include "cli/team/asked.h"
#include "cli/team/compose.h"
#include "cli/team/roll.h"
#include "cli/team/word.h"
#include "cli/vault.h"
#include "store/vault_team.h"

/* A request of the vault, opened: settle_case_done. */
struct settle_case {
	struct vault_request row;
	struct asked asked;
	struct buf plain;		/* secret: what asked was read from */
};

/*
 * CLI_DONE, or an exit code after saying why.  *e, if not TT_OK: this key
 * does not open it, or it is no request; then nothing else is set.
 */
int settle_open(struct vault *v, const char *id, struct settle_case *out,
    enum tt_err *e) MUST_USE;
void settle_case_done(struct settle_case *c);

/* How far it is: settle_count_done. */
struct settle_count {
	struct approval_signed by;	/* who said yes */
	struct settle_answer {		/* of each of them */
		char key[TT_KEY_NAME_MAX + 1];
		struct word word;
		struct buf plain;	/* secret: what word was read from */
	} answer[APPROVAL_PEOPLE_MAX];
	bool no;			/* somebody who may said no */
	char no_by[TT_KEY_NAME_MAX + 1], reason[TT_VALUE_MAX + 1];
	int64_t last_s;			/* when the last that counts came */
};

/*
 * The answers that count, in their order, up to enough or a no; nobody's
 * before the asker's own.
 */
int settle_count(struct vault *v, const struct settle_case *c,
    struct settle_count *out) MUST_USE;
void settle_count_done(struct settle_count *c);
bool settle_enough(const struct settle_case *c, const struct settle_count *n);

/*
 * Count, and do what follows.  A request that cannot be done here is left
 * complete, and said; the next run tries again.
 */
int settle_one(struct vault *v, const char *id) MUST_USE;

/*
 * All that are open, after every answer that the hub had by its instant now_s
 * is in the vault: only so is it known what is over.
 */
int settle_all(struct vault *v, int64_t now_s) MUST_USE;

/*
 * Within a transaction: queue the statements of *a, signed by these lines.
 * leaf gets their names.  CLI_DONE, or an exit code after saying why.
 */
struct settle_lines {
	struct span line[COMPOSE_LINES_MAX];	/* of one statement */
	size_t n;
};
int settle_queue(struct vault *v, const struct asked *a,
    const struct settle_lines *lines, bool second, struct hash *leaf)
    MUST_USE;

/* Within a transaction: what a table of request.h has for the act. */
int settle_apply(struct vault *v, const struct asked *a,
    const struct hash *leaf, int64_t at_s, const char *officers,
    request_apply_fn *const *table) MUST_USE;

#endif
