/* SPDX-License-Identifier: ISC */
/* vault officers - who shares the vault, and whose private keys are in it. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/out.h"
#include "cli/say.h"
#include "cli/team/officers.h"
#include "cli/team/own_keys.h"
#include "store/vault_team.h"

static const struct opt opts[] = {
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "vault officers",
	.args = "",
	.examples = {
		{ "vault officers", "list officers and counsel" },
		{ "vault officers --json", "the same for a program" },
	},
	.opts = opts,
};

static const struct out_column cols[] = {
	{ "name", "name", OUT_TEXT },
	{ "role", "role", OUT_TEXT },
	{ "fingerprint", "fingerprint", OUT_TEXT },
	{ "since", "since", OUT_TEXT },
	{ "here", "private keys here", OUT_TEXT },
};

static const char *
role_text(const struct approval_person *p)
{
	return !p->officer ? "counsel" : p->counsel ? "officer and counsel" :
	    "officer";
}

static int
put_row(struct out_table *t, const struct vault *v, const struct roll *p,
    const struct lineup_officer *o)
{
	char fingerprint[TT_FINGERPRINT_LEN + 1], keys[FILE_PATH_MAX];
	struct approval_person who = { .officer = false };
	struct tt_vkey key;
	enum tt_err e;

	e = roll_find(p, v->db, span_str(o->sign.name), NULL, &who, &key);
	if (e != TT_OK && e != TT_ENOENT)
		return say_err(e, NULL, "cannot read who enrolled %s",
		    o->name);
	officers_fingerprint(o, fingerprint);
	vault_path(v, "keys", keys);
	out_str(t, o->name);
	out_str(t, e == TT_ENOENT ? "none" : role_text(&who));
	out_str(t, fingerprint);
	if (who.enrolled_s == 0)
		out_str(t, "the first list");
	else
		out_instant(t, who.enrolled_s);
	out_bool(t, own_keys_here(keys, o->name));
	return CLI_DONE;
}

static int
list(struct vault *v)
{
	struct out_table *t;
	struct lineup_file *l;
	struct roll p;
	int code;

	if ((code = vault_line_up(v, &l)) != CLI_DONE)
		return code;
	if ((code = roll_load(v, &p)) != CLI_DONE) {
		free(l);
		return code;
	}
	t = out_table_new(v->cli, "telltale-vault-officers/1", "officers",
	    cols, N_ROWS(cols));
	for (size_t i = 0; i < l->n && code == CLI_DONE; i++)
		code = put_row(t, v, &p, &l->of[i]);
	if (code == CLI_DONE)
		code = out_table_end(t);
	else
		out_table_drop(t);
	roll_done(&p);
	free(l);
	return code;
}

int
verb_vault_officers(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_READ,
	    opt_value(opts, &o, "passphrase-file"));
	if (code == CLI_DONE)
		code = list(&v);
	vault_close(&v);
	return code;
}
