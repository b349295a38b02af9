/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cli/clock.h"
#include "cli/embargo/due.h"
#include "cli/embargo/public.h"
#include "cli/embargo/tell.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"
#include "store/vault_public.h"

#define AT_ONCE_MAX	32	/* the others come with the next visit */

struct due_list {
	struct db *db;
	char id[AT_ONCE_MAX][VAULT_BULLETIN_LEN + 1];
	size_t n;
};

static enum tt_err
add(void *ctx, const struct vault_due *d)
{
	struct due_list *l = ctx;
	struct vault_hold held;
	enum tt_err e = vault_hold_get(l->db, d->bulletin, &held);

	if (e != TT_ENOENT || l->n == AT_ONCE_MAX)
		return e == TT_ENOENT ? TT_OK : e;
	memcpy(l->id[l->n++], d->bulletin, sizeof(l->id[0]));
	return TT_OK;
}

static int
find(struct vault *v, struct due_list *l)
{
	enum tt_err e;

	*l = (struct due_list){ .db = v->db };
	if ((e = vault_public_due(v->db, clock_now(), add, l)) != TT_OK)
		return say_err(e, NULL, "cannot read what is to be public");
	return CLI_DONE;
}

static int
note(struct standing *s, enum tt_err e)
{
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot note that %s "
	    "is public", s->b.id);
}

/*
 * What was begun here is told here, too; what another vault of the team made
 * public (*out) that one tells of.
 */
static int
begin(struct standing *s, bool *fresh, bool *out)
{
	int64_t begun_s;
	int code;
	enum tt_err e = vault_public_begun(s->v->db, s->b.id, &begun_s);

	*out = false;
	*fresh = e == TT_ENOENT;
	if (!*fresh)
		return note(s, e);
	if ((code = public_is_out(s, out)) != CLI_DONE || *out)
		return code;
	return note(s, vault_public_begin(s->v->db, s->b.id, s->now_s));
}

static int
make_public(struct standing *s)
{
	struct public_sent p;
	bool fresh, out;
	enum tt_err e;
	int code;

	if ((code = begin(s, &fresh, &out)) != CLI_DONE)
		return code;
	if (!out && (code = public_send(s, &p)) != CLI_DONE) {
		/* the hub took none: it may be another vault's to tell */
		if (fresh && p.sent == 0 && (e = vault_public_forget(
		    s->v->db, s->b.id)) != TT_OK)
			return note(s, e);
		return code;
	}
	if (!out && (code = tell_ended(s, span_str(p.first))) != CLI_DONE)
		return code;
	return note(s, vault_public_done(s->v->db, s->b.id, s->now_s));
}

int
due_publish(struct vault *v, struct due_done *out)
{
	struct standing *s;
	struct due_list l;
	int code, worst;

	*out = (struct due_done){ .due = 0 };
	if ((worst = find(v, &l)) != CLI_DONE)
		return worst;
	out->due = l.n;
	for (size_t i = 0; i < l.n; i++) {
		s = NULL;
		if ((code = standing_open(&s, v, l.id[i], false)) == CLI_DONE)
			code = make_public(s);
		standing_free(s);
		out->sent += code == CLI_DONE;
		if (code != CLI_DONE)
			worst = code;
	}
	return worst;
}

void
due_by_the_way(struct vault *v)
{
	struct due_done done;

	/* an old copy may not know what was held or taken back */
	if (v->use != VAULT_WRITE || v->away || v->may_be_old || v->is_old ||
	    !vault_officer_at_hand(v))
		return;
	if (due_publish(v, &done) != CLI_DONE)
		say_warn("not all is public that is due to be: telltale "
		    "publish --due");
}

static int
report(const struct cli *c, const struct due_done *d)
{
	struct out_json o;

	if (!c->json) {
		out_line("%zu due, %zu public", d->due, d->sent);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-publish-due/1");
	put_u64(o.j, "due", d->due);
	put_u64(o.j, "public", d->sent);
	return out_json_end(&o);
}

/* The greeting sees to it; what it could not do is tried, and said, here. */
static int
publish(struct vault *v, struct due_done *done)
{
	struct due_done left;
	struct due_list l;
	int code;

	if ((code = find(v, &l)) != CLI_DONE ||
	    (code = vault_greet(v)) != CLI_DONE)
		return code;
	if (v->away)
		return say_fail(CLI_LATER, "the next run goes on", "publish "
		    "--due: the hub cannot be reached");
	code = due_publish(v, &left);
	done->due = l.n;
	done->sent = l.n + left.sent - left.due;
	return code;
}

int
due_verb(struct cli *c, const char *passphrase_file)
{
	struct vault v = { .lock = -1 };
	struct due_done done = { .due = 0 };
	int code;

	if ((code = vault_open(&v, c, VAULT_WRITE, passphrase_file)) ==
	    CLI_DONE && (code = publish(&v, &done)) == CLI_DONE)
		code = report(c, &done);
	vault_close(&v);
	return code;
}
