/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/json_in.h"
#include "base/json_out.h"
#include "base/sha256.h"
#include "bulletin/lex.h"
#include "cli/review_state.h"
#include "cli/say.h"
#include "store/file.h"

#define FORMAT		"telltale-review/1"
#define KEY_BYTES	16

struct key {
	char text[2 * KEY_BYTES + 1];
};

static struct key
key_of(const struct marking *m, const struct sentence *s,
    const struct choice *c)
{
	struct span name = m->draft.part[s->part].name;
	uint8_t hash[SHA256_LEN];
	char place[32];
	struct sha256 h;
	struct key key;
	int n;

	sha256_init(&h);
	sha256_add(&h, name.p, name.n);
	sha256_add(&h, "\n", 1);
	sha256_add(&h, m->draft.part[s->part].text.p + s->from,
	    s->to - s->from);
	n = snprintf(place, sizeof(place), "\n%zu\n%zu\n",
	    c->offset - s->from, c->length);
	sha256_add(&h, place, (size_t)n);
	sha256_add(&h, c->group, strlen(c->group));
	sha256_end(&h, hash);
	for (size_t i = 0; i < KEY_BYTES; i++)
		snprintf(key.text + 2 * i, 3, "%02x", hash[i]);
	return key;
}

static void
put_alternatives(struct json_out *j, const struct choice *c)
{
	json_out_array(j);
	for (size_t i = 0; i < c->n; i++)
		json_out_span(j, c->alternatives[i]);
	json_out_array_end(j);
}

struct decision {
	const struct choice *choice;
	struct key key;
};

static int
by_text(const void *a, const void *b)
{
	const struct decision *x = a, *y = b;

	return strcmp(x->key.text, y->key.text);
}

static void
put_decision(struct json_out *j, const struct choice *c, const char *key)
{
	json_out_key(j, key);
	if (c->memory != NULL && c->state == CHOICE_YES)
		put_alternatives(j, c);
	else
		json_out_str(j, c->state == CHOICE_YES ? "yes" : "no");
}

static void
put_fact(struct json_out *j, const struct marking *m, const struct choice *c)
{
	json_out_object(j);
	json_out_key(j, "part");
	json_out_span(j, m->draft.part[c->part].name);
	json_out_key(j, "offset");
	json_out_u64(j, c->offset);
	json_out_key(j, "alternatives");
	put_alternatives(j, c);
	json_out_object_end(j);
}

/* Sorted; a sentence that stands twice has its decisions once. */
static enum tt_err
put_decisions(struct json_out *j, const struct marking *m,
    const struct sentences *s)
{
	struct decision *d = calloc(m->n + 1, sizeof(*d));
	size_t n = 0;

	if (d == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = s->at[i].first; k < s->at[i].first +
		    s->at[i].n; k++) {
			const struct choice *c = &m->choice[k];

			if (c->kind != CHOICE_WORDING ||
			    c->state == CHOICE_OPEN)
				continue;
			d[n].key = key_of(m, &s->at[i], c);
			d[n++].choice = c;
		}
	qsort(d, n, sizeof(*d), by_text);
	json_out_key(j, "decisions");
	json_out_object(j);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(d[i].key.text,
		    d[i - 1].key.text) != 0)
			put_decision(j, d[i].choice, d[i].key.text);
	json_out_object_end(j);
	free(d);
	return TT_OK;
}

enum tt_err
review_state_format(const struct marking *m, const struct sentences *s,
    struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_PRETTY);
	enum tt_err e, ended;

	if (j == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	json_out_key(j, "format");
	json_out_str(j, FORMAT);
	e = put_decisions(j, m, s);
	json_out_key(j, "facts");
	json_out_array(j);
	for (size_t i = 0; i < m->n; i++)
		if (m->choice[i].kind == CHOICE_FACT)
			put_fact(j, m, &m->choice[i]);
	json_out_array_end(j);
	json_out_object_end(j);
	ended = json_out_end(j);
	return e != TT_OK ? e : ended;
}

/* ---- reading ---- */

static enum tt_err
find_words(const struct marking *m, uint32_t part, size_t from,
    struct span words, size_t *at)
{
	struct span all = m->draft.part[part].text;
	struct lexer l;
	struct token t;

	lexer_init(&l, all);
	while ((t = lexer_next(&l)).kind != TOKEN_END) {
		size_t begin = (size_t)(t.text.p - all.p);
		size_t end = begin + t.text.n;
		const char *p;

		if (begin < from)
			begin = from;
		if (t.kind != TOKEN_PLAIN || begin >= end)
			continue;
		p = memmem(all.p + begin, end - begin, words.p, words.n);
		if (p != NULL) {
			*at = (size_t)(p - all.p);
			return TT_OK;
		}
	}
	return TT_ENOENT;
}

enum tt_err
review_add_fact(struct marking *m, uint32_t part, size_t from,
    const struct span *alternatives, size_t n)
{
	struct choice c = { .kind = CHOICE_FACT, .state = CHOICE_YES,
		.part = part, .n = n, .class = TT_CLASS_FACT,
		.group = "fact", .why = "told by the author" };
	struct buf site;
	size_t bytes = 1, at = 0;
	enum tt_err e;

	if (n == 0 || alternatives[0].n == 0)
		return TT_ESYNTAX;
	buf_init(&site, TT_PART_MAX);
	e = tt_marked_site(alternatives, n, &site);
	buf_done(&site);
	if (e != TT_OK || (e = find_words(m, part, from, alternatives[0],
	    &c.offset)) != TT_OK)
		return e;
	c.length = alternatives[0].n;
	for (size_t i = 0; i < n; i++)
		bytes += alternatives[i].n;
	if ((c.memory = malloc(bytes)) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		if (alternatives[i].n > 0)
			memcpy(c.memory + at, alternatives[i].p,
			    alternatives[i].n);
		c.alternatives[i] = (struct span){ c.memory + at,
			alternatives[i].n };
		at += alternatives[i].n;
	}
	return marking_add(m, c);
}

static bool
take_alternatives(const json_t *array, struct span out[TT_Q_MAX], size_t *n)
{
	*n = json_array_size(array);
	if (!json_is_array(array) || *n < 2 || *n > TT_Q_MAX)
		return false;
	for (size_t i = 0; i < *n; i++) {
		const json_t *v = json_array_get(array, i);

		if (!json_is_string(v))
			return false;
		out[i] = (struct span){ json_string_value(v),
			json_string_length(v) };
	}
	return true;
}

/* One that no longer stands in the draft, or cannot, is left out. */
static enum tt_err
take_fact(struct marking *m, const json_t *v, size_t *taken)
{
	struct span alternatives[TT_Q_MAX], name;
	size_t n = 0, part;
	int64_t offset;
	enum tt_err e;

	if (json_in_str(v, "part", &name, NULL) != TT_OK ||
	    json_in_int(v, "offset", 0, INT64_MAX, &offset, NULL) != TT_OK ||
	    !take_alternatives(json_object_get(v, "alternatives"),
	    alternatives, &n))
		return TT_ESYNTAX;
	part = tt_bulletin_part(m->draft.bulletin, name);
	if (part == m->draft.n_parts)
		return TT_OK;
	e = review_add_fact(m, (uint32_t)part, (size_t)offset, alternatives,
	    n);
	if (e == TT_ENOENT)
		e = review_add_fact(m, (uint32_t)part, 0, alternatives, n);
	*taken += e == TT_OK;
	return e == TT_ENOMEM ? e : TT_OK;
}

static enum tt_err
decide(struct marking *m, size_t i, const json_t *v, size_t *taken)
{
	struct span alternatives[TT_Q_MAX];
	const char *word = json_string_value(v);
	size_t n;
	enum tt_err e;

	if (json_is_array(v)) {
		if (!take_alternatives(v, alternatives, &n))
			return TT_ESYNTAX;
		if ((e = marking_retype(m, i, alternatives, n)) != TT_OK)
			return e;
		word = "yes";
	}
	if (word == NULL || (strcmp(word, "yes") != 0 &&
	    strcmp(word, "no") != 0))
		return TT_ESYNTAX;
	m->choice[i].state = word[0] == 'y' ? CHOICE_YES : CHOICE_NO;
	++*taken;
	return TT_OK;
}

static enum tt_err
take_decisions(struct marking *m, const json_t *decisions, size_t *taken)
{
	struct sentences s = { .at = NULL };
	enum tt_err e;

	if ((e = sentences_of(m, &s)) != TT_OK)
		return e;
	for (size_t i = 0; i < s.n && e == TT_OK; i++)
		for (size_t k = s.at[i].first; k < s.at[i].first + s.at[i].n &&
		    e == TT_OK; k++) {
			const json_t *v = json_object_get(decisions, key_of(m,
			    &s.at[i], &m->choice[k]).text);

			if (v != NULL && m->choice[k].kind == CHOICE_WORDING)
				e = decide(m, k, v, taken);
		}
	sentences_done(&s);
	return e;
}

enum tt_err
review_state_parse(struct marking *m, struct span text, size_t *n)
{
	json_t *root = NULL, *facts = NULL, *decisions = NULL;
	struct span format;
	enum tt_err e;

	*n = 0;
	if ((e = json_in_parse(text, REVIEW_STATE_MAX, &root, NULL)) != TT_OK)
		return e;
	if (json_in_str(root, "format", &format, NULL) != TT_OK ||
	    json_in_array(root, "facts", &facts, NULL) != TT_OK ||
	    json_in_object(root, "decisions", &decisions, NULL) != TT_OK)
		e = TT_ESYNTAX;
	else if (!span_is(format, FORMAT))
		e = TT_EVERSION;
	for (size_t i = 0; e == TT_OK && i < json_array_size(facts); i++)
		e = take_fact(m, json_array_get(facts, i), n);
	if (e == TT_OK)
		e = take_decisions(m, decisions, n);
	json_decref(root);
	return e;
}

int
review_state_read(struct marking *m, const char *path, size_t *n)
{
	struct buf text;
	enum tt_err e;

	*n = 0;
	if ((e = file_read(path, REVIEW_STATE_MAX, &text)) == TT_ENOENT)
		return CLI_DONE;
	if (e == TT_OK) {
		e = review_state_parse(m, buf_view(&text), n);
		buf_done(&text);
	}
	if (e != TT_OK)
		return say_err(e, "remove it to begin anew", "cannot go on "
		    "from %s", path);
	return CLI_DONE;
}

int
review_state_write(const struct marking *m, const struct sentences *s,
    const char *path)
{
	struct buf text;
	enum tt_err e;

	buf_init(&text, REVIEW_STATE_MAX);
	if ((e = review_state_format(m, s, &text)) == TT_OK)
		e = file_write(path, text.p, text.n, 0600);
	buf_done(&text);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot keep what was decided in %s",
		    path);
	return CLI_DONE;
}
