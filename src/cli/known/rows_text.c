/* SPDX-License-Identifier: ISC */
/* rows_text - CSV with a header row (RFC 4180), and JSON lines. */
#include <string.h>

#include "base/buf.h"
#include "base/json_in.h"
#include "cli/known/rows.h"

#define COLUMNS_MAX	32
#define LINE_MAX_	((size_t)64 << 10)	/* bytes */

static bool
field_of(struct span name, enum rows_field *out)
{
	for (enum rows_field f = 0; f < ROWS_FIELDS; f++)
		if (span_is(name, rows_names[f])) {
			*out = f;
			return true;
		}
	return false;
}

/* A name that is no field, fit for a message. */
static enum tt_err
no_field(struct rows_diag *diag, size_t line, struct span name)
{
	return rows_fault(diag, line, "there is no field '%.*s': seen, "
	    "received, source, confidence, country, network, victim",
	    (int)(name.n < 32 ? name.n : 32), name.p);
}

/* What is left of a CSV file, and where in it. */
struct csv {
	struct span in;
	size_t line;
	struct buf cell;
};

enum stop { STOP_CELL, STOP_ROW, STOP_BAD };

/* In quotes a doubled one is plain, and lines may end. */
static bool
quoted(struct csv *c)
{
	while (c->in.n > 0) {
		char ch = *c->in.p++;

		c->in.n--;
		if (ch == '"' && (c->in.n == 0 || *c->in.p != '"'))
			return true;
		if (ch == '"') {
			c->in.p++;
			c->in.n--;
		}
		c->line += ch == '\n';
		buf_char(&c->cell, ch);
	}
	return false;
}

/* The next cell into c->cell, and what ended it. */
static enum stop
cell(struct csv *c)
{
	char ch;

	buf_clear(&c->cell);
	if (c->in.n > 0 && *c->in.p == '"') {
		c->in.p++;
		c->in.n--;
		if (!quoted(c))
			return STOP_BAD;
		if (c->in.n > 0 && strchr(",\r\n", *c->in.p) == NULL)
			return STOP_BAD;
	}
	while (c->in.n > 0) {
		ch = *c->in.p++;
		c->in.n--;
		if (ch == ',')
			return STOP_CELL;
		if (ch == '\n') {
			c->line++;
			return STOP_ROW;
		}
		if (ch == '"')
			return STOP_BAD;
		if (ch != '\r' || c->in.n == 0 || *c->in.p != '\n')
			buf_char(&c->cell, ch);
	}
	return STOP_ROW;
}

static enum tt_err
head(struct csv *c, enum rows_field column[COLUMNS_MAX], size_t *n,
    struct rows_diag *diag)
{
	bool has_seen = false;
	enum stop s;

	*n = 0;
	do {
		s = cell(c);
		if (s == STOP_BAD || buf_err(&c->cell) != TT_OK ||
		    *n == COLUMNS_MAX)
			return rows_fault(diag, 1, "the heading is no CSV row");
		if (!field_of(span_trim(buf_view(&c->cell)), &column[*n]))
			return no_field(diag, 1, buf_view(&c->cell));
		has_seen = has_seen || column[*n] == ROWS_SEEN;
		(*n)++;
	} while (s == STOP_CELL);
	return has_seen ? TT_OK : rows_fault(diag, 1,
	    "the heading lacks 'seen'");
}

static enum tt_err
csv_row(struct csv *c, struct row *row, const enum rows_field *column,
    size_t n, struct rows_diag *diag)
{
	enum stop s = STOP_CELL;
	enum tt_err e;
	size_t i;

	for (i = 0; i < n && s == STOP_CELL; i++) {
		s = cell(c);
		if (s == STOP_BAD || buf_err(&c->cell) != TT_OK)
			return rows_fault(diag, row->line,
			    "a cell is not closed");
		if ((e = rows_set(row, column[i], buf_view(&c->cell),
		    diag)) != TT_OK)
			return e;
	}
	return s == STOP_ROW && i == n ? TT_OK : rows_fault(diag, row->line,
	    "it has not as many cells as the heading");
}

static enum tt_err
csv_rows(struct csv *c, struct rows *r, struct rows_diag *diag)
{
	enum rows_field column[COLUMNS_MAX];
	struct row *row;
	enum tt_err e;
	size_t n;

	if ((e = head(c, column, &n, diag)) != TT_OK)
		return e;
	while (c->in.n > 0) {
		if (*c->in.p == '\n' || (*c->in.p == '\r' && c->in.n > 1 &&
		    c->in.p[1] == '\n')) {
			(void)cell(c);	/* an empty line */
			continue;
		}
		if ((row = rows_add(r, c->line)) == NULL)
			return r->n == ROWS_MAX ? TT_ELIMIT : TT_ENOMEM;
		if ((e = csv_row(c, row, column, n, diag)) != TT_OK)
			return e;
	}
	return TT_OK;
}

enum tt_err
rows_csv(struct rows *out, struct span text, struct rows_diag *diag)
{
	struct rows r = { .at = NULL };
	struct csv c = { .in = text, .line = 1 };
	enum tt_err e;

	buf_init(&c.cell, LINE_MAX_);
	e = csv_rows(&c, &r, diag);
	buf_done(&c.cell);
	if (e == TT_OK)
		*out = r;	/* transferred */
	else
		rows_free(&r);
	return e;
}

static enum tt_err
json_row(struct rows *r, json_t *obj, size_t line,
    struct rows_diag *diag)
{
	struct row *row = rows_add(r, line);
	enum rows_field f;
	const char *name;
	json_t *value;
	enum tt_err e;

	if (row == NULL)
		return r->n == ROWS_MAX ? TT_ELIMIT : TT_ENOMEM;
	json_object_foreach(obj, name, value) {
		if (!field_of(span_str(name), &f))
			return no_field(diag, line, span_str(name));
		if (json_is_null(value))
			continue;
		if (!json_is_string(value))
			return rows_fault(diag, line, "'%s' is no string",
			    name);
		if ((e = rows_set(row, f, span_of(json_string_value(value),
		    json_string_length(value)), diag)) != TT_OK)
			return e;
	}
	return TT_OK;
}

static enum tt_err
json_rows(struct rows *r, struct span text, struct rows_diag *diag)
{
	struct span line;
	json_t *obj;
	enum tt_err e = TT_OK;

	for (size_t n = 1; e == TT_OK && span_word(&text, '\n', &line); n++) {
		if (span_trim(line).n == 0)
			continue;
		if (json_in_parse(line, LINE_MAX_, &obj, NULL) != TT_OK)
			return rows_fault(diag, n, "it is no JSON object");
		e = json_is_object(obj) ? json_row(r, obj, n, diag) :
		    rows_fault(diag, n, "it is no JSON object");
		json_decref(obj);
	}
	return e;
}

enum tt_err
rows_jsonl(struct rows *out, struct span text, struct rows_diag *diag)
{
	struct rows r = { .at = NULL };
	enum tt_err e;

	if ((e = json_rows(&r, text, diag)) == TT_OK)
		*out = r;	/* transferred */
	else
		rows_free(&r);
	return e;
}
