/* SPDX-License-Identifier: ISC */
/* preview_page - all parts of a preview on one page, under its banner. */
#include "base/utf8.h"
#include "cli/author/preview.h"
#include "cli/sheet.h"

/* What is fixed stands on each page that is printed, too. */
static const char *const style[] = {
".says{position:fixed;top:0;left:0;right:0;z-index:1;margin:0;"
"padding:.5rem 1.25rem;background:#8a1c1c;color:#fff;font-weight:600;"
"font-size:.9rem;line-height:1.35}\n",
"header{padding-top:7rem}"
"pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem;"
"background:var(--panel);border:1px solid var(--line);"
"border-radius:.4rem;padding:.8rem 1rem}\n",
"@media(max-width:40rem){header{padding-top:11rem}}\n",
"@page{margin:26mm 14mm 14mm}\n",
"@media print{.says{top:-20mm;background:#fff;color:#000;"
"border:2px solid #000}header{padding-top:0}pre{border:0;padding:0}}\n",
NULL };

static void
put_part(struct html_out *h, const struct preview *p, size_t i)
{
	const struct tt_manifest_part *m =
	    &p->sealed.draft.manifest->parts[i];
	struct span text = buf_view(&p->text[i]);

	html_out_open(h, "section");
	html_out_open(h, "h2");
	html_out_fmt(h, "%s (%s)", m->file, tt_part_kind_name(m->kind));
	html_out_close(h);
	if (p->sealed.draft.bulletin->parts[i].binary ||
	    !utf8_valid(text.p, text.n)) {
		html_out_open(h, "p");
		html_out_fmt(h, "%zu bytes that are no text.", text.n);
		html_out_close(h);
	} else {
		html_out_open(h, "pre");
		html_out_text(h, text);
		html_out_close(h);
	}
	html_out_close(h);
}

enum tt_err
preview_page(struct preview *p)
{
	struct html_out h;

	buf_init(&p->page, SHEET_MAX);
	sheet_begin(&h, &p->page, SPAN("Preview"), style);
	html_out_element(&h, "p", "says", p->says);
	html_out_open(&h, "header");
	html_out_element(&h, "h1", NULL, "Preview");
	html_out_close(&h);
	html_out_open(&h, "main");
	for (size_t i = 0; i < p->sealed.draft.bulletin->n_parts; i++)
		put_part(&h, p, i);
	html_out_close(&h);
	return html_out_page_end(&h);
}
