/* SPDX-License-Identifier: ISC */
/* trace_vault - what a trace has to do with the vault: its log, its readers. */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/say.h"
#include "cli/trace.h"
#include "store/vault_ledger.h"

#define NO_CASE	"none"	/* what `observed` says outside a case */

static enum tt_err
write_observed(const struct tracing *t, const struct vault *v,
    const struct tt_signer *officer, int64_t now_s, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_OBSERVED, span_str(vault_origin(v)), now_s);
	tt_statement_put_str(o, "case", NO_CASE);
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

	if ((e = db_begin(v->db)) != TT_OK)
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
 * another file before, that reading stands, and no epsilon is spent again.
 * Not where a search is still to come, which may meet other values.
 */
static enum tt_err
find_reading(struct tracing *t, const struct vault *v,
    struct vault_observed *o)
{
	const char *id = t->sealed->record.id;
	enum tt_err e;

	e = vault_observed_get(v->db, id, &t->specimen->sha256,
	    &t->observations, o);
	if (e != TT_ENOENT)
		return e;
	for (uint32_t i = 0; i < t->draft->bulletin->n_sites; i++)
		if (exhibit_is_searched(&t->exhibit, i))
			return TT_ENOENT;
	if ((e = vault_observed_like(v->db, id, &t->observations, o)) == TT_OK)
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

/* Copies arrive by holder; waves say which profile each is of. */
struct gathering {
	struct lineup *l;
	struct vault_wave wave[TT_WAVES_MAX];
	size_t n_waves;
	uint64_t holder;
	bool any;
};

static enum tt_err
add_copy(void *ctx, const struct vault_copy *c)
{
	struct gathering *g = ctx;
	uint32_t profile = TT_PROFILE_PUBLIC;

	if (c->reader[0] != '\0') {
		if (c->wave >= g->n_waves)
			return TT_EINTEGRITY;
		profile = g->wave[c->wave].profile;
	}
	if (!g->any || c->holder != g->holder)
		lineup_add_holder(g->l, c->holder, c->partner);
	g->any = true;
	g->holder = c->holder;
	lineup_add_copy(g->l, c->number, c->reader, profile);
	return lineup_err(g->l);
}

int
trace_line_up(struct tracing *t, struct vault *v)
{
	const char *id = t->sealed->record.id;
	struct lineup *l = &t->of_vault;
	struct gathering *g = calloc(1, sizeof(*g));
	enum tt_err e = TT_ENOMEM;

	if (g == NULL)
		return say_err(e, NULL, "cannot trace");
	g->l = l;
	lineup_profiles_of(l, t->draft);
	if ((e = vault_wave_all(v->db, id, g->wave, N_ROWS(g->wave),
	    &g->n_waves)) == TT_OK &&
	    (e = vault_copy_each(v->db, id, add_copy, g)) == TT_OK)
		e = lineup_err(l);
	free(g);
	if (e != TT_OK)
		return say_err(e, "restore the vault from a backup",
		    "cannot read who has copies of %s", t->bulletin);
	for (size_t h = 0; h < l->roster.n_holders; h++)
		l->holder[h].is_public = l->partner[h].id[0] == '\0' &&
		    t->is_public;
	t->lineup = l;
	return CLI_DONE;
}
