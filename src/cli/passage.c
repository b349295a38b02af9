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

/* The plain text from..to with the sites that stand there, p and on. */
static void
add_text(const struct spot *at, size_t from, size_t to,
    const struct tt_place *p, const struct tt_place *end, struct buf *out)
{
	const char *plain = at->part->plain.p;

	for (; p < end && p->offset <= to; p++) {
		buf_add(out, plain + from, p->offset - from);
		add_site(at, p->site, out);
		from = p->offset;
	}
	buf_add(out, plain + from, to - from);
}

/* The first place of the part that is not before from. */
static const struct tt_place *
first_from(const struct spot *at, size_t from)
{
	const struct tt_place *first = at->text->bulletin->places +
	    at->part->first_place, *p = at->place;

	while (p > first && p[-1].offset >= from)
		p--;
	return p;
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
	add_text(&at, from, at.place->offset, first_from(&at, from), at.place,
	    &line);
	keep_end(buf_view(&line), before);
	buf_clear(&line);
	add_text(&at, at.place->offset, to, at.place + 1,
	    at.text->bulletin->places + at.part->first_place +
	    at.part->n_places, &line);
	keep_start(buf_view(&line), behind);
	buf_done(&line);
}
