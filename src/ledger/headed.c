/* SPDX-License-Identifier: ISC */
#include "base/utf8.h"
#include "ledger/headed.h"
#include "ledger/statement_text.h"

/* Somebody's own words: any line ends, no other controls. */
static bool
text_ok(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == 0x7f || (c < 0x20 && c != '\t' && c != '\n' &&
		    c != '\r'))
			return false;
	}
	return s.n > 0 && utf8_valid(s.p, s.n);
}

/* At the first empty line; the head keeps the LF of its last line. */
static bool
split(struct span file, struct span *head, struct span *text)
{
	for (size_t i = 1; i < file.n; i++)
		if (file.p[i] == '\n' && file.p[i - 1] == '\n') {
			*head = span_of(file.p, i);
			*text = span_of(file.p + i + 1, file.n - i - 1);
			return true;
		}
	return false;
}

enum tt_err
headed_parse(enum tt_kind kind, struct span file, struct tt_statement *head,
    struct span *text, struct tt_statement_diag *diag)
{
	struct span lines;
	enum tt_err e;

	if (!split(file, &lines, text) || !text_ok(*text))
		return TT_ESYNTAX;
	if (lines.n > TT_STATEMENT_MAX)
		return TT_ELIMIT;
	if ((e = statement_text_parse(head, lines, diag)) != TT_OK)
		return e;
	if (head->kind != kind)
		return TT_ESYNTAX;
	head->bytes = lines;
	head->note.text = lines;
	return TT_OK;
}

enum tt_err
headed_write(enum tt_kind kind, struct tt_statement_out *head,
    struct span text, size_t max, struct buf *file)
{
	bool right = head->kind == kind && text_ok(text);
	struct buf b;
	enum tt_err e;

	buf_init(&b, max);
	e = tt_statement_end(head, &b);
	if (e == TT_OK && !right)
		e = TT_ESYNTAX;
	buf_char(&b, '\n');
	buf_span(&b, text);
	if (e == TT_OK && (e = buf_err(&b)) == TT_OK) {
		buf_span(file, buf_view(&b));
		e = buf_err(file);
	}
	buf_done(&b);
	return e;
}
