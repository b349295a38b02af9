/* SPDX-License-Identifier: ISC */
/*
 * PDF, by poppler.
 *
 * A page with a text layer is that text, hyphens at line ends and all; one
 * without is drawn and handed on as a picture.  A picture on a page with text
 * is handed on too if no text stands where it does: what was recognised and
 * laid under a scan must not be read twice.
 */
#include <cairo.h>
#include <poppler.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "extract/extract.h"
#include "extract/parse.h"

#define LETTERS_LEAST	16	/* of a text layer that is worth the name */
#define DPI		200.
#define PIXELS_MAX	20e6	/* of a page that is drawn */
#define PAGES_MAX	2000
#define PICTURES_MAX	64	/* of one page */
#define PICTURE_LEAST	64	/* pixels, of width and height */

static size_t
letters(const char *s)
{
	size_t n = 0;

	for (; s != NULL && *s != '\0'; s++)
		n += strchr(" \t\n\f\r", *s) == NULL;
	return n;
}

static cairo_status_t
add_png(void *arg, const unsigned char *p, unsigned n)
{
	struct buf *b = arg;

	buf_add(b, p, n);
	return buf_err(b) == TT_OK ? CAIRO_STATUS_SUCCESS :
	    CAIRO_STATUS_WRITE_ERROR;
}

static void
give_picture(struct hatch *h, const char *name, cairo_surface_t *s)
{
	struct buf png;

	buf_init(&png, EXTRACT_FILE_MAX);
	if (cairo_surface_write_to_png_stream(s, add_png, &png) ==
	    CAIRO_STATUS_SUCCESS)
		hatch_whole(h, HATCH_FILE, span_str(name), buf_view(&png));
	else
		hatch_note(h, span_str(name), "it cannot be drawn");
	buf_done(&png);
}

static void
draw(struct hatch *h, const char *name, PopplerPage *page)
{
	double w, height, scale = DPI / 72;
	cairo_surface_t *s;
	cairo_t *cr;

	poppler_page_get_size(page, &w, &height);
	if (!(w >= 1 && height >= 1 && w < 1e6 && height < 1e6)) {
		hatch_note(h, span_str(name), "its page has no size to draw");
		return;
	}
	while (w * height * scale * scale > PIXELS_MAX)
		scale /= 2;
	s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    1 + (int)(w * scale), 1 + (int)(height * scale));
	cr = cairo_create(s);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, scale, scale);
	poppler_page_render(page, cr);
	cairo_destroy(cr);
	give_picture(h, name, s);
	cairo_surface_destroy(s);
}

/* Does text stand where this picture does? */
static bool
is_covered(PopplerPage *page, const PopplerImageMapping *m)
{
	PopplerRectangle area = m->area;
	char *text = poppler_page_get_text_for_area(page, &area);
	bool covered = letters(text) >= LETTERS_LEAST;

	g_free(text);
	return covered;
}

static void
give_pictures(struct hatch *h, const char *page_name, PopplerPage *page)
{
	GList *all = poppler_page_get_image_mapping(page);
	char name[64];
	unsigned k = 0;

	for (GList *i = all; i != NULL && k < PICTURES_MAX; i = i->next) {
		const PopplerImageMapping *m = i->data;
		cairo_surface_t *s;

		if (is_covered(page, m) || (s = poppler_page_get_image(page,
		    m->image_id)) == NULL)
			continue;
		snprintf(name, sizeof(name), "%s, picture %u", page_name, ++k);
		if (cairo_image_surface_get_width(s) >= PICTURE_LEAST &&
		    cairo_image_surface_get_height(s) >= PICTURE_LEAST)
			give_picture(h, name, s);
		cairo_surface_destroy(s);
	}
	poppler_page_free_image_mapping(all);
}

/* Are these two letters in one line, with room for a word between them? */
static bool
is_gap(const PopplerRectangle *a, const PopplerRectangle *b)
{
	double height = a->y2 - a->y1, shared = (a->y2 < b->y2 ? a->y2 :
	    b->y2) - (a->y1 > b->y1 ? a->y1 : b->y1);

	return shared > height / 2 && b->x1 - a->x2 > height / 2;
}

/* Text with a tab where columns of a table meet: poppler leaves none. */
static void
add_text(struct buf *out, PopplerPage *page, const char *text)
{
	PopplerRectangle *at = NULL;
	guint n = 0;
	size_t len, k = 0;

	if (!poppler_page_get_text_layout(page, &at, &n))
		n = 0;
	for (size_t left = strlen(text); left > 0; left -= len, k++) {
		(void)utf8_next(text, left, &len);
		if (k > 0 && k < n && *text > ' ' && text[-1] > ' ' &&
		    is_gap(&at[k - 1], &at[k]))
			buf_char(out, '\t');
		buf_add(out, text, len);
		text += len;
	}
	g_free(at);
}

static void
give_text(struct hatch *h, const char *name, PopplerPage *page,
    const char *text)
{
	struct buf out;

	buf_init(&out, EXTRACT_TEXT_MAX);
	if (!utf8_valid(text, strlen(text)))
		return;
	add_text(&out, page, text);
	if (buf_err(&out) == TT_OK)
		hatch_whole(h, HATCH_TEXT, span_str(name), buf_view(&out));
	else
		hatch_note(h, span_str(name), "it is larger than is read");
	buf_done(&out);
}

static void
give_page(struct hatch *h, const char *name, PopplerPage *page)
{
	char *text = poppler_page_get_text(page);

	if (letters(text) < LETTERS_LEAST) {
		draw(h, name, page);
	} else {
		give_text(h, name, page, text);
		give_pictures(h, name, page);
	}
	g_free(text);
}

static void
give_pages(struct hatch *h, PopplerDocument *doc)
{
	int n = poppler_document_get_n_pages(doc);
	PopplerPage *page;
	char name[32];

	if (n > PAGES_MAX)
		hatch_note(h, SPAN(""), "it has more pages than are read; the "
		    "rest was left");
	for (int i = 0; i < n && i < PAGES_MAX; i++) {
		snprintf(name, sizeof(name), "page %d", i + 1);
		if (!hatch_item(h, span_str(name)))
			continue;
		if ((page = poppler_document_get_page(doc, i)) == NULL) {
			hatch_note(h, span_str(name), "it is damaged");
			continue;
		}
		give_page(h, name, page);
		g_object_unref(page);
	}
}

static gboolean
add_attached(const gchar *p, gsize n, gpointer arg, GError **error)
{
	(void)error;
	buf_add(arg, p, n);
	return buf_err(arg) == TT_OK;
}

static void
give_attached(struct hatch *h, PopplerDocument *doc)
{
	GList *all = poppler_document_get_attachments(doc);
	struct buf file;

	for (GList *i = all; i != NULL; i = i->next) {
		PopplerAttachment *a = i->data;
		struct span name = span_str(a->name != NULL ? a->name :
		    "attached file");

		if (hatch_item(h, name)) {
			buf_init(&file, EXTRACT_FILE_MAX);
			if (poppler_attachment_save_to_callback(a,
			    add_attached, &file, NULL))
				parse_inner(h, name, buf_view(&file));
			else
				hatch_note(h, name, "it is damaged");
			buf_done(&file);
		}
		g_object_unref(a);
	}
	g_list_free(all);
}

void
parse_pdf(struct hatch *h, const struct parse *in)
{
	GBytes *bytes = g_bytes_new_static(in->file.p, in->file.n);
	GError *error = NULL;
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL,
	    &error);

	if (doc == NULL) {
		hatch_note(h, SPAN(""), g_error_matches(error, POPPLER_ERROR,
		    POPPLER_ERROR_ENCRYPTED) ? "it needs a password" :
		    "it is damaged or cut off");
		g_clear_error(&error);
	} else {
		give_pages(h, doc);
		give_attached(h, doc);
		g_object_unref(doc);
	}
	g_bytes_unref(bytes);
}
