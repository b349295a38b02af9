/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "extract/gather.h"

#define NOTES_MAX	256
#define FILES_MAX	TT_PIECES_MAX

/* Room for one more in a list; NULL if there is no memory. */
static void *
grow(void *list, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap == 0 ? 16 : *cap * 2;
	void *p = list;

	if (n < *cap)
		return list;
	if ((p = reallocarray(list, more, size)) != NULL)
		*cap = more;
	return p;
}

/* "outer, inner" */
static char *
join(const char *outer, struct span inner)
{
	size_t n = strlen(outer);
	char *s = malloc(n + inner.n + 3), *p = s;

	if (s == NULL)
		return NULL;
	memcpy(p, outer, n);
	p += n;
	if (n > 0 && inner.n > 0) {
		memcpy(p, ", ", 2);
		p += 2;
	}
	if (inner.n > 0)
		memcpy(p, inner.p, inner.n);
	p[inner.n] = '\0';
	return s;
}

static enum tt_err
add_note(struct gather *g, char *piece, const char *cause)
{
	struct extract_note *n;
	char *why = strdup(cause);

	n = grow(g->notes, g->n_notes, &g->cap_notes, sizeof(*n));
	if (n == NULL || piece == NULL || why == NULL) {
		free(piece);
		free(why);
		g->notes = n != NULL ? n : g->notes;
		return TT_ENOMEM;
	}
	g->notes = n;
	g->notes[g->n_notes++] = (struct extract_note){ piece, why };
	return TT_OK;
}

enum tt_err
gather_note(struct gather *g, const struct gather_file *at, struct span part,
    const char *cause)
{
	if (g->n_notes + 1 > NOTES_MAX)
		return TT_OK;
	if (g->n_notes + 1 == NOTES_MAX)
		return add_note(g, strdup(""),
		    "more notes than these are not listed");
	return add_note(g, join(at->name, part), cause);
}

/* A limit is met: say so once, and have the child ended. */
static enum tt_err
over(struct gather *g, const struct gather_file *at, const char *what)
{
	enum tt_err e;

	g->full = true;
	e = gather_note(g, at, span_str(g->item), what);
	return e != TT_OK ? e : TT_ELIMIT;
}

static enum tt_err
add_file(struct gather *g, char *name, struct buf *data, unsigned depth)
{
	struct gather_file *f = grow(g->files, g->n_files, &g->cap_files,
	    sizeof(*f));
	enum tt_err e;
	char *bytes;
	size_t n;

	if (f == NULL)
		return TT_ENOMEM;
	g->files = f;
	if ((e = buf_take(data, &bytes, &n)) != TT_OK)
		return e;
	f[g->n_files++] = (struct gather_file){ name, bytes, { bytes, n },
		depth };
	return TT_OK;
}

enum tt_err
gather_start(struct gather *g, struct span file)
{
	*g = (struct gather){ .n_files = 1 };
	if ((g->files = calloc(1, sizeof(*g->files))) == NULL ||
	    (g->files->name = strdup("")) == NULL)
		return TT_ENOMEM;
	g->cap_files = 1;
	g->files->view = file;
	return TT_OK;
}

static enum tt_err
open_piece(struct gather *g, const struct gather_file *at,
    const struct hatch_msg *m)
{
	size_t max = m->kind == HATCH_FILE ? EXTRACT_BYTES_MAX - g->inner :
	    m->kind == HATCH_BYTES ? EXTRACT_BYTES_MAX - g->bytes :
	    EXTRACT_TEXT_MAX - g->text;

	gather_drop(g);
	if ((m->kind == HATCH_FILE ? g->n_files >= FILES_MAX :
	    g->n_pieces >= TT_PIECES_MAX))
		return over(g, at, "it has more pieces than are read; the "
		    "rest was left");
	if ((g->name = join(at->name, m->name)) == NULL)
		return TT_ENOMEM;
	g->kind = m->kind;
	g->width = m->width;
	g->height = m->height;
	buf_init(&g->data, max);
	buf_init(&g->words, EXTRACT_TEXT_MAX * 8);
	return TT_OK;
}

static enum tt_err
add_data(struct gather *g, const struct gather_file *at, struct span body)
{
	buf_span(&g->data, body);
	if (buf_err(&g->data) == TT_ELIMIT)
		return over(g, at, "it is larger than is read; the rest was "
		    "left");
	return buf_err(&g->data);
}

static enum tt_err
add_words(struct gather *g, struct span body)
{
	struct tt_piece_word w;

	for (size_t i = 0; i < body.n / HATCH_WORD; i++) {
		w = hatch_word(body, i);
		buf_add(&g->words, &w, sizeof(w));
	}
	return buf_err(&g->words);
}

static enum tt_err
add_piece(struct gather *g)
{
	struct tt_piece *p = grow(g->pieces, g->n_pieces, &g->cap_pieces,
	    sizeof(*p));
	size_t n, n_words = g->words.n / sizeof(struct tt_piece_word);
	char *bytes = NULL, *words = NULL;
	enum tt_err e;

	if (p == NULL)
		return TT_ENOMEM;
	g->pieces = p;
	if ((e = buf_take(&g->data, &bytes, &n)) != TT_OK)
		return e;
	if (n_words > 0 && (e = buf_take(&g->words, &words,
	    &(size_t){ 0 })) != TT_OK) {
		free(bytes);
		return e;
	}
	*(g->kind == HATCH_BYTES ? &g->bytes : &g->text) += n;
	p[g->n_pieces++] = (struct tt_piece){
		.kind = (enum tt_piece_kind)g->kind,
		.name = span_str(g->name),	/* transferred */
		.bytes = { bytes, n },
		.words = (void *)words,
		.n_words = n_words,
		.width = g->width,
		.height = g->height,
	};
	g->name = NULL;
	return TT_OK;
}

static enum tt_err
close_piece(struct gather *g, const struct gather_file *at)
{
	enum tt_err e = TT_OK;

	if (g->kind != HATCH_FILE) {
		if (g->kind != HATCH_BYTES &&
		    !utf8_valid(g->data.p, g->data.n))
			e = gather_note(g, at, span_str(g->item),
			    "its reader gave a text that is none");
		else
			e = add_piece(g);
	} else if (at->depth + 1 > EXTRACT_DEPTH_MAX) {
		e = gather_note(g, &(struct gather_file){ .name = g->name },
		    SPAN(""), "it is nested deeper than is read");
	} else {
		g->inner += g->data.n;
		e = add_file(g, g->name, &g->data, at->depth + 1);
		if (e == TT_OK)
			g->name = NULL;	/* transferred */
	}
	gather_drop(g);
	return e;
}

enum tt_err
gather_take(struct gather *g, const struct gather_file *at,
    const struct hatch_msg *m)
{
	char cause[HATCH_NAME_MAX + 1];

	switch (m->type) {
	case HATCH_MSG_ITEM:
		g->items++;
		g->item[hatch_clean(g->item, m->name)] = '\0';
		return TT_OK;
	case HATCH_MSG_PIECE:
		return open_piece(g, at, m);
	case HATCH_MSG_DATA:
		return add_data(g, at, m->body);
	case HATCH_MSG_WORDS:
		return add_words(g, m->body);
	case HATCH_MSG_END:
		return close_piece(g, at);
	case HATCH_MSG_NOTE:
		hatch_clean(cause, m->body);
		return gather_note(g, at, m->name, cause);
	case HATCH_MSG_TYPE:
	case HATCH_MSG_DONE:
	case HATCH_MSG_COUNT:
		break;
	}
	return TT_OK;
}

void
gather_drop(struct gather *g)
{
	buf_done(&g->data);
	buf_done(&g->words);
	free(g->name);
	g->name = NULL;
}

static void
release(const void *p)
{
	free((void *)(uintptr_t)p);
}

void
gather_done(struct gather *g)
{
	gather_drop(g);
	for (size_t i = 0; i < g->n_pieces; i++) {
		release(g->pieces[i].name.p);
		release(g->pieces[i].bytes.p);
		release(g->pieces[i].words);
	}
	for (size_t i = 0; i < g->n_notes; i++) {
		free(g->notes[i].piece);
		free(g->notes[i].cause);
	}
	for (size_t i = 0; i < g->n_files; i++) {
		free(g->files[i].name);
		free(g->files[i].bytes);
	}
	free(g->pieces);
	free(g->notes);
	free(g->files);
	*g = (struct gather){ .n_files = 0 };
}
