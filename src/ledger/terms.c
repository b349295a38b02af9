/* SPDX-License-Identifier: ISC */
#include "base/sha256.h"
#include "base/utf8.h"
#include "ledger/statement_text.h"
#include "telltale/terms.h"

/* The vendor's own words: any line ends, no other controls. */
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

static enum tt_err
parse(struct tt_terms *t, struct span file, struct tt_statement_diag *diag)
{
	struct span head;
	enum tt_err e;

	if (file.n > TT_TERMS_MAX)
		return TT_ELIMIT;
	if (!split(file, &head, &t->text) || !text_ok(t->text))
		return TT_ESYNTAX;
	if (head.n > TT_STATEMENT_MAX)
		return TT_ELIMIT;
	if ((e = statement_text_parse(&t->head, head, diag)) != TT_OK)
		return e;
	if (t->head.kind != TT_TERMS)
		return TT_ESYNTAX;
	t->head.bytes = head;
	t->head.note.text = head;
	return TT_OK;
}

enum tt_err
tt_terms_parse(struct tt_terms *out, struct span file,
    struct tt_statement_diag *diag)
{
	struct tt_terms t = { .text = { NULL, 0 } };
	struct tt_statement_diag d = { 0 };
	enum tt_err e = parse(&t, file, &d);

	if (e == TT_OK) {
		sha256(t.hash.b, file.p, file.n);
		*out = t;
	} else if (diag != NULL) {
		*diag = d;
	}
	return e;
}

enum tt_err
tt_terms_write(struct tt_statement_out *head, struct span text,
    struct buf *file)
{
	enum tt_kind kind = head->kind;
	struct buf b;
	enum tt_err e;

	buf_init(&b, TT_TERMS_MAX);
	e = tt_statement_end(head, &b);
	if (e == TT_OK && (kind != TT_TERMS || !text_ok(text)))
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
