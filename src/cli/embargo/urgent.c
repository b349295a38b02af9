/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "cli/embargo/act.h"
#include "cli/embargo/hub.h"
#include "cli/embargo/urgent.h"
#include "cli/say.h"
#include "store/vault_embargo.h"

static void
tell(const struct delivery *d, struct buf *out)
{
	buf_printf(out, "%s, %s: %zu copies at %zu holders are published at "
	    "once\nmarks as they were proposed: nobody need have read them\n"
	    "a batch is cut now; witnesses have %d seconds\n"
	    "every finding about it says so\n", d->record->id,
	    d->record->name, d->copies - 1, d->holders - 1,
	    URGENT_WITNESSES_S);
}

static int
ask(struct delivery *d)
{
	struct act *a = calloc(1, sizeof(*a));
	struct request_made made;
	int code;

	if (a == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot publish");
	act_begin(a, d->v, APPROVAL_URGENT, d->record->id, "urgent");
	act_put_str(a, "sealing", d->record->sealing);
	tell(d, &a->shown);
	if ((code = act_ask(a, &made)) == CLI_DONE)
		code = request_said(d->v, &a->ask, &made);
	act_done(a);
	free(a);
	return code;
}

int
urgent_ask(struct delivery *d)
{
	struct vault_haste h;
	int code;
	enum tt_err e;

	e = vault_haste_get(d->v->db, d->record->sealing, &h);
	if (e == TT_OK)
		return CLI_DONE;
	if (e != TT_ENOENT)
		return say_err(e, NULL, "cannot read how %s is published",
		    d->record->name);
	if ((code = vault_greet(d->v)) != CLI_DONE)
		return code;
	return ask(d);
}

int
urgent_apply(struct vault *v, const struct request_done *r)
{
	struct vault_haste h = { .at_s = r->at_s };
	char sealing[VAULT_BULLETIN_LEN + 1];
	enum tt_err e;

	if (!act_get_str(r->effect, "sealing", sealing, sizeof(sealing)))
		return act_unclear(r);
	snprintf(h.officers, sizeof(h.officers), "%s", r->officers);
	if ((e = vault_haste_add(v->db, sealing, &h)) != TT_OK)
		return say_err(e, NULL, "cannot note that %s is urgent",
		    r->subject);
	return CLI_DONE;
}

int
urgent_cut(struct delivery *d)
{
	bool cut = false;
	int code;

	if ((code = hub_cut_batch(d->hub, &cut)) != CLI_DONE)
		return code;
	if (cut)
		d->wait_s = URGENT_WITNESSES_S;
	else
		say_note(d->v->cli, "this hub cuts no batch early: the next "
		    "one is waited for");
	return CLI_DONE;
}
