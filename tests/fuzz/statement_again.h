/* SPDX-License-Identifier: ISC */
/* statement_again - what was parsed, written again: the same, or abort. */
#ifndef STATEMENT_AGAIN_H
#define STATEMENT_AGAIN_H

#include <stdlib.h>

#include "telltale/statement.h"

static inline void
put_fields(struct tt_statement_out *o, const struct tt_statement *s)
{
	tt_statement_begin(o, s->kind, s->origin, s->time);
	for (size_t i = s->n; i-- > 0; )
		tt_statement_put(o, s->field[i].name, s->field[i].value);
}

/* Text and signature lines give the bytes; the fields give the text. */
static inline void
statement_again(const struct tt_statement *s)
{
	struct tt_statement_out o;
	struct buf text, all;

	buf_init(&text, TT_STATEMENT_MAX);
	buf_init(&all, TT_STATEMENT_MAX);
	put_fields(&o, s);
	if (tt_statement_end(&o, &text) != TT_OK ||
	    !span_eq(buf_view(&text), s->note.text))
		abort();
	buf_span(&all, buf_view(&text));
	if (s->note.n > 0) {
		buf_char(&all, '\n');
		buf_span(&all, s->note.lines);
	}
	if (buf_err(&all) != TT_OK || !span_eq(buf_view(&all), s->bytes) ||
	    tt_kind_signed(s->kind) != (s->note.n > 0))
		abort();
	buf_done(&text);
	buf_done(&all);
}

#endif
