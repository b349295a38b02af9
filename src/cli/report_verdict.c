/* SPDX-License-Identifier: ISC */
/*
 * report_verdict - the verdict in words: each who is named or strong with the
 * bound, what it is not and what it does not exclude; or that nobody is.
 */
#include "cli/report_own.h"
#include "telltale/verdict.h"

static void
put_name(struct report *r, const struct tt_suspect *s)
{
	struct buf b;

	buf_init(&b, REPORT_SAID_MAX);
	if (s->level == TT_SITE_COPY)
		buf_str(&b, "Within it, ");
	report_name(r, s, &b);
	html_out_open(&r->h, s->level == TT_SITE_COPY ? "h5" : "h4");
	html_out_text(&r->h, buf_view(&b));
	html_out_str(&r->h, " ");
	report_tag(r, s->verdict);
	html_out_close(&r->h);
	buf_done(&b);
}

static void
put_words(struct report *r, const struct tt_suspect *s)
{
	struct buf b;

	put_name(r, s);
	html_out_element(&r->h, "p", NULL, tt_verdict_text(s->verdict,
	    s->level));
	buf_init(&b, REPORT_SAID_MAX);
	trace_say_bound(s, &b);
	report_said(r, NULL, &b);
	buf_init(&b, REPORT_SAID_MAX);
	trace_say_permitted(r->t, s, &b);
	report_said(r, NULL, &b);
}

static void
put_copies(struct report *r, const struct tt_suspect *holder)
{
	const struct tt_trace *x = r->t->trace;
	struct buf b;

	for (size_t i = 0; i < x->n_suspects; i++)
		if (x->suspects[i].level == TT_SITE_COPY &&
		    x->suspects[i].holder == holder->holder &&
		    report_points(&x->suspects[i]))
			put_words(r, &x->suspects[i]);
	buf_init(&b, REPORT_SAID_MAX);
	trace_say_no_copy(r->t, holder, &b);
	report_said(r, NULL, &b);
}

static void
put_not_excluded(struct report *r)
{
	struct buf b;

	buf_init(&b, REPORT_SAID_MAX);
	buf_str(&b, "Not excluded by any of this: ");
	for (size_t i = 0; tt_verdict_not_excluded[i] != NULL; i++)
		buf_printf(&b, "%s%s", i > 0 ? "; " : "",
		    tt_verdict_not_excluded[i]);
	buf_char(&b, '.');
	report_said(r, NULL, &b);
}

static void
put_card(struct report *r, const struct tt_suspect *s)
{
	html_out_open(&r->h, "div");
	html_out_attr_fmt(&r->h, "class", "card %s-card",
	    tt_verdict_name(s->verdict));
	put_words(r, s);
	if (s->verdict == TT_VERDICT_NAMED)
		put_copies(r, s);
	html_out_close(&r->h);
}

void
report_verdict(struct report *r)
{
	static trace_say *const nobody[] = { trace_say_nobody, NULL };
	const struct tt_trace *x = r->t->trace;
	struct buf b;

	buf_init(&b, REPORT_SAID_MAX);
	buf_printf(&b, "The verdict: %s", tt_verdict_name(x->verdict));
	report_heading(r, "verdict", report_text(&b));
	buf_done(&b);
	for (size_t i = 0; i < x->n_suspects; i++)
		if (x->suspects[i].level == TT_SITE_HOLDER &&
		    report_points(&x->suspects[i]))
			put_card(r, &x->suspects[i]);
	if (trace_accuses(r->t))
		put_not_excluded(r);
	report_all(r, nobody);
	report_all(r, trace_say_help);
	report_all(r, trace_say_read);
}
