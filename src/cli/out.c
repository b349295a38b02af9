/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "cli/out.h"
#include "cli/say.h"

#define OUT_MAX		((size_t)1 << 32)	/* bytes of one answer */
#define TITLES_MAX	32			/* columns */
#define HEX_MAX		64			/* bytes of a cell in hex */
#define CELL_MAX	48			/* columns of a terminal */

struct out_table {
	const struct cli *c;
	const char *member;
	const struct out_column *cols;
	size_t n_cols;
	size_t col;		/* of the next cell */
	bool rows_open;		/* JSON: the array has begun */
	struct out_json json;
	struct buf cells;	/* TSV lines; or a terminal's, NUL each */
	size_t n_cells;
};

static int
print(struct buf *b)
{
	int code = CLI_DONE;

	if (buf_err(b) != TT_OK)
		code = say_err(buf_err(b), NULL, "cannot write the answer");
	else if (fwrite(b->p == NULL ? "" : b->p, 1, b->n, stdout) != b->n ||
	    fflush(stdout) != 0)
		code = errno == EPIPE ? CLI_TROUBLE :
		    say_err(TT_EIO, NULL, "cannot write the answer");
	buf_done(b);
	return code;
}

struct json_out *
out_json_begin(struct out_json *o, const char *format)
{
	buf_init(&o->buf, OUT_MAX);
	o->j = json_out_new(&o->buf, JSON_PRETTY);
	if (o->j == NULL)
		abort();
	json_out_object(o->j);
	json_out_key(o->j, "format");
	json_out_str(o->j, format);
	return o->j;
}

int
out_json_end(struct out_json *o)
{
	enum tt_err e;

	json_out_object_end(o->j);
	if ((e = json_out_end(o->j)) != TT_OK) {
		buf_done(&o->buf);
		return say_err(e, NULL, "cannot write the answer");
	}
	return print(&o->buf);
}

/* What it says does not matter: nobody will read it. */
void
out_json_drop(struct out_json *o)
{
	if (json_out_end(o->j) != TT_OK)
		buf_clear(&o->buf);
	buf_done(&o->buf);
}

struct out_table *
out_table_new(const struct cli *c, const char *format, const char *member,
    const struct out_column *cols, size_t n)
{
	struct out_table *t = calloc(1, sizeof(*t));

	assert(n <= TITLES_MAX);
	if (t == NULL)
		abort();
	t->c = c;
	t->member = member;
	t->cols = cols;
	t->n_cols = n;
	buf_init(&t->cells, OUT_MAX);
	if (c->json)
		out_json_begin(&t->json, format);
	return t;
}

struct json_out *
out_table_head(struct out_table *t)
{
	assert(!t->rows_open);
	return t->c->json ? t->json.j : NULL;
}

static void
open_rows(struct out_table *t)
{
	if (t->rows_open)
		return;
	json_out_key(t->json.j, t->member);
	json_out_array(t->json.j);
	t->rows_open = true;
}

/* Before a cell: JSON's row and key.  NULL where it is no JSON. */
static struct json_out *
begin(struct out_table *t)
{
	if (!t->c->json)
		return NULL;
	open_rows(t);
	if (t->col == 0)
		json_out_object(t->json.j);
	json_out_key(t->json.j, t->cols[t->col].name);
	return t->json.j;
}

static void
end(struct out_table *t)
{
	t->n_cells++;
	t->col = (t->col + 1) % t->n_cols;
	if (t->c->json && t->col == 0)
		json_out_object_end(t->json.j);
	else if (!t->c->json && !t->c->tty_out)
		buf_char(&t->cells, t->col == 0 ? '\n' : '\t');
}

/* Columns that a terminal gives a text; main sets a UTF-8 locale. */
static size_t
width_of(const char *s, size_t n)
{
	size_t len, w = 0;
	int32_t cp;
	int one;

	for (; n > 0; s += len, n -= len) {
		cp = utf8_next(s, n, &len);
		one = cp < 0 ? 1 : wcwidth((wchar_t)cp);
		w += one < 0 ? 1 : (size_t)one;
	}
	return w;
}

static size_t
width(const char *s)
{
	return width_of(s, strlen(s));
}

/* A cell of a table for people; the rest of a long one stands in JSON. */
static void
put_cell(struct buf *b, struct span s)
{
	struct buf whole;
	size_t n = 0, len = 0;

	buf_init(&whole, OUT_MAX);
	say_escape(&whole, s);
	if (width_of(whole.p, whole.n) > CELL_MAX) {
		while (width_of(whole.p, n + len) < CELL_MAX) {
			n += len;
			if (utf8_next(whole.p + n, whole.n - n, &len) < 0)
				break;
		}
		buf_add(b, whole.p, n);
		buf_str(b, "\342\200\246");	/* an ellipsis */
	} else
		buf_span(b, buf_view(&whole));
	buf_char(b, '\0');
	buf_done(&whole);
}

static void
tsv(struct buf *b, struct span s)
{
	static const char from[] = "\t\n\r\\", to[] = "tnr\\";
	const char *at;

	for (size_t i = 0; i < s.n; i++) {
		at = s.p[i] == '\0' ? NULL : strchr(from, s.p[i]);
		if (at != NULL) {
			buf_char(b, '\\');
			buf_char(b, to[at - from]);
		} else
			buf_char(b, s.p[i]);
	}
}

/* What a person or a pipe sees in a cell. */
static void
cell(struct out_table *t, struct span s)
{
	if (t->c->tty_out)
		put_cell(&t->cells, s);
	else
		tsv(&t->cells, s);
}

void
out_none(struct out_table *t)
{
	struct json_out *j = begin(t);

	if (j != NULL)
		json_out_null(j);
	else
		cell(t, t->c->tty_out ? SPAN("-") : SPAN(""));
	end(t);
}

void
out_span(struct out_table *t, struct span s)
{
	struct json_out *j = begin(t);

	if (j != NULL)
		json_out_span(j, s);
	else
		cell(t, s);
	end(t);
}

void
out_str(struct out_table *t, const char *s)
{
	if (s == NULL)
		out_none(t);
	else
		out_span(t, span_str(s));
}

void
out_hex(struct out_table *t, const void *p, size_t n)
{
	char s[HEX_LEN(HEX_MAX) + 1];

	assert(n <= HEX_MAX);
	hex_encode(s, p, n);
	out_span(t, span_str(s));
}

void
out_int(struct out_table *t, int64_t v)
{
	struct json_out *j = begin(t);
	char s[24];

	if (j != NULL)
		json_out_int(j, v);
	else {
		snprintf(s, sizeof(s), "%lld", (long long)v);
		cell(t, span_str(s));
	}
	end(t);
}

void
out_real(struct out_table *t, double v)
{
	struct json_out *j = begin(t);
	char s[40];

	if (j != NULL)
		json_out_real(j, v);
	else {
		snprintf(s, sizeof(s), "%.6g", v);
		cell(t, span_str(s));
	}
	end(t);
}

void
out_bool(struct out_table *t, bool v)
{
	struct json_out *j = begin(t);

	if (j != NULL)
		json_out_bool(j, v);
	else
		cell(t, v ? SPAN("yes") : SPAN("no"));
	end(t);
}

void
out_instant(struct out_table *t, int64_t at_s)
{
	char s[INSTANT_LEN + 1];

	instant_format(at_s, s);
	out_span(t, span_str(s));
}

static void
pad(struct buf *b, size_t n)
{
	while (n-- > 0)
		buf_char(b, ' ');
}

static void
lay_cell(struct out_table *t, struct buf *b, size_t col, const char *s,
    size_t widest)
{
	size_t w = width(s);

	if (t->cols[col].kind == OUT_NUMBER)
		pad(b, widest - w);
	buf_str(b, s);
	if (col + 1 < t->n_cols) {
		if (t->cols[col].kind != OUT_NUMBER)
			pad(b, widest - w);
		buf_str(b, "  ");
	} else
		buf_char(b, '\n');
}

static void
lay_out(struct out_table *t, struct buf *b)
{
	size_t widest[TITLES_MAX], w;
	const char *s;

	for (size_t i = 0; i < t->n_cols; i++)
		widest[i] = width(t->cols[i].title);
	s = t->cells.p;
	for (size_t i = 0; i < t->n_cells; i++, s += strlen(s) + 1)
		if ((w = width(s)) > widest[i % t->n_cols])
			widest[i % t->n_cols] = w;
	for (size_t i = 0; i < t->n_cols; i++)
		lay_cell(t, b, i, t->cols[i].title, widest[i]);
	s = t->cells.p;
	for (size_t i = 0; i < t->n_cells; i++, s += strlen(s) + 1)
		lay_cell(t, b, i % t->n_cols, s, widest[i % t->n_cols]);
}

void
out_table_drop(struct out_table *t)
{
	if (t->c->json)
		out_json_drop(&t->json);
	buf_done(&t->cells);
	free(t);
}

int
out_table_end(struct out_table *t)
{
	struct buf b;
	int code;

	assert(t->col == 0);
	if (t->c->json) {
		open_rows(t);
		json_out_array_end(t->json.j);
		code = out_json_end(&t->json);
	} else if (t->c->tty_out && t->n_cells > 0 &&
	    buf_err(&t->cells) == TT_OK) {
		buf_init(&b, OUT_MAX);
		lay_out(t, &b);
		code = print(&b);
	} else
		code = print(&t->cells);
	buf_done(&t->cells);
	free(t);
	return code;
}

void
out_line(const char *fmt, ...)
{
	struct buf b;
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	buf_init(&b, OUT_MAX);
	say_escape(&b, span_str(text));
	buf_char(&b, '\n');
	if (buf_err(&b) == TT_OK)
		fputs(b.p, stdout);
	buf_done(&b);
	free(text);
}

void
out_moment(char out[OUT_MOMENT_LEN], int64_t at_s, int64_t now_s)
{
	char utc[INSTANT_LEN + 1], away[LENGTH_LEN], local[32] = "";
	time_t t = (time_t)at_s;
	struct tm tm;

	instant_format(at_s, utc);
	utc[10] = ' ';
	length_format(at_s >= now_s ? at_s - now_s : now_s - at_s, away);
	if (localtime_r(&t, &tm) != NULL && tm.tm_gmtoff != 0)
		strftime(local, sizeof(local), "%H:%M %Z, ", &tm);
	snprintf(out, OUT_MOMENT_LEN, at_s > now_s ? "%s (%sin %s)" :
	    at_s == now_s ? "%s (%snow)" : "%s (%s%s ago)", utc, local,
	    away);
}
