/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/sha256.h"
#include "hub/batch.h"
#include "store/crash.h"
#include "store/hub_embargo.h"
#include "store/hub_event.h"
#include "store/hub_log.h"

/* What one batch takes along, by event number, in parallel rows. */
struct cut {
	size_t		max, n;
	int64_t		*event;
	struct hash	*leaf;
	uint64_t	*place;
	struct hub_batch batch;
	const struct hash *urgent;	/* whose leaf asked for it, or NULL */
};

static void
cut_done(struct cut *c)
{
	free(c->event);
	free(c->leaf);
	free(c->place);
}

static enum tt_err
cut_new(struct cut *c, unsigned depth)
{
	*c = (struct cut){ .max = (size_t)1 << depth };
	c->batch.depth = depth;
	c->event = calloc(c->max, sizeof(*c->event));
	c->leaf = calloc(c->max, sizeof(*c->leaf));
	c->place = calloc(c->max, sizeof(*c->place));
	if (c->event == NULL || c->leaf == NULL || c->place == NULL) {
		cut_done(c);
		return TT_ENOMEM;
	}
	return TT_OK;
}

/* Places, padding and root; a tree that is built here proves the root. */
static enum tt_err
draw(struct cut *c, struct rng rng)
{
	struct tt_set *set;
	enum tt_err e;

	rng_fill(rng, c->batch.padding.b, sizeof(c->batch.padding.b));
	if ((e = tt_set_draw(c->place, c->n, c->batch.depth, rng)) != TT_OK ||
	    (e = tt_set_new(&set, c->batch.depth, c->leaf, c->place, c->n,
	    &c->batch.padding)) != TT_OK)
		return e;
	tt_set_root(set, &c->batch.root);
	tt_set_free(set);
	return TT_OK;
}

static enum tt_err
write_statement(struct hub *h, const struct cut *c, struct buf *text)
{
	const struct hub_batch *b = &c->batch;
	struct tt_statement_out o;
	struct hash keys;

	sha256(keys.b, h->keys.text.p, h->keys.text.n);
	tt_statement_begin(&o, TT_BATCH, span_str(h->origin), b->time_s);
	tt_statement_put_number(&o, "number", b->number);
	tt_statement_put_hash(&o, "keys", &keys);
	tt_statement_put_number(&o, "depth", b->depth);
	tt_statement_put_hash(&o, "set", &b->root);
	if (c->urgent != NULL)
		tt_statement_put_str(&o, "urgent", "yes");
	return tt_statement_end(&o, text);
}

/*
 * Number, entry, time: what follows from where the log is.  Times of a log
 * never go back: a clock that did has to come here again first.
 */
static enum tt_err
number(struct hub *h, struct hub_batch *b)
{
	struct hub_batch last = { .number = 0 };
	enum tt_err e;

	e = hub_batch_newest(h->db, &last);
	if (e != TT_OK && e != TT_ENOENT)
		return e;
	b->number = last.number + 1;
	b->keys = h->keys.index;
	b->time_s = hub_now(h);
	if (b->time_s < last.time_s)
		return TT_EEARLY;
	return hub_entry_count(h->db, &b->entry);
}

static enum tt_err
add_batch(struct hub *h, struct cut *c)
{
	struct hub_batch *b = &c->batch;
	struct buf text;
	enum tt_err e;

	if ((e = number(h, b)) != TT_OK ||
	    (e = hub_event_waiting(h->db, false, c->max, c->event, c->leaf,
	    &c->n)) != TT_OK || (e = draw(c, h->rng)) != TT_OK)
		return e;
	buf_init(&text, TT_STATEMENT_MAX);
	if ((e = write_statement(h, c, &text)) == TT_OK &&
	    (e = hub_entry_add(h->db, b->entry, TT_BATCH,
	    buf_view(&text))) == TT_OK)
		e = hub_batch_add(h->db, b);
	if (e == TT_OK && c->urgent != NULL)
		e = hub_urgent_add(h->db, c->urgent, b->entry);
	buf_done(&text);
	for (size_t i = 0; i < c->n && e == TT_OK; i++)
		e = hub_event_place(h->db, c->event[i], b->entry,
		    (int64_t)c->place[i]);
	return e;
}

static enum tt_err
add_entry(struct hub *h, int64_t n, uint64_t index, bool *keys)
{
	struct hub_event ev = { .n = 0 };
	enum tt_kind kind;
	enum tt_err e;

	if ((e = hub_event_get(h->db, n, &ev)) != TT_OK)
		return e;
	if ((e = tt_kind_parse(&kind, span_str(ev.kind))) == TT_OK &&
	    (e = hub_entry_add(h->db, index, kind,
	    buf_view(&ev.statement))) == TT_OK)
		e = hub_event_place(h->db, n, index, -1);
	if (e == TT_OK && kind == TT_KEYS)
		*keys = true;
	hub_event_done(&ev);
	return e;
}

/*
 * After the batch, for what is in it was accepted under the keys before.
 */
static enum tt_err
add_clear(struct hub *h, uint64_t index, bool *keys)
{
	struct hash leaf[BATCH_CLEAR_MAX];
	int64_t n[BATCH_CLEAR_MAX];
	size_t found;
	enum tt_err e;

	e = hub_event_waiting(h->db, true, BATCH_CLEAR_MAX, n, leaf, &found);
	for (size_t i = 0; e == TT_OK && i < found; i++)
		e = add_entry(h, n[i], index + i, keys);
	return e;
}

/* Step 2: one transaction. */
static enum tt_err
record(struct hub *h, struct cut *c)
{
	bool keys = false;
	enum tt_err e;

	if ((e = db_begin(h->db)) != TT_OK)
		return e;
	if ((e = add_batch(h, c)) == TT_OK)
		e = add_clear(h, c->batch.entry + 1, &keys);
	if (e != TT_OK) {
		db_rollback(h->db);
		return e;
	}
	if ((e = db_commit(h->db)) == TT_OK && keys)
		e = hub_load_keys(h);
	crash_point("cut");
	return e;
}

static enum tt_err
advance(struct hub *h)
{
	return ledger_advance(&h->ledger, h->db, &h->lock, hub_now(h));
}

/* On top of what is recorded and not yet published nothing is cut. */
static enum tt_err
cut(struct hub *h, const struct hash *urgent)
{
	struct cut c;
	enum tt_err e;

	if ((e = advance(h)) != TT_OK ||
	    (e = cut_new(&c, h->depth)) != TT_OK)
		return e;
	c.urgent = urgent;
	hub_lock(h);
	e = record(h, &c);
	hub_unlock(h);
	cut_done(&c);
	return e == TT_OK ? advance(h) : e;
}

static enum tt_err
cut_alone(struct hub *h, const struct hash *urgent)
{
	enum tt_err e = cut(h, urgent);

	hub_lock(h);
	h->batch_err = e;
	hub_unlock(h);
	return e;
}

enum tt_err
batch_cosign(struct hub *h)
{
	enum tt_err e = TT_OK;

	pthread_mutex_lock(&h->cut_lock);
	if (ledger_asks_again(&h->ledger, hub_now(h)))
		e = advance(h);
	pthread_mutex_unlock(&h->cut_lock);
	return e;
}

enum tt_err
batch_cut(struct hub *h)
{
	enum tt_err e;

	pthread_mutex_lock(&h->cut_lock);
	e = cut_alone(h, NULL);
	pthread_mutex_unlock(&h->cut_lock);
	return e;
}

static enum tt_err
urgent_of(struct hub *h, const struct hash *leaf, uint64_t *entry)
{
	enum tt_err e;

	hub_lock(h);
	e = hub_urgent_get(h->db, leaf, entry);
	hub_unlock(h);
	return e;
}

enum tt_err
batch_cut_urgent(struct hub *h, const struct hash *leaf, uint64_t *entry)
{
	enum tt_err e;

	pthread_mutex_lock(&h->cut_lock);
	e = urgent_of(h, leaf, entry);
	if (e == TT_ENOENT)
		e = cut_alone(h, leaf);
	else if (e == TT_OK)
		e = advance(h);	/* which a crash may have cut off */
	if (e == TT_OK)
		e = urgent_of(h, leaf, entry);
	pthread_mutex_unlock(&h->cut_lock);
	return e;
}

int64_t
batch_next(const struct hub *h, int64_t now_s)
{
	return now_s - now_s % h->interval_s + h->interval_s;
}
