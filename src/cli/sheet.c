/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "base/hex.h"
#include "cli/say.h"
#include "cli/sheet.h"
#include "store/file.h"

void
sheet_begin(struct html_out *h, struct buf *b, struct span title,
    const char *const *style)
{
	const char *all[SHEET_STYLES + 1];
	size_t n = 0;

	for (size_t i = 0; sheet_style[i] != NULL; i++) {
		assert(n < SHEET_STYLES);
		all[n++] = sheet_style[i];
	}
	for (; *style != NULL; style++) {
		assert(n < SHEET_STYLES);
		all[n++] = *style;
	}
	all[n] = NULL;
	html_out_page(h, b, "en-GB", title, all);
}

int
sheet_end(struct html_out *h, const char *path)
{
	enum tt_err e = html_out_page_end(h);

	if (e == TT_OK)
		e = file_write(path, h->b->p, h->b->n, 0600);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL,
	    "cannot write the page %s", path);
}

void
sheet_hash(struct html_out *h, const char *term, const struct hash *sum)
{
	char hex[HEX_LEN(32) + 1];

	hex_encode(hex, sum->b, sizeof(sum->b));
	part_pair(h, term, "hash", hex);
}

static void
put_file(struct html_out *h, const struct specimen_file *f)
{
	const char *slash = strrchr(f->path, '/');
	struct buf name;

	buf_init(&name, FILE_PATH_MAX * 4);
	say_escape(&name, span_str(slash != NULL ? slash + 1 : f->path));
	html_out_element(h, "dt", NULL, "file");
	html_out_open(h, "dd");
	html_out_text(h, buf_view(&name));
	if (f->extract != NULL)
		html_out_fmt(h, " (%s, %zu bytes)", f->extract->type,
		    f->raw.n);
	html_out_close(h);
	sheet_hash(h, "SHA-256", &f->sha256);
	for (size_t i = 0; f->extract != NULL && i < f->extract->n_notes; i++) {
		const struct extract_note *n = &f->extract->notes[i];

		html_out_element(h, "dt", NULL, "could not be read");
		html_out_open(h, "dd");
		html_out_fmt(h, "%s%s%s", n->piece,
		    n->piece[0] != '\0' ? ": " : "", n->cause);
		html_out_close(h);
	}
	buf_done(&name);
}

void
sheet_files(struct html_out *h, const struct specimen *s)
{
	for (size_t i = 0; i < s->n; i++)
		put_file(h, &s->file[i]);
}

void
sheet_bulletin(struct html_out *h, const struct tracing *t)
{
	html_out_str(h, t->bulletin);
	if (t->sealed != NULL)
		html_out_fmt(h, " (%s), %s", t->sealed->record.id,
		    t->sealed->record.title);
}
