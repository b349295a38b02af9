/* SPDX-License-Identifier: ISC */
#include "base/html_part.h"

void
part_skip(struct html_out *h, const char *id, const char *says)
{
	html_out_open(h, "a");
	html_out_attr(h, "class", "skip");
	html_out_attr_fmt(h, "href", "#%s", id);
	html_out_str(h, says);
	html_out_close(h);
}

void
part_heading(struct html_out *h, const char *element, const char *id,
    const char *text)
{
	html_out_open(h, element);
	html_out_attr(h, "id", id);
	html_out_str(h, text);
	html_out_close(h);
}

void
part_pair(struct html_out *h, const char *term, const char *class,
    const char *s)
{
	html_out_element(h, "dt", NULL, term);
	html_out_element(h, "dd", class, s);
}

void
part_table(struct html_out *h, const char *class, const char *caption,
    const char *const *heads, size_t n)
{
	html_out_open(h, "div");
	html_out_attr(h, "class", "wide");
	html_out_attr(h, "tabindex", "0");
	html_out_attr(h, "role", "region");
	html_out_attr(h, "aria-label", caption);
	html_out_open(h, "table");
	if (class != NULL)
		html_out_attr(h, "class", class);
	html_out_element(h, "caption", "vh", caption);
	html_out_open(h, "thead");
	html_out_open(h, "tr");
	for (size_t i = 0; i < n; i++) {
		html_out_open(h, "th");
		html_out_attr(h, "scope", "col");
		html_out_str(h, heads[i]);
		html_out_close(h);
	}
	html_out_close(h);
	html_out_close(h);
	html_out_open(h, "tbody");
}

void
part_table_end(struct html_out *h)
{
	html_out_close(h);
	html_out_close(h);
	html_out_close(h);
}
