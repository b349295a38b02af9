/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "telltale/diag.h"

/* As much of s as fits into cap with a NUL, whole characters only. */
static void
copy_cut(char *out, size_t cap, struct span s)
{
	size_t n = 0, len;

	while (n < s.n) {
		utf8_next(s.p + n, s.n - n, &len);
		if (n + len >= cap)
			break;
		memcpy(out + n, s.p + n, len);
		n += len;
	}
	out[n] = '\0';
}

/* What is no printable character becomes '?'. */
static void
make_printable(char *s)
{
	size_t n = strlen(s), len;

	for (size_t i = 0; i < n; i += len) {
		utf8_next(s + i, n - i, &len);
		if (!utf8_printable(s + i, len))
			memset(s + i, '?', len);
	}
}

static int
compare(const struct tt_diag *a, const struct tt_diag *b)
{
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return (a->column > b->column) - (a->column < b->column);
}

void
tt_diags_init(struct tt_diags *d)
{
	d->n = d->n_errors = d->n_warnings = 0;
}

void
tt_diags_add(struct tt_diags *d, enum tt_severity severity,
    struct tt_where at, const char *remedy, const char *fmt, ...)
{
	char text[4 * TT_DIAG_TEXT_MAX];
	struct tt_diag *row;
	va_list ap;

	if (severity == TT_ERROR)
		d->n_errors++;
	else
		d->n_warnings++;
	if (d->n == TT_DIAGS_MAX)
		return;
	row = &d->row[d->n++];
	*row = (struct tt_diag){ .severity = severity, .order = at.order,
		.line = at.line, .column = at.column, .remedy = remedy };
	copy_cut(row->file, sizeof(row->file), at.file);
	make_printable(row->file);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	copy_cut(row->text, sizeof(row->text), span_str(text));
	make_printable(row->text);
}

void
tt_diags_sort(struct tt_diags *d, size_t from)
{
	for (size_t i = from; i < d->n; i++) {
		struct tt_diag row = d->row[i];
		size_t j = i;

		for (; j > from && compare(&row, &d->row[j - 1]) < 0; j--)
			d->row[j] = d->row[j - 1];
		d->row[j] = row;
	}
}

void
tt_diag_format(const struct tt_diag *d, struct buf *out)
{
	if (d->file[0] != '\0')
		buf_printf(out, "%s:", d->file);
	if (d->line > 0)
		buf_printf(out, "%u:", d->line);
	if (d->line > 0 && d->column > 0)
		buf_printf(out, "%u:", d->column);
	if (out->n > 0 && d->file[0] != '\0')
		buf_char(out, ' ');
	buf_printf(out, "%s: %s", d->severity == TT_ERROR ? "error" : "warning",
	    d->text);
	if (d->remedy != NULL)
		buf_printf(out, "; %s", d->remedy);
}
