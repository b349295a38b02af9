/* SPDX-License-Identifier: ISC */
/*
 * trace_page_text - one piece of the specimen: a text with its sites marked,
 * or a picture with boxes where they were read.
 *
 * The specimen is hostile: signs that turn the direction of text are shown as
 * what they are, and all else goes through html_out.
 */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/trace_page.h"

#define AROUND		600	/* bytes of text shown beside a mark */
#define PICTURE_MAX	((size_t)32 << 20)	/* bytes, to be embedded */
#define LABEL		0.55	/* of a box's height: a number's size */
#define LABEL_LEAST	7.0	/* pixels */

/* Turns what stands after it around, or isolates it. */
static bool
turns_text(int32_t cp)
{
	return cp == 0x200e || cp == 0x200f || cp == 0x061c ||
	    (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

static void
put_text(struct html_out *h, struct span s)
{
	size_t len, done = 0;
	int32_t cp;

	for (size_t i = 0; i < s.n; i += len) {
		cp = utf8_next(s.p + i, s.n - i, &len);
		if (!turns_text(cp))
			continue;
		html_out_text(h, (struct span){ s.p + done, i - done });
		html_out_fmt(h, "[U+%04X]", (unsigned)cp);
		done = i + len;
	}
	html_out_text(h, (struct span){ s.p + done, s.n - done });
}

/* Not in the middle of a character: back to where one begins. */
static size_t
whole(struct span s, size_t at)
{
	while (at > 0 && at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* What stands between two marks; the middle of much is left out. */
static void
put_between(struct page *p, struct span text, size_t from, size_t to,
    bool first, bool last)
{
	size_t head = first ? 0 : AROUND, tail = last ? 0 : AROUND, a, b;

	if (to - from <= head + tail + AROUND / 2) {
		put_text(&p->h, (struct span){ text.p + from, to - from });
		return;
	}
	a = whole(text, from + head);
	b = whole(text, to - tail);
	put_text(&p->h, (struct span){ text.p + from, a - from });
	html_out_open(&p->h, "span");
	html_out_attr(&p->h, "class", "skipped");
	html_out_fmt(&p->h, "%zu bytes without a site are left out", b - a);
	html_out_close(&p->h);
	put_text(&p->h, (struct span){ text.p + b, to - b });
}

/* The number, and the word for all but what was simply read. */
static void
put_label(struct page *p, const struct page_mark *m, const char *name)
{
	bool plain = m->kind == TT_OBS_SYMBOL || m->kind == TT_OBS_VALUES;

	html_out_open(&p->h, "sup");
	html_out_str(&p->h, name);
	if (plain)
		html_out_element(&p->h, "span", "vh", " read");
	else
		html_out_fmt(&p->h, " %s", page_word(m->kind));
	html_out_close(&p->h);
}

static void
put_mark(struct page *p, const struct page_mark *m, struct span text)
{
	char name[32], class[64];
	struct buf says;

	page_site_name(p, m->bulletin, m->site, name);
	buf_init(&says, 65536);
	page_describe(p, m, &says);
	snprintf(class, sizeof(class), "m %s", page_class(m->kind));
	html_out_open(&p->h, "a");
	html_out_attr(&p->h, "class", class);
	html_out_attr_fmt(&p->h, "href", "#site-%s", name);
	if (m->nth == 0)
		html_out_attr_fmt(&p->h, "id", "at-%s", name);
	html_out_attr_span(&p->h, "title", buf_view(&says));
	put_text(&p->h, (struct span){ text.p + m->offset, m->length });
	put_label(p, m, name);
	html_out_close(&p->h);
	buf_done(&says);
}

void
page_text(struct page *p, uint32_t piece, size_t first, size_t n)
{
	struct span text = p->all->specimen.piece[piece].bytes;
	const struct page_mark *m = p->mark + first;
	size_t at = 0;
	bool any = false;

	html_out_open(&p->h, "div");
	html_out_attr(&p->h, "class", "text");
	html_out_attr(&p->h, "dir", "ltr");
	for (size_t i = 0; i < n; i++) {
		/* two bulletins, or two stretches, may claim the same words */
		if (m[i].offset < at || m[i].length > text.n - m[i].offset)
			continue;
		put_between(p, text, at, m[i].offset, !any, false);
		put_mark(p, &m[i], text);
		at = m[i].offset + m[i].length;
		any = true;
	}
	put_between(p, text, at, text.n, !any, true);
	html_out_close(&p->h);
}

/* Can a browser show the file that the piece was seen in? */
static const char *
picture_type(const struct specimen_file *f)
{
	static const char *const types[] = { "image/png", "image/jpeg",
		"image/webp" };

	if (f->n_pieces == 0 || f->raw.n > PICTURE_MAX)
		return NULL;
	for (size_t i = 0; i < N_ROWS(types); i++)
		if (strcmp(f->extract->type, types[i]) == 0)
			return types[i];
	return NULL;
}

/* Without the picture itself: its words, where they stood. */
static void
put_words(struct page *p, const struct tt_piece *s)
{
	for (size_t i = 0; i < s->n_words; i++) {
		const struct tt_piece_word *w = &s->words[i];

		if (w->offset > s->bytes.n || w->length > s->bytes.n -
		    w->offset)
			continue;
		html_out_open(&p->h, "text");
		html_out_attr(&p->h, "class", "word");
		html_out_attr_fmt(&p->h, "x", "%u", w->x);
		html_out_attr_fmt(&p->h, "y", "%u", w->y + w->h * 4 / 5);
		html_out_attr_fmt(&p->h, "font-size", "%u", w->h > 0 ?
		    w->h : 1);
		html_out_attr_fmt(&p->h, "textLength", "%u", w->w);
		html_out_attr(&p->h, "lengthAdjust", "spacingAndGlyphs");
		put_text(&p->h, (struct span){ s->bytes.p + w->offset,
			w->length });
		html_out_close(&p->h);
	}
}

struct box {
	uint32_t x, y, x2, y2;
};

static bool
same_line(const struct box *b, const struct tt_piece_word *w)
{
	uint32_t middle = w->y + w->h / 2;

	return middle > b->y && middle < b->y2;
}

static void
put_box(struct page *p, const struct page_mark *m, const struct box *b,
    bool labelled)
{
	double size = fmax(LABEL_LEAST, LABEL * (b->y2 - b->y));
	char name[32];

	html_out_open(&p->h, "rect");
	html_out_attr_fmt(&p->h, "class", "box %s-box", page_class(m->kind));
	html_out_attr_fmt(&p->h, "x", "%u", b->x > 2 ? b->x - 2 : 0);
	html_out_attr_fmt(&p->h, "y", "%u", b->y > 2 ? b->y - 2 : 0);
	html_out_attr_fmt(&p->h, "width", "%u", b->x2 - b->x + 4);
	html_out_attr_fmt(&p->h, "height", "%u", b->y2 - b->y + 4);
	html_out_close(&p->h);
	if (!labelled)
		return;
	page_site_name(p, m->bulletin, m->site, name);
	html_out_open(&p->h, "text");
	html_out_attr(&p->h, "class", "no");
	html_out_attr_fmt(&p->h, "x", "%u", b->x);
	html_out_attr_fmt(&p->h, "y", "%.1f", (double)b->y - 3);
	html_out_attr_fmt(&p->h, "font-size", "%.1f", size);
	html_out_attr_fmt(&p->h, "stroke-width", "%.1f", size / 5);
	html_out_str(&p->h, name);
	if (m->kind != TT_OBS_SYMBOL && m->kind != TT_OBS_VALUES)
		html_out_fmt(&p->h, " %s", page_word(m->kind));
	html_out_close(&p->h);
}

/* A box for each line that the words of a mark stand in. */
static void
put_boxes(struct page *p, const struct page_mark *m, const struct tt_piece *s)
{
	struct box b = { 0 };
	bool any = false, labelled = true;

	for (size_t i = 0; i < s->n_words; i++) {
		const struct tt_piece_word *w = &s->words[i];

		if (w->offset + (size_t)w->length <= m->offset ||
		    w->offset >= m->offset + (m->length > 0 ? m->length : 1))
			continue;
		if (any && !same_line(&b, w)) {
			put_box(p, m, &b, labelled);
			labelled = any = false;
		}
		if (!any)
			b = (struct box){ w->x, w->y, w->x, w->y };
		any = true;
		b.x = w->x < b.x ? w->x : b.x;
		b.y = w->y < b.y ? w->y : b.y;
		b.x2 = w->x + w->w > b.x2 ? w->x + w->w : b.x2;
		b.y2 = w->y + w->h > b.y2 ? w->y + w->h : b.y2;
	}
	if (any)
		put_box(p, m, &b, labelled);
}

static void
link_boxes(struct page *p, const struct page_mark *m, const struct tt_piece *s)
{
	struct buf says;
	char name[32];

	page_site_name(p, m->bulletin, m->site, name);
	buf_init(&says, 65536);
	page_describe(p, m, &says);
	html_out_open(&p->h, "a");
	html_out_attr_fmt(&p->h, "href", "#site-%s", name);
	html_out_open(&p->h, "title");
	html_out_text(&p->h, buf_view(&says));
	html_out_close(&p->h);
	put_boxes(p, m, s);
	html_out_close(&p->h);
	buf_done(&says);
}

static void
put_image(struct page *p, const struct tt_piece *s, const char *type,
    struct span raw)
{
	html_out_open(&p->h, "image");
	html_out_attr_fmt(&p->h, "width", "%u", s->width);
	html_out_attr_fmt(&p->h, "height", "%u", s->height);
	html_out_attr(&p->h, "preserveAspectRatio", "none");
	html_out_attr_data(&p->h, "href", type, raw);
	html_out_close(&p->h);
}

void
page_picture(struct page *p, uint32_t piece, size_t first, size_t n)
{
	const struct tt_piece *s = &p->all->specimen.piece[piece];
	const struct specimen_file *f = specimen_file_of(&p->all->specimen,
	    piece);
	const char *type = picture_type(f);

	if (s->width == 0 || s->height == 0)
		return;
	html_out_open(&p->h, "figure");
	html_out_open(&p->h, "svg");
	html_out_attr_fmt(&p->h, "viewBox", "0 0 %u %u", s->width, s->height);
	html_out_attr(&p->h, "role", "group");
	html_out_attr_fmt(&p->h, "aria-labelledby", "pic-%u", piece);
	html_out_open(&p->h, "title");
	html_out_attr_fmt(&p->h, "id", "pic-%u", piece);
	html_out_str(&p->h, "The picture, with a box where each site was "
	    "read");
	html_out_close(&p->h);
	if (type != NULL)
		put_image(p, s, type, buf_view(&f->raw));
	else
		put_words(p, s);
	for (size_t i = 0; i < n; i++)
		link_boxes(p, &p->mark[first + i], s);
	html_out_close(&p->h);
	html_out_element(&p->h, "figcaption", NULL, type != NULL ?
	    "The picture as it was found. Boxes are where sites were read; "
	    "the text below is what was recognised." :
	    "The words that were recognised, where they stood; the picture "
	    "itself is in the specimen. Boxes are where sites were read.");
	html_out_close(&p->h);
}
