/* SPDX-License-Identifier: ISC */
/* import_text - the forms that texts of an import must have. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/utf8.h"
#include "cli/import.h"

#define DAY_LEN	10	/* YYYY-MM-DD */

bool
import_value_ok(struct span s)
{
	return s.n >= 1 && s.n <= TT_VALUE_MAX && utf8_printable(s.p, s.n) &&
	    s.p[0] != ' ' && s.p[s.n - 1] != ' ';
}

bool
import_email_ok(struct span s)
{
	const char *at;

	if (!import_value_ok(s) || s.n > VAULT_EMAIL_MAX ||
	    memchr(s.p, ' ', s.n) != NULL)
		return false;
	at = memchr(s.p, '@', s.n);
	return at != NULL && at > s.p && at < s.p + s.n - 1 &&
	    memchr(at + 1, '@', (size_t)(s.p + s.n - at - 1)) == NULL;
}

enum tt_err
import_day(struct span s, bool *day, int64_t *out)
{
	char text[INSTANT_LEN + 1];
	enum tt_err e;
	int64_t at;

	if (s.n != DAY_LEN) {
		if ((e = instant_parse_human(s, &at)) != TT_OK)
			return e;
		*day = false;
		*out = at;
		return TT_OK;
	}
	snprintf(text, sizeof(text), "%.*sT00:00:00Z", DAY_LEN, s.p);
	if ((e = instant_parse(span_str(text), &at)) != TT_OK)
		return e;
	*day = true;
	*out = at;
	return TT_OK;
}
