/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "cli/passage.h"
#include "telltale/marked.h"

#define REACH	(4 * PASSAGE_AROUND)	/* bytes that are looked at */
#define DOTS	"..."

/* Room for what is looked at, each byte of it perhaps a site. */
#define WIDE	((size_t)REACH * (TT_ALTERNATIVE_MAX + 1))

/* A part of the text that has the slot, and the place in it. */
struct spot {
	const struct showing *x;
	const struct showing_text *text;
	const struct tt_part *part;
	const struct tt_place *place;
};

static bool
find_spot(const struct showing *x, uint32_t slot, struct spot *out)
{
	const struct showing_site *s;
	const struct tt_part *part;

	if (slot >= x->n_slots || x->site[slot].site == NULL)
		return false;
	s = &x->site[slot];
	part = &s->bulletin->parts[s->site->part];
	for (size_t k = 0; k < x->n; k++) {
		if (x->text[k].bulletin != s->bulletin)
			continue;
		for (size_t i = 0; i < part->n_places; i++) {
			const struct tt_place *p =
			    &s->bulletin->places[part->first_place + i];

			if (p->site != s->site->number ||
			    p->line != s->site->line)
				continue;
			*out = (struct spot){ x, &x->text[k], part, p };
			return true;
		}
	}
	return false;
}

/* What stands at another site of the line. */
static void
add_site(const struct spot *at, uint32_t number, struct buf *out)
{
	const struct tt_site *s = &at->text->bulletin->sites[number];
	const struct tt_observation *o = tt_observations_at(
	    at->x->observations, at->text->slot_of != NULL ?
	    at->text->slot_of[number] : number);
	uint64_t v = 0;

	bool known = o != NULL && exhibit_settles(o, &v);

	if ((!known && tt_site_is_value(s)) ||
	    tt_site_text(s, v, out) != TT_OK)
		buf_str(out, DOTS);
}

/*
 * The plain text from..to with its sites; of those at an end of it, what is
 * before the place in the text is before it here.
 */
static void
add_text(const struct spot *at, size_t from, size_t to, bool behind,
    struct buf *out)
{
	const struct tt_bulletin *b = at->text->bulletin;
	size_t done = from;

	for (size_t i = 0; i < at->part->n_places; i++) {
		const struct tt_place *p =
		    &b->places[at->part->first_place + i];

		if (p->offset < from || p->offset > to || p == at->place ||
		    (p > at->place) != behind)
			continue;
		buf_add(out, at->part->plain.p + done, p->offset - done);
		add_site(at, p->site, out);
		done = p->offset;
	}
	buf_add(out, at->part->plain.p + done, to - done);
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The last bytes of s, from a word on if there is one. */
static void
keep_end(struct span s, struct buf *out)
{
	size_t from, at;

	if (s.n <= PASSAGE_AROUND) {
		buf_span(out, s);
		return;
	}
	from = at = s.n - PASSAGE_AROUND;
	while (at < s.n && s.p[at] != ' ')
		at++;
	if (at == s.n)
		for (at = from; continues(s.p[at]); at++)
			;
	buf_str(out, DOTS);
	buf_add(out, s.p + at, s.n - at);
}

/* The first ones, likewise. */
static void
keep_start(struct span s, struct buf *out)
{
	size_t at = PASSAGE_AROUND;

	if (s.n <= PASSAGE_AROUND) {
		buf_span(out, s);
		return;
	}
	while (at > 0 && s.p[at] != ' ')
		at--;
	if (at == 0)
		for (at = PASSAGE_AROUND; continues(s.p[at]); at--)
			;
	buf_add(out, s.p, at);
	buf_str(out, DOTS);
}

void
passage_around(const struct showing *x, uint32_t slot, struct buf *before,
    struct buf *behind)
{
	struct spot at;
	struct span plain;
	struct buf line;
	size_t from, to;

	if (!find_spot(x, slot, &at))
		return;
	plain = at.part->plain;
	for (from = at.place->offset; from > 0 && plain.p[from - 1] != '\n' &&
	    at.place->offset - from < REACH; from--)
		;
	for (to = at.place->offset; to < plain.n && plain.p[to] != '\n' &&
	    to - at.place->offset < REACH; to++)
		;
	buf_init(&line, WIDE);
	add_text(&at, from, at.place->offset, false, &line);
	keep_end(buf_view(&line), before);
	buf_clear(&line);
	add_text(&at, at.place->offset, to, true, &line);
	keep_start(buf_view(&line), behind);
	buf_done(&line);
}
