/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/people/staff.h"
#include "cli/say.h"
#include "programme/agreement.h"
#include "telltale/manifest.h"

#define STAFF_MAX	10000

static int
draw_id(struct vault *v, const char *kind, char out[VAULT_ID_MAX + 1])
{
	struct vault_partner p;
	enum tt_err e;

	for (unsigned n = 1; n < STAFF_MAX; n++) {
		snprintf(out, VAULT_ID_MAX + 1, "%s-%u", kind, n);
		e = vault_partner_get(v->db, span_str(out), &p);
		if (e == TT_ENOENT)
			return CLI_DONE;
		if (e != TT_OK)
			return partner_cannot(v, e, "read the partners");
	}
	return say_fail(CLI_USAGE, NULL, "no id %s-N is free", kind);
}

/* A record that is there, of one who may have readers. */
static int
check_known(struct vault *v, const char *id)
{
	struct people_change c;
	int code;

	if ((code = people_load(v, id, &c)) != CLI_DONE)
		return code;
	if (!c.s.staff)
		return say_fail(CLI_USAGE, NULL, "'%s' is a partner, and none "
		    "of the staff", id);
	return CLI_DONE;
}

static int
admit(struct vault *v, const char *id, const char *name, bool party)
{
	struct people_change c = { .new = true, .was = PARTNER_APPLIED };
	const struct people_ask ask = { .act = APPROVAL_ADMIT, .subject = id,
		.change = &c, .n = 1 };
	const struct request_new n = { .act = ask.act, .subject = id };
	struct request_made made;
	int code;

	snprintf(c.p.id, sizeof(c.p.id), "%s", id);
	snprintf(c.p.name, sizeof(c.p.name), "%s", name);
	snprintf(c.p.tier, sizeof(c.p.tier), "%s",
	    party ? PARTY_TIER : STAFF_TIER);
	snprintf(c.p.agreement, sizeof(c.p.agreement), "%s",
	    party ? AGREEMENT_PARTY : AGREEMENT_STAFF);
	partner_draw_ref(&c.p);
	c.p.state = PARTNER_APPROVED;
	c.p.ends_s = PARTNER_NO_END;
	c.p.since_s = c.p.signed_s = clock_now();
	c.s.staff = !party;
	c.s.party = party;
	if ((code = people_ask(v, &ask, &made)) != CLI_DONE ||
	    (code = vault_post(v)) != CLI_DONE)
		return code;
	return request_said(v, &n, &made);
}

int
staff_admit(struct vault *v, const char *id, const char *name,
    char out[VAULT_ID_MAX + 1])
{
	struct vault_partner p;
	enum tt_err e;
	int code;

	if (id != NULL && !tt_id_ok(span_str(id)))
		return say_fail(CLI_USAGE, NULL, "reader add: '%s' is no id",
		    id);
	if (id == NULL)
		code = draw_id(v, STAFF_TIER, out);
	else {
		snprintf(out, VAULT_ID_MAX + 1, "%s", id);
		e = vault_partner_get(v->db, span_str(id), &p);
		if (e == TT_OK)
			return check_known(v, id);
		code = e == TT_ENOENT ? CLI_DONE :
		    partner_cannot(v, e, "read the partners");
	}
	return code == CLI_DONE ? admit(v, out, name, false) : code;
}

struct same_name {
	const char *name;
	char *id;
};

static enum tt_err
take_same(void *ctx, const struct vault_partner *p)
{
	struct same_name *s = ctx;

	if (s->id[0] == '\0' && p->state == PARTNER_APPROVED &&
	    strcmp(p->name, s->name) == 0)
		memcpy(s->id, p->id, sizeof(p->id));
	return TT_OK;
}

int
party_admit(struct vault *v, const char *name, char out[VAULT_ID_MAX + 1])
{
	struct same_name s = { name, out };
	enum tt_err e;
	int code;

	out[0] = '\0';
	if ((e = vault_party_each(v->db, take_same, &s)) != TT_OK)
		return partner_cannot(v, e, "read the parties");
	if (out[0] != '\0')
		return CLI_DONE;
	code = draw_id(v, PARTY_TIER, out);
	return code == CLI_DONE ? admit(v, out, name, true) : code;
}
