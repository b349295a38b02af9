/* SPDX-License-Identifier: ISC */
/*
 * routes - which request is answered by whom; the table of all paths.
 *
 * A pattern is segments; "*" is any one, a last "**" all that is left.  What
 * they matched is in the call's args, in order.
 */
#ifndef HUB_ROUTES_H
#define HUB_ROUTES_H

#include "hub/auth.h"
#include "hub/hub.h"

#define ROUTE_ARGS	2

struct call {
	struct hub			*hub;
	const struct http_request	*q;
	struct http_response		*r;
	const struct auth		*auth;	/* NULL: nobody signs */
	struct span			arg[ROUTE_ARGS];
};

struct route {
	enum http_verb	verb;
	const char	*pattern;
	unsigned	who;		/* CALLER bits; 0: anybody */
	size_t		max_body;	/* bytes */
	void		(*run)(struct call *c);
};

/* NULL if there is none. */
const struct route *route_find(enum http_verb verb, struct span path,
    struct span arg[ROUTE_ARGS]);

/* The routes, each beside its kin. */
void route_health(struct call *c);		/* health.c */
void route_challenge(struct call *c);
void route_checkpoint(struct call *c);		/* served.c */
void route_tile(struct call *c);
void route_wave_key(struct call *c);
void route_invitation(struct call *c);		/* joins.c */
void route_join(struct call *c);
void route_joins(struct call *c);
void route_statement(struct call *c);		/* statements.c */
void route_statement_proof(struct call *c);
void route_partners(struct call *c);		/* people.c */
void route_readers(struct call *c);
void route_events(struct call *c);
void route_people(struct call *c);		/* admins.c */
void route_people_invitation(struct call *c);
void route_people_revoke(struct call *c);
void route_people_leave(struct call *c);
void route_admin(struct call *c);
void route_words(struct call *c);
void route_request(struct call *c);		/* requests.c */
void route_request_answer(struct call *c);
void route_requests(struct call *c);
void route_copy(struct call *c);		/* uploads.c */
void route_copy_again(struct call *c);
void route_set(struct call *c);
void route_terms(struct call *c);
void route_publish(struct call *c);		/* publish.c */
void route_published(struct call *c);
void route_keeper(struct call *c);		/* front.c */
void route_desk(struct call *c);			/* letters.c */
void route_desk_set(struct call *c);
void route_letter(struct call *c);
void route_letters(struct call *c);
void route_answer(struct call *c);
void route_answers(struct call *c);
void route_sighting(struct call *c);
void route_keeper_health(struct call *c);
void route_refused(struct call *c);
void route_embargo(struct call *c);		/* standing.c */
void route_batch(struct call *c);		/* urgent.c */
void route_public_put(struct call *c);		/* public.c */
void route_public(struct call *c);
void route_inbox(struct call *c);		/* inbox.c */
void route_bulletin(struct call *c);
void route_consent(struct call *c);		/* receipts.c */
void route_receipt(struct call *c);
void route_receipts(struct call *c);
void route_opened(struct call *c);		/* opened.c */
void route_openings(struct call *c);
void route_used(struct call *c);		/* used.c */
void route_members(struct call *c);		/* members.c */
void route_members_set(struct call *c);
void route_members_public(struct call *c);
void route_record(struct call *c);		/* record.c */
void route_passkey(struct call *c);		/* portal/sign_in.c */
void route_portal_session(struct call *c);
void route_portal_logout(struct call *c);
void route_portal_asset(struct call *c);	/* portal/portal.c */
void route_portal_join(struct call *c);		/* portal/pages.c */
void route_portal_files(struct call *c);
void route_portal_approve(struct call *c);
void route_portal(struct call *c);		/* portal/inbox_page.c */
void route_portal_bulletin(struct call *c);	/* portal/bulletin_page.c */
void route_portal_letter(struct call *c);	/* portal/letter_page.c */
void route_portal_people(struct call *c);	/* portal/people_page.c */

#endif
