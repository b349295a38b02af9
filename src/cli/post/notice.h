/* SPDX-License-Identifier: ISC */
/*
 * notice - what is to be told by mail goes into the vault's queue, signed,
 * with the act that it tells of; `telltale notices send` sends it.
 *
 * One recipient each.  What a notice is about has a key of its own, so that
 * a verb that is run again queues nothing twice.  The text is a signed note
 * by this vault's officer, whose first lines are
 *
 *	telltale/v1/notice LF  log, time, event, to, subject, one a line  LF LF
 *
 * Failure to deliver is shown and is never a reason to send more.  Functions
 * that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_POST_NOTICE_H
#define CLI_POST_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "cli/vault.h"
#include "programme/notice.h"
#include "store/vault_bulletin.h"
#include "store/vault_notice.h"

/* Rows of the vault's telltale.conf; the first three are addresses, and may
 * stand several times. */
#define NOTICE_CONF_OFFICER	"mail-officer"
#define NOTICE_CONF_COUNSEL	"mail-counsel"
#define NOTICE_CONF_OPERATOR	"mail-operator"
#define NOTICE_CONF_FROM	"mail-from"
#define NOTICE_CONF_SMTP	"mail-smtp"	/* smtp://HOST:PORT, smtps:// */
#define NOTICE_CONF_AUTH	"mail-auth"	/* a file: user, password */

struct notice_new {
	enum notice_event event;
	const char *about;	/* what happened, once: a leaf, an id, a word */
	const char *bulletin;	/* its id, or NULL */
	int64_t due_s;		/* not before; 0: now */
	struct span facts[NOTICE_FACTS];	/* but NOTICE_HUB */
	size_t *lacks;		/* or NULL; else nothing is queued, and counted
				 * here is what is not in the queue yet */
};

/* To one reader, by their record. */
int notice_reader(struct vault *v, const struct notice_new *n,
    const struct vault_reader *r) MUST_USE;

/* To the active admins of a partner; if it has none, to all its active
 * readers. */
int notice_partner(struct vault *v, const struct notice_new *n,
    const char *partner) MUST_USE;

/* To our own people, by telltale.conf: the event's audience says whom.  With
 * no address there, it is said that nobody is told. */
int notice_own(struct vault *v, const struct notice_new *n) MUST_USE;

/* Whether telltale.conf has an address of anybody of ours. */
bool notice_own_address(const struct vault *v);

/*
 * Those of that event and bulletin that were not sent yet are dropped, and may
 * be queued anew: after a slip, for NOTICE_OPEN, then notice_published.
 */
int notice_cancel(struct vault *v, enum notice_event e, const char *bulletin)
    MUST_USE;

/*
 * A bulletin was published: an invitation to each reader who had no earlier
 * revision of it, to the others that it was revised, and, at each wave's
 * instant, that it is open.
 */
int notice_published(struct vault *v, const struct vault_bulletin *b)
    MUST_USE;

/* That a reader was added, or revoked, to the others of the partner. */
int notice_reader_changed(struct vault *v, enum notice_event e,
    const struct vault_reader *r) MUST_USE;

cli_run verb_notices_send, verb_notices_check;

#endif
