/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "programme/approval.h"

#define HOUR	3600
#define DAY	(24 * HOUR)
#define SHOWN_LEN	32	/* bytes; SHA-256 */

static const struct approval_rule rules[] = {
	[APPROVAL_PUBLISH] = { "publish", 1, false, DAY, false },
	[APPROVAL_PUBLISH_EARLY] = { "publish-early", 2, false, DAY, false },
	[APPROVAL_URGENT] = { "urgent", 2, false, HOUR, false },
	[APPROVAL_SHORTEN] = { "shorten", 1, false, DAY, false },
	[APPROVAL_LENGTHEN] = { "lengthen", 2, false, DAY, false },
	[APPROVAL_END] = { "release", 2, false, HOUR, false },
	[APPROVAL_RETRACT] = { "retract", 2, false, HOUR, false },
	[APPROVAL_ADMIT] = { "admit", 2, false, DAY, false },
	[APPROVAL_SUSPEND] = { "suspend", 1, false, 3 * DAY, true },
	[APPROVAL_REMOVE] = { "remove", 2, true, DAY, false },
	[APPROVAL_EXCEPTION] = { "exception", 2, false, DAY, false },
	[APPROVAL_EXCEPTION_DUTY] = { "exception-duty", 2, true, DAY, false },
	[APPROVAL_LATE] = { "late", 2, false, DAY, false },
	[APPROVAL_POLICY] = { "policy", 2, true, DAY, false },
	[APPROVAL_KEYS] = { "keys", 2, false, DAY, false },
	[APPROVAL_CASE_OPEN] = { "case-open", 1, false, DAY, false },
	[APPROVAL_FINDING] = { "finding", 2, true, DAY, false },
	[APPROVAL_FINDING_OUT] = { "finding-out", 2, true, DAY, false },
	[APPROVAL_BUNDLE] = { "bundle", 2, false, DAY, false },
};

_Static_assert(N_ROWS(rules) == APPROVAL_ACTS, "a rule for each act");

const struct approval_rule *
approval_rule(enum approval_act act)
{
	return &rules[act];
}

bool
approval_parse(struct span name, enum approval_act *out)
{
	for (enum approval_act a = 0; a < APPROVAL_ACTS; a++)
		if (span_is(name, rules[a].name)) {
			*out = a;
			return true;
		}
	return false;
}

static const char *const states[] = {
	[APPROVAL_WAITS] = "waits",
	[APPROVAL_UNCONFIRMED] = "unconfirmed",
	[APPROVAL_COMPLETE] = "complete",
	[APPROVAL_DONE] = "done",
	[APPROVAL_REFUSED] = "refused",
	[APPROVAL_EXPIRED] = "expired",
	[APPROVAL_LAPSED] = "lapsed",
};

_Static_assert(N_ROWS(states) == APPROVAL_STATES, "a word for each state");

const char *
approval_state_text(enum approval_state s)
{
	return states[s];
}

bool
approval_state_parse(struct span text, enum approval_state *out)
{
	for (enum approval_state s = 0; s < APPROVAL_STATES; s++)
		if (span_is(text, states[s])) {
			*out = s;
			return true;
		}
	return false;
}

#define NEVER	APPROVAL_STATES

/* Columns: SIGNED, ENOUGH, NO, TIME, APPLIED. */
static const enum approval_state moves[APPROVAL_STATES][APPROVAL_EVENTS] = {
	[APPROVAL_WAITS] = { APPROVAL_WAITS, APPROVAL_COMPLETE,
	    APPROVAL_REFUSED, APPROVAL_EXPIRED, NEVER },
	[APPROVAL_UNCONFIRMED] = { APPROVAL_UNCONFIRMED, APPROVAL_COMPLETE,
	    APPROVAL_LAPSED, APPROVAL_LAPSED, NEVER },
	[APPROVAL_COMPLETE] = { NEVER, NEVER, NEVER, NEVER, APPROVAL_DONE },
	[APPROVAL_DONE] = { NEVER, NEVER, NEVER, NEVER, NEVER },
	[APPROVAL_REFUSED] = { NEVER, NEVER, NEVER, NEVER, NEVER },
	[APPROVAL_EXPIRED] = { NEVER, NEVER, NEVER, NEVER, NEVER },
	[APPROVAL_LAPSED] = { NEVER, NEVER, NEVER, NEVER, NEVER },
};

enum tt_err
approval_move(enum approval_state *s, enum approval_event e)
{
	if (moves[*s][e] == NEVER)
		return TT_ESTATE;
	*s = moves[*s][e];
	return TT_OK;
}

bool
approval_is_over(int64_t expires_s, int64_t now_s)
{
	return now_s >= expires_s;
}

/* One who is to confirm is one officer more. */
static unsigned
officers_of(const struct approval_rule *r)
{
	return r->officers + (r->at_once ? 1 : 0);
}

struct approval_missing
approval_missing(const struct approval_rule *r,
    const struct approval_signed *by)
{
	struct approval_missing m = { officers_of(r), r->counsel };
	unsigned both = 0;

	for (size_t i = 0; i < by->n; i++) {
		const struct approval_person *p = &by->person[i];

		if (p->officer && p->counsel)
			both++;
		else if (p->officer && m.officers > 0)
			m.officers--;
		else if (p->counsel)
			m.counsel = false;
	}
	for (; both > 0; both--)
		if (m.officers > 0)
			m.officers--;
		else
			m.counsel = false;
	return m;
}

static const char *const words[] = {
	[APPROVAL_MAY] = "you may",
	[APPROVAL_NO_ROLE] = "this key is no officer's and not counsel's",
	[APPROVAL_OWN] = "it is your own request, and takes another person",
	[APPROVAL_TWICE] = "you have answered it already",
	[APPROVAL_TOO_NEW] = ("whoever asks enrolled your key less than seven "
	    "days ago"),
	[APPROVAL_CHANGED] = "it is not what was shown",
	[APPROVAL_OVER] = "it has ended",
	[APPROVAL_NO_NEED] = "nobody of your role is missing",
};

_Static_assert(N_ROWS(words) == APPROVAL_WORDS, "a text for each word");

const char *
approval_word_text(enum approval_word w)
{
	return words[w];
}

static bool
same(const struct approval_person *a, const struct approval_person *b)
{
	return memcmp(a->key, b->key, sizeof(a->key)) == 0;
}

static bool
has_signed(const struct approval_signed *by, const struct approval_person *p)
{
	for (size_t i = 0; i < by->n; i++)
		if (same(&by->person[i], p))
			return true;
	return false;
}

static bool
too_new(const struct approval_person *p, int64_t now_s)
{
	return p->by_asker && now_s - p->enrolled_s < APPROVAL_PROBATION_S;
}

/* Would their signature take away anything of what is missing? */
static bool
needed(const struct approval_question *q)
{
	struct approval_missing m = approval_missing(q->rule, q->by), with;
	struct approval_signed more = *q->by;

	more.person[more.n++] = *q->who;
	with = approval_missing(q->rule, &more);
	return with.officers < m.officers || with.counsel != m.counsel;
}

enum approval_word
approval_may(const struct approval_question *q)
{
	if (!q->who->officer && !q->who->counsel)
		return APPROVAL_NO_ROLE;
	if (q->by->n > 0 && same(&q->by->person[0], q->who))
		return APPROVAL_OWN;
	if (has_signed(q->by, q->who))
		return APPROVAL_TWICE;
	if (too_new(q->who, q->now_s))
		return APPROVAL_TOO_NEW;
	if (memcmp(q->shown, q->is, SHOWN_LEN) != 0)
		return APPROVAL_CHANGED;
	if ((q->state != APPROVAL_WAITS && q->state != APPROVAL_UNCONFIRMED) ||
	    approval_is_over(q->expires_s, q->now_s) ||
	    q->by->n >= APPROVAL_PEOPLE_MAX)
		return APPROVAL_OVER;
	return needed(q) ? APPROVAL_MAY : APPROVAL_NO_NEED;
}
