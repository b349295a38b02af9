/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "wording/reader.h"

static struct span
without_comment(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '#' && (i == 0 || s.p[i - 1] == ' ' ||
		    s.p[i - 1] == '\t'))
			s.n = i;
	return s;
}

bool
reader_word(struct span *in, struct span *word)
{
	*in = span_trim(*in);
	if (in->n == 0)
		return false;
	*word = *in;
	for (size_t i = 0; i < in->n; i++) {
		if (in->p[i] == ' ' || in->p[i] == '\t') {
			word->n = i;
			break;
		}
	}
	in->p += word->n;
	in->n -= word->n;
	return true;
}

bool
reader_line(struct reader *r, struct span *in, struct line *out)
{
	struct span line;

	while (span_word(in, '\n', &line)) {
		r->line++;
		line = without_comment(line);
		out->indented = line.n > 0 &&
		    (line.p[0] == ' ' || line.p[0] == '\t');
		out->deeper = out->indented && line.n > 1 &&
		    line.p[1] == line.p[0];
		out->rest = span_trim(line);
		if (reader_word(&out->rest, &out->key)) {
			out->rest = span_trim(out->rest);
			return true;
		}
	}
	return false;
}

void
reader_fault(struct reader *r, const char *remedy, const char *fmt, ...)
{
	char text[TT_DIAG_TEXT_MAX + 1];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	tt_diags_add(r->diags, TT_ERROR, (struct tt_where){ .file = r->table,
	    .order = r->order, .line = r->line }, remedy, "%s", text);
	r->faults++;
}

void
reader_fail(struct reader *r, enum tt_err e)
{
	if (r->err == TT_OK)
		r->err = e;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool
reader_is_word(struct span s)
{
	if (span_is(s, "e.g.") || span_is(s, "i.e.") || span_is(s, "etc."))
		return true;
	if (s.n == 0 || s.n > VOCAB_WORD_MAX || !is_letter(s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter(s.p[i]) && s.p[i] != '-' && s.p[i] != '\'')
			return false;
	return s.p[s.n - 1] != '-';
}

uint32_t
reader_add_word(struct reader *r, struct span s)
{
	uint32_t id = 0;
	enum tt_err e = vocab_add(&r->w->vocab, s, &id);

	if (e != TT_OK)
		reader_fail(r, e);
	return e == TT_OK ? id : 0;
}
