/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "cli/diags.h"
#include "cli/out.h"
#include "cli/people/access.h"
#include "cli/people/remind.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "programme/profile.h"
#include "store/vault_rules.h"

#define AHEAD_S	((int64_t)30 * 86400)	/* before a declaration is old */
#define LATE_S	((int64_t)30 * 86400)	/* after an end: no news any more */

/* All first: telling asks the same table. */
struct partners {
	struct vault_partner *at;
	size_t n, cap;
};

static enum tt_err
add(void *ctx, const struct vault_partner *p)
{
	struct partners *l = ctx;
	struct vault_partner *grown;

	if (p->state != PARTNER_APPROVED)
		return TT_OK;
	if (l->n == l->cap) {
		l->cap = l->cap * 2 + 16;
		grown = reallocarray(l->at, l->cap, sizeof(*grown));
		if (grown == NULL)
			return TT_ENOMEM;
		l->at = grown;
	}
	l->at[l->n++] = *p;
	return TT_OK;
}

/* When the year of what it declared is over; TT_ENOENT if it never did. */
static enum tt_err
declared_until(struct vault *v, const char *partner, int64_t *out)
{
	struct tt_diags *diags = diags_new();
	struct profile *p = NULL;
	struct span text;
	int64_t set_s;
	enum tt_err e;

	if ((e = vault_profile_get(v->db, partner, &set_s, &text)) == TT_OK)
		e = profile_parse(&p, text, span_str(partner), diags);
	if (e == TT_OK && !p->declared)
		e = TT_ENOENT;
	if (e == TT_OK)
		*out = p->declared_s + PROFILE_GOOD_FOR_S;
	profile_free(p);
	free(diags);
	return e;
}

static int
duties(struct vault *v, const struct vault_partner *p, int64_t now_s,
    size_t *lacks)
{
	char about[VAULT_ID_MAX + 40], term[OUT_MOMENT_LEN];
	struct notice_new n = { .event = NOTICE_DUTY_DUE, .about = about,
		.lacks = lacks };
	int64_t until_s;
	enum tt_err e;

	if ((e = declared_until(v, p->id, &until_s)) == TT_ENOENT)
		return CLI_DONE;
	if (e != TT_OK)
		return CLI_TROUBLE;
	if (until_s - now_s > AHEAD_S)
		return CLI_DONE;
	snprintf(about, sizeof(about), "%s until %lld", p->id,
	    (long long)until_s);
	out_moment(term, until_s, now_s);
	n.facts[NOTICE_TERM] = span_str(term);
	return notice_partner(v, &n, p->id);
}

static int
one(struct vault *v, const struct vault_partner *p, int64_t now_s,
    size_t *lacks)
{
	struct vault_standing s;
	int code = CLI_DONE;

	if (vault_standing_get(v->db, p->id, &s) != TT_OK)
		return CLI_TROUBLE;
	if (s.staff)
		return CLI_DONE;
	if (people_state(p, &s, now_s) == PARTNER_EXPIRED &&
	    now_s - p->ends_s < LATE_S)
		code = access_tell_expired(v, p, now_s, lacks);
	return code == CLI_DONE ? duties(v, p, now_s, lacks) : code;
}

void
remind_partners(struct vault *v, int64_t now_s)
{
	struct partners l = { .n = 0 };

	if (v->use != VAULT_WRITE || !vault_officer_at_hand(v))
		return;
	if (vault_partner_timed(v->db, now_s, add, &l) != TT_OK)
		say_warn("who is to be reminded by mail could not be read");
	for (size_t i = 0; i < l.n; i++)
		if (one(v, &l.at[i], now_s, NULL) != CLI_DONE)
			say_warn("'%s' was not reminded by mail of what is "
			    "due: telltale partner due", l.at[i].id);
	free(l.at);
}

enum tt_err
remind_lacks(struct vault *v, int64_t now_s, size_t *n)
{
	struct partners l = { .n = 0 };
	enum tt_err e = vault_partner_timed(v->db, now_s, add, &l);
	size_t lacks = 0;

	for (size_t i = 0; i < l.n && e == TT_OK; i++)
		if (one(v, &l.at[i], now_s, &lacks) != CLI_DONE)
			e = TT_EDB;
	free(l.at);
	if (e == TT_OK)
		*n = lacks;
	return e;
}
