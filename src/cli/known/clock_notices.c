/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/known/alerts.h"
#include "cli/known/clock_notices.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/post/notice.h"
#include "cli/say.h"

#define LINES_MAX	4096	/* bytes of all deadlines */

struct running {
	struct vault_clock c;
	int64_t due_s;
};

struct telling {
	struct vault *v;
	const char *subject;
	int64_t now_s;
	struct running at[OWN_DUTY_STAGES];	/* by stage */
	size_t n;
	char tag[VAULT_BULLETIN_LEN + 1];
};

/* What notices of a subject have for a bulletin's id. */
static void
tag_of(const char *subject, char tag[VAULT_BULLETIN_LEN + 1])
{
	struct span s = span_str(subject);
	struct hash h;

	(void)span_skip(&s, "case:");
	if (span_copy(s, tag, VAULT_BULLETIN_LEN + 1) == TT_OK)
		return;
	sha256(h.b, s.p, s.n);
	hex_encode(tag, h.b, VAULT_BULLETIN_LEN / 2);
}

static enum tt_err
find_running(struct telling *t)
{
	char name[ALERTS_NAME_MAX];
	enum tt_err e;

	for (size_t i = 0; i < OWN_DUTY_STAGES; i++) {
		struct running *r = &t->at[t->n];

		e = vault_clock_last(t->v->db, t->subject, i, &r->c);
		if (e == TT_ENOENT || (e == TT_OK &&
		    r->c.state != OWN_DUTY_OPEN))
			continue;
		if (e != TT_OK || (e = alerts_clock(t->v->db, &r->c,
		    t->now_s, true, name, &r->due_s)) != TT_OK)
			return e;
		t->n += r->due_s == OWN_DUTY_NEVER || r->due_s > t->now_s;
	}
	return TT_OK;
}

/* As somebody reads it at at_s.  No name of anything: mail is read. */
static void
put_deadline(struct buf *out, const struct running *r, int64_t at_s)
{
	const struct own_duty_stage *s = &own_duty_stages[r->c.stage];
	char due[OUT_MOMENT_LEN];

	if (r->due_s == OWN_DUTY_NEVER)
		snprintf(due, sizeof(due), "once there is a fix");
	else
		out_moment(due, r->due_s, at_s);
	if (out->n > 0)
		buf_str(out, "\n\n");
	buf_printf(out, "%s, %s: %s\n  what: %s\n  where: %s", s->duty,
	    s->stage, due, s->what, s->recipient);
}

/* One notice about n of them, for at_s. */
static int
queue(struct telling *t, const char *about, const struct running *r, size_t n,
    int64_t at_s)
{
	char when[OUT_MOMENT_LEN];
	struct notice_new x = { .event = NOTICE_VENDOR_CLOCK, .about = about,
		.bulletin = t->tag, .due_s = at_s };
	struct buf lines;
	enum tt_err e;
	int code;

	buf_init(&lines, LINES_MAX);
	for (size_t i = 0; i < n; i++)
		put_deadline(&lines, &r[i], at_s);
	out_moment(when, r->c.aware_s, at_s);
	x.facts[NOTICE_WHEN] = span_str(when);
	x.facts[NOTICE_DEADLINES] = buf_view(&lines);
	code = (e = buf_err(&lines)) == TT_OK ? notice_own(t->v, &x) :
	    partner_cannot(t->v, e, "queue a notice");
	buf_done(&lines);
	return code;
}

static int
queue_begun(struct telling *t)
{
	char about[VAULT_SUBJECT_MAX + 32];

	snprintf(about, sizeof(about), "%s aware %lld", t->subject,
	    (long long)t->at[0].c.aware_s);
	return queue(t, about, t->at, t->n, t->now_s);
}

static int
queue_reminder(struct telling *t, const struct running *r)
{
	char about[VAULT_SUBJECT_MAX + 64];
	int64_t at_s;

	if (r->due_s == OWN_DUTY_NEVER)
		return CLI_DONE;
	at_s = own_duty_remind(&own_duty_stages[r->c.stage], r->due_s);
	snprintf(about, sizeof(about), "%s stage %zu due %lld", t->subject,
	    r->c.stage, (long long)r->due_s);
	return queue(t, about, r, 1, at_s > t->now_s ? at_s : t->now_s);
}

int
clock_notices(struct vault *v, const char *subject)
{
	struct telling t = { .v = v, .subject = subject,
		.now_s = clock_now() };
	enum tt_err e;
	int code;

	tag_of(subject, t.tag);
	if ((e = find_running(&t)) != TT_OK)
		return partner_cannot(v, e, "read our own clocks");
	if ((code = notice_cancel(v, NOTICE_VENDOR_CLOCK, t.tag)) !=
	    CLI_DONE || t.n == 0)
		return code;
	code = queue_begun(&t);
	/* without addresses there is nobody to remind: that is said once */
	for (size_t i = 0; i < t.n && code == CLI_DONE &&
	    notice_own_address(v); i++)
		code = queue_reminder(&t, &t.at[i]);
	return code;
}

int
clock_notices_letter(struct vault *v, int64_t n, int64_t aware_s)
{
	char subject[32];
	struct telling t = { .v = v, .subject = subject,
		.now_s = clock_now() };

	if (!notice_own_address(v))
		return CLI_DONE;
	snprintf(subject, sizeof(subject), "letter %lld", (long long)n);
	tag_of(subject, t.tag);
	for (size_t i = 0; i < OWN_DUTY_STAGES; i++) {
		struct running *r = &t.at[t.n++];

		r->c.stage = i;
		r->c.aware_s = aware_s;
		r->due_s = own_duty_due(&own_duty_stages[i], aware_s,
		    OWN_DUTY_NEVER);
	}
	return queue_begun(&t);
}

void
clock_notices_moved(struct vault *v, const char *bulletin)
{
	if (clock_notices(v, bulletin) != CLI_DONE)
		say_warn("mail about our own deadlines of %s was not put "
		    "right", bulletin);
}
