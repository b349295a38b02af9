/* SPDX-License-Identifier: ISC */
/*
 * October 7, 2024 | 7 October 2024; October 7 | 7 October.  Not 2024-10-07:
 * among dates in words it stands out, and the reverse.
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

struct date {
	unsigned year, month, day;	/* month from 1 */
	size_t n;			/* tokens */
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
is_month(const struct token *t, unsigned *out)
{
	for (unsigned i = 0; i < N_ROWS(months); i++) {
		if (span_is(t->s.text, months[i])) {
			*out = i + 1;
			return true;
		}
	}
	return false;
}

/* "7", "07" not, "7th" too. */
static bool
is_day(const struct token *t, unsigned *out)
{
	static const char *const endings[] = { "st", "nd", "rd", "th" };
	struct token bare = *t;

	if (is_plain_number(t, 2, 1, 31, out))
		return true;
	for (size_t i = 0; i < N_ROWS(endings) && t->s.text.n > 2; i++) {
		bare.s.kind = SEEN_NUMBER;
		bare.s.text.n = t->s.text.n - 2;
		if (memcmp(t->s.text.p + bare.s.text.n, endings[i], 2) == 0 &&
		    is_plain_number(&bare, 2, 1, 31, out))
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

	return is_year(t + comma, &d->year) ? comma + 1 : 0;
}

static bool
read_date(const struct page *pg, size_t i, struct date *d)
{
	const struct token *t = &pg->at[i];

	*d = (struct date){ .n = 0 };
	if (i + 2 >= pg->n)	/* a page ends with SEEN_END */
		return false;
	if (is_day(t, &d->day) && is_month(t + 1, &d->month)) {
		d->n = is_year(t + 2, &d->year) ? 3 : 2;
	} else if (is_month(t, &d->month) && is_day(t + 1, &d->day)) {
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

static enum tt_err
add_date(struct rules *r, const struct matching *m, const struct token *t,
    const struct date *d)
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
	if ((e = add_text(m, texts, &p.n, s.american)) != TT_OK ||
	    (e = add_text(m, texts, &p.n, s.british)) != TT_OK)
		return e;
	p.alternatives = texts;
	return rules_add(r, &p);
}

/* Two dates in a paragraph are written alike, or look careless. */
static bool
is_only_one(const struct page *pg, size_t at, size_t n)
{
	uint32_t block = pg->at[at].block;
	struct date d;

	for (size_t i = at; i-- > 0 && pg->at[i].block == block;)
		if (read_date(pg, i, &d))
			return false;
	for (size_t i = at + n; i < pg->n && pg->at[i].block == block; i++)
		if (read_date(pg, i, &d))
			return false;
	return true;
}

enum tt_err
rule_date(struct rules *r, const struct matching *m, struct page *pg)
{
	enum tt_err e = TT_OK;
	struct date d;

	for (size_t i = 1; i + 1 < pg->n && e == TT_OK; i++) {
		struct token *t = &pg->at[i];

		if (!read_date(pg, i, &d) || i + d.n >= pg->n ||
		    !is_plain(m, t, d.n) || is_instant(pg, i) ||
		    !is_only_one(pg, i, d.n))
			continue;
		e = add_date(r, m, t, &d);
		for (size_t k = 0; k < d.n; k++)
			t[k].free = false;
		i += d.n - 1;
	}
	return e;
}
