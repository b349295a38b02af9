/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "bulletin/grow.h"
#include "wording/chunk.h"
#include "wording/page.h"

#define TOKENS_MAX	(64u << 20)
#define SENTENCE_MAX	250	/* tokens; what is longer counts as several */

struct scribe {
	struct page *pg;
	const struct tt_wordings *w;
	const char *draft;
	size_t first;		/* token of the block */
	size_t since;		/* tokens of the sentence so far */
	uint32_t run, block, sentence;
	bool start;		/* the next word is a sentence's first */
	bool spaced;
	bool glued;		/* the next token sticks to opaque bytes */
	enum tt_err err;
};

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct token *
put(struct scribe *s, enum seen_kind kind, struct span text)
{
	struct page *pg = s->pg;
	struct token *t;

	if (s->err != TT_OK)
		return NULL;
	s->err = grow((void **)&pg->at, &pg->cap, pg->n, sizeof(*pg->at),
	    TOKENS_MAX);
	if (s->err != TT_OK)
		return NULL;
	t = &pg->at[pg->n++];
	if (++s->since > SENTENCE_MAX) {
		s->sentence++;
		s->since = 0;
	}
	*t = (struct token){ .s = { .kind = kind, .text = text },
		.length = text.n, .run = s->run, .block = s->block,
		.sentence = s->sentence, .spaced = s->spaced,
		.free = kind == SEEN_PUNCT };
	if (text.n > 0)
		t->offset = (size_t)(text.p - s->draft);
	if (text.n > 0 && s->w != NULL)
		t->s.word = vocab_find(&s->w->vocab, text);
	s->spaced = false;
	return t;
}

static void
put_end(struct scribe *s, struct span text)
{
	put(s, SEEN_END, text);
	s->sentence++;
	s->since = 0;
	s->start = true;
}

/* The first byte of what follows in the run, or a capital at its end. */
static char
next_letter(struct span rest)
{
	for (size_t i = 0; i < rest.n; i++)
		if (!is_space(rest.p[i]))
			return rest.p[i];
	return 'A';
}

static bool
ends_sentence(struct span mark, struct span rest)
{
	char next = next_letter(rest);

	if (span_is(mark, ".") || span_is(mark, "!") || span_is(mark, "?"))
		return true;
	return span_is(mark, ":") && next >= 'A' && next <= 'Z';
}

static void
put_mark(struct scribe *s, struct span mark, struct span rest, bool behind)
{
	if (behind && ends_sentence(mark, rest))
		put_end(s, mark);
	else
		put(s, SEEN_PUNCT, mark);
}

static void
put_marks(struct scribe *s, struct span marks, struct span rest, bool behind)
{
	while (marks.n > 0) {
		size_t n = chunk_mark(marks);

		put_mark(s, (struct span){ marks.p, n }, rest, behind);
		marks.p += n;
		marks.n -= n;
	}
}

/* "A - ", "1. ", "* " at a block's start: what follows begins a sentence. */
static bool
is_item_mark(const struct scribe *s, struct chunk c)
{
	size_t n = s->pg->n - s->first;

	return c.core.n == 0 && c.after.n == 0 && c.before.n == 1 && n <= 2 &&
	    (c.before.p[0] == '-' || c.before.p[0] == '*') &&
	    (n == 1 || s->pg->at[s->pg->n - 1].length == 1);
}

/* What a number word may stand for: "2" and "12", not "2.1". */
static bool
is_small_number(struct span s)
{
	return s.n <= 2 && s.p[0] >= '1' && s.p[0] <= '9' &&
	    (s.n == 1 || (s.p[1] >= '0' && s.p[1] <= '9'));
}

static void
put_core(struct scribe *s, struct span core)
{
	enum seen_kind kind = chunk_kind(core, s->start);
	struct token *t = put(s, kind, core);

	if (t == NULL)
		return;
	t->capital = core.p[0] >= 'A' && core.p[0] <= 'Z';
	t->free = (kind == SEEN_WORD || is_small_number(core)) && !s->glued;
	if (s->glued)
		t->s.kind = SEEN_CODE;
	t->counts = t->s.kind != SEEN_CODE && chunk_counts(core);
	if (memchr(core.p, '\'', core.n) != NULL && core.n > 3 &&
	    memcmp(core.p + core.n - 3, "n't", 3) == 0)
		s->pg->informal = true;
	s->start = false;
}

static void
put_chunk(struct scribe *s, struct span text, struct span rest)
{
	struct chunk c = chunk_cut(text);

	if (is_item_mark(s, c)) {
		put_end(s, c.before);
		return;
	}
	put_marks(s, c.before, rest, c.core.n == 0);
	if (c.core.n > 0) {
		bool abbreviated = chunk_is_abbreviation(c.core);

		put_core(s, c.core);
		put_marks(s, c.after, rest, true);
		if (abbreviated && c.after.n == 0 &&
		    span_is((struct span){ c.core.p, c.core.n }, "etc.") &&
		    next_letter(rest) >= 'A' && next_letter(rest) <= 'Z')
			put_end(s, (struct span){ c.core.p, 0 });
	}
}

/* A code token where the prose shows one. */
static void
put_gap(struct scribe *s, const struct tt_prose_run *run)
{
	if (run->gap == TT_GAP_WORD) {
		s->run = PAGE_NO_RUN;
		put(s, SEEN_CODE, (struct span){ NULL, 0 });
		s->start = false;
	}
	if (run->gap == TT_GAP_SPACE)
		s->spaced = true;
}

static bool
sticks(const char *draft, const struct tt_prose_run *run, bool at_end)
{
	char c = draft[at_end ? run->offset + run->length - 1 : run->offset];

	return !is_space(c) && chunk_mark((struct span){ &c, 1 }) == 0;
}

/* What is not parted from opaque bytes by space or punctuation. */
static void
unfree_last(struct scribe *s)
{
	struct token *t = s->pg->n == 0 ? NULL : &s->pg->at[s->pg->n - 1];

	if (t != NULL && t->s.kind != SEEN_END && t->run != PAGE_NO_RUN) {
		t->free = false;
		t->s.kind = SEEN_CODE;
	}
}

static void
put_run(struct scribe *s, const struct tt_prose_run *run)
{
	struct span in = { s->draft + run->offset, run->length };

	while (in.n > 0 && s->err == TT_OK) {
		size_t n = 0;

		while (n < in.n && is_space(in.p[n]) == is_space(in.p[0]))
			n++;
		if (is_space(in.p[0])) {
			s->spaced = true;
			s->glued = false;
		} else {
			put_chunk(s, (struct span){ in.p, n },
			    (struct span){ in.p + n, in.n - n });
			s->glued = false;
		}
		in.p += n;
		in.n -= n;
	}
}

static void
put_block(struct scribe *s, const struct tt_prose *p,
    const struct tt_prose_block *b)
{
	bool stuck = false;

	s->first = s->pg->n;
	s->run = PAGE_NO_RUN;
	s->spaced = true;
	put_end(s, (struct span){ NULL, 0 });
	for (size_t i = 0; i < b->n; i++) {
		const struct tt_prose_run *run = &p->runs[b->first + i];
		bool word = run->gap == TT_GAP_WORD;
		bool glues = run->gap == TT_GAP_NOTHING || word;

		s->glued = glues && sticks(s->draft, run, false) &&
		    (stuck || word);
		if (stuck && (s->glued || word))
			unfree_last(s);
		put_gap(s, run);
		s->run = (uint32_t)(b->first + i);
		put_run(s, run);
		stuck = sticks(s->draft, run, true);
	}
	s->run = PAGE_NO_RUN;
	if (b->goes_on && stuck)
		unfree_last(s);
	if (b->goes_on)
		put(s, SEEN_CODE, (struct span){ NULL, 0 });
	s->spaced = true;
	put_end(s, (struct span){ NULL, 0 });
}

static void
shut(struct token *t)
{
	t->closed = true;
	t->free = false;
}

/* An apostrophe that ends a word, as in "users' data", is no quote. */
static bool
opens_quote(const struct page *pg, size_t i, size_t end)
{
	return pg->at[i].spaced || i == 0 || (i + 1 < end &&
	    pg->at[i - 1].s.kind == SEEN_PUNCT && !pg->at[i + 1].spaced);
}

static bool
closes(struct span open, struct span mark)
{
	if (open.n == 1)
		return span_eq(open, mark);
	return mark.n == 3;	/* of any typographic form */
}

static void
close_quotes(struct page *pg, size_t from, size_t end)
{
	struct span open = { NULL, 0 };

	for (size_t i = from; i < end; i++) {
		struct token *t = &pg->at[i];
		bool quote = t->s.kind == SEEN_PUNCT &&
		    chunk_is_quote(t->s.text);

		if (open.n > 0) {
			shut(t);
			if (quote && closes(open, t->s.text))
				open.n = 0;
		} else if (quote && opens_quote(pg, i, end)) {
			open = t->s.text;
			shut(t);
		}
	}
}

/* Most words begin with a capital: a title, a table's head, names. */
static bool
is_title(size_t words, size_t capitals, bool stop)
{
	return stop ? capitals * 4 > words * 3 :
	    words < 3 || capitals * 2 > words;
}

static void
close_title(struct page *pg, const struct tt_prose_block *b, size_t from,
    size_t end)
{
	size_t capitals = 0, words = 0;
	bool stop = end - from > 2 && pg->at[end - 2].s.kind == SEEN_END;

	for (size_t i = from; i < end; i++) {
		enum seen_kind k = pg->at[i].s.kind;

		words += k == SEEN_WORD || k == SEEN_NAME;
		capitals += k == SEEN_NAME || pg->at[i].capital;
	}
	for (size_t i = from; i < end; i++) {
		if (b->kind == TT_BLOCK_HEADING ||
		    is_title(words, capitals, stop))
			shut(&pg->at[i]);
		else
			pg->words += pg->at[i].counts;
	}
}

/* "Elements used in an OS Command": small words within a name are its. */
static void
close_names(struct page *pg, size_t from, size_t end)
{
	static const char *const small[] = { "for", "the", "in", "on", "to",
		"with", "by", "at" };

	for (size_t i = from + 1; i + 1 < end; i++) {
		if (pg->at[i - 1].s.kind != SEEN_NAME ||
		    pg->at[i + 1].s.kind != SEEN_NAME)
			continue;
		for (size_t k = 0; k < N_ROWS(small); k++)
			if (span_is(pg->at[i].s.text, small[k]))
				pg->at[i].free = false;
	}
}

static bool
keeps_here(const struct page *pg, size_t i, size_t end, const struct keep *k)
{
	if (k->n > end - i)
		return false;
	for (size_t j = 0; j < k->n; j++)
		if (pg->at[i + j].s.word != k->at[j].word)
			return false;
	return true;
}

static void
mark_keeps(struct page *pg, const struct tt_wordings *w, size_t from,
    size_t end)
{
	for (size_t i = from; i < end; i++) {
		uint32_t link = w->vocab.at[pg->at[i].s.word].keeps;

		for (; link != 0; link = w->keeps[link - 1].next) {
			const struct keep *k = &w->keeps[link - 1];

			if (!keeps_here(pg, i, end, k))
				continue;
			for (size_t j = 0; j < k->n; j++)
				pg->at[i + j].keep = (uint32_t)i + 1;
		}
	}
}

enum tt_err
page_read(struct page *pg, const struct tt_wordings *w, struct span draft,
    const struct tt_prose *p)
{
	struct scribe s = { .pg = pg, .w = w, .draft = draft.p,
		.start = true };

	*pg = (struct page){ .n = 0 };
	for (size_t i = 0; i < p->n_blocks && s.err == TT_OK; i++) {
		s.block = (uint32_t)i;
		put_block(&s, p, &p->blocks[i]);
		if (s.err != TT_OK)
			break;
		close_quotes(pg, s.first, pg->n);
		close_title(pg, &p->blocks[i], s.first, pg->n);
		close_names(pg, s.first, pg->n);
		if (w != NULL)
			mark_keeps(pg, w, s.first, pg->n);
	}
	if (s.err != TT_OK)
		page_done(pg);
	return s.err;
}

void
page_done(struct page *pg)
{
	free(pg->at);
	*pg = (struct page){ .n = 0 };
}
