/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/known/view_make.h"
#include "programme/notice.h"
#include "programme/party.h"
#include "store/vault_embargo.h"
#include "store/vault_known.h"

_Static_assert(VIEW_ID_LEN == VAULT_BULLETIN_LEN, "one id");
_Static_assert(VIEW_WORDS_MAX == VAULT_WORDS_MAX, "one length");
_Static_assert(VIEW_ROLE_MAX == VAULT_ROLE_MAX, "one length");

struct making {
	const char *name;
	bool finder;
	int64_t knower;			/* the finder's line */
	struct vault_party party;	/* name "": none */
	struct view *out;
};

static enum tt_err
pick(void *ctx, const struct vault_finder *f)
{
	struct making *m = ctx;

	if (strcmp(f->name, m->name) == 0) {
		m->finder = true;
		m->knower = f->knower;
	}
	return TT_OK;
}

static enum tt_err
take_date(void *ctx, struct span what, const struct moment *at)
{
	struct making *m = ctx;
	enum view_date d;

	if (!view_date_parse(what, &d))
		return TT_EINTEGRITY;
	m->out->has[d] = true;
	m->out->at[d] = *at;
	return TT_OK;
}

static bool
is_theirs(const struct making *m, const struct vault_knower *k)
{
	if (m->finder)
		return k->n == m->knower;
	return strcmp(k->role, vault_party_role_text(m->party.role)) == 0 &&
	    (strcmp(k->person, m->name) == 0 ||
	    strcmp(k->organisation, m->name) == 0);
}

static enum tt_err
take_line(void *ctx, const struct vault_knower *k)
{
	struct making *m = ctx;
	struct view *v = m->out;

	if (v->known || !is_theirs(m, k))
		return TT_OK;
	v->known = true;
	v->knew = k->since;
	v->stated = k->source[0] == '\0';
	memcpy(v->as, k->role, sizeof(v->as));
	memcpy(v->source, k->source, sizeof(v->source));
	return TT_OK;
}

static enum tt_err
hide_source(void *ctx, const struct vault_partner *p)
{
	const struct span words[] = { span_str(p->id), span_str(p->name) };
	struct view *v = ctx;
	struct span found;

	if (!notice_clean(span_str(v->source), words, N_ROWS(words), &found))
		v->source[0] = '\0';
	return TT_OK;
}

static enum tt_err
find_party(struct db *db, const char *bulletin, struct making *m)
{
	struct vault_party p[VAULT_PARTIES_MAX];
	size_t n = 0;
	enum tt_err e;

	if ((e = vault_party_all(db, bulletin, p, VAULT_PARTIES_MAX, &n)) !=
	    TT_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (strcmp(p[i].name, m->name) == 0)
			m->party = p[i];
	return TT_OK;
}

/* Who reported it, or agrees to its terms; with dates and a line. */
static enum tt_err
find(struct vault *v, const struct vault_bulletin *b, struct making *m)
{
	struct view *out = m->out;
	const char *role;
	enum tt_err e;

	if ((e = vault_finder_each(v->db, b->id, pick, m)) != TT_OK ||
	    (e = find_party(v->db, b->id, m)) != TT_OK)
		return e;
	if (!m->finder && m->party.name[0] == '\0')
		return TT_ENOENT;
	role = vault_party_role_text(m->finder ? VAULT_FINDER :
	    m->party.role);
	if ((e = span_copy(span_str(role), out->role, sizeof(out->role))) !=
	    TT_OK || (e = vault_finder_date_each(v->db, b->id, m->name,
	    take_date, m)) != TT_OK ||
	    (e = vault_knower_each(v->db, b->id, take_line, m)) != TT_OK)
		return e;
	return out->source[0] == '\0' ? TT_OK :
	    vault_partner_each(v->db, hide_source, out);
}

/* By when an answer to the proposal that is open has to be there. */
static int64_t
respond_by(const struct vault_embargo *said, size_t n,
    const struct embargo_now *now)
{
	int64_t by_s = now->public_s;

	for (size_t i = 0; i < n; i++)
		if (said[i].entry.said == EMBARGO_SAID_PROPOSED &&
		    said[i].entry.revision == now->proposed &&
		    said[i].respond_by_s < by_s)
			by_s = said[i].respond_by_s;
	return by_s;
}

static void
take_proposal(const struct vault_bulletin *b, const struct embargo_now *now,
    const struct vault_embargo *said, size_t n, struct view *out)
{
	int64_t public_s;

	if ((out->proposed = party_asked(now, b->public_s, &public_s)) == 0)
		return;
	out->proposed_s = public_s;
	out->respond_by_s = party_asked_first(now) ? public_s :
	    respond_by(said, n, now);
}

/* Terms that are sealed anew for another instant have not been answered. */
static void
take_answer(const struct vault_party *p, struct view *out)
{
	out->asked = p->name[0] != '\0';
	if (!out->asked || p->revision == 0 || (p->public_s != 0 &&
	    p->revision == out->proposed && p->public_s != out->proposed_s))
		return;
	out->answered = p->revision;
	out->accepts = p->accepts;
	out->by_key = p->letter != 0;
	out->answered_s = p->answered_s;
}

/* Where it stands, and the date that was said first. */
static enum tt_err
read_embargo(struct vault *v, const struct vault_bulletin *b, int64_t now_s,
    struct view *out)
{
	struct vault_embargo *said = calloc(VAULT_EMBARGO_MAX,
	    sizeof(*said));
	struct embargo_now now;
	enum tt_err e = TT_ENOMEM;
	size_t n = 0;

	if (said != NULL && (e = vault_embargo_all(v->db, b->id, said,
	    VAULT_EMBARGO_MAX, &n)) == TT_OK &&
	    (e = vault_embargo_now(v->db, b->id, now_s, &now)) == TT_OK) {
		out->embargo = now.state;
		out->end = now.end;
		out->ended_s = now.ended_s;
		out->terms = now.revision;
		out->public_s = now.revision != 0 ? now.public_s :
		    b->public_s;
		out->planned_s = n > 0 ? said[0].entry.public_s :
		    out->public_s;
		take_proposal(b, &now, said, n, out);
	}
	free(said);
	return e;
}

enum tt_err
view_make(struct vault *v, const struct vault_bulletin *b, const char *name,
    int64_t now_s, struct view *out)
{
	struct making m = { .name = name, .out = out };
	enum tt_err e;

	*out = (struct view){ .proposed = 0 };
	memcpy(out->bulletin, b->id, sizeof(out->bulletin));
	memcpy(out->title, b->title, sizeof(out->title));
	if ((e = span_copy(span_str(name), out->name, sizeof(out->name))) !=
	    TT_OK || (e = find(v, b, &m)) != TT_OK ||
	    (e = read_embargo(v, b, now_s, out)) != TT_OK)
		return e;
	take_answer(&m.party, out);
	return TT_OK;
}
