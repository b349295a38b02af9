/* SPDX-License-Identifier: ISC */
/*
 * vault officer-key - the keys of an officer who is to come, made on their
 * own machine; vault hand-over - those that were made for them by init.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "cli/clock.h"
#include "cli/keyfile.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/team/officers.h"
#include "cli/team/own_keys.h"

static const struct opt key_opts[] = {
	{ "origin", 0, OPT_VALUE, "ORIGIN",
	    "of the programme: its hub without https://" },
	{ "output", 'o', OPT_VALUE, "DIR", "a new folder for the keys" },
	PASSPHRASE_NEW_OPTS,
	CLI_OPTS
};

static const struct usage key_usage = {
	.verb = "vault officer-key",
	.args = "NAME",
	.examples = {
		{ "vault officer-key ben --origin psirt.example.com -o ben",
		    "make ben's keys, on ben's machine" },
		{ "vault add-officer ben.public --yes='21b4 e0f4 ...'",
		    "what somebody who has the vault does with the public "
		    "half" },
	},
	.opts = key_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Writes officer-NAME.key and officer-NAME.sign, which stay "
	    "there, and NAME.public,\nwhich goes to an officer. Prints the "
	    "fingerprint: read it to them.",
};

static const struct opt over_opts[] = {
	{ "output", 'o', OPT_VALUE, "DIR", "a new folder for the keys" },
	CLI_OPTS
};

static const struct usage over_usage = {
	.verb = "vault hand-over",
	.args = "NAME",
	.examples = {
		{ "vault hand-over ben -o /media/stick/ben",
		    "move ben's private keys out of this vault" },
		{ "vault restore vault.age psirt -i ben/officer-ben.key",
		    "what ben does with them and a backup" },
	},
	.opts = over_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Removing a file does not wipe a disk: a key that was never "
	    "here is better. Keys\nmade by telltale vault officer-key are "
	    "such.",
};

static int
new_folder(const char *dir, const char *verb)
{
	enum tt_err e;

	if (dir == NULL)
		return say_fail(CLI_USAGE, NULL, "%s: -o DIR is missing",
		    verb);
	if ((e = file_mkdir(dir)) == TT_EEXIST)
		return say_fail(CLI_USAGE, "name a folder that is not there",
		    "cannot use %s: it is there already", dir);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot make the folder %s", dir);
	return CLI_DONE;
}

static enum tt_err
write_public(const char *dir, const struct lineup_officer *o)
{
	struct lineup_file *l = calloc(1, sizeof(*l));
	char name[LINEUP_NAME_MAX + 16], path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;

	if (l == NULL)
		return TT_ENOMEM;
	l->of[l->n++] = *o;
	buf_init(&text, LINEUP_FILE_MAX);
	lineup_file_format(l, &text);
	snprintf(name, sizeof(name), "%s.public", o->name);
	if ((e = buf_err(&text)) == TT_OK &&
	    (e = file_path(path, dir, name)) == TT_OK)
		e = file_create(path, text.p, text.n, 0644);
	buf_done(&text);
	free(l);
	return e;
}

/* Both private keys, and the line about them. */
struct new_keys {
	struct tt_signer *sign;
	struct tt_age_identity *seal;
	struct lineup_officer public;
};

static enum tt_err
draw_keys(struct new_keys *k, const char *name, const char *origin)
{
	char full[TT_KEY_NAME_MAX + 1];
	enum tt_err e;

	k->sign = SECRET_NEW(struct tt_signer);
	k->seal = SECRET_NEW(struct tt_age_identity);
	if (k->sign == NULL || k->seal == NULL)
		return TT_ENOMEM;
	if ((e = tt_key_name(full, span_str(origin), TT_OWNER_OFFICER,
	    span_str(name))) != TT_OK ||
	    (e = span_copy(span_str(name), k->public.name,
	    sizeof(k->public.name))) != TT_OK ||
	    (e = tt_signer_new(k->sign, span_str(full), TT_KEY_SIGN,
	    rng_system())) != TT_OK)
		return e;
	tt_age_identity_generate(k->seal, rng_system());
	k->public.seal = k->seal->recipient;
	k->public.sign = k->sign->vkey;
	return TT_OK;
}

static int
write_keys(const struct new_keys *k, const char *dir, struct span passphrase)
{
	char key[128], sign[128];
	enum tt_err e;
	int code;

	own_keys_name(k->public.name, 0, key);
	own_keys_name(k->public.name, 2, sign);
	if ((code = keyfile_write_identity(dir, key, k->seal, clock_now(),
	    passphrase)) != CLI_DONE ||
	    (code = keyfile_write_signer(dir, sign, k->sign, passphrase)) !=
	    CLI_DONE)
		return code;
	if ((e = write_public(dir, &k->public)) != TT_OK)
		return say_err(e, NULL, "cannot write to %s", dir);
	return CLI_DONE;
}

static int
say_key(const struct cli *c, const struct lineup_officer *k, const char *dir)
{
	char fingerprint[TT_FINGERPRINT_LEN + 1];
	struct out_json o;

	officers_fingerprint(k, fingerprint);
	if (!c->json) {
		out_line("%s", fingerprint);
		say_note(c, "next: give %s/%s.public to an officer, and read "
		    "them this fingerprint by another way; the other files "
		    "stay with you", dir, k->name);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-vault-officer-key/1");
	json_out_key(o.j, "name");
	json_out_str(o.j, k->name);
	json_out_key(o.j, "fingerprint");
	json_out_str(o.j, fingerprint);
	return out_json_end(&o);
}

static int
make_keys(const struct cli *c, const struct opt_values *o,
    struct passphrase *p, struct new_keys *k)
{
	const char *origin = opt_value(key_opts, o, "origin");
	const char *dir = opt_value(key_opts, o, "output");
	struct span passphrase = { NULL, 0 };
	enum tt_err e;
	int code;

	if (origin == NULL)
		return say_fail(CLI_USAGE, "telltale vault officers, where "
		    "the vault is, and telltale.conf there",
		    "vault officer-key: --origin is missing");
	if ((e = draw_keys(k, o->args[0], origin)) != TT_OK)
		return say_err(e, "a name has letters, digits, '.', '_' and "
		    "'-'", "cannot make keys for '%s' of %s", o->args[0],
		    origin);
	if (!opt_set(key_opts, o, "no-passphrase") &&
	    (code = passphrase_new(p, o->args[0], &passphrase)) != CLI_DONE)
		return code;
	if ((code = new_folder(dir, "vault officer-key")) != CLI_DONE)
		return code;
	if ((code = write_keys(k, dir, passphrase)) != CLI_DONE)
		return code;
	return say_key(c, &k->public, dir);
}

int
verb_vault_officer_key(struct cli *c, int argc, char **argv)
{
	struct new_keys k = { .sign = NULL };
	struct opt_values o;
	struct passphrase p;
	int code;

	if ((code = cli_parse(c, &key_usage, argc, argv, &o)) != CLI_GO)
		return code;
	passphrase_init(&p, opt_value(key_opts, &o, "passphrase-file"));
	code = make_keys(c, &o, &p, &k);
	passphrase_done(&p);
	secret_free(k.sign);
	secret_free(k.seal);
	return code;
}

/* Copied whole before anything is removed. */
static int
move_keys(struct vault *v, const char *name, const char *dir)
{
	char keys[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	vault_path(v, "keys", keys);
	if (strcmp(name, conf_get(&v->conf, "officer")) == 0)
		return say_fail(CLI_REFUSED, "--as NAME says that another "
		    "officer is at work here", "cannot hand over %s's "
		    "keys: this is %s's vault", name, name);
	if (!own_keys_here(keys, name))
		return say_fail(CLI_TROUBLE, "telltale vault officers",
		    "there are no private keys of '%s' here", name);
	if ((code = new_folder(dir, "vault hand-over")) != CLI_DONE)
		return code;
	if ((e = own_keys_copy(keys, dir, name)) != TT_OK ||
	    (e = file_sync_dir(dir)) != TT_OK ||
	    (e = own_keys_remove(keys, name)) != TT_OK)
		return say_err(e, NULL, "cannot move the keys of %s to %s",
		    name, dir);
	out_line("moved the private keys of %s to %s", name, dir);
	say_note(v->cli, "next, for %s: telltale vault restore BACKUP DIR -i "
	    "%s/officer-%s.key", name, dir, name);
	return CLI_DONE;
}

int
verb_vault_hand_over(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &over_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE)
		code = move_keys(&v, o.args[0],
		    opt_value(over_opts, &o, "output"));
	vault_close(&v);
	return code;
}
