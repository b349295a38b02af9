/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "bulletin/grow.h"
#include "wording/drafted.h"
#include "wording/stem.h"

#define PHRASE_MAX	(TABLE_WORDS_MAX * FORM_TEXT_MAX)

static bool
is_punctuation(struct span w)
{
	return w.n == 1 && strchr(",;:()-", w.p[0]) != NULL;
}

static bool
add_word(struct reader *r, struct span word, struct seen *out)
{
	bool punct = is_punctuation(word);
	uint32_t id;

	if (!punct && !reader_is_word(word)) {
		reader_fault(r, "lower-case words, , ; : ( ) -", "'%.*s' is no "
		    "word of a wording", (int)word.n, word.p);
		return false;
	}
	id = reader_add_word(r, word);
	*out = (struct seen){ .kind = punct ? SEEN_PUNCT :
		word.p[0] <= '9' ? SEEN_NUMBER : SEEN_WORD,
		.word = id };
	if (id != 0)
		out->text = arena_copy(&r->w->arena, word);
	if (id != 0 && out->text.p == NULL)
		reader_fail(r, TT_ENOMEM);
	return id != 0 && out->text.p != NULL;
}

/* The words as a text reads: no space before a comma. */
static bool
spell(struct reader *r, struct wording *x)
{
	struct buf b;
	bool ok;

	buf_init(&b, PHRASE_MAX);
	for (size_t i = 0; i < x->n; i++) {
		bool glued = x->at[i].kind == SEEN_PUNCT &&
		    x->at[i].text.p[0] != '(' && x->at[i].text.p[0] != '-';

		if (i > 0 && !glued && x->at[i - 1].text.p[0] != '(')
			buf_char(&b, ' ');
		buf_span(&b, x->at[i].text);
	}
	x->text = arena_copy(&r->w->arena, buf_view(&b));
	ok = buf_err(&b) == TT_OK && x->text.p != NULL;
	if (!ok)
		reader_fail(r, TT_ENOMEM);
	buf_done(&b);
	return ok;
}

/* Cuts "before," into "before" and ",". */
static bool
next_word(struct span *in, struct span *word)
{
	if (!reader_word(in, word))
		return false;
	if (word->n > 1 && strchr(",;:", word->p[word->n - 1]) != NULL) {
		word->n--;
		in->p--;
		in->n++;
	}
	return true;
}

bool
drafted_words(struct reader *r, struct span phrase, struct wording *out,
    size_t *head)
{
	struct seen at[TABLE_WORDS_MAX], *kept;
	struct span word;
	size_t n = 0;

	if (span_is(phrase, "(nothing)"))
		phrase.n = 0;
	while (next_word(&phrase, &word)) {
		if (n == TABLE_WORDS_MAX) {
			reader_fault(r, "write a shorter one", "a wording has "
			    "at most %d words", TABLE_WORDS_MAX);
			return false;
		}
		if (word.n > 1 && word.p[word.n - 1] == '*') {
			word.n--;
			*head = n;
		}
		if (!add_word(r, word, &at[n++]))
			return false;
	}
	kept = arena_get(&r->w->arena, (n + 1) * sizeof(*kept));
	if (kept == NULL) {
		reader_fail(r, TT_ENOMEM);
		return false;
	}
	memcpy(kept, at, n * sizeof(*kept));
	*out = (struct wording){ .at = kept, .n = n };
	return spell(r, out);
}

/* The phrase with its head in form f, written to out. */
static struct span
put_form(struct reader *r, const struct drafted *d, const struct wording *x,
    size_t head, enum form f, char out[PHRASE_MAX])
{
	char room[FORM_TEXT_MAX];
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++) {
		struct span w = x->at[i].text;

		if (i == head && f != FORM_NONE)
			w = reader_inflect(r, w, d->kind == DRAFTED_VERB, f,
			    room);
		if (w.n + 2 > PHRASE_MAX - n)
			break;
		if (i > 0)
			out[n++] = ' ';
		memcpy(out + n, w.p, w.n);
		n += w.n;
	}
	return (struct span){ out, n };
}

static bool
inflect_row(struct reader *r, const struct drafted *d, enum form f,
    struct wording *at)
{
	for (size_t i = 0; i < d->n; i++) {
		char out[PHRASE_MAX];
		struct wording x;
		size_t head = SIZE_MAX, none;

		if (!drafted_words(r, d->wordings[i], &x, &head))
			return false;
		if (x.n == 0 && f != FORM_NONE) {
			reader_fault(r, "use a group of words", "(nothing) has "
			    "no forms");
			return false;
		}
		if (head == SIZE_MAX && f != FORM_NONE)
			head = d->kind == DRAFTED_VERB ? 0 : x.n - 1;
		if (!drafted_words(r, put_form(r, d, &x, head, f, out), &at[i],
		    &none))
			return false;
	}
	return true;
}

/* How many words all wordings begin with, or end with. */
static size_t
in_common(const struct row *row, bool at_end)
{
	const struct wording *a = &row->at[0];

	for (size_t k = 0; k < a->n; k++) {
		for (size_t i = 1; i < row->n; i++) {
			const struct wording *b = &row->at[i];

			if (k >= b->n || a->at[at_end ? a->n - 1 - k : k].word
			    != b->at[at_end ? b->n - 1 - k : k].word)
				return k;
		}
	}
	return a->n;
}

/* Of what the wordings differ in. */
static bool
set_stems(struct reader *r, const struct row *row, struct wording *at)
{
	size_t lead = in_common(row, false), tail = in_common(row, true);

	for (size_t i = 0; i < row->n; i++) {
		char out[STEM_MAX];

		at[i].stem = arena_copy(&r->w->arena,
		    stem_of(&at[i], lead, tail, out));
		if (at[i].stem.p == NULL) {
			reader_fail(r, TT_ENOMEM);
			return false;
		}
	}
	return true;
}

static enum join
join_of(const struct row *row)
{
	enum join join = JOIN_NONE;

	for (size_t i = 0; i < row->n; i++) {
		if (row->at[i].n == 0 && join == JOIN_NONE)
			join = JOIN_AFTER;
		if (row->at[i].n > 0 && row->at[i].at[0].kind == SEEN_PUNCT)
			join = JOIN_BEFORE;
	}
	return join;
}

static void
link_wording(struct reader *r, uint32_t row, uint32_t i)
{
	struct tt_wordings *w = r->w;
	const struct wording *x = &w->rows[row].at[i];
	struct vocab_word *first;
	enum tt_err e;

	if (x->n == 0) {
		e = grow((void **)&w->gaps, &w->cap_gaps, w->n_gaps,
		    sizeof(*w->gaps), TABLE_ROWS_MAX);
		if (e != TT_OK)
			reader_fail(r, e);
		else
			w->gaps[w->n_gaps++] = row;
		return;
	}
	e = grow((void **)&w->starts, &w->cap_starts, w->n_starts,
	    sizeof(*w->starts), TABLE_STARTS_MAX);
	if (e != TT_OK) {
		reader_fail(r, e);
		return;
	}
	first = &w->vocab.at[x->at[0].word];
	w->starts[w->n_starts++] = (struct start){ row, i, first->starts };
	first->starts = (uint32_t)w->n_starts;
}

static void
refuse_overlap(struct reader *r, const struct row *row)
{
	struct span text;
	const struct row *other = table_overlap(r->w, row, &text);

	if (other != NULL)
		reader_fault(r, "part them by their conditions, or make them "
		    "one group", "'%.*s' overlaps group '%s' of line %u",
		    (int)text.n, text.p,
		    r->w->groups[other->group].name,
		    (unsigned)r->w->groups[other->group].line);
}

static bool
add_row(struct reader *r, struct drafted *d, enum form f)
{
	struct tt_wordings *w = r->w;
	struct wording *at = arena_get(&w->arena, d->n * sizeof(*at));
	struct row row = { .group = (uint32_t)w->n_groups - 1, .form = f,
		.at = at, .n = d->n };
	enum join join;
	enum tt_err e;

	if (at == NULL) {
		reader_fail(r, TT_ENOMEM);
		return false;
	}
	if (!inflect_row(r, d, f, at) || !drafted_is_mutual(r, d, &row) ||
	    (d->terms.uniform && !set_stems(r, &row, at)))
		return false;
	e = grow((void **)&w->rows, &w->cap_rows, w->n_rows, sizeof(*w->rows),
	    TABLE_ROWS_MAX);
	if (e != TT_OK) {
		reader_fail(r, e);
		return false;
	}
	join = join_of(&row);
	w->groups[row.group].join = join;
	w->rows[w->n_rows++] = row;
	for (uint32_t i = 0; i < row.n && r->err == TT_OK; i++)
		link_wording(r, (uint32_t)w->n_rows - 1, i);
	if (r->err == TT_OK)
		refuse_overlap(r, &w->rows[w->n_rows - 1]);
	return true;
}

static bool
is_named_already(const struct reader *r, const struct drafted *d)
{
	for (size_t i = 0; i < r->w->n_groups; i++) {
		const struct group *g = &r->w->groups[i];

		if (g->table == r->order && span_is(d->name, g->name))
			return true;
	}
	return false;
}

static bool
is_whole(struct reader *r, const struct drafted *d)
{
	if (d->n < 2)
		reader_fault(r, "separate them with |", "group '%.*s' has "
		    "fewer than two wordings", (int)d->name.n, d->name.p);
	else if (d->terms.why.n == 0)
		reader_fault(r, "add a line 'why ...'", "group '%.*s' does not "
		    "say why", (int)d->name.n, d->name.p);
	else if (is_named_already(r, d))
		reader_fault(r, "choose another name", "a group '%.*s' again",
		    (int)d->name.n, d->name.p);
	else
		return true;
	return false;
}

static bool
add_group(struct reader *r, struct drafted *d)
{
	struct tt_wordings *w = r->w;
	struct group g = { .table = r->order, .line = d->line, .own = r->own,
		.term = d->kind != DRAFTED_WORDS,
		.informal = d->terms.informal,
		.anywhere = d->terms.anywhere, .uniform = d->terms.uniform,
		.n_conditions = d->terms.n_conditions };
	size_t size = d->terms.n_conditions * sizeof(struct condition);
	struct condition *kept = arena_get(&w->arena, size + 1);
	enum tt_err e;

	g.name = arena_copy(&w->arena, d->name).p;
	g.why = arena_copy(&w->arena, d->terms.why).p;
	g.conditions = kept;
	if (kept == NULL || g.name == NULL || g.why == NULL) {
		reader_fail(r, TT_ENOMEM);
		return false;
	}
	memcpy(kept, d->terms.conditions, size);
	e = grow((void **)&w->groups, &w->cap_groups, w->n_groups,
	    sizeof(*w->groups), TABLE_GROUPS_MAX);
	if (e != TT_OK) {
		reader_fail(r, e);
		return false;
	}
	w->groups[w->n_groups++] = g;
	return true;
}

/* Past and participle are one row where they are alike for all wordings. */
static bool
is_same_as_past(struct reader *r, const struct drafted *d)
{
	for (size_t i = 0; i < d->n; i++) {
		char past[FORM_TEXT_MAX], part[FORM_TEXT_MAX];
		size_t head = 0;
		struct wording x;
		struct span w;

		if (!drafted_words(r, d->wordings[i], &x, &head) || x.n == 0)
			return false;
		w = x.at[head].text;
		if (!span_eq(reader_inflect(r, w, true, FORM_PAST, past),
		    reader_inflect(r, w, true, FORM_PART, part)))
			return false;
	}
	return true;
}

static bool
asks_for_before(const struct drafted *d)
{
	for (size_t i = 0; i < d->terms.n_conditions; i++) {
		const struct condition *c = &d->terms.conditions[i];

		if (c->side == SIDE_BEFORE && !c->not)
			return true;
	}
	return false;
}

/*
 * "run" and "put" are base and participle in one: "let it run" is not "let
 * it executed".  Only what stands before tells them apart.
 */
static bool
looks_like_base(struct reader *r, const struct drafted *d, enum form f)
{
	if ((f != FORM_PAST && f != FORM_PART) || asks_for_before(d))
		return false;
	for (size_t i = 0; i < d->n; i++) {
		char room[FORM_TEXT_MAX];
		size_t head = 0;
		struct wording x;

		if (!drafted_words(r, d->wordings[i], &x, &head) || x.n == 0)
			return false;
		if (span_eq(x.at[head].text, reader_inflect(r,
		    x.at[head].text, true, f, room)))
			return true;
	}
	return false;
}

static void
add_rows(struct reader *r, struct drafted *d)
{
	enum form from = d->kind == DRAFTED_WORDS ? FORM_NONE :
	    d->kind == DRAFTED_VERB ? FORM_BASE : FORM_SINGULAR;
	enum form to = d->kind == DRAFTED_WORDS ? FORM_NONE :
	    d->kind == DRAFTED_VERB ? FORM_PART : FORM_PLURAL;

	for (enum form f = from; f <= to; f++) {
		if ((d->forms != 0 && (d->forms >> f & 1) == 0) ||
		    looks_like_base(r, d, f))
			continue;
		if (!add_row(r, d, f))
			return;
	}
}

void
drafted_add(struct reader *r, struct drafted *d)
{
	uint32_t line = r->line;

	r->line = d->line;
	if (d->kind == DRAFTED_VERB && d->forms == 0 && is_same_as_past(r, d))
		d->forms = ~(1u << FORM_PAST);
	if (r->faults == d->faults_before && is_whole(r, d) &&
	    add_group(r, d))
		add_rows(r, d);
	r->line = line;
}
