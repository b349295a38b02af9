/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/showing.h"

static uint32_t
slot_of(const struct showing_text *t, uint32_t site)
{
	return t->slot_of != NULL ? t->slot_of[site] : site;
}

static enum tt_err
place_sites(struct showing *x)
{
	const struct tt_bulletin *b;
	uint32_t slot;

	x->site = calloc(x->n_slots + 1, sizeof(*x->site));
	x->searched = calloc(x->n_slots + 1, sizeof(*x->searched));
	if (x->site == NULL || x->searched == NULL)
		return TT_ENOMEM;
	for (size_t k = 0; k < x->n; k++) {
		b = x->text[k].bulletin;
		for (uint32_t i = 0; i < b->n_sites; i++) {
			slot = slot_of(&x->text[k], i);
			if (slot >= x->n_slots)
				return TT_EINTEGRITY;
			x->site[slot] = (struct showing_site){ b,
				&b->sites[i] };
			if (exhibit_is_searched(&x->at[k], i))
				x->searched[slot] = true;
		}
	}
	return TT_OK;
}

/* One vector in the making, and which slots have been spoken of. */
struct merging {
	struct tt_observation *at;
	size_t n;
	bool *said;
};

static void
add(struct merging *m, const struct tt_observation *o, uint32_t slot)
{
	m->at[m->n] = *o;
	m->at[m->n++].slot = slot;
	m->said[slot] = true;
}

/* What one text says of slots that nobody has spoken of before it. */
static void
add_text(struct merging *m, const struct showing *x, size_t k)
{
	const struct tt_observations *o = x->at[k].observations;
	struct tt_observation two[2];
	uint32_t site, slot;

	for (size_t i = 0; i < o->n; i++) {
		slot = slot_of(&x->text[k], o->at[i].slot);
		if (!m->said[slot])
			add(m, &o->at[i], slot);
	}
	for (size_t i = 0; i < o->n_contradicted; i++) {
		site = o->contradicted[i];
		slot = slot_of(&x->text[k], site);
		if (m->said[slot])
			continue;
		exhibit_contradict(two, &x->text[k].bulletin->sites[site]);
		add(m, &two[0], slot);
		add(m, &two[1], slot);
	}
}

static enum tt_err
merge(struct showing *x)
{
	struct tt_observations *merged = NULL;
	struct merging m = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	m.at = calloc(2 * x->n_slots + 1, sizeof(*m.at));
	m.said = calloc(x->n_slots + 1, sizeof(*m.said));
	if (m.at != NULL && m.said != NULL) {
		add_text(&m, x, x->speaks);
		for (size_t k = x->n; k-- > 0;)
			if (k != x->speaks)
				add_text(&m, x, k);
		e = tt_observations_new(&merged, m.at, m.n);
	}
	free(m.at);
	free(m.said);
	if (e != TT_OK)
		return e;
	tt_observations_free(x->observations);
	x->observations = merged;
	return TT_OK;
}

static void
count(struct showing *x)
{
	const struct tt_observation *o;

	x->n_read = 0;
	memset(x->read, 0, sizeof(x->read));
	memset(x->total, 0, sizeof(x->total));
	for (size_t i = 0; i < x->n_slots; i++)
		if (x->site[i].site != NULL)
			x->total[x->site[i].site->class]++;
	for (size_t i = 0; i < x->observations->n; i++) {
		o = &x->observations->at[i];
		if (!exhibit_is_read(o))
			continue;
		x->n_read++;
		x->read[x->site[o->slot].site->class]++;
	}
}

enum tt_err
showing_read(struct showing *x, const struct showing_text *texts, size_t n,
    size_t n_slots, const struct specimen *s)
{
	enum tt_err e = TT_ENOMEM;

	*x = (struct showing){ .n_slots = n_slots };
	x->text = calloc(n, sizeof(*x->text));
	x->at = calloc(n, sizeof(*x->at));
	if (x->text == NULL || x->at == NULL)
		goto out;
	memcpy(x->text, texts, n * sizeof(*texts));
	for (; x->n < n; x->n++) {
		if ((e = exhibit_read(&x->at[x->n], texts[x->n].bulletin,
		    s)) != TT_OK)
			goto out;
		if (x->at[x->n].n_read >= x->at[x->speaks].n_read)
			x->speaks = x->n;
	}
	if ((e = place_sites(x)) == TT_OK && (e = merge(x)) == TT_OK)
		count(x);
out:
	if (e != TT_OK)
		showing_done(x);
	return e;
}

void
showing_done(struct showing *x)
{
	for (size_t i = 0; i < x->n; i++)
		exhibit_done(&x->at[i]);
	free(x->at);
	free(x->text);
	free(x->site);
	free(x->searched);
	tt_observations_free(x->observations);
	*x = (struct showing){ .n = 0 };
}

size_t
showing_fields(const struct showing *x)
{
	return exhibit_fields(&x->at[x->speaks]);
}

void
showing_give(struct showing *x, struct tt_observations *o)
{
	tt_observations_free(x->observations);
	x->observations = o;
	memset(x->searched, 0, x->n_slots * sizeof(*x->searched));
	count(x);
}

/* What was issued, for those of one text's sites that are searched for. */
static enum tt_err
search_text(struct showing *x, size_t k, const struct tt_issued *issued,
    size_t n)
{
	const struct showing_text *t = &x->text[k];
	struct tt_issued *own = calloc(t->bulletin->n_sites + 1,
	    sizeof(*own));
	size_t m = 0;
	enum tt_err e = TT_OK;

	if (own == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < t->bulletin->n_sites; i++)
		for (size_t j = 0; j < n; j++) {
			if (issued[j].site != slot_of(t, i) ||
			    !exhibit_is_searched(&x->at[k], i))
				continue;
			own[m] = issued[j];
			own[m++].site = i;
			break;
		}
	if (m > 0)
		e = exhibit_search(&x->at[k], t->bulletin, own, m);
	free(own);
	return e;
}

enum tt_err
showing_search(struct showing *x, const struct tt_issued *issued, size_t n)
{
	enum tt_err e = TT_OK;

	for (size_t k = 0; k < x->n && e == TT_OK; k++)
		e = search_text(x, k, issued, n);
	if (e == TT_OK && (e = merge(x)) == TT_OK)
		count(x);
	return e;
}

void
showing_found(const struct showing *x, uint32_t slot, struct buf *out)
{
	const struct tt_observation *o = tt_observations_at(x->observations,
	    slot);

	if (slot < x->n_slots && x->site[slot].site != NULL)
		exhibit_found(x->site[slot].site, o, out);
}
