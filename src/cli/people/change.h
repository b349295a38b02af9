/* SPDX-License-Identifier: ISC */
/*
 * change - a partner's next state: worked out, shown, asked for, done.
 *
 * A verb loads a partner, moves it by programme/partner.h and asks; what was
 * asked for is applied here, at once or when the others have signed.  Time
 * moves partners too: people_settle records that, and tells the hub, before
 * anything else is done.  Functions that return int give CLI_DONE, or an exit
 * code after saying why.
 */
#ifndef CLI_PEOPLE_CHANGE_H
#define CLI_PEOPLE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/team/request.h"
#include "cli/vault.h"
#include "programme/partner.h"
#include "store/vault_partner.h"
#include "store/vault_standing.h"

#define PEOPLE_BASIS_LEN	192	/* bytes, with NUL */

struct people_change {
	struct vault_partner p;		/* as it shall be */
	struct vault_standing s;	/* likewise */
	enum partner_state was;		/* as recorded */
	bool new;			/* there is no record of it yet */
	char basis[PEOPLE_BASIS_LEN];	/* what it signed, by hash; or "" */
};

/* As it is now. */
int people_load(struct vault *v, const char *id, struct people_change *out)
    MUST_USE;

/* Its state at an instant: what is recorded, and what time made of it. */
enum partner_state people_state(const struct vault_partner *p,
    const struct vault_standing *s, int64_t at_s);

/* Facts for partner_move, as an act's approvals will make them true. */
struct partner_facts people_facts(const struct vault *v,
    enum approval_act act);

/* What becomes of one partner, in lines: the dry run, and what the second
 * person reads. */
void people_describe(const struct people_change *c, const char *reason,
    int64_t now_s, struct buf *out);

/*
 * Asks for n changes, at most REQUEST_STATEMENTS_MAX, as one request about
 * subject.  v is open for VAULT_WRITE and greeted, no transaction is open.
 */
struct people_ask {
	enum approval_act act;
	const char *subject, *reason;
	const struct people_change *change;
	size_t n;
};

int people_ask(struct vault *v, const struct people_ask *a,
    struct request_made *made) MUST_USE;

/*
 * Asks to admit n partners, 32 to a request.  *waits: some of it waits for
 * others, which was said.  reason: or NULL.
 */
int people_admit(struct vault *v, const struct people_change *change,
    size_t n, const char *reason, bool *waits) MUST_USE;

request_apply_fn people_apply;	/* of every act about partners */
request_apply_fn people_apply_confirmed, people_apply_lapsed;

/*
 * A state that needs one officer and has no word in the ledger: recorded at
 * once; a hub that knows the partner is told that nobody may come in.
 */
int people_move(struct vault *v, struct people_change *c,
    const char *reason) MUST_USE;

/*
 * What time brought about, recorded and queued for the hub: agreements that
 * ended, suspensions that lapsed, changes of owner that were not vetted in
 * time.  v is open for VAULT_WRITE; vault_post is the caller's.
 */
int people_settle(struct vault *v) MUST_USE;

/* `vetting required` in telltale.conf, or `optional`; not said: required
 * unless the team is small. */
bool people_vetting_required(const struct vault *v);

#endif
