/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "programme/moment.h"

#define DAY_LEN		10	/* YYYY-MM-DD */
#define MONTH_LEN	7
#define DAY		86400
#define TEXT_MAX	40	/* bytes of one instant, fraction and offset */
#define SECONDS_LEN	19	/* YYYY-MM-DDThh:mm:ss */
#define LAST		253402300799	/* 9999-12-31T23:59:59Z */

static enum tt_err
day_begins(struct span day, int64_t *out)
{
	char text[INSTANT_LEN + 1];

	if (day.n != DAY_LEN)
		return TT_ESYNTAX;
	snprintf(text, sizeof(text), "%.10sT00:00:00Z", day.p);
	return instant_parse(span_str(text), out);
}

static enum tt_err
parse_day(struct span s, struct moment *out)
{
	int64_t at_s;
	enum tt_err e;

	if ((e = day_begins(s, &at_s)) != TT_OK)
		return e;
	if (at_s > LAST - DAY)
		return TT_ERANGE;
	*out = (struct moment){ at_s, at_s + DAY };
	return TT_OK;
}

/* The month after "2025-12" is "2026-01". */
static enum tt_err
parse_month(struct span s, struct moment *out)
{
	char day[DAY_LEN + 1], next[INSTANT_LEN + 1];
	struct moment m;
	enum tt_err e;

	snprintf(day, sizeof(day), "%.7s-01", s.p);
	if ((e = day_begins(span_str(day), &m.from_s)) != TT_OK)
		return e;
	if ((m.until_s = m.from_s + 31 * (int64_t)DAY) > LAST)
		return TT_ERANGE;
	instant_format(m.until_s, next);
	next[8] = '0';
	next[9] = '1';
	if ((e = day_begins(span_of(next, DAY_LEN), &m.until_s)) != TT_OK)
		return e;
	*out = m;
	return TT_OK;
}

static enum tt_err
parse_one(struct span s, struct moment *out)
{
	int64_t at_s;
	enum tt_err e;

	if (s.n == DAY_LEN)
		return parse_day(s, out);
	if (s.n == MONTH_LEN)
		return parse_month(s, out);
	if ((e = instant_parse_human(s, &at_s)) != TT_OK)
		return e;
	*out = (struct moment){ at_s, at_s };
	return TT_OK;
}

enum tt_err
moment_parse(struct span s, struct moment *out)
{
	static const char word[] = " and ";
	struct moment a, b;
	const char *at;
	enum tt_err e;

	if (!span_skip(&s, "between "))
		return parse_one(s, out);
	if ((at = memmem(s.p, s.n, word, strlen(word))) == NULL)
		return TT_ESYNTAX;
	if ((e = parse_one(span_of(s.p, (size_t)(at - s.p)), &a)) != TT_OK)
		return e;
	at += strlen(word);
	if ((e = parse_one(span_of(at, (size_t)(s.p + s.n - at)), &b)) !=
	    TT_OK)
		return e;
	if (b.until_s < a.from_s)
		return TT_ERANGE;
	*out = (struct moment){ a.from_s, b.until_s };
	return TT_OK;
}

enum tt_err
moment_parse_machine(struct span s, struct moment *out)
{
	char text[TEXT_MAX + 1];
	int64_t at_s;
	size_t n = SECONDS_LEN;
	bool part = false;
	enum tt_err e;

	if (s.n > TEXT_MAX || s.n <= SECONDS_LEN)
		return TT_ESYNTAX;
	if (s.p[n] == '.') {
		for (n++; n < s.n && s.p[n] >= '0' && s.p[n] <= '9'; n++)
			part = part || s.p[n] != '0';
		if (n == SECONDS_LEN + 1)
			return TT_ESYNTAX;
	}
	memcpy(text, s.p, SECONDS_LEN);
	memcpy(text + SECONDS_LEN, s.p + n, s.n - n);
	e = instant_parse_human(span_of(text, SECONDS_LEN + s.n - n), &at_s);
	if (e != TT_OK)
		return e;
	if (part && at_s == LAST)
		return TT_ERANGE;
	*out = (struct moment){ at_s, at_s + part };
	return TT_OK;
}

void
moment_text(struct buf *out, const struct moment *m)
{
	char from[INSTANT_LEN + 1], until[INSTANT_LEN + 1];

	instant_format(m->from_s, from);
	instant_format(m->until_s, until);
	if (m->from_s == m->until_s)
		buf_str(out, from);
	else
		buf_printf(out, "between %s and %s", from, until);
}

bool
moment_meets(const struct moment *a, const struct moment *b)
{
	return a->from_s <= b->until_s && b->from_s <= a->until_s;
}

bool
moment_past(struct moment *m, int64_t now_s)
{
	if (m->from_s > now_s)
		return false;
	if (m->until_s > now_s)
		m->until_s = now_s;
	return true;
}
