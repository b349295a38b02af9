/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "programme/case.h"

#define SPECIMEN	CASE_NEEDS_SPECIMEN
#define TRACE		CASE_NEEDS_TRACE
#define FINDING		CASE_NEEDS_FINDING
#define REASON		CASE_NEEDS_REASON

static const char *const states[] = {
	[CASE_OPENED] = "opened",
	[CASE_FOUND] = "found",
	[CASE_ASKED] = "asked",
	[CASE_REPLIED] = "replied",
	[CASE_CLOSED] = "closed",
	[CASE_REOPENED] = "reopened",
};

static const char *const acts[] = {
	[CASE_OPEN] = "open",
	[CASE_ADD] = "add",
	[CASE_TRACE] = "trace",
	[CASE_NOTE] = "note",
	[CASE_HYPOTHESIS] = "hypothesis",
	[CASE_TELL] = "tell",
	[CASE_FINDING] = "finding",
	[CASE_LETTER] = "letter",
	[CASE_REPLY] = "reply",
	[CASE_STATEMENT] = "statement",
	[CASE_EXPORT] = "export",
	[CASE_CLOSE] = "close",
	[CASE_REOPEN] = "reopen",
};

static const char *const outcomes[] = {
	[CASE_OUT_NAMED] = "named",
	[CASE_OUT_STRONG] = "strong",
	[CASE_OUT_INCONCLUSIVE] = "inconclusive",
	[CASE_OUT_NONE] = "none",
	[CASE_OUT_WITHDRAWN] = "withdrawn",
};

static const char *const tells[] = {
	[CASE_TELL_NOTHING] = "nothing",
	[CASE_TELL_EXISTENCE] = "existence",
	[CASE_TELL_VERDICT] = "verdict",
	[CASE_TELL_PARTNER] = "partner",
};

static const struct {
	const char *word, *means;
} hypotheses[] = {
	[CASE_LEAK] = { "leak", "a partner passed its copy on" },
	[CASE_STOLEN_KEYS] = { "stolen-keys",
	    "somebody else held a reader's keys or copy" },
	[CASE_INSIDER] = { "insider", "somebody in the vendor's own house" },
	[CASE_FINDER] = { "finder",
	    "it came from the finder's side, or another knower" },
	[CASE_REDISCOVERY] = { "rediscovery",
	    "somebody found the same flaw independently" },
	[CASE_PATCH] = { "patch",
	    "it was read out of a patch or another public text" },
};

_Static_assert(N_ROWS(states) == CASE_STATES, "a word for each state");
_Static_assert(N_ROWS(acts) == CASE_ACTS, "a word for each act");
_Static_assert(N_ROWS(outcomes) == CASE_OUTCOMES, "a word for each outcome");
_Static_assert(N_ROWS(tells) == CASE_TELLS, "a word for each");
_Static_assert(N_ROWS(hypotheses) == CASE_HYPOTHESES, "a word for each");

/* What can be done while a case is open, whatever was found: s stays s. */
#define WORK(s)								\
	{ s, CASE_ADD, s, 0 },						\
	{ s, CASE_TRACE, s, SPECIMEN },					\
	{ s, CASE_NOTE, s, 0 },						\
	{ s, CASE_HYPOTHESIS, s, 0 },					\
	{ s, CASE_TELL, s, 0 },						\
	{ s, CASE_FINDING, CASE_FOUND, TRACE },				\
	{ s, CASE_STATEMENT, s, 0 },					\
	{ s, CASE_EXPORT, s, 0 },					\
	{ s, CASE_CLOSE, CASE_CLOSED, 0 }

static const struct case_rule rules[] = {
	WORK(CASE_OPENED),
	WORK(CASE_FOUND),
	WORK(CASE_ASKED),
	WORK(CASE_REPLIED),
	WORK(CASE_REOPENED),
	{ CASE_FOUND, CASE_LETTER, CASE_ASKED, FINDING },
	{ CASE_ASKED, CASE_LETTER, CASE_ASKED, FINDING },
	{ CASE_REPLIED, CASE_LETTER, CASE_ASKED, FINDING },
	{ CASE_REOPENED, CASE_LETTER, CASE_ASKED, FINDING },
	{ CASE_FOUND, CASE_REPLY, CASE_REPLIED, FINDING },
	{ CASE_ASKED, CASE_REPLY, CASE_REPLIED, FINDING },
	{ CASE_REPLIED, CASE_REPLY, CASE_REPLIED, FINDING },
	{ CASE_REOPENED, CASE_REPLY, CASE_REPLIED, FINDING },
	/* a counter-statement is heard whenever it comes */
	{ CASE_CLOSED, CASE_REPLY, CASE_CLOSED, FINDING },
	{ CASE_CLOSED, CASE_NOTE, CASE_CLOSED, 0 },
	{ CASE_CLOSED, CASE_TELL, CASE_CLOSED, 0 },
	{ CASE_CLOSED, CASE_STATEMENT, CASE_CLOSED, 0 },
	{ CASE_CLOSED, CASE_EXPORT, CASE_CLOSED, 0 },
	{ CASE_CLOSED, CASE_REOPEN, CASE_REOPENED, REASON },
};

const struct case_rule *
case_rule(enum case_state from, enum case_act act)
{
	for (size_t i = 0; i < N_ROWS(rules); i++)
		if (rules[i].from == from && rules[i].act == act)
			return &rules[i];
	return NULL;
}

static const char *
missing(unsigned needs)
{
	if (needs & SPECIMEN)
		return "a specimen in the case";
	if (needs & TRACE)
		return "a trace in the case";
	if (needs & FINDING)
		return "a finding";
	return needs & REASON ? "a reason" : NULL;
}

enum tt_err
case_move(enum case_state from, enum case_act act, unsigned has,
    enum case_state *to, const char **why)
{
	const struct case_rule *r = case_rule(from, act);
	const char *lacks;

	if (r == NULL) {
		if (why != NULL)
			*why = "another state";
		return TT_ESTATE;
	}
	if ((lacks = missing(r->needs & ~has)) != NULL) {
		if (why != NULL)
			*why = lacks;
		return TT_EREFUSED;
	}
	*to = r->to;
	return TT_OK;
}

/* The weakest verdict that a finding must have; else traces will do. */
static const struct {
	bool finding, heard, trace;
	enum tt_verdict says;	/* what the outcome tells of the evidence */
} closing[] = {
	[CASE_OUT_NAMED] = { true, true, true, TT_VERDICT_NAMED },
	[CASE_OUT_STRONG] = { true, false, true, TT_VERDICT_STRONG },
	[CASE_OUT_INCONCLUSIVE] = { false, false, true,
	    TT_VERDICT_INCONCLUSIVE },
	[CASE_OUT_NONE] = { false, false, true, TT_VERDICT_NONE },
	[CASE_OUT_WITHDRAWN] = { false, false, false, TT_VERDICT_NONE },
};

_Static_assert(N_ROWS(closing) == CASE_OUTCOMES, "a row for each outcome");

static const char *
lacking(enum case_outcome o, const struct case_evidence *e)
{
	bool less = o == CASE_OUT_WITHDRAWN ||
	    (e->traced && e->traced_best < closing[o].says);

	if (closing[o].trace && !e->traced)
		return "a trace in the case";
	if (closing[o].finding && (!e->found ||
	    e->found_best > closing[o].says))
		return o == CASE_OUT_NAMED ? "a finding that names somebody" :
		    "a finding that is strong";
	if (closing[o].heard && !e->heard)
		return "those it names to be heard: a letter, and their reply "
		    "or the end of its term";
	if (less && !e->reason)
		return "a reason, for it says less than the evidence";
	return NULL;
}

enum tt_err
case_close_check(enum case_outcome outcome, const struct case_evidence *e,
    const char **why)
{
	const char *lacks = lacking(outcome, e);

	if (lacks == NULL)
		return TT_OK;
	if (why != NULL)
		*why = lacks;
	return TT_EREFUSED;
}

enum case_tell
case_tell_limit(enum case_tell setting, const struct case_evidence *e)
{
	bool named = e->found && e->found_best == TT_VERDICT_NAMED &&
	    e->heard && !e->set_aside;

	if (setting == CASE_TELL_PARTNER && !named)
		return CASE_TELL_VERDICT;
	return setting;
}

#define WORDS(noun, type, table, count)					\
const char *								\
case_##noun##_text(type x)						\
{									\
	return table[x];						\
}									\
									\
bool									\
case_##noun##_parse(struct span s, type *out)				\
{									\
	for (type i = 0; i < count; i++)				\
		if (span_is(s, table[i])) {				\
			*out = i;					\
			return true;					\
		}							\
	return false;							\
}

WORDS(state, enum case_state, states, CASE_STATES)
WORDS(act, enum case_act, acts, CASE_ACTS)
WORDS(outcome, enum case_outcome, outcomes, CASE_OUTCOMES)
WORDS(tell, enum case_tell, tells, CASE_TELLS)

const char *
case_hypothesis_text(enum case_hypothesis h)
{
	return hypotheses[h].word;
}

bool
case_hypothesis_parse(struct span s, enum case_hypothesis *out)
{
	for (enum case_hypothesis i = 0; i < CASE_HYPOTHESES; i++)
		if (span_is(s, hypotheses[i].word)) {
			*out = i;
			return true;
		}
	return false;
}

const char *
case_hypothesis_means(enum case_hypothesis h)
{
	return hypotheses[h].means;
}
