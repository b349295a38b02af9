/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/instant.h"
#include "cli/cli.h"
#include "cli/embargo/zone.h"
#include "cli/say.h"
#include "store/file.h"

#define ZONE_DIR	"/usr/share/zoneinfo"
#define ZONE_NAME_MAX	64	/* bytes */
#define ZONE_FILE_MAX	65536	/* bytes */
#define DAY		86400
#define MINUTES_LEN	16	/* YYYY-MM-DD hh:mm */
#define SECONDS_LEN	19

bool
zone_ok(struct span name)
{
	char path[sizeof(ZONE_DIR) + ZONE_NAME_MAX + 2];
	struct buf file;
	bool ok;

	if (name.n == 0 || name.n > ZONE_NAME_MAX ||
	    !isalpha((unsigned char)name.p[0]))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!isalnum((unsigned char)name.p[i]) &&
		    strchr("/_+-", name.p[i]) == NULL)
			return false;
	snprintf(path, sizeof(path), ZONE_DIR "/%.*s", (int)name.n, name.p);
	if (file_read(path, ZONE_FILE_MAX, &file) != TT_OK)
		return false;
	ok = span_starts(buf_view(&file), "TZif");
	buf_done(&file);
	return ok;
}

/* The process's own zone, while another is in its place. */
struct zone_kept {
	char *was;
};

static bool
enter(const char *name, struct zone_kept *k)
{
	const char *was = getenv("TZ");
	char value[ZONE_NAME_MAX + 2];

	if (!zone_ok(span_str(name)))
		return false;
	k->was = was != NULL ? strdup(was) : NULL;
	if (was != NULL && k->was == NULL)
		return false;
	snprintf(value, sizeof(value), ":%s", name);
	if (setenv("TZ", value, 1) != 0) {
		free(k->was);
		return false;
	}
	tzset();
	return true;
}

static void
leave(struct zone_kept *k)
{
	if (k->was == NULL)
		unsetenv("TZ");
	else
		(void)setenv("TZ", k->was, 1);
	free(k->was);
	tzset();
}

static bool
offset_at(int64_t at_s, int64_t *offset_s)
{
	time_t t = (time_t)at_s;
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		return false;
	*offset_s = tm.tm_gmtoff;
	return true;
}

/*
 * Every instant at which clocks show local_s.  Offsets in force the day
 * before and the day after are all there can be.
 */
static size_t
instants(int64_t local_s, int64_t at_s[2], int64_t offset_s[2])
{
	int64_t t, offset;
	size_t n = 0;

	for (int i = 0; i < 2; i++)
		if (!offset_at(local_s + (i == 0 ? -DAY : DAY), &offset_s[i]))
			return 0;
	/* the greater offset gives the earlier instant */
	if (offset_s[0] < offset_s[1]) {
		t = offset_s[0];
		offset_s[0] = offset_s[1];
		offset_s[1] = t;
	}
	for (int i = 0; i < 2; i++) {
		t = local_s - offset_s[i];
		if ((i == 0 || offset_s[1] != offset_s[0]) &&
		    offset_at(t, &offset) && offset == offset_s[i])
			at_s[n++] = t;
	}
	return n;
}

static enum tt_err
resolve(int64_t local_s, int64_t *out, struct zone_diag *diag)
{
	int64_t at_s[2], offset_s[2] = { 0, 0 };
	size_t n = instants(local_s, at_s, offset_s);

	if (n == 1) {
		if (at_s[0] < 0)
			return TT_ERANGE;
		*out = at_s[0];
		return TT_OK;
	}
	diag->twice = n == 2;
	for (int i = 0; i < 2; i++)
		diag->at_s[i] = local_s - offset_s[i];
	return TT_EREFUSED;
}

/* As if it were UTC: "YYYY-MM-DD hh:mm" or with seconds. */
static enum tt_err
read_local(struct span s, int64_t *out)
{
	char text[INSTANT_LEN + 1];

	if ((s.n != MINUTES_LEN && s.n != SECONDS_LEN) || s.p[10] != ' ')
		return TT_ESYNTAX;
	snprintf(text, sizeof(text), "%.*s%s", (int)s.n, s.p,
	    s.n == MINUTES_LEN ? ":00Z" : "Z");
	text[10] = 'T';
	return instant_parse(span_str(text), out);
}

enum tt_err
zone_parse(struct span text, int64_t *at_s, struct zone_diag *diag)
{
	struct span date, hour, local, zone = text;
	char name[ZONE_NAME_MAX + 1];
	struct zone_kept kept;
	int64_t local_s;
	enum tt_err e;

	if (memchr(text.p, ' ', text.n) == NULL)
		return instant_parse_human(text, at_s);
	if (!span_word(&zone, ' ', &date) || !span_word(&zone, ' ', &hour) ||
	    zone.n == 0)
		return TT_ESYNTAX;
	local = span_of(text.p, date.n + 1 + hour.n);
	if ((e = read_local(local, &local_s)) != TT_OK)
		return e;
	if (span_copy(zone, name, sizeof(name)) != TT_OK ||
	    !enter(name, &kept))
		return TT_ENOENT;
	e = resolve(local_s, at_s, diag);
	leave(&kept);
	return e;
}

void
zone_format(const char *zone, int64_t at_s, char out[ZONE_TEXT_LEN])
{
	time_t t = (time_t)at_s;
	struct zone_kept kept;
	struct tm tm;

	out[0] = '\0';
	if (!enter(zone, &kept))
		return;
	if (localtime_r(&t, &tm) == NULL || strftime(out, ZONE_TEXT_LEN,
	    "%Y-%m-%d %H:%M %Z", &tm) == 0)
		out[0] = '\0';
	leave(&kept);
}

int
zone_minutes(const char *zone, int64_t at_s)
{
	time_t t = (time_t)at_s;
	struct zone_kept kept;
	struct tm tm;
	int m = -1;

	if (!enter(zone, &kept))
		return -1;
	if (localtime_r(&t, &tm) != NULL)
		m = tm.tm_hour * 60 + tm.tm_min;
	leave(&kept);
	return m;
}

int
zone_say(const char *verb, const char *option, const char *text,
    enum tt_err e, const struct zone_diag *diag)
{
	char at[2][INSTANT_LEN + 1];

	if (e == TT_ENOENT)
		return say_fail(CLI_USAGE, "write it as IANA does: "
		    "Europe/Berlin", "%s: --%s: '%s' names no zone that is "
		    "known here", verb, option, text);
	if (e == TT_ERANGE)
		return say_fail(CLI_USAGE, NULL, "%s: --%s: there is no such "
		    "date as '%s'", verb, option, text);
	if (e != TT_EREFUSED)
		return say_fail(CLI_USAGE, "write 2026-12-08T18:00:00Z, or "
		    "\"2026-12-08 10:00 America/Los_Angeles\"",
		    "%s: --%s: '%s' is no instant", verb, option, text);
	instant_format(diag->at_s[0], at[0]);
	instant_format(diag->at_s[1], at[1]);
	say_fail(CLI_USAGE, NULL, "%s: --%s: '%s' %s", verb, option, text,
	    diag->twice ? "exists twice" : "does not exist");
	say_hint("say which is meant: %s or %s", at[0], at[1]);
	return CLI_USAGE;
}
