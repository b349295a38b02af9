/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/embargo/answer.h"
#include "cli/embargo/standing.h"
#include "cli/import.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_ledger.h"

static enum tt_err
count_copy(void *ctx, const struct vault_copy *c)
{
	struct standing_wave *w = ctx;

	w->copies += c->reader[0] != '\0' && c->wave == w->wave.n;
	return TT_OK;
}

/* k of n, as the wave's own statement says. */
static enum tt_err
read_keepers(struct standing *s, struct standing_wave *w)
{
	struct tt_statement *st = malloc(sizeof(*st));
	struct vault_statement row;
	enum tt_err e = TT_ENOMEM;

	if (st != NULL && (e = vault_statement_of_leaf(s->v->db,
	    &w->wave.leaf, &row)) == TT_OK &&
	    (e = tt_statement_parse(st, row.bytes, NULL)) == TT_OK) {
		w->threshold = (unsigned)tt_statement_number(st, "threshold",
		    1);
		w->keepers = (unsigned)tt_statement_count(st, "keeper");
	}
	free(st);
	return e;
}

static enum tt_err
add_revision(void *ctx, const struct vault_bulletin *b)
{
	struct vault_wave wave[TT_WAVES_MAX];
	struct standing *s = ctx;
	struct standing_wave *w;
	size_t n = 0;
	enum tt_err e;

	if (b->published_s == 0)
		return TT_OK;
	s->published = true;
	s->b = *b;
	if ((e = vault_wave_all(s->v->db, b->sealing, wave, TT_WAVES_MAX,
	    &n)) != TT_OK)
		return e;
	for (size_t i = 0; i < n; i++) {
		if (s->n_waves == STANDING_WAVES_MAX)
			return TT_ELIMIT;
		w = &s->wave[s->n_waves++];
		w->wave = wave[i];
		w->revision = b->revision;
		w->published_s = b->published_s;
		w->before_s = -1;
		memcpy(w->sealing, b->sealing, sizeof(w->sealing));
		if ((e = vault_copy_each(s->v->db, b->sealing, count_copy,
		    w)) != TT_OK || (e = read_keepers(s, w)) != TT_OK)
			return e;
	}
	return TT_OK;
}

static enum tt_err
take_release(void *ctx, const struct vault_event *ev)
{
	struct tt_statement *st = malloc(sizeof(*st));
	struct standing *s = ctx;
	struct hash leaf;
	enum tt_err e = TT_ENOMEM;

	if (st != NULL && (e = tt_statement_parse(st, ev->bytes, NULL)) ==
	    TT_OK && tt_statement_hash(st, "wave", &leaf))
		for (size_t i = 0; i < s->n_waves; i++)
			if (memcmp(leaf.b, s->wave[i].wave.leaf.b,
			    sizeof(leaf.b)) == 0) {
				s->wave[i].released = true;
				s->wave[i].released_s = st->time;
				s->wave[i].opened_s = ev->received_s;
			}
	free(st);
	return e;
}

static enum tt_err
read_all(struct standing *s)
{
	enum tt_err e;

	if ((e = vault_bulletin_revisions(s->v->db, s->b.id, add_revision,
	    s)) != TT_OK ||
	    (e = vault_event_each(s->v->db, TT_RELEASE, take_release, s)) !=
	    TT_OK ||
	    (e = vault_embargo_all(s->v->db, s->b.id, s->said,
	    VAULT_EMBARGO_MAX, &s->n_said)) != TT_OK ||
	    (e = vault_party_all(s->v->db, s->b.id, s->party,
	    VAULT_PARTIES_MAX, &s->n_parties)) != TT_OK)
		return e;
	return vault_embargo_now(s->v->db, s->b.id, s->now_s, &s->now);
}

int
standing_open(struct standing **out, struct vault *v, const char *name,
    bool hub)
{
	struct standing *s = *out = calloc(1, sizeof(*s));
	int code;
	enum tt_err e;

	if (s == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", name);
	s->v = v;
	s->now_s = clock_now();
	if ((code = sealed_find_told(v, name, &s->b)) != CLI_DONE ||
	    (hub && ((code = vault_greet(v)) != CLI_DONE ||
	    (code = answer_hear(v)) != CLI_DONE)))
		return code;
	if ((e = read_all(s)) != TT_OK)
		return say_err(e, NULL, "cannot read the embargo of %s",
		    name);
	return CLI_DONE;
}

void
standing_free(struct standing *s)
{
	free(s);
}

bool
standing_reason_ok(const char *reason)
{
	return import_value_ok(span_str(reason)) &&
	    strlen(reason) <= EMBARGO_REASON_MAX;
}

int
standing_run(struct cli *c, const struct opt_values *o,
    const char *passphrase_file, bool hub, standing_fn *fn,
    const char *reason)
{
	struct vault v = { .lock = -1 };
	struct standing *s = NULL;
	int code;

	if ((code = vault_open(&v, c, VAULT_WRITE, passphrase_file)) ==
	    CLI_DONE &&
	    (code = standing_open(&s, &v, o->args[0], hub)) == CLI_DONE)
		code = fn(s, reason);
	standing_free(s);
	vault_close(&v);
	return code;
}

/* A slot is as far behind its wave's own instant as before. */
static int64_t
before_of(const struct tt_wave *m, const struct vault_wave *w)
{
	return m->before_s < 0 ? -1 : m->before_s - w->slot * m->stagger_s;
}

static void
take_schedule(struct standing *s, const char *sealing,
    const struct tt_manifest *m)
{
	for (size_t i = 0; i < s->n_waves; i++) {
		if (strcmp(s->wave[i].sealing, sealing) != 0)
			continue;
		for (size_t k = 0; k < m->n_waves; k++)
			if (strcmp(m->waves[k].name,
			    s->wave[i].wave.name) == 0)
				s->wave[i].before_s = before_of(&m->waves[k],
				    &s->wave[i].wave);
	}
}

int
standing_schedule(struct standing *s)
{
	struct sealed *sealed = calloc(1, sizeof(*sealed));
	struct vault_bulletin b;
	const char *last = "";
	int code = CLI_DONE;
	enum tt_err e;

	if (sealed == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", s->b.name);
	for (size_t i = 0; i < s->n_waves && code == CLI_DONE; i++) {
		if (strcmp(s->wave[i].sealing, last) == 0)
			continue;
		last = s->wave[i].sealing;
		if ((e = vault_bulletin_get(s->v->db, span_str(last), &b)) !=
		    TT_OK)
			code = say_err(e, NULL, "cannot read %s", s->b.name);
		else if ((code = sealed_open(sealed, s->v, &b)) == CLI_DONE)
			take_schedule(s, last, sealed->draft.manifest);
		sealed_done(sealed);
	}
	free(sealed);
	return code;
}

bool
standing_is_open(const struct standing *s, const struct standing_wave *w)
{
	return w->released || w->wave.opens_s <= s->now_s;
}

/* Keepers may open a wave a moment before its terms are on record. */
enum schedule_opening
standing_opened(const struct vault_embargo *said, size_t n_said,
    const struct schedule_opened *wave, int64_t *late_s)
{
	struct schedule_opened o = *wave;

	for (size_t i = 0; i < n_said; i++) {
		const struct embargo_entry *e = &said[i].entry;

		if (e->said == EMBARGO_SAID_ACTIVE && e->revision > 1 &&
		    e->at_s > o.adopted_s &&
		    e->at_s <= o.opened_s + SCHEDULE_LATE_S)
			o.adopted_s = e->at_s;
	}
	return schedule_opened(&o, late_s);
}

int
standing_in_force(const struct standing *s, const char *verb)
{
	char at[INSTANT_LEN + 1];

	if (!s->published)
		return say_fail(CLI_REFUSED, "set public_at in bulletin.json "
		    "and telltale seal it again", "cannot %s %s: it is not "
		    "published", verb, s->b.name);
	if (s->now.state != EMBARGO_ENDED)
		return CLI_DONE;
	instant_format(s->now.ended_s, at);
	return say_fail(CLI_REFUSED, "a successor is a bulletin of its own",
	    "cannot %s %s: its embargo ended at %s (%s)", verb, s->b.name,
	    at, embargo_end_text(s->now.end));
}
