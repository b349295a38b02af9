/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/out.h"
#include "cli/people/access.h"
#include "cli/people/held.h"
#include "cli/post/notice.h"
#include "cli/say.h"

#define ANSWER_S	(14 * 86400)	/* as after a case's letter */
#define HOLDS_MAX	16384		/* bytes */
#define HOLDS_LINES	64		/* then it says how many more */

/* The last of "ana, ben" is who signed last. */
static bool
is_ours(const struct vault *v, const struct request_done *r)
{
	const char *officer = conf_get(&v->conf, "officer");
	struct span rest = span_str(r->officers != NULL ? r->officers : "");
	struct span last = { NULL, 0 };

	while (span_word(&rest, ',', &last))
		(void)span_skip(&last, " ");
	return officer != NULL && span_is(last, officer);
}

/* False: nothing that is told. */
static bool
event_of(const struct people_change *c, enum notice_event *out)
{
	bool was_out = c->was == PARTNER_SUSPENDED ||
	    c->was == PARTNER_REMOVED || c->s.away;

	if (c->p.state == PARTNER_SUSPENDED)
		*out = NOTICE_SUSPENDED;
	else if (c->p.state == PARTNER_REMOVED)
		*out = NOTICE_REMOVED;
	else
		*out = NOTICE_REINSTATED;
	return *out == NOTICE_REINSTATED ? c->p.state == PARTNER_APPROVED &&
	    was_out && !c->new : c->p.state != c->was;
}

static void
put_line(struct buf *out, const struct held_row *r, size_t copies,
    int64_t now_s)
{
	char until[OUT_MOMENT_LEN];

	out_moment(until, r->public_s, now_s);
	buf_printf(out, "%s  %s, revision %u: %zu cop%s, %s %s",
	    out->n > 0 ? "\n" : "", r->bulletin, r->revision, copies,
	    copies == 1 ? "y" : "ies", r->public_s > now_s ?
	    "confidential until" : "public since", until);
}

/* What was signed for, a line for each bulletin and revision. */
static void
put_holds(struct buf *out, const struct held *h, int64_t now_s)
{
	const struct held_row *last = NULL;
	size_t copies = 0, lines = 0;

	for (size_t i = 0; i <= h->n; i++) {
		const struct held_row *r = i < h->n ? &h->row[i] : NULL;

		if (r != NULL && r->state != HELD_KEPT)
			continue;
		if (last != NULL && (r == NULL || r->revision !=
		    last->revision || strcmp(r->bulletin, last->bulletin) !=
		    0)) {
			if (lines++ < HOLDS_LINES)
				put_line(out, last, copies, now_s);
			copies = 0;
		}
		last = r;
		copies++;
	}
	if (lines > HOLDS_LINES)
		buf_printf(out, "\n  and of %zu more: ask us for the list",
		    lines - HOLDS_LINES);
	if (lines == 0)
		buf_str(out, "  Nothing: no copy was signed for.");
}

static void
put_binds(struct buf *out, const struct vault_partner *p)
{
	if (p->agreement[0] != '\0')
		buf_printf(out, "  The agreement, version %s, as you signed "
		    "it.\n", p->agreement);
	buf_str(out, "  Each copy stays confidential until its bulletin is "
	    "public, and so does\n  what was made from it.");
}

struct telling {
	struct vault *v;
	const struct people_change *c;
	struct notice_new n;
	int64_t at_s, since_s;
	struct buf binds, holds;
};

static int
fill_holds(struct telling *t)
{
	struct held h;
	int code;

	if ((code = held_read(&h, t->v, &t->c->p, t->at_s)) != CLI_DONE)
		return code;
	put_holds(&t->holds, &h, t->at_s);
	held_done(&h);
	t->n.facts[NOTICE_HOLDS] = buf_view(&t->holds);
	return buf_err(&t->holds) == TT_OK ? CLI_DONE : CLI_TROUBLE;
}

/* A ground that mail may not say is told otherwise. */
static int
queue(struct telling *t)
{
	int code = notice_partner(t->v, &t->n, t->c->p.id);

	if (code != CLI_REFUSED)
		return code;
	say_note(t->v->cli, "'%s' is told without the ground, which it has to "
	    "hear from you", t->c->p.id);
	t->n.facts[NOTICE_GROUND] = SPAN("we tell you by the channel that your "
	    "agreement names");
	return notice_partner(t->v, &t->n, t->c->p.id);
}

static int
tell(struct telling *t, const char *reason)
{
	char when[OUT_MOMENT_LEN], term[OUT_MOMENT_LEN];
	int code = CLI_DONE;

	out_moment(when, t->since_s, t->at_s);
	put_binds(&t->binds, &t->c->p);
	t->n.facts[NOTICE_WHEN] = span_str(when);
	t->n.facts[NOTICE_GROUND] = reason != NULL && reason[0] != '\0' ?
	    span_str(reason) : SPAN("none was given");
	t->n.facts[NOTICE_BINDS] = buf_view(&t->binds);
	if (buf_err(&t->binds) != TT_OK)
		return CLI_TROUBLE;
	if (t->n.event != NOTICE_REINSTATED) {
		out_moment(term, t->at_s + ANSWER_S, t->at_s);
		t->n.facts[NOTICE_TERM] = span_str(term);
		code = fill_holds(t);
	}
	return code == CLI_DONE ? queue(t) : code;
}

/* With texts of its own, which it frees. */
static int
tell_all(struct telling *t, const char *reason)
{
	int code;

	buf_init(&t->binds, HOLDS_MAX);
	buf_init(&t->holds, HOLDS_MAX);
	code = tell(t, reason);
	buf_done(&t->binds);
	buf_done(&t->holds);
	return code;
}

int
access_tell_expired(struct vault *v, const struct vault_partner *p,
    int64_t now_s, size_t *lacks)
{
	const struct people_change c = { .p = *p, .was = p->state };
	char about[VAULT_ID_MAX + 40];
	struct telling t = { .v = v, .c = &c, .at_s = now_s,
		.since_s = p->ends_s,
		.n = { .event = NOTICE_EXPIRED, .about = about,
		.lacks = lacks } };

	snprintf(about, sizeof(about), "%s ended %lld", p->id,
	    (long long)p->ends_s);
	return tell_all(&t, "the agreement has ended; a new one, signed, "
	    "brings it back");
}

void
access_tell(struct vault *v, const struct people_change *c,
    const struct request_done *r)
{
	char about[VAULT_ID_MAX + 40];
	struct telling t = { .v = v, .c = c, .at_s = r->at_s,
		.since_s = r->at_s, .n = { .about = about } };

	if (!is_ours(v, r) || !event_of(c, &t.n.event))
		return;
	snprintf(about, sizeof(about), "%s %lld", c->p.id,
	    (long long)r->at_s);
	if (tell_all(&t, r->reason) != CLI_DONE)
		say_warn("nobody, or not everybody, at '%s' is told of it by "
		    "mail", c->p.id);
}
