/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/exhibit.h"

#define FOUND_MAX	60	/* bytes shown of one alternative */
#define VALUES_SHOWN	3

static bool
is_read(const struct tt_observation *o)
{
	return o->kind == TT_OBS_SYMBOL || o->kind == TT_OBS_SOFT ||
	    o->kind == TT_OBS_VALUES;
}

static void
count(struct exhibit *x)
{
	for (size_t i = 0; i < x->n_slots; i++)
		if (x->site[i].site != NULL)
			x->total[x->site[i].site->class]++;
	for (size_t i = 0; i < x->observations->n; i++) {
		const struct tt_observation *o = &x->observations->at[i];

		if (!is_read(o))
			continue;
		x->n_read++;
		x->read[x->site[o->slot].site->class]++;
	}
}

static enum tt_err
place_sites(struct exhibit *x, const struct exhibit_text *texts, size_t n)
{
	uint32_t slot;

	if ((x->site = calloc(x->n_slots + 1, sizeof(*x->site))) == NULL)
		return TT_ENOMEM;
	for (size_t k = 0; k < n; k++)
		for (uint32_t i = 0; i < texts[k].bulletin->n_sites; i++) {
			slot = texts[k].slot_of != NULL ?
			    texts[k].slot_of[i] : i;
			if (slot >= x->n_slots)
				return TT_EINTEGRITY;
			x->site[slot] = (struct exhibit_site){
				texts[k].bulletin,
				&texts[k].bulletin->sites[i] };
		}
	return TT_OK;
}

/* Said already, or in doubt there. */
static bool
is_settled(const struct tt_observations *o, uint32_t slot)
{
	for (size_t i = 0; i < o->n_contradicted; i++)
		if (o->contradicted[i] == slot)
			return true;
	return tt_observations_at(o, slot) != NULL;
}

static bool
in(const struct tt_observation *at, size_t n, uint32_t slot)
{
	for (size_t i = 0; i < n; i++)
		if (at[i].slot == slot)
			return true;
	return false;
}

/* What the best one says, and of the others what it has not. */
static enum tt_err
merge(struct exhibit *x, struct tt_reading *const *r, size_t n)
{
	const struct tt_observations *best = r[x->text]->observations, *o;
	struct tt_observation *at;
	size_t room = 2 * best->n_contradicted, k = 0;
	enum tt_err e;

	x->observations = best;
	if (n == 1)
		return TT_OK;
	for (size_t i = 0; i < n; i++)
		room += r[i]->observations->n;
	if ((at = calloc(room + 1, sizeof(*at))) == NULL)
		return TT_ENOMEM;
	if (best->n > 0)
		memcpy(at, best->at, best->n * sizeof(*at));
	k = best->n;
	for (size_t i = n; i-- > 0;) {
		o = r[i]->observations;
		for (size_t m = 0; i != x->text && m < o->n; m++)
			if (!is_settled(best, o->at[m].slot) &&
			    !in(at + best->n, k - best->n, o->at[m].slot))
				at[k++] = o->at[m];
	}
	for (size_t i = 0; i < best->n_contradicted; i++) {
		at[k] = at[k + 1] = (struct tt_observation){
			.kind = TT_OBS_SYMBOL, .slot = best->contradicted[i] };
		at[k + 1].symbol = 1;	/* still in doubt: see is_settled */
		k += 2;
	}
	e = tt_observations_new(&x->merged, at, k);
	x->observations = x->merged;
	free(at);
	return e;
}

enum tt_err
exhibit_read(struct exhibit *x, const struct exhibit_text *texts, size_t n,
    size_t n_slots, const struct specimen *s)
{
	struct tt_reading **r = calloc(n + 1, sizeof(struct tt_reading *));
	enum tt_err e = TT_ENOMEM;

	*x = (struct exhibit){ .n_slots = n_slots };
	if (r == NULL || (e = place_sites(x, texts, n)) != TT_OK)
		goto out;
	for (size_t i = 0; i < n; i++) {
		if ((e = tt_reading_read(&r[i], texts[i].bulletin,
		    texts[i].slot_of, s->piece, s->n_pieces)) != TT_OK)
			goto out;
		if (r[i]->n_read >= r[x->text]->n_read)
			x->text = i;
	}
	if ((e = merge(x, r, n)) != TT_OK)
		goto out;
	count(x);
	x->reading = r[x->text];
	r[x->text] = NULL;	/* transferred */
out:
	for (size_t i = 0; r != NULL && i < n; i++)
		tt_reading_free(r[i]);
	free(r);
	if (e != TT_OK)
		exhibit_done(x);
	return e;
}

void
exhibit_done(struct exhibit *x)
{
	tt_reading_free(x->reading);
	tt_observations_free(x->merged);
	free(x->site);
	*x = (struct exhibit){ .n_read = 0 };
}

static unsigned
most_likely(const struct tt_observation *o)
{
	unsigned best = 0;

	for (unsigned a = 1; a < o->q; a++)
		if (o->likelihood[a] > o->likelihood[best])
			best = a;
	return best;
}

/* White space in one piece, and not more than is needed to know it by. */
static void
add_short(struct buf *out, struct span s)
{
	size_t begun = out->n, n;
	bool space = false;

	for (size_t i = 0; i < s.n; i++) {
		if (strchr(" \t\r\n", s.p[i]) != NULL && s.p[i] != '\0') {
			space = true;
			continue;
		}
		if (space && out->n > begun)
			buf_char(out, ' ');
		space = false;
		buf_char(out, s.p[i]);
	}
	if (out->n - begun <= FOUND_MAX)
		return;
	for (n = begun + FOUND_MAX; n > begun &&
	    ((unsigned char)out->p[n] & 0xc0) == 0x80; n--)
		;
	buf_cut(out, n);
	buf_str(out, "...");
}

static void
add_symbol(const struct tt_site *s, uint64_t v, struct buf *out)
{
	struct buf text;

	buf_init(&text, TT_ALTERNATIVE_MAX + 1);
	if (tt_site_text(s, v, &text) == TT_OK && buf_err(&text) == TT_OK) {
		if (text.n == 0)
			buf_str(out, "nothing");
		else {
			buf_char(out, '"');
			add_short(out, buf_view(&text));
			buf_char(out, '"');
		}
	}
	buf_done(&text);
}

static void
add_values(const struct tt_site *s, const struct tt_observation *o,
    struct buf *out)
{
	size_t n = o->n_values < VALUES_SHOWN ? o->n_values : VALUES_SHOWN;

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_str(out, ", ");
		add_symbol(s, o->values[i], out);
	}
	if (o->count > n)
		buf_printf(out, " and %llu more", (unsigned long long)
		    (o->count - n));
}

void
exhibit_found(const struct exhibit *x, uint32_t slot, struct buf *out)
{
	const struct tt_observation *o = tt_observations_at(x->observations,
	    slot);
	const struct tt_site *s = slot < x->n_slots ? x->site[slot].site :
	    NULL;

	if (o == NULL || s == NULL)
		return;
	switch (o->kind) {
	case TT_OBS_SYMBOL:
		add_symbol(s, o->symbol, out);
		break;
	case TT_OBS_SOFT:
		buf_str(out, "probably ");
		add_symbol(s, most_likely(o), out);
		break;
	case TT_OBS_VALUES:
		add_values(s, o, out);
		break;
	case TT_OBS_GONE:
		buf_str(out, "its place is cut");
		break;
	case TT_OBS_NOVEL:
		buf_str(out, "something else");
		break;
	case TT_OBS_ERASED:
	case TT_OBS_KIND_COUNT:
		break;
	}
}
