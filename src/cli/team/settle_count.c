/* SPDX-License-Identifier: ISC */
/* settle_count - a request opened, and which answers to it count. */
#include <stdio.h>
#include <string.h>

#include "cli/partner.h"
#include "cli/team/settle.h"

static enum tt_err
read_case(struct settle_case *c)
{
	enum tt_err e;

	if ((e = asked_parse(&c->asked, buf_view(&c->plain))) != TT_OK)
		return e;
	if (strcmp(c->asked.id, c->row.id) == 0 &&
	    strcmp(c->asked.asker.name, c->row.key) == 0 &&
	    c->asked.expires_s == c->row.expires_s)
		return TT_OK;
	asked_done(&c->asked);
	return TT_EINTEGRITY;
}

int
settle_open(struct vault *v, const char *id, struct settle_case *out,
    enum tt_err *e)
{
	struct settle_case c = { .row = { .n = 0 } };
	int code;

	if ((*e = vault_request_get(v->db, id, &c.row)) != TT_OK)
		return *e == TT_ENOENT ? CLI_DONE :
		    partner_cannot(v, *e, "read the vault's requests");
	code = vault_unseal(v, buf_view(&c.row.sealed), &c.plain, e);
	if (code == CLI_DONE && *e == TT_OK &&
	    (*e = read_case(&c)) != TT_OK)
		buf_done(&c.plain);
	if (code != CLI_DONE || *e != TT_OK)
		vault_request_done(&c.row);
	else
		*out = c;
	return code;
}

void
settle_case_done(struct settle_case *c)
{
	asked_done(&c->asked);
	buf_done(&c->plain);
	vault_request_done(&c->row);
}

void
settle_count_done(struct settle_count *c)
{
	for (size_t i = 0; i < c->by.n; i++) {
		word_done(&c->answer[i].word);
		buf_done(&c->answer[i].plain);
	}
	c->by.n = 0;
}

/* Whether it counts, by the rules and as of when the hub had it. */
static bool
counts(const struct settle_case *c, const struct settle_count *n,
    const struct approval_person *who, const struct tt_vkey *key,
    int64_t at_s, bool yes)
{
	const struct approval_question q = {
		.rule = approval_rule(c->asked.act),
		.state = APPROVAL_WAITS, .by = &n->by, .who = who,
		.shown = c->asked.hash.b, .is = c->asked.hash.b,
		.expires_s = c->asked.expires_s, .now_s = at_s };

	if (n->by.n == 0)
		return yes && who->officer &&
		    tt_vkey_eq(key, &c->asked.asker) &&
		    !approval_is_over(c->asked.expires_s, at_s);
	return approval_may(&q) == APPROVAL_MAY;
}

/* TAKES plain if it counts: then n has one more, or is decided. */
static enum tt_err
count_word(struct vault *v, const struct settle_case *c,
    const struct roll *p, const struct vault_answer *row, struct buf *plain,
    struct settle_count *n)
{
	struct settle_answer *to = &n->answer[n->by.n];
	struct approval_person who;
	struct word_said said;
	struct tt_vkey key;
	struct word w;
	enum tt_err e;

	if ((e = roll_find(p, v->db, span_str(row->key), &c->asked.asker,
	    &who, &key)) != TT_OK ||
	    (e = word_parse(&w, buf_view(plain))) != TT_OK)
		return e;
	e = word_check(&w, span_str(vault_origin(v)), c->asked.id,
	    &c->asked.hash, &key, &said);
	/* the hub's instant counts; who signed said they were in time, too */
	if (e == TT_OK && (approval_is_over(c->asked.expires_s,
	    said.time_s) || !counts(c, n, &who, &key, row->received_s,
	    said.yes)))
		e = TT_EREFUSED;
	if (e != TT_OK || !said.yes)
		word_done(&w);
	if (e != TT_OK)
		return e;
	n->last_s = row->received_s;
	if (!said.yes) {
		n->no = true;
		snprintf(n->no_by, sizeof(n->no_by), "%s", row->key);
		snprintf(n->reason, sizeof(n->reason), "%s", said.reason);
		return TT_OK;
	}
	snprintf(to->key, sizeof(to->key), "%s", row->key);
	to->word = w;			/* transferred */
	to->plain = *plain;		/* transferred */
	buf_init(plain, 0);
	n->by.person[n->by.n++] = who;
	return TT_OK;
}

bool
settle_enough(const struct settle_case *c, const struct settle_count *n)
{
	struct approval_missing m = approval_missing(
	    approval_rule(c->asked.act), &n->by);

	return n->by.n > 0 && m.officers == 0 && !m.counsel;
}

static int
count_row(struct vault *v, const struct settle_case *c,
    const struct roll *p, const struct vault_answer *row,
    struct settle_count *n)
{
	struct buf plain;
	enum tt_err e;
	int code;

	code = vault_unseal(v, buf_view(&row->sealed), &plain, &e);
	if (code != CLI_DONE || e != TT_OK)
		return code;	/* what does not open does not count */
	e = count_word(v, c, p, row, &plain, n);
	buf_done(&plain);
	if (e == TT_EDB || e == TT_ENOMEM)
		return partner_cannot(v, e, "count the answers to a request");
	return CLI_DONE;
}

int
settle_count(struct vault *v, const struct settle_case *c,
    struct settle_count *out)
{
	struct vault_answer row = { .n = 0 };
	struct roll p = { .keys = NULL };
	enum tt_err e = TT_OK;
	int64_t after = 0;
	int code;

	memset(out, 0, sizeof(*out));
	if ((code = roll_load(v, &p)) != CLI_DONE)
		return code;
	while (code == CLI_DONE && !out->no && !settle_enough(c, out) &&
	    (e = vault_answer_next(v->db, c->asked.id, after, &row)) ==
	    TT_OK) {
		after = row.n;
		code = count_row(v, c, &p, &row, out);
		vault_answer_done(&row);
	}
	roll_done(&p);
	if (code == CLI_DONE && e != TT_OK && e != TT_ENOENT)
		code = partner_cannot(v, e, "read the answers to a request");
	if (code != CLI_DONE)
		settle_count_done(out);
	return code;
}
