/* SPDX-License-Identifier: ISC */
/* init_state - the first three statements of a ledger. */
#include <stdlib.h>

#include "base/sha256.h"
#include "cli/init_own.h"
#include "telltale/statement.h"

/* All officers sign what the programme begins with. */
static enum tt_err
sign_by_all(const struct making *m, struct tt_statement_out *o,
    struct buf *out)
{
	const struct tt_signer *signers[INIT_OFFICERS_MAX];

	for (size_t i = 0; i < m->plan->n_officers; i++)
		signers[i] = m->officer[i].sign;
	return tt_statement_sign(o, signers, m->plan->n_officers, out);
}

static enum tt_err
state_programme(struct making *m, struct tt_statement_out *o)
{
	const struct init_plan *p = m->plan;

	tt_statement_begin(o, TT_PROGRAMME, span_str(p->origin), p->now_s);
	tt_statement_put_str(o, "name", p->name);
	tt_statement_put_number(o, "interval", p->interval_s);
	tt_statement_put_number(o, "depth", p->depth);
	tt_statement_put_vkey(o, "log-key", &m->hub_made.log);
	return sign_by_all(m, o, &m->programme);
}

static void
put_key(struct tt_statement_out *o, const char *role, const struct tt_vkey *k)
{
	char text[TT_VKEY_TEXT_MAX + 1];

	tt_vkey_format(k, text);
	tt_statement_put_pair(o, "key", span_str(role), span_str(text));
}

static enum tt_err
state_keys(struct making *m, struct tt_statement_out *o)
{
	const struct init_plan *p = m->plan;

	tt_statement_begin(o, TT_KEYS, span_str(p->origin), p->now_s);
	tt_statement_put_number(o, "number", 1);
	if (p->small_team)
		tt_statement_put_str(o, "small-team", "yes");
	for (size_t i = 0; i < p->n_officers; i++)
		put_key(o, "officer", &m->officer[i].sign->vkey);
	put_key(o, "publisher", &m->publisher->vkey);
	for (unsigned i = 0; i < p->keepers; i++)
		put_key(o, "keeper", &m->keeper_made[i].vkey);
	put_key(o, "log", &m->hub_made.log);
	return sign_by_all(m, o, &m->keys);
}

static enum tt_err
state_agreement(struct making *m, struct tt_statement_out *o)
{
	const struct init_plan *p = m->plan;
	const struct tt_signer *officer = m->officer[0].sign;
	uint8_t hash[SHA256_LEN];

	sha256(hash, p->agreement.p, p->agreement.n);
	tt_statement_begin(o, TT_AGREEMENT, span_str(p->origin), p->now_s);
	tt_statement_put_str(o, "version", "1");
	tt_statement_put_bytes(o, "text", hash, sizeof(hash));
	return tt_statement_sign(o, &officer, 1, &m->agreement);
}

enum tt_err
init_statements(struct making *m)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	if ((e = state_programme(m, o)) == TT_OK &&
	    (e = state_keys(m, o)) == TT_OK)
		e = state_agreement(m, o);
	free(o);
	return e;
}
