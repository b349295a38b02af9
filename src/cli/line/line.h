/* SPDX-License-Identifier: ISC */
/*
 * line - a time line: what opened, who fetched, what was seen, what the world
 * knew, each at an instant with its uncertainty; and which explanations the
 * instants leave.
 *
 * Filled by whoever has the facts (timeline.c from a vault, replay.c from a
 * recorded story), explained once, then drawn in the terminal, as SVG, as a
 * table, as JSON.  All strings are copied.
 */
#ifndef CLI_LINE_LINE_H
#define CLI_LINE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/html_out.h"
#include "base/json_out.h"
#include "programme/explain.h"
#include "programme/history.h"
#include "telltale/err.h"

#define LINE_EVENTS_MAX		512
#define LINE_SIGHTINGS_MAX	4096
#define LINE_ACTS_MAX		4096
#define LINE_OPENINGS_MAX	48	/* waves; and as many groups */
#define LINE_LABEL_MAX		128	/* bytes, with NUL */

/* Who of a wave signed for a copy: how many, and from when to when. */
struct line_fetched {
	size_t readers, fetched;
	struct census_since at;		/* the first to the last */
};

/* What somebody did in a case about it; no explanation looks at these. */
struct line_act {
	int64_t at_s;
	const char *what, *who;
};

struct line {
	char *name;			/* of what it is about */
	struct explain_opening wave[LINE_OPENINGS_MAX];
	struct line_fetched fetched[LINE_OPENINGS_MAX];	/* of each wave */
	size_t n_waves;
	struct explain_opening group[LINE_OPENINGS_MAX];
	size_t n_groups;
	struct history_event event[LINE_EVENTS_MAX];
	size_t n_events;
	struct history_sighting sighting[LINE_SIGHTINGS_MAX];
	size_t n_sightings;
	struct line_act *act;
	size_t n_acts;
	bool unpatched;			/* the patch is still to come */

	/* line_explain: by what no partner could influence, and by all */
	struct explain independent, all;

	char **text;			/* what the strings above point to */
	size_t n_texts, cap_texts;
};

/* NULL: no memory. */
struct line *line_new(const char *name);
void line_free(struct line *l);		/* NULL is fine */

/* TT_ELIMIT over a maximum above, TT_ENOMEM. */
enum tt_err line_add_wave(struct line *l, const char *name,
    struct census_since opens, const struct line_fetched *fetched) MUST_USE;
enum tt_err line_add_event(struct line *l, const struct history_event *e)
    MUST_USE;
enum tt_err line_add_sighting(struct line *l,
    const struct history_sighting *s) MUST_USE;

enum tt_err line_add_act(struct line *l, const struct line_act *a) MUST_USE;

/* Of that group somebody could read since then; the earliest counts. */
enum tt_err line_add_reader(struct line *l, const char *group,
    struct census_since could) MUST_USE;

/* After all is added. */
enum tt_err line_explain(struct line *l) MUST_USE;

/* Do the two explanations differ in anything? */
bool line_has_interested(const struct line *l);

/* What a row of a drawing is; in a terminal its letter, on a page its class. */
enum line_mark {
	LINE_OPENS,
	LINE_FETCHED,
	LINE_EVENT,
	LINE_SEEN,		/* by a source that no partner influences */
	LINE_SAID,		/* by one whom it concerns */
	LINE_ACT,		/* of the team, in a case */
	LINE_MARKS
};

struct line_row {
	enum line_mark mark;
	struct census_since at;		/* known */
	char label[LINE_LABEL_MAX];	/* "wave main opens" */
	char told[LINE_LABEL_MAX];	/* by whom, how many; "" */
};

#define LINE_ROWS_MAX	(2 * LINE_OPENINGS_MAX + LINE_EVENTS_MAX + \
			    LINE_SIGHTINGS_MAX + LINE_ACTS_MAX)

/* All that has an instant, by its beginning.  free() it; NULL: no memory. */
struct line_row *line_rows(const struct line *l, size_t *n);

const char *line_mark_word(enum line_mark m);	/* class of a page: "opens" */
char line_mark_letter(enum line_mark m);
const char *line_mark_text(enum line_mark m);	/* for a legend */

/* "2025-07-07 17:00Z", "on 2025-07-07", "2025-07-07 17:00 to 18:30Z", ... */
#define LINE_WHEN_LEN	64	/* with NUL */
void line_when(char out[LINE_WHEN_LEN], const struct census_since *s);

/* Where it stands between the first and the last instant: 0 to 1. */
struct line_scale {
	int64_t from_s, to_s;
};
struct line_scale line_scale_of(const struct line_row *row, size_t n);
double line_scale_at(const struct line_scale *s, int64_t at_s);

/* Ticks that fit on it, at most LINE_TICKS_MAX: whole hours, days, weeks. */
#define LINE_TICKS_MAX	6
size_t line_scale_ticks(const struct line_scale *s,
    int64_t out[LINE_TICKS_MAX]);

/* In 80 columns, on stdout. */
enum tt_err line_print(const struct line *l) MUST_USE;

/*
 * The drawing, within a page whose style has line_style, or as a document of
 * its own with that style in it; title and desc are for who cannot see it.
 */
extern const char *const line_style[];
enum tt_err line_draw(struct html_out *h, const struct line *l,
    const char *title) MUST_USE;
enum tt_err line_svg(struct buf *out, const struct line *l, const char *title)
    MUST_USE;

/* As tables of a page: all rows; the explanations of one of the two. */
enum tt_err line_table(struct html_out *h, const struct line *l) MUST_USE;
void line_explanations(struct html_out *h, const struct explain *e,
    const char *caption);

/* What stands under every time line: NULL after the last. */
extern const char *const line_limits[];

/* Members of an object that is open. */
enum tt_err line_json(struct json_out *j, const struct line *l) MUST_USE;

#endif
