/* SPDX-License-Identifier: ISC */
/*
 * October 7, 2024 | 7 October 2024; October 7 | 7 October.  Not 2024-10-07:
 * among dates in words it stands out, and the reverse.  Where other dates
 * stand nearby, only what keeps to their manners.
 *
 * None of a sentence that speaks of an embargo or has
 * a time of day or a zone: those are instants, which are left as they are.
 */
#include <stdio.h>
#include <string.h>

#include "wording/rules.h"

static const char *const months[] = {
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December",
};

/* What makes a date an instant, or a term. */
static const char *const instants[] = {
	"embargo", "embargoed", "UTC", "GMT", "CET", "CEST", "PST", "PDT",
	"EST", "EDT", "until", "deadline", "noon", "midnight", "a.m.", "p.m.",
};

#define NEAR_TOKENS	200	/* on either side, in paragraphs at most */
#define NEAR_BLOCKS	2	/* so far away */

struct date {
	unsigned year, month, day;	/* month from 1 */
	size_t n;			/* tokens */
	bool month_first, comma;
	bool ordinal;			/* "7th" */
	bool abbreviated;		/* "Oct": read, and left as it is */
};

/* How other dates nearby are written. */
struct manners {
	bool any, month_first, day_first, plain;
	bool comma, no_comma;		/* between month and year */
};

static bool
is_plain_number(const struct token *t, size_t digits, unsigned lo,
    unsigned hi, unsigned *out)
{
	uint64_t v;

	if (t->s.kind != SEEN_NUMBER || t->s.text.n > digits ||
	    span_u64(t->s.text, hi, &v) != TT_OK || v < lo)
		return false;
	*out = (unsigned)v;
	return true;
}

static bool
is_month(const struct token *t, struct date *d)
{
	struct span w = t->s.text;

	for (unsigned i = 0; i < N_ROWS(months); i++) {
		d->abbreviated = w.n == 3 && memcmp(w.p, months[i], 3) == 0 &&
		    months[i][3] != '\0';
		if (d->abbreviated || span_is(w, months[i])) {
			d->month = i + 1;
			return true;
		}
	}
	return false;
}

/* "7", "07" not, "7th" too. */
static bool
is_day(const struct token *t, struct date *d)
{
	static const char *const endings[] = { "st", "nd", "rd", "th" };
	struct token bare = *t;

	d->ordinal = false;
	if (is_plain_number(t, 2, 1, 31, &d->day))
		return true;
	d->ordinal = true;
	for (size_t i = 0; i < N_ROWS(endings) && t->s.text.n > 2; i++) {
		bare.s.kind = SEEN_NUMBER;
		bare.s.text.n = t->s.text.n - 2;
		if (memcmp(t->s.text.p + bare.s.text.n, endings[i], 2) == 0 &&
		    is_plain_number(&bare, 2, 1, 31, &d->day))
			return true;
	}
	return false;
}

static bool
is_year(const struct token *t, unsigned *out)
{
	return is_plain_number(t, 4, 1970, 2199, out);
}

/* A year, with or without a comma before it; how many tokens it takes. */
static size_t
read_year(const struct token *t, struct date *d)
{
	size_t comma = span_is(t[0].s.text, ",") ? 1 : 0;

	if (!is_year(t + comma, &d->year))
		return 0;
	d->comma = comma > 0;
	return comma + 1;
}

static bool
read_date(const struct page *pg, size_t i, struct date *d)
{
	const struct token *t = &pg->at[i];

	*d = (struct date){ .n = 0 };
	if (i + 2 >= pg->n)	/* a page ends with SEEN_END */
		return false;
	if (is_day(t, d) && is_month(t + 1, d)) {
		d->n = is_year(t + 2, &d->year) ? 3 : 2;
	} else if (is_month(t, d) && is_day(t + 1, d)) {
		d->month_first = true;
		d->n = 2 + read_year(t + 2, d);
	} else {
		return false;
	}
	return d->year != 0 || t[d->n].s.kind != SEEN_NUMBER;
}

static bool
is_instant(const struct page *pg, size_t i)
{
	uint32_t sentence = pg->at[i].sentence;

	while (i > 0 && pg->at[i - 1].sentence == sentence)
		i--;
	for (; i < pg->n && pg->at[i].sentence == sentence; i++) {
		struct span w = pg->at[i].s.text;

		if (pg->at[i].closed || (w.n > 0 && w.n < 9 &&
		    memchr(w.p, ':', w.n) != NULL && w.p[0] >= '0' &&
		    w.p[0] <= '9'))
			return true;
		if (rules_is_word(&pg->at[i], instants, N_ROWS(instants)))
			return true;
	}
	return false;
}

/* In one run, one space at each place, and nothing stuck to it. */
static bool
is_plain(const struct matching *m, const struct token *t, size_t n)
{
	struct span own = { m->draft.p + t->offset,
		t[n - 1].offset + t[n - 1].length - t->offset };

	for (size_t k = 0; k < n; k++)
		if (t[k].run != t->run || t[k].run == PAGE_NO_RUN)
			return false;
	return memchr(own.p, '\n', own.n) == NULL && t->spaced &&
	    (t[n].spaced || t[n].s.kind != SEEN_CODE);
}

static enum tt_err
add_text(const struct matching *m, struct span *texts, size_t *n,
    const char *text)
{
	if (span_is(texts[0], text))
		return TT_OK;
	texts[*n] = arena_copy(m->arena, span_str(text));
	return texts[(*n)++].p == NULL ? TT_ENOMEM : TT_OK;
}

struct spellings {
	char american[32], british[32];
};

static void
spell(const struct date *d, struct spellings *s)
{
	const char *month = months[d->month - 1];

	if (d->year == 0) {
		snprintf(s->american, sizeof(s->american), "%s %u", month,
		    d->day);
		snprintf(s->british, sizeof(s->british), "%u %s", d->day,
		    month);
		return;
	}
	snprintf(s->american, sizeof(s->american), "%s %u, %u", month, d->day,
	    d->year);
	snprintf(s->british, sizeof(s->british), "%u %s %u", d->day, month,
	    d->year);
}

static void
add_manner(struct manners *near, const struct date *d)
{
	near->any = true;
	near->month_first |= d->month_first;
	near->day_first |= !d->month_first;
	near->plain |= !d->ordinal && !d->abbreviated;
	near->comma |= d->comma;
	near->no_comma |= d->month_first && d->year != 0 && !d->comma;
}

/* Of the dates near the n tokens from at. */
static struct manners
look_around(const struct page *pg, size_t at, size_t n)
{
	uint32_t block = pg->at[at].block;
	size_t lo = at > NEAR_TOKENS ? at - NEAR_TOKENS : 0;
	struct manners near = { .any = false };
	struct date d;

	for (size_t i = lo; i < pg->n && i < at + n + NEAR_TOKENS; i++) {
		if (pg->at[i].block + NEAR_BLOCKS < block)
			continue;
		if (pg->at[i].block > block + NEAR_BLOCKS)
			break;
		if ((i < at || i >= at + n) && read_date(pg, i, &d)) {
			add_manner(&near, &d);
			i += d.n - 1;
		}
	}
	return near;
}

/* Beside other dates only what one of them looks like already. */
static bool
american_fits(const struct manners *near, const struct date *d)
{
	return !near->any || (near->month_first && near->plain &&
	    (d->year == 0 || near->comma || !near->no_comma));
}

static bool
british_fits(const struct manners *near)
{
	return !near->any || (near->day_first && near->plain);
}

static enum tt_err
add_date(struct rules *r, const struct matching *m, const struct token *t,
    const struct date *d, const struct manners *near)
{
	struct spellings s;
	struct span *texts = arena_get(m->arena, 3 * sizeof(*texts));
	struct tt_proposal p = { .offset = t->offset, .n = 1,
		.length = t[d->n - 1].offset + t[d->n - 1].length - t->offset,
		.group = "date", .why = "ways to write one date" };
	enum tt_err e;

	if (texts == NULL)
		return TT_ENOMEM;
	spell(d, &s);
	texts[0] = (struct span){ m->draft.p + t->offset, p.length };
	if (american_fits(near, d) &&
	    (e = add_text(m, texts, &p.n, s.american)) != TT_OK)
		return e;
	if (british_fits(near) &&
	    (e = add_text(m, texts, &p.n, s.british)) != TT_OK)
		return e;
	p.alternatives = texts;
	return p.n < 2 ? TT_OK : rules_add(r, &p);
}

enum tt_err
rule_date(struct rules *r, const struct matching *m, struct page *pg)
{
	enum tt_err e = TT_OK;
	struct date d;

	for (size_t i = 1; i + 1 < pg->n && e == TT_OK; i++) {
		struct token *t = &pg->at[i];
		struct manners near;

		if (!read_date(pg, i, &d) || d.abbreviated ||
		    i + d.n >= pg->n || !is_plain(m, t, d.n) ||
		    is_instant(pg, i))
			continue;
		near = look_around(pg, i, d.n);
		e = add_date(r, m, t, &d, &near);
		for (size_t k = 0; k < d.n; k++)
			t[k].free = false;
		i += d.n - 1;
	}
	return e;
}
