/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "telltale/origin.h"

static const char letters[] = {
	[TT_OWNER_READER] = 'r',
	[TT_OWNER_OFFICER] = 'o',
	[TT_OWNER_PUBLISHER] = 'p',
	[TT_OWNER_KEEPER] = 'k',
};

_Static_assert(sizeof(letters) == TT_OWNER_COUNT, "a letter for each owner");

enum tt_err
tt_origin_check(struct span origin)
{
	if (origin.n == 0)
		return TT_ESYNTAX;
	if (origin.n > TT_ORIGIN_MAX)
		return TT_ERANGE;
	for (size_t i = 0; i < origin.n; i++)
		if (origin.p[i] <= ' ' || origin.p[i] > '~' ||
		    origin.p[i] == '+')
			return TT_ESYNTAX;
	if (span_starts(origin, "telltale/") ||
	    span_starts(origin, "cosignature/"))
		return TT_ESYNTAX;
	return TT_OK;
}

static bool
alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

static bool
person_ok(struct span who)
{
	if (who.n == 0 || who.n > TT_PERSON_MAX || !alphanumeric(who.p[0]))
		return false;
	for (size_t i = 1; i < who.n; i++)
		if (!alphanumeric(who.p[i]) && who.p[i] != '.' &&
		    who.p[i] != '_' && who.p[i] != '-')
			return false;
	return true;
}

enum tt_err
tt_key_name(char out[TT_KEY_NAME_MAX + 1], struct span origin,
    enum tt_owner owner, struct span who)
{
	enum tt_err e;

	if ((e = tt_origin_check(origin)) != TT_OK)
		return e;
	if (!person_ok(who))
		return TT_ESYNTAX;
	snprintf(out, TT_KEY_NAME_MAX + 1, "%.*s/%c/%.*s", (int)origin.n,
	    origin.p, letters[owner], (int)who.n, who.p);
	return TT_OK;
}

enum tt_err
tt_key_name_parse(enum tt_owner *owner, struct span *who, struct span origin,
    struct span name)
{
	struct span rest;

	if (name.n < origin.n + 3 || memcmp(name.p, origin.p, origin.n) != 0)
		return TT_ESYNTAX;
	rest = span_of(name.p + origin.n, name.n - origin.n);
	if (rest.p[0] != '/' || rest.p[2] != '/')
		return TT_ESYNTAX;
	for (size_t i = 0; i < TT_OWNER_COUNT; i++) {
		struct span tail = span_of(rest.p + 3, rest.n - 3);

		if (rest.p[1] != letters[i] || !person_ok(tail))
			continue;
		*owner = (enum tt_owner)i;
		*who = tail;
		return TT_OK;
	}
	return TT_ESYNTAX;
}
