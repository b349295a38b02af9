/* SPDX-License-Identifier: ISC */
/*
 * October 7, 2024 | 7 October 2024 | 2024-10-07
 *
 * Whole dates only, and none of a sentence that speaks of an embargo or has
 * a time of day or a zone: those are instants, which are left as they are.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

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
	bool iso;
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

static bool
is_day(const struct token *t, unsigned *out)
{
	return is_plain_number(t, 2, 1, 31, out);
}

static bool
is_year(const struct token *t, unsigned *out)
{
	return is_plain_number(t, 4, 1970, 2199, out);
}

static bool
digits_of(struct span s, size_t from, size_t n, unsigned lo, unsigned hi,
    unsigned *out)
{
	*out = 0;
	for (size_t i = from; i < from + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*out = *out * 10 + (unsigned)(s.p[i] - '0');
	}
	return *out >= lo && *out <= hi;
}

static bool
is_iso(const struct token *t, struct date *d)
{
	struct span s = t->s.text;

	return t->s.kind == SEEN_NUMBER && s.n == 10 && s.p[4] == '-' &&
	    s.p[7] == '-' && digits_of(s, 0, 4, 1970, 2199, &d->year) &&
	    digits_of(s, 5, 2, 1, 12, &d->month) &&
	    digits_of(s, 8, 2, 1, 31, &d->day);
}

static bool
read_date(const struct page *pg, size_t i, struct date *d)
{
	const struct token *t = &pg->at[i];
	size_t comma;

	if (is_iso(t, d)) {
		d->n = 1;
		d->iso = true;
		return true;
	}
	d->iso = false;
	if (i + 3 >= pg->n)
		return false;
	if (is_day(t, &d->day) && is_month(t + 1, &d->month) &&
	    is_year(t + 2, &d->year)) {
		d->n = 3;
		return true;
	}
	comma = span_is(t[2].s.text, ",") ? 1 : 0;
	d->n = 3 + comma;
	return is_month(t, &d->month) && is_day(t + 1, &d->day) &&
	    is_year(t + 2 + comma, &d->year);
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
		for (size_t k = 0; k < N_ROWS(instants); k++)
			if (w.n == strlen(instants[k]) &&
			    strncasecmp(w.p, instants[k], w.n) == 0)
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

static enum tt_err
add_date(struct rules *r, const struct matching *m, const struct token *t,
    const struct date *d)
{
	const char *month = months[d->month - 1];
	char american[32], british[32], iso[32];
	struct span *texts = arena_get(m->arena, 4 * sizeof(*texts));
	struct tt_proposal p = { .offset = t->offset, .n = 1,
		.length = t[d->n - 1].offset + t[d->n - 1].length - t->offset,
		.group = "date", .why = "ways to write one date" };
	enum tt_err e;

	if (texts == NULL)
		return TT_ENOMEM;
	snprintf(american, sizeof(american), "%s %u, %u", month, d->day,
	    d->year);
	snprintf(british, sizeof(british), "%u %s %u", d->day, month, d->year);
	snprintf(iso, sizeof(iso), "%04u-%02u-%02u", d->year, d->month, d->day);
	texts[0] = (struct span){ m->draft.p + t->offset, p.length };
	if ((e = add_text(m, texts, &p.n, american)) != TT_OK ||
	    (e = add_text(m, texts, &p.n, british)) != TT_OK ||
	    (e = add_text(m, texts, &p.n, iso)) != TT_OK)
		return e;
	p.alternatives = texts;
	return rules_add(r, &p);
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
		    (d.iso && !span_is(t[-1].s.text, "on")))
			continue;
		e = add_date(r, m, t, &d);
		for (size_t k = 0; k < d.n; k++)
			t[k].free = false;
		i += d.n - 1;
	}
	return e;
}
