/* SPDX-License-Identifier: ISC */
/* trace_vault - what a trace has to do with the vault: its log, its readers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/say.h"
#include "cli/trace.h"
#include "store/vault_embargo.h"
#include "store/vault_ledger.h"
#include "store/vault_preview.h"
#include "store/vault_rules.h"

#define NO_CASE	"none"	/* what `observed` says outside a case */

static const char *
case_of(const struct tracing *t)
{
	return t->in_case != NULL ? t->in_case : NO_CASE;
}

static enum tt_err
write_observed(const struct tracing *t, const struct vault *v,
    const struct tt_signer *officer, int64_t now_s, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_OBSERVED, span_str(vault_origin(v)), now_s);
	tt_statement_put_str(o, "case", case_of(t));
	tt_statement_put_hash(o, "specimen", &t->specimen->sha256);
	tt_statement_put_hash(o, "observations", &t->observations);
	tt_statement_put_number(o, "number", t->t);
	e = tt_statement_sign(o, &officer, 1, out);
	free(o);
	return e;
}

/* Statement and record in one transaction: both are there or neither. */
static int
keep(struct tracing *t, struct vault *v, struct span statement, int64_t now_s)
{
	struct vault_observed o = { .t = (unsigned)t->t,
		.specimen = t->specimen->sha256,
		.observations = t->observations, .at_s = now_s };
	struct tt_salt salt;
	int code;
	enum tt_err e;

	if ((e = span_copy(span_str(case_of(t)), o.incase,
	    sizeof(o.incase))) != TT_OK || (e = db_begin(v->db)) != TT_OK)
		return say_err(e, NULL, "cannot log what was read");
	if ((code = vault_queue(v, statement, &salt, &o.leaf)) == CLI_DONE) {
		if ((e = vault_observed_add(v->db, t->sealed->record.id,
		    &o)) == TT_OK)
			e = db_commit(v->db);
		if (e != TT_OK)
			code = say_err(e, "nothing was traced",
			    "cannot log what was read");
	}
	if (code != CLI_DONE)
		db_rollback(v->db);
	else
		t->leaf = o.leaf;
	return code;
}

static int
log_new(struct tracing *t, struct vault *v)
{
	const struct tt_signer *officer;
	int64_t now_s = clock_now();
	struct buf statement;
	unsigned last = 0;
	int code;
	enum tt_err e;

	if ((e = vault_observed_last(v->db, t->sealed->record.id, &last)) !=
	    TT_OK)
		return say_err(e, NULL, "cannot read what was observed");
	t->t = (uint64_t)last + 1;
	if ((code = vault_officer(v, &officer)) != CLI_DONE)
		return code;
	buf_init(&statement, TT_STATEMENT_MAX);
	e = write_observed(t, v, officer, now_s, &statement);
	code = e == TT_OK ? keep(t, v, buf_view(&statement), now_s) :
	    say_err(e, NULL, "cannot state what was read");
	buf_done(&statement);
	return code;
}

/*
 * One leak found twice is one specimen: where the very same was read in
 * another file before, that reading stands, and no epsilon is spent again;
 * but what was read outside a case cannot count in it, so it counts anew.
 * Not where a search is still to come, which may meet other values.
 */
static enum tt_err
find_reading(struct tracing *t, const struct vault *v,
    struct vault_observed *o)
{
	const char *id = t->sealed->record.id;
	enum tt_err e;

	if (t->given != NULL)	/* its t says that it is another one */
		return TT_ENOENT;
	e = vault_observed_get(v->db, id, &t->specimen->sha256,
	    &t->observations, case_of(t), o);
	if (e != TT_ENOENT)
		return e;
	for (uint32_t i = 0; i < t->showing.n_slots; i++)
		if (t->showing.searched[i])
			return TT_ENOENT;
	if ((e = vault_observed_like(v->db, id, &t->observations, case_of(t),
	    o)) == TT_OK)
		t->found_again = true;
	return e;
}

int
trace_log(struct tracing *t, struct vault *v)
{
	struct vault_statement s;
	struct vault_observed o;
	int code;
	enum tt_err e;

	if ((e = find_reading(t, v, &o)) == TT_OK) {
		t->t = o.t;
		t->leaf = o.leaf;
		t->first_specimen = o.specimen;
	} else if (e != TT_ENOENT)
		return say_err(e, NULL, "cannot read what was observed");
	else if ((code = log_new(t, v)) != CLI_DONE)
		return code;
	t->logged = true;
	/* a refusal is said; that it is durable here is what has to be */
	if (vault_post(v) == CLI_ALARM)
		return CLI_ALARM;
	e = vault_statement_of_leaf(v->db, &t->leaf, &s);
	t->posted = e == TT_OK && s.posted_s != 0;
	return CLI_DONE;
}

int
trace_recall(struct tracing *t, struct vault *v)
{
	struct vault_observed o;
	enum tt_err e;

	if ((e = find_reading(t, v, &o)) == TT_ENOENT)
		return say_fail(CLI_REFUSED, "telltale trace it first, and "
		    "back up after that", "cannot hold a drill with a "
		    "specimen that was never traced");
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read what was observed");
	t->t = o.t;
	return CLI_DONE;
}

const struct hash *
trace_codebook(const struct tracing *t)
{
	const struct tt_observations *o = t->showing.observations;
	size_t k = t->showing.speaks;

	/* they ascend */
	while (o->n > 0 && k + 1 < t->n_revisions &&
	    o->at[o->n - 1].slot >= t->revision[k]->n_slots)
		k++;
	return &t->revision[k]->record.codebook;
}

/*
 * Copies arrive by holder and number, with one row for each revision; a
 * copy has the slots of all revisions that its reader got.
 */
struct gathering {
	struct lineup *l;
	const struct tracing *t;
	struct vault_wave (*wave)[TT_WAVES_MAX];	/* of each revision */
	size_t *n_waves;
	bool *has;			/* of the copy at hand */
	struct vault_copy copy;		/* that one */
	bool any;
};

static void
end_copy(struct gathering *g)
{
	size_t n = g->t->showing.n_slots;

	if (g->any)
		lineup_add_copy(g->l, g->copy.number, g->copy.reader,
		    lineup_profile(g->l, g->has, n));
	memset(g->has, 0, n * sizeof(*g->has));
}

static enum tt_err
add_copy(void *ctx, const struct vault_copy *c)
{
	struct gathering *g = ctx;
	enum tt_profile profile = TT_PROFILE_PUBLIC;
	size_t k = c->revision - 1;
	const struct sealed *s;

	if (k >= g->t->n_revisions)
		return TT_EINTEGRITY;
	if (c->reader[0] != '\0' && c->wave != VAULT_WAVE_NONE) {
		if (c->wave >= g->n_waves[k])
			return TT_EINTEGRITY;
		profile = g->wave[k][c->wave].profile;
	}
	if (!g->any || c->number != g->copy.number)
		end_copy(g);
	if (!g->any || c->holder != g->copy.holder)
		lineup_add_holder(g->l, c->holder, c->partner);
	g->any = true;
	g->copy = *c;
	s = g->t->revision[k];
	if (c->wave != VAULT_WAVE_NONE)
		lineup_carried(&s->draft, s->slot_of, profile, g->has);
	else	/* a preview shows every part */
		for (int p = 0; p < TT_PROFILE_COUNT; p++)
			lineup_carried(&s->draft, s->slot_of,
			    (enum tt_profile)p, g->has);
	return lineup_err(g->l);
}

static enum tt_err
gather(struct gathering *g, struct db *db)
{
	const struct tracing *t = g->t;
	enum tt_err e;

	g->wave = calloc(t->n_revisions, sizeof(*g->wave));
	g->n_waves = calloc(t->n_revisions, sizeof(*g->n_waves));
	g->has = calloc(t->showing.n_slots + 1, sizeof(*g->has));
	if (g->wave == NULL || g->n_waves == NULL || g->has == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < t->n_revisions; i++)
		if ((e = vault_wave_all(db, t->revision[i]->record.sealing,
		    g->wave[i], TT_WAVES_MAX, &g->n_waves[i])) != TT_OK)
			return e;
	if ((e = vault_copy_known(db, t->sealed->record.id, add_copy, g)) !=
	    TT_OK)
		return e;
	end_copy(g);
	return lineup_err(g->l);
}

/* Was any revision published in a hurry? */
static enum tt_err
find_haste(struct tracing *t, struct db *db)
{
	struct vault_haste h;
	enum tt_err e;

	for (size_t i = 0; i < t->n_revisions && t->urgent_s == 0; i++) {
		e = vault_haste_get(db, t->revision[i]->record.sealing, &h);
		if (e == TT_OK)
			t->urgent_s = h.at_s;
		else if (e != TT_ENOENT)
			return e;
	}
	return TT_OK;
}

struct lifting {
	struct tracing *t;
	const struct vault_bulletin *first;	/* revision */
};

static bool
is_holder(const struct lineup *l, const char *partner)
{
	for (size_t h = 0; h < l->roster.n_holders; h++)
		if (strcmp(l->partner[h].id, partner) == 0)
			return true;
	return false;
}

/* Of this bulletin, or of any and good when it was sealed. */
static enum tt_err
add_lifted(void *ctx, const struct vault_exception *x)
{
	struct lifting *k = ctx;
	struct tracing *t = k->t;
	size_t at = strlen(t->lifted);

	if (!is_holder(&t->of_vault, x->partner) || (x->bulletin[0] != '\0' ?
	    strcmp(x->bulletin, k->first->id) != 0 :
	    x->until_s < k->first->sealed_s))
		return TT_OK;
	t->n_lifted++;
	if (strstr(t->lifted, x->rule) == NULL)
		snprintf(t->lifted + at, sizeof(t->lifted) - at, "%s%s",
		    at > 0 ? ", " : "", x->rule);
	return TT_OK;
}

static enum tt_err
find_lifted(struct tracing *t, struct db *db)
{
	struct lifting k = { .t = t };

	if (t->n_revisions == 0)
		return TT_OK;
	k.first = &t->revision[0]->record;
	return vault_exception_each(db, NULL, add_lifted, &k);
}

int
trace_line_up(struct tracing *t, struct vault *v)
{
	struct lineup *l = &t->of_vault;
	struct gathering g = { .l = l, .t = t };
	enum tt_err e = gather(&g, v->db);

	if (e == TT_OK)
		e = find_haste(t, v->db);
	if (e == TT_OK)
		e = find_lifted(t, v->db);
	free(g.wave);
	free(g.n_waves);
	free(g.has);
	if (e != TT_OK)
		return say_err(e, "restore the vault from a backup",
		    "cannot read who has copies of %s", t->bulletin);
	for (size_t h = 0; h < l->roster.n_holders; h++)
		l->holder[h].is_public = l->partner[h].id[0] == '\0' &&
		    t->is_public;
	t->lineup = l;
	return CLI_DONE;
}
