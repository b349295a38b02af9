/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/mark_show.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/say.h"
#include "cli/sentences.h"

#define CONTEXT		24	/* bytes of words on each side */
#define WIDTH		78
#define PLACE		6	/* columns of a line's number */

static const struct out_column columns[] = {
	{ "part", "part", OUT_TEXT },
	{ "line", "line", OUT_NUMBER },
	{ "context", "words in context", OUT_TEXT },
	{ "alternatives", "alternatives", OUT_TEXT },
	{ "class", "class", OUT_TEXT },
	{ "group", "group", OUT_TEXT },
	{ "why", "why", OUT_TEXT },
};

/* The draft's words with a few around them, in one line. */
static void
put_context(const struct marking *m, const struct choice *c, struct buf *out)
{
	struct span text = m->draft.part[c->part].text;
	size_t from = c->offset > CONTEXT ? c->offset - CONTEXT : 0;
	size_t end = c->offset + c->length;
	size_t to = text.n - end > CONTEXT ? end + CONTEXT : text.n;

	while (from < c->offset && ((unsigned char)text.p[from] & 0xc0) ==
	    0x80)
		from++;
	while (to > end && to < text.n &&
	    ((unsigned char)text.p[to] & 0xc0) == 0x80)
		to--;
	for (size_t i = from; i < to; i++) {
		if (i == c->offset)
			buf_char(out, '[');
		buf_char(out, strchr("\t\r\n", text.p[i]) != NULL ? ' ' :
		    text.p[i]);
		if (i + 1 == end && c->length > 0)
			buf_char(out, ']');
	}
}

static void
put_alternatives(const struct choice *c, struct buf *out)
{
	if (c->site != NULL)
		buf_str(out, c->site);
	for (size_t i = 0; i < c->n && c->site == NULL; i++) {
		if (i > 0)
			buf_char(out, '|');
		buf_span(out, c->alternatives[i]);
	}
}

static int
show_rows(const struct cli *c, const struct marking *m)
{
	struct out_table *t = out_table_new(c, "telltale-mark/1", "proposals",
	    columns, N_ROWS(columns));
	uint32_t line, column;
	struct buf text;

	for (size_t i = 0; i < m->n; i++) {
		const struct choice *x = &m->choice[i];

		marking_place(m, x, &line, &column);
		out_span(t, m->draft.part[x->part].name);
		out_int(t, line);
		buf_init(&text, 1 << 20);
		put_context(m, x, &text);
		out_span(t, buf_view(&text));
		buf_clear(&text);
		put_alternatives(x, &text);
		out_span(t, buf_view(&text));
		buf_done(&text);
		out_str(t, tt_class_name(x->class));
		out_str(t, x->group);
		out_str(t, x->why);
	}
	return out_table_end(t);
}

static void
put_choice(struct json_out *j, const struct marking *m,
    const struct choice *c)
{
	uint32_t line, column;

	marking_place(m, c, &line, &column);
	json_out_object(j);
	json_out_key(j, "part");
	json_out_span(j, m->draft.part[c->part].name);
	json_out_key(j, "line");
	json_out_u64(j, line);
	json_out_key(j, "column");
	json_out_u64(j, column);
	json_out_key(j, "words");
	json_out_span(j, marking_own(m, c));
	json_out_key(j, "alternatives");
	json_out_array(j);
	for (size_t i = 0; i < c->n && c->site == NULL; i++)
		json_out_span(j, c->alternatives[i]);
	json_out_array_end(j);
	json_out_key(j, "site");
	json_out_str(j, c->site);
	json_out_key(j, "class");
	json_out_str(j, tt_class_name(c->class));
	json_out_key(j, "group");
	json_out_str(j, c->group);
	json_out_key(j, "why");
	json_out_str(j, c->why);
	json_out_key(j, "own");
	json_out_bool(j, c->own);
	json_out_key(j, "taken");
	json_out_bool(j, c->state == CHOICE_YES);
	json_out_object_end(j);
}

static void
put_goal(struct json_out *j, const struct goal *g,
    const struct goal_report *r)
{
	json_out_key(j, "goal");
	json_out_object(j);
	json_out_key(j, "colluders");
	json_out_u64(j, g->colluders);
	json_out_key(j, "holders");
	json_out_u64(j, g->holders);
	json_out_key(j, "words");
	json_out_u64(j, g->words);
	json_out_key(j, "sites_wanted");
	json_out_u64(j, r->wanted);
	json_out_key(j, "sites_at_least");
	json_out_u64(j, r->thinnest.sites);
	json_out_key(j, "met");
	json_out_bool(j, r->met);
	json_out_key(j, "power");
	json_out_real(j, r->power.share);
	json_out_object_end(j);
}

static int
show_json(const struct marking *m, const struct goal *goal,
    const struct goal_report *report)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-mark/1");

	json_out_key(j, "words");
	json_out_u64(j, m->words);
	json_out_key(j, "standing");
	json_out_u64(j, m->draft.bulletin->n_sites);
	if (goal != NULL)
		put_goal(j, goal, report);
	json_out_key(j, "proposals");
	json_out_array(j);
	for (size_t i = 0; i < m->n; i++)
		put_choice(j, m, &m->choice[i]);
	json_out_array_end(j);
	return out_json_end(&o);
}

/* Bold and the like, unless the terminal has none or nobody wants them. */
static bool
is_styled(void)
{
	const char *term = getenv("TERM");

	return getenv("NO_COLOR") == NULL && term != NULL &&
	    strcmp(term, "dumb") != 0;
}

static void
show_sentence(const struct marking *m, const struct sentence *s)
{
	const struct sentence_style style = { .at = SIZE_MAX,
		.styled = is_styled() };
	uint32_t line, column;
	struct buf text, wrapped;

	marking_place(m, &m->choice[s->first], &line, &column);
	buf_init(&text, 1 << 24);
	buf_init(&wrapped, 1 << 24);
	sentence_show(m, s, &style, &text);
	sentence_wrap(buf_view(&text), WIDTH - PLACE, 0, &wrapped);
	printf("%*u  ", PLACE - 2, line);
	for (size_t i = 0; i < wrapped.n; i++) {
		putchar(wrapped.p[i]);
		if (wrapped.p[i] == '\n')
			printf("%*s", PLACE, "");
	}
	putchar('\n');
	buf_done(&wrapped);
	buf_done(&text);
}

static int
show_in_place(const struct marking *m)
{
	struct sentences s = { .at = NULL };
	enum tt_err e;

	if ((e = sentences_of(m, &s)) != TT_OK)
		return say_err(e, NULL, "cannot show the proposals");
	for (size_t i = 0; i < s.n; i++) {
		if (m->draft.n_parts > 1 && (i == 0 ||
		    s.at[i].part != s.at[i - 1].part))
			out_line("%.*s:", (int)m->draft.part[
			    s.at[i].part].name.n,
			    m->draft.part[s.at[i].part].name.p);
		show_sentence(m, &s.at[i]);
	}
	sentences_done(&s);
	paragraph(0, "%zu places in %zu words of prose%s. Nothing was written: "
	    "-o FILE takes them all, --review asks about each sentence.",
	    m->n, m->words, m->draft.bulletin->n_sites > 0 ?
	    ", besides the sites that stand" : "");
	return CLI_DONE;
}

int
mark_show(const struct cli *c, const struct marking *m,
    const struct goal *goal, const struct goal_report *report)
{
	int code;

	if (c->json)
		return show_json(m, goal, report);
	if (!c->tty_out)
		return show_rows(c, m);
	if ((code = show_in_place(m)) == CLI_DONE && goal != NULL)
		mark_show_goal(m, goal, report);
	return code;
}

static uint32_t
line_at(const struct marking *m, uint32_t part, size_t offset)
{
	const struct choice c = { .part = part, .offset = offset };
	uint32_t line, column;

	marking_place(m, &c, &line, &column);
	return line;
}

static void
show_thin(const struct marking *m, const struct goal_report *r)
{
	uint32_t part = r->thinnest.part;

	paragraph(0, "Too thin are %zu paragraphs of %.*s, the worst first:",
	    r->n_thin_all, (int)m->draft.part[part].name.n,
	    m->draft.part[part].name.p);
	for (size_t i = 0; i < r->n_thin; i++)
		out_line("  line %-5u %4u words, %u sites of %u wanted",
		    line_at(m, part, r->thin[i].offset), r->thin[i].words,
		    r->thin[i].sites, r->thin[i].wanted);
}

void
mark_show_goal(const struct marking *m, const struct goal *goal,
    const struct goal_report *r)
{
	const struct goal_window *w = &r->thinnest;
	char who[64];

	snprintf(who, sizeof(who), goal->colluders == 1 ? "a lone leaker" :
	    "one of %llu who mix their copies",
	    (unsigned long long)goal->colluders);
	paragraph(0, "Goal: %s among %llu holders is named in 95 of 100 cases "
	    "from any %llu words. That takes about %u sites in them.", who,
	    (unsigned long long)goal->holders,
	    (unsigned long long)goal->words, r->wanted);
	paragraph(0, "%s: the thinnest %llu words, lines %u to %u, have %u "
	    "sites in words; %s, with just these, is named in %.0f of 100 "
	    "cases, measured under the worst attack.",
	    r->met ? "Reached" : "Not reached",
	    (unsigned long long)(goal->words < w->words ? goal->words :
	    w->words), line_at(m, w->part, w->from), line_at(m, w->part,
	    w->to), w->sites, who, floor(100 * r->power.share));
	if (w->words < goal->words)
		paragraph(0, "The text has only %zu words in all.", w->words);
	if (!r->met && r->n_thin > 0)
		show_thin(m, r);
	if (!r->met)
		paragraph(0, "What helps: constants (--constant), tables of "
		    "your own (--wordings), facts told differently, a longer "
		    "text.");
}

void
mark_show_facts(const struct cli *c)
{
	say_note(c, "facts survive retelling, and only you know them: is the "
	    "flaw reached by several paths, is there more than one workaround "
	    "or sign of an attack, and may each reader be told another one? "
	    "Write {{@:fact one|another}} there; never one that is not true");
}
