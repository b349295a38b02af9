/* SPDX-License-Identifier: ISC */
/* notices send - hands what is due to the mail server. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/remind.h"
#include "cli/post/letter.h"
#include "cli/post/message.h"
#include "cli/post/notice.h"
#include "cli/post/smtp.h"
#include "cli/say.h"

static const struct opt opts[] = {
	{ "smtp", 0, OPT_VALUE, "URL",
	    "the server, smtp://HOST:PORT or smtps://; else mail-smtp" },
	{ "from", 0, OPT_VALUE, "ADDRESS", "who sends; else mail-from" },
	{ "auth", 0, OPT_VALUE, "FILE",
	    "two lines, name and password; else mail-auth" },
	{ "dry-run", 'n', OPT_FLAG, NULL, "only say what is due" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "notices send",
	.args = "",
	.examples = {
		{ "notices send", "send what is due, as telltale.conf says" },
		{ "notices send --smtp smtps://mail.example "
		    "--from psirt@example.com", "by another server" },
	},
	.opts = opts,
	.notes = "To be run every minute, by a timer. What is not taken is "
	    "tried again for a day,\nless and less often, then it is failed: "
	    "see notices list. Exit 75: something waits\nfor the server; 1: "
	    "something failed for good.",
};

struct sending {
	struct vault *v;
	const char *from;
	struct smtp smtp;
	int64_t now_s;
	uint64_t n[NOTICE_TRIES];	/* by what became of the tries */
	uint64_t failed;		/* of these: given up */
	uint64_t due;
};

/* May the reader still have it?  Only what bids them open something asks. */
static int
is_wanted(struct sending *s, const struct vault_notice *n, bool *yes)
{
	struct vault_reader r;
	struct vault_partner p;
	enum tt_err e;

	*yes = true;
	if (n->reader[0] == '\0' || (n->event != NOTICE_INVITATION &&
	    n->event != NOTICE_OPEN && n->event != NOTICE_REVISED))
		return CLI_DONE;
	if ((e = vault_reader_get(s->v->db, span_str(n->reader), &r)) ==
	    TT_OK)
		e = vault_partner_get(s->v->db, span_str(r.partner), &p);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read whom notice %lld is for",
		    (long long)n->n);
	*yes = r.state == READER_ACTIVE &&
	    partner_state_now(&p) == PARTNER_APPROVED;
	return CLI_DONE;
}

static enum notice_try
hand_over(struct sending *s, const struct vault_notice *n,
    char error[SMTP_ERROR_MAX])
{
	const struct message m = { .from = s->from, .to = n->address,
		.subject = n->subject, .id = n->message,
		.origin = vault_origin(s->v), .date_s = n->due_s,
		.text = n->text };
	enum notice_try t = NOTICE_NEVER;
	struct buf b;
	enum tt_err e;

	buf_init(&b, MESSAGE_MAX);
	if ((e = message_write(&m, &b)) != TT_OK)
		snprintf(error, SMTP_ERROR_MAX, "no mail can be made of it: "
		    "%s", tt_err_text(e));
	else
		t = smtp_send(&s->smtp, s->from, n->address, buf_view(&b),
		    error);
	buf_done(&b);
	return t;
}

/* What came of it is durable before the next one is tried. */
static int
note(struct sending *s, struct vault_notice *n, enum notice_try t,
    const char *error)
{
	enum tt_err e;

	n->tries++;
	if (n->first_s == 0)
		n->first_s = s->now_s;
	n->state = notice_tried(t, n->tries, n->first_s, s->now_s,
	    &n->next_s);
	if (n->state != NOTICE_WAITING)
		n->ended_s = s->now_s;
	snprintf(n->error, sizeof(n->error), "%s", error);
	s->n[t]++;
	s->failed += n->state == NOTICE_FAILED;
	if ((e = vault_notice_set(s->v->db, n)) == TT_OK)
		return CLI_DONE;
	return say_err(e, "it may be sent once more, under the same "
	    "Message-ID", "cannot note what became of notice %lld",
	    (long long)n->n);
}

static int
send_one(struct sending *s, struct vault_notice *n)
{
	char error[SMTP_ERROR_MAX] = "";
	enum notice_try t = NOTICE_OBSOLETE;
	bool wanted;
	int code;

	if ((code = is_wanted(s, n, &wanted)) != CLI_DONE)
		return code;
	if (wanted)
		t = hand_over(s, n, error);
	else
		snprintf(error, sizeof(error), "the reader is not active, or "
		    "the partner not approved, by now");
	if (error[0] != '\0')
		say_warn("notice %lld: %s", (long long)n->n, error);
	return note(s, n, t, error);
}

static int
send_all(struct sending *s, bool dry_run)
{
	struct vault_notice n = { .n = 0 };
	int64_t after = 0;
	enum tt_err e;
	int code = CLI_DONE;

	for (; code == CLI_DONE; after = n.n) {
		e = vault_notice_due(s->v->db, after, s->now_s, &n);
		if (e == TT_ENOENT)
			return CLI_DONE;
		if (e != TT_OK)
			return say_err(e, NULL, "cannot read the notices");
		s->due++;
		if (!dry_run)
			code = send_one(s, &n);
		/* the others keep their tries for when it is there */
		if (s->smtp.away)
			break;
	}
	return code;
}

static int
said(const struct sending *s)
{
	struct out_json o;

	if (s->v->cli->json) {
		out_json_begin(&o, "telltale-notices-send/1");
		put_u64(o.j, "due", s->due);
		put_u64(o.j, "sent", s->n[NOTICE_TAKEN]);
		put_u64(o.j, "wait", s->n[NOTICE_LATER]);
		put_u64(o.j, "failed", s->failed);
		put_u64(o.j, "dropped", s->n[NOTICE_OBSOLETE]);
		return out_json_end(&o);
	}
	out_line("%llu due, %llu sent", (unsigned long long)s->due,
	    (unsigned long long)s->n[NOTICE_TAKEN]);
	return CLI_DONE;
}

static const char *
setting(const struct sending *s, const struct opt_values *o,
    const char *name, const char *key)
{
	const char *given = opt_value(opts, o, name);

	return given != NULL ? given : conf_get(&s->v->conf, key);
}

/*
 * What came, and what is due to be public, is told with what waits; a hub that
 * is away, or keys that need typing, are no reason to keep that back.
 */
static int
visit(struct vault *v)
{
	struct letter_waits w;
	int code;

	if (!vault_officer_at_hand(v))
		return CLI_DONE;
	if ((code = vault_greet(v)) == CLI_DONE && !v->away &&
	    letter_visit(v, &w) != CLI_DONE)
		say_warn("letters could not be taken in: telltale letter "
		    "list");
	return code == CLI_ALARM ? code : CLI_DONE;
}

static int
run(struct sending *s, const struct opt_values *o)
{
	const char *url = setting(s, o, "smtp", NOTICE_CONF_SMTP);
	bool dry_run = opt_set(opts, o, "dry-run");
	int code, visited;

	s->from = setting(s, o, "from", NOTICE_CONF_FROM);
	if (!dry_run && (url == NULL || s->from == NULL ||
	    !message_address_ok(s->from)))
		return say_fail(CLI_USAGE, "--smtp and --from, or mail-smtp "
		    "and mail-from in the vault's telltale.conf", "notices "
		    "send: no server, or no good address to send from");
	if (!dry_run && (code = smtp_open(&s->smtp, url, setting(s, o,
	    "auth", NOTICE_CONF_AUTH))) != CLI_DONE)
		return code;
	visited = dry_run ? CLI_DONE : visit(s->v);
	s->now_s = clock_now();
	if (!dry_run)
		remind_partners(s->v, s->now_s);
	if ((code = send_all(s, dry_run)) != CLI_DONE ||
	    (code = said(s)) != CLI_DONE)
		return code;
	if (visited != CLI_DONE || s->failed > 0)
		return visited != CLI_DONE ? visited : CLI_NO;
	return s->n[NOTICE_LATER] > 0 ? CLI_LATER : CLI_DONE;
}

int
verb_notices_send(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct sending s = { .v = &v };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE)
		code = run(&s, &o);
	smtp_close(&s.smtp);
	vault_close(&v);
	return code;
}
