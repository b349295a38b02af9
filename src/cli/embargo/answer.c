/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cli/embargo/answer.h"
#include "cli/embargo/slip_do.h"
#include "cli/partner.h"
#include "cli/post/letter.h"
#include "cli/say.h"
#include "store/vault_party.h"

/* Before it is published the first ones are. */
static bool
is_first(const struct standing *s)
{
	return s->now.state != EMBARGO_ENDED && s->now.revision == 0;
}

unsigned
answer_asked(const struct standing *s, int64_t *public_s)
{
	if (is_first(s)) {
		*public_s = s->b.public_s;
		return 1;
	}
	*public_s = s->now.proposed_s;
	return s->now.state == EMBARGO_REVISING ? s->now.proposed : 0;
}

const char *
answer_words(const struct standing *s, bool accepts)
{
	if (accepts)
		return "accepts";
	return is_first(s) ? "refuses; it is not published" :
	    "refuses; the old terms stay in force";
}

int
answer_keep(struct standing *s, const struct vault_party *p)
{
	enum tt_err e = vault_party_answer(s->v->db, s->b.id, p);

	if (e != TT_OK)
		return say_err(e, NULL, "cannot note what %s said", p->name);
	/* one no is enough: what was agreed stands */
	return p->accepts || is_first(s) ? CLI_DONE : slip_drop(s);
}

/* The party that r speaks for, by the key that signed. */
static int
find_party(struct standing *s, const struct vault_reader *r,
    struct vault_party *p, const char **why)
{
	struct vault_party_key k;
	struct vault_reader now;
	enum tt_err e;

	e = vault_party_key_get(s->v->db, s->b.id, NULL, r->id, &k);
	if (e == TT_OK)
		e = vault_reader_get(s->v->db, span_str(r->id), &now);
	if (e == TT_ENOENT) {
		*why = "its writer speaks for nobody who agrees to that "
		    "bulletin's terms";
		return CLI_DONE;
	}
	if (e != TT_OK)
		return partner_cannot(s->v, e, "read whose key it is");
	if (now.state != READER_ACTIVE ||
	    memcmp(now.key, r->key, sizeof(now.key)) != 0)
		*why = "its writer's key is not in force";
	for (size_t i = 0; i < s->n_parties; i++)
		if (strcmp(s->party[i].name, k.name) == 0)
			*p = s->party[i];
	if (*why == NULL && p->name[0] == '\0')
		*why = "its writer is no terms party";
	return CLI_DONE;
}

/* A hub may hand out letters again, and in another order. */
static int
is_newest(struct standing *s, const struct vault_letter *row,
    const struct vault_party *p, unsigned revision, const char **why)
{
	struct vault_letter kept;
	enum tt_err e = vault_letter_get(s->v->db, row->n, &kept);

	if (e == TT_ENOENT)
		*why = "it came before, under another number";
	else if (e == TT_OK && p->letter != 0 && p->revision == revision &&
	    (e = vault_letter_get(s->v->db, p->letter, &kept)) == TT_OK &&
	    kept.written_s > row->written_s)
		*why = "a later answer of theirs is on record";
	return e == TT_OK || e == TT_ENOENT ? CLI_DONE :
	    partner_cannot(s->v, e, "read an answer");
}

/* Of the terms that are asked about, or *why not. */
static int
read_answer(struct standing *s, const struct tt_letter *l,
    const struct vault_letter *row, struct vault_party *p, const char **why)
{
	uint64_t revision = tt_statement_number(&l->head, "revision", 0);
	int64_t about_s = tt_statement_instant(&l->head, "public", 0);
	bool accepts = tt_statement_is(&l->head, "said", "accept");
	int64_t public_s;
	unsigned asked = answer_asked(s, &public_s);
	int code;

	if (!accepts && !tt_statement_is(&l->head, "said", "reject"))
		*why = "it says neither yes nor no";
	else if (asked == 0)
		*why = "no terms are proposed any more: it changes nothing";
	else if (revision != asked || about_s != public_s)
		*why = "it is about other terms than those that are "
		    "proposed: it changes nothing";
	else if ((code = is_newest(s, row, p, asked, why)) != CLI_DONE)
		return code;
	p->revision = asked;
	p->public_s = public_s;
	p->accepts = accepts;
	p->answered_s = row->received_s;
	p->letter = row->n;
	p->note[0] = '\0';
	return CLI_DONE;
}

static int
take(struct standing *s, const struct tt_letter *l,
    const struct vault_letter *row, const struct vault_reader *r,
    const char **why)
{
	struct vault_party p = { .name = "" };
	int code;

	if ((code = find_party(s, r, &p, why)) != CLI_DONE || *why != NULL ||
	    (code = read_answer(s, l, row, &p, why)) != CLI_DONE ||
	    *why != NULL || (code = answer_keep(s, &p)) != CLI_DONE)
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
	size_t more = 0;
	enum tt_err e;
	int code;

	if (v->away || v->use != VAULT_WRITE || !vault_officer_at_hand(v))
		return CLI_DONE;
	if ((e = vault_party_key_each(v->db, any, &some)) != TT_OK)
		return partner_cannot(v, e, "read whose keys answer");
	if (!some || (code = letter_visit(v, &more)) == CLI_ALARM)
		return some ? code : CLI_DONE;
	if (code != CLI_DONE)
		say_warn("what parties answered could not be asked for");
	else if (more > 0)
		say_note(v->cli, "%zu letter%s at the hub, an answer may be "
		    "among them: telltale letter list takes them in", more,
		    more == 1 ? " waits" : "s wait");
	return CLI_DONE;
}
