/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/opt.h"

#define WHAT_MAX	160	/* bytes of a complaint, with NUL */
#define WORD_MAX	48	/* bytes; a longer word is near to none */
#define COLUMNS		80
#define NONE		SIZE_MAX

/* A walk over argv. */
struct walk {
	const struct opt *table;
	int argc, i;
	char **argv;
	struct opt_values *v;
	char *what;
};

static enum tt_err PRINTF(3, 4)
complain(struct walk *w, enum tt_err e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(w->what, WHAT_MAX, fmt, ap);
	va_end(ap);
	return e;
}

static size_t
count(const struct opt *table)
{
	size_t n = 0;

	while (table[n].name != NULL)
		n++;
	return n;
}

static size_t
find(const struct opt *table, struct span name)
{
	for (size_t i = 0; table[i].name != NULL; i++)
		if (span_is(name, table[i].name))
			return i;
	return NONE;
}

static size_t
find_letter(const struct opt *table, char letter)
{
	for (size_t i = 0; table[i].name != NULL; i++)
		if (table[i].letter == letter && letter != 0)
			return i;
	return NONE;
}

static enum tt_err
unknown(struct walk *w, struct span name)
{
	const char *words[OPT_MAX + 1] = { NULL }, *near = NULL;
	char typed[WORD_MAX + 1];

	for (size_t i = 0; i < OPT_MAX && w->table[i].name != NULL; i++)
		words[i] = w->table[i].name;
	if (span_copy(name, typed, sizeof(typed)) == TT_OK)
		near = opt_nearest(typed, words);
	if (near != NULL)
		return complain(w, TT_ESYNTAX,
		    "there is no option --%s; did you mean --%s?", typed, near);
	return complain(w, TT_ESYNTAX, "there is no option --%.*s",
	    name.n > WORD_MAX ? WORD_MAX : (int)name.n, name.p);
}

static enum tt_err
store(struct walk *w, size_t row, const char *value)
{
	struct opt_values *v = w->v;

	v->set[row] = true;
	v->value[row] = value;
	if (w->table[row].kind != OPT_LIST)
		return TT_OK;
	if (v->n_list[row] == OPT_LIST_MAX)
		return complain(w, TT_ELIMIT, "--%s stands more than %d times",
		    w->table[row].name, OPT_LIST_MAX);
	v->list[row][v->n_list[row]++] = value;
	return TT_OK;
}

/* The value is what follows in the same word, or the next word. */
static enum tt_err
store_next(struct walk *w, size_t row, const char *attached)
{
	if (attached != NULL)
		return store(w, row, attached);
	if (w->i + 1 >= w->argc)
		return complain(w, TT_ESYNTAX, "--%s needs a value: %s",
		    w->table[row].name, w->table[row].value);
	return store(w, row, w->argv[++w->i]);
}

/* --name, --name=value, --name value */
static enum tt_err
take_long(struct walk *w, const char *word)
{
	struct span in = span_str(word), name = in;
	const char *value = strchr(word, '=');
	size_t row;

	if (value != NULL) {
		name.n = (size_t)(value - word);
		value++;
	}
	if ((row = find(w->table, name)) == NONE)
		return unknown(w, name);
	if (w->table[row].kind != OPT_FLAG)
		return store_next(w, row, value);
	if (value != NULL)
		return complain(w, TT_ESYNTAX, "--%s takes no value",
		    w->table[row].name);
	return store(w, row, NULL);
}

/* -f, -fg, -n value, -nvalue */
static enum tt_err
take_letters(struct walk *w, const char *word)
{
	enum tt_err e = TT_OK;
	size_t row;

	for (; *word != '\0' && e == TT_OK; word++) {
		if ((row = find_letter(w->table, *word)) == NONE)
			return complain(w, TT_ESYNTAX,
			    "there is no option -%c", *word);
		if (w->table[row].kind != OPT_FLAG)
			return store_next(w, row,
			    word[1] == '\0' ? NULL : word + 1);
		e = store(w, row, NULL);
	}
	return e;
}

static enum tt_err
take_arg(struct walk *w, const char *word)
{
	if (w->v->n_args == OPT_ARGS_MAX)
		return complain(w, TT_ELIMIT, "more than %d arguments",
		    OPT_ARGS_MAX);
	w->v->args[w->v->n_args++] = word;
	return TT_OK;
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Letters to insert, drop, replace or swap with their neighbour. */
static size_t
distance(const char *a, const char *b)
{
	size_t d[WORD_MAX + 1][WORD_MAX + 1], n = strlen(a), m = strlen(b);

	if (n > WORD_MAX || m > WORD_MAX)
		return NONE;
	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++) {
			d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1,
			    d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] &&
			    d[i - 2][j - 2] + 1 < d[i][j])
				d[i][j] = d[i - 2][j - 2] + 1;
		}
	return d[n][m];
}

/* "  -o, --out DIR", and how wide that is. */
static size_t
left_column(const struct opt *o, struct buf *out)
{
	size_t before = out->n;

	if (o->letter != 0)
		buf_printf(out, "  -%c, ", o->letter);
	else
		buf_str(out, "      ");
	buf_printf(out, "--%s", o->name);
	if (o->kind != OPT_FLAG)
		buf_printf(out, " %s", o->value);
	return out->n - before;
}

static void
pad(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

/* Words from column `indent` on; lines after the first begin there too. */
static void
wrap(struct buf *out, size_t indent, const char *text)
{
	struct span in = span_str(text), word;
	size_t at = indent;

	while (span_word(&in, ' ', &word)) {
		if (at > indent && at + 1 + word.n >= COLUMNS) {
			buf_char(out, '\n');
			pad(out, indent);
			at = indent;
		} else if (at > indent) {
			buf_char(out, ' ');
			at++;
		}
		buf_span(out, word);
		at += word.n;
	}
	buf_char(out, '\n');
}

enum tt_err
opt_parse(const struct opt *table, int argc, char **argv,
    struct opt_values *out, char what[WHAT_MAX])
{
	struct opt_values v = { .n_args = 0 };
	struct walk w = { .table = table, .argc = argc, .i = 1, .argv = argv,
		.v = &v, .what = what };
	bool options = true;
	enum tt_err e = TT_OK;

	assert(count(table) <= OPT_MAX);
	for (; w.i < argc && e == TT_OK; w.i++) {
		const char *word = argv[w.i];

		if (!options || word[0] != '-' || word[1] == '\0')
			e = take_arg(&w, word);
		else if (word[1] != '-')
			e = take_letters(&w, word + 1);
		else if (word[2] != '\0')
			e = take_long(&w, word + 2);
		else
			options = false;
	}
	if (e == TT_OK)
		*out = v;
	return e;
}

bool
opt_has(const struct opt *table, const char *name)
{
	return find(table, span_str(name)) < OPT_MAX;
}

size_t
opt_row(const struct opt *table, const char *name)
{
	size_t row = find(table, span_str(name));

	assert(row < OPT_MAX);
	return row;
}

bool
opt_set(const struct opt *table, const struct opt_values *v, const char *name)
{
	return v->set[opt_row(table, name)];
}

const char *
opt_value(const struct opt *table, const struct opt_values *v,
    const char *name)
{
	return v->value[opt_row(table, name)];
}

void
opt_help(const struct opt *table, struct buf *out)
{
	size_t widest = 0, n;
	struct buf one;

	for (size_t i = 0; table[i].name != NULL; i++) {
		buf_init(&one, COLUMNS);
		n = left_column(&table[i], &one);
		widest = n > widest ? n : widest;
		buf_done(&one);
	}
	for (size_t i = 0; table[i].name != NULL; i++) {
		n = left_column(&table[i], out);
		if (buf_err(out) != TT_OK)
			return;
		pad(out, widest + 2 - n);
		wrap(out, widest + 2, table[i].help);
	}
}

const char *
opt_nearest(const char *typed, const char *const *words)
{
	size_t n = strlen(typed), best = n < 2 ? 0 : n < 5 ? 2 : 3, d;
	const char *near = NULL;	/* must be nearer than best */

	for (; *words != NULL; words++) {
		d = distance(typed, *words);
		if (d < best) {
			best = d;
			near = *words;
		}
	}
	return near;
}
