/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/team/request.h"
#include "telltale/note.h"

static void
draw_id(char id[REQUEST_ID_LEN + 1])
{
	uint8_t b[REQUEST_ID_LEN / 2];

	rng_fill(rng_system(), b, sizeof(b));
	hex_encode(id, b, sizeof(b));
}

/* The i-th statement, signed by this vault's officer alone, queued. */
static int
queue_own(struct vault *v, const struct request_new *n, size_t i,
    struct request_done *done)
{
	const struct tt_signer *officer;
	struct buf note;
	enum tt_err e;
	int code;

	if ((code = vault_officer(v, &officer)) != CLI_DONE)
		return code;
	buf_init(&note, TT_STATEMENT_MAX);
	e = tt_note_sign(&note, n->statement[i], &officer, 1);
	if (e != TT_OK)
		code = say_err(e, NULL, "cannot sign for %s", n->subject);
	else
		code = vault_queue(v, buf_view(&note), &done->salt[i],
		    &done->leaf[i]);
	buf_done(&note);
	return code;
}

static int
apply(struct vault *v, const struct request_new *n, struct request_done *done)
{
	json_t *effect;
	enum tt_err e;
	int code;

	if (request_apply[n->act] == NULL)
		return CLI_DONE;
	e = json_in_parse(n->effect, REQUEST_EFFECT_MAX, &effect, NULL);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot do what was asked for %s",
		    n->subject);
	done->effect = effect;
	code = request_apply[n->act](v, done);
	done->effect = NULL;
	json_decref(effect);
	return code;
}

/* All statements and the effect, or nothing. */
static int
do_now(struct vault *v, const struct request_new *n)
{
	struct request_done done = { .act = n->act, .subject = n->subject,
		.reason = n->reason, .n = n->n, .at_s = clock_now(),
		.officers = conf_get(&v->conf, "officer") };
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	for (size_t i = 0; i < n->n && code == CLI_DONE; i++)
		code = queue_own(v, n, i, &done);
	if (code == CLI_DONE)
		code = apply(v, n, &done);
	if (code != CLI_DONE) {
		db_rollback(v->db);
		return code;
	}
	if ((e = db_commit(v->db)) != TT_OK)
		return partner_cannot(v, e, "keep what was done");
	return CLI_DONE;
}

int
request_ask(struct vault *v, const struct request_new *n,
    struct request_made *out)
{
	const struct approval_rule *r = approval_rule(n->act);
	bool enough = vault_small_team(v) || (r->officers <= 1 &&
	    !r->counsel);

	*out = (struct request_made){ .state = REQUEST_DONE };
	draw_id(out->id);
	if (!enough)
		return say_fail(CLI_REFUSED, NULL, "cannot %s '%s': it takes "
		    "a second person", r->name, n->subject);
	return do_now(v, n);
}

int
request_said(const struct vault *v, const struct request_new *n,
    const struct request_made *made)
{
	if (made->state == REQUEST_DONE)
		return CLI_DONE;
	say_note(v->cli, "%s of %s waits for %u more officer%s%s: request %s",
	    approval_rule(n->act)->name, n->subject, made->officers,
	    made->officers == 1 ? "" : "s", made->counsel ? " and counsel" :
	    "", made->id);
	return CLI_LATER;
}
