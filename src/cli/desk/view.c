/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "cli/desk/view.h"
#include "cli/out.h"
#include "http/form.h"

#define LOG_MAX		1024	/* bytes of the footer's line */
#define PROBLEMS_MAX	64	/* lines of a verb that are shown */

static const struct page_link nav[] = {
	{ "/", "status" },
	{ "/plan", "wave planner" },
	{ "/requests", "requests" },
};

void
view_path(const struct view *v, char out[VIEW_PATH_LEN], const char *path)
{
	snprintf(out, VIEW_PATH_LEN, "%s%s", v->d->guard.root, path);
}

void
view_begin(struct view *v, const char *title, const char *here)
{
	char path[N_ROWS(nav)][VIEW_PATH_LEN];
	struct page_link links[N_ROWS(nav) + 1] = { { NULL, NULL } };
	struct page_frame f = { .site = v->d->site,
		.title = span_str(title), .nav = links };

	for (size_t i = 0; i < N_ROWS(nav); i++) {
		view_path(v, path[i], nav[i].href);
		links[i] = (struct page_link){ path[i], nav[i].text };
		if (here != NULL && strcmp(here, nav[i].href) == 0)
			f.here = path[i];
	}
	buf_clear(&v->r->body);
	page_begin(&v->h, &v->r->body, &f);
	if (here == NULL || strcmp(here, "/") != 0)	/* which has all */
		health_next(v);
}

void
view_end(struct view *v, unsigned status)
{
	struct buf log;

	buf_init(&log, LOG_MAX);
	health_line(v, &log);
	v->r->status = status;
	v->r->content_type = "text/html; charset=utf-8";
	if (page_end(&v->h, log.p) != TT_OK) {
		buf_clear(&v->r->body);
		v->r->status = 500;
	}
	buf_done(&log);
}

void
view_say(struct view *v, unsigned status, const char *title,
    const char *text)
{
	view_begin(v, title, NULL);
	html_out_element(&v->h, "p", NULL, text);
	view_end(v, status);
}

void
view_go(struct view *v, const char *path)
{
	char full[VIEW_PATH_LEN];

	view_path(v, full, path);
	buf_clear(&v->r->body);
	v->r->status = 303;
	snprintf(v->r->location, sizeof(v->r->location), "%s", full);
}

void
view_form(struct view *v, const char *action)
{
	char full[VIEW_PATH_LEN];

	view_path(v, full, action);
	page_form(&v->h, full, v->d->guard.token);
}

const char *
view_str(const json_t *row, const char *key)
{
	const char *s = json_string_value(json_object_get(row, key));

	return s != NULL ? s : "";
}

void
view_text(struct view *v, const char *text)
{
	html_out_str(&v->h, text[0] != '\0' ? text : "-");
}

static void
put_list(struct view *v, const json_t *list)
{
	const char *s;

	if (json_array_size(list) == 0)
		html_out_str(&v->h, "-");
	for (size_t i = 0; i < json_array_size(list); i++) {
		s = json_string_value(json_array_get(list, i));
		html_out_fmt(&v->h, "%s%.200s", i > 0 ? ", " : "",
		    s != NULL ? s : "");
	}
}

void
view_cell(struct view *v, const json_t *row, const char *key)
{
	const json_t *m = json_object_get(row, key);

	html_out_open(&v->h, "td");
	if (json_is_integer(m)) {
		html_out_attr(&v->h, "class", "num");
		html_out_fmt(&v->h, "%lld", (long long)json_integer_value(m));
	} else if (json_is_boolean(m))
		html_out_str(&v->h, json_is_true(m) ? "yes" : "no");
	else if (json_is_array(m))
		put_list(v, m);
	else
		view_text(v, view_str(row, key));
	html_out_close(&v->h);
}

void
view_moment(struct view *v, const json_t *row, const char *key)
{
	const char *text = view_str(row, key);
	char moment[OUT_MOMENT_LEN];
	int64_t at_s;

	if (instant_parse(span_str(text), &at_s) != TT_OK) {
		view_text(v, text);
		return;
	}
	out_moment(moment, at_s, v->now_s);
	html_out_open(&v->h, "time");
	html_out_attr(&v->h, "datetime", text);
	html_out_str(&v->h, moment);
	html_out_close(&v->h);
}

void
view_moment_cell(struct view *v, const json_t *row, const char *key)
{
	html_out_open(&v->h, "td");
	html_out_attr(&v->h, "class", "at");
	view_moment(v, row, key);
	html_out_close(&v->h);
}

void
view_table(struct view *v, const char *caption, const json_t *rows,
    const struct view_column *cols, size_t n)
{
	const char *heads[16];
	size_t all = json_array_size(rows);
	const json_t *row;

	assert(n <= N_ROWS(heads));
	for (size_t i = 0; i < n; i++)
		heads[i] = cols[i].title;
	part_table(&v->h, NULL, caption, heads, n);
	for (size_t i = 0; i < all && i < VIEW_ROWS_MAX; i++) {
		row = json_array_get(rows, i);
		html_out_open(&v->h, "tr");
		for (size_t k = 0; k < n; k++)
			if (cols[k].instant)
				view_moment_cell(v, row, cols[k].key);
			else
				view_cell(v, row, cols[k].key);
		html_out_close(&v->h);
	}
	part_table_end(&v->h);
	if (all > VIEW_ROWS_MAX) {
		html_out_open(&v->h, "p");
		html_out_fmt(&v->h, "These are the first %d of %zu; the "
		    "command below has all.", VIEW_ROWS_MAX, all);
		html_out_close(&v->h);
	}
}

void
view_link(struct view *v, const char *room, const char *id, const char *text)
{
	struct buf href;

	buf_init(&href, HTTP_TARGET_MAX);
	buf_str(&href, v->d->guard.root);
	buf_str(&href, room);
	form_put(&href, span_str(id));
	html_out_open(&v->h, "a");
	html_out_attr_span(&v->h, "href", buf_view(&href));
	html_out_str(&v->h, text);
	html_out_close(&v->h);
	buf_done(&href);
}

/* The program's name and the word "hint" are the terminal's. */
static struct span
line_of(struct span line)
{
	span_skip(&line, "telltale: ");
	return line;
}

void
view_said(struct view *v, const char *title, const struct ask *a, bool failed)
{
	struct page_problem p[PROBLEMS_MAX];
	struct span text = buf_view(&a->err), line;
	size_t n = 0;

	while (n < PROBLEMS_MAX && span_line(&text, &line))
		if (line.n > 0)
			p[n++] = (struct page_problem){ NULL, line_of(line) };
	if (n == 0 && failed)
		p[n++] = (struct page_problem){ NULL, a->code > 125 ?
		    SPAN("it could not run to its end") :
		    SPAN("the answer is no") };
	if (failed) {
		page_problems(&v->h, title, p, n);
		return;
	}
	if (n > 0)
		html_out_open(&v->h, "ul");
	for (size_t i = 0; i < n; i++) {
		html_out_open(&v->h, "li");
		html_out_text(&v->h, p[i].text);
		html_out_close(&v->h);
	}
	if (n > 0)
		html_out_close(&v->h);
}

void
view_command(struct view *v, const char *const *words)
{
	struct buf command;

	buf_init(&command, 65536);
	ask_command(&command, words);
	page_terminal(&v->h, buf_view(&command));
	buf_done(&command);
}

unsigned
view_status(int code)
{
	switch (code) {
	case CLI_DONE:
	case CLI_NO:
		return 200;
	case CLI_USAGE:
		return 422;
	case CLI_TROUBLE:
		return 502;
	case CLI_REFUSED:
		return 403;
	case CLI_LATER:
		return 503;
	default:
		return 500;
	}
}
