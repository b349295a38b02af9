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
#include "base/span.h"
#include "telltale/piece.h"

#define SEEN_TEXT_MAX	((size_t)1 << 20)
#define SEEN_NUMBERS	11	/* columns before the text */

struct seen {
	struct buf text;
	struct tt_piece_word *words;
	size_t n;
	struct tt_piece piece;
};

/* The columns of a word's line; false for another line. */
static bool
seen_columns(struct span line, uint64_t n[SEEN_NUMBERS], struct span *text)
{
	struct span word, whole;

	for (size_t i = 0; i < SEEN_NUMBERS; i++) {
		if (!span_word(&line, '\t', &word))
			return false;
		(void)span_word(&word, '.', &whole);	/* of 96.4073 */
		if (span_u64(whole, UINT32_MAX, &n[i]) != TT_OK)
			n[i] = 0;			/* of -1 */
	}
	*text = line;
	return n[0] == 5 && line.n > 0;
}

/* What stands before the word: of a new paragraph, line, or just a word. */
static const char *
seen_gap(const uint64_t now[SEEN_NUMBERS], const uint64_t last[SEEN_NUMBERS])
{
	if (now[2] != last[2] || now[3] != last[3])
		return "\n\n";
	return now[4] != last[4] ? "\n" : " ";
}

static __attribute__((unused)) void
seen_parse(struct seen *s, struct span tsv)
{
	uint64_t now[SEEN_NUMBERS], last[SEEN_NUMBERS] = { 0 };
	struct span line, text;
	size_t lines = 1;

	for (size_t i = 0; i < tsv.n; i++)
		lines += tsv.p[i] == '\n';
	*s = (struct seen){ .n = 0 };
	buf_init(&s->text, SEEN_TEXT_MAX);
	s->words = calloc(lines, sizeof(*s->words));
	assert_non_null(s->words);
	while (span_line(&tsv, &line)) {
		if (!seen_columns(line, now, &text))
			continue;
		if (s->text.n > 0)
			buf_str(&s->text, seen_gap(now, last));
		memcpy(last, now, sizeof(now));
		s->words[s->n++] = (struct tt_piece_word){
			(uint32_t)s->text.n, (uint32_t)text.n,
			(uint32_t)now[6], (uint32_t)now[7], (uint32_t)now[8],
			(uint32_t)now[9], (uint8_t)now[10] };
		buf_span(&s->text, text);
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
