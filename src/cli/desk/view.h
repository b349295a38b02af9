/* SPDX-License-Identifier: ISC */
/*
 * view - one page of the desk while it is written, and how rows of JSON look.
 */
#ifndef CLI_DESK_VIEW_H
#define CLI_DESK_VIEW_H

#include <stdint.h>

#include "cli/desk/desk.h"
#include "portal/page.h"

#define VIEW_PATH_LEN	160	/* of the desk's own paths, with NUL */
#define VIEW_ID_LEN	65	/* of an id, with NUL */
#define VIEW_ROWS_MAX	1000	/* of one table; the terminal has all */

struct view {
	struct desk *d;
	const struct http_request *q;
	struct http_response *r;
	struct span arg;	/* the path's id, checked */
	struct html_out h;
	int64_t now_s;
};

/* here: the page in the navigation that it belongs to. */
void view_begin(struct view *v, const char *title, const char *here);
void view_end(struct view *v, unsigned status);

/* A page of a sentence. */
void view_say(struct view *v, unsigned status, const char *title,
    const char *text);

/* Paths below are of the routes, "/plan"; this is one as a link has it. */
void view_path(const struct view *v, char out[VIEW_PATH_LEN],
    const char *path);
void view_go(struct view *v, const char *path);	/* 303 */
void view_form(struct view *v, const char *action);	/* page_form */

/* "" where there is no such string. */
const char *view_str(const json_t *row, const char *key);

/* A member's value as a cell; numbers to the right, null and [] as "-". */
void view_cell(struct view *v, const json_t *row, const char *key);
void view_text(struct view *v, const char *text);	/* "-" for "" */

/* An instant for people: UTC, local, how far away; null: "-". */
void view_moment(struct view *v, const json_t *row, const char *key);
void view_moment_cell(struct view *v, const json_t *row, const char *key);

/* A table of these members. */
struct view_column {
	const char *key, *title;
	bool instant;
};
void view_table(struct view *v, const char *caption, const json_t *rows,
    const struct view_column *cols, size_t n);

/* A link into the desk, the id within it. */
void view_link(struct view *v, const char *room, const char *id,
    const char *text);

/*
 * What the verb said on stderr, line by line: a box of problems if it did
 * not do what it should, else what is worth knowing.  Whether it printed
 * JSON does not matter.
 */
void view_said(struct view *v, const char *title, const struct ask *a,
    bool failed);

/* What the terminal would be told. */
void view_command(struct view *v, const char *const *words);

/* What a status said of the log and of what is next, kept for all pages. */
void health_note(struct view *v, const json_t *items);
void health_line(struct view *v, struct buf *out);	/* for the footer */
void health_next(struct view *v);	/* a paragraph, if there is any */

/* The status that an exit code means. */
unsigned view_status(int code);

/* The pages. */
void show_front(struct view *v);
void show_plan(struct view *v);
void show_board(struct view *v);
void show_line(struct view *v);		/* the drawing of a time line */
void show_queue(struct view *v);
void show_request(struct view *v);
/* With what came of its form, or NULL. */
void show_request_after(struct view *v, const struct ask *failed);
void answer_request(struct view *v);	/* its form */
void show_case(struct view *v);
void show_unlock(struct view *v);
void answer_unlock(struct view *v);
void answer_lock(struct view *v);

#endif
