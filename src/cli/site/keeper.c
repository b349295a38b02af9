/* SPDX-License-Identifier: ISC */
/* keeper - the verbs about who holds shares, and the list of them. */
#include <stdio.h>

#include "cli/out.h"
#include "cli/say.h"
#include "cli/site/verbs.h"
#include "cli/vault.h"
#include "cli/wavekey.h"

static const struct opt opts[] = {
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "keeper list",
	.args = "",
	.examples = {
		{ "keeper list", "who gets shares of what is sealed from now "
		    "on" },
		{ "keeper list --json", "the same for a program" },
	},
	.opts = opts,
	.notes = "A wave that is sealed already stays with the keepers that "
	    "it was sealed for.",
};

static const struct out_column cols[] = {
	{ "number", "number", OUT_NUMBER },
	{ "recipient", "shares are sealed to", OUT_TEXT },
	{ "key", "signs with", OUT_TEXT },
};

static void
put_row(struct out_table *t, unsigned number, const char *row)
{
	struct span rest = span_str(row), word;

	out_int(t, number);
	(void)span_word(&rest, ' ', &word);
	(void)span_word(&rest, ' ', &word);
	out_span(t, word);
	out_span(t, rest);
}

static int
list(struct vault *v)
{
	struct wavekey_keepers k;
	struct out_table *t;
	struct json_out *j;
	enum tt_err e;
	int code;

	if ((e = wavekey_keepers(&v->conf, &k)) != TT_OK)
		return say_err(e, NULL, "cannot read the keepers in "
		    "%s/telltale.conf", v->dir);
	t = out_table_new(v->cli, "telltale-keepers/1", "keepers", cols,
	    N_ROWS(cols));
	if ((j = out_table_head(t)) != NULL) {
		json_out_key(j, "threshold");
		json_out_u64(j, k.k);
	}
	for (unsigned i = 0; i < k.n; i++)
		put_row(t, i + 1, conf_nth(&v->conf, "keeper", i));
	if ((code = out_table_end(t)) == CLI_DONE)
		say_note(v->cli, "%u of %u open a wave, and a later instant "
		    "holds once %u have confirmed it", k.k, k.n,
		    k.n - k.k + 1);
	return code;
}

int
verb_keeper_list(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = list(&v);
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "add", "one more keeper, or another in the place of one",
	    verb_keeper_add },
	{ "list", "who gets shares, and how many open a wave",
	    verb_keeper_list },
	{ NULL, NULL, NULL },
};

int
verb_keeper(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "keeper", verbs, argc, argv);
}
