/* SPDX-License-Identifier: ISC */
/*
 * case - the states of an investigation, what moves them, and with which
 * outcome one may be closed.
 *
 * specs/stories.md LI-7, LC-4 and AU-3 as two tables.  Whether a finding is
 * there, and whether those it names were heard, is the caller's to know:
 * it says so in the facts.  Pure.
 */
#ifndef PROGRAMME_CASE_H
#define PROGRAMME_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/verdict.h"

enum case_state {
	CASE_OPENED,
	CASE_FOUND,	/* a finding was made that nobody was told of */
	CASE_ASKED,	/* a letter is out: somebody may reply */
	CASE_REPLIED,
	CASE_CLOSED,
	CASE_REOPENED,	/* as opened; earlier findings stand */
	CASE_STATES
};

/* What stands in a case's log, each an event. */
enum case_act {
	CASE_OPEN,
	CASE_ADD,	/* a specimen */
	CASE_TRACE,
	CASE_NOTE,
	CASE_HYPOTHESIS,
	CASE_TELL,	/* what may be told outside */
	CASE_FINDING,
	CASE_LETTER,
	CASE_REPLY,
	CASE_STATEMENT,	/* a text for outside */
	CASE_EXPORT,
	CASE_CLOSE,
	CASE_REOPEN,
	CASE_ACTS
};

enum case_need {
	CASE_NEEDS_SPECIMEN = 1,
	CASE_NEEDS_TRACE = 2,
	CASE_NEEDS_FINDING = 4,
	CASE_NEEDS_REASON = 8,
};

struct case_rule {
	enum case_state from;
	enum case_act act;
	enum case_state to;
	unsigned needs;		/* of enum case_need */
};

/* The row, or NULL: not in that state. */
const struct case_rule *case_rule(enum case_state from, enum case_act act);

/*
 * TT_OK and *to; TT_ESTATE if there is no such row, TT_EREFUSED if a need is
 * missing in has.  *why (may be NULL) is a constant that says which.
 */
enum tt_err case_move(enum case_state from, enum case_act act, unsigned has,
    enum case_state *to, const char **why) MUST_USE;

enum case_outcome {
	CASE_OUT_NAMED,
	CASE_OUT_STRONG,
	CASE_OUT_INCONCLUSIVE,
	CASE_OUT_NONE,
	CASE_OUT_WITHDRAWN,
	CASE_OUTCOMES
};

/* What there is when somebody wants to close. */
struct case_evidence {
	bool traced;		/* within the case */
	enum tt_verdict traced_best;	/* of all traces, if traced */
	bool found;		/* a finding was agreed on */
	enum tt_verdict found_best;	/* of all findings, if found */
	bool heard;		/* all whom a finding names replied, or let
				 * their term pass */
	bool reason;		/* one is given */
	bool set_aside;		/* the case is closed, with less than named */
};

/*
 * TT_OK, or TT_EREFUSED and *why, a constant: what is missing.  No outcome
 * says more than the findings do; one that says less than the traces do, and
 * a withdrawal, take a reason.
 */
enum tt_err case_close_check(enum case_outcome outcome,
    const struct case_evidence *e, const char **why) MUST_USE;

/* What may be told outside, each with all before it. */
enum case_tell {
	CASE_TELL_NOTHING,
	CASE_TELL_EXISTENCE,	/* that there is a case, of which bulletins */
	CASE_TELL_VERDICT,	/* and what the evidence says; no name */
	CASE_TELL_PARTNER,	/* and whom it names */
	CASE_TELLS
};

/*
 * How much a text for outside may say: never a name below *named*, nor before
 * those named were heard, nor after the case was closed with less.
 */
enum case_tell case_tell_limit(enum case_tell setting,
    const struct case_evidence *e);

/* What may have happened: LI-5 and LI-8. */
enum case_hypothesis {
	CASE_LEAK,
	CASE_STOLEN_KEYS,
	CASE_INSIDER,
	CASE_FINDER,
	CASE_REDISCOVERY,
	CASE_PATCH,
	CASE_HYPOTHESES
};

/* One word each: "opened", "trace", "named", "verdict", "stolen-keys". */
const char *case_state_text(enum case_state s);
bool case_state_parse(struct span s, enum case_state *out);
const char *case_act_text(enum case_act a);
bool case_act_parse(struct span s, enum case_act *out);
const char *case_outcome_text(enum case_outcome o);
bool case_outcome_parse(struct span s, enum case_outcome *out);
const char *case_tell_text(enum case_tell t);
bool case_tell_parse(struct span s, enum case_tell *out);
const char *case_hypothesis_text(enum case_hypothesis h);
bool case_hypothesis_parse(struct span s, enum case_hypothesis *out);

/* The same as sentences for people. */
const char *case_hypothesis_means(enum case_hypothesis h);

#endif
