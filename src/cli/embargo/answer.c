/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cli/embargo/answer.h"
#include "cli/embargo/slip_do.h"
#include "cli/partner.h"
#include "cli/post/letter.h"
#include "cli/say.h"
#include "programme/party.h"
#include "store/vault_party.h"

unsigned
answer_asked(const struct standing *s, int64_t *public_s)
{
	return party_asked(&s->now, s->b.public_s, public_s);
}

const char *
answer_words(const struct standing *s, bool accepts)
{
	if (accepts)
		return "accepts";
	return party_asked_first(&s->now) ? "refuses; it is not published" :
	    "refuses; the old terms stay in force";
}

int
answer_keep(struct standing *s, const struct vault_party *p)
{
	enum tt_err e = vault_party_answer(s->v->db, s->b.id, p);

	if (e != TT_OK)
		return say_err(e, NULL, "cannot note what %s said", p->name);
	/* one no is enough: what was agreed stands */
	return p->accepts || party_asked_first(&s->now) ? CLI_DONE :
	    slip_drop(s);
}

/* Whom r speaks for, and whether by the key that signed. */
static enum tt_err
read_key(struct standing *s, const struct vault_reader *r,
    struct party_answer *a, struct vault_party *p)
{
	struct vault_party_key k;
	struct vault_reader now;
	enum tt_err e;

	if ((e = vault_party_key_get(s->v->db, s->b.id, NULL, r->id, &k)) !=
	    TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if ((e = vault_reader_get(s->v->db, span_str(r->id), &now)) != TT_OK)
		return e;
	a->speaks = true;
	a->in_force = now.state == READER_ACTIVE &&
	    memcmp(now.key, r->key, sizeof(now.key)) == 0;
	for (size_t i = 0; i < s->n_parties; i++)
		if (strcmp(s->party[i].name, k.name) == 0) {
			a->party = true;
			*p = s->party[i];
		}
	return TT_OK;
}

/* A hub may hand out letters again, and in another order. */
static enum tt_err
read_before(struct standing *s, const struct vault_letter *row,
    const struct vault_party *p, struct party_answer *a)
{
	struct vault_letter kept;
	enum tt_err e = vault_letter_get(s->v->db, row->n, &kept);

	if (e != TT_OK) {
		a->seen = e == TT_ENOENT;	/* under its first number */
		return a->seen ? TT_OK : e;
	}
	if (p->letter == 0)
		return TT_OK;
	if ((e = vault_letter_get(s->v->db, p->letter, &kept)) == TT_OK) {
		a->had = p->revision;
		a->had_written_s = kept.written_s;
	}
	return e;
}

static enum party_verdict
judge(const struct standing *s, const struct tt_letter *l,
    struct party_answer *a, bool accepts)
{
	uint64_t revision = tt_statement_number(&l->head, "revision", 0);

	a->clear = accepts || tt_statement_is(&l->head, "said", "reject");
	a->revision = revision <= UINT32_MAX ? (unsigned)revision : 0;
	a->public_s = tt_statement_instant(&l->head, "public", 0);
	a->written_s = l->head.time;
	a->asked = answer_asked(s, &a->asked_s);
	return party_judge(a);
}

static int
take(struct standing *s, const struct tt_letter *l,
    const struct vault_letter *row, const struct vault_reader *r,
    const char **why)
{
	bool accepts = tt_statement_is(&l->head, "said", "accept");
	struct party_answer a = { .speaks = false };
	struct vault_party p = { .name = "" };
	enum tt_err e;
	int code;

	if ((e = read_key(s, r, &a, &p)) != TT_OK ||
	    (e = read_before(s, row, &p, &a)) != TT_OK)
		return partner_cannot(s->v, e, "read an answer");
	if ((*why = party_why(judge(s, l, &a, accepts))) != NULL)
		return CLI_DONE;
	p.revision = a.asked;
	p.public_s = a.asked_s;
	p.accepts = accepts;
	p.answered_s = row->received_s;
	p.letter = row->n;
	p.note[0] = '\0';
	if (row->received_s < s->now_s)
		s->now_s = row->received_s;	/* the same in every vault */
	if ((code = answer_keep(s, &p)) != CLI_DONE)
		return code;
	say_note(s->v->cli, "%s: %s (%s) %s terms %u, signed by their key: "
	    "letter %lld", s->b.id, p.name, vault_party_role_text(p.role),
	    p.accepts ? "accepts" : "refuses", p.revision, (long long)row->n);
	return CLI_DONE;
}

int
answer_by_key(struct vault *v, const struct tt_letter *l,
    const struct vault_letter *row, const struct vault_reader *r,
    const char **why)
{
	struct vault_bulletin b;
	struct standing *s = NULL;
	enum tt_err e = TT_ENOENT;
	int code;

	*why = NULL;
	if (row->bulletin[0] != '\0')
		e = vault_bulletin_told(v->db, span_str(row->bulletin), &b);
	if (e == TT_ENOENT) {
		*why = "it is about no bulletin of ours";
		return CLI_DONE;
	}
	if (e != TT_OK)
		return partner_cannot(v, e, "read an answer");
	if ((code = standing_open(&s, v, row->bulletin, false)) == CLI_DONE)
		code = take(s, l, row, r, why);
	standing_free(s);
	return code;
}

static enum tt_err
any(void *ctx, const struct vault_party_key *k)
{
	(void)k;
	*(bool *)ctx = true;
	return TT_OK;
}

int
answer_hear(struct vault *v)
{
	bool some = false;
	struct letter_waits w;
	enum tt_err e;
	int code;

	if (v->away || v->use != VAULT_WRITE || !vault_officer_at_hand(v))
		return CLI_DONE;
	if ((e = vault_party_key_each(v->db, any, &some)) != TT_OK)
		return partner_cannot(v, e, "read whose keys answer");
	if (!some || (code = letter_visit(v, &w)) == CLI_ALARM)
		return some ? code : CLI_DONE;
	if (code != CLI_DONE)
		say_warn("what parties answered could not be asked for");
	else if (w.n > 0)
		say_note(v->cli, "%zu letter%s at the hub, an answer may be "
		    "among them: telltale letter list takes them in", w.n,
		    w.n == 1 ? " waits" : "s wait");
	return CLI_DONE;
}
