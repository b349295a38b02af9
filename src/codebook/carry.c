/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "telltale/carry.h"

/* How many bytes beside a site have to agree, in one pass after the other. */
struct beside {
	size_t left, right;
};

static const struct beside passes[] = {
	{ 24, 24 }, { 24, 0 }, { 0, 24 }, { 8, 8 }, { 8, 0 }, { 0, 8 },
	{ 4, 0 }, { 0, 4 }, { 0, 0 },
};

struct key {
	uint8_t hash[SHA256_LEN];
	uint32_t site;
};

/* A text with the first place of each of its sites. */
struct side {
	const struct tt_bulletin *b;
	const struct tt_place **place;	/* of each site */
	struct key *keys;
	size_t n;			/* of them */
};

static bool
side_init(struct side *s, const struct tt_bulletin *b)
{
	const struct tt_place *p;

	*s = (struct side){ .b = b };
	s->place = calloc(b->n_sites + 1, sizeof(*s->place));
	s->keys = calloc(b->n_sites + 1, sizeof(*s->keys));
	if (s->place == NULL || s->keys == NULL)
		return false;
	for (size_t i = 0; i < b->n_places; i++) {
		p = &b->places[i];
		if (s->place[p->site] == NULL)
			s->place[p->site] = p;
	}
	return true;
}

static void
side_done(struct side *s)
{
	free(s->place);
	free(s->keys);
}

static void
put_u64(struct sha256 *h, uint64_t v)
{
	uint8_t b[8];

	for (unsigned i = 0; i < 8; i++)
		b[i] = (uint8_t)(v >> 8 * i);
	sha256_add(h, b, sizeof(b));
}

static void
put_span(struct sha256 *h, struct span s)
{
	put_u64(h, s.n);
	sha256_add(h, s.p, s.n);
}

/* What must not change: kind, alternatives, and a level that was declared. */
static void
put_site(struct sha256 *h, const struct tt_site *s)
{
	put_u64(h, s->kind);
	put_u64(h, s->n);
	put_u64(h, s->lo);
	put_u64(h, s->digits);
	for (uint64_t a = 0; s->kind == TT_SITE_CHOICE && a < s->n; a++)
		put_span(h, s->alternatives[a]);
}

static void
put_beside(struct sha256 *h, const struct side *s, uint32_t site,
    const struct beside *by)
{
	const struct tt_place *p = s->place[site];
	struct span plain = s->b->parts[p->part].plain;
	size_t left = p->offset < by->left ? p->offset : by->left;
	size_t right = plain.n - p->offset;

	if (right > by->right)
		right = by->right;
	put_span(h, span_of(plain.p + p->offset - left, left));
	put_span(h, span_of(plain.p + p->offset, right));
}

static int
by_key(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = memcmp(x->hash, y->hash, sizeof(x->hash));

	if (order != 0)
		return order;
	return x->site < y->site ? -1 : x->site > y->site;
}

/* Keys of the sites that are still free, in their order. */
static void
side_sort(struct side *s, const struct beside *by, const uint32_t *taken)
{
	struct sha256 h;

	s->n = 0;
	for (uint32_t i = 0; i < s->b->n_sites; i++) {
		if (taken[i] != TT_CARRY_NEW)
			continue;
		sha256_init(&h);
		put_site(&h, &s->b->sites[i]);
		put_beside(&h, s, i, by);
		sha256_end(&h, s->keys[s->n].hash);
		s->keys[s->n++].site = i;
	}
	if (s->n > 0)
		qsort(s->keys, s->n, sizeof(*s->keys), by_key);
}

/* A declared level that is not the slot's makes it another site. */
static bool
may_keep(const struct tt_site *now, const struct tt_slot *slot)
{
	if (now->level_declared && now->level != slot->level)
		return false;
	return !now->flat_declared || slot->kind != TT_SLOT_QARY;
}

struct matching {
	const struct tt_carry_text *old;
	const struct tt_slot *slots;
	uint32_t *to;	/* of each old site: the new one */
	struct tt_carry *c;
};

static void
join(struct matching *m, const struct side *old, const struct side *now)
{
	size_t i = 0, k = 0;
	uint32_t was, is;
	int order;

	while (i < old->n && k < now->n) {
		was = old->keys[i].site;
		is = now->keys[k].site;
		order = memcmp(old->keys[i].hash, now->keys[k].hash,
		    sizeof(old->keys[i].hash));
		i += order <= 0;
		k += order >= 0;
		if (order != 0 || !may_keep(&now->b->sites[is],
		    &m->slots[m->old->slot_of[was]]))
			continue;
		m->to[was] = is;
		m->c->from[is] = was;
		m->c->slot_of[is] = m->old->slot_of[was];
		m->c->n_kept++;
	}
}

static enum tt_err
match(struct matching *m, const struct tt_bulletin *text)
{
	struct side old, now;
	enum tt_err e = TT_ENOMEM;
	bool made = side_init(&old, m->old->bulletin);

	made = side_init(&now, text) && made;
	if (made) {
		for (size_t i = 0; i < N_ROWS(passes); i++) {
			side_sort(&old, &passes[i], m->to);
			side_sort(&now, &passes[i], m->c->from);
			join(m, &old, &now);
		}
		e = TT_OK;
	}
	side_done(&old);
	side_done(&now);
	return e;
}

/* What the old table leaves open for new slots. */
struct habit {
	bool copies, flat;
};

static struct habit
habit_of(const struct tt_slot *slots, size_t n)
{
	struct habit h = { .flat = true };

	for (size_t i = 0; i < n; i++) {
		h.copies = h.copies || slots[i].level == TT_SITE_COPY;
		h.flat = h.flat && slots[i].kind != TT_SLOT_QARY;
	}
	return h;
}

/* The table grows by the sites that kept none. */
static enum tt_err
extend(struct tt_carry *c, const struct tt_bulletin *text, struct habit habit)
{
	struct tt_slot *s;

	for (uint32_t i = 0; i < text->n_sites; i++) {
		const struct tt_site *site = &text->sites[i];

		if (c->from[i] != TT_CARRY_NEW)
			continue;
		if (c->n_slots >= TT_SLOTS_MAX)
			return TT_ELIMIT;
		s = &c->slots[c->n_slots];
		*s = tt_slot_of(site);
		if (!site->level_declared)
			s->level = habit.copies && c->n_slots % 3 == 2 ?
			    TT_SITE_COPY : TT_SITE_HOLDER;
		if (s->kind != TT_SLOT_VALUE && !site->flat_declared)
			s->kind = habit.flat ? TT_SLOT_FLAT : TT_SLOT_QARY;
		c->slot_of[i] = (uint32_t)c->n_slots++;
	}
	return TT_OK;
}

static bool
fits(const struct tt_carry_text *old, size_t n_slots)
{
	for (size_t i = 0; i < old->bulletin->n_sites; i++)
		if (old->slot_of[i] >= n_slots)
			return false;
	return true;
}

static void
forget(uint32_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = TT_CARRY_NEW;
}

enum tt_err
tt_carry_new(struct tt_carry **out, const struct tt_carry_text *old,
    const struct tt_slot *slots, size_t n_slots,
    const struct tt_bulletin *text)
{
	size_t n = text->n_sites, n_old = old->bulletin->n_sites;
	struct tt_carry *c = calloc(1, sizeof(*c));
	struct matching m = { .old = old, .slots = slots, .c = c,
		.to = calloc(n_old + 1, sizeof(uint32_t)) };
	enum tt_err e = TT_ENOMEM;

	if (c == NULL || m.to == NULL)
		goto out;
	c->n_sites = n;
	c->n_slots = n_slots;
	c->slot_of = calloc(n + 1, sizeof(*c->slot_of));
	c->from = calloc(n + 1, sizeof(*c->from));
	c->slots = calloc(n_slots + n + 1, sizeof(*c->slots));
	if (c->slot_of == NULL || c->from == NULL || c->slots == NULL)
		goto out;
	e = TT_ERANGE;
	if (!fits(old, n_slots))
		goto out;
	if (n_slots > 0)
		memcpy(c->slots, slots, n_slots * sizeof(*slots));
	forget(m.to, n_old);
	forget(c->from, n);
	if ((e = match(&m, text)) != TT_OK ||
	    (e = extend(c, text, habit_of(slots, n_slots))) != TT_OK)
		goto out;
	*out = c;
	c = NULL;	/* transferred */
out:
	tt_carry_free(c);
	free(m.to);
	return e;
}

void
tt_carry_free(struct tt_carry *c)
{
	if (c == NULL)
		return;
	free(c->slot_of);
	free(c->from);
	free(c->slots);
	free(c);
}
