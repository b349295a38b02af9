/* SPDX-License-Identifier: ISC */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/instant.h"

#define DAY		86400
#define INSTANT_MAX	253402300799	/* 9999-12-31T23:59:59Z */
#define DATE_TIME_LEN	19		/* YYYY-MM-DDThh:mm:ss */

struct date {
	unsigned year, month, day, hour, minute, second;
};

static const struct {
	char letter;
	const char *name;
	int64_t seconds;
} units[] = {
	{ 'd', "d", DAY },
	{ 'h', "h", 3600 },
	{ 'm', "min", 60 },
	{ 's', "s", 1 },
};

#define N_UNITS		(sizeof(units) / sizeof(units[0]))

static bool
is_leap(unsigned y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static unsigned
days_in(unsigned year, unsigned month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U);
}

/* Exactly n digits at s.p + at. */
static bool
digits(struct span s, size_t at, size_t n, unsigned *out)
{
	unsigned v = 0;

	for (size_t i = at; i < at + n; i++) {
		if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (unsigned)(s.p[i] - '0');
	}
	*out = v;
	return true;
}

/* The form of a date and a time; not whether there is such a day. */
static bool
scan(struct span s, struct date *d)
{
	return s.n >= DATE_TIME_LEN && digits(s, 0, 4, &d->year) &&
	    s.p[4] == '-' && digits(s, 5, 2, &d->month) && s.p[7] == '-' &&
	    digits(s, 8, 2, &d->day) && s.p[10] == 'T' &&
	    digits(s, 11, 2, &d->hour) && s.p[13] == ':' &&
	    digits(s, 14, 2, &d->minute) && s.p[16] == ':' &&
	    digits(s, 17, 2, &d->second);
}

static bool
exists(const struct date *d)
{
	return d->month >= 1 && d->month <= 12 && d->day >= 1 &&
	    d->day <= days_in(d->year, d->month) && d->hour <= 23 &&
	    d->minute <= 59 && d->second <= 59;
}

/* Leap days before the year y. */
static int64_t
leap_days(int64_t y)
{
	y--;
	return y / 4 - y / 100 + y / 400;
}

static int64_t
seconds(const struct date *d)
{
	int64_t year = d->year, days;

	days = (year - 1970) * 365 + d->day - 1;
	if (year > 0)
		days += leap_days(year) - leap_days(1970);
	for (unsigned m = 1; m < d->month; m++)
		days += days_in(d->year, m);
	return ((days * 24 + d->hour) * 60 + d->minute) * 60 + d->second;
}

/* "Z", "+hh:mm" or "-hh:mm"; "-00:00" is no offset, RFC 3339 4.3. */
static enum tt_err
parse_offset(struct span s, int64_t *out)
{
	unsigned h, m;

	if (span_is(s, "Z")) {
		*out = 0;
		return TT_OK;
	}
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' ||
	    !digits(s, 1, 2, &h) || !digits(s, 4, 2, &m) ||
	    span_is(s, "-00:00"))
		return TT_ESYNTAX;
	if (h > 23 || m > 59)
		return TT_ERANGE;
	*out = (int64_t)(h * 60 + m) * (s.p[0] == '-' ? -60 : 60);
	return TT_OK;
}

enum tt_err
instant_parse_human(struct span s, int64_t *out)
{
	struct date d;
	int64_t t, offset;
	enum tt_err e;

	if (!scan(s, &d))
		return TT_ESYNTAX;
	e = parse_offset(span_of(s.p + DATE_TIME_LEN, s.n - DATE_TIME_LEN),
	    &offset);
	if (e != TT_OK)
		return e;
	if (!exists(&d))
		return TT_ERANGE;
	t = seconds(&d) - offset;
	if (t < 0 || t > INSTANT_MAX)
		return TT_ERANGE;
	*out = t;
	return TT_OK;
}

enum tt_err
instant_parse(struct span s, int64_t *out)
{
	if (s.n != INSTANT_LEN || s.p[INSTANT_LEN - 1] != 'Z')
		return TT_ESYNTAX;
	return instant_parse_human(s, out);
}

void
instant_format(int64_t t, char out[INSTANT_LEN + 1])
{
	struct date d = { .year = 1970, .month = 1 };
	unsigned days, rest, n;

	if (t < 0 || t > INSTANT_MAX) {
		snprintf(out, INSTANT_LEN + 1, "(no such time)");
		return;
	}
	days = (unsigned)(t / DAY);
	rest = (unsigned)(t % DAY);
	for (; days >= (n = is_leap(d.year) ? 366 : 365); d.year++)
		days -= n;
	for (; days >= (n = days_in(d.year, d.month)); d.month++)
		days -= n;
	snprintf(out, INSTANT_LEN + 1, "%04u-%02u-%02uT%02u:%02u:%02uZ",
	    d.year % 10000, d.month % 100, (days + 1) % 100, rest / 3600,
	    rest / 60 % 60, rest % 60);
}

enum tt_err
length_parse(struct span s, int64_t *out)
{
	uint64_t v;
	int64_t product;
	enum tt_err e;

	if (s.n < 2)
		return TT_ESYNTAX;
	for (size_t i = 0; i < N_UNITS; i++) {
		if (s.p[s.n - 1] != units[i].letter)
			continue;
		e = span_u64(span_of(s.p, s.n - 1), INT64_MAX, &v);
		if (e != TT_OK)
			return e;
		if (__builtin_mul_overflow(v, units[i].seconds, &product))
			return TT_ERANGE;
		*out = product;
		return TT_OK;
	}
	return TT_ESYNTAX;
}

void
length_format(int64_t t, char out[LENGTH_LEN])
{
	uint64_t v = t < 0 ? 0 - (uint64_t)t : (uint64_t)t;
	const char *sign = t < 0 ? "-" : "";
	uint64_t first, second;
	size_t i = 0;

	while (i + 1 < N_UNITS && v < (uint64_t)units[i].seconds)
		i++;
	first = v / (uint64_t)units[i].seconds;
	if (i + 1 == N_UNITS) {
		snprintf(out, LENGTH_LEN, "%s%u s", sign, (unsigned)first);
		return;
	}
	second = v % (uint64_t)units[i].seconds /
	    (uint64_t)units[i + 1].seconds;
	if (second == 0)
		snprintf(out, LENGTH_LEN, "%s%llu %s", sign,
		    (unsigned long long)first, units[i].name);
	else
		snprintf(out, LENGTH_LEN, "%s%llu %s %u %s", sign,
		    (unsigned long long)first, units[i].name, (unsigned)second,
		    units[i + 1].name);
}
