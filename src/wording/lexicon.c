/* SPDX-License-Identifier: ISC */
/* Irregular forms and classes of words: what the groups are written with. */
#include <stdlib.h>
#include <string.h>

#include "bulletin/grow.h"
#include "wording/reader.h"

static void
add_irregular(struct reader *r, struct span rest)
{
	struct lexicon *l = r->lexicon;
	struct irregular irr = { .verb = false };
	struct span word;
	size_t n = 0;
	enum tt_err e;

	for (; reader_word(&rest, &word); n++) {
		if (n == 5 || !reader_is_word(word)) {
			n = 0;
			break;
		}
		irr.forms[n] = arena_copy(&r->w->arena, word);
		if (irr.forms[n].p == NULL)
			reader_fail(r, TT_ENOMEM);
	}
	if (n != 2 && n != 5) {
		reader_fault(r, "a verb: give gives giving gave given; a noun: "
		    "index indices", "forms are two or five words");
		return;
	}
	irr.verb = n == 5;
	if ((e = grow((void **)&l->at, &l->cap, l->n, sizeof(*l->at),
	    IRREGULARS_MAX)) != TT_OK)
		reader_fail(r, e);
	else
		l->at[l->n++] = irr;
}

void
read_irregulars(struct reader *r, struct span text)
{
	struct line line;

	r->line = 0;
	while (reader_line(r, &text, &line))
		if (!line.indented && span_is(line.key, "irregular"))
			add_irregular(r, line.rest);
}

static size_t
index_of(enum form f)
{
	switch (f) {
	case FORM_S:
	case FORM_PLURAL:
		return 1;
	case FORM_ING:
		return 2;
	case FORM_PAST:
		return 3;
	case FORM_PART:
		return 4;
	case FORM_NONE:
	case FORM_BASE:
	case FORM_SINGULAR:
	case FORM_COUNT:
		break;
	}
	return 0;
}

struct span
reader_inflect(struct reader *r, struct span base, bool verb, enum form f,
    char out[FORM_TEXT_MAX])
{
	for (size_t i = 0; i < r->lexicon->n; i++) {
		const struct irregular *irr = &r->lexicon->at[i];

		if (irr->verb == verb && span_eq(irr->forms[0], base))
			return irr->forms[index_of(f)];
	}
	return inflect(base, f, out);
}

static void
put_word(struct reader *r, size_t class, struct span word)
{
	uint32_t id = reader_add_word(r, word);

	if (id != 0)
		vocab_put(&r->w->vocab, id, class);
}

/* "word/v" is all forms of a verb, "word/n" of a noun. */
static void
put_forms(struct reader *r, size_t class, struct span base, bool verb)
{
	enum form from = verb ? FORM_BASE : FORM_SINGULAR;
	enum form to = verb ? FORM_PART : FORM_PLURAL;
	char room[FORM_TEXT_MAX];

	for (enum form f = from; f <= to; f++)
		put_word(r, class, reader_inflect(r, base, verb, f, room));
}

static void
put_class(struct reader *r, size_t class, struct span name)
{
	struct vocab *v = &r->w->vocab;
	size_t other = vocab_class(v, name);
	enum tt_err e = TT_OK;

	if (other == VOCAB_NO_CLASS || other == class) {
		reader_fault(r, "write the class above this one",
		    "no class @%.*s yet", (int)name.n, name.p);
		return;
	}
	for (uint32_t i = 1; i < v->n; i++)
		if ((v->at[i].classes[other / 64] >> other % 64 & 1) != 0)
			vocab_put(v, i, class);
	for (size_t i = 0; i < v->classes[other].n_endings && e == TT_OK; i++)
		e = vocab_add_ending(v, class, v->classes[other].endings[i]);
	if (e != TT_OK)
		reader_fail(r, e);
	if (v->classes[class].others == VOCAB_NO_CLASS)
		v->classes[class].others = v->classes[other].others;
}

/* "!word" has the ending of a class, and is none of it. */
static void
put_other(struct reader *r, size_t class, struct span word)
{
	struct vocab *v = &r->w->vocab;
	size_t *others = &v->classes[class].others;
	enum tt_err e;

	if (*others == VOCAB_NO_CLASS &&
	    (e = vocab_add_class(v, SPAN("!"), others)) != TT_OK) {
		reader_fail(r, e);
		return;
	}
	put_word(r, *others, word);
}

static void
put_member(struct reader *r, size_t class, struct span m)
{
	struct span stem = { m.p, m.n < 2 ? 0 : m.n - 2 };
	struct span tail = { m.p + 1, m.n - 1 };
	enum tt_err e;

	if (m.p[0] == '@') {
		put_class(r, class, tail);
	} else if (m.p[0] == '!' && reader_is_word(tail)) {
		put_other(r, class, tail);
	} else if (m.p[0] == '-' && reader_is_word(tail)) {
		e = vocab_add_ending(&r->w->vocab, class, tail);
		if (e != TT_OK)
			reader_fail(r, e);
	} else if (stem.n > 0 && reader_is_word(stem) &&
	    (memcmp(m.p + stem.n, "/v", 2) == 0 ||
	    memcmp(m.p + stem.n, "/n", 2) == 0)) {
		put_forms(r, class, stem, m.p[m.n - 1] == 'v');
	} else if (reader_is_word(m) ||
	    (m.n == 1 && strchr(",;:()-", m.p[0]) != NULL)) {
		put_word(r, class, m);
	} else {
		reader_fault(r, "members are: word verb/v noun/n -ending "
		    "!other @class", "'%.*s' is no member of a class",
		    (int)m.n, m.p);
	}
}

static void
put_members(struct reader *r, size_t class, struct span members)
{
	struct span word;

	while (reader_word(&members, &word))
		put_member(r, class, word);
}

static size_t
start_class(struct reader *r, struct span *rest)
{
	struct vocab *v = &r->w->vocab;
	size_t class = VOCAB_NO_CLASS;
	struct span name;
	enum tt_err e;

	if (!reader_word(rest, &name) || !reader_is_word(name)) {
		reader_fault(r, "class NAME WORD WORD ...", "a class's name is "
		    "lower-case letters");
	} else if (vocab_class(v, name) != VOCAB_NO_CLASS) {
		reader_fault(r, "choose another name", "there is a class "
		    "'%.*s' already", (int)name.n, name.p);
	} else if ((e = vocab_add_class(v, name, &class)) != TT_OK) {
		reader_fail(r, e);
		class = VOCAB_NO_CLASS;
	}
	return class;
}

void
read_classes(struct reader *r, struct span text)
{
	size_t class = VOCAB_NO_CLASS;
	struct line line;

	r->line = 0;
	while (reader_line(r, &text, &line)) {
		if (!line.indented) {
			class = span_is(line.key, "class") ?
			    start_class(r, &line.rest) : VOCAB_NO_CLASS;
		} else if (class != VOCAB_NO_CLASS) {
			put_members(r, class, line.key);
		}
		if (class != VOCAB_NO_CLASS)
			put_members(r, class, line.rest);
	}
}
