/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/review.h"
#include "cli/review_own.h"
#include "cli/review_state.h"
#include "cli/say.h"
#include "cli/tty.h"

#define IDLE_MS		900	/* then power is measured again */
#define LOOK_MS		150	/* how often a measurement is looked after */
#define EACH		10	/* accepted since: without waiting */
#define SETTLED(c)	((c)->state != CHOICE_OPEN)

/* The first open choice of a sentence, or its first. */
static size_t
first_open(const struct review *r, size_t sentence)
{
	const struct sentence *s = &r->s.at[sentence];

	for (size_t i = s->first; i < s->first + s->n; i++)
		if (!SETTLED(&r->m->choice[i]))
			return i;
	return s->first;
}

static bool
has_open(const struct review *r, size_t sentence)
{
	return r->m->choice[first_open(r, sentence)].state == CHOICE_OPEN;
}

/* To the next open choice from here on, or to the end. */
static void
go_on(struct review *r)
{
	const struct sentence *s;

	if (r->at == r->s.n)
		return;
	s = &r->s.at[r->at];
	for (size_t i = r->choice; i < s->first + s->n; i++)
		if (!SETTLED(&r->m->choice[i])) {
			r->choice = i;
			return;
		}
	while (r->at < r->s.n && !has_open(r, r->at))
		r->at++;
	if (r->at < r->s.n)
		r->choice = first_open(r, r->at);
}

/* Wherever something is open yet; the end if nothing is. */
static void
go_anywhere(struct review *r)
{
	go_on(r);
	if (r->at < r->s.n)
		return;
	for (r->at = 0; r->at < r->s.n && !has_open(r, r->at); r->at++)
		;
	if (r->at < r->s.n)
		r->choice = first_open(r, r->at);
}

static void
move(struct review *r, int by)
{
	const struct sentence *s = r->at < r->s.n ? &r->s.at[r->at] : NULL;

	if (s != NULL && by > 0 && r->choice + 1 < s->first + s->n) {
		r->choice++;
	} else if (s != NULL && by < 0 && r->choice > s->first) {
		r->choice--;
	} else if (by > 0 && r->at < r->s.n) {
		if (++r->at < r->s.n)
			r->choice = r->s.at[r->at].first;
	} else if (by < 0 && r->at > 0) {
		s = &r->s.at[--r->at];
		r->choice = s->first + s->n - 1;
	}
}

static void
move_sentence(struct review *r, int by)
{
	if (by > 0 && r->at < r->s.n)
		r->at++;
	else if (by < 0 && r->at > 0)
		r->at--;
	if (r->at < r->s.n)
		r->choice = first_open(r, r->at);
}

/* ---- decisions ---- */

static void
decide(struct review *r, size_t choice, enum choice_state state)
{
	void *p = r->undo;

	if (grow(&p, &r->cap_undo, r->n_undo, sizeof(*r->undo), SIZE_MAX) ==
	    TT_OK) {
		r->undo = p;
		r->undo[r->n_undo++] = (struct review_undo){ choice, r->step,
			r->m->choice[choice].state };
	}
	r->m->choice[choice].state = state;
}

static void
decide_sentence(struct review *r)
{
	const struct sentence *s = &r->s.at[r->at];

	for (size_t i = s->first; i < s->first + s->n; i++)
		if (!SETTLED(&r->m->choice[i]))
			decide(r, i, CHOICE_YES);
}

/* All that is open of the group, everywhere. */
static size_t
decide_group(struct review *r, const char *group, enum choice_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < r->m->n; i++)
		if (!SETTLED(&r->m->choice[i]) &&
		    strcmp(r->m->choice[i].group, group) == 0) {
			decide(r, i, state);
			n++;
		}
	return n;
}

static void
undo(struct review *r)
{
	size_t step, choice;

	if (r->n_undo == 0) {
		review_say(r, "nothing to undo");
		return;
	}
	step = r->undo[r->n_undo - 1].step;
	while (r->n_undo > 0 && r->undo[r->n_undo - 1].step == step) {
		const struct review_undo *u = &r->undo[--r->n_undo];

		r->m->choice[u->choice].state = u->state;
		choice = u->choice;
		for (r->at = 0; r->at + 1 < r->s.n && r->s.at[r->at].first +
		    r->s.at[r->at].n <= choice; r->at++)
			;
		r->choice = choice;
	}
}

/* Said outside of the terminal that was taken: a vault may ask. */
static void
refuse_for_ever(struct review *r)
{
	const struct choice *c = &r->m->choice[r->choice];
	struct span own = marking_own(r->m, c);
	const char *where = "";
	size_t n = 0;
	int code;

	tty_close();
	code = tables_refuse(r->m->tables, c->group, own, &where);
	if (code != CLI_DONE || tty_open() != TT_OK) {
		r->code = code != CLI_DONE ? code : CLI_TROUBLE;
		r->done = true;
		return;
	}
	for (size_t i = 0; i < r->m->n; i++)
		if (!SETTLED(&r->m->choice[i]) &&
		    strcmp(r->m->choice[i].group, c->group) == 0 &&
		    tables_never(r->m->tables, c->group,
		    marking_own(r->m, &r->m->choice[i]))) {
			decide(r, i, CHOICE_NO);
			n++;
		}
	if (where[0] == '\0')
		review_say(r, "%zu refused; there is no table of your own to "
		    "remember it in", n);
	else
		review_say(r, "%zu refused, and remembered in %s", n, where);
}

/* Between |, with blanks at the ends as they are. */
static size_t
split(struct span line, struct span out[TT_Q_MAX + 1])
{
	size_t n = 0;

	for (size_t from = 0, i = 0; i <= line.n && n <= TT_Q_MAX; i++)
		if (i == line.n || line.p[i] == '|') {
			out[n++] = (struct span){ line.p + from, i - from };
			from = i + 1;
		}
	return n;
}

static void
edit(struct review *r)
{
	struct choice *c = &r->m->choice[r->choice];
	struct span typed[TT_Q_MAX + 1];
	struct buf line;
	int32_t key;
	enum tt_err e = TT_ESYNTAX;

	buf_init(&line, TT_ALTERNATIVE_MAX * TT_Q_MAX);
	for (size_t i = 0; i < c->n; i++) {
		if (i > 0)
			buf_char(&line, '|');
		buf_span(&line, c->alternatives[i]);
	}
	if (c->kind != CHOICE_WORDING) {
		review_say(r, "only words can be typed");
	} else if (tty_line("alternatives: ", &line, &key)) {
		size_t n = split(buf_view(&line), typed);

		if (n <= TT_Q_MAX)
			e = marking_retype(r->m, r->choice, typed, n);
		if (e == TT_OK)
			decide(r, r->choice, CHOICE_YES);
		else
			review_say(r, "not taken: two to sixteen, none twice, "
			    "between |");
	}
	buf_done(&line);
}

/* ---- facts ---- */

static bool
ask(const char *prompt, struct buf *line)
{
	int32_t key;

	buf_init(line, TT_ALTERNATIVE_MAX);
	return tty_line(prompt, line, &key) && line->n > 0;
}

/* In the first part where they stand. */
static enum tt_err
add_fact(struct review *r, const struct span *alternatives, size_t n)
{
	enum tt_err e = TT_ENOENT;

	for (uint32_t i = 0; i < r->m->draft.n_parts && e == TT_ENOENT; i++)
		if (!r->m->draft.bulletin->parts[i].binary)
			e = review_add_fact(r->m, i, 0, alternatives, n);
	return e;
}

static const char *
fact_fault(enum tt_err e)
{
	switch (e) {
	case TT_ENOENT:
		return "these words are not in the draft, in one line";
	case TT_EEXIST:
		return "something that was accepted stands there";
	default:
		return "no site can be made of that";
	}
}

/* Choices have other numbers then: nothing to undo, sentences anew. */
static void
renumber(struct review *r)
{
	enum tt_err e;

	r->n_undo = 0;
	sentences_done(&r->s);
	if ((e = sentences_of(r->m, &r->s)) != TT_OK) {
		r->code = say_exit(e);
		r->done = true;
	}
	r->at = 0;
	r->choice = 0;
	go_anywhere(r);
}

static void
tell_fact(struct review *r)
{
	struct buf line[TT_Q_MAX];
	struct span alternatives[TT_Q_MAX];
	size_t n = 0;
	enum tt_err e;

	memset(line, 0, sizeof(line));
	review_draw_facts();
	while (n < TT_Q_MAX && ask(n == 0 ? "words of the draft: " :
	    n == 1 ? "as true and useful: " : "another (Enter: enough): ",
	    &line[n])) {
		alternatives[n] = buf_view(&line[n]);
		n++;
	}
	if (n < 2) {
		review_say(r, "no fact told");
	} else if ((e = add_fact(r, alternatives, n)) != TT_OK) {
		review_say(r, "%s", fact_fault(e));
	} else {
		renumber(r);
		review_say(r, "a fact with %zu versions", n);
	}
	for (size_t i = 0; i < TT_Q_MAX; i++)
		buf_done(&line[i]);
}

/* ---- keys ---- */

static void
keep(struct review *r)
{
	if (r->code == CLI_DONE)
		r->code = review_state_write(r->m, &r->s, r->path);
	r->done = r->done || r->code != CLI_DONE;
}

static void
on_choice(struct review *r, int32_t key)
{
	const char *group = r->m->choice[r->choice].group;
	size_t n;

	switch (key) {
	case 'y':
	case ' ':
	case '\r':
		decide(r, r->choice, CHOICE_YES);
		break;
	case 'n':
		decide(r, r->choice, CHOICE_NO);
		break;
	case 's':
		decide_sentence(r);
		break;
	case 'a':
		n = decide_group(r, group, CHOICE_YES);
		review_say(r, "%zu of %s accepted", n, group);
		break;
	case 'N':
		refuse_for_ever(r);
		break;
	case 'e':
		edit(r);
		break;
	default:
		return;
	}
	go_anywhere(r);
	keep(r);
}

static void
on_key(struct review *r, int32_t key)
{
	switch (key) {
	case 'q':
	case TTY_CTRL('C'):
	case TTY_GONE:
		r->done = true;
		break;
	case 'w':
		r->done = r->finished = true;
		break;
	case 'u':
		undo(r);
		keep(r);
		break;
	case 'f':
		tell_fact(r);
		keep(r);
		break;
	case '?':
		review_draw_help();
		(void)tty_key(-1);
		break;
	case TTY_CTRL('Z'):
		raise(SIGTSTP);
		break;
	case TTY_LEFT:
	case 'h':
		move(r, -1);
		break;
	case TTY_RIGHT:
	case 'l':
		move(r, 1);
		break;
	case TTY_UP:
	case 'k':
		move_sentence(r, -1);
		break;
	case TTY_DOWN:
	case 'j':
		move_sentence(r, 1);
		break;
	default:
		if (r->at < r->s.n)
			on_choice(r, key);
	}
}

/* Whether it is worth measuring again, and nothing is under way. */
static void
measure(struct review *r, bool idle)
{
	uint64_t holders = r->plan->goal != NULL ? r->plan->goal->holders :
	    GOAL_HOLDERS;
	size_t n = marking_count(r->m, CHOICE_YES);

	if (n == r->measured || meter_runs(&r->meter) ||
	    (!idle && r->measured != SIZE_MAX && n < r->measured + EACH))
		return;
	meter_start(&r->meter, r->m, holders);
}

static void
loop(struct review *r)
{
	int32_t key = TTY_IDLE;

	while (!r->done) {
		if (meter_take(&r->meter, &r->power, &r->measured) ||
		    key != TTY_IDLE || r->message[0] != '\0')
			review_draw(r);
		key = tty_key(meter_runs(&r->meter) ? LOOK_MS : IDLE_MS);
		if (key != TTY_IDLE && key != TTY_RESIZED) {
			r->message[0] = '\0';
			r->step++;
			on_key(r, key);
		}
		measure(r, key == TTY_IDLE);
	}
	meter_stop(&r->meter);
}

static void
tell_end(const struct review *r)
{
	const struct cli *c = r->plan->cli;

	if (!r->finished)
		say_note(c, "%zu accepted, %zu open; the same command goes on "
		    "from %s", marking_count(r->m, CHOICE_YES),
		    marking_count(r->m, CHOICE_OPEN), r->path);
	else if (marking_count(r->m, CHOICE_OPEN) > 0)
		say_note(c, "%zu were left undecided: the draft's words stay "
		    "there", marking_count(r->m, CHOICE_OPEN));
}

static int
take_terminal(struct review *r)
{
	enum tt_err e;
	int sig;

	if ((e = tty_open()) != TT_OK)
		return say_fail(CLI_USAGE, "without one: telltale mark DRAFT "
		    "-o MARKED", "mark --review needs a terminal");
	review_draw(r);
	loop(r);
	sig = tty_signal();
	tty_close();
	if (r->code == CLI_DONE)
		keep(r);
	if (r->code == CLI_DONE)
		tell_end(r);
	if (sig != 0) {
		fflush(NULL);
		raise(sig);
	}
	return r->code;
}

int
review_run(struct marking *m, const struct review_plan *plan, bool *finished)
{
	struct review r = { .m = m, .plan = plan, .measured = SIZE_MAX };
	size_t n = strlen(plan->output);
	int code;
	enum tt_err e;

	while (n > 1 && plan->output[n - 1] == '/')
		n--;
	snprintf(r.path, sizeof(r.path), "%.*s.review", (int)n, plan->output);
	if ((code = review_state_read(m, r.path, &r.resumed)) != CLI_DONE)
		return code;
	if ((e = sentences_of(m, &r.s)) != TT_OK)
		return say_err(e, NULL, "cannot review");
	go_anywhere(&r);
	if (r.resumed > 0)
		review_say(&r, "going on: %zu decided before", r.resumed);
	code = take_terminal(&r);
	*finished = r.finished;
	sentences_done(&r.s);
	free(r.undo);
	return code;
}
