/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>

#include "base/number.h"
#include "cli/draw.h"
#include "cli/report.h"
#include "cli/report_own.h"
#include "cli/sheet.h"
#include "telltale/verdict.h"

/* What every section is headed by, and the word for it in a link. */
static const struct {
	const char *name, *link;
	void (*put)(struct report *r);
} sections[] = {
	{ "verdict", "verdict", report_verdict },
	{ "evidence", "evidence", report_evidence },
	{ "sites", "site by site", report_sites },
	{ "made", "how it looks made", report_made },
	{ "limits", "what is not excluded", report_limits },
	{ "check", "how to check it", report_check },
};

void
report_id(const struct report *r, const char *name, char out[64])
{
	if (r->all->n > 1)
		snprintf(out, 64, "%s-%c", name, 'A' + (char)r->at);
	else
		snprintf(out, 64, "%s", name);
}

void
report_heading(struct report *r, const char *name, const char *text)
{
	char id[64];

	report_id(r, name, id);
	part_heading(&r->h, "h3", id, text);
}

void
report_said(struct report *r, const char *class, struct buf *b)
{
	if (buf_err(b) == TT_OK && b->n > 0)
		html_out_element(&r->h, "p", class, b->p);
	buf_done(b);
}

void
report_all(struct report *r, trace_say *const *say)
{
	struct buf b;

	for (; *say != NULL; say++) {
		buf_init(&b, REPORT_SAID_MAX);
		(*say)(r->t, &b);
		report_said(r, NULL, &b);
	}
}

void
report_real(struct report *r, double v, const char *fmt, ...)
{
	char full[NUMBER_LEN], shown[64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(shown, sizeof(shown), fmt, ap);
	va_end(ap);
	number_format(v, full);
	html_out_open(&r->h, "data");
	html_out_attr(&r->h, "value", full);
	html_out_str(&r->h, shown);
	html_out_close(&r->h);
}

const char *
report_text(const struct buf *b)
{
	return buf_err(b) == TT_OK && b->n > 0 ? b->p : "";
}

void
report_one_in(struct report *r, double ln_bound)
{
	struct buf b;

	buf_init(&b, 64);
	tt_verdict_one_in(ln_bound, &b);
	html_out_text(&r->h, buf_view(&b));
	buf_done(&b);
}

void
report_name(const struct report *r, const struct tt_suspect *s,
    struct buf *out)
{
	if (s->level == TT_SITE_HOLDER)
		buf_printf(out, "partner %s",
		    trace_say_who(trace_partner(r->t, s)));
	else
		buf_printf(out, "copy of %s",
		    trace_say_who(trace_reader(r->t, s)));
}

void
report_tag(struct report *r, enum tt_verdict v)
{
	html_out_open(&r->h, "span");
	html_out_attr_fmt(&r->h, "class", "tag %s", tt_verdict_name(v));
	html_out_str(&r->h, tt_verdict_name(v));
	html_out_close(&r->h);
}

bool
report_points(const struct tt_suspect *s)
{
	return s->verdict <= TT_VERDICT_STRONG;
}

static void
put_link(struct report *r, const char *id, const char *text)
{
	html_out_open(&r->h, "li");
	html_out_open(&r->h, "a");
	html_out_attr_fmt(&r->h, "href", "#%s", id);
	html_out_str(&r->h, text);
	html_out_close(&r->h);
	html_out_close(&r->h);
}

/* To the sections, or to the bulletins if there are several. */
static void
put_links(struct report *r)
{
	char id[64];

	html_out_open(&r->h, "nav");
	html_out_attr(&r->h, "aria-label", "On this page");
	html_out_open(&r->h, "ul");
	for (size_t i = 0; i < N_ROWS(sections) && r->all->n == 1; i++)
		put_link(r, sections[i].name, sections[i].link);
	for (r->at = 0; r->at < r->all->n && r->all->n > 1; r->at++) {
		report_id(r, "bulletin", id);
		put_link(r, id, r->all->at[r->at]->bulletin);
	}
	html_out_close(&r->h);
	html_out_close(&r->h);
}

static void
put_head(struct report *r)
{
	struct buf b;

	part_skip(&r->h, "main", "Go to the verdict");
	html_out_open(&r->h, "header");
	html_out_element(&r->h, "h1", NULL, "Report of a trace");
	html_out_element(&r->h, "p", NULL, "What the marks in a text that was "
	    "found say about whose copy it is from, how sure that is, what "
	    "they do not say, and how to check it.");
	html_out_open(&r->h, "dl");
	sheet_files(&r->h, &r->all->specimen);
	if (r->all->specimen.n > 1)
		sheet_hash(&r->h, "all of them", &r->all->specimen.sha256);
	html_out_close(&r->h);
	buf_init(&b, REPORT_SAID_MAX);
	trace_say_several(r->all, &b);
	report_said(r, NULL, &b);
	if (r->all->n > 0)
		put_links(r);
	html_out_close(&r->h);
}

static void
put_bulletin(struct report *r)
{
	char id[64];

	report_id(r, "bulletin", id);
	html_out_open(&r->h, "section");
	html_out_attr(&r->h, "aria-labelledby", id);
	html_out_open(&r->h, "h2");
	html_out_attr(&r->h, "id", id);
	html_out_str(&r->h, "Bulletin ");
	sheet_bulletin(&r->h, r->t);
	html_out_close(&r->h);
	for (size_t i = 0; i < N_ROWS(sections); i++)
		sections[i].put(r);
	html_out_close(&r->h);
}

static void
put_nothing(struct report *r)
{
	struct buf b;

	html_out_element(&r->h, "h2", NULL, "The verdict: none");
	buf_init(&b, REPORT_SAID_MAX);
	trace_say_no_bulletin(r->all, &b);
	report_said(r, NULL, &b);
	buf_init(&b, REPORT_SAID_MAX);
	trace_say_unread(r->all, &b);
	report_said(r, NULL, &b);
}

int
report_write(const struct traces *all, const char *path)
{
	struct report r = { .all = all };
	struct buf out;
	int code;

	buf_init(&out, SHEET_MAX);
	sheet_begin(&r.h, &out, SPAN("Report of a trace"), report_style);
	draw_patterns(&r.h);
	put_head(&r);
	html_out_open(&r.h, "main");
	html_out_attr(&r.h, "id", "main");
	for (r.at = 0; r.at < all->n; r.at++) {
		r.t = all->at[r.at];
		put_bulletin(&r);
	}
	if (all->n == 0)
		put_nothing(&r);
	html_out_close(&r.h);
	html_out_open(&r.h, "footer");
	html_out_element(&r.h, "p", NULL, "Whoever has this page knows whom "
	    "the marks point at, and what their copies say: it is as secret "
	    "as the vault. What is strong, and not named, is never published.");
	html_out_close(&r.h);
	code = sheet_end(&r.h, path);
	buf_done(&out);
	return code;
}
