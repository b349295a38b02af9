/* SPDX-License-Identifier: ISC */
/* What the vault's own records wait for. */
#include "cli/people/remind.h"
#include "cli/post/outlook.h"
#include "store/vault_letter.h"
#include "store/vault_outlook.h"

#define MAIL_LATE_S	900	/* due, and nobody has run `notices send` */

void
looking_cannot(struct looking *l, enum tt_err e, const char *what)
{
	outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME, "vault check",
	    "%s: %s", what, tt_err_text(e));
}

/* "3 readers joined ...", if there are any. */
static void
some(struct looking *l, enum outlook_kind kind, int64_t n, const char *noun,
    const char *rest, const char *next)
{
	if (n > 0)
		outlook_add(l->out, kind, OUTLOOK_NO_TIME, next, "%lld %s%s "
		    "%s", (long long)n, noun, n == 1 ? "" : "s", rest);
}

static void
look_at_letters(struct looking *l)
{
	int64_t n = 0, oldest_s = 0;
	enum tt_err e;

	if ((e = vault_letter_open(l->v->db, &n, &oldest_s)) != TT_OK)
		looking_cannot(l, e, "the vault's letters");
	else if (n > 0)
		outlook_add(l->out, OUTLOOK_DUE, oldest_s, "letter list",
		    "%lld letter%s that wait for an answer, the first since",
		    (long long)n, n == 1 ? "" : "s");
}

void
look_at_records(struct looking *l)
{
	struct vault_outlook o;
	enum tt_err e;

	if ((e = vault_outlook_get(l->v->db, l->now_s, &o)) != TT_OK) {
		looking_cannot(l, e, "the vault's records");
		return;
	}
	some(l, l->reached ? OUTLOOK_FAILING : OUTLOOK_DUE, o.waiting,
	    "statement", "that the ledger does not have yet", "vault check");
	some(l, OUTLOOK_DUE, o.joined, "reader",
	    "joined, to be confirmed", "reader confirm");
	some(l, OUTLOOK_DUE, o.vetting, "partner",
	    "applied or in vetting", "partner list");
	some(l, OUTLOOK_SILENT, o.lapsed, "invitation",
	    "ended unused", "reader list");
	some(l, OUTLOOK_SILENT, o.silent, "approved partner",
	    "in which nobody has keys", "partner list");
	look_at_letters(l);
}

/* What time alone has brought is told once the officer's key is at hand. */
static void
look_at_unsigned(struct looking *l)
{
	size_t n = 0;
	enum tt_err e;

	if (vault_officer_at_hand(l->v))
		return;
	if ((e = remind_lacks(l->v, l->now_s, &n)) != TT_OK)
		looking_cannot(l, e, "whom to tell what is due");
	else if (n > 0)
		outlook_add(l->out, OUTLOOK_DUE, OUTLOOK_NO_TIME,
		    "status --fetch", "%zu notice%s to partners, of what "
		    "ended or is due, wait%s for the officer's key", n,
		    n == 1 ? "" : "s", n == 1 ? "s" : "");
}

void
look_at_mail(struct looking *l)
{
	struct vault_mail m;
	enum tt_err e;

	if ((e = vault_mail_count(l->v->db, l->now_s, &m)) != TT_OK) {
		looking_cannot(l, e, "the queue of notices");
		return;
	}
	look_at_unsigned(l);
	some(l, OUTLOOK_FAILING, m.failing, "notice",
	    "the mail server does not take", "notices list --failed");
	some(l, OUTLOOK_FAILING, m.failed, "notice", "given up",
	    "notices list --failed");
	if (m.waiting > m.failing && l->now_s - m.oldest_s > MAIL_LATE_S)
		outlook_add(l->out, OUTLOOK_DUE, m.oldest_s, "notices send",
		    "%lld notice%s to be sent",
		    (long long)(m.waiting - m.failing),
		    m.waiting - m.failing == 1 ? "" : "s");
}
