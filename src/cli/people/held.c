/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/people/destroyed.h"
#include "cli/people/held.h"
#include "cli/say.h"
#include "store/vault_embargo.h"
#include "store/vault_ledger.h"
#include "telltale/statement.h"

static const char *const states[] = {
	[HELD_KEPT] = "cannot be recalled",
	[HELD_WAITING] = "not fetched yet",
	[HELD_WITHHELD] = "withheld",
	[HELD_SEALED] = "not published",
};

_Static_assert(N_ROWS(states) == HELD_STATES, "words for each state");

/* All sealings, read before each is looked into. */
struct shelf {
	struct vault_bulletin *b;
	size_t n, cap;
};

struct receipt {
	struct hash copy;
	int64_t at_s;
};

struct holding {
	struct held *h;
	struct vault *v;
	const struct vault_partner *p;
	const struct vault_bulletin *b;	/* the one that is looked into */
	struct vault_wave wave[TT_WAVES_MAX];
	size_t n_waves;
	struct receipt *receipt;	/* by copy, then time */
	size_t n_receipts, cap_receipts;
	int64_t now_s;
	bool open[TT_WAVES_MAX];	/* no suspension withholds them */
	bool away;		/* the hub hands it nothing now */
	size_t cap;
};

const char *
held_state_text(enum held_state s)
{
	return states[s];
}

static enum tt_err
add_bulletin(void *ctx, const struct vault_bulletin *b)
{
	struct shelf *s = ctx;
	struct vault_bulletin *grown;

	if (s->n == s->cap) {
		s->cap = s->cap * 2 + 16;
		if ((grown = reallocarray(s->b, s->cap, sizeof(*grown))) ==
		    NULL)
			return TT_ENOMEM;
		s->b = grown;
	}
	s->b[s->n++] = *b;
	return TT_OK;
}

/* Of anybody: which are the partner's, their copies say. */
static enum tt_err
take_receipt(void *ctx, const struct vault_event *ev)
{
	struct tt_statement *st = malloc(sizeof(*st));
	struct holding *k = ctx;
	struct receipt *r;
	enum tt_err e = TT_ENOMEM;

	if (st != NULL && k->n_receipts == k->cap_receipts) {
		k->cap_receipts = k->cap_receipts * 2 + 64;
		r = reallocarray(k->receipt, k->cap_receipts, sizeof(*r));
		if (r == NULL)
			k->cap_receipts = k->n_receipts;
		else
			k->receipt = r;
	}
	if (st != NULL && k->n_receipts < k->cap_receipts &&
	    (e = tt_statement_parse(st, ev->bytes, NULL)) == TT_OK) {
		r = &k->receipt[k->n_receipts++];
		r->at_s = st->time;
		e = tt_statement_hash(st, "copy", &r->copy) ? TT_OK :
		    TT_EINTEGRITY;
	}
	free(st);
	return e;
}

static int
by_copy(const void *a, const void *b)
{
	const struct receipt *x = a, *y = b;
	int order = memcmp(x->copy.b, y->copy.b, sizeof(x->copy.b));

	return order != 0 ? order : (x->at_s > y->at_s) - (x->at_s < y->at_s);
}

/* When a copy was first signed for; 0: it was not. */
static int64_t
fetched(const struct holding *k, const struct hash *copy)
{
	size_t lo = 0, hi = k->n_receipts, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (memcmp(k->receipt[mid].copy.b, copy->b,
		    sizeof(copy->b)) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < k->n_receipts && memcmp(k->receipt[lo].copy.b, copy->b,
	    sizeof(copy->b)) == 0 ? k->receipt[lo].at_s : 0;
}

static enum held_state
state_of(const struct holding *k, int64_t fetched_s)
{
	if (fetched_s != 0)
		return HELD_KEPT;
	if (k->b->published_s == 0)
		return HELD_SEALED;
	return k->away ? HELD_WITHHELD : HELD_WAITING;
}

static enum tt_err
take_copy(void *ctx, const struct vault_copy *c)
{
	struct holding *k = ctx;
	struct held_row *r;

	if (strcmp(c->partner, k->p->id) != 0)
		return TT_OK;
	if (c->wave >= k->n_waves)
		return TT_EINTEGRITY;
	if (k->h->n == k->cap) {
		k->cap = k->cap * 2 + 16;
		if ((r = reallocarray(k->h->row, k->cap, sizeof(*r))) == NULL)
			return TT_ENOMEM;
		k->h->row = r;
	}
	r = &k->h->row[k->h->n++];
	*r = (struct held_row){ .revision = k->b->revision,
		.opens_s = k->wave[c->wave].opens_s,
		.public_s = k->b->public_s,
		.fetched_s = fetched(k, &c->sha256) };
	r->state = state_of(k, r->fetched_s);
	memcpy(r->bulletin, k->b->id, sizeof(r->bulletin));
	memcpy(r->name, k->b->name, sizeof(r->name));
	memcpy(r->reader, c->reader, sizeof(r->reader));
	memcpy(r->wave, k->wave[c->wave].name, sizeof(r->wave));
	k->h->kept += r->state == HELD_KEPT;
	k->h->ahead += r->state == HELD_KEPT && !k->open[c->wave];
	k->h->withheld += r->state == HELD_WITHHELD;
	return TT_OK;
}

static enum tt_err
take_release(void *ctx, const struct vault_event *ev)
{
	struct tt_statement *st = malloc(sizeof(*st));
	struct holding *k = ctx;
	struct hash leaf;
	enum tt_err e = TT_ENOMEM;

	if (st != NULL && (e = tt_statement_parse(st, ev->bytes, NULL)) ==
	    TT_OK && tt_statement_hash(st, "wave", &leaf))
		for (size_t i = 0; i < k->n_waves; i++)
			if (memcmp(leaf.b, k->wave[i].leaf.b,
			    sizeof(leaf.b)) == 0)
				k->open[i] = true;
	free(st);
	return e;
}

/* Copies are out ahead of the key only where the wave says so. */
static enum tt_err
look_what_is_open(struct holding *k)
{
	struct embargo_now now;
	bool ahead = false;
	enum tt_err e;

	if ((e = vault_embargo_now(k->v->db, k->b->id, k->now_s, &now)) !=
	    TT_OK)
		return e;
	for (size_t i = 0; i < k->n_waves; i++) {
		k->open[i] = !k->wave[i].prefetch ||
		    now.state == EMBARGO_ENDED;
		ahead = ahead || !k->open[i];
	}
	return !ahead ? TT_OK : vault_event_each(k->v->db, TT_RELEASE,
	    take_release, k);
}

static enum tt_err
look_into(struct holding *k, const struct vault_bulletin *b)
{
	enum tt_err e;

	k->b = b;
	if ((e = vault_wave_all(k->v->db, b->sealing, k->wave, TT_WAVES_MAX,
	    &k->n_waves)) != TT_OK ||
	    (e = look_what_is_open(k)) != TT_OK)
		return e;
	return vault_copy_each(k->v->db, b->sealing, take_copy, k);
}

/* Oldest first. */
static enum tt_err
look_at_all(struct holding *k)
{
	struct shelf shelf = { .n = 0 };
	enum tt_err e;

	e = vault_event_each(k->v->db, TT_RECEIPT, take_receipt, k);
	if (e == TT_OK && k->n_receipts > 0)
		qsort(k->receipt, k->n_receipts, sizeof(*k->receipt),
		    by_copy);
	if (e == TT_OK)
		e = vault_bulletin_each(k->v->db, add_bulletin, &shelf);
	for (size_t i = shelf.n; i-- > 0 && e == TT_OK;)
		e = look_into(k, &shelf.b[i]);
	free(shelf.b);
	return e;
}

int
held_read(struct held *h, struct vault *v, const struct vault_partner *p,
    int64_t now_s)
{
	struct holding *k = calloc(1, sizeof(*k));
	struct vault_standing s;
	enum tt_err e = TT_ENOMEM;

	memset(h, 0, sizeof(*h));
	if (k != NULL &&
	    (e = vault_standing_get(v->db, p->id, &s)) == TT_OK) {
		k->h = h;
		k->v = v;
		k->p = p;
		k->now_s = now_s;
		k->away = s.away ||
		    people_state(p, &s, now_s) != PARTNER_APPROVED;
		e = look_at_all(k);
		free(k->receipt);
	}
	free(k);
	if (e == TT_OK)
		return CLI_DONE;
	held_done(h);
	return partner_cannot(v, e, "read what a partner holds");
}

void
held_done(struct held *h)
{
	free(h->row);
	memset(h, 0, sizeof(*h));
}

static const struct out_column cols[] = {
	{ "bulletin", "bulletin", OUT_TEXT },
	{ "name", "name", OUT_TEXT },
	{ "revision", "revision", OUT_NUMBER },
	{ "reader", "reader", OUT_TEXT },
	{ "wave", "wave", OUT_TEXT },
	{ "opens", "opens", OUT_TEXT },
	{ "public", "public", OUT_TEXT },
	{ "fetched", "signed for", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
};

static void
out_row(struct out_table *t, const struct held_row *r)
{
	out_str(t, r->bulletin);
	out_str(t, r->name);
	out_int(t, r->revision);
	out_str(t, r->reader);
	out_str(t, r->wave);
	out_instant(t, r->opens_s);
	out_instant(t, r->public_s);
	if (r->state == HELD_KEPT)
		out_instant(t, r->fetched_s);
	else
		out_none(t);
	out_str(t, states[r->state]);
}

void
held_ahead(const struct vault *v, const struct held *h)
{
	if (h->ahead > 0)
		say_note(v->cli, "%zu of them w%s fetched ahead of the "
		    "instant and open%s then, whatever becomes of the partner; "
		    "to withhold them, telltale retract the bulletin, which "
		    "destroys its keys, and telltale seal it under another id "
		    "for everybody else", h->ahead, h->ahead == 1 ? "as" :
		    "ere", h->ahead == 1 ? "s" : "");
}

/* Of copies that it has: those that are not public yet, and until when. */
static size_t
secret_yet(const struct held *h, int64_t now_s, int64_t *until_s)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		if (h->row[i].state != HELD_KEPT ||
		    h->row[i].public_s <= now_s)
			continue;
		if (h->row[i].public_s > *until_s)
			*until_s = h->row[i].public_s;
		n++;
	}
	return n;
}

void
held_owed(const struct held *h, const struct vault_partner *p, int64_t now_s,
    struct buf *out)
{
	char until[OUT_MOMENT_LEN];
	int64_t until_s = 0;
	size_t n = secret_yet(h, now_s, &until_s);

	buf_printf(out, "What stays owed: %zu cop%s signed for and cannot be "
	    "recalled", h->kept, h->kept == 1 ? "y was" : "ies were");
	if (n > 0) {
		out_moment(until, until_s, now_s);
		buf_printf(out, "; %zu of them, and what was made from them, "
		    "stay%s confidential until their bulletins are public, "
		    "the last at %s", n, n == 1 ? "s" : "", until);
	} else
		buf_str(out, "; none is of a bulletin that is still "
		    "confidential");
	if (p->agreement[0] != '\0')
		buf_printf(out, ". The agreement, version %s, goes on binding "
		    "for all of it as it was signed", p->agreement);
	buf_str(out, ". Nothing more is handed out, what was not opened "
	    "either, and its marks still tell whose a copy is.");
}

int
held_print(struct vault *v, const struct vault_partner *p, int64_t now_s)
{
	struct out_table *t;
	struct json_out *j;
	struct destroyed d;
	struct held h;
	enum tt_err e;
	int code;

	if ((e = destroyed_read(&d, v->db, p->id, now_s)) != TT_OK)
		return partner_cannot(v, e, "read what it destroyed");
	if ((code = held_read(&h, v, p, now_s)) != CLI_DONE)
		return code;
	t = out_table_new(v->cli, "telltale-partner-holds/1", "copies", cols,
	    N_ROWS(cols));
	if ((j = out_table_head(t)) != NULL) {
		json_out_key(j, "partner");
		json_out_str(j, p->id);
		json_out_key(j, "kept");
		json_out_u64(j, h.kept);
		json_out_key(j, "withheld");
		json_out_u64(j, h.withheld);
		json_out_key(j, "ahead");
		json_out_u64(j, h.ahead);
		destroyed_put(&d, j);
	}
	for (size_t i = 0; i < h.n; i++)
		out_row(t, &h.row[i]);
	code = out_table_end(t);
	if (code == CLI_DONE && !v->cli->json) {
		out_line(" ");
		paragraph(0, "%zu of %zu copies of '%s' were signed for and "
		    "cannot be recalled; %zu are withheld. What was told stays "
		    "confidential until the public instant of each bulletin, "
		    "under agreement %s.", h.kept, h.n, p->id, h.withheld,
		    p->agreement[0] != '\0' ? p->agreement : "(none signed)");
		held_ahead(v, &h);
		destroyed_line(&d, "destruction ", now_s);
	}
	held_done(&h);
	return code;
}
