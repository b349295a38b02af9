/* SPDX-License-Identifier: ISC */
/* trace_vault - what a trace has to do with the vault: bulletins and log. */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/trace.h"
#include "store/vault_ledger.h"

#define NO_CASE	"none"	/* what `observed` says outside a case */

/* The records of all that was sealed, the last one first. */
struct records {
	struct vault_bulletin *at;
	size_t n, cap;
};

static enum tt_err
add_record(void *ctx, const struct vault_bulletin *b)
{
	struct records *r = ctx;
	size_t cap = r->cap > 0 ? r->cap * 2 : 16;
	struct vault_bulletin *at;

	if (r->n == r->cap) {
		if ((at = reallocarray(r->at, cap, sizeof(*at))) == NULL)
			return TT_ENOMEM;
		r->at = at;
		r->cap = cap;
	}
	r->at[r->n++] = *b;
	return TT_OK;
}

/* One bulletin, and the specimen read against it. */
struct candidate {
	struct sealed *sealed;
	struct exhibit exhibit;
};

static void
drop(struct candidate *c)
{
	if (c->sealed != NULL)
		sealed_done(c->sealed);
	free(c->sealed);
	exhibit_done(&c->exhibit);
	*c = (struct candidate){ .sealed = NULL };
}

static int
try(struct tracing *t, struct vault *v, const struct vault_bulletin *record,
    struct candidate *out)
{
	struct candidate c = { .sealed = calloc(1, sizeof(*c.sealed)) };
	int code;
	enum tt_err e;

	if (c.sealed == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot trace");
	if ((code = sealed_open(c.sealed, v, record)) == CLI_DONE &&
	    (e = exhibit_read(&c.exhibit, c.sealed->draft.bulletin,
	    &t->specimen)) != TT_OK)
		code = say_err(e, NULL, "cannot read the specimen against %s",
		    record->name);
	if (code == CLI_DONE)
		*out = c;
	else
		drop(&c);
	return code;
}

/* Of two that fit alike, what was published; else what was sealed last. */
static bool
fits_better(const struct candidate *a, const struct candidate *b)
{
	if (b->sealed == NULL)
		return a->exhibit.n_read > 0;
	if (a->exhibit.n_read != b->exhibit.n_read)
		return a->exhibit.n_read > b->exhibit.n_read;
	return a->sealed->record.published_s != 0 &&
	    b->sealed->record.published_s == 0;
}

static int
try_all(struct tracing *t, struct vault *v, const struct records *r,
    struct candidate *best)
{
	struct candidate c, second = { .sealed = NULL };
	struct progress bar;
	int code = CLI_DONE;

	progress_start(&bar, t->cli, "reading", r->n);
	for (size_t i = 0; i < r->n && code == CLI_DONE; i++) {
		if ((code = try(t, v, &r->at[i], &c)) != CLI_DONE)
			break;
		t->n_tried++;
		if (fits_better(&c, best)) {
			drop(&second);
			second = *best;
			*best = c;
		} else if (fits_better(&c, &second)) {
			drop(&second);
			second = c;
		} else
			drop(&c);
		progress_at(&bar, i + 1);
	}
	progress_end(&bar);
	if (code == CLI_DONE && second.sealed != NULL &&
	    second.exhibit.n_read == best->exhibit.n_read)
		say_warn("the specimen fits %s (%s) as well; --bulletin says "
		    "which one is meant", second.sealed->record.name,
		    second.sealed->record.id);
	drop(&second);
	return code;
}

static void
take(struct tracing *t, struct candidate *c)
{
	if (c->sealed == NULL)
		return;
	t->sealed = c->sealed;
	t->exhibit = c->exhibit;
	t->draft = &c->sealed->draft;
	t->codebook = c->sealed->codebook;
	t->bulletin = c->sealed->record.name;
	t->is_public = c->sealed->record.public_s <= clock_now();
	*c = (struct candidate){ .sealed = NULL };	/* transferred */
}

int
trace_find(struct tracing *t, struct vault *v, const char *id)
{
	struct candidate best = { .sealed = NULL };
	struct vault_bulletin record;
	struct records r = { .n = 0 };
	int code;
	enum tt_err e;

	if (id != NULL) {
		if ((code = sealed_find_told(v, id, &record)) == CLI_DONE)
			code = try(t, v, &record, &best);
	} else if ((e = vault_bulletin_each(v->db, add_record, &r)) != TT_OK)
		code = say_err(e, NULL, "cannot read what was sealed");
	else
		code = try_all(t, v, &r, &best);
	if (code == CLI_DONE)
		take(t, &best);
	drop(&best);
	free(r.at);
	return code;
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
	tt_statement_put_str(o, "case", NO_CASE);
	tt_statement_put_hash(o, "specimen", &t->specimen.sha256);
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
		.specimen = t->specimen.sha256,
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

int
trace_log(struct tracing *t, struct vault *v)
{
	struct vault_statement s;
	struct vault_observed o;
	int code;
	enum tt_err e;

	e = vault_observed_get(v->db, t->sealed->record.id,
	    &t->specimen.sha256, &t->observations, &o);
	if (e == TT_OK) {
		t->t = o.t;
		t->leaf = o.leaf;
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
	const struct vault_bulletin *b = &t->sealed->record;
	struct lineup *l = &t->of_vault;
	struct gathering *g = calloc(1, sizeof(*g));
	enum tt_err e = TT_ENOMEM;

	if (g == NULL)
		return say_err(e, NULL, "cannot trace");
	g->l = l;
	lineup_profiles_of(l, t->draft);
	if ((e = vault_wave_all(v->db, b->sealing, g->wave, N_ROWS(g->wave),
	    &g->n_waves)) == TT_OK &&
	    (e = vault_copy_each(v->db, b->sealing, add_copy, g)) == TT_OK)
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
