/* SPDX-License-Identifier: ISC */
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "cli/team/roll.h"
#include "cli/team/told.h"

#define DRY_RUN_MAX	32768	/* bytes of it in a notice */
#define AHEAD_S		3600	/* told so long before it expires */
#define AHEAD_SHORT_S	900	/* of what is good for an hour at most */

/* What is decided about a case, and why, is the case's alone. */
static bool
is_of_case(enum approval_act act)
{
	switch (act) {
	case APPROVAL_CASE_OPEN:
	case APPROVAL_FINDING:
	case APPROVAL_FINDING_OUT:
	case APPROVAL_BUNDLE:
		return true;
	case APPROVAL_PUBLISH:
	case APPROVAL_PUBLISH_EARLY:
	case APPROVAL_URGENT:
	case APPROVAL_SHORTEN:
	case APPROVAL_LENGTHEN:
	case APPROVAL_END:
	case APPROVAL_RETRACT:
	case APPROVAL_ADMIT:
	case APPROVAL_SUSPEND:
	case APPROVAL_REMOVE:
	case APPROVAL_EXCEPTION:
	case APPROVAL_EXCEPTION_DUTY:
	case APPROVAL_LATE:
	case APPROVAL_POLICY:
	case APPROVAL_KEYS:
	case APPROVAL_ACTS:
		break;
	}
	return false;
}

/* Whole lines, as many as fit. */
static void
put_shown(struct buf *out, struct span s)
{
	struct span line;
	bool more = false;

	while (!more && span_word(&s, '\n', &line)) {
		more = out->n + line.n >= DRY_RUN_MAX;
		if (!more)
			buf_printf(out, "%s%.*s", out->n > 0 ? "\n" : "",
			    (int)line.n, line.p);
	}
	if (more)
		buf_str(out, "\n(there is more, which the command shows)");
	while (out->n > 0 && out->p[out->n - 1] == '\n')
		out->n--;
}

static void
put_dry_run(struct buf *out, const struct asked *a)
{
	buf_printf(out, "%s of %.*s", approval_rule(a->act)->name,
	    (int)a->subject.n, a->subject.p);
	if (is_of_case(a->act))
		buf_str(out, "\n(what it says is not for mail: the command "
		    "shows it)");
	else
		put_shown(out, a->shown);
}

static int
queue(struct vault *v, enum notice_event event, const struct asked *a,
    bool done, struct span dry_run, int64_t at_s)
{
	struct notice_new n = { .event = event, .about = a->id,
		.bulletin = a->id, .due_s = at_s };
	char term[OUT_MOMENT_LEN];

	out_moment(term, a->expires_s, at_s);
	n.facts[NOTICE_REQUEST] = span_str(a->id);
	n.facts[NOTICE_WHO] = roll_short(v, span_str(a->asker.name));
	n.facts[NOTICE_WHY] = is_of_case(a->act) ?
	    SPAN("what the case says") : a->reason.n > 0 ? a->reason :
	    SPAN("no reason was given");
	n.facts[NOTICE_TERM] = span_str(term);
	n.facts[NOTICE_DRY_RUN] = dry_run;
	n.facts[NOTICE_OTHERWISE] = done ? SPAN("It is done already, and is "
	    "undone then unless somebody signs.") : SPAN("It expires then, "
	    "and nothing happens, unless enough sign.");
	return notice_own(v, &n);
}

void
told_asked(struct vault *v, const struct asked *a, bool done,
    const char *not_for)
{
	int64_t good_for_s = a->expires_s - a->asked_s;
	int64_t late_s = a->expires_s - (good_for_s > AHEAD_S ? AHEAD_S :
	    AHEAD_SHORT_S);
	struct buf dry_run;
	int code;

	if (not_for != NULL)
		return;
	buf_init(&dry_run, 2 * (size_t)DRY_RUN_MAX);
	put_dry_run(&dry_run, a);
	code = buf_err(&dry_run) == TT_OK ? queue(v, NOTICE_APPROVAL, a,
	    done, buf_view(&dry_run), a->asked_s) : CLI_TROUBLE;
	if (code == CLI_DONE && notice_own_address(v))
		code = queue(v, NOTICE_APPROVAL_EXPIRING, a,
		    done, buf_view(&dry_run), late_s);
	buf_done(&dry_run);
	if (code != CLI_DONE)
		say_warn("nobody, or not everybody, is told of request %s by "
		    "mail", a->id);
}

enum tt_err
told_over(struct vault *v, const char *id)
{
	int64_t now_s = clock_now();
	enum tt_err e;

	if ((e = vault_notice_cancel(v->db, NOTICE_APPROVAL, id, now_s)) !=
	    TT_OK)
		return e;
	return vault_notice_cancel(v->db, NOTICE_APPROVAL_EXPIRING, id,
	    now_s);
}
