/* SPDX-License-Identifier: ISC */
/*
 * vault_notice - the vault's queue of notices: what is to be told to whom,
 * not before when, and what became of it.
 *
 * Instants are POSIX seconds.  Errors are those of store/db.h; TT_ENOENT if
 * there is no such record.
 */
#ifndef STORE_VAULT_NOTICE_H
#define STORE_VAULT_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "programme/notice.h"
#include "store/db.h"
#include "store/vault_bulletin.h"
#include "telltale/err.h"

#define VAULT_NOTICE_WHAT_MAX	640	/* bytes, with what is added when it is
					 * dropped */
#define VAULT_NOTICE_WHAT_NEW	512	/* bytes, with NUL, when it is added */
#define VAULT_NOTICE_ERROR_MAX	400	/* bytes */
#define VAULT_NOTICE_ID_LEN	32	/* hex digits of a Message-ID */

struct vault_notice {
	int64_t n;			/* given by the database */
	enum notice_event event;
	char what[VAULT_NOTICE_WHAT_MAX];
	char bulletin[VAULT_BULLETIN_LEN + 1];	/* or "" */
	char reader[VAULT_ID_MAX + 1];		/* or "" */
	char address[VAULT_EMAIL_MAX + 1];
	char subject[NOTICE_SUBJECT_MAX + 1];
	char message[VAULT_NOTICE_ID_LEN + 1];
	int64_t queued_s, due_s;
	enum notice_state state;
	unsigned tries;
	int64_t first_s, next_s, ended_s;	/* 0: never */
	char error[VAULT_NOTICE_ERROR_MAX];	/* or "" */
	struct span text;		/* borrowed: a signed note */
};

/* *added: false if what it is about is queued, or was, already. */
enum tt_err vault_notice_add(struct db *db, const struct vault_notice *n,
    bool *added) MUST_USE;
enum tt_err vault_notice_known(struct db *db, const char *what, bool *known)
    MUST_USE;
enum tt_err vault_notice_set(struct db *db, const struct vault_notice *n)
    MUST_USE;	/* state, tries, first, next, ended, error */

/* text is good until the next call of this function. */
enum tt_err vault_notice_get(struct db *db, int64_t n,
    struct vault_notice *out) MUST_USE;

/* The first after n that waits and whose time has come; likewise. */
enum tt_err vault_notice_due(struct db *db, int64_t after, int64_t now_s,
    struct vault_notice *out) MUST_USE;

/* All, in their order; text is good until fn returns. */
typedef enum tt_err vault_notice_fn(void *ctx, const struct vault_notice *n);
enum tt_err vault_notice_each(struct db *db, vault_notice_fn *fn, void *ctx)
    MUST_USE;

/* Those that wait of that event about that bulletin are dropped; the same may
 * be added again. */
enum tt_err vault_notice_cancel(struct db *db, enum notice_event e,
    const char *bulletin, int64_t now_s) MUST_USE;

/* What those of that event are about that begins with these words is over:
 * the same may be added again, and what waits is sent all the same. */
enum tt_err vault_notice_over(struct db *db, enum notice_event e,
    const char *about) MUST_USE;

#endif
