/* SPDX-License-Identifier: ISC */
/*
 * seen - what tesseract prints with "tsv", as a piece.
 *
 * Lines of twelve columns: level, page, block, paragraph, line, word, left,
 * top, width, height, confidence, text; level 5 is a word.
 */
#ifndef SEEN_H
#define SEEN_H

#include "test.h"

#include "base/buf.h"
#include "telltale/piece.h"

#define SEEN_TEXT_MAX	((size_t)1 << 20)

struct seen {
	struct buf text;
	struct tt_piece_word *words;
	size_t n;
	struct tt_piece piece;
};

/* What stands before the word: of a new paragraph, line, or just a word. */
static const char *
seen_gap(const unsigned now[6], const unsigned last[6])
{
	if (now[2] != last[2] || now[3] != last[3])
		return "\n\n";
	return now[4] != last[4] ? "\n" : " ";
}

static void
seen_line(struct seen *s, char *line, unsigned last[6])
{
	struct tt_piece_word w = { .offset = 0 };
	unsigned long cell[10];
	unsigned now[6];
	char *at = line;
	float sure;

	for (size_t i = 0; i < N_ROWS(cell); i++) {
		cell[i] = strtoul(at, &at, 10);
		if (*at != '\t')
			return;
	}
	sure = strtof(at, &at);
	if (cell[0] != 5 || *at != '\t')
		return;
	for (size_t i = 0; i < N_ROWS(now); i++)
		now[i] = (unsigned)cell[i];
	w.x = (uint32_t)cell[6];
	w.y = (uint32_t)cell[7];
	w.w = (uint32_t)cell[8];
	w.h = (uint32_t)cell[9];
	if (s->text.n > 0)
		buf_str(&s->text, seen_gap(now, last));
	memcpy(last, now, sizeof(now));
	w.offset = (uint32_t)s->text.n;
	w.length = (uint32_t)strlen(at + 1);
	w.sure = sure < 0 ? 0 : (uint8_t)(sure + .5f);
	buf_str(&s->text, at + 1);
	s->words[s->n++] = w;
}

/* tsv, NUL-terminated, is spoilt. */
static __attribute__((unused)) void
seen_parse(struct seen *s, char *tsv)
{
	unsigned last[6] = { 0 };
	size_t lines = 1;
	char *end;

	for (const char *p = tsv; *p != '\0'; p++)
		lines += *p == '\n';
	*s = (struct seen){ .n = 0 };
	buf_init(&s->text, SEEN_TEXT_MAX);
	s->words = calloc(lines, sizeof(*s->words));
	assert_non_null(s->words);
	for (char *p = tsv; (end = strchr(p, '\n')) != NULL; p = end + 1) {
		*end = '\0';
		seen_line(s, p, last);
	}
	assert_int_equal(TT_OK, buf_err(&s->text));
	s->piece = (struct tt_piece){ .kind = TT_PIECE_SEEN,
		.bytes = buf_view(&s->text), .words = s->words,
		.n_words = s->n };
}

static __attribute__((unused)) void
seen_done(struct seen *s)
{
	buf_done(&s->text);
	free(s->words);
}

#endif
