/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "cli/team/word.h"
#include "telltale/note.h"
#include "telltale/statement.h"

#define FORMAT	"telltale-answer/1"

static enum tt_err
read_word(struct word *w)
{
	json_t *list, *line;
	struct span s;
	enum tt_err e;
	size_t i;

	if ((e = json_in_str(w->root, "format", &s, NULL)) != TT_OK)
		return e;
	if (!span_is(s, FORMAT))
		return TT_EVERSION;
	if ((e = json_in_str(w->root, "approval", &w->approval, NULL)) !=
	    TT_OK ||
	    (e = json_in_array(w->root, "lines", &list, NULL)) != TT_OK)
		return e;
	if (json_array_size(list) > REQUEST_STATEMENTS_MAX)
		return TT_ELIMIT;
	json_array_foreach(list, i, line) {
		if (!json_is_string(line))
			return TT_ESYNTAX;
		w->line[w->n++] = span_of(json_string_value(line),
		    json_string_length(line));
	}
	return TT_OK;
}

enum tt_err
word_parse(struct word *out, struct span text)
{
	struct word w = { .root = NULL };
	enum tt_err e;

	if ((e = json_in_parse(text, WORD_MAX, &w.root, NULL)) != TT_OK)
		return e;
	if ((e = read_word(&w)) != TT_OK) {
		json_decref(w.root);
		return e;
	}
	*out = w;
	return TT_OK;
}

void
word_done(struct word *w)
{
	json_decref(w->root);
	w->root = NULL;
}

static enum tt_err
sign_approval(const struct word_new *w, struct buf *note)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_APPROVAL, w->origin, w->now_s);
	tt_statement_put_str(o, "request", w->id);
	tt_statement_put_hash(o, "shown", &w->shown);
	tt_statement_put_str(o, "answer", w->yes ? "yes" : "no");
	tt_statement_put_str(o, "reason", w->reason);
	e = tt_statement_sign(o, &w->by, 1, note);
	free(o);
	return e;
}

/* This person's line under a text: what follows its empty line. */
static enum tt_err
put_line(struct json_out *j, const struct word_new *w, struct span text)
{
	struct buf note;
	enum tt_err e;

	buf_init(&note, TT_NOTE_MAX);
	if ((e = tt_note_sign(&note, text, &w->by, 1)) == TT_OK)
		json_out_span(j, span_of(note.p + text.n + 1,
		    note.n - text.n - 1));
	buf_done(&note);
	return e;
}

enum tt_err
word_make(const struct word_new *w, struct buf *out)
{
	struct json_out *j = NULL;
	struct buf note;
	enum tt_err e, ended;

	buf_init(&note, TT_STATEMENT_MAX);
	if ((e = sign_approval(w, &note)) != TT_OK)
		goto out;
	if ((j = json_out_new(out, JSON_CANONICAL)) == NULL) {
		e = TT_ENOMEM;
		goto out;
	}
	json_out_object(j);
	json_out_key(j, "approval");
	json_out_span(j, buf_view(&note));
	json_out_key(j, "format");
	json_out_str(j, FORMAT);
	json_out_key(j, "lines");
	json_out_array(j);
	for (size_t i = 0; w->yes && i < w->n && e == TT_OK; i++)
		e = put_line(j, w, w->text[i]);
	json_out_array_end(j);
	json_out_object_end(j);
	ended = json_out_end(j);
	e = e != TT_OK ? e : ended;
out:
	buf_done(&note);
	return e;
}

static enum tt_err
check(const struct tt_statement *s, struct span origin, const char *id,
    const struct hash *shown)
{
	struct hash is;

	if (s->kind != TT_APPROVAL || !span_eq(s->origin, origin) ||
	    !tt_statement_is(s, "request", id) ||
	    !tt_statement_hash(s, "shown", &is) ||
	    memcmp(is.b, shown->b, sizeof(is.b)) != 0 || s->note.n != 1)
		return TT_EREFUSED;
	return TT_OK;
}

enum tt_err
word_check(const struct word *w, struct span origin, const char *id,
    const struct hash *shown, const struct tt_vkey *key,
    struct word_said *out)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct word_said said = { .reason = "" };
	struct tt_note_signed by;
	enum tt_err e = TT_ENOMEM;

	if (s == NULL ||
	    (e = tt_statement_parse(s, w->approval, NULL)) != TT_OK ||
	    (e = check(s, origin, id, shown)) != TT_OK ||
	    (e = tt_note_open(&s->note, key, 1, &by)) != TT_OK)
		goto out;
	said.time_s = s->time;
	said.yes = tt_statement_is(s, "answer", "yes");
	if (tt_statement_has(s, "reason"))
		e = span_copy(tt_statement_get(s, "reason"), said.reason,
		    sizeof(said.reason));
	if (e == TT_OK)
		*out = said;
out:
	free(s);
	return e;
}
