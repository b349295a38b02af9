/* SPDX-License-Identifier: ISC */
/* Patterns as tables write them: @det the_@noun? -ing ^ , ..._to <name> */
#include <string.h>

#include "wording/reader.h"

static const struct {
	const char *text;
	enum element_kind kind;
} marks[] = {
	{ "^", ELEMENT_START },
	{ "$", ELEMENT_STOP },
	{ ".", ELEMENT_STOP },
	{ "<name>", ELEMENT_NAME },
	{ "<code>", ELEMENT_CODE },
	{ "<number>", ELEMENT_NUMBER },
	{ "<any>", ELEMENT_ANY },
	{ "...", ELEMENT_SKIP },
};

static bool
is_mark_of_punctuation(struct span s)
{
	return s.n == 1 && strchr(",;:()-\"", s.p[0]) != NULL;
}

static bool
read_class(struct reader *r, struct span name, struct element *e)
{
	size_t class = vocab_class(&r->w->vocab, name);

	if (class == VOCAB_NO_CLASS) {
		reader_fault(r, "define it with a line 'class NAME WORDS'",
		    "no class @%.*s", (int)name.n, name.p);
		return false;
	}
	*e = (struct element){ .kind = ELEMENT_CLASS,
		.value = (uint32_t)class };
	return true;
}

static bool
read_plain(struct reader *r, struct span s, struct element *e)
{
	struct span tail = { s.p + 1, s.n - 1 };

	if (s.p[0] == '@')
		return read_class(r, tail, e);
	if (s.p[0] == '-' && s.n > 1 && reader_is_word(tail)) {
		*e = (struct element){ .kind = ELEMENT_ENDING,
			.ending = arena_copy(&r->w->arena, tail) };
		if (e->ending.p == NULL)
			reader_fail(r, TT_ENOMEM);
		return e->ending.p != NULL;
	}
	if (reader_is_word(s) || is_mark_of_punctuation(s)) {
		*e = (struct element){ .kind = ELEMENT_WORD,
			.value = reader_add_word(r, s) };
		return e->value != 0;
	}
	reader_fault(r, "words, @class, -ending, punctuation, ^ $ ... <name> "
	    "<code> <number> <any>", "'%.*s' is no element of a pattern",
	    (int)s.n, s.p);
	return false;
}

static bool
read_element(struct reader *r, struct span s, struct element *e)
{
	for (size_t i = 0; i < N_ROWS(marks); i++) {
		if (span_is(s, marks[i].text)) {
			*e = (struct element){ .kind = marks[i].kind };
			return true;
		}
	}
	if (s.n > 1 && s.p[s.n - 1] == '?') {
		if (!read_plain(r, (struct span){ s.p, s.n - 1 }, e))
			return false;
		e->optional = true;
		return true;
	}
	if (s.n == 0) {
		reader_fault(r, "join elements with one _", "an empty element");
		return false;
	}
	return read_plain(r, s, e);
}

static bool
read_pattern(struct reader *r, struct span s, struct pattern *p)
{
	struct element at[CONTEXT_ELEMENTS_MAX], *kept;
	struct span word;
	size_t n = 0;

	while (span_word(&s, '_', &word)) {
		if (n == CONTEXT_ELEMENTS_MAX) {
			reader_fault(r, "write a shorter one",
			    "a pattern has at most %d elements",
			    CONTEXT_ELEMENTS_MAX);
			return false;
		}
		if (!read_element(r, word, &at[n++]))
			return false;
	}
	kept = arena_get(&r->w->arena, n * sizeof(*kept));
	if (kept == NULL) {
		reader_fail(r, TT_ENOMEM);
		return false;
	}
	memcpy(kept, at, n * sizeof(*kept));
	*p = (struct pattern){ kept, n };
	if (pattern_reach(p) <= CONTEXT_REACH_MAX)
		return true;
	reader_fault(r, "one ... is enough", "a pattern reaches at most %d "
	    "words far", CONTEXT_REACH_MAX);
	return false;
}

static bool
keep_patterns(struct reader *r, const struct pattern *at, size_t n,
    struct condition *c)
{
	struct pattern *kept = arena_get(&r->w->arena, n * sizeof(*kept));

	if (kept == NULL) {
		reader_fail(r, TT_ENOMEM);
		return false;
	}
	memcpy(kept, at, n * sizeof(*kept));
	c->at = kept;
	c->n = n;
	for (size_t i = 0; i < n; i++)
		if (pattern_reach(&at[i]) > c->reach)
			c->reach = pattern_reach(&at[i]);
	return true;
}

bool
read_condition(struct reader *r, struct span rest, struct condition *c)
{
	struct pattern at[TABLE_PATTERNS_MAX];
	struct span word, peek = rest;
	size_t n = c->n;

	if (n > 0)
		memcpy(at, c->at, n * sizeof(*at));
	else if (reader_word(&peek, &word) && span_is(word, "not")) {
		c->not = true;
		rest = peek;
	}
	while (reader_word(&rest, &word)) {
		if (n == TABLE_PATTERNS_MAX) {
			reader_fault(r, "define a class", "a condition has at "
			    "most %d patterns", TABLE_PATTERNS_MAX);
			return false;
		}
		if (!read_pattern(r, word, &at[n]))
			return false;
		if (!side_is_beside(c->side) && at[n].n != 1) {
			reader_fault(r, "use before or after", "what a "
			    "sentence or a paragraph has is said in patterns "
			    "of one word");
			return false;
		}
		n++;
	}
	if (n == 0) {
		reader_fault(r, "say what may or may not stand there",
		    "a condition without a pattern");
		return false;
	}
	return keep_patterns(r, at, n, c);
}
