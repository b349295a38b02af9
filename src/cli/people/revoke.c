/* SPDX-License-Identifier: ISC */
/*
 * revoke - reader revoke and lost: the end of keys.  Who only lost them is
 * invited again, under the same copy numbers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/mine/tell.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/people/held.h"
#include "cli/people/revoke.h"
#include "cli/people/verbs.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "store/vault_admin.h"
#include "store/vault_ledger.h"
#include "store/vault_standing.h"
#include "telltale/statement.h"

static const struct opt opts[] = {
	{ "yes", 0, OPT_VALUE, "ID", "the reader's id, instead of typing it" },
	{ "dry-run", 'n', OPT_FLAG, NULL,
	    "say what would happen, and do nothing" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage revoke_usage = {
	.verb = "reader revoke",
	.args = "READER",
	.examples = {
		{ "reader revoke kiyokawa-1", "who left the company" },
		{ "reader revoke kiyokawa-1 --yes=kiyokawa-1",
		    "the same from a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "At once, by one officer. What was signed with the keys stays "
	    "the reader's.",
};

static const struct usage lost_usage = {
	.verb = "reader lost",
	.args = "READER",
	.examples = {
		{ "reader lost kiyokawa-1", "their keys are gone, or in wrong "
		    "hands" },
		{ "reader lost kiyokawa-1 --yes=kiyokawa-1",
		    "the same from a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "The keys are revoked. Then telltale reader add PARTNER --id "
	    "READER -o FILE\ninvites the reader to make others; a copy that is "
	    "sealed again has the same marks.",
};

struct revoking {
	struct vault *v;
	const struct usage *u;
	const struct opt_values *o;
	struct vault_reader r;
	struct vault_partner p;
	int64_t now_s;
	size_t machines, admins;
	bool owed;		/* stopped, and not in the ledger */
};

enum tt_err
people_revoked_text(struct vault *v, const struct vault_partner *p,
    const struct vault_reader *r, int64_t now_s, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_READER, span_str(vault_origin(v)), now_s);
	tt_statement_put_str(o, "partner", p->ref);
	tt_statement_put_bytes(o, "reader", r->key, sizeof(r->key));
	tt_statement_put_str(o, "sign", r->sign);
	tt_statement_put_str(o, "seal", r->seal);
	tt_statement_put_str(o, "state", "revoked");
	e = tt_statement_end(o, out);
	free(o);
	return e;
}

static enum tt_err
sign_revoked(struct vault *v, const struct vault_partner *p,
    const struct vault_reader *r, const struct tt_signer *officer,
    struct buf *out)
{
	struct buf text;
	enum tt_err e;

	buf_init(&text, TT_STATEMENT_MAX);
	e = people_revoked_text(v, p, r, r->revoked_s, &text);
	if (e == TT_OK)
		e = tt_note_sign(out, buf_view(&text), &officer, 1);
	buf_done(&text);
	return e;
}

/* Keys that the hub may know are ended there. */
static int
state_revoked(struct vault *v, struct vault_reader *r)
{
	const struct tt_signer *officer;
	struct vault_partner p;
	struct tt_salt salt;
	struct buf note;
	enum tt_err e;
	int code;

	if ((code = partner_get(v, r->partner, &p)) != CLI_DONE ||
	    (code = vault_officer(v, &officer)) != CLI_DONE)
		return code;
	buf_init(&note, TT_STATEMENT_MAX);
	e = sign_revoked(v, &p, r, officer, &note);
	if (e != TT_OK)
		code = say_err(e, NULL, "cannot revoke '%s'", r->id);
	else if ((code = vault_queue(v, buf_view(&note), &salt, &r->leaf)) ==
	    CLI_DONE)
		r->stated = true;
	buf_done(&note);
	return code;
}

/* Who puts it in the ledger. */
enum by {
	BY_OFFICER,		/* at work here */
	BY_OTHERS,		/* have done so: a leaf */
	BY_ADMIN,		/* of the partner: nobody has yet */
};

static int
end_keys(struct vault *v, struct vault_reader *r, int64_t now_s, enum by by,
    const struct hash *leaf)
{
	enum tt_err e;
	int code;

	if (reader_move(r->state, READER_REVOKE, PARTNER_APPROVED,
	    &r->state) != TT_OK)
		return say_fail(CLI_REFUSED, "telltale reader list",
		    "cannot revoke '%s': this reader is %s already", r->id,
		    reader_state_text(r->state));
	r->since_s = r->revoked_s = now_s;
	r->invited = false;
	if (by == BY_OTHERS) {
		r->leaf = *leaf;
		r->stated = true;
	} else if (by == BY_OFFICER && r->keyed &&
	    (code = state_revoked(v, r)) != CLI_DONE)
		return code;
	if (r->keyed && (e = vault_old_key_add(v->db, r)) != TT_OK)
		return partner_cannot(v, e, "keep the keys that end");
	if ((e = vault_reader_set(v->db, r)) != TT_OK)
		return partner_cannot(v, e, "revoke a reader");
	return CLI_DONE;
}

int
people_revoke(struct vault *v, struct vault_reader *r, int64_t now_s)
{
	return end_keys(v, r, now_s, BY_OFFICER, NULL);
}

int
people_stop(struct vault *v, struct vault_reader *r, int64_t at_s)
{
	return end_keys(v, r, at_s, BY_ADMIN, NULL);
}

enum tt_err
people_revoke_owed(struct vault *v, const struct vault_reader *r, bool *owed)
{
	struct tt_statement *s;
	struct vault_statement row;
	enum tt_err e;

	*owed = false;
	if (r->state != READER_REVOKED || !r->stated)
		return TT_OK;
	if ((e = vault_statement_of_leaf(v->db, &r->leaf, &row)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if ((s = malloc(sizeof(*s))) == NULL)
		return TT_ENOMEM;
	if ((e = tt_statement_parse(s, row.bytes, NULL)) == TT_OK)
		*owed = tt_statement_is(s, "state", "active");
	free(s);
	return e;
}

/* What an admin of the partner said, said by an officer, in the ledger. */
static int
complete(struct vault *v, struct vault_reader *r)
{
	enum tt_err e;
	int code;

	if ((code = state_revoked(v, r)) != CLI_DONE)
		return code;
	e = vault_reader_set(v->db, r);
	return e == TT_OK ? CLI_DONE : partner_cannot(v, e,
	    "revoke a reader");
}

int
people_revoke_stated(struct vault *v, const char *id, int64_t now_s,
    const struct hash *leaf)
{
	struct vault_reader r;
	int code;

	if ((code = reader_get(v, id, &r)) != CLI_DONE ||
	    r.state == READER_REVOKED)
		return code;
	return end_keys(v, &r, now_s, BY_OTHERS, leaf);
}

/* Read before the first of them changes. */
struct ids {
	char (*id)[VAULT_ID_MAX + 1];
	size_t n, cap;
};

static enum tt_err
add_id(void *ctx, const struct vault_reader *r)
{
	struct ids *l = ctx;
	void *grown;

	if (r->state == READER_REVOKED)
		return TT_OK;
	if (l->n == l->cap) {
		l->cap = l->cap * 2 + 16;
		if ((grown = reallocarray(l->id, l->cap, sizeof(*l->id))) ==
		    NULL)
			return TT_ENOMEM;
		l->id = grown;
	}
	memcpy(l->id[l->n++], r->id, sizeof(*l->id));
	return TT_OK;
}

static int
end_all(struct vault *v, const char *partner, int64_t now_s, enum by by)
{
	struct ids l = { .n = 0 };
	struct vault_reader r;
	int code = CLI_DONE;
	enum tt_err e;

	if ((e = vault_reader_each(v->db, partner, add_id, &l)) != TT_OK)
		code = partner_cannot(v, e, "read the readers");
	for (size_t i = 0; i < l.n && code == CLI_DONE; i++)
		if ((code = reader_get(v, l.id[i], &r)) == CLI_DONE)
			code = end_keys(v, &r, now_s, by, NULL);
	free(l.id);
	return code;
}

int
people_revoke_all(struct vault *v, const char *partner, int64_t now_s)
{
	return end_all(v, partner, now_s, BY_OFFICER);
}

int
people_stop_all(struct vault *v, const char *partner, int64_t at_s)
{
	return end_all(v, partner, at_s, BY_ADMIN);
}

static enum tt_err
count_machine(void *ctx, const char *machine)
{
	struct revoking *k = ctx;

	(void)machine;
	k->machines++;
	return TT_OK;
}

static enum tt_err
count_admin(void *ctx, const struct vault_reader *r)
{
	struct revoking *k = ctx;
	struct vault_role role;
	enum tt_err e;

	if (r->state == READER_REVOKED || strcmp(r->id, k->r.id) == 0)
		return TT_OK;
	if ((e = vault_role_get(k->v->db, r->id, &role)) == TT_OK)
		k->admins += role.admin;
	return e;
}

/* Who is left without: said, and not refused, for keys may be in danger. */
static int
warn(struct revoking *k)
{
	struct vault_role role;
	enum tt_err e;

	if ((e = vault_role_get(k->v->db, k->r.id, &role)) == TT_OK &&
	    (e = vault_role_machines(k->v->db, k->r.id, count_machine, k)) ==
	    TT_OK)
		e = vault_reader_each(k->v->db, k->p.id, count_admin, k);
	if (e != TT_OK)
		return partner_cannot(k->v, e, "read the readers");
	if (role.admin && k->admins == 0)
		say_warn("'%s' is the last admin of '%s': telltale reader role "
		    "READER admin makes another", k->r.id, k->p.id);
	if (k->machines > 0 && k->u == &revoke_usage)
		say_warn("'%s' answers for %zu machine%s: name another person "
		    "with telltale reader role MACHINE --answers READER",
		    k->r.id, k->machines, k->machines == 1 ? "" : "s");
	return CLI_DONE;
}

/* What this reader has opened, of all that the partner holds. */
static int
print(struct revoking *k, bool dry)
{
	struct out_json o;
	struct held h;
	size_t kept = 0;
	int code;

	if ((code = held_read(&h, k->v, &k->p, k->now_s)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < h.n; i++)
		kept += h.row[i].state == HELD_KEPT &&
		    strcmp(h.row[i].reader, k->r.id) == 0;
	held_done(&h);
	if (k->v->cli->json) {
		out_json_begin(&o, "telltale-reader-state/1");
		json_out_key(o.j, "id");
		json_out_str(o.j, k->r.id);
		json_out_key(o.j, "state");
		json_out_str(o.j, reader_state_text(dry ? k->r.state :
		    READER_REVOKED));
		json_out_key(o.j, "copies_kept");
		json_out_u64(o.j, kept);
		return out_json_end(&o);
	}
	out_line("reader %s of %s %s; %zu cop%s signed for cannot be recalled",
	    k->r.id, k->p.id, dry ? "would be revoked" : "is revoked", kept,
	    kept == 1 ? "y" : "ies");
	if (!dry && k->u == &lost_usage)
		say_note(k->v->cli, "next: telltale reader add %s --id %s -o "
		    "FILE; then telltale seal again what is under way",
		    k->p.id, k->r.id);
	return CLI_DONE;
}

static int
do_it(struct revoking *k)
{
	struct vault_heard h = { .told = false };
	enum tt_err e;
	int code;

	if ((e = db_begin(k->v->db)) != TT_OK)
		return partner_cannot(k->v, e, "change the vault");
	if ((code = k->owed ? complete(k->v, &k->r) : people_revoke(k->v,
	    &k->r, k->now_s)) != CLI_DONE) {
		db_rollback(k->v->db);
		return code;
	}
	if (k->owed && (e = vault_heard_of(k->v->db, k->r.id, &h)) != TT_OK &&
	    e != TT_ENOENT) {
		db_rollback(k->v->db);
		return partner_cannot(k->v, e, "read what admins said");
	}
	/* keys may be in danger: what cannot be told holds up nothing */
	if (!h.told && notice_reader_changed(k->v, NOTICE_READER_REVOKED,
	    &k->r) != CLI_DONE)
		say_warn("the others at '%s' are not told by mail", k->p.id);
	if ((e = db_commit(k->v->db)) != TT_OK)
		return partner_cannot(k->v, e, "revoke a reader");
	if ((code = vault_post(k->v)) != CLI_DONE)
		return code;
	return tell_admins(k->v);
}

static int
run(struct revoking *k)
{
	bool dry = opt_set(opts, k->o, "dry-run");
	enum tt_err e;
	int code;

	if ((code = vault_greet(k->v)) != CLI_DONE ||
	    (!k->v->away && (code = vault_fetch(k->v)) != CLI_DONE) ||
	    (code = reader_get(k->v, k->o->args[0], &k->r)) != CLI_DONE ||
	    (code = partner_get(k->v, k->r.partner, &k->p)) != CLI_DONE ||
	    (code = warn(k)) != CLI_DONE)
		return code;
	if ((e = people_revoke_owed(k->v, &k->r, &k->owed)) != TT_OK)
		return partner_cannot(k->v, e, "read a reader's statement");
	if (dry)
		return print(k, true);
	if ((k->owed || k->r.state != READER_REVOKED) &&
	    (code = confirm_id(k->v->cli, "revoke", k->r.id, opt_value(opts,
	    k->o, "yes"))) != CLI_DONE)
		return code;
	if ((code = do_it(k)) != CLI_DONE)
		return code;
	return print(k, false);
}

static int
revoke(struct cli *c, const struct usage *u, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct revoking k = { .v = &v, .u = u, .o = &o,
		.now_s = clock_now() };
	int code;

	if ((code = cli_parse(c, u, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"));
	if (code == CLI_DONE)
		code = run(&k);
	vault_close(&v);
	return code;
}

int
verb_reader_revoke(struct cli *c, int argc, char **argv)
{
	return revoke(c, &revoke_usage, argc, argv);
}

int
verb_reader_lost(struct cli *c, int argc, char **argv)
{
	return revoke(c, &lost_usage, argc, argv);
}
