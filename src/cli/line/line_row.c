/* SPDX-License-Identifier: ISC */
/* line_row - a time line as rows in the order of their beginnings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/line/line.h"

#define DAY_S		86400
#define DAY_LEN		10	/* characters of YYYY-MM-DD */
#define MINUTE_LEN	16	/* ... and of what ends with minutes */
#define MARGIN		32	/* of all the time: room at either end */

static const struct {
	const char *word, *text;
	char letter;
} marks[] = {
	[LINE_OPENS] = { "opens", "a wave opens", 'O' },
	[LINE_FETCHED] = { "fetched", "its readers sign for their copies",
	    'r' },
	[LINE_EVENT] = { "event", "what others could know by", 'e' },
	[LINE_SEEN] = { "seen", "an attack, by a source that no partner "
	    "could influence", 'X' },
	[LINE_SAID] = { "said", "an attack, by the word of somebody whom it "
	    "concerns", 'x' },
	[LINE_ACT] = { "act", "what was done in the case", 'c' },
};

_Static_assert(N_ROWS(marks) == LINE_MARKS, "words for each");

const char *
line_mark_word(enum line_mark m)
{
	return marks[m].word;
}

char
line_mark_letter(enum line_mark m)
{
	return marks[m].letter;
}

const char *
line_mark_text(enum line_mark m)
{
	return marks[m].text;
}

static struct line_row *
next(struct line_row *rows, size_t *n, enum line_mark mark,
    const struct census_since *at)
{
	if (!at->known)
		return NULL;
	rows[*n] = (struct line_row){ .mark = mark, .at = *at };
	return &rows[(*n)++];
}

/* What snprintf cut may end within a letter: that one goes, too. */
static void
trim(char s[LINE_LABEL_MAX])
{
	size_t n = strlen(s);

	if (n < LINE_LABEL_MAX - 1)
		return;
	while (n > 0 && (s[n - 1] & 0xc0) == 0x80)
		n--;
	if (n > 0 && (s[n - 1] & 0x80) != 0)
		n--;
	s[n] = '\0';
}

static void
put_waves(const struct line *l, struct line_row *rows, size_t *n)
{
	struct line_row *r;

	for (size_t i = 0; i < l->n_waves; i++) {
		const struct line_fetched *f = &l->fetched[i];

		r = next(rows, n, LINE_OPENS, &l->wave[i].opens);
		if (r != NULL) {
			snprintf(r->label, sizeof(r->label), "wave %s opens",
			    l->wave[i].name);
			snprintf(r->told, sizeof(r->told), "%zu readers",
			    f->readers);
		}
		r = f->fetched == 0 ? NULL : next(rows, n, LINE_FETCHED,
		    &f->at);
		if (r != NULL) {
			snprintf(r->label, sizeof(r->label), "its receipts, %s",
			    l->wave[i].name);
			snprintf(r->told, sizeof(r->told), "%zu of %zu",
			    f->fetched, f->readers);
		}
	}
}

static void
put_rest(const struct line *l, struct line_row *rows, size_t *n)
{
	struct line_row *r;

	for (size_t i = 0; i < l->n_events; i++) {
		const struct history_event *x = &l->event[i];

		if ((r = next(rows, n, LINE_EVENT, &x->at)) == NULL)
			continue;
		snprintf(r->label, sizeof(r->label), "%s",
		    history_what_text(x->what));
		snprintf(r->told, sizeof(r->told), "%s", x->source);
	}
	for (size_t i = 0; i < l->n_sightings; i++) {
		const struct history_sighting *s = &l->sighting[i];

		r = next(rows, n, history_fixes(s) ? LINE_SEEN : LINE_SAID,
		    &s->seen);
		if (r == NULL)
			continue;
		snprintf(r->label, sizeof(r->label), "attack seen%s%s",
		    s->place != NULL ? ", " : "",
		    s->place != NULL ? s->place : "");
		snprintf(r->told, sizeof(r->told), "%s%s%s%s%s",
		    history_source_text(s->source),
		    s->who != NULL ? ": " : "", s->who != NULL ? s->who : "",
		    s->interested ? ", interested" : s->weak ?
		    ", not certain" : "",
		    s->confirmed ? ", confirmed" : "");
	}
}

static void
put_acts(const struct line *l, struct line_row *rows, size_t *n)
{
	for (size_t i = 0; i < l->n_acts; i++) {
		const struct line_act *a = &l->act[i];
		const struct census_since at = { true, a->at_s, a->at_s };
		struct line_row *r = next(rows, n, LINE_ACT, &at);

		snprintf(r->label, sizeof(r->label), "case: %s", a->what);
		snprintf(r->told, sizeof(r->told), "%s", a->who);
	}
}

static int
by_beginning(const void *a, const void *b)
{
	const struct line_row *x = a, *y = b;

	if (x->at.from_s != y->at.from_s)
		return x->at.from_s < y->at.from_s ? -1 : 1;
	if (x->mark != y->mark)
		return x->mark < y->mark ? -1 : 1;
	return strcmp(x->label, y->label);
}

struct line_row *
line_rows(const struct line *l, size_t *n)
{
	struct line_row *rows = calloc(2 * l->n_waves + l->n_events +
	    l->n_sightings + l->n_acts + 1, sizeof(*rows));

	*n = 0;
	if (rows == NULL)
		return NULL;
	put_waves(l, rows, n);
	put_rest(l, rows, n);
	put_acts(l, rows, n);
	for (size_t i = 0; i < *n; i++) {
		trim(rows[i].label);
		trim(rows[i].told);
	}
	qsort(rows, *n, sizeof(*rows), by_beginning);
	return rows;
}

/* Cut to the minute: the table beside it has the seconds. */
void
line_when(char out[LINE_WHEN_LEN], const struct census_since *s)
{
	char from[INSTANT_LEN + 1], until[INSTANT_LEN + 1];
	bool days = s->from_s % DAY_S == 0 && s->until_s % DAY_S == 0 &&
	    s->until_s > s->from_s;

	instant_format(s->from_s, from);
	instant_format(days ? s->until_s - DAY_S : s->until_s, until);
	from[DAY_LEN] = until[DAY_LEN] = days ? '\0' : ' ';
	from[MINUTE_LEN] = until[MINUTE_LEN] = '\0';
	if (strcmp(from, until) == 0)
		snprintf(out, LINE_WHEN_LEN, days ? "on %s" : "%sZ", from);
	else if (days)
		snprintf(out, LINE_WHEN_LEN, "%s to %s", from, until);
	else if (memcmp(from, until, DAY_LEN) == 0)
		snprintf(out, LINE_WHEN_LEN, "%s to %sZ", from,
		    until + DAY_LEN + 1);
	else	/* the year stands there once */
		snprintf(out, LINE_WHEN_LEN, "%s to %sZ", from, until + 5);
}

struct line_scale
line_scale_of(const struct line_row *row, size_t n)
{
	struct line_scale s = { .from_s = INT64_MAX, .to_s = INT64_MIN };
	int64_t room;

	for (size_t i = 0; i < n; i++) {
		if (row[i].at.from_s < s.from_s)
			s.from_s = row[i].at.from_s;
		if (row[i].at.until_s > s.to_s)
			s.to_s = row[i].at.until_s;
	}
	if (n == 0)
		return (struct line_scale){ 0, 1 };
	room = (s.to_s - s.from_s) / MARGIN + 1;
	s.from_s -= room;
	s.to_s += room;
	return s;
}

double
line_scale_at(const struct line_scale *s, int64_t at_s)
{
	return (double)(at_s - s->from_s) / (double)(s->to_s - s->from_s);
}

size_t
line_scale_ticks(const struct line_scale *s, int64_t out[LINE_TICKS_MAX])
{
	static const int64_t steps[] = { 60, 600, 3600, 6 * 3600, DAY_S,
		2 * DAY_S, 7 * DAY_S, 14 * DAY_S, 28 * DAY_S, 91 * DAY_S,
		365 * DAY_S };
	int64_t step = steps[N_ROWS(steps) - 1], at;
	size_t n = 0;

	for (size_t i = 0; i < N_ROWS(steps); i++)
		if ((s->to_s - s->from_s) / steps[i] < LINE_TICKS_MAX) {
			step = steps[i];
			break;
		}
	at = s->from_s - s->from_s % step;
	for (; at <= s->to_s && n < LINE_TICKS_MAX; at += step)
		if (at >= s->from_s)
			out[n++] = at;
	return n;
}
