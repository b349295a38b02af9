/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "portal/asset.h"
#include "portal/page.h"

#define LANGUAGE	"en-GB"

/*
 * Not no-referrer: under that a browser says "Origin: null" of the site's own
 * forms, and nobody could tell them from a stranger's.
 */
#define CLOSED								\
	"Content-Security-Policy", "default-src 'none'; script-src 'self'; " \
	    "style-src 'self'; img-src 'self'; connect-src 'self'; "	\
	    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " \
	    "require-trusted-types-for 'script'",			\
	"Cross-Origin-Opener-Policy", "same-origin",			\
	"Cross-Origin-Resource-Policy", "same-origin",			\
	"Referrer-Policy", "same-origin"

const char *const page_headers_plain[] = { CLOSED, NULL };
const char *const page_headers[] = { CLOSED,
	"Strict-Transport-Security", "max-age=63072000", NULL };

static void
put_nav(struct html_out *h, const struct page_frame *f)
{
	if (f->nav == NULL)
		return;
	html_out_open(h, "nav");
	html_out_attr(h, "aria-label", "pages");
	html_out_open(h, "ul");
	for (const struct page_link *l = f->nav; l->href != NULL; l++) {
		html_out_open(h, "li");
		html_out_open(h, "a");
		html_out_attr(h, "href", l->href);
		if (f->here != NULL && strcmp(f->here, l->href) == 0)
			html_out_attr(h, "aria-current", "page");
		html_out_str(h, l->text);
		html_out_close(h);
		html_out_close(h);
	}
	html_out_close(h);
	html_out_close(h);
}

void
page_begin(struct html_out *h, struct buf *b, const struct page_frame *f)
{
	const struct html_out_files files = { .style = asset_path("style.css"),
		.icon = asset_path("icon.svg"), .modules = f->modules };
	struct buf title;

	buf_init(&title, PAGE_MAX);
	buf_span(&title, f->title);
	buf_printf(&title, " - %s", f->site);
	html_out_page_served(h, b, LANGUAGE, buf_view(&title), &files);
	buf_done(&title);
	part_skip(h, "main", "to the page's text");
	if (f->banner != NULL)
		html_out_element(h, "p", "banner", f->banner);
	html_out_open(h, "header");
	html_out_element(h, "p", "site", f->site);
	put_nav(h, f);
	html_out_close(h);
	html_out_open(h, "main");
	html_out_attr(h, "id", "main");
	html_out_attr(h, "tabindex", "-1");
	html_out_open(h, "h1");
	html_out_text(h, f->title);
	html_out_close(h);
}

enum tt_err
page_end(struct html_out *h, const char *log)
{
	html_out_close(h);
	if (log == NULL || log[0] != '\0') {
		html_out_open(h, "footer");
		html_out_open(h, "p");
		html_out_fmt(h, "log: %s", log != NULL ? log : "unknown");
		html_out_close(h);
		html_out_close(h);
	}
	return html_out_page_end(h);
}

void
page_terminal(struct html_out *h, struct span command)
{
	html_out_open(h, "aside");
	html_out_attr(h, "class", "terminal");
	html_out_attr(h, "aria-label", "same thing in the terminal");
	html_out_element(h, "p", NULL, "same thing in the terminal:");
	html_out_open(h, "pre");
	html_out_attr(h, "tabindex", "0");
	html_out_open(h, "code");
	html_out_text(h, command);
	html_out_close(h);
	html_out_close(h);
	html_out_close(h);
}

void
page_pill(struct html_out *h, enum page_look look, const char *words)
{
	static const char *const classes[] = {
		[PAGE_PLAIN] = "pill", [PAGE_GOOD] = "pill good",
		[PAGE_DUE] = "pill due", [PAGE_BAD] = "pill bad",
	};

	html_out_element(h, "span", classes[look], words);
}

void
page_problems(struct html_out *h, const char *title,
    const struct page_problem *problems, size_t n)
{
	html_out_open(h, "div");
	html_out_attr(h, "class", "problems");
	html_out_attr(h, "role", "alert");
	html_out_element(h, "h2", NULL, title);
	html_out_open(h, "ul");
	for (size_t i = 0; i < n; i++) {
		html_out_open(h, "li");
		if (problems[i].field != NULL) {
			html_out_open(h, "a");
			html_out_attr_fmt(h, "href", "#%s",
			    problems[i].field);
		}
		html_out_text(h, problems[i].text);
		if (problems[i].field != NULL)
			html_out_close(h);
		html_out_close(h);
	}
	html_out_close(h);
	html_out_close(h);
}

void
page_hidden(struct html_out *h, const char *name, struct span value)
{
	html_out_void(h, "input");
	html_out_attr(h, "type", "hidden");
	html_out_attr(h, "name", name);
	html_out_attr_span(h, "value", value);
}

void
page_form(struct html_out *h, const char *action, const char *token)
{
	html_out_open(h, "form");
	html_out_attr(h, "method", "post");
	html_out_attr(h, "action", action);
	page_hidden(h, "token", span_str(token));
}

void
page_form_end(struct html_out *h, const char *button)
{
	html_out_open(h, "p");
	html_out_open(h, "button");
	html_out_attr(h, "type", "submit");
	html_out_str(h, button);
	html_out_close(h);
	html_out_close(h);
	html_out_close(h);
}

/* A line about a field, which the field names. */
static void
put_about(struct html_out *h, const char *class, const char *name,
    struct span text)
{
	html_out_open(h, "span");
	html_out_attr(h, "class", class);
	html_out_attr_fmt(h, "id", "%s-%s", name, class);
	html_out_text(h, text);
	html_out_close(h);
}

static void
put_input(struct html_out *h, const struct page_field *f)
{
	bool wrong = f->problem.n > 0;

	html_out_void(h, "input");
	html_out_attr(h, "id", f->name);
	html_out_attr(h, "name", f->name);
	html_out_attr(h, "type", f->type);
	html_out_attr(h, "autocomplete", f->fill != NULL ? f->fill : "off");
	html_out_attr(h, "autocapitalize", "none");
	html_out_attr(h, "spellcheck", "false");
	html_out_attr_fmt(h, "maxlength", "%u", f->max);
	if (f->value.n > 0)
		html_out_attr_span(h, "value", f->value);
	if (f->required)
		html_out_flag(h, "required");
	if (wrong)
		html_out_attr(h, "aria-invalid", "true");
	if (wrong || f->hint != NULL)
		html_out_attr_fmt(h, "aria-describedby", "%s%s%s%s%s",
		    wrong ? f->name : "", wrong ? "-wrong" : "",
		    wrong && f->hint != NULL ? " " : "",
		    f->hint != NULL ? f->name : "",
		    f->hint != NULL ? "-hint" : "");
}

void
page_field(struct html_out *h, const struct page_field *f)
{
	html_out_open(h, "p");
	html_out_attr(h, "class", "field");
	html_out_open(h, "label");
	html_out_attr(h, "for", f->name);
	html_out_str(h, f->label);
	html_out_close(h);
	if (f->problem.n > 0)
		put_about(h, "wrong", f->name, f->problem);
	put_input(h, f);
	if (f->hint != NULL)
		put_about(h, "hint", f->name, span_str(f->hint));
	html_out_close(h);
}

void
page_say(struct http_response *r, const struct page_frame *f,
    unsigned status, const char *text)
{
	struct html_out h;

	buf_clear(&r->body);
	page_begin(&h, &r->body, f);
	html_out_element(&h, "p", NULL, text);
	r->status = status;
	r->content_type = "text/html; charset=utf-8";
	r->cache_control = NULL;
	if (page_end(&h, "") != TT_OK)
		buf_clear(&r->body);
}
