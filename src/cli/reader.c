/* SPDX-License-Identifier: ISC */
/* reader - the vendor's verbs about readers; here: list. */
#include <string.h>

#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/revoke.h"
#include "cli/people/verbs.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "store/vault_standing.h"
#include "telltale/reader_id.h"

static const struct opt opts[] = { CLI_OPTS };

static const struct usage usage = {
	.verb = "reader list",
	.args = "[PARTNER]",
	.examples = {
		{ "reader list", "all readers, their state and fingerprint" },
		{ "reader list kiyokawa --json",
		    "those of one partner, for a script" },
	},
	.opts = opts,
	.args_max = 1,
};

static const struct out_column cols[] = {
	{ "id", "reader", OUT_TEXT },
	{ "partner", "partner", OUT_TEXT },
	{ "name", "name", OUT_TEXT },
	{ "email", "address", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
	{ "fingerprint", "fingerprint", OUT_TEXT },
	{ "role", "role", OUT_TEXT },
	{ "answers", "who answers", OUT_TEXT },
};

struct list {
	struct vault *v;
	struct out_table *t;
};

static enum tt_err
list_one(void *ctx, const struct vault_reader *r)
{
	char print[TT_FINGERPRINT_LEN + 1];
	const struct list *l = ctx;
	struct out_table *t = l->t;
	struct vault_role role;
	bool owed;
	enum tt_err e;

	if ((e = vault_role_get(l->v->db, r->id, &role)) != TT_OK ||
	    (e = people_revoke_owed(l->v, r, &owed)) != TT_OK)
		return e;
	out_str(t, r->id);
	out_str(t, r->partner);
	out_str(t, r->name);
	out_str(t, r->email);
	/* by an admin of its own: no officer has said so in the ledger */
	out_str(t, owed ? "stopped" : reader_state_text(r->state));
	if (r->keyed) {
		tt_fingerprint(print, r->key);
		out_str(t, print);
	} else
		out_none(t);
	out_str(t, role.answers[0] != '\0' ? "machine" : role.admin ? "admin" :
	    "reader");
	out_str(t, role.answers[0] != '\0' ? role.answers : NULL);
	return TT_OK;
}

static int
list(struct vault *v, const char *partner)
{
	struct list l = { .v = v };
	struct vault_partner p;
	enum tt_err e;
	int code;

	if (partner != NULL &&
	    (code = partner_get(v, partner, &p)) != CLI_DONE)
		return code;
	l.t = out_table_new(v->cli, "telltale-reader-list/1", "readers", cols,
	    N_ROWS(cols));
	if ((e = vault_reader_each(v->db, partner, list_one, &l)) != TT_OK) {
		out_table_drop(l.t);
		return partner_cannot(v, e, "list the readers");
	}
	return out_table_end(l.t);
}

static int
reader_list(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE)
		code = list(&v, o.n_args > 0 ? o.args[0] : NULL);
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "add", "invite readers", verb_reader_add },
	{ "confirm", "complete what readers began by joining",
	    verb_reader_confirm },
	{ "list", "all readers, or those of one partner", reader_list },
	{ "role", "who is admin, who answers for a machine",
	    verb_reader_role },
	{ "revoke", "the end of a reader's keys", verb_reader_revoke },
	{ "lost", "keys that are gone: revoked, to be made anew",
	    verb_reader_lost },
	{ NULL, NULL, NULL },
};

int
verb_reader(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "reader", verbs, argc, argv);
}
