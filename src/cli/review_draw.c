/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/review_own.h"
#include "cli/say.h"
#include "cli/tty.h"

#define SCREEN_MAX	((size_t)1 << 20)	/* bytes */
#define WIDE		100	/* columns; longer lines are hard to read */
#define FOOT		4	/* rows at the bottom */
#define READINGS	4	/* alternatives that are read out */
#define BOLD		"\033[1m"
#define PLAIN		"\033[0m"

void
review_say(struct review *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(r->message, sizeof(r->message), fmt, ap);
	va_end(ap);
}

static size_t
columns(void)
{
	size_t n = tty_columns();

	return (n > WIDE ? WIDE : n) - 1;
}

/* One row, cut where the terminal ends. */
static void PRINTF(3, 4)
row(struct buf *out, const char *style, const char *fmt, ...)
{
	char text[512];
	struct buf line;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	buf_init(&line, 4096);
	say_escape(&line, span_str(text));
	buf_str(out, style);
	sentence_cut(buf_view(&line), columns(), out);
	buf_str(out, style[0] == '\0' ? "\n" : PLAIN "\n");
	buf_done(&line);
}

static void
draw_power(const struct review *r, struct buf *out)
{
	const struct goal *g = r->plan->goal;
	char wanted[96] = "";

	if (g != NULL)
		snprintf(wanted, sizeof(wanted), "; goal: %u sites in %llu "
		    "words", goal_sites(g, marking_count(r->m, CHOICE_YES)),
		    (unsigned long long)g->words);
	if (r->power.trials == 0)
		row(out, "", "power: not measured yet%s", wanted);
	else
		row(out, "", "power: a lone leaker is named in %.0f of 100%s%s",
		    100 * r->power.share,
		    r->measured != marking_count(r->m, CHOICE_YES) ?
		    " (before)" : "", wanted);
}

static void
draw_head(const struct review *r, struct buf *out)
{
	size_t yes = marking_count(r->m, CHOICE_YES);
	size_t open = marking_count(r->m, CHOICE_OPEN);
	const struct choice *c;
	uint32_t line, column;
	struct span name;

	if (r->at == r->s.n) {
		row(out, BOLD, "all is decided: %zu accepted, %zu refused",
		    yes, marking_count(r->m, CHOICE_NO));
	} else {
		c = &r->m->choice[r->choice];
		name = r->m->draft.part[c->part].name;
		marking_place(r->m, c, &line, &column);
		row(out, BOLD, "%.*s, line %u: sentence %zu of %zu; %zu "
		    "accepted, %zu open", (int)(name.n < 40 ? name.n : 40),
		    name.p, line, r->at + 1, r->s.n, yes, open);
	}
	draw_power(r, out);
	buf_char(out, '\n');
}

/* Rows from..to of text, at most room; the one with > in it among them. */
static size_t
put_rows(struct span text, size_t room, struct buf *out)
{
	const char *at = memmem(text.p, text.n, "\033[1;7m", 6);
	size_t line = 0, mark = 0, n = 0;

	for (size_t i = 0; i < text.n; i++) {
		mark += text.p[i] == '\n' && at != NULL && text.p + i < at;
		n += text.p[i] == '\n';
	}
	n++;
	mark = n <= room ? 0 : mark > room / 2 ? mark - room / 2 : 0;
	if (n > room && mark + room > n)
		mark = n - room;
	for (size_t i = 0; i < text.n; i++) {
		if (line >= mark && line < mark + room)
			buf_char(out, text.p[i]);
		line += text.p[i] == '\n';
	}
	if (out->n > 0 && out->p[out->n - 1] != '\n')
		buf_char(out, '\n');
	return n < room ? n : room;
}

static size_t
draw_sentence(const struct review *r, size_t room, struct buf *out)
{
	const struct sentence_style style = { .at = r->choice,
		.styled = true };
	struct buf text, wrapped;
	size_t n;

	buf_init(&text, TT_PART_MAX);
	buf_init(&wrapped, TT_PART_MAX);
	sentence_show(r->m, &r->s.at[r->at], &style, &text);
	sentence_wrap(buf_view(&text), columns(), 0, &wrapped);
	n = put_rows(buf_view(&wrapped), room, out);
	buf_str(out, PLAIN);
	buf_done(&wrapped);
	buf_done(&text);
	return n;
}

/* How the sentence reads with each, and who says that it may. */
static size_t
draw_choice(const struct review *r, size_t room, struct buf *out)
{
	const struct choice *c = &r->m->choice[r->choice];
	static const char *const states[] = { "open", "accepted",
		"refused" };
	size_t n = c->site != NULL ? 1 : c->n;

	n = n < READINGS ? n : READINGS;
	n = n + 2 < room ? n : room > 2 ? room - 2 : 0;
	buf_char(out, '\n');
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "  %zu  ", i + 1);
		sentence_reading(r->m, &r->s.at[r->at], c, i, columns() - 5,
		    out);
		buf_char(out, '\n');
	}
	row(out, "", "%s, %s%s: %s (%s)", c->group, tt_class_name(c->class),
	    c->own ? ", your own table" : "", c->why, states[c->state]);
	return n + 2;
}

static void
draw_foot(const struct review *r, size_t used, struct buf *out)
{
	size_t rows = tty_rows();

	for (; used + FOOT < rows; used++)
		buf_char(out, '\n');
	row(out, "", "%s", r->message);
	row(out, "", "y yes  n no  s yes to the sentence  a yes to all of its "
	    "group  e edit  N never");
	row(out, "", "u undo  arrows move  f tell a fact  w write and end  "
	    "q break off  ? help");
}

static void
draw_end(struct buf *out)
{
	row(out, "", "f  tell a fact: what is as true and useful to one reader "
	    "as to another");
	row(out, "", "w  write the marked draft and end");
	row(out, "", "u  undo the last decision; arrows go back");
	row(out, "", "q  break off: the draft is not written, decisions stay");
}

void
review_draw(const struct review *r)
{
	size_t rows = tty_rows(), used = 3, room;
	struct buf out;

	buf_init(&out, SCREEN_MAX);
	draw_head(r, &out);
	if (r->at == r->s.n) {
		draw_end(&out);
		used += 4;
	} else {
		room = rows - used - FOOT;
		used += draw_sentence(r, room > 8 ? room - 5 : room / 2 + 1,
		    &out);
		used += draw_choice(r, rows > used + FOOT ?
		    rows - used - FOOT : 0, &out);
	}
	draw_foot(r, used, &out);
	tty_draw(buf_view(&out));
	buf_done(&out);
}

void
review_draw_help(void)
{
	struct buf out;

	buf_init(&out, SCREEN_MAX);
	row(&out, BOLD, "What to accept");
	row(&out, "", "Only what is as good as the draft and means the same to "
	    "every reader:");
	row(&out, "", "no condition, number, name or duty changes; no place "
	    "depends on another.");
	buf_char(&out, '\n');
	row(&out, "", "[a|b]    proposed, not decided       {a|b}  accepted");
	row(&out, "", ">[a|b]<  the one that keys are for");
	buf_char(&out, '\n');
	row(&out, "", "y, space, Enter  accept        n  refuse, this once");
	row(&out, "", "s  accept what is open in this sentence");
	row(&out, "", "a  accept everything of this group in the whole draft");
	row(&out, "", "e  type the alternatives, with | between them");
	row(&out, "", "N  refuse, and never propose it for these words again");
	row(&out, "", "u  undo        left right  places    up down  "
	    "sentences");
	row(&out, "", "f  tell a fact in several true versions");
	row(&out, "", "w  write the draft with what is accepted, and end");
	row(&out, "", "q  break off; the same command goes on from here");
	buf_char(&out, '\n');
	row(&out, "", "Any key goes back.");
	tty_draw(buf_view(&out));
	buf_done(&out);
}

void
review_draw_facts(void)
{
	struct buf out;

	buf_init(&out, SCREEN_MAX);
	row(&out, BOLD, "Facts");
	row(&out, "", "A fact survives retelling, translation, a machine that "
	    "rewrites. Only you");
	row(&out, "", "know them. Is the flaw reached by several paths, so "
	    "that different holders");
	row(&out, "", "can be told different ones? Is there more than one "
	    "workaround, sample, sign");
	row(&out, "", "of an attack? All must be true, and as useful to "
	    "whoever gets them.");
	buf_char(&out, '\n');
	row(&out, "", "Type words that stand in the draft in one line, then "
	    "what may stand there");
	row(&out, "", "instead. Enter alone ends, Escape gives up.");
	tty_draw(buf_view(&out));
	buf_done(&out);
}
