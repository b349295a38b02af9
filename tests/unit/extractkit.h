/* SPDX-License-Identifier: ISC */
/*
 * extractkit - files of many kinds, made on the spot: archives by libarchive,
 * pages and pictures by cairo and leptonica.
 *
 * Include after test.h.  What is made is free()d by whoever asked for it.
 */
#ifndef TEST_EXTRACTKIT_H
#define TEST_EXTRACTKIT_H

#include <archive.h>
#include <archive_entry.h>
#include <cairo-pdf.h>
#include <cairo.h>
#include <leptonica/allheaders.h>
#include <stdbool.h>

#include "base/buf.h"
#include "extract/extract.h"

#define UNUSED	__attribute__((unused))

/* fontconfig, which cairo asks for a font here, keeps some of it for good. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

struct kit_file {
	const char *name;
	struct span bytes;
};

/* The last has no name. */
static UNUSED void
kit_archive(struct buf *out, const char *format, const char *filter,
    const struct kit_file *files)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e;
	size_t cap = 1 << 20, n = 0;
	char *p;

	for (size_t i = 0; files[i].name != NULL; i++)
		cap += files[i].bytes.n + 4096;
	p = malloc(cap);
	assert_non_null(p);
	assert_int_equal(0, archive_write_set_format_by_name(a, format));
	if (filter != NULL)
		assert_int_equal(0, archive_write_add_filter_by_name(a,
		    filter));
	assert_int_equal(0, archive_write_open_memory(a, p, cap, &n));
	for (size_t i = 0; files[i].name != NULL; i++) {
		e = archive_entry_new();
		archive_entry_set_pathname(e, files[i].name);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_perm(e, 0644);
		archive_entry_set_size(e, (la_int64_t)files[i].bytes.n);
		assert_int_equal(0, archive_write_header(a, e));
		assert_int_equal(files[i].bytes.n, archive_write_data(a,
		    files[i].bytes.p, files[i].bytes.n));
		archive_entry_free(e);
	}
	assert_int_equal(0, archive_write_close(a));
	archive_write_free(a);
	buf_init(out, SIZE_MAX / 4);
	buf_add(out, p, n);
	free(p);
}

static UNUSED void
kit_zip(struct buf *out, const char *name, struct span bytes)
{
	const struct kit_file files[] = { { name, bytes }, { NULL, { 0, 0 } } };

	kit_archive(out, "zip", NULL, files);
}

static UNUSED void
kit_gzip(struct buf *out, struct span bytes)
{
	const struct kit_file files[] = { { "x", bytes }, { NULL, { 0, 0 } } };

	kit_archive(out, "raw", "gzip", files);
}

/* Lines of text on a page, black on white at size points, or inverted. */
static UNUSED void
kit_write(cairo_t *cr, const char *const *lines, double size, bool dark)
{
	double light = dark ? .9 : .05, ground = dark ? .12 : 1;

	cairo_set_source_rgb(cr, ground, ground, ground);
	cairo_paint(cr);
	cairo_set_source_rgb(cr, light, light, light);
	cairo_select_font_face(cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
	    CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cr, size);
	for (size_t i = 0; lines[i] != NULL; i++) {
		cairo_move_to(cr, 2 * size, (double)(i + 2) * size * 1.5);
		cairo_show_text(cr, lines[i]);
	}
}

static UNUSED cairo_surface_t *
kit_surface(const char *const *lines, double size, bool dark)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    (int)(size * 45), (int)(size * 14));
	cairo_t *cr = cairo_create(s);

	kit_write(cr, lines, size, dark);
	cairo_destroy(cr);
	return s;
}

static UNUSED cairo_status_t
kit_add(void *arg, const unsigned char *p, unsigned n)
{
	buf_add(arg, p, n);
	return CAIRO_STATUS_SUCCESS;
}

/* As a picture of leptonica's; pixDestroy it. */
static UNUSED PIX *
kit_pix(const char *const *lines, double size, bool dark)
{
	cairo_surface_t *s = kit_surface(lines, size, dark);
	struct buf png;
	PIX *colour, *grey;

	buf_init(&png, SIZE_MAX / 4);
	assert_int_equal(0, cairo_surface_write_to_png_stream(s, kit_add,
	    &png));
	cairo_surface_destroy(s);
	colour = pixReadMem((const void *)png.p, png.n);
	assert_non_null(colour);
	grey = pixConvertTo8(colour, 0);
	assert_non_null(grey);
	pixDestroy(&colour);
	buf_done(&png);
	return grey;
}

static UNUSED void
kit_encode(struct buf *out, PIX *pix, int format)
{
	l_uint8 *p = NULL;
	size_t n = 0;

	assert_int_equal(0, pixWriteMem(&p, &n, pix, format));
	buf_init(out, SIZE_MAX / 4);
	buf_add(out, p, n);
	lept_free(p);
}

/* Pages of these lines; the second one, if asked for, is a picture of them. */
static UNUSED void
kit_pdf(struct buf *out, const char *const *lines, bool scanned)
{
	cairo_surface_t *s, *picture = kit_surface(lines, 32, false);
	cairo_t *cr;

	buf_init(out, SIZE_MAX / 4);
	s = cairo_pdf_surface_create_for_stream(kit_add, out, 600, 400);
	cr = cairo_create(s);
	kit_write(cr, lines, 12, false);
	cairo_show_page(cr);
	if (scanned) {
		cairo_scale(cr, .4, .4);
		cairo_set_source_surface(cr, picture, 0, 0);
		cairo_paint(cr);
		cairo_show_page(cr);
	}
	cairo_destroy(cr);
	cairo_surface_finish(s);
	cairo_surface_destroy(s);
	cairo_surface_destroy(picture);
}

static UNUSED struct extract *
kit_run(struct span file)
{
	struct extract *x = NULL;

	assert_int_equal(TT_OK, extract_run(&x, file, SPAN("")));
	return x;
}

/* A piece of this kind that has these words, white space being one space. */
static UNUSED const struct tt_piece *
kit_find(const struct extract *x, enum tt_piece_kind kind, const char *words)
{
	size_t len = strlen(words);
	struct buf flat;
	bool found = false;

	for (size_t i = 0; !found && i < x->n_pieces; i++) {
		const struct tt_piece *p = &x->pieces[i];

		if (p->kind != kind)
			continue;
		buf_init(&flat, SIZE_MAX / 4);
		for (size_t k = 0; k < p->bytes.n; k++) {
			char c = p->bytes.p[k];

			if (c == '\n' || c == '\t')
				c = ' ';
			if (c != ' ' || flat.n == 0 ||
			    flat.p[flat.n - 1] != ' ')
				buf_char(&flat, c);
		}
		found = flat.n > 0 &&
		    memmem(flat.p, flat.n, words, len) != NULL;
		buf_done(&flat);
		if (found)
			return p;
	}
	return NULL;
}

/* A note about this piece (whose name contains it) that says this. */
static UNUSED bool
kit_noted(const struct extract *x, const char *piece, const char *cause)
{
	for (size_t i = 0; i < x->n_notes; i++)
		if (strstr(x->notes[i].piece, piece) != NULL &&
		    strstr(x->notes[i].cause, cause) != NULL)
			return true;
	return false;
}

static UNUSED void
kit_show(const struct extract *x)
{
	print_message("type %s\n", x->type);
	for (size_t i = 0; i < x->n_notes; i++)
		print_message("note [%s] %s\n", x->notes[i].piece,
		    x->notes[i].cause);
	for (size_t i = 0; i < x->n_pieces; i++)
		print_message("piece %d [%.*s] %.*s\n", x->pieces[i].kind,
		    (int)x->pieces[i].name.n, x->pieces[i].name.p,
		    x->pieces[i].bytes.n < 300 ? (int)x->pieces[i].bytes.n :
		    300, x->pieces[i].bytes.p);
}

#endif
