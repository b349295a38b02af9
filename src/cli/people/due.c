/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/people/due.h"
#include "cli/people/verbs.h"
#include "cli/rules/standing.h"
#include "programme/agreement.h"
#include "programme/profile.h"
#include "programme/vetting.h"
#include "store/vault_rules.h"

#define SOON_S	((int64_t)30 * 86400)	/* a yearly answer grows old */

static const struct opt opts[] = { CLI_OPTS };

static const struct usage usage = {
	.verb = "partner due",
	.args = "",
	.examples = {
		{ "partner due",
		    "agreements that end, suspensions to confirm" },
		{ "partner due --json", "the same for a script" },
	},
	.opts = opts,
	.notes = "Exit 1: something is due.",
};

struct looking {
	struct vault *v;
	int64_t now_s;
	people_due_fn *fn;
	void *ctx;
	struct people_due due;	/* of the partner that is looked at */
};

static enum tt_err
tell(struct looking *k, const char *what, int64_t at_s, const char *remedy)
{
	k->due.what = what;
	k->due.at_s = at_s;
	k->due.remedy = remedy;
	return k->fn(k->ctx, &k->due);
}

/* Of an approved partner, and of one whose agreement has ended. */
static enum tt_err
agreement(struct looking *k, const struct vault_partner *p)
{
	const char *text = agreement_end_text(agreement_end(p->ends_s,
	    k->now_s));

	return text == NULL ? TT_OK : tell(k, text, p->ends_s,
	    "partner renew");
}

/* When the vetting record is to be looked at again: a year after, unless it
 * names a day. */
static enum tt_err
review(struct looking *k, const struct vetting *r, int64_t vetted_s)
{
	int64_t at_s = r->review_s != 0 ? r->review_s :
	    vetted_s + VETTING_YEAR_S;

	return at_s - k->now_s > SOON_S ? TT_OK : tell(k, at_s > k->now_s ?
	    "its vetting will be reviewed" : "its vetting is to be reviewed",
	    at_s, "partner vet");
}

static enum tt_err
vetting(struct looking *k, const struct vault_partner *p,
    const struct vault_standing *s)
{
	struct vetting r;
	struct buf text;
	int64_t stale_s;
	enum tt_err e;

	if (s->vetting != VAULT_VETTING_RECORD)
		return TT_OK;
	if ((e = vault_vetting_get(k->v->db, p->id, &text)) != TT_OK)
		return e;
	e = vetting_parse(&r, buf_view(&text), p->id, NULL);
	buf_done(&text);
	if (e != TT_OK)
		return TT_EINTEGRITY;
	if ((e = review(k, &r, s->vetted_s)) != TT_OK)
		return e;
	if (!vetting_complete(&r, s->removed_s, k->now_s))
		return tell(k, "an answer of its vetting is missing or over a "
		    "year old", 0, "partner vet");
	stale_s = vetting_stale_s(&r, k->now_s);
	return stale_s == 0 || stale_s - k->now_s > SOON_S ? TT_OK :
	    tell(k, "an answer of its vetting will be a year old", stale_s,
	    "partner vet");
}

/*
 * Who never declared is asked to where duties are in force; whose declaration
 * is a year old is unknown since then.
 */
static enum tt_err
declaration(struct looking *k, const struct vault_partner *p)
{
	struct vault_adopted duties;
	enum profile_declared d;
	struct standing s;
	int64_t since_s = 0, ends_s = 0;
	enum tt_err e;

	if ((e = standing_load(&s, k->v->db, p->id, "")) != TT_OK)
		return e;
	d = profile_declared_at(s.profile, k->now_s, p->since_s, &since_s);
	if (d == DECLARED_CURRENT)
		ends_s = s.profile->declared_s + PROFILE_GOOD_FOR_S;
	standing_done(&s);
	if (d == DECLARED_OVERDUE)
		return tell(k, "its declaration of duties is overdue: what "
		    "binds it is unknown since then", since_s,
		    "partner profile");
	if (d == DECLARED_CURRENT)
		return ends_s - k->now_s > SOON_S ? TT_OK : tell(k,
		    "its declaration of duties will be a year old", ends_s,
		    "partner profile");
	e = vault_adopted_at(k->v->db, "duties", k->now_s, &duties);
	if (e != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	return tell(k, "it never declared its duties: what binds it is "
	    "unknown since then", since_s, "partner profile");
}

static enum tt_err
approved(struct looking *k, const struct vault_partner *p,
    const struct vault_standing *s)
{
	enum tt_err e;

	if (s->away && (e = tell(k, "its suspension lapsed, and the hub waits "
	    "for two officers", 0, "partner reinstate")) != TT_OK)
		return e;
	if (s->runs_on_s > k->now_s && (e = tell(k, "it runs on while a change "
	    "is vetted", s->runs_on_s, "partner vet")) != TT_OK)
		return e;
	if ((e = agreement(k, p)) != TT_OK ||
	    (!s->staff && (e = declaration(k, p)) != TT_OK))
		return e;
	return vetting(k, p, s);
}

/* Whoever answers for a machine is there. */
static enum tt_err
machine(void *ctx, const struct vault_reader *r)
{
	struct looking *k = ctx;
	struct vault_reader person;
	struct vault_role role;
	enum tt_err e;

	if (r->state == READER_REVOKED)
		return TT_OK;
	if ((e = vault_role_get(k->v->db, r->id, &role)) != TT_OK)
		return e;
	if (role.answers[0] == '\0')
		return TT_OK;
	if ((e = vault_reader_get(k->v->db, span_str(role.answers),
	    &person)) != TT_OK)
		return e == TT_ENOENT ? TT_EINTEGRITY : e;
	if (person.state != READER_REVOKED)
		return TT_OK;
	memcpy(k->due.reader, r->id, sizeof(k->due.reader));
	e = tell(k, "nobody answers for this machine", 0, "reader role");
	k->due.reader[0] = '\0';
	return e;
}

static enum tt_err
look_at(struct looking *k, const struct vault_partner *p)
{
	struct vault_standing s;
	enum partner_state state;
	enum tt_err e;

	if ((e = vault_standing_get(k->v->db, p->id, &s)) != TT_OK)
		return e;
	memcpy(k->due.partner, p->id, sizeof(k->due.partner));
	state = people_state(p, &s, k->now_s);
	if (state == PARTNER_APPROVED)
		e = approved(k, p, &s);
	else if (state == PARTNER_EXPIRED)
		e = agreement(k, p);
	else if (state == PARTNER_SUSPENDED && !s.confirmed &&
	    s.officer[0] != '\0')
		e = tell(k, "its suspension lapses unless it is confirmed",
		    p->since_s + PARTNER_CONFIRM_S, "partner suspend "
		    "--confirm");
	else if (state == PARTNER_APPLIED || state == PARTNER_VETTING)
		e = tell(k, "it waits to be approved or refused", 0,
		    "partner vet");
	return e == TT_OK ? vault_reader_each(k->v->db, p->id, machine, k) :
	    e;
}

/* All at first: what is told may ask the same tables. */
struct partners {
	struct vault_partner *p;
	size_t n, cap;
};

static enum tt_err
add_partner(void *ctx, const struct vault_partner *p)
{
	struct partners *l = ctx;
	struct vault_partner *grown;

	if (l->n == l->cap) {
		l->cap = l->cap * 2 + 16;
		grown = reallocarray(l->p, l->cap, sizeof(*grown));
		if (grown == NULL)
			return TT_ENOMEM;
		l->p = grown;
	}
	l->p[l->n++] = *p;
	return TT_OK;
}

enum tt_err
people_due_each(struct vault *v, int64_t now_s, people_due_fn *fn, void *ctx)
{
	struct looking k = { .v = v, .now_s = now_s, .fn = fn, .ctx = ctx };
	struct partners l = { .n = 0 };
	enum tt_err e;

	e = vault_partner_each(v->db, add_partner, &l);
	for (size_t i = 0; i < l.n && e == TT_OK; i++)
		e = look_at(&k, &l.p[i]);
	free(l.p);
	return e;
}

struct printing {
	struct out_table *t;
	size_t n;
};

static enum tt_err
print_one(void *ctx, const struct people_due *d)
{
	struct printing *k = ctx;

	out_str(k->t, d->partner);
	out_str(k->t, d->reader[0] != '\0' ? d->reader : NULL);
	out_str(k->t, d->what);
	if (d->at_s != 0)
		out_instant(k->t, d->at_s);
	else
		out_none(k->t);
	out_str(k->t, d->remedy);
	k->n++;
	return TT_OK;
}

static int
print(struct vault *v)
{
	static const struct out_column cols[] = {
		{ "partner", "partner", OUT_TEXT },
		{ "reader", "reader", OUT_TEXT },
		{ "what", "what", OUT_TEXT },
		{ "at", "when", OUT_TEXT },
		{ "remedy", "telltale", OUT_TEXT },
	};
	struct printing k = { .n = 0 };
	enum tt_err e;
	int code;

	k.t = out_table_new(v->cli, "telltale-partner-due/1", "due", cols,
	    N_ROWS(cols));
	if ((e = people_due_each(v, clock_now(), print_one, &k)) != TT_OK) {
		out_table_drop(k.t);
		return partner_cannot(v, e, "read what is due");
	}
	code = out_table_end(k.t);
	return code == CLI_DONE && k.n > 0 ? CLI_NO : code;
}

int
verb_partner_due(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE)
		code = print(&v);
	vault_close(&v);
	return code;
}
