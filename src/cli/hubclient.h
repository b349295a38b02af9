/* SPDX-License-Identifier: ISC */
/*
 * hubclient - what vault and readers ask of the hub, signed, and never
 * believing less of the log than they have seen.
 *
 * specs/hub.md section 4, specs/ledger.md section 6.  Functions that return
 * int give CLI_DONE, or an exit code after saying why: 3 cannot be reached,
 * 4 refused, 5 another key than the pinned one or a log that forks or rolls
 * back (both notes are kept as evidence), 75 not now.
 */
#ifndef CLI_HUBCLIENT_H
#define CLI_HUBCLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/json_in.h"
#include "base/merkle.h"
#include "base/span.h"
#include "cli/cli.h"
#include "http/client.h"
#include "store/home.h"
#include "telltale/policy.h"
#include "telltale/set.h"
#include "telltale/vkey.h"

struct hubclient;

struct hubclient_conf {
	const char *url;		/* "https://localhost:8443" */
	const char *pin;		/* or NULL */
	const char *origin;
	const struct tt_signer *signer;	/* NULL: nothing that is signed */
	const char *home;		/* has `policy` and `checkpoint` */
};

/* Reads home's policy and newest checkpoint; does not connect yet. */
int hubclient_new(struct hubclient **out, const struct hubclient_conf *conf)
    MUST_USE;
void hubclient_free(struct hubclient *h);	/* NULL is fine */

struct hubclient_call {
	enum http_verb verb;
	const char *path;	/* with query */
	struct span body;
	const char *content_type;	/* NULL: by verb, JSON or none */
	size_t max_answer;	/* bytes; 0: 1 MiB */
	bool plain;		/* not signed */
};

/*
 * Any status is TT_OK; the caller frees *out with http_answer_done.  Says
 * nothing.  TT_ENET, TT_EINTEGRITY (pin), TT_EKEY, TT_ELIMIT.
 */
enum tt_err hubclient_try(struct hubclient *h,
    const struct hubclient_call *call, struct http_answer *out) MUST_USE;

/* The same, and every status but 2xx is an error that is said. */
int hubclient_do(struct hubclient *h, const struct hubclient_call *call,
    const char *what, struct http_answer *out) MUST_USE;

/* The same for a JSON answer: *out is the caller's, json_decref. */
int hubclient_json(struct hubclient *h, const struct hubclient_call *call,
    const char *what, json_t **out) MUST_USE;

/* Says what hubclient_try gave; "cannot WHAT: ...". */
int hubclient_say(struct hubclient *h, enum tt_err e,
    const struct http_answer *a, const char *what);

/*
 * Fetch the hub's checkpoint, check it against the newest one seen, and keep
 * it in home.  *out may be NULL.
 */
int hubclient_checkpoint(struct hubclient *h, struct tt_policy_verdict *out)
    MUST_USE;

/*
 * A checkpoint that came with a proof: against the newest one seen, without
 * asking the hub for it.  Keeps it if it is newer.
 */
int hubclient_saw(struct hubclient *h, struct span note) MUST_USE;

/* As it was read or last kept; size 0 if there is none yet. */
const struct tt_checkpoint *hubclient_seen(const struct hubclient *h);
const struct tt_policy *hubclient_policy(const struct hubclient *h);

#endif
