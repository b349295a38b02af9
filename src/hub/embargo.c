/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/log.h"
#include "hub/embargo.h"
#include "hub/uploads.h"
#include "store/crash.h"
#include "store/hub_event.h"
#include "telltale/terms.h"

bool
embargo_is_retracted(const struct hub_embargo *m)
{
	return strcmp(m->state, "retracted") == 0;
}

static bool
is_active(const struct hub_embargo *m)
{
	return strcmp(m->state, "active") == 0;
}

bool
embargo_is_over(const struct hub_embargo *m, int64_t now_s)
{
	return strcmp(m->state, "ended") == 0 ||
	    (is_active(m) && now_s >= m->public_s);
}

bool
embargo_opens(const struct hub_embargo *m, const struct hub_wave *w,
    int64_t now_s)
{
	return !embargo_is_retracted(m) && (w->prefetch || w->released ||
	    now_s >= w->opens_s || embargo_is_over(m, now_s));
}

/* Of a bulletin without a word about it: its waves' terms are in force. */
static enum tt_err
from_waves(struct hub *h, const char *bulletin, struct hub_embargo *out)
{
	struct hub_embargo m = { .state = "active" };
	struct hub_wave w = { .n = 0 };
	bool found = false;
	enum tt_err e;

	while ((e = hub_wave_of_bulletin(h->db, bulletin, w.n, &w)) == TT_OK) {
		if (!w.visible)
			continue;
		found = true;
		if (w.until_s > m.public_s)
			m.public_s = w.until_s;
	}
	if (e != TT_ENOENT)
		return e;
	if (!found)
		return TT_ENOENT;
	*out = m;
	return span_copy(span_str(bulletin), out->bulletin,
	    sizeof(out->bulletin));
}

enum tt_err
embargo_standing_of(struct hub *h, const char *bulletin,
    struct hub_embargo *out)
{
	struct hub_embargo m, waves;
	enum tt_err e;

	if ((e = hub_embargo_get(h->db, bulletin, &m)) == TT_ENOENT)
		return from_waves(h, bulletin, out);
	if (e != TT_OK)
		return e;
	/* nothing is in force of what was only asked for */
	if (m.event == 0) {
		if ((e = from_waves(h, bulletin, &waves)) != TT_OK)
			return e;
		m.public_s = waves.public_s;
	}
	*out = m;
	return TT_OK;
}

static enum tt_err
bulletin_of(const struct tt_statement *s, char out[HUB_ID_MAX])
{
	return span_copy(tt_statement_get(s, "bulletin"), out, HUB_ID_MAX);
}

/* What is in force, said again with a reason: it is kept, or it is urgent. */
static bool
restates(const struct hub_embargo *m, const struct tt_statement *s)
{
	return m->event != 0 && tt_statement_is(s, "state", "active") &&
	    tt_statement_has(s, "reason") &&
	    tt_statement_number(s, "revision", 0) == m->revision &&
	    tt_statement_instant(s, "public", 0) == m->public_s;
}

enum tt_err
embargo_check(struct hub *h, const struct tt_statement *s, bool *two)
{
	char bulletin[HUB_ID_MAX];
	struct hub_embargo m;
	enum tt_err e;

	*two = false;
	if ((e = bulletin_of(s, bulletin)) != TT_OK)
		return e;
	if ((e = embargo_standing_of(h, bulletin, &m)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	*two = tt_statement_instant(s, "public", 0) > m.public_s ||
	    !is_active(&m);
	if (tt_statement_is(s, "state", "active") && m.event != 0 &&
	    is_active(&m) && !restates(&m, s) &&
	    tt_statement_number(s, "revision", 0) <= m.revision)
		return TT_ESTATE;
	return TT_OK;
}

/* After an end every word is acknowledged and without effect. */
static enum tt_err
take_embargo(struct hub *h, const struct tt_statement *s, int64_t event)
{
	struct hub_embargo m = { .state = "active" };
	enum tt_err e;

	if ((e = bulletin_of(s, m.bulletin)) != TT_OK)
		return e;
	e = hub_embargo_get(h->db, m.bulletin, &m);
	if ((e != TT_OK && e != TT_ENOENT) || !is_active(&m))
		return e;
	if (tt_statement_is(s, "state", "proposed") || restates(&m, s))
		return TT_OK;
	if (tt_statement_is(s, "state", "active")) {
		m.pending = event;
		return hub_embargo_set(h->db, &m);
	}
	if ((e = span_copy(tt_statement_get(s, "state"), m.state,
	    sizeof(m.state))) != TT_OK)
		return e;
	if (m.event == 0)
		m.public_s = tt_statement_instant(s, "public", 0);
	m.event = event;
	m.pending = 0;
	m.since_s = hub_now(h);
	if ((e = hub_embargo_set(h->db, &m)) != TT_OK ||
	    !embargo_is_retracted(&m))
		return e;
	return hub_order_add(h->db, "retract", NULL, m.bulletin, s->bytes);
}

enum tt_err
embargo_take(struct hub *h, const struct tt_statement *s, int64_t event)
{
	struct hash wave;

	if (s->kind == TT_EMBARGO)
		return take_embargo(h, s, event);
	if (!tt_statement_hash(s, "wave", &wave))
		return TT_ESYNTAX;
	return hub_order_add(h->db, tt_kind_name(s->kind), &wave, NULL,
	    s->bytes);
}

/* Adopting. */

unsigned
embargo_quorum(unsigned k, unsigned n, bool later)
{
	return later ? n - k + 1 : k;
}

enum tt_err
embargo_keepers(struct hub *h, const struct hash *wave, unsigned *k,
    unsigned *n)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct hub_event ev = { .n = 0 };
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	if ((e = hub_event_by_leaf(h->db, wave, &ev)) == TT_OK &&
	    (e = tt_statement_parse(s, buf_view(&ev.statement), NULL)) ==
	    TT_OK) {
		*k = (unsigned)tt_statement_number(s, "threshold", 0);
		*n = (unsigned)tt_statement_count(s, "keeper");
		if (s->kind != TT_WAVE || *k < 1 || *k > *n)
			e = TT_EINTEGRITY;
	}
	hub_event_done(&ev);
	free(s);
	return e;
}

/* The newest move of the wave is to that instant, and anybody can see it. */
static enum tt_err
is_logged(struct hub *h, const struct hash *wave, int64_t opens_s, bool *yes)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct hub_event ev = { .n = 0 };
	char hex[HEX_LEN(sizeof(wave->b)) + 1];
	enum tt_err e;

	*yes = false;
	if (s == NULL)
		return TT_ENOMEM;
	hex_encode(hex, wave->b, sizeof(wave->b));
	e = hub_event_newest(h->db, TT_MOVE, hex, NULL, &ev);
	if (e == TT_OK && (e = tt_statement_parse(s,
	    buf_view(&ev.statement), NULL)) == TT_OK)
		*yes = ev.logged &&
		    tt_statement_instant(s, "opens", 0) == opens_s;
	hub_event_done(&ev);
	free(s);
	return e == TT_ENOENT ? TT_OK : e;
}

/* May the wave have that instant?  One that is open keeps its own. */
static enum tt_err
may_move(struct hub *h, const struct hub_wave *w, int64_t opens_s, bool *yes)
{
	unsigned k = 0, n = 0, held = 0;
	enum tt_err e;

	*yes = opens_s == w->opens_s;
	if (*yes || w->released)
		return TT_OK;
	if ((e = is_logged(h, &w->leaf, opens_s, yes)) != TT_OK || !*yes)
		return e;
	if ((e = embargo_keepers(h, &w->leaf, &k, &n)) != TT_OK ||
	    (e = hub_held_count(h->db, &w->leaf, opens_s, &held)) != TT_OK)
		return e;
	*yes = held >= embargo_quorum(k, n, opens_s > w->opens_s);
	return TT_OK;
}

/* Terms name their wave by an id that stays through revisions of them. */
static enum tt_err
same_wave(struct hub *h, const struct hub_wave *w, const struct tt_terms *t,
    bool *same)
{
	struct tt_terms *had = malloc(sizeof(*had));
	struct buf file;
	enum tt_err e;

	if (had == NULL)
		return TT_ENOMEM;
	if ((e = upload_terms(h, &w->terms, &file, had)) == TT_OK) {
		*same = span_eq(tt_statement_get(&had->head, "wave"),
		    tt_statement_get(&t->head, "wave"));
		buf_done(&file);
	}
	free(had);
	return e;
}

/* What is to be adopted: every wave's row as it will be. */
struct plan {
	struct hub_wave	wave[TT_STATEMENT_FIELDS_MAX];
	size_t		n;
	bool		whole;		/* nothing is missing */
};

static enum tt_err
plan_wave(struct hub *h, const struct tt_terms *t, struct hub_wave w,
    struct plan *p)
{
	int64_t opens = tt_statement_instant(&t->head, "opens", 0);
	bool same = false, may;
	enum tt_err e;

	if ((e = same_wave(h, &w, t, &same)) != TT_OK || !same)
		return e;
	if ((e = may_move(h, &w, opens, &may)) != TT_OK)
		return e;
	if (!may || p->n == N_ROWS(p->wave)) {
		p->whole = false;
		return TT_OK;
	}
	w.opens_s = opens;
	w.until_s = tt_statement_instant(&t->head, "public", 0);
	w.terms = t->hash;
	p->wave[p->n++] = w;
	return TT_OK;
}

/* All waves that one file of terms is for. */
static enum tt_err
plan_terms(struct hub *h, const struct tt_statement *s,
    const struct tt_terms *t, struct plan *p)
{
	char bulletin[HUB_ID_MAX];
	struct hub_wave w = { .n = 0 };
	enum tt_err e;

	if ((e = bulletin_of(s, bulletin)) != TT_OK)
		return e;
	if (!tt_statement_is(&t->head, "bulletin", bulletin) ||
	    tt_statement_instant(&t->head, "public", 0) !=
	    tt_statement_instant(s, "public", 0)) {
		p->whole = false;
		return TT_OK;
	}
	while ((e = hub_wave_of_bulletin(h->db, bulletin, w.n, &w)) == TT_OK)
		if (w.visible && (e = plan_wave(h, t, w, p)) != TT_OK)
			return e;
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
plan_all(struct hub *h, const struct tt_statement *s, struct plan *p)
{
	struct tt_terms *t = malloc(sizeof(*t));
	struct buf file;
	struct hash sha;
	enum tt_err e = t == NULL ? TT_ENOMEM : TT_OK;

	p->whole = true;
	for (size_t i = 0; e == TT_OK && p->whole &&
	    i < tt_statement_count(s, "terms"); i++) {
		struct span hex = tt_statement_nth(s, "terms", i);

		hex_decode(sha.b, sizeof(sha.b), hex.p, hex.n);
		if ((e = upload_terms(h, &sha, &file, t)) == TT_ENOENT) {
			p->whole = false;
			e = TT_OK;
			break;
		}
		if (e != TT_OK)
			break;
		e = plan_terms(h, s, t, p);
		buf_done(&file);
	}
	free(t);
	return e;
}

static enum tt_err
put_in_force(struct hub *h, struct hub_embargo *m,
    const struct tt_statement *s, const struct plan *p)
{
	enum tt_err e;

	m->event = m->pending;
	m->pending = 0;
	m->revision = tt_statement_number(s, "revision", 0);
	m->public_s = tt_statement_instant(s, "public", 0);
	m->since_s = hub_now(h);
	if ((e = db_begin(h->db)) != TT_OK)
		return e;
	e = hub_embargo_set(h->db, m);
	for (size_t i = 0; i < p->n && e == TT_OK; i++)
		e = hub_wave_terms(h->db, &p->wave[i]);
	if (e != TT_OK) {
		db_rollback(h->db);
		return e;
	}
	e = db_commit(h->db);
	crash_point("adopted");
	return e;
}

static enum tt_err
adopt_one(struct hub *h, struct hub_embargo *m)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct plan *p = calloc(1, sizeof(*p));
	struct hub_event ev = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	if (s != NULL && p != NULL &&
	    (e = hub_event_get(h->db, m->pending, &ev)) == TT_OK &&
	    (e = tt_statement_parse(s, buf_view(&ev.statement), NULL)) ==
	    TT_OK && (e = plan_all(h, s, p)) == TT_OK && p->whole &&
	    (e = put_in_force(h, m, s, p)) == TT_OK)
		log_line(LOG_LEVEL_INFO, "an embargo has new terms", NULL);
	hub_event_done(&ev);
	free(p);
	free(s);
	return e;
}

enum tt_err
embargo_adopt(struct hub *h)
{
	struct hub_embargo m = { .bulletin = "" };
	enum tt_err e;

	hub_lock(h);
	while ((e = hub_embargo_pending(h->db, m.bulletin, &m)) == TT_OK)
		if ((e = adopt_one(h, &m)) != TT_OK)
			break;
	hub_unlock(h);
	return e == TT_ENOENT ? TT_OK : e;
}

/* Sweeping. */

static enum tt_err
sweep_wave(struct hub *h, const struct hub_wave *w)
{
	char path[FILE_PATH_MAX];
	struct hub_leaf l = { .place = 0 };
	int64_t last = -1;
	enum tt_err e;

	for (;;) {
		hub_lock(h);
		e = hub_leaf_next(h->db, &w->root, last, &l);
		hub_unlock(h);
		if (e != TT_OK)
			return e == TT_ENOENT ? TT_OK : e;
		last = (int64_t)l.place;
		if ((e = upload_path(h, UPLOAD_COPIES, &l.copy, path)) ==
		    TT_OK)
			e = file_remove(path);
		hub_leaf_done(&l);
		if (e != TT_OK)
			return e;
	}
}

static enum tt_err
sweep_bulletin(struct hub *h, const char *bulletin)
{
	struct hub_wave w = { .n = 0 };
	enum tt_err e;

	for (;;) {
		hub_lock(h);
		e = hub_wave_of_bulletin(h->db, bulletin, w.n, &w);
		hub_unlock(h);
		if (e != TT_OK)
			return e == TT_ENOENT ? TT_OK : e;
		if (!w.released && (e = sweep_wave(h, &w)) != TT_OK)
			return e;
	}
}

enum tt_err
embargo_sweep(struct hub *h)
{
	struct hub_embargo m;
	enum tt_err e;

	for (;;) {
		hub_lock(h);
		e = hub_embargo_unswept(h->db, &m);
		hub_unlock(h);
		if (e != TT_OK)
			return e == TT_ENOENT ? TT_OK : e;
		if ((e = sweep_bulletin(h, m.bulletin)) != TT_OK)
			return e;
		crash_point("swept");
		m.swept = true;
		hub_lock(h);
		e = hub_embargo_set(h->db, &m);
		hub_unlock(h);
		if (e != TT_OK)
			return e;
		log_line(LOG_LEVEL_INFO, "copies of a retracted bulletin are "
		    "deleted", NULL);
	}
}
