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
count(struct exhibit *x, const struct tt_bulletin *b)
{
	for (size_t i = 0; i < b->n_sites; i++)
		x->total[b->sites[i].class]++;
	for (size_t i = 0; i < x->observations->n; i++) {
		const struct tt_observation *o = &x->observations->at[i];

		if (!is_read(o))
			continue;
		x->n_read++;
		x->read[b->sites[o->slot].class]++;
	}
}

enum tt_err
exhibit_read(struct exhibit *x, const struct tt_bulletin *b,
    const struct specimen *s)
{
	enum tt_err e;

	*x = (struct exhibit){ .n_read = 0 };
	if ((e = tt_reading_read(&x->reading, b, NULL, s->piece,
	    s->n_pieces)) != TT_OK)
		return e;
	x->observations = x->reading->observations;
	count(x, b);
	return TT_OK;
}

void
exhibit_done(struct exhibit *x)
{
	tt_reading_free(x->reading);
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
exhibit_found(const struct exhibit *x, const struct tt_bulletin *b,
    uint32_t site, struct buf *out)
{
	const struct tt_observation *o = tt_observations_at(x->observations,
	    site);
	const struct tt_site *s = &b->sites[site];

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
