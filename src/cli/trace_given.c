/* SPDX-License-Identifier: ISC */
/* trace_given - weighing what was read before: --read. */
#include <stdlib.h>

#include "cli/say.h"
#include "cli/trace.h"
#include "store/vault_ledger.h"

static int
refuse(const struct traces *all, enum tt_err e, const struct json_diag *diag)
{
	const char *path = all->specimen.file[0].path;

	if (e == TT_ENOMEM)
		return say_err(e, NULL, "cannot use %s", path);
	return say_fail(CLI_TROUBLE, "nothing was logged and no row looked at; "
	    "telltale trace --observations writes such a file", "%s:%d: %s",
	    path, diag->line, diag->text);
}

int
trace_take(struct traces *all, const char *path)
{
	struct json_diag diag;
	struct given read;
	int code;
	enum tt_err e;

	if ((code = specimen_read_raw(&all->specimen, path)) != CLI_DONE)
		return code;
	if ((e = given_parse(&read, buf_view(&all->specimen.file[0].raw),
	    &diag)) != TT_OK)
		return refuse(all, e, &diag);
	if ((all->given = malloc(sizeof(read))) == NULL) {
		given_done(&read);
		return say_err(TT_ENOMEM, NULL, "cannot use %s", path);
	}
	*all->given = read;
	return CLI_DONE;
}

int
trace_give(struct traces *all, const struct vault *v)
{
	struct tracing *t = all->at[0];
	struct given_frame f = { .epsilon = t->epsilon,
		.site = t->showing.site, .n_slots = t->showing.n_slots };
	struct tt_observations *o = NULL;
	struct json_diag diag;
	unsigned last = 0;
	enum tt_err e;

	if (t->lab == NULL) {
		if ((e = vault_observed_last(v->db, t->sealed->record.id,
		    &last)) != TT_OK)
			return say_err(e, NULL,
			    "cannot read what was observed");
		f.next = (uint64_t)last + 1;
	}
	if ((e = given_check(all->given, &f, &diag)) != TT_OK)
		return refuse(all, e, &diag);
	if ((e = tt_observations_new(&o, all->given->list->at,
	    all->given->list->n)) != TT_OK)
		return say_err(e, NULL, "cannot use %s",
		    all->specimen.file[0].path);
	showing_give(&t->showing, o);
	t->t = all->given->t;
	return CLI_DONE;
}
