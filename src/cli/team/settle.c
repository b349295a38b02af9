/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/partner.h"
#include "cli/say.h"
#include "cli/team/officers.h"
#include "cli/team/settle.h"
#include "cli/team/told.h"
#include "store/crash.h"

#define NAMES_MAX	65536	/* bytes */

/* One statement, with the lines of those who signed it. */
static int
queue_one(struct vault *v, const struct asked *a, size_t i,
    const struct settle_lines *lines, const struct tt_authority *authority,
    bool second, struct hash *leaf)
{
	const struct tt_salt salt = second ?
	    asked_second_salt(&a->salt[i]) : a->salt[i];
	const struct tt_signer *publisher = NULL;
	struct buf note;
	enum tt_err e;
	int code;

	if (compose_is_published(a->text[i]) &&
	    (code = vault_publisher(v, &publisher)) != CLI_DONE)
		return code;
	buf_init(&note, TT_STATEMENT_MAX);
	e = compose(a->text[i], lines->line, lines->n, authority, publisher,
	    &note);
	if (e != TT_OK)
		code = say_err(e, NULL, "cannot sign what was agreed for %.*s",
		    (int)a->subject.n, a->subject.p);
	else
		code = vault_queue_salted(v, buf_view(&note), &salt, leaf);
	buf_done(&note);
	return code;
}

int
settle_queue(struct vault *v, const struct asked *a,
    const struct settle_lines *lines, bool second, struct hash *leaf)
{
	struct tt_authority authority;
	struct roll p;
	int code;

	if ((code = roll_load(v, &p)) != CLI_DONE)
		return code;
	authority = roll_authority(&p, a->act);
	for (size_t i = 0; i < a->n && code == CLI_DONE; i++)
		code = queue_one(v, a, i, &lines[i], &authority, second,
		    &leaf[i]);
	roll_done(&p);
	return code;
}

static int
call_apply(struct vault *v, request_apply_fn *fn, const struct asked *a,
    struct request_done *done)
{
	json_t *effect;
	enum tt_err e;
	int code;

	e = json_in_parse(a->effect, REQUEST_EFFECT_MAX, &effect, NULL);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot do what was asked for %s",
		    done->subject);
	done->effect = effect;
	code = fn(v, done);
	json_decref(effect);
	return code;
}

static char *
text_of(struct span s)
{
	return s.p == NULL ? NULL : strndup(s.p, s.n);
}

int
settle_apply(struct vault *v, const struct asked *a, const struct hash *leaf,
    int64_t at_s, const char *officers, request_apply_fn *const *table)
{
	request_apply_fn *fn = table[a->act];
	struct request_done *done;
	char *subject, *reason;
	int code = CLI_DONE;

	if (fn == NULL)
		return CLI_DONE;
	done = calloc(1, sizeof(*done));
	subject = text_of(a->subject);
	reason = text_of(a->reason);
	if (done == NULL || subject == NULL ||
	    (a->reason.p != NULL && reason == NULL)) {
		code = say_err(TT_ENOMEM, NULL, "cannot do what was asked");
	} else {
		*done = (struct request_done){ .act = a->act,
			.subject = subject, .reason = reason, .n = a->n,
			.at_s = at_s, .officers = officers };
		memcpy(done->leaf, leaf, a->n * sizeof(leaf[0]));
		memcpy(done->salt, a->salt, a->n * sizeof(a->salt[0]));
		code = call_apply(v, fn, a, done);
	}
	free(subject);
	free(reason);
	free(done);
	return code;
}

/* "ana, ben": short names of the first of those who have signed. */
static void
put_names(const struct vault *v, const struct settle_count *n, size_t first,
    struct buf *out)
{
	struct span who;

	for (size_t i = 0; i < n->by.n && i < first; i++) {
		who = roll_short(v, span_str(n->answer[i].key));
		buf_printf(out, "%s%.*s", i > 0 ? ", " : "", (int)who.n,
		    who.p);
	}
}

/*
 * The lines under statement i: everybody's; of what was done at once the
 * asker's alone, of what confirms it the other's.
 */
static void
lines_of(const struct settle_case *c, const struct settle_count *n,
    bool second, struct settle_lines *out)
{
	bool at_once = approval_rule(c->asked.act)->at_once;

	for (size_t i = 0; i < c->asked.n; i++)
		for (size_t k = 0; k < n->by.n; k++)
			if (i < n->answer[k].word.n && (!at_once ||
			    (k > 0) == second))
				out[i].line[out[i].n++] =
				    n->answer[k].word.line[i];
}

struct doing {
	const struct settle_case *c;
	const struct settle_count *n;
	bool second;			/* what was done is confirmed */
	enum approval_state to;
};

/* By the asker alone, as of then; else by all, as of the last of them. */
static int
apply_now(struct vault *v, const struct doing *d, const struct hash *leaf)
{
	bool at_once = approval_rule(d->c->asked.act)->at_once && !d->second;
	struct buf names;
	int code;

	buf_init(&names, NAMES_MAX);
	put_names(v, d->n, at_once ? 1 : d->n->by.n, &names);
	if (buf_err(&names) != TT_OK)
		code = say_err(TT_ENOMEM, NULL, "cannot do what was asked");
	else
		code = settle_apply(v, &d->c->asked, leaf, at_once ?
		    d->c->asked.asked_s : d->n->last_s, names.p, d->second ?
		    request_confirm : request_apply);
	buf_done(&names);
	return code;
}

static int
queue_and_apply(struct vault *v, const struct doing *d, bool apply)
{
	struct settle_lines *lines = calloc(REQUEST_STATEMENTS_MAX,
	    sizeof(*lines));
	struct hash leaf[REQUEST_STATEMENTS_MAX];
	int code;

	if (lines == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot do what was asked");
	lines_of(d->c, d->n, d->second, lines);
	code = settle_queue(v, &d->c->asked, lines, d->second, leaf);
	if (code == CLI_DONE && apply)
		code = apply_now(v, d, leaf);
	free(lines);
	return code;
}

/* One transaction.  apply false: the ledger has it, the records do not. */
static int
do_it(struct vault *v, const struct doing *d, bool apply)
{
	enum tt_err e;
	int code;

	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	if ((code = queue_and_apply(v, d, apply)) == CLI_DONE &&
	    ((e = vault_request_move(v->db, d->c->asked.id, apply ? d->to :
	    APPROVAL_COMPLETE, d->n->last_s)) != TT_OK ||
	    (e = told_over(v, d->c->asked.id)) != TT_OK))
		code = partner_cannot(v, e, "keep what was agreed");
	if (code != CLI_DONE) {
		db_rollback(v->db);
		return code;
	}
	if ((e = db_commit(v->db)) != TT_OK)
		return partner_cannot(v, e, "keep what was agreed");
	crash_point("team-settled");
	return officers_finish(v);
}

/* Done, or left complete for the next run. */
static int
act(struct vault *v, const struct doing *d)
{
	if (do_it(v, d, true) == CLI_DONE)
		return CLI_DONE;
	say_warn("request %s is signed by all, and cannot be done in this "
	    "vault: telltale vault sync brings what it lacks, and the next "
	    "telltale tries again", d->c->asked.id);
	return do_it(v, d, false);
}

static int
decline(struct vault *v, const struct settle_case *c, enum approval_event ev,
    int64_t at_s)
{
	static const struct hash none[REQUEST_STATEMENTS_MAX];
	enum approval_state s = c->row.state;
	enum tt_err e;
	int code = CLI_DONE;

	if (approval_move(&s, ev) != TT_OK)
		return CLI_DONE;
	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	if (s == APPROVAL_LAPSED)
		code = settle_apply(v, &c->asked, none, at_s, "",
		    request_lapse);
	if (code == CLI_DONE && ((e = vault_request_move(v->db, c->asked.id, s,
	    at_s)) != TT_OK || (e = told_over(v, c->asked.id)) != TT_OK))
		code = partner_cannot(v, e, "keep that a request has ended");
	if (code != CLI_DONE) {
		db_rollback(v->db);
		return code;
	}
	if ((e = db_commit(v->db)) != TT_OK)
		return partner_cannot(v, e, "keep that a request has ended");
	return CLI_DONE;
}

/* What an open request has come to. */
static int
follow(struct vault *v, const struct settle_case *c,
    const struct settle_count *n)
{
	struct doing d = { .c = c, .n = n, .to = APPROVAL_DONE,
		.second = c->row.state == APPROVAL_UNCONFIRMED };

	if (n->no)
		return decline(v, c, APPROVAL_NO, n->last_s);
	if (approval_rule(c->asked.act)->at_once && n->by.n > 0 &&
	    c->row.state != APPROVAL_UNCONFIRMED) {
		d.to = APPROVAL_UNCONFIRMED;
		return act(v, &d);
	}
	return settle_enough(c, n) ? act(v, &d) : CLI_DONE;
}

static bool
is_open(enum approval_state s)
{
	return s == APPROVAL_WAITS || s == APPROVAL_UNCONFIRMED ||
	    s == APPROVAL_COMPLETE;
}

static int
settle_case_of(struct vault *v, const struct settle_case *c)
{
	struct settle_count *n = malloc(sizeof(*n));
	int code;

	if (n == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot count answers");
	if ((code = settle_count(v, c, n)) == CLI_DONE) {
		code = follow(v, c, n);
		settle_count_done(n);
	}
	free(n);
	return code;
}

/* *again: done at once, and it may be confirmed already. */
static int
settle_once(struct vault *v, const char *id, bool *again)
{
	struct settle_case c;
	enum tt_err e;
	int code;

	*again = false;
	if ((code = settle_open(v, id, &c, &e)) != CLI_DONE || e != TT_OK)
		return code;
	*again = c.row.state == APPROVAL_WAITS &&
	    approval_rule(c.asked.act)->at_once;
	if (is_open(c.row.state))
		code = settle_case_of(v, &c);
	settle_case_done(&c);
	return code;
}

int
settle_one(struct vault *v, const char *id)
{
	bool again;
	int code;

	if ((code = settle_once(v, id, &again)) == CLI_DONE && again)
		code = settle_once(v, id, &again);
	return code;
}

static int
expire(struct vault *v, const char *id)
{
	struct settle_case c;
	enum tt_err e;
	int code;

	if ((code = settle_open(v, id, &c, &e)) != CLI_DONE || e != TT_OK)
		return code;
	code = decline(v, &c, APPROVAL_TIME, c.row.expires_s);
	settle_case_done(&c);
	return code;
}

int
settle_all(struct vault *v, int64_t now_s)
{
	struct vault_request r = { .id = "" };
	char id[HUB_REQUEST_ID_LEN + 1] = "";
	int code = CLI_DONE;
	enum tt_err e;

	while (code == CLI_DONE &&
	    (e = vault_request_next(v->db, id, &r)) == TT_OK) {
		memcpy(id, r.id, sizeof(id));
		vault_request_done(&r);
		if (is_open(r.state) &&
		    (code = settle_one(v, id)) == CLI_DONE &&
		    approval_is_over(r.expires_s, now_s))
			code = expire(v, id);
	}
	if (code == CLI_DONE && e != TT_ENOENT)
		code = partner_cannot(v, e, "read the vault's requests");
	return code;
}
