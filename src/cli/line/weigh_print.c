/* SPDX-License-Identifier: ISC */
/* weigh_print - what slots by lot say, for people: as text, on a page. */
#include <math.h>
#include <stdio.h>

#include "base/html_part.h"
#include "base/instant.h"
#include "cli/line/weigh.h"
#include "cli/out.h"
#include "cli/paragraph.h"

#define SENTENCE_MAX	2048	/* bytes */
#define NUMBER_LEN	24	/* of a number in words, with NUL */

static void
put_names(struct buf *b, const struct weigh *w, const struct weigh_wave *x)
{
	size_t named = 0;

	for (size_t i = 0; i < x->n; i++)
		if (weigh_names(w, &x->partner[i]))
			buf_printf(b, "%s%s", named++ > 0 ? ", " :
			    "By its order alone timing names ",
			    x->partner[i].partner);
	if (named > 0)
		buf_printf(b, ": a procedure that names any innocent partner "
		    "with a probability of at most %g, ever, named them.",
		    w->epsilon);
	else
		buf_printf(b, "No partner's product over all incidents that "
		    "were entered has reached %.3g, which is the %zu partners "
		    "that ever were in an order, over %g: timing accuses "
		    "nobody.", exp(w->ln_threshold), w->partners, w->epsilon);
}

/* What was drawn, and what is held against it. */
static void
put_facts(struct buf *b, const struct weigh_wave *x)
{
	char spacing[LENGTH_LEN], at[INSTANT_LEN + 1];

	length_format(x->draw.spacing_s, spacing);
	buf_printf(b, "Wave %s: %zu partners in %u slots %s apart, in an "
	    "order drawn by lot and committed to before. ", x->draw.wave,
	    x->n, x->draw.slots, spacing);
	if (!x->seen) {
		buf_str(b, "No attack is on record by a source that no "
		    "partner could influence, so nothing is tested.");
		return;
	}
	instant_format(x->seen_s, at);
	buf_printf(b, "The first attack by a source that no partner could "
	    "influence (%s) was seen by %s: %u of %u partners could open "
	    "before it.", x->source, at, x->incident.before,
	    x->incident.slots);
	if (x->incident.reported)
		buf_str(b, " It goes back to a partner's report; who reports "
		    "gains and loses nothing by having been first.");
}

/* The bound, in words. */
static void
put_bound(struct buf *b, const struct weigh_wave *x)
{
	if (!x->seen)
		return;
	if (x->incident.before == 0 || x->incident.before ==
	    x->incident.slots)
		buf_str(b, "All partners stand on one side of it, so it says "
		    "nothing of any.");
	else if (x->chance >= 1)
		buf_printf(b, "With so few partners, of whom %d may leak, it "
		    "says nothing of any.", TIMING_C_MAX);
	else
		buf_printf(b, "An innocent partner's slot is before it with a "
		    "probability of at most %.4f, whatever up to %d leakers in "
		    "the wave do: that is p for those whose slot was, and 1 "
		    "for the others. It is not the probability that such a "
		    "partner is innocent.", x->chance, TIMING_C_MAX);
	buf_str(b, x->draw.entered_s != 0 ? " The incident is entered as it "
	    "stood then, once." : " The incident is not entered yet: the "
	    "first time line after the public instant does that, once, by "
	    "what is on record.");
}

static void
put_sentences(struct buf *b, const struct weigh *w,
    const struct weigh_wave *x, size_t which)
{
	if (which == 0)
		put_facts(b, x);
	else if (which == 1)
		put_bound(b, x);
	else
		put_names(b, w, x);
}

#define SENTENCES	3

struct cells {
	char opens[INSTANT_LEN + 1], p[NUMBER_LEN], factor[NUMBER_LEN],
	    score[NUMBER_LEN], slot[NUMBER_LEN];
	const char *side;
};

static void
tell(struct cells *c, const struct weigh_wave *x,
    const struct weigh_partner *p)
{
	snprintf(c->slot, sizeof(c->slot), "%u", p->slot + 1);
	instant_format(p->opens_s, c->opens);
	c->side = !x->seen ? "" : p->reporter ? "its report" : p->early ?
	    "before" : "not before";
	c->p[0] = c->factor[0] = '\0';
	if (x->seen) {
		snprintf(c->p, sizeof(c->p), "%.4f", p->p);
		snprintf(c->factor, sizeof(c->factor), "%.4g",
		    exp(p->ln_factor));
	}
	snprintf(c->score, sizeof(c->score), "%.4g in %u",
	    exp(p->score.ln_e), p->score.incidents);
}

static void
print_wave(const struct weigh *w, const struct weigh_wave *x)
{
	struct cells c;
	struct buf b;

	for (size_t i = 0; i < SENTENCES; i++) {
		buf_init(&b, (x->n + 1) * (VAULT_ID_MAX + 2) + SENTENCE_MAX);
		put_sentences(&b, w, x, i);
		if (buf_err(&b) == TT_OK && b.n > 0)
			paragraph(0, "%.*s", (int)b.n, b.p);
		buf_done(&b);
		if (i != 0)
			continue;
		out_line("  %-20s %4s %-20s %-10s %6s %8s", "partner", "slot",
		    "opens", "the attack", "p", "factor");
		for (size_t k = 0; k < x->n; k++) {
			tell(&c, x, &x->partner[k]);
			out_line("  %-20.20s %4s %-20s %-10s %6s %8s",
			    x->partner[k].partner, c.slot, c.opens, c.side,
			    c.p, c.factor);
		}
	}
}

void
weigh_print(const struct weigh *w)
{
	if (w->n > 0) {
		out_line(" ");
		out_line("By the order that was drawn by lot:");
	}
	for (size_t i = 0; i < w->n; i++)
		print_wave(w, &w->wave[i]);
}

static void
put_wave(struct html_out *h, const struct weigh *w,
    const struct weigh_wave *x)
{
	static const char *const heads[] = { "partner", "slot", "opens",
		"the first attack", "p", "factor", "product so far" };
	struct cells c;
	struct buf b;

	for (size_t i = 0; i < SENTENCES; i++) {
		buf_init(&b, (x->n + 1) * (VAULT_ID_MAX + 2) + SENTENCE_MAX);
		put_sentences(&b, w, x, i);
		if (buf_err(&b) == TT_OK && b.n > 0)
			html_out_element(h, "p", NULL, b.p);
		buf_done(&b);
	}
	part_table(h, "stack", "Each partner of the order, by name", heads,
	    N_ROWS(heads));
	for (size_t k = 0; k < x->n; k++) {
		const char *cell[] = { x->partner[k].partner, c.slot, c.opens,
			NULL, c.p, c.factor, c.score };

		tell(&c, x, &x->partner[k]);
		cell[3] = c.side;
		html_out_open(h, "tr");
		for (size_t i = 0; i < N_ROWS(cell); i++)
			html_out_element(h, "td", NULL, cell[i]);
		html_out_close(h);
	}
	part_table_end(h);
}

void
weigh_table(struct html_out *h, const struct weigh *w)
{
	if (w->n > 0)
		html_out_element(h, "h3", NULL, "By the order that was drawn "
		    "by lot");
	for (size_t i = 0; i < w->n; i++)
		put_wave(h, w, &w->wave[i]);
}
