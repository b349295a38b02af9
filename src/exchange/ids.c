/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "exchange/ids.h"

#define CVE_DIGITS_MAX	19	/* after the year */
#define CWE_DIGITS_MAX	6
#define CVSS_MAX	256	/* bytes of a vector */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
ids_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t
digits(struct span s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return n;
}

static struct span
after(struct span s, size_t n)
{
	return (struct span){ s.p + n, s.n - n };
}

size_t
ids_cve(struct span s)
{
	size_t n;

	if (!span_starts(s, "CVE-") || digits(after(s, 4)) != 4 ||
	    s.n < 10 || s.p[8] != '-')
		return 0;
	n = digits(after(s, 9));
	return n >= 4 && n <= CVE_DIGITS_MAX ? 9 + n : 0;
}

size_t
ids_cwe(struct span s)
{
	size_t n;

	if (!span_starts(s, "CWE-"))
		return 0;
	n = digits(after(s, 4));
	return n >= 1 && n <= CWE_DIGITS_MAX && s.p[4] != '0' ? 4 + n : 0;
}

/* As far as its letters go. */
size_t
ids_cvss(struct span s)
{
	size_t n = 9;

	if (!span_starts(s, "CVSS:3.0/") && !span_starts(s, "CVSS:3.1/") &&
	    !span_starts(s, "CVSS:4.0/"))
		return 0;
	while (n < s.n && (ids_alnum(s.p[n]) || s.p[n] == ':' ||
	    s.p[n] == '/'))
		n++;
	while (n > 9 && !ids_alnum(s.p[n - 1]))
		n--;
	return n > 9 && n <= CVSS_MAX ? n : 0;
}

void
ids_add(struct ids *ids, struct span id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (span_eq(ids->id[i], id))
			return;
	if (ids->n < IDS_MAX)
		ids->id[ids->n++] = id;
}

bool
ids_next(struct span *rest, ids_form *at, struct span *id)
{
	char before = ' ';
	size_t n;

	for (; rest->n > 0; *rest = after(*rest, 1)) {
		n = ids_alnum(before) || before == '-' ? 0 : at(*rest);
		if (n > 0 && (rest->n == n || (!ids_alnum(rest->p[n]) &&
		    rest->p[n] != '-'))) {
			*id = (struct span){ rest->p, n };
			*rest = after(*rest, n);
			return true;
		}
		before = rest->p[0];
	}
	return false;
}

void
ids_add_all(struct ids *ids, struct span text, ids_form *at)
{
	struct span id;

	while (ids_next(&text, at, &id))
		ids_add(ids, id);
}
