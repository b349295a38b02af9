/* SPDX-License-Identifier: ISC */
/*
 * embargo decide - attacks were seen, or the flaw became public, and the
 * embargo is to stay: within four hours that decision is an entry, too.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/embargo/standing.h"
#include "cli/embargo/terms.h"
#include "cli/embargo/verbs.h"
#include "cli/out.h"
#include "cli/say.h"

static const struct opt opts[] = {
	{ "keep", 0, OPT_FLAG, NULL, "the embargo stays as it is" },
	{ "reason", 0, OPT_VALUE, "TEXT", "why; it stands in the ledger" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "embargo decide",
	.args = "BULLETIN",
	.examples = {
		{ "embargo decide EX-2026-014 --keep --reason 'one host, "
		    "patched'", "say why it does not end" },
		{ "release EX-2026-014 --reason exploited",
		    "the other decision" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
};

static enum tt_err
state(const struct standing *s, const char *reason,
    const struct tt_signer *officer, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	struct vault_terms terms[STANDING_WAVES_MAX];
	struct hash hash[STANDING_WAVES_MAX];
	size_t n = 0;
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_EMBARGO, span_str(vault_origin(s->v)),
	    s->now_s);
	tt_statement_put_str(o, "bulletin", s->b.id);
	tt_statement_put_number(o, "revision", s->now.revision);
	e = vault_terms_all(s->v->db, s->b.id, s->now.revision, terms,
	    STANDING_WAVES_MAX, &n);
	for (size_t i = 0; i < n; i++)
		hash[i] = terms[i].hash;
	terms_put(o, hash, n);
	tt_statement_put_instant(o, "public", s->now.public_s);
	tt_statement_put_str(o, "state", "active");
	tt_statement_put_str(o, "reason", reason);
	if (e == TT_OK)
		e = tt_statement_sign(o, &officer, 1, out);
	free(o);
	return e;
}

/* Statement and record together, or neither. */
static int
keep(struct standing *s, const char *reason, struct span statement)
{
	struct vault_embargo said = { .stated = true,
		.respond_by_s = s->now.public_s,
		.entry = { EMBARGO_SAID_KEPT, s->now.revision,
		s->now.public_s, s->now_s, 0 } };
	const char *officer = conf_get(&s->v->conf, "officer");
	struct tt_salt salt;
	int code;
	enum tt_err e;

	snprintf(said.reason, sizeof(said.reason), "%s", reason);
	snprintf(said.officers, sizeof(said.officers), "%s",
	    officer != NULL ? officer : "");
	if ((e = db_begin(s->v->db)) != TT_OK)
		return say_err(e, NULL, "cannot keep the decision");
	if ((code = vault_queue(s->v, statement, &salt, &said.leaf)) ==
	    CLI_DONE) {
		if ((e = vault_embargo_add(s->v->db, s->b.id, &said)) ==
		    TT_OK)
			e = db_commit(s->v->db);
		if (e != TT_OK)
			code = say_err(e, NULL, "cannot keep the decision");
	}
	if (code != CLI_DONE)
		db_rollback(s->v->db);
	return code;
}

static int
print(const struct standing *s, const char *reason)
{
	struct out_json o;
	struct json_out *j;

	if (!s->v->cli->json) {
		out_line("%s stays under embargo: %s", s->b.id, reason);
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-embargo-decide/1");
	json_out_key(j, "id");
	json_out_str(j, s->b.id);
	json_out_key(j, "decision");
	json_out_str(j, "keep");
	return out_json_end(&o);
}

static int
decide(struct standing *s, const char *reason)
{
	const struct tt_signer *officer;
	struct buf statement;
	int code, posted;
	enum tt_err e;

	if ((code = standing_in_force(s, "decide about")) != CLI_DONE ||
	    (code = vault_officer(s->v, &officer)) != CLI_DONE)
		return code;
	buf_init(&statement, TT_STATEMENT_MAX);
	e = state(s, reason, officer, &statement);
	code = e == TT_OK ? keep(s, reason, buf_view(&statement)) :
	    say_err(e, NULL, "cannot state the decision");
	buf_done(&statement);
	if (code != CLI_DONE)
		return code;
	posted = vault_post(s->v);
	code = print(s, reason);
	return posted != CLI_DONE ? posted : code;
}

int
verb_embargo_decide(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	const char *reason;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	reason = opt_value(opts, &o, "reason");
	if (!opt_set(opts, &o, "keep"))
		return say_fail(CLI_USAGE, "--keep; telltale release ends "
		    "it", "embargo decide: what is decided?");
	if (reason == NULL || !standing_reason_ok(reason))
		return say_fail(CLI_USAGE, "it stands in the ledger",
		    "embargo decide: --reason is needed, one line");
	return standing_run(c, &o, opt_value(opts, &o, "passphrase-file"),
	    true, decide, reason);
}
