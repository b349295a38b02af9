/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/portal/assertion.h"
#include "hub/routes.h"
#include "store/hub_admin.h"
#include "hub/used.h"
#include "store/hub_letter.h"
#include "store/hub_request.h"
#include "telltale/terms.h"

#define VENDOR	(CALLER_OFFICER | CALLER_PUBLISHER)
#define TEAM	(CALLER_OFFICER | CALLER_COUNSEL)

static const struct route routes[] = {
	{ HTTP_GET, "/checkpoint", 0, 0, route_checkpoint },
	{ HTTP_GET, "/tile/**", 0, 0, route_tile },
	{ HTTP_GET, "/wave/*/key", 0, 0, route_wave_key },
	{ HTTP_GET, "/public/*/*", 0, 0, route_public },
	{ HTTP_GET, "/public/members.json", 0, 0, route_members_public },
	{ HTTP_GET, "/api/v1/health", 0, 0, route_health },
	{ HTTP_GET, "/api/v1/challenge", 0, 0, route_challenge },

	{ HTTP_PUT, "/api/v1/invitation/*", CALLER_OFFICER, BODY_SMALL_MAX,
	    route_invitation },
	{ HTTP_POST, "/api/v1/join", 0, BODY_JOIN_MAX, route_join },
	{ HTTP_GET, "/api/v1/joins", CALLER_OFFICER, 0, route_joins },
	{ HTTP_GET, "/api/v1/partners", CALLER_OFFICER, 0, route_partners },
	{ HTTP_GET, "/api/v1/readers", CALLER_OFFICER, 0, route_readers },
	{ HTTP_GET, "/api/v1/events", TEAM, 0, route_events },
	{ HTTP_GET, "/api/v1/opened", TEAM, 0, route_openings },
	{ HTTP_GET, "/api/v1/used/*", CALLER_OFFICER, 0, route_used },

	{ HTTP_PUT, "/api/v1/admin/*", CALLER_OFFICER, HUB_NAMES_MAX,
	    route_admin },
	{ HTTP_GET, "/api/v1/words", TEAM, 0, route_words },

	{ HTTP_PUT, "/api/v1/request/*", CALLER_OFFICER, HUB_REQUEST_MAX,
	    route_request },
	{ HTTP_PUT, "/api/v1/request/*/answer", TEAM, BODY_SMALL_MAX,
	    route_request_answer },
	{ HTTP_GET, "/api/v1/requests", TEAM, 0, route_requests },

	{ HTTP_POST, "/api/v1/statement", VENDOR | TEAM, BODY_STATEMENT_MAX,
	    route_statement },
	{ HTTP_GET, "/api/v1/statement/*", VENDOR | TEAM, 0,
	    route_statement_proof },
	{ HTTP_PUT, "/api/v1/copy/*", CALLER_PUBLISHER, BODY_COPY_MAX,
	    route_copy },
	{ HTTP_GET, "/api/v1/copy/*", VENDOR, 0, route_copy_again },
	{ HTTP_PUT, "/api/v1/set/*", CALLER_PUBLISHER, BODY_SET_MAX,
	    route_set },
	{ HTTP_PUT, "/api/v1/terms/*", CALLER_PUBLISHER, TT_TERMS_MAX,
	    route_terms },
	{ HTTP_POST, "/api/v1/publish/*", CALLER_PUBLISHER, BODY_SMALL_MAX,
	    route_publish },
	{ HTTP_GET, "/api/v1/publish/*", CALLER_PUBLISHER, 0,
	    route_published },
	{ HTTP_POST, "/api/v1/keeper/*/*", VENDOR, BODY_KEEPER_MAX,
	    route_keeper },
	{ HTTP_GET, "/api/v1/keeper/*/health", VENDOR, 0,
	    route_keeper_health },
	{ HTTP_GET, "/api/v1/refused", TEAM, 0, route_refused },
	{ HTTP_GET, "/api/v1/embargo/*", VENDOR, 0, route_embargo },
	{ HTTP_POST, "/api/v1/batch", VENDOR, BODY_STATEMENT_MAX,
	    route_batch },
	{ HTTP_PUT, "/api/v1/public/*/*", CALLER_PUBLISHER, BODY_PUBLIC_MAX,
	    route_public_put },

	{ HTTP_PUT, "/api/v1/desk", CALLER_OFFICER, TT_STATEMENT_MAX,
	    route_desk_set },
	{ HTTP_GET, "/api/v1/desk", CALLER_READER | TEAM, 0,
	    route_desk },
	{ HTTP_GET, "/api/v1/letters", TEAM, 0, route_letters },
	{ HTTP_PUT, "/api/v1/members", CALLER_OFFICER, TT_STATEMENT_MAX,
	    route_members_set },
	{ HTTP_GET, "/api/v1/members", CALLER_READER, 0, route_members },
	{ HTTP_PUT, "/api/v1/answer/*/*", CALLER_OFFICER, HUB_LETTER_MAX,
	    route_answer },
	{ HTTP_PUT, "/api/v1/letter/*", CALLER_READER, HUB_LETTER_MAX,
	    route_letter },
	{ HTTP_GET, "/api/v1/answers", CALLER_READER, 0, route_answers },
	{ HTTP_POST, "/api/v1/sighting", CALLER_READER, TT_STATEMENT_MAX,
	    route_sighting },

	{ HTTP_GET, "/api/v1/people", CALLER_READER, 0, route_people },
	{ HTTP_PUT, "/api/v1/people/invitation/*", CALLER_READER,
	    BODY_SMALL_MAX, route_people_invitation },
	{ HTTP_POST, "/api/v1/people/*/revoke", CALLER_READER, HUB_WORD_MAX,
	    route_people_revoke },
	{ HTTP_POST, "/api/v1/people/leave", CALLER_READER | CALLER_FORMER,
	    HUB_WORD_MAX, route_people_leave },

	{ HTTP_GET, "/api/v1/inbox", CALLER_READER, 0, route_inbox },
	{ HTTP_GET, "/api/v1/bulletin/*", CALLER_READER, 0, route_bulletin },
	{ HTTP_POST, "/api/v1/consent", CALLER_READER, TT_STATEMENT_MAX,
	    route_consent },
	{ HTTP_POST, "/api/v1/receipt", CALLER_READER, TT_STATEMENT_MAX,
	    route_receipt },
	{ HTTP_GET, "/api/v1/receipts", CALLER_READER, 0, route_receipts },
	{ HTTP_POST, "/api/v1/opened/*/*", CALLER_READER, 0, route_opened },
	{ HTTP_GET, "/api/v1/record", CALLER_READER | CALLER_FORMER, 0,
	    route_record },

	{ HTTP_POST, "/api/v1/passkey", CALLER_READER | CALLER_PENDING,
	    ASSERTION_MAX, route_passkey },
	{ HTTP_GET, "/asset/*", 0, 0, route_portal_asset },
	{ HTTP_GET, "/portal", 0, 0, route_portal },
	{ HTTP_GET, "/portal/join", 0, 0, route_portal_join },
	{ HTTP_GET, "/portal/files", 0, 0, route_portal_files },
	{ HTTP_GET, "/portal/approve", 0, 0, route_portal_approve },
	{ HTTP_GET, "/portal/people", 0, 0, route_portal_people },
	{ HTTP_GET, "/portal/bulletin/*", 0, 0, route_portal_bulletin },
	{ HTTP_GET, "/portal/letter/*", 0, 0, route_portal_letter },
	{ HTTP_POST, "/portal/session", 0, ASSERTION_MAX,
	    route_portal_session },
	{ HTTP_POST, "/portal/logout", 0, 0, route_portal_logout },
};

static bool
matches(const char *pattern, struct span path, struct span arg[ROUTE_ARGS])
{
	struct span want = span_str(pattern), w, p;
	size_t n = 0;

	while (span_word(&want, '/', &w)) {
		if (span_is(w, "**")) {
			arg[n] = path;
			return path.n > 0;
		}
		if (path.p == NULL || !span_word(&path, '/', &p))
			return false;
		if (span_is(w, "*")) {
			if (p.n == 0)
				return false;
			arg[n++] = p;
		} else if (!span_eq(w, p)) {
			return false;
		}
	}
	return path.n == 0;
}

const struct route *
route_find(enum http_verb verb, struct span path, struct span arg[ROUTE_ARGS])
{
	/* what people type; no other route ends in a slash */
	if (span_is(path, "/portal/"))
		path.n--;
	/* what is after the last would be lost */
	if (path.n < 2 || path.p[path.n - 1] == '/')
		return NULL;
	for (size_t i = 0; i < N_ROWS(routes); i++)
		if (routes[i].verb == verb &&
		    matches(routes[i].pattern, path, arg))
			return &routes[i];
	return NULL;
}

/* What is kept of a request between its head and its body. */
struct visit {
	const struct route *route;
	struct span path, target;	/* below the origin */
	struct span arg[ROUTE_ARGS];
	struct auth auth;
};

/* A log whose origin has a path is served below it. */
static bool
below_origin(const struct hub *h, struct span s, struct span *out)
{
	const char *prefix = strchr(h->origin, '/');

	if (prefix != NULL && !span_skip(&s, prefix))
		return false;
	*out = s;
	return s.n > 0 && s.p[0] == '/';
}

static enum meter_caller
caller_of(const struct route *route)
{
	if (route == NULL)
		return METER_LOST;
	if (route->who == 0)
		return METER_PUBLIC;
	return (route->who & CALLER_READER) != 0 ? METER_READER :
	    METER_VENDOR;
}

static bool
refuse(struct hub *h, const struct route *route, struct http_response *r,
    unsigned status)
{
	meter_answer(&h->meter, caller_of(route), status);
	if (status == 401)
		answer_problem(r, 401, "ask for a challenge and sign it");
	else
		answer_not_found(r);
	return false;
}

static bool
head(void *ctx, struct http_request *q, struct http_response *r,
    size_t *max_body)
{
	struct hub *h = ctx;
	struct visit *v;
	unsigned status;

	if ((v = calloc(1, sizeof(*v))) == NULL) {
		answer_err(r, TT_ENOMEM);
		return false;
	}
	q->own = v;	/* transferred */
	if (!below_origin(h, q->path, &v->path) ||
	    !below_origin(h, span_str(q->target), &v->target) ||
	    (v->route = route_find(q->verb, v->path, v->arg)) == NULL)
		return refuse(h, NULL, r, 404);
	if (v->route->who != 0) {
		status = auth_head(h, q, v->target, &v->auth);
		if (status == 0 && (v->auth.who & v->route->who) == 0)
			status = 404;
		if (status != 0)
			return refuse(h, v->route, r, status);
	}
	*max_body = v->route->max_body;
	return true;
}

static void
body(void *ctx, struct http_request *q, struct http_response *r)
{
	struct hub *h = ctx;
	struct visit *v = q->own;
	struct call c = { .hub = h, .q = q, .r = r };

	memcpy(c.arg, v->arg, sizeof(c.arg));
	if (v->route->who != 0) {
		c.auth = &v->auth;
		if (auth_body(h, q, v->target, &v->auth) != 0) {
			refuse(h, v->route, r, 404);
			return;
		}
		used_note(h, q, &v->auth);
	}
	v->route->run(&c);
	meter_answer(&h->meter, caller_of(v->route), r->status);
}

static void
forget(void *ctx, struct http_request *q)
{
	struct visit *v = q->own;

	(void)ctx;
	if (v == NULL)
		return;
	buf_done(&v->auth.note);
	free(v);
	q->own = NULL;
}

static void
server_refuse(void *ctx, unsigned status, struct http_response *r)
{
	struct hub *h = ctx;

	meter_answer(&h->meter, METER_LOST, status);
	answer_problem(r, status, NULL);
}

struct http_handler
hub_handler(struct hub *h)
{
	return (struct http_handler){ head, body, forget, server_refuse, h };
}
