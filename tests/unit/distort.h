/* SPDX-License-Identifier: ISC */
/*
 * distort - what people and programs do to a text on its way out.
 *
 * A rendering is a row of cells, each a byte and the place of the bulletin
 * that it belongs to, so that after any distortion it is known which places
 * are still there whole.  Every step draws from one seeded stream.
 */
#ifndef DISTORT_H
#define DISTORT_H

#include "test.h"

#include <math.h>

#include "base/rng.h"
#include "base/utf8.h"
#include "telltale/bulletin.h"

#define NOBODY	UINT32_MAX	/* the place of literal text */

struct cell {
	uint32_t cp;		/* code point; 0 marks where a place begins */
	uint32_t place;
};

struct cells {
	struct cell *at;
	size_t n, cap;
};

enum {
	D_CUT = 1, D_SHUFFLE = 2, D_COMMENT = 4, D_SLIPS = 8, D_UPPER = 16,
	D_LOWER = 32, D_PASTE = 64, D_QUOTED = 128, D_WRAP = 256,
	D_HIDDEN = 512, D_SOFT = 1024, D_TWICE = 2048,
	D_MORE = 4096, D_MOST = 8192,
};

static void
cell_add(struct cells *c, uint32_t cp, uint32_t place)
{
	if (c->n == c->cap) {
		c->cap = c->cap * 2 + 1024;
		c->at = realloc(c->at, c->cap * sizeof(*c->at));
		assert_non_null(c->at);
	}
	c->at[c->n++] = (struct cell){ cp, place };
}

static void
cell_text(struct cells *c, struct span text, uint32_t place)
{
	size_t len;

	while (text.n > 0) {
		cell_add(c, (uint32_t)utf8_next(text.p, text.n, &len), place);
		text.p += len;
		text.n -= len;
	}
}

/* One part as cells. */
static void
render_cells(struct cells *c, const struct tt_bulletin *b, size_t part,
    const uint64_t *symbols)
{
	const struct tt_part *p = &b->parts[part];
	size_t at = 0;
	struct buf text;

	for (size_t i = p->first_place; i < p->first_place + p->n_places; i++) {
		const struct tt_place *place = &b->places[i];

		cell_text(c, (struct span){ p->plain.p + at,
			place->offset - at }, NOBODY);
		at = place->offset;
		cell_add(c, 0, (uint32_t)i);
		buf_init(&text, TT_ALTERNATIVE_MAX);
		assert_int_equal(TT_OK, tt_site_text(&b->sites[place->site],
			symbols[place->site], &text));
		cell_text(c, buf_view(&text), (uint32_t)i);
		buf_done(&text);
	}
	cell_text(c, (struct span){ p->plain.p + at, p->plain.n - at }, NOBODY);
}

/*
 * The end of the line, or in prose the sentence, that begins at cell i;
 * places are whole.
 */
static size_t
sentence_end(const struct cells *c, size_t i, bool prose)
{
	uint32_t before = 0;

	for (; i < c->n; i++) {
		uint32_t cp = c->at[i].cp;

		if (c->at[i].place != NOBODY) {
			if (cp != 0)
				before = cp;
			continue;
		}
		if (cp == '\n' && (!prose || before == '\n' ||
			(i + 1 < c->n && c->at[i + 1].cp == '\n') ||
			(before < 0x80 && before != 0 &&
			    strchr(".!?:;|", (int)before) != NULL)))
			return i + 1;
		if (prose && cp == ' ' && before < 0x80 && before != 0 &&
		    strchr(".!?:;", (int)before) != NULL)
			return i + 1;
		before = cp;
	}
	return c->n;
}

static void
copy_cells(struct cells *to, const struct cells *from, size_t i, size_t end)
{
	for (; i < end; i++)
		cell_add(to, from->at[i].cp, from->at[i].place);
}

static const char *const filler[] = {
	"I have not had the time to look at the rest of it. ",
	"Somebody with a proper lab should repeat this before we panic. ",
	"My reading of it: the interesting part is somewhere in the middle.\n",
	"The usual people will say that they knew it all along, of course. ",
	"Sent from my phone, excuse the brevity.\n\n",
	"No idea whether that is real, but the style is theirs. ",
	"We run a few hundred of these for customers and saw nothing odd yet. ",
};

/* Sentences left out, moved, said twice, and somebody else's between them. */
static void
rearrange(struct cells *c, struct rng r, unsigned how, bool prose)
{
	size_t *starts = calloc(c->n + 1, sizeof(*starts)), n = 0, keep;
	struct cells out = { NULL, 0, 0 };

	assert_non_null(starts);
	for (size_t i = 0; i < c->n; i = sentence_end(c, i, prose))
		starts[n++] = i;
	for (size_t i = n; (how & D_SHUFFLE) != 0 && i > 1; i--) {
		size_t k = rng_below(r, i), t = starts[i - 1];

		starts[i - 1] = starts[k];
		starts[k] = t;
	}
	keep = (how & D_CUT) != 0 ? 3 + rng_below(r, 5) : 10;
	for (size_t i = 0; i < n; i++) {
		size_t end = sentence_end(c, starts[i], prose);

		if ((how & D_COMMENT) != 0 && rng_below(r, 6) == 0)
			cell_text(&out, span_str(filler[rng_below(r,
				N_ROWS(filler))]), NOBODY);
		if (rng_below(r, 10) >= keep)
			continue;
		copy_cells(&out, c, starts[i], end);
		if ((how & D_SHUFFLE) != 0 && c->at[end - 1].cp != '\n')
			cell_add(&out, '\n', NOBODY);
		if ((how & D_TWICE) != 0 && rng_below(r, 8) == 0)
			copy_cells(&out, c, starts[i], end);
	}
	free(starts);
	free(c->at);
	*c = out;
}

static bool
is_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

/* A key beside that of letter cp on a QWERTY keyboard. */
static uint32_t
key_beside(struct rng r, uint32_t cp)
{
	static const char *const rows[] = { "qwertyuiop", "asdfghjkl",
		"zxcvbnm" };
	uint32_t low = cp | 0x20;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		const char *at = strchr(rows[i], (int)low);
		size_t n = strlen(rows[i]), k;

		if (at == NULL)
			continue;
		k = (size_t)(at - rows[i]);
		if (k == 0)
			k = 1;
		else if (k + 1 == n || rng_below(r, 2) == 0)
			k--;
		else
			k++;
		return (uint32_t)rows[i][k] ^ (cp ^ low);
	}
	return cp;
}

/* One slip in so many letters; spoilt[place] if it hit a place. */
static void
slip(struct cells *c, struct rng r, unsigned one_in, bool *spoilt)
{
	struct cells out = { NULL, 0, 0 };

	for (size_t i = 0; i < c->n; i++) {
		struct cell a = c->at[i], b;

		if (!is_letter(a.cp) || rng_below(r, one_in) != 0) {
			cell_add(&out, a.cp, a.place);
			continue;
		}
		if (a.place != NOBODY)
			spoilt[a.place] = true;
		switch (rng_below(r, 4)) {
		case 0:
			b = i + 1 < c->n ? c->at[i + 1] : a;
			if (!is_letter(b.cp)) {
				cell_add(&out, a.cp, a.place);
				break;
			}
			if (b.place != NOBODY)
				spoilt[b.place] = true;
			cell_add(&out, b.cp, b.place);
			cell_add(&out, a.cp, a.place);
			i++;
			break;
		case 1:
			break;
		case 2:
			cell_add(&out, a.cp, a.place);
			cell_add(&out, a.cp, a.place);
			break;
		default:
			cell_add(&out, key_beside(r, a.cp), a.place);
			break;
		}
	}
	free(c->at);
	*c = out;
}

/* What a chat window, a word processor or somebody careful makes of it. */
static void
restyle(struct cells *c, struct rng r, unsigned how)
{
	static const struct {
		char from;
		uint32_t to;
	} twins[] = { { 'a', 0x430 }, { 'e', 0x435 }, { 'o', 0x43e },
		{ 'c', 0x441 }, { 'p', 0x440 }, { 'i', 0x456 } };
	struct cells out = { NULL, 0, 0 };
	uint32_t last = ' ';

	for (size_t i = 0; i < c->n; i++) {
		struct cell a = c->at[i];
		uint32_t next = i + 1 < c->n ? c->at[i + 1].cp : 0;

		if ((how & D_UPPER) != 0 && a.cp >= 'a' && a.cp <= 'z')
			a.cp -= 0x20;
		if ((how & D_LOWER) != 0 && a.cp >= 'A' && a.cp <= 'Z')
			a.cp += 0x20;
		if ((how & D_PASTE) != 0) {
			if (a.cp == '`' || a.cp == '*' || a.cp == '#')
				continue;
			if (a.cp == '\'')
				a.cp = is_letter(last) ? 0x2019 : 0x2018;
			if (a.cp == '"')
				a.cp = is_letter(next) ? 0x201c : 0x201d;
			if (a.cp == '\n' || (a.cp == ' ' &&
				rng_below(r, 20) == 0))
				a.cp = a.cp == '\n' ? ' ' : 0xa0;
			if (a.cp == '-' && last == ' ' && next == ' ')
				a.cp = 0x2014;
		}
		if ((how & D_HIDDEN) != 0 && is_letter(a.cp)) {
			if (rng_below(r, 60) == 0)
				cell_add(&out, rng_below(r, 2) == 0 ? 0xad :
				    0x200b, a.place);
			for (size_t k = 0; k < N_ROWS(twins) &&
			     rng_below(r, 10) == 0; k++)
				if (a.cp == (uint32_t)twins[k].from)
					a.cp = twins[k].to;
			if (a.cp == 'f' && next == 'i' &&
			    c->at[i + 1].place == a.place) {
				a.cp = 0xfb01;
				i++;
			}
		}
		cell_add(&out, a.cp, a.place);
		if (a.cp != 0)
			last = a.cp;
	}
	free(c->at);
	*c = out;
}

/* Wrapped as mail is: at spaces, quoted, or softly. */
static void
wrap(struct cells *c, size_t width, unsigned how)
{
	struct cells out = { NULL, 0, 0 };
	size_t column = 0, word;

	if ((how & D_QUOTED) != 0)
		cell_text(&out, SPAN("> "), NOBODY);
	for (size_t i = 0; i < c->n; i++) {
		struct cell a = c->at[i];

		for (word = 0; a.cp == ' ' && i + 1 + word < c->n &&
		     c->at[i + 1 + word].cp != ' ' &&
		     c->at[i + 1 + word].cp != '\n'; word++)
			continue;
		if (a.cp == ' ' && column + word >= width) {
			if ((how & D_SOFT) != 0) {
				cell_text(&out, SPAN(" =\n"), NOBODY);
				column = 0;
				continue;
			}
			a.cp = '\n';
		}
		cell_add(&out, a.cp, a.place);
		column++;
		if (a.cp == '\n') {
			column = 0;
			if ((how & D_QUOTED) != 0)
				cell_text(&out, SPAN("> "), NOBODY);
		}
	}
	free(c->at);
	*c = out;
}

/* Add up the cells of each place. */
static void
cells_count(const struct cells *c, size_t *n)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->at[i].place != NOBODY)
			n[c->at[i].place]++;
}

static __attribute__((unused)) char *
cells_text(const struct cells *c, size_t *n)
{
	char *p = malloc(c->n * 4 + 1);

	assert_non_null(p);
	*n = 0;
	for (size_t i = 0; i < c->n; i++)
		if (c->at[i].cp != 0)
			*n += utf8_put(p + *n, c->at[i].cp);
	p[*n] = '\0';
	return p;
}

#endif
