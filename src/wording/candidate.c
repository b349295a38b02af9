/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "bulletin/grow.h"
#include "wording/candidate.h"

#define CANDIDATES_MAX	(16u << 20)

/* How often a sentence has words of a group; one sentence at a time. */
struct tally {
	uint32_t *sentence, *count;
	size_t *next;		/* token: those before it are counted */
};

struct search {
	const struct matching *m;
	struct candidates *out;
	struct tally tally;
	enum tt_err err;
};

static bool
reads(const struct page *pg, size_t i, const struct wording *x)
{
	for (size_t k = 0; k < x->n; k++) {
		const struct token *t = &pg->at[i + k];

		if (i + k >= pg->n || t->s.word != x->at[k].word ||
		    t->block != pg->at[i].block || t->s.kind == SEEN_END ||
		    t->s.kind == SEEN_CODE)
			return false;
	}
	return true;
}

static bool
is_free(const struct page *pg, size_t i, size_t n)
{
	for (size_t k = i; k < i + n; k++)
		if (!pg->at[k].free || pg->at[k].run != pg->at[i].run)
			return false;
	return true;
}

/* A phrase to keep is within the n tokens, or beside them. */
static bool
cuts_keep(const struct page *pg, size_t i, size_t n)
{
	uint32_t left = i == 0 ? 0 : pg->at[i - 1].keep;
	uint32_t right = i + n < pg->n ? pg->at[i + n].keep : 0;

	if (n == 0)
		return left != 0 && left == right;
	return (left != 0 && left == pg->at[i].keep) ||
	    (right != 0 && right == pg->at[i + n - 1].keep);
}

/* The bytes between tokens i - 1 and i are one space, of the same run. */
static bool
one_space(const struct matching *m, size_t i)
{
	const struct token *a = &m->pg->at[i - 1], *b = &m->pg->at[i];

	return i > 0 && a->run == b->run && a->run != PAGE_NO_RUN &&
	    a->offset + a->length + 1 == b->offset &&
	    m->draft.p[b->offset - 1] == ' ';
}

static bool
touching(const struct page *pg, size_t i)
{
	const struct token *a = &pg->at[i - 1], *b = &pg->at[i];

	return i > 0 && a->run == b->run && a->run != PAGE_NO_RUN &&
	    a->offset + a->length == b->offset;
}

static bool
begins_with_mark(const struct wording *x)
{
	return x->n > 0 && x->at[0].kind == SEEN_PUNCT;
}

/* Sets the bytes of c; false where its white space is not plain. */
static bool
set_bytes(const struct matching *m, struct candidate *c,
    const struct wording *x)
{
	const struct token *t = m->pg->at;
	size_t end = c->from + c->n;
	enum join join = c->group->join;

	if (join == JOIN_BEFORE) {
		if (c->from == 0 || t[c->from - 1].run == PAGE_NO_RUN ||
		    (c->n > 0 && (begins_with_mark(x) ?
		    !touching(m->pg, c->from) : !one_space(m, c->from))))
			return false;
		c->offset = t[c->from - 1].offset + t[c->from - 1].length;
	} else {
		if (t[c->from].run == PAGE_NO_RUN)
			return false;
		c->offset = t[c->from].offset;
	}
	if (c->n == 0) {
		c->length = 0;
		return t[c->from].run != PAGE_NO_RUN && t[c->from].spaced &&
		    !t[c->from].closed && !t[c->from - 1].closed &&
		    t[c->from].run == t[c->from - 1].run;
	}
	if (join == JOIN_AFTER) {
		if (end >= m->pg->n || !one_space(m, end))
			return false;
		c->length = t[end].offset - c->offset;
	} else {
		c->length = t[end - 1].offset + t[end - 1].length - c->offset;
	}
	return true;
}

/* The line end within the draft's wording, with what is around it. */
static struct span
line_end(struct span own)
{
	size_t from = 0, to;

	while (from < own.n && own.p[from] != '\n' && own.p[from] != '\r')
		from++;
	to = from;
	if (from == own.n)
		return (struct span){ own.p, 0 };
	while (from > 0 && (own.p[from - 1] == ' ' || own.p[from - 1] == '\t'))
		from--;
	while (to < own.n && strchr(" \t\r\n", own.p[to]) != NULL)
		to++;
	return (struct span){ own.p + from, to - from };
}

/* Puts end in the place of the last space of b's text; false without one. */
static bool
break_line(struct buf *b, struct span end)
{
	struct buf again;
	size_t i = b->n;
	bool ok;

	while (i > 0 && b->p[i - 1] != ' ')
		i--;
	if (i == 0)
		return false;
	buf_init(&again, b->max);
	buf_add(&again, b->p, i - 1);
	buf_span(&again, end);
	buf_add(&again, b->p + i, b->n - i);
	ok = buf_err(&again) == TT_OK;
	if (ok) {
		buf_clear(b);
		buf_span(b, buf_view(&again));
	}
	buf_done(&again);
	return ok;
}

static bool
is_forbidden(struct span text, const char *forbidden)
{
	for (size_t i = 0; i < text.n; i++)
		if (strchr(forbidden, text.p[i]) != NULL)
			return true;
	return false;
}

/* Writes x as it goes into the draft; false where it cannot. */
static bool
write_text(const struct matching *m, const struct candidate *c,
    const struct wording *x, struct buf *b)
{
	const struct token *first = &m->pg->at[c->from];
	struct span own = { m->draft.p + c->offset, c->length };
	const struct tt_prose_block *block = &m->prose->blocks[first->block];
	struct span end = line_end(own);

	if (c->group->join == JOIN_BEFORE && x->n > 0 && !begins_with_mark(x))
		buf_char(b, ' ');
	buf_span(b, x->text);
	if (c->n > 0 && first->capital && b->n > 0) {
		if (b->p[0] < 'a' || b->p[0] > 'z')
			return false;
		b->p[0] = (char)(b->p[0] - 'a' + 'A');
	}
	if (c->group->join == JOIN_AFTER && x->n > 0)
		buf_char(b, ' ');
	if (end.n > 0 && (!block->wrapped || !break_line(b, end)))
		return false;
	return buf_err(b) == TT_OK &&
	    !is_forbidden(buf_view(b), block->forbidden);
}

/* The draft's own first, then what of the row can stand there. */
static void
set_alternatives(struct search *s, struct candidate *c,
    const struct wording *own)
{
	const struct matching *m = s->m;

	c->alternatives[0] = own;
	c->texts[0] = (struct span){ m->draft.p + c->offset, c->length };
	c->n_alternatives = 1;
	for (size_t i = 0; i < c->row->n; i++) {
		const struct wording *x = &c->row->at[i];
		struct buf b;

		if (x == own)
			continue;
		buf_init(&b, 4096);
		if (write_text(m, c, x, &b)) {
			struct span text = arena_copy(m->arena, buf_view(&b));

			if (text.p == NULL)
				s->err = TT_ENOMEM;
			c->alternatives[c->n_alternatives] = x;
			c->texts[c->n_alternatives++] = text;
		}
		buf_done(&b);
	}
}

static void
count(struct search *s, size_t group, size_t from, size_t n)
{
	uint32_t sentence = s->m->pg->at[from].sentence;
	struct tally *t = &s->tally;

	if (from < t->next[group])
		return;	/* two forms that read alike, or a part of it */
	t->next[group] = from + n;
	if (t->sentence[group] != sentence + 1) {
		t->sentence[group] = sentence + 1;
		t->count[group] = 0;
	}
	t->count[group]++;
}

/* What stands beside the n tokens from i, outward. */
static size_t
look_beside(const struct page *pg, size_t i, size_t n, enum side side,
    size_t reach, struct seen out[CONTEXT_REACH_MAX])
{
	size_t k = 0;

	for (; k < reach && k < CONTEXT_REACH_MAX; k++) {
		if (side == SIDE_BEFORE ? i <= k : i + n + k >= pg->n)
			break;
		out[k] = pg->at[side == SIDE_BEFORE ? i - 1 - k :
		    i + n + k].s;
		if (out[k].kind == SEEN_END && out[k].text.n == 0)
			return k + 1;
	}
	return k;
}

/* Whether the draft as it is allows it: else no choice need be looked at. */
static bool
holds_as_it_is(const struct matching *m, const struct condition *c, size_t n,
    size_t from, size_t n_tokens)
{
	struct seen beside[CONTEXT_REACH_MAX];

	for (size_t i = 0; i < n; i++) {
		size_t seen;

		if (!side_is_beside(c[i].side))
			continue;
		seen = look_beside(m->pg, from, n_tokens, c[i].side,
		    c[i].reach, beside);
		if (!condition_holds(&c[i], &m->w->vocab, beside, seen))
			return false;
	}
	return true;
}

static bool
is_allowed(const struct matching *m, const struct row *row, size_t from,
    size_t n)
{
	const struct group *g = &m->w->groups[row->group];
	const struct conditions *form = &m->w->of_form[row->form];

	return holds_as_it_is(m, g->conditions, g->n_conditions, from, n) &&
	    (g->anywhere || holds_as_it_is(m, form->at, form->n, from, n));
}

static void
add(struct search *s, const struct row *row, const struct wording *x,
    size_t from)
{
	const struct matching *m = s->m;
	const struct group *g = &m->w->groups[row->group];
	struct candidate c = { .row = row, .group = g, .from = from,
		.n = x->n }, *kept;

	if ((g->informal && !m->pg->informal) ||
	    cuts_keep(m->pg, from, x->n) || !is_allowed(m, row, from, x->n) ||
	    !set_bytes(m, &c, x))
		return;
	set_alternatives(s, &c, x);
	if (c.n_alternatives < 2 || s->err != TT_OK)
		return;
	kept = arena_get(m->arena, sizeof(*kept));
	if (kept == NULL) {
		s->err = TT_ENOMEM;
		return;
	}
	*kept = c;
	s->err = grow((void **)&s->out->at, &s->out->cap, s->out->n,
	    sizeof(*s->out->at), CANDIDATES_MAX);
	if (s->err == TT_OK)
		s->out->at[s->out->n++] = kept;
}

static void
look_at(struct search *s, size_t i)
{
	const struct tt_wordings *w = s->m->w;
	const struct page *pg = s->m->pg;
	uint32_t link = w->vocab.at[pg->at[i].s.word].starts;

	for (; link != 0 && s->err == TT_OK; link = w->starts[link - 1].next) {
		const struct start *at = &w->starts[link - 1];
		const struct row *row = &w->rows[at->row];
		const struct wording *x = &row->at[at->wording];

		if (!reads(pg, i, x))
			continue;
		count(s, row->group, i, x->n);
		if (is_free(pg, i, x->n))
			add(s, row, x, i);
	}
}

static void
look_between(struct search *s, size_t i)
{
	const struct tt_wordings *w = s->m->w;
	const struct page *pg = s->m->pg;

	if (i == 0 || pg->at[i].s.kind == SEEN_END ||
	    pg->at[i - 1].s.kind == SEEN_END || pg->at[i].closed)
		return;
	for (size_t k = 0; k < w->n_gaps && s->err == TT_OK; k++) {
		const struct row *row = &w->rows[w->gaps[k]];

		for (size_t j = 0; j < row->n; j++)
			if (row->at[j].n == 0)
				add(s, row, &row->at[j], i);
	}
}

/* Nouns and verbs that the sentence just read has twice are taken back. */
static void
drop_repeated(struct search *s, size_t first)
{
	struct candidates *o = s->out;
	size_t n = first;

	for (size_t i = first; i < o->n; i++) {
		const struct candidate *c = o->at[i];

		if (!c->group->term || s->tally.count[c->row->group] < 2)
			o->at[n++] = o->at[i];
	}
	o->n = n;
}

static void
search_all(struct search *s)
{
	const struct page *pg = s->m->pg;
	size_t first = 0;

	for (size_t i = 0; i < pg->n && s->err == TT_OK; i++) {
		if (i > 0 && pg->at[i].sentence != pg->at[i - 1].sentence) {
			drop_repeated(s, first);
			first = s->out->n;
		}
		look_between(s, i);
		look_at(s, i);
	}
	drop_repeated(s, first);
}

static int
compare(const void *pa, const void *pb)
{
	const struct candidate *a = *(struct candidate *const *)pa;
	const struct candidate *b = *(struct candidate *const *)pb;
	uint32_t ta = a->group->own ? a->group->table : UINT32_MAX;
	uint32_t tb = b->group->own ? b->group->table : UINT32_MAX;

	if (ta != tb)
		return ta < tb ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

enum tt_err
candidates_find(struct candidates *out, const struct matching *m)
{
	struct search s = { .m = m, .out = out };

	*out = (struct candidates){ .n = 0 };
	s.tally.sentence = calloc(m->w->n_groups + 1, sizeof(uint32_t));
	s.tally.count = calloc(m->w->n_groups + 1, sizeof(uint32_t));
	s.tally.next = calloc(m->w->n_groups + 1, sizeof(size_t));
	if (s.tally.sentence == NULL || s.tally.count == NULL ||
	    s.tally.next == NULL)
		s.err = TT_ENOMEM;
	else
		search_all(&s);
	if (s.err == TT_OK && out->n > 0)
		qsort(out->at, out->n, sizeof(*out->at), compare);
	free(s.tally.sentence);
	free(s.tally.count);
	free(s.tally.next);
	if (s.err != TT_OK) {
		free(out->at);
		*out = (struct candidates){ .n = 0 };
	}
	return s.err;
}
