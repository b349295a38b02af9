/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/exhibit.h"

#define FOUND_MAX	60	/* bytes shown of one alternative */
#define VALUES_SHOWN	3

bool
exhibit_is_read(const struct tt_observation *o)
{
	return o->kind == TT_OBS_SYMBOL || o->kind == TT_OBS_SOFT ||
	    o->kind == TT_OBS_VALUES;
}

static void
count(struct exhibit *x, const struct tt_bulletin *b)
{
	for (size_t i = 0; i < b->n_sites; i++)
		x->total[b->sites[i].class]++;
	for (size_t i = 0; i < x->observations->n; i++) {
		const struct tt_observation *o = &x->observations->at[i];

		if (!exhibit_is_read(o))
			continue;
		x->n_read++;
		x->read[b->sites[o->slot].class]++;
	}
}

enum { ALONE, OF_TEXT };	/* bytes only; what is read as text too */

/* Has the file a text of that name beside these bytes? */
static bool
is_text_too(const struct specimen *s, size_t piece)
{
	const struct specimen_file *f = specimen_file_of(s, piece);
	const struct tt_piece *p = &s->piece[piece], *q;

	for (size_t i = 0; i < f->n_pieces; i++) {
		q = &s->piece[f->first_piece + i];
		if (q->kind == TT_PIECE_TEXT && span_eq(q->name, p->name))
			return true;
	}
	return false;
}

static enum tt_err
settle(struct exhibit *x, const struct tt_bulletin *b,
    const struct specimen *s)
{
	size_t n[2] = { 0, 0 };
	enum tt_err e = TT_OK;
	int k;

	for (k = 0; k < 2; k++)
		if ((x->bytes[k] = calloc(s->n_pieces + 1,
		    sizeof(*x->bytes[k]))) == NULL)
			return TT_ENOMEM;
	for (size_t i = 0; i < s->n_pieces; i++) {
		if (s->piece[i].kind != TT_PIECE_BYTES)
			continue;
		k = is_text_too(s, i) ? OF_TEXT : ALONE;
		x->bytes[k][n[k]++] = s->piece[i];
	}
	for (k = 0; k < 2 && e == TT_OK; k++)
		if (n[k] > 0)
			e = tt_constants_settle(&x->constants[k], b,
			    x->bytes[k], n[k]);
	return e;
}

static bool
is_contradicted(const struct tt_observations *o, uint32_t site)
{
	for (size_t i = 0; i < o->n_contradicted; i++)
		if (o->contradicted[i] == site)
			return true;
	return false;
}

/* The way in which the constants of a kind speak of a site. */
static enum tt_constants_way
way(const struct exhibit *x, int k, uint32_t site)
{
	enum tt_constants_way w;

	if (x->constants[k] == NULL)
		return TT_CONSTANTS_NONE;
	w = x->constants[k]->sites[site].way;
	return k == OF_TEXT && w == TT_CONSTANTS_SEARCH ? TT_CONSTANTS_NONE : w;
}

/* What speaks of a site where no sentence does; NULL: nothing. */
static const struct tt_observation *
pick(const struct exhibit *x, struct tt_observations *const says[2],
    uint32_t site)
{
	if (is_contradicted(x->reading->observations, site))
		return NULL;
	if (way(x, ALONE, site) == TT_CONSTANTS_FIELD)
		return tt_observations_at(says[ALONE], site);
	if (way(x, OF_TEXT, site) == TT_CONSTANTS_FIELD)
		return tt_observations_at(says[OF_TEXT], site);
	if (way(x, ALONE, site) == TT_CONSTANTS_SEARCH)
		return tt_observations_at(says[ALONE], site);
	return NULL;
}

void
exhibit_contradict(struct tt_observation o[2], const struct tt_site *s)
{
	static const uint64_t values[2] = { 0, 1 };

	for (unsigned i = 0; i < 2; i++)
		o[i] = tt_site_is_value(s) ? (struct tt_observation){
			.slot = s->number, .kind = TT_OBS_VALUES,
			.values = &values[i], .n_values = 1, .count = 1,
			.whole = true } : (struct tt_observation){
			.slot = s->number, .kind = TT_OBS_SYMBOL,
			.symbol = i };
}

static enum tt_err
put_together(struct exhibit *x, const struct tt_bulletin *b,
    struct tt_observations *const says[2], struct tt_observations **out)
{
	const struct tt_observations *r = x->reading->observations;
	struct tt_observation *all = calloc(2 * b->n_sites + 1, sizeof(*all));
	const struct tt_observation *o;
	size_t n = 0, more = 0;
	enum tt_err e = TT_OK;

	if (all == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < b->n_sites; i++) {
		if (is_contradicted(r, i)) {
			exhibit_contradict(&all[n], &b->sites[i]);
			n += 2;
		} else if ((o = tt_observations_at(r, i)) != NULL) {
			all[n++] = *o;
		} else if ((o = pick(x, says, i)) != NULL) {
			all[n++] = *o;
			more++;
		}
	}
	if (more > 0)
		e = tt_observations_new(out, all, n);
	free(all);
	return e;
}

/* What all ways say together; the counts are of that. */
static enum tt_err
merge(struct exhibit *x, const struct tt_bulletin *b)
{
	struct tt_observations *says[2] = { NULL, NULL }, *merged = NULL;
	enum tt_err e = TT_OK;

	for (int k = 0; k < 2 && e == TT_OK; k++)
		if (x->constants[k] != NULL)
			e = tt_constants_observe(&says[k], x->constants[k],
			    NULL);
	if (e == TT_OK)
		e = put_together(x, b, says, &merged);
	for (int k = 0; k < 2; k++)
		tt_observations_free(says[k]);
	if (e != TT_OK)
		return e;
	tt_observations_free(x->merged);
	x->merged = merged;
	x->observations = merged != NULL ? merged : x->reading->observations;
	x->n_read = 0;
	memset(x->read, 0, sizeof(x->read));
	memset(x->total, 0, sizeof(x->total));
	count(x, b);
	return TT_OK;
}

enum tt_err
exhibit_read(struct exhibit *x, const struct tt_bulletin *b,
    const struct specimen *s)
{
	enum tt_err e;

	*x = (struct exhibit){ .n_read = 0 };
	if ((e = tt_reading_read(&x->reading, b, NULL, s->piece,
	    s->n_pieces)) != TT_OK || (e = settle(x, b, s)) != TT_OK ||
	    (e = merge(x, b)) != TT_OK)
		exhibit_done(x);
	return e;
}

void
exhibit_done(struct exhibit *x)
{
	tt_observations_free(x->merged);
	for (int k = 0; k < 2; k++) {
		tt_constants_free(x->constants[k]);
		free(x->bytes[k]);
	}
	tt_reading_free(x->reading);
	*x = (struct exhibit){ .n_read = 0 };
}

size_t
exhibit_fields(const struct exhibit *x)
{
	size_t n = 0;

	for (int k = 0; k < 2; k++)
		n += x->constants[k] != NULL ? x->constants[k]->n_field : 0;
	return n;
}

bool
exhibit_is_searched(const struct exhibit *x, uint32_t site)
{
	return way(x, ALONE, site) == TT_CONSTANTS_SEARCH &&
	    !x->constants[ALONE]->sites[site].whole;
}

enum tt_err
exhibit_search(struct exhibit *x, const struct tt_bulletin *b,
    const struct tt_issued *issued, size_t n)
{
	enum tt_err e;

	if ((e = tt_constants_search(x->constants[ALONE], issued, n)) !=
	    TT_OK)
		return e;
	return merge(x, b);
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

bool
exhibit_settles(const struct tt_observation *o, uint64_t *v)
{
	if (o->kind == TT_OBS_SYMBOL)
		*v = o->symbol;
	else if (o->kind == TT_OBS_SOFT)
		*v = most_likely(o);
	else if (o->kind == TT_OBS_VALUES && o->n_values == 1)
		*v = o->values[0];
	else
		return false;
	return true;
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

void
exhibit_symbol(const struct tt_site *s, uint64_t v, struct buf *out)
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
		exhibit_symbol(s, o->values[i], out);
	}
	if (o->count > n)
		buf_printf(out, " and %llu more", (unsigned long long)
		    (o->count - n));
}

void
exhibit_found(const struct tt_site *s, const struct tt_observation *o,
    struct buf *out)
{
	if (o == NULL)
		return;
	switch (o->kind) {
	case TT_OBS_SYMBOL:
		exhibit_symbol(s, o->symbol, out);
		break;
	case TT_OBS_SOFT:
		buf_str(out, "probably ");
		exhibit_symbol(s, most_likely(o), out);
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
