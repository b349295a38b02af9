/* SPDX-License-Identifier: ISC */
/*
 * What waits for a second person, and whether the vault would survive its
 * machine.  Of a request only who asks is known here: its words are sealed.
 */
#include <stdio.h>
#include <string.h>

#include "cli/post/outlook.h"
#include "cli/team/roll.h"
#include "store/vault_team.h"

#define DAY	86400
#define BACKUP_S	(30 * DAY)	/* specs/stories.md, PO-6d */
#define DRILL_S		(180 * DAY)

static bool
is_ours(const struct looking *l, struct span who)
{
	const char *officer = conf_get(&l->v->conf, "officer");

	return officer != NULL && span_is(who, officer);
}

static void
look_at_request(struct looking *l, const struct vault_request *r)
{
	struct span who = roll_short(l->v, span_str(r->key));
	char next[64];

	snprintf(next, sizeof(next), "approve %s", r->id);
	if (r->state == APPROVAL_COMPLETE)
		outlook_add(l->out, OUTLOOK_FAILING, OUTLOOK_NO_TIME, next,
		    "a request of %.*s is signed by all, and not done in "
		    "this vault", (int)who.n, who.p);
	else if (approval_is_over(r->expires_s, l->now_s))
		return;
	else if (is_ours(l, who))
		outlook_add(l->out, OUTLOOK_SILENT, r->expires_s, next,
		    "our request %s for another person's signature, until",
		    r->state == APPROVAL_UNCONFIRMED ? "(done, and undone "
		    "unless confirmed) waits" : "waits");
	else
		outlook_add(l->out, OUTLOOK_DUE, r->expires_s, next,
		    "a request of %.*s waits to be read, and %s, until",
		    (int)who.n, who.p, r->state == APPROVAL_UNCONFIRMED ?
		    "confirmed" : "signed");
}

static void
look_at_requests(struct looking *l)
{
	char id[HUB_REQUEST_ID_LEN + 1] = "";
	struct vault_request r = { .n = 0 };
	enum tt_err e;

	while ((e = vault_request_next(l->v->db, id, &r)) == TT_OK) {
		memcpy(id, r.id, sizeof(id));
		if (r.state == APPROVAL_WAITS ||
		    r.state == APPROVAL_UNCONFIRMED ||
		    r.state == APPROVAL_COMPLETE)
			look_at_request(l, &r);
		vault_request_done(&r);
	}
	if (e != TT_ENOENT)
		looking_cannot(l, e, "the vault's requests");
}

/* The last time, or since the vault has something to lose. */
static void
look_at_last(struct looking *l, const char *noted, int64_t good_for_s,
    const char *never, const char *last, const char *next)
{
	int64_t at_s = 0, began_s = 0;
	enum tt_err e;

	if ((e = vault_noted(l->v->db, noted, &at_s)) != TT_OK ||
	    (e = vault_began(l->v->db, &began_s)) != TT_OK) {
		looking_cannot(l, e, "the vault's backups");
		return;
	}
	if (at_s != 0 && l->now_s - at_s > good_for_s)
		outlook_add(l->out, OUTLOOK_DUE, at_s, next, "%s", last);
	else if (at_s == 0 && began_s != 0 && l->now_s - began_s > good_for_s)
		outlook_add(l->out, OUTLOOK_DUE, began_s, next, "%s", never);
}

void
look_at_team(struct looking *l)
{
	look_at_requests(l);
	look_at_last(l, VAULT_NOTED_BACKUP, BACKUP_S,
	    "no backup of the vault was ever made, since",
	    "no backup of the vault for over 30 days, since",
	    "vault backup");
	look_at_last(l, VAULT_NOTED_DRILL, DRILL_S,
	    "no backup was ever tried out, since",
	    "no backup was tried out for over 180 days, since",
	    "vault drill");
}
