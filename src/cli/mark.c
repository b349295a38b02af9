/* SPDX-License-Identifier: ISC */
/*
 * mark - propose where copies of a draft may differ; with -o, write it so;
 * with --review, ask about each sentence.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/goal.h"
#include "cli/mark_show.h"
#include "cli/marking.h"
#include "cli/marking_constant.h"
#include "cli/review.h"
#include "cli/say.h"
#include "cli/tables.h"
#include "cli/verbs.h"
#include "store/file.h"

static const struct opt opts[] = {
	{ "output", 'o', OPT_VALUE, "MARKED",
	    "write the marked draft; a folder if the draft is one" },
	{ "review", 0, OPT_FLAG, NULL,
	    "decide sentence by sentence, in the terminal" },
	{ "until", 0, OPT_VALUE, "GOAL",
	    "take no more than it needs: \"c=2 holders=100 words=400\"" },
	{ "constant", 0, OPT_LIST, "TEXT",
	    "make a constant a data site, wherever it stands" },
	{ "wordings", 0, OPT_LIST, "FILE",
	    "a table of your own, ahead of the public one" },
	{ "plain", 0, OPT_FLAG, NULL,
	    "the draft has no sites yet: any {{ in it is text" },
	{ "force", 'f', OPT_FLAG, NULL, "replace what MARKED is now" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "mark",
	.args = "DRAFT",
	.examples = {
		{ "mark advisory.md", "show what may be marked, and why" },
		{ "mark advisory.md -o marked.md --review",
		    "decide on it sentence by sentence" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "DRAFT is a file, or a folder with bulletin.json and its "
	    "parts. Sites that stand\nin it stay. A vault's own tables are "
	    "used if one is found. --constant TEXT=BODY\nsays what the data "
	    "site is: 'TEXT=int 1..99', 'TEXT=hex 8', 'TEXT=name'.\n"
	    "Exit 1: --until was not reached.",
};

struct asked {
	const char *output;
	bool review, force, has_goal;
	struct goal goal;
};

static int
read_asked(const struct cli *c, const struct opt_values *o, struct asked *a)
{
	const char *until = opt_value(opts, o, "until");

	*a = (struct asked){ .output = opt_value(opts, o, "output"),
		.review = opt_set(opts, o, "review"),
		.force = opt_set(opts, o, "force"),
		.has_goal = until != NULL };
	if (until != NULL && goal_parse(&a->goal, until) != TT_OK)
		return say_fail(CLI_USAGE, "\"c=2 holders=100 words=400\": c "
		    "is 1 to 3", "cannot read the goal '%s'", until);
	if (a->review && a->output == NULL)
		return say_fail(CLI_USAGE, "add -o MARKED", "mark --review "
		    "needs to know where to write the marked draft");
	if (a->review && c->json)
		return say_fail(CLI_USAGE, NULL, "mark --review is for "
		    "people: it prints no JSON");
	if (a->output != NULL && !a->force && file_exists(a->output))
		return say_fail(CLI_USAGE, "name another with -o, or replace "
		    "it with --force", "%s is there already", a->output);
	return CLI_DONE;
}

static int
add_constants(struct marking *m, const struct opt_values *o)
{
	size_t row = opt_row(opts, "constant");
	int code = CLI_DONE;

	for (size_t i = 0; i < o->n_list[row] && code == CLI_DONE; i++)
		code = marking_constant(m, o->list[row][i]);
	return code;
}

static void
accept_all(struct marking *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->choice[i].state == CHOICE_OPEN)
			m->choice[i].state = CHOICE_YES;
}

static int
write_out(const struct cli *c, const struct marking *m, const struct asked *a)
{
	int code;

	if ((code = marking_check(m)) != CLI_DONE ||
	    (code = marking_write(m, a->output, a->force)) != CLI_DONE)
		return code;
	say_note(c, "%s has %zu sites more in %zu words; telltale power %s "
	    "says what they can prove", a->output, marking_count(m,
	    CHOICE_YES), m->words, a->output);
	return CLI_DONE;
}

/* Without a review: all of it, or what the goal takes. */
static int
run_plain(const struct cli *c, struct marking *m, const struct asked *a)
{
	struct goal_report report = { .met = true };
	const struct goal *goal = a->has_goal ? &a->goal : NULL;
	int code = CLI_DONE;
	enum tt_err e;

	if (goal != NULL && (e = goal_reach(m, goal, &report)) != TT_OK)
		return say_err(e, NULL, "cannot reach the goal");
	if (a->output == NULL) {
		code = mark_show(c, m, goal, &report);
	} else {
		if (goal == NULL)
			accept_all(m);
		if ((code = write_out(c, m, a)) == CLI_DONE && c->json)
			code = mark_show(c, m, goal, &report);
		else if (code == CLI_DONE && goal != NULL)
			mark_show_goal(m, goal, &report);
	}
	if (code != CLI_DONE)
		return code;
	mark_show_facts(c);
	return report.met ? CLI_DONE : CLI_NO;
}

static int
run_review(const struct cli *c, struct marking *m, const struct asked *a)
{
	const struct review_plan plan = { .cli = c, .output = a->output,
		.goal = a->has_goal ? &a->goal : NULL };
	bool finished = false;
	int code;

	if ((code = review_run(m, &plan, &finished)) != CLI_DONE ||
	    !finished)
		return code;
	return write_out(c, m, a);
}

static int
run(const struct cli *c, struct tables *t, struct marking *m,
    const struct opt_values *o)
{
	size_t row = opt_row(opts, "wordings");
	struct asked a;
	int code;

	if ((code = read_asked(c, o, &a)) != CLI_DONE ||
	    (code = tables_read(t, c, o->list[row], o->n_list[row],
	    opt_value(opts, o, "passphrase-file"))) != CLI_DONE ||
	    (code = marking_read(m, o->args[0], opt_set(opts, o,
	    "plain"), t)) != CLI_DONE ||
	    (code = add_constants(m, o)) != CLI_DONE)
		return code;
	return a.review ? run_review(c, m, &a) : run_plain(c, m, &a);
}

int
verb_mark(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct tables *t;
	struct marking *m;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	t = calloc(1, sizeof(*t));
	m = calloc(1, sizeof(*m));
	if (t != NULL && m != NULL) {
		t->vault.lock = -1;
		code = run(c, t, m, &o);
		marking_done(m);
		tables_done(t);
	} else {
		code = say_err(TT_ENOMEM, NULL, "cannot mark");
	}
	free(m);
	free(t);
	return code;
}
