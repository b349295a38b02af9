/* SPDX-License-Identifier: ISC */
/* partner - the verbs about partners; here: list and show. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/rules/rules_verbs.h"
#include "cli/people/change.h"
#include "cli/people/destroyed.h"
#include "cli/people/staff.h"
#include "cli/people/verbs.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "programme/agreement.h"

static const struct opt opts[] = { CLI_OPTS };

static const struct usage list_usage = {
	.verb = "partner list",
	.args = "",
	.examples = {
		{ "partner list", "all partners, their tier and state" },
		{ "partner list --json", "the same for a script" },
	},
	.opts = opts,
};

static const struct usage show_usage = {
	.verb = "partner show",
	.args = "PARTNER",
	.examples = {
		{ "partner show kiyokawa", "one partner and its readers" },
		{ "partner show kiyokawa --json", "the same for a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
};

static const struct out_column list_cols[] = {
	{ "id", "partner", OUT_TEXT },
	{ "name", "name", OUT_TEXT },
	{ "tier", "tier", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
	{ "agreement", "agreement", OUT_TEXT },
	{ "agreement_ends_at", "ends", OUT_TEXT },
	{ "readers", "readers", OUT_NUMBER },
	{ "readers_active", "active", OUT_NUMBER },
	{ "note", "note", OUT_TEXT },
};

struct count {
	int64_t all, active;
};

struct list {
	struct vault *v;
	struct out_table *t;
};

static enum tt_err
count_reader(void *ctx, const struct vault_reader *r)
{
	struct count *c = ctx;

	c->all += r->state != READER_REVOKED;
	c->active += r->state == READER_ACTIVE;
	return TT_OK;
}

/* What an officer should know of it at a glance, or NULL. */
static const char *
note_of(const struct vault_partner *p, const struct vault_standing *s,
    int64_t now_s)
{
	enum partner_state state = people_state(p, s, now_s);

	if (s->away && p->state == PARTNER_APPROVED &&
	    state == PARTNER_APPROVED)
		return "suspension lapsed; the hub waits for reinstate";
	if (state == PARTNER_SUSPENDED && !s->confirmed &&
	    s->officer[0] != '\0')
		return "to be confirmed within 72 h";
	if (state != PARTNER_APPROVED)
		return NULL;
	if (s->runs_on_s > now_s)
		return "runs on while a change is vetted";
	if (s->probation_s > now_s)
		return "on probation";
	return agreement_end_text(agreement_end(p->ends_s, now_s));
}

static enum tt_err
list_one(void *ctx, const struct vault_partner *p)
{
	struct list *l = ctx;
	struct count c = { 0, 0 };
	struct vault_standing s;
	int64_t now_s = clock_now();
	enum tt_err e;

	if ((e = vault_reader_each(l->v->db, p->id, count_reader, &c)) !=
	    TT_OK ||
	    (e = vault_standing_get(l->v->db, p->id, &s)) != TT_OK)
		return e;
	out_str(l->t, p->id);
	out_str(l->t, p->name);
	out_str(l->t, p->tier);
	out_str(l->t, partner_state_text(people_state(p, &s, now_s)));
	out_str(l->t, p->agreement[0] == '\0' ? NULL : p->agreement);
	if (p->ends_s == PARTNER_NO_END)
		out_none(l->t);
	else
		out_instant(l->t, p->ends_s);
	out_int(l->t, c.all);
	out_int(l->t, c.active);
	out_str(l->t, note_of(p, &s, now_s));
	return TT_OK;
}

static int
partner_list(struct cli *c, int argc, char **argv)
{
	struct opt_values values;
	struct vault v;
	struct list l = { .v = &v };
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &list_usage, argc, argv, &values)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE) {
		l.t = out_table_new(c, "telltale-partner-list/1", "partners",
		    list_cols, N_ROWS(list_cols));
		e = vault_partner_each(v.db, list_one, &l);
		code = e == TT_OK ? out_table_end(l.t) : CLI_TROUBLE;
		if (e != TT_OK) {
			out_table_drop(l.t);
			code = partner_cannot(&v, e, "list the partners");
		}
	}
	vault_close(&v);
	return code;
}

static void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s[0] == '\0' ? NULL : s);
}

static enum tt_err
put_duty(void *ctx, struct span text)
{
	json_out_span(ctx, text);
	return TT_OK;
}

static enum tt_err
put_reader(void *ctx, const struct vault_reader *r)
{
	struct json_out *j = ctx;

	json_out_object(j);
	put_str(j, "id", r->id);
	put_str(j, "name", r->name);
	put_str(j, "email", r->email);
	put_str(j, "state", reader_state_text(r->state));
	json_out_object_end(j);
	return TT_OK;
}

static void
put_standing(struct json_out *j, const struct vault_partner *p,
    const struct vault_standing *s, int64_t now_s)
{
	const struct partner_meaning *m = partner_meaning(people_state(p, s,
	    now_s));

	put_str(j, "receives", s->party ? PARTY_RECEIVES : m->receives);
	put_str(j, "open_copies", m->copies);
	put_str(j, "keys", m->keys);
	put_str(j, "kind", s->staff ? "staff" : s->party ? "party" :
	    "partner");
	put_str(j, "marks", s->by_organisation ? "organisation" : "person");
	put_str(j, "vetting", vault_vetting_text(s->vetting));
	put_str(j, "by", s->officer);
	put_str(j, "reason", s->reason);
	json_out_at_or(j, "probation_until", s->probation_s, 0);
	json_out_at_or(j, "runs_on_until", s->runs_on_s, 0);
	json_out_at_or(j, "removed_at", s->removed_s, 0);
	json_out_at_or(j, "term_ends_at", s->term_s, 0);
	json_out_key(j, "confirmed");
	json_out_bool(j, s->confirmed);
	json_out_key(j, "hub_lets_in");
	json_out_bool(j, p->stated && !s->away &&
	    p->state == PARTNER_APPROVED);
}

/* An expiry is recorded as no change of an approval, by nobody. */
static enum partner_state
became(const struct vault_change *c)
{
	return c->was == PARTNER_APPROVED && c->state == c->was &&
	    c->officer == NULL ? PARTNER_EXPIRED : c->state;
}

/* Since when it is what it is now. */
static int64_t
since(const struct vault_partner *p, const struct vault_standing *s,
    int64_t now_s)
{
	return people_state(p, s, now_s) == PARTNER_EXPIRED ? p->ends_s :
	    p->since_s;
}

static enum tt_err
put_change(void *ctx, const struct vault_change *c)
{
	struct json_out *j = ctx;

	json_out_object(j);
	json_out_at_or(j, "at", c->at_s, 0);
	put_str(j, "was", partner_state_text(c->was));
	put_str(j, "state", partner_state_text(became(c)));
	json_out_key(j, "by");
	json_out_str(j, c->officer);
	json_out_key(j, "reason");
	json_out_str(j, c->reason);
	json_out_object_end(j);
	return TT_OK;
}

static int
show_json(struct vault *v, const struct vault_partner *p,
    const struct vault_standing *s, int64_t now_s)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-partner/1");
	struct destroyed d;
	enum tt_err e;

	put_str(j, "id", p->id);
	put_str(j, "name", p->name);
	put_str(j, "tier", p->tier);
	put_str(j, "state", partner_state_text(people_state(p, s, now_s)));
	json_out_at_or(j, "since", since(p, s, now_s), 0);
	put_str(j, "agreement", p->agreement);
	json_out_at_or(j, "agreement_signed_at", p->signed_s, 0);
	json_out_at_or(j, "agreement_ends_at", p->ends_s, PARTNER_NO_END);
	put_str(j, "stands_in_the_ledger_as", p->ref);
	json_out_key(j, "leaf");
	if (p->stated)
		json_out_hex(j, p->leaf.b, sizeof(p->leaf.b));
	else
		json_out_null(j);
	put_standing(j, p, s, now_s);
	if ((e = destroyed_read(&d, v->db, p->id, now_s)) == TT_OK)
		destroyed_put(&d, j);
	json_out_key(j, "duties");
	json_out_array(j);
	if (e == TT_OK)
		e = vault_duty_each(v->db, p->id, put_duty, j);
	json_out_array_end(j);
	json_out_key(j, "readers");
	json_out_array(j);
	if (e == TT_OK)
		e = vault_reader_each(v->db, p->id, put_reader, j);
	json_out_array_end(j);
	json_out_key(j, "changes");
	json_out_array(j);
	if (e == TT_OK)
		e = vault_change_each(v->db, p->id, put_change, j);
	json_out_array_end(j);
	if (e != TT_OK) {
		out_json_drop(&o);
		return partner_cannot(v, e, "read the partner");
	}
	return out_json_end(&o);
}

static enum tt_err
line_duty(void *ctx, struct span text)
{
	(void)ctx;
	out_line("duty       %.*s", (int)text.n, text.p);
	return TT_OK;
}

static enum tt_err
line_reader(void *ctx, const struct vault_reader *r)
{
	(void)ctx;
	out_line("reader     %s: %s <%s>, %s", r->id, r->name, r->email,
	    reader_state_text(r->state));
	return TT_OK;
}

static enum tt_err
line_change(void *ctx, const struct vault_change *c)
{
	char at[OUT_MOMENT_LEN];

	out_moment(at, c->at_s, *(const int64_t *)ctx);
	out_line("change     %s%s%s, %s%s%s%s%s", partner_state_text(c->was),
	    became(c) == c->was ? " as before" : " -> ", became(c) == c->was ?
	    "" : partner_state_text(became(c)), at, c->officer != NULL ?
	    ", by " : "", c->officer != NULL ? c->officer : "",
	    c->reason != NULL ? ": " : "", c->reason != NULL ? c->reason : "");
	return TT_OK;
}

static void
line_instant(const char *what, int64_t at_s, int64_t now_s)
{
	char at[OUT_MOMENT_LEN];

	if (at_s == 0)
		return;
	out_moment(at, at_s, now_s);
	out_line("%-10s %s", what, at);
}

static void
lines_standing(const struct vault *v, const struct vault_partner *p,
    const struct vault_standing *s, int64_t now_s)
{
	const struct partner_meaning *m = partner_meaning(people_state(p, s,
	    now_s));
	const char *note = note_of(p, s, now_s);
	struct destroyed d;

	if (note != NULL)
		out_line("note       %s", note);
	if (s->reason[0] != '\0')
		out_line("reason     %s", s->reason);
	line_instant("probation", s->probation_s, now_s);
	line_instant("runs on", s->runs_on_s, now_s);
	line_instant("term", s->term_s, now_s);
	if (destroyed_read(&d, v->db, p->id, now_s) == TT_OK)
		destroyed_line(&d, "destroyed  ", now_s);
	out_line("receives   %s", s->party ? PARTY_RECEIVES : m->receives);
	out_line("copies     %s", m->copies);
	out_line("keys       %s", m->keys);
	out_line("marks      tell the %s", s->by_organisation ?
	    "organisation" : "person");
	if (s->party)
		out_line("kind       %s", PARTY_IS);
	else
		out_line("vetting    %s%s", s->staff ?
		    "one of the vendor's own" : vault_vetting_text(s->vetting),
		    s->staff || people_vetting_required(v) ? "" :
		    " (not required)");
}

static int
show_lines(struct vault *v, const struct vault_partner *p,
    const struct vault_standing *s, int64_t now)
{
	char at[OUT_MOMENT_LEN];
	enum tt_err e;

	out_line("partner    %s", p->id);
	out_line("name       %s", p->name);
	out_line("tier       %s", p->tier);
	out_moment(at, since(p, s, now), now);
	out_line("state      %s since %s",
	    partner_state_text(people_state(p, s, now)), at);
	lines_standing(v, p, s, now);
	if (p->agreement[0] == '\0')
		out_line("agreement  none signed");
	else {
		out_moment(at, p->ends_s, now);
		out_line("agreement  %s, %s%s", p->agreement,
		    p->ends_s == PARTNER_NO_END ? "without end" : "ends ",
		    p->ends_s == PARTNER_NO_END ? "" : at);
	}
	out_line("ledger     %s%s", p->ref,
	    p->stated ? "" : " (not stated there)");
	if ((e = vault_duty_each(v->db, p->id, line_duty, NULL)) == TT_OK)
		e = vault_reader_each(v->db, p->id, line_reader, NULL);
	if (e == TT_OK)
		e = vault_change_each(v->db, p->id, line_change, &now);
	if (e != TT_OK)
		return partner_cannot(v, e, "read the partner");
	return CLI_DONE;
}

static int
partner_show(struct cli *c, int argc, char **argv)
{
	struct opt_values values;
	struct people_change k;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &show_usage, argc, argv, &values)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE &&
	    (code = people_load(&v, values.args[0], &k)) == CLI_DONE)
		code = c->json ? show_json(&v, &k.p, &k.s, clock_now()) :
		    show_lines(&v, &k.p, &k.s, clock_now());
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "add", "enter one partner", verb_partner_add },
	{ "import", "enter partners and readers from a file",
	    verb_partner_import },
	{ "list", "all partners", partner_list },
	{ "show", "one partner", partner_show },
	{ "profile", "what a partner said of itself: keep it, or show it",
	    verb_partner_profile },
	{ "vet", "enter a vetting record, or see what it lacks",
	    verb_partner_vet },
	{ "approve", "admit partners to the programme",
	    verb_partner_approve },
	{ "renew", "by a new agreement", verb_partner_renew },
	{ "suspend", "cut one off, at once", verb_partner_suspend },
	{ "reinstate", "after a suspension or a removal",
	    verb_partner_reinstate },
	{ "remove", "end its part in the programme", verb_partner_remove },
	{ "holds", "what it has, and what it was not given",
	    verb_partner_holds },
	{ "refuse", "an application that is not granted",
	    verb_partner_refuse },
	{ "withdraw", "it leaves, by its own wish", verb_partner_withdraw },
	{ "apply", "one that was refused, or left, applies again",
	    verb_partner_apply },
	{ "changed", "another owner or country: vetted anew",
	    verb_partner_changed },
	{ "marks", "whether copies tell its people apart",
	    verb_partner_marks },
	{ "destroyed", "what it says became of its copies, once removed",
	    verb_partner_destroyed },
	{ "states", "what each state receives and leads to",
	    verb_partner_states },
	{ "due", "what waits for somebody, or soon will",
	    verb_partner_due },
	{ "settle", "what time brought about", verb_partner_settle },
	{ NULL, NULL, NULL },
};

int
verb_partner(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "partner", verbs, argc, argv);
}
