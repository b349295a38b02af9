/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "cli/clock.h"
#include "cli/import.h"
#include "cli/people/signed.h"
#include "cli/say.h"
#include "telltale/manifest.h"

#define DAY	86400

int
signed_wrong(const char *verb, const char *option, const char *form)
{
	say_fail(CLI_USAGE, NULL, "%s: --%s is not %s", verb, option,
	    form);
	say_hint("telltale %s --help", verb);
	return CLI_USAGE;
}

int
signed_day(const struct opt *opts, const struct opt_values *o,
    const char *verb, const char *name, int64_t *at_s, bool *day)
{
	const char *s = opt_value(opts, o, name);

	if (s == NULL)
		return CLI_DONE;
	if (import_day(span_str(s), day, at_s) != TT_OK)
		return signed_wrong(verb, name, "a day, YYYY-MM-DD");
	return CLI_DONE;
}

int
signed_read(const struct opt *opts, const struct opt_values *o,
    const char *verb, struct vault_partner *p)
{
	const char *version = opt_value(opts, o, "agreement");
	int64_t ends = PARTNER_NO_END;
	bool day = false;
	int code;

	if (version == NULL && (opt_set(opts, o, "signed") ||
	    opt_set(opts, o, "expires")))
		return signed_wrong(verb, "agreement",
		    "given, and its days are");
	if (version == NULL)
		return CLI_DONE;
	if (!tt_id_ok(span_str(version)))
		return signed_wrong(verb, "agreement", "a version");
	p->signed_s = clock_now();
	if ((code = signed_day(opts, o, verb, "signed", &p->signed_s,
	    &day)) != CLI_DONE ||
	    (code = signed_day(opts, o, verb, "expires", &ends,
	    &day)) != CLI_DONE)
		return code;
	if (ends != PARTNER_NO_END && day)
		ends += DAY;
	if (ends <= p->signed_s)
		return signed_wrong(verb, "expires",
		    "after the day of signing");
	p->ends_s = ends;
	snprintf(p->agreement, sizeof(p->agreement), "%s", version);
	return CLI_DONE;
}

