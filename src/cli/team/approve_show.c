/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/team/approve.h"

#define MISSING_LEN	64	/* with NUL */

static const struct out_column cols[] = {
	{ "request", "request", OUT_TEXT },
	{ "act", "act", OUT_TEXT },
	{ "subject", "of", OUT_TEXT },
	{ "asker", "asked by", OUT_TEXT },
	{ "reason", "because", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
	{ "missing", "missing", OUT_TEXT },
	{ "until", "until", OUT_TEXT },
	{ "else", "if nothing is done", OUT_TEXT },
};

static bool
is_open(enum approval_state s)
{
	return s == APPROVAL_WAITS || s == APPROVAL_UNCONFIRMED;
}

static const char *
if_nothing(enum approval_state s)
{
	switch (s) {
	case APPROVAL_WAITS:
		return "it expires, and nothing of it happens";
	case APPROVAL_UNCONFIRMED:
		return "it lapses, and what was done is undone";
	case APPROVAL_COMPLETE:
	case APPROVAL_DONE:
	case APPROVAL_REFUSED:
	case APPROVAL_EXPIRED:
	case APPROVAL_LAPSED:
	case APPROVAL_STATES:
		break;
	}
	return "it has ended";
}

static void
missing_text(const struct settle_case *c, const struct settle_count *n,
    char out[MISSING_LEN])
{
	struct approval_missing m = approval_missing(
	    approval_rule(c->asked.act), &n->by);

	if (!is_open(c->row.state))
		snprintf(out, MISSING_LEN, "nobody");
	else if (n->by.n == 0)
		snprintf(out, MISSING_LEN, "the asker's own signature");
	else if (m.officers == 0)
		snprintf(out, MISSING_LEN, "counsel");
	else
		snprintf(out, MISSING_LEN, "%u officer%s%s", m.officers,
		    m.officers == 1 ? "" : "s", m.counsel ? " and counsel" :
		    "");
}

static void
put_row(struct out_table *t, struct vault *v, const struct settle_case *c,
    const struct settle_count *n)
{
	char missing[MISSING_LEN], until[OUT_MOMENT_LEN];

	missing_text(c, n, missing);
	out_moment(until, c->asked.expires_s, clock_now());
	out_str(t, c->asked.id);
	out_str(t, approval_rule(c->asked.act)->name);
	out_span(t, c->asked.subject);
	out_span(t, roll_short(v, span_str(c->asked.asker.name)));
	if (c->asked.reason.p == NULL)
		out_none(t);
	else
		out_span(t, c->asked.reason);
	out_str(t, approval_state_text(c->row.state));
	out_str(t, missing);
	if (v->cli->json)
		out_instant(t, c->asked.expires_s);
	else
		out_str(t, until);
	out_str(t, if_nothing(c->row.state));
}

static int
list_one(struct vault *v, const char *id, struct out_table *t)
{
	struct settle_count *n = malloc(sizeof(*n));
	struct settle_case c;
	enum tt_err e = TT_OK;
	int code;

	if (n == NULL || (code = settle_open(v, id, &c, &e)) != CLI_DONE ||
	    e != TT_OK) {
		free(n);
		return n == NULL ? CLI_TROUBLE : code;
	}
	if ((code = settle_count(v, &c, n)) == CLI_DONE) {
		put_row(t, v, &c, n);
		settle_count_done(n);
	}
	settle_case_done(&c);
	free(n);
	return code;
}

int
approve_list(struct vault *v, bool all)
{
	struct out_table *t = out_table_new(v->cli, "telltale-approve/1",
	    "requests", cols, N_ROWS(cols));
	struct vault_request r = { .id = "" };
	char id[HUB_REQUEST_ID_LEN + 1] = "";
	int code = CLI_DONE;
	enum tt_err e;

	while (code == CLI_DONE &&
	    (e = vault_request_next(v->db, id, &r)) == TT_OK) {
		memcpy(id, r.id, sizeof(id));
		vault_request_done(&r);
		if (all || is_open(r.state))
			code = list_one(v, id, t);
	}
	if (code == CLI_DONE && e != TT_ENOENT)
		code = partner_cannot(v, e, "read the vault's requests");
	if (code != CLI_DONE) {
		out_table_drop(t);
		return code;
	}
	return out_table_end(t);
}

/* Each line of a text, set off. */
static void
indented(struct span text)
{
	struct span line;

	while (span_line(&text, &line))
		out_line("    %.*s", (int)line.n, line.p);
	if (text.n > 0)
		out_line("    %.*s", (int)text.n, text.p);
}

static void
show_names(struct vault *v, const struct settle_count *n)
{
	struct span who;

	for (size_t i = 0; i < n->by.n; i++) {
		who = roll_short(v, span_str(n->answer[i].key));
		out_line("    %.*s", (int)who.n, who.p);
	}
}

static void
show_text(struct vault *v, const struct settle_case *c,
    const struct settle_count *n)
{
	const struct asked *a = &c->asked;
	char asked[OUT_MOMENT_LEN], until[OUT_MOMENT_LEN];
	char missing[MISSING_LEN];
	struct span who = roll_short(v, span_str(a->asker.name));

	out_moment(asked, a->asked_s, clock_now());
	out_moment(until, a->expires_s, clock_now());
	missing_text(c, n, missing);
	out_line("request %s: %s of %.*s", a->id,
	    approval_rule(a->act)->name, (int)a->subject.n, a->subject.p);
	out_line("asked by %.*s, %s", (int)who.n, who.p, asked);
	if (a->reason.p != NULL)
		out_line("because %.*s", (int)a->reason.n, a->reason.p);
	out_line("what happens:");
	indented(a->shown);
	for (size_t i = 0; i < a->n; i++) {
		out_line("statement %zu that is signed:", i + 1);
		indented(a->text[i]);
	}
	out_line("what changes in each vault's records:");
	indented(a->effect);
	out_line("signed by:");
	show_names(v, n);
	out_line("missing: %s", missing);
	out_line("until %s; if nothing is done, %s", until,
	    if_nothing(c->row.state));
}

static void
put(struct json_out *j, const char *key, struct span s)
{
	json_out_key(j, key);
	json_out_span(j, s);
}

static void
put_instant(struct json_out *j, const char *key, int64_t at_s)
{
	char instant[INSTANT_LEN + 1];

	instant_format(at_s, instant);
	put(j, key, span_str(instant));
}

static void
put_lists(struct json_out *j, struct vault *v, const struct settle_case *c,
    const struct settle_count *n)
{
	json_out_key(j, "statements");
	json_out_array(j);
	for (size_t i = 0; i < c->asked.n; i++)
		json_out_span(j, c->asked.text[i]);
	json_out_array_end(j);
	json_out_key(j, "signed");
	json_out_array(j);
	for (size_t i = 0; i < n->by.n; i++)
		json_out_span(j, roll_short(v,
		    span_str(n->answer[i].key)));
	json_out_array_end(j);
}

static int
show_json(struct vault *v, const struct settle_case *c,
    const struct settle_count *n)
{
	const struct asked *a = &c->asked;
	char missing[MISSING_LEN];
	struct out_json o;

	missing_text(c, n, missing);
	out_json_begin(&o, "telltale-approve-request/1");
	put(o.j, "request", span_str(a->id));
	put(o.j, "act", span_str(approval_rule(a->act)->name));
	put(o.j, "subject", a->subject);
	put(o.j, "asker", roll_short(v, span_str(a->asker.name)));
	if (a->reason.p != NULL)
		put(o.j, "reason", a->reason);
	put(o.j, "state", span_str(approval_state_text(c->row.state)));
	put(o.j, "missing", span_str(missing));
	put_instant(o.j, "asked", a->asked_s);
	put_instant(o.j, "until", a->expires_s);
	put(o.j, "else", span_str(if_nothing(c->row.state)));
	put(o.j, "shown", a->shown);
	put(o.j, "effect", a->effect);
	put_lists(o.j, v, c, n);
	json_out_key(o.j, "hash");
	json_out_hex(o.j, a->hash.b, sizeof(a->hash.b));
	return out_json_end(&o);
}

int
approve_show(struct vault *v, const struct settle_case *c,
    const struct settle_count *n)
{
	if (v->cli->json)
		return show_json(v, c, n);
	show_text(v, c, n);
	return CLI_DONE;
}
