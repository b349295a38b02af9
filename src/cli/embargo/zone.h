/* SPDX-License-Identifier: ISC */
/*
 * zone - local times with the name of their zone, as people type them.
 *
 * specs/stories.md 3.5 rule 2: what does not exist on that day, or exists
 * twice, is refused with the candidates in UTC; once it is UTC, it stays so,
 * whatever becomes of the zone's rules.  The rules are those of the machine's
 * IANA data.  Not for several threads: it sets the process's zone and puts
 * it back.
 */
#ifndef CLI_EMBARGO_ZONE_H
#define CLI_EMBARGO_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define ZONE_TEXT_LEN	64	/* with NUL */

/* "Europe/Berlin": of this form, and this machine has its rules. */
bool zone_ok(struct span name);

/* What a local time that is refused could have meant. */
struct zone_diag {
	bool twice;		/* it exists twice; else never */
	int64_t at_s[2];	/* in order */
};

/*
 * RFC 3339 with Z or an offset, or "YYYY-MM-DD hh:mm[:ss] ZONE".  TT_ESYNTAX
 * (a date alone or a time without zone, too), TT_ENOENT (no such zone),
 * TT_ERANGE (no such date), TT_EREFUSED with *diag.
 */
enum tt_err zone_parse(struct span text, int64_t *at_s,
    struct zone_diag *diag) MUST_USE;

/* "2026-12-08 10:00 PST"; "" for a zone that is not here. */
void zone_format(const char *zone, int64_t at_s, char out[ZONE_TEXT_LEN]);

/* Hour and minute of the day there, minutes; -1: the zone is not here. */
int zone_minutes(const char *zone, int64_t at_s);

/* Says what zone_parse gave for --OPTION; CLI_USAGE. */
int zone_say(const char *verb, const char *option, const char *text,
    enum tt_err e, const struct zone_diag *diag);

#endif
