/* SPDX-License-Identifier: ISC */
/* report_made - how the specimen looks to have been made; accuses nobody. */
#include "cli/draw.h"
#include "cli/report_own.h"
#include "cli/stretch.h"
#include "cli/strategy.h"

#define ROW	16	/* pixels */

static void
put_strategy(struct report *r, const struct strategy *s)
{
	bool alone = tt_model_tell(s->model[0]).colluders < 2;

	html_out_open(&r->h, "li");
	html_out_open(&r->h, "p");
	html_out_open(&r->h, "b");
	if (s->weight < .001)
		report_real(r, s->weight, "%.0e", s->weight);
	else
		report_real(r, s->weight, "%.3f", s->weight);
	html_out_close(&r->h);
	html_out_fmt(&r->h, " %s %s ", alone ? "One" : "They", s->words);
	html_out_open(&r->h, "span");
	html_out_attr(&r->h, "class", "dim");
	html_out_fmt(&r->h, "(%s)", s->name);
	html_out_close(&r->h);
	html_out_close(&r->h);
	draw_begin(&r->h, "bar", ROW);
	draw_bar(&r->h, "hollow", 0, 100, 2, ROW - 4);
	draw_bar(&r->h, "ink", 0, 100 * s->weight, 2, ROW - 4);
	draw_end(&r->h);
	html_out_close(&r->h);
}

/* Where several are named. */
static void
put_stretches(struct report *r)
{
	struct stretches x;
	struct buf b;

	if (stretches_of(&x, r->t) == TT_OK && x.n > 0) {
		html_out_element(&r->h, "p", NULL, "Which stretch of it reads "
		    "as whose copy:");
		html_out_open(&r->h, "ul");
		html_out_attr(&r->h, "class", "stretches");
		for (size_t i = 0; i < x.n; i++) {
			buf_init(&b, REPORT_SAID_MAX);
			stretch_say(&x, i, r->t, &b);
			html_out_element(&r->h, "li", NULL, report_text(&b));
			buf_done(&b);
		}
		html_out_close(&r->h);
		html_out_element(&r->h, "p", NULL, stretch_words);
	}
	stretches_done(&x);
}

void
report_made(struct report *r)
{
	static trace_say *const made[] = { trace_say_made, NULL };
	struct strategy s[TT_MODELS];
	size_t n = strategies_of(r->t->trace, s);
	double all = 0;

	report_heading(r, "made", "How it looks to have been made");
	for (size_t i = 0; i < n; i++)
		all += s[i].weight;
	if (all <= 0) {
		html_out_element(&r->h, "p", NULL, "Nobody was weighed closely "
		    "enough for that to be said.");
		return;
	}
	report_all(r, made);
	put_stretches(r);
	html_out_element(&r->h, "p", NULL, "The models that were weighed, by "
	    "what each says that leakers do, and the weight of each as the "
	    "best holder was weighed; all of them together have one. A wrong "
	    "guess here costs power, and never the promise.");
	html_out_open(&r->h, "ol");
	html_out_attr(&r->h, "class", "weights");
	for (size_t i = 0; i < n; i++)
		put_strategy(r, &s[i]);
	html_out_close(&r->h);
}
