/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/utf8.h"
#include "programme/notice.h"

#define RETRY_FIRST_S	60
#define RETRY_MOST_S	3600
#define WORD_LEAST	3	/* bytes of a word that is looked for */

extern const char *const notice_templates[];
extern const size_t notice_templates_n;

#define F(x)	(UINT64_C(1) << NOTICE_##x)
#define ACCESS	(F(WHEN) | F(GROUND) | F(BINDS) | F(HOLDS) | F(TERM) | F(HUB))
#define PLACE	(F(WHO) | F(WHEN) | F(UNDO) | F(HUB))
#define ASK	(F(REQUEST) | F(WHO) | F(WHY) | F(TERM) | F(DRY_RUN) | \
		    F(OTHERWISE))

static const struct notice_rule rules[] = {
	[NOTICE_INVITATION] = { "invitation", NOTICE_TO_READER, F(BULLETIN) |
	    F(WAVE) | F(OPENS) | F(PUBLIC) | F(RESPOND_BY) | F(TERMS_HASH) |
	    F(USES) | F(AGREEMENT) | F(HUB), false },
	[NOTICE_OPEN] = { "open", NOTICE_TO_READER, F(BULLETIN) | F(OPENS) |
	    F(PUBLIC), false },
	[NOTICE_TERMS] = { "terms", NOTICE_TO_READER, F(BULLETIN) | F(WAS) |
	    F(NOW) | F(SIGN) | F(UNTIL) | F(TERMS_HASH) | F(HUB), false },
	[NOTICE_REVISED] = { "revised", NOTICE_TO_READER, F(BULLETIN) |
	    F(OPENS) | F(PUBLIC) | F(SIGN) | F(TERMS_HASH) | F(HUB), false },
	[NOTICE_ENDED] = { "ended", NOTICE_TO_READER, F(BULLETIN) | F(WHEN) |
	    F(WHY) | F(LINK), false },
	[NOTICE_RETRACTED] = { "retracted", NOTICE_TO_READER, F(BULLETIN) |
	    F(WHEN) | F(WHY) | F(WHAT), false },
	[NOTICE_SUSPENDED] = { "suspended", NOTICE_TO_PARTNER, ACCESS, false },
	[NOTICE_REMOVED] = { "removed", NOTICE_TO_PARTNER, ACCESS, false },
	[NOTICE_EXPIRED] = { "expired", NOTICE_TO_PARTNER, ACCESS, false },
	[NOTICE_REINSTATED] = { "reinstated", NOTICE_TO_PARTNER, F(WHEN) |
	    F(GROUND) | F(BINDS) | F(HUB), false },
	[NOTICE_READER_NEW] = { "reader-new", NOTICE_TO_PARTNER, PLACE,
	    false },
	[NOTICE_READER_REVOKED] = { "reader-revoked", NOTICE_TO_PARTNER,
	    PLACE, false },
	[NOTICE_DUTY_DUE] = { "duty-due", NOTICE_TO_PARTNER, F(TERM) | F(HUB),
	    false },
	[NOTICE_DUTY_REPORTED] = { "duty-reported", NOTICE_TO_COUNSEL,
	    F(WHO) | F(WHEN) | F(WHAT), true },
	[NOTICE_VENDOR_CLOCK] = { "vendor-clock", NOTICE_TO_COUNSEL, F(WHEN) |
	    F(DEADLINES), true },
	[NOTICE_APPROVAL] = { "approval", NOTICE_TO_APPROVERS, ASK, true },
	[NOTICE_APPROVAL_EXPIRING] = { "approval-expiring",
	    NOTICE_TO_APPROVERS, ASK, true },
	[NOTICE_FINDING] = { "finding", NOTICE_TO_PARTNER, F(CASE) | F(TERM),
	    false },
	[NOTICE_KEEPER] = { "keeper", NOTICE_TO_OFFICERS, F(WHAT_LINE) |
	    F(WHEN) | F(SAFE) | F(UNSAFE), true },
	[NOTICE_BREACH] = { "breach", NOTICE_TO_READER, F(WHEN) | F(HAS) |
	    F(HAS_NOT) | F(ROTATE), false },
};

_Static_assert(N_ROWS(rules) == NOTICE_EVENTS, "a rule for each event");

static const struct {
	const char *name;
	bool lines, typed;
} facts_of[] = {
	[NOTICE_BULLETIN] = { "bulletin", false, false },
	[NOTICE_WAVE] = { "wave", false, false },
	[NOTICE_OPENS] = { "opens", false, false },
	[NOTICE_PUBLIC] = { "public", false, false },
	[NOTICE_RESPOND_BY] = { "respond-by", false, false },
	[NOTICE_UNTIL] = { "until", false, false },
	[NOTICE_WHEN] = { "when", false, false },
	[NOTICE_TERM] = { "term", false, false },
	[NOTICE_TERMS_HASH] = { "terms", false, false },
	[NOTICE_USES] = { "uses", true, false },
	[NOTICE_AGREEMENT] = { "agreement", true, false },
	[NOTICE_WAS] = { "was", true, true },
	[NOTICE_NOW] = { "now", true, true },
	[NOTICE_SIGN] = { "sign", false, false },
	[NOTICE_WHY] = { "why", false, true },
	[NOTICE_LINK] = { "link", false, false },
	[NOTICE_WHAT] = { "what", true, true },
	[NOTICE_WHAT_LINE] = { "what-line", false, false },
	[NOTICE_GROUND] = { "ground", false, true },
	[NOTICE_BINDS] = { "binds", true, true },
	[NOTICE_HOLDS] = { "holds", true, true },
	[NOTICE_WHO] = { "who", false, false },
	[NOTICE_UNDO] = { "undo", false, false },
	[NOTICE_DEADLINES] = { "deadlines", true, false },
	[NOTICE_REQUEST] = { "request", false, false },
	[NOTICE_DRY_RUN] = { "dry-run", true, false },
	[NOTICE_OTHERWISE] = { "otherwise", false, false },
	[NOTICE_CASE] = { "case", false, false },
	[NOTICE_SAFE] = { "safe", true, false },
	[NOTICE_UNSAFE] = { "unsafe", true, false },
	[NOTICE_HAS] = { "has", true, true },
	[NOTICE_HAS_NOT] = { "has-not", true, true },
	[NOTICE_ROTATE] = { "rotate", true, true },
	[NOTICE_HUB] = { "hub", false, false },
};

_Static_assert(N_ROWS(facts_of) == NOTICE_FACTS, "a name for each fact");

static const char *const states[] = {
	[NOTICE_WAITING] = "waiting",
	[NOTICE_SENT] = "sent",
	[NOTICE_FAILED] = "failed",
	[NOTICE_DROPPED] = "dropped",
};

_Static_assert(N_ROWS(states) == NOTICE_STATES, "a word for each state");

const struct notice_rule *
notice_rule(enum notice_event e)
{
	return &rules[e];
}

bool
notice_parse(struct span name, enum notice_event *out)
{
	for (enum notice_event e = 0; e < NOTICE_EVENTS; e++)
		if (span_is(name, rules[e].name)) {
			*out = e;
			return true;
		}
	return false;
}

const char *
notice_fact_name(enum notice_fact f)
{
	return facts_of[f].name;
}

bool
notice_fact_lines(enum notice_fact f)
{
	return facts_of[f].lines;
}

bool
notice_fact_typed(enum notice_fact f)
{
	return facts_of[f].typed;
}

const char *
notice_template(enum notice_event e)
{
	return notice_templates[e];
}

/* Printable lines; one, or as many as there are. */
static bool
is_fact(struct span s, bool lines)
{
	struct span line;

	if (!lines)
		return utf8_printable(s.p, s.n);
	while (span_word(&s, '\n', &line))
		if (!utf8_printable(line.p, line.n))
			return false;
	return true;
}

static enum tt_err
check(enum notice_event e, const struct span facts[NOTICE_FACTS],
    const char **about)
{
	for (enum notice_fact f = 0; f < NOTICE_FACTS; f++) {
		bool takes = rules[e].facts >> f & 1;

		*about = facts_of[f].name;
		if (takes && facts[f].n == 0)
			return TT_ENOENT;
		if (!takes && facts[f].p != NULL)
			return TT_EREFUSED;
		if (takes && !is_fact(facts[f], facts_of[f].lines))
			return TT_ESYNTAX;
	}
	*about = NULL;
	return TT_OK;
}

/* The fact of that name; templates are ours, so there is one. */
static struct span
fact(const struct span facts[NOTICE_FACTS], struct span name)
{
	for (enum notice_fact f = 0; f < NOTICE_FACTS; f++)
		if (span_is(name, facts_of[f].name))
			return facts[f];
	return (struct span){ NULL, 0 };
}

static void
fill(struct span t, const struct span facts[NOTICE_FACTS], struct buf *out)
{
	struct span plain, name;

	while (t.n > 0) {
		bool place = memchr(t.p, '{', t.n) != NULL;

		(void)span_word(&t, '{', &plain);
		buf_span(out, plain);
		if (place && span_word(&t, '}', &name))
			buf_span(out, fact(facts, name));
	}
}

enum tt_err
notice_fill(enum notice_event e, const struct span facts[NOTICE_FACTS],
    struct buf *subject, struct buf *text, const char **about)
{
	struct span t = span_str(notice_templates[e]), line;
	struct buf s, b;
	enum tt_err err;

	if ((err = check(e, facts, about)) != TT_OK)
		return err;
	buf_init(&s, NOTICE_SUBJECT_MAX);
	buf_init(&b, NOTICE_TEXT_MAX);
	(void)span_line(&t, &line);		/* "notice NAME" */
	(void)span_line(&t, &line);
	(void)span_skip(&line, "Subject: ");
	fill(line, facts, &s);
	(void)span_line(&t, &line);		/* empty */
	fill(t, facts, &b);
	if ((err = buf_err(&s)) == TT_OK && (err = buf_err(&b)) == TT_OK) {
		buf_span(subject, buf_view(&s));
		buf_span(text, buf_view(&b));
		err = buf_err(subject) != TT_OK ? buf_err(subject) :
		    buf_err(text);
	}
	buf_done(&s);
	buf_done(&b);
	return err;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Of a word in any writing; bytes over 0x7f are of one. */
static bool
is_letter(char c)
{
	c = lower(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    (c & 0x80) != 0;
}

static bool
stands_at(struct span text, size_t at, struct span word)
{
	if (word.n > text.n - at || (at > 0 && is_letter(text.p[at - 1]) &&
	    is_letter(word.p[0])))
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (lower(text.p[at + i]) != lower(word.p[i]))
			return false;
	return at + word.n == text.n || !is_letter(text.p[at + word.n]) ||
	    !is_letter(word.p[word.n - 1]);
}

static bool
holds(struct span text, struct span word)
{
	for (size_t at = 0; at < text.n; at++)
		if (stands_at(text, at, word))
			return true;
	return false;
}

bool
notice_clean(struct span text, const struct span *words, size_t n,
    struct span *found)
{
	static const struct span never[] = { SPAN_INIT("CVE-"),
		SPAN_INIT("CVSS"), SPAN_INIT("severity") };

	for (size_t i = 0; i < N_ROWS(never); i++)
		if (holds(text, never[i])) {
			*found = never[i];
			return false;
		}
	for (size_t i = 0; i < n; i++)
		if (words[i].n >= WORD_LEAST && holds(text, words[i])) {
			*found = words[i];
			return false;
		}
	return true;
}

enum notice_state
notice_tried(enum notice_try t, unsigned tries, int64_t first_s,
    int64_t now_s, int64_t *next_s)
{
	int64_t wait = RETRY_FIRST_S;

	switch (t) {
	case NOTICE_TAKEN:
		return NOTICE_SENT;
	case NOTICE_NEVER:
		return NOTICE_FAILED;
	case NOTICE_OBSOLETE:
		return NOTICE_DROPPED;
	case NOTICE_LATER:
	case NOTICE_TRIES:
		break;
	}
	if (now_s - first_s >= NOTICE_GIVE_UP_S)
		return NOTICE_FAILED;
	for (unsigned i = 1; i < tries && wait < RETRY_MOST_S; i++)
		wait *= 2;
	*next_s = now_s + (wait < RETRY_MOST_S ? wait : RETRY_MOST_S);
	return NOTICE_WAITING;
}

const char *
notice_state_text(enum notice_state s)
{
	return states[s];
}

bool
notice_state_parse(struct span s, enum notice_state *out)
{
	for (enum notice_state i = 0; i < NOTICE_STATES; i++)
		if (span_is(s, states[i])) {
			*out = i;
			return true;
		}
	return false;
}
