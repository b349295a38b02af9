/* SPDX-License-Identifier: ISC */
/* The lines of groups, sections, forms and phrases to keep. */
#include <string.h>

#include "bulletin/grow.h"
#include "wording/drafted.h"

enum place { PLACE_NONE, PLACE_SECTION, PLACE_GROUP, PLACE_FORM };

struct state {
	enum place place;
	struct terms section, form;
	enum form of;		/* of place FORM */
	struct drafted group;
	struct condition *open;	/* what a deeper line goes on with */
};

static void
read_wordings(struct reader *r, struct drafted *d, struct span rest)
{
	struct span word;

	if (memchr(rest.p, '>', rest.n) != NULL) {
		reader_fault(r, "use | where both ways are right, or leave the "
		    "group out", "not interchangeable both ways: '>' would be "
		    "one way only");
		return;
	}
	while (span_word(&rest, '|', &word)) {
		word = span_trim(word);
		if (d->n == TT_Q_MAX) {
			reader_fault(r, "leave the weakest out", "a group has "
			    "at most %d wordings", TT_Q_MAX);
			return;
		}
		if (word.n == 0) {
			reader_fault(r, "write (nothing)", "an empty wording");
			return;
		}
		d->wordings[d->n++] = word;
	}
}

static void
start_group(struct reader *r, struct state *s, enum drafted_kind kind,
    struct span rest)
{
	struct drafted *d = &s->group;
	struct span name;

	*d = (struct drafted){ .kind = kind, .line = r->line,
		.terms = s->section, .faults_before = r->faults };
	s->place = PLACE_GROUP;
	if (!reader_word(&rest, &name) || name.n < 2 ||
	    name.p[name.n - 1] != ':') {
		reader_fault(r, "as in 'words prior: prior to | before'",
		    "a group begins with its name and a colon");
		return;
	}
	d->name = (struct span){ name.p, name.n - 1 };
	if (!reader_is_word(d->name)) {
		reader_fault(r, "lower-case letters, digits and -",
		    "'%.*s' is no name", (int)d->name.n, d->name.p);
		return;
	}
	read_wordings(r, d, span_trim(rest));
}

static bool
read_form(struct reader *r, struct span name, enum form *out)
{
	for (enum form f = FORM_BASE; f < FORM_COUNT; f++) {
		if (span_is(name, form_name(f))) {
			*out = f;
			return true;
		}
	}
	reader_fault(r, "base, s, ing, past, part, singular, plural",
	    "'%.*s' is no form", (int)name.n, name.p);
	return false;
}

static void
read_forms(struct reader *r, struct drafted *d, struct span rest)
{
	struct span word;
	enum form f;

	while (reader_word(&rest, &word)) {
		if (!read_form(r, word, &f))
			return;
		if ((f >= FORM_SINGULAR) != (d->kind == DRAFTED_NOUN) ||
		    d->kind == DRAFTED_WORDS) {
			reader_fault(r, "verbs have base s ing past part, "
			    "nouns singular plural", "no form of this group");
			return;
		}
		d->forms |= 1u << f;
	}
}

static void
add_condition(struct reader *r, struct state *s, struct terms *t,
    enum side side, struct span rest)
{
	struct condition c = { .side = side };

	s->open = NULL;
	if (t->n_conditions == TABLE_CONDITIONS_MAX)
		reader_fault(r, "join some of them", "more than %d conditions",
		    TABLE_CONDITIONS_MAX);
	else if (read_condition(r, rest, &c))
		s->open = &t->conditions[t->n_conditions++];
	if (s->open != NULL)
		*s->open = c;
}

static struct terms *
terms_of(struct state *s)
{
	switch (s->place) {
	case PLACE_SECTION:
		return &s->section;
	case PLACE_GROUP:
		return &s->group.terms;
	case PLACE_FORM:
		return &s->form;
	case PLACE_NONE:
		break;
	}
	return NULL;
}

static void
go_on(struct reader *r, struct state *s, const struct line *l)
{
	struct span whole = { l->key.p,
		(size_t)(l->rest.p + l->rest.n - l->key.p) };

	if (s->open != NULL)
		read_condition(r, whole, s->open);
	else
		reader_fault(r, "indent it once", "a line that is indented "
		    "twice goes on with the condition before it");
}

static void
read_indented(struct reader *r, struct state *s, const struct line *l)
{
	struct terms *t = terms_of(s);

	if (t == NULL)
		return;	/* more words of a class, or after a fault */
	if (l->deeper) {
		go_on(r, s, l);
		return;
	}
	if (span_is(l->key, "before"))
		add_condition(r, s, t, SIDE_BEFORE, l->rest);
	else if (span_is(l->key, "after"))
		add_condition(r, s, t, SIDE_AFTER, l->rest);
	else if (span_is(l->key, "sentence"))
		add_condition(r, s, t, SIDE_SENTENCE, l->rest);
	else if (span_is(l->key, "paragraph"))
		add_condition(r, s, t, SIDE_PARAGRAPH, l->rest);
	else if (span_is(l->key, "why") && s->place != PLACE_FORM)
		t->why = l->rest;
	else if (span_is(l->key, "informal") && s->place != PLACE_FORM)
		t->informal = true;
	else if (span_is(l->key, "anywhere") && s->place != PLACE_FORM)
		t->anywhere = true;
	else if (span_is(l->key, "uniform") && s->place != PLACE_FORM)
		t->uniform = true;
	else if (span_is(l->key, "forms") && s->place == PLACE_GROUP)
		read_forms(r, &s->group, l->rest);
	else
		reader_fault(r, "before, after, sentence, paragraph, "
		    "why, informal, anywhere, uniform, forms",
		    "'%.*s' says nothing of a group", (int)l->key.n, l->key.p);
}

static void
add_keep(struct reader *r, struct span phrase)
{
	struct tt_wordings *w = r->w;
	struct vocab_word *first;
	struct wording x;
	size_t none;
	enum tt_err e;

	if (!drafted_words(r, phrase, &x, &none))
		return;
	if (x.n == 0) {
		reader_fault(r, "separate phrases with |", "nothing to keep");
		return;
	}
	e = grow((void **)&w->keeps, &w->cap_keeps, w->n_keeps,
	    sizeof(*w->keeps), TABLE_KEEPS_MAX);
	if (e != TT_OK) {
		reader_fail(r, e);
		return;
	}
	first = &w->vocab.at[x.at[0].word];
	w->keeps[w->n_keeps++] = (struct keep){ x.at, x.n, first->keeps };
	first->keeps = (uint32_t)w->n_keeps;
}

static void
read_keeps(struct reader *r, struct span rest)
{
	struct span phrase;

	while (span_word(&rest, '|', &phrase))
		add_keep(r, span_trim(phrase));
}

/* What is open is whole when the next line is not indented. */
static void
finish(struct reader *r, struct state *s)
{
	struct conditions *to = &r->w->of_form[s->of];
	size_t size = s->form.n_conditions * sizeof(struct condition);

	if (s->place == PLACE_GROUP)
		drafted_add(r, &s->group);
	if (s->place == PLACE_FORM && size > 0) {
		struct condition *kept = arena_get(&r->w->arena, size);

		if (kept == NULL) {
			reader_fail(r, TT_ENOMEM);
			return;
		}
		memcpy(kept, s->form.conditions, size);
		*to = (struct conditions){ kept, s->form.n_conditions };
	}
	s->place = PLACE_NONE;
}

static void
start_form(struct reader *r, struct state *s, struct span rest)
{
	s->form = (struct terms){ .n_conditions = 0 };
	if (!read_form(r, rest, &s->of))
		return;
	if (r->w->of_form[s->of].n > 0)
		reader_fault(r, "say all in one place", "form '%.*s' again",
		    (int)rest.n, rest.p);
	else
		s->place = PLACE_FORM;
}

static void
read_top(struct reader *r, struct state *s, const struct line *l)
{
	finish(r, s);
	s->open = NULL;
	if (span_is(l->key, "words")) {
		start_group(r, s, DRAFTED_WORDS, l->rest);
	} else if (span_is(l->key, "verb")) {
		start_group(r, s, DRAFTED_VERB, l->rest);
	} else if (span_is(l->key, "noun")) {
		start_group(r, s, DRAFTED_NOUN, l->rest);
	} else if (span_is(l->key, "section")) {
		s->section = (struct terms){ .n_conditions = 0 };
		s->place = PLACE_SECTION;
	} else if (span_is(l->key, "form")) {
		start_form(r, s, l->rest);
	} else if (span_is(l->key, "keep")) {
		read_keeps(r, l->rest);
	} else if (!span_is(l->key, "class") &&
	    !span_is(l->key, "irregular")) {
		reader_fault(r, "words, verb, noun, section, class, irregular, "
		    "form, keep", "'%.*s' begins no line of a table",
		    (int)l->key.n, l->key.p);
	}
}

void
read_groups(struct reader *r, struct span text)
{
	struct state s = { .place = PLACE_NONE };
	struct line line;

	r->line = 0;
	while (reader_line(r, &text, &line) && r->err == TT_OK) {
		if (line.indented)
			read_indented(r, &s, &line);
		else
			read_top(r, &s, &line);
	}
	if (r->err == TT_OK)
		finish(r, &s);
}
