/* SPDX-License-Identifier: ISC */
/* partner - the verbs about partners; here: list and show. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/rules/rules_verbs.h"
#include "cli/say.h"
#include "cli/verbs.h"

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

static enum tt_err
list_one(void *ctx, const struct vault_partner *p)
{
	struct list *l = ctx;
	struct count c = { 0, 0 };
	enum tt_err e;

	if ((e = vault_reader_each(l->v->db, p->id, count_reader, &c)) !=
	    TT_OK)
		return e;
	out_str(l->t, p->id);
	out_str(l->t, p->name);
	out_str(l->t, p->tier);
	out_str(l->t, partner_state_text(partner_state_now(p)));
	out_str(l->t, p->agreement[0] == '\0' ? NULL : p->agreement);
	if (p->ends_s == PARTNER_NO_END)
		out_none(l->t);
	else
		out_instant(l->t, p->ends_s);
	out_int(l->t, c.all);
	out_int(l->t, c.active);
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
put_instant(struct json_out *j, const char *key, int64_t at_s, int64_t null)
{
	char s[INSTANT_LEN + 1];

	json_out_key(j, key);
	instant_format(at_s, s);
	json_out_str(j, at_s == null ? NULL : s);
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

static int
show_json(struct vault *v, const struct vault_partner *p)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-partner/1");
	enum tt_err e;

	put_str(j, "id", p->id);
	put_str(j, "name", p->name);
	put_str(j, "tier", p->tier);
	put_str(j, "state", partner_state_text(partner_state_now(p)));
	put_instant(j, "since", p->since_s, 0);
	put_str(j, "agreement", p->agreement);
	put_instant(j, "agreement_signed_at", p->signed_s, 0);
	put_instant(j, "agreement_ends_at", p->ends_s, PARTNER_NO_END);
	put_str(j, "stands_in_the_ledger_as", p->ref);
	json_out_key(j, "leaf");
	if (p->stated)
		json_out_hex(j, p->leaf.b, sizeof(p->leaf.b));
	else
		json_out_null(j);
	json_out_key(j, "duties");
	json_out_array(j);
	e = vault_duty_each(v->db, p->id, put_duty, j);
	json_out_array_end(j);
	json_out_key(j, "readers");
	json_out_array(j);
	if (e == TT_OK)
		e = vault_reader_each(v->db, p->id, put_reader, j);
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

static int
show_lines(struct vault *v, const struct vault_partner *p)
{
	char at[OUT_MOMENT_LEN];
	int64_t now = clock_now();
	enum tt_err e;

	out_line("partner    %s", p->id);
	out_line("name       %s", p->name);
	out_line("tier       %s", p->tier);
	out_moment(at, p->since_s, now);
	out_line("state      %s since %s",
	    partner_state_text(partner_state_now(p)), at);
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
	if (e != TT_OK)
		return partner_cannot(v, e, "read the partner");
	return CLI_DONE;
}

static int
partner_show(struct cli *c, int argc, char **argv)
{
	struct opt_values values;
	struct vault_partner p;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &show_usage, argc, argv, &values)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE &&
	    (code = partner_get(&v, values.args[0], &p)) == CLI_DONE)
		code = c->json ? show_json(&v, &p) : show_lines(&v, &p);
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
	{ "approve", "admit partners to the programme",
	    verb_partner_approve },
	{ NULL, NULL, NULL },
};

int
verb_partner(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "partner", verbs, argc, argv);
}
