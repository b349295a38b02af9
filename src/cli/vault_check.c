/* SPDX-License-Identifier: ISC */
/* vault check - is the vault whole, private, and as new as the ledger? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/backup.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/team/officers.h"
#include "cli/team/secrets.h"
#include "cli/vault.h"
#include "cli/vault_verbs.h"
#include "cli/verbs.h"
#include "store/vault_ledger.h"
#include "telltale/authority.h"

static const struct opt opts[] = {
	{ "offline", 0, OPT_FLAG, NULL, "do not ask the hub" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "vault check",
	.args = "",
	.examples = {
		{ "vault check", "look at files, secrets, records and ledger" },
		{ "vault check --offline", "without the hub" },
	},
	.opts = opts,
};

static const struct out_column cols[] = {
	{ "check", "check", OUT_TEXT },
	{ "result", "result", OUT_TEXT },
	{ "detail", "detail", OUT_TEXT },
};

struct checking {
	struct vault *v;
	struct out_table *t;
	int worst;		/* exit code */
	bool locked;		/* the officer's key does not open */
};

static void
result(struct checking *c, const char *check, int code, const char *detail)
{
	out_str(c->t, check);
	out_str(c->t, code == CLI_DONE ? "good" :
	    code == CLI_ALARM ? "alarm" : "bad");
	out_str(c->t, detail);
	if (code == CLI_ALARM || c->worst == CLI_DONE)
		c->worst = code;
}

static bool
is_private(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && (st.st_mode & 077) == 0 &&
	    st.st_uid == geteuid();
}

static bool
is_unfinished(const char *path)
{
	return file_is_unfinished(path);
}

/* Every file, and every folder on the way to one. */
static void
check_rights(struct checking *c)
{
	struct backup_diag diag = { .name = "" };
	char path[FILE_PATH_MAX], detail[600] = "";
	struct backup_list l;
	size_t open = 0;
	enum tt_err e;

	e = backup_walk(c->v->dir, is_unfinished, &l, &diag);
	if (e != TT_OK) {
		snprintf(detail, sizeof(detail), "%s: %s", diag.name,
		    tt_err_text(e));
		result(c, "files", CLI_TROUBLE, detail);
		return;
	}
	for (size_t i = 0; i < l.n; i++) {
		vault_path(c->v, l.path[i], path);
		if (is_private(path))
			continue;
		if (open++ == 0)
			snprintf(detail, sizeof(detail),
			    "others have rights to %.400s", l.path[i]);
	}
	if (open == 0)
		snprintf(detail, sizeof(detail), "%zu, nobody else's", l.n);
	result(c, "files", open == 0 ? CLI_DONE : CLI_REFUSED, detail);
	backup_list_free(&l);
}

/* What is sealed to the officers opens with this one's key, to the end. */
static int
open_all(struct checking *c, const struct backup_list *l, size_t *n)
{
	int code = CLI_DONE;
	struct buf plain;

	for (size_t i = 0; i < l->n && code == CLI_DONE; i++) {
		code = vault_secret_read(c->v, l->path[i], &plain);
		if (code == CLI_DONE)
			buf_done(&plain);
		++*n;
	}
	return code;
}

static void
check_secrets(struct checking *c)
{
	const struct tt_signer *signer;
	struct backup_list l = { .n = 0 };
	char detail[64];
	size_t n = 0;
	int code;

	if ((code = vault_officer(c->v, &signer)) != CLI_DONE)
		c->locked = true;
	else if ((code = vault_publisher(c->v, &signer)) == CLI_DONE) {
		if (secrets_list(c->v, &l) == TT_OK)
			code = open_all(c, &l, &n);
		else
			code = CLI_TROUBLE;
	}
	backup_list_free(&l);
	snprintf(detail, sizeof(detail), "%zu open with the officer's key", n);
	result(c, "secrets", code, code == CLI_DONE ? detail :
	    "see the error above");
}

static void
check_records(struct checking *c)
{
	char detail[300];
	int64_t waiting = 0;
	enum tt_err e;

	if ((e = db_check(c->v->db)) == TT_OK)
		e = vault_statement_waiting(c->v->db, &waiting);
	if (e != TT_OK)
		snprintf(detail, sizeof(detail), "%s: %s", tt_err_text(e),
		    db_text(c->v->db));
	else
		snprintf(detail, sizeof(detail),
		    "whole; %lld statements wait for the hub",
		    (long long)waiting);
	result(c, "records", e == TT_OK ? CLI_DONE : say_exit(e), detail);
}

static void
check_keys(struct checking *c)
{
	struct tt_statement *keys = malloc(sizeof(*keys));
	struct tt_authority a = { .keys = keys };
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e = TT_ENOMEM;

	vault_path(c->v, "keys/keys", path);
	if (keys != NULL &&
	    (e = file_read(path, TT_STATEMENT_MAX, &text)) == TT_OK) {
		e = tt_statement_parse(keys, buf_view(&text), NULL);
		if (e == TT_OK && keys->kind != TT_KEYS)
			e = TT_EINTEGRITY;
		if (e == TT_OK && tt_statement_number(keys, "number", 0) == 1)
			e = tt_authority_check(keys, &a);
		buf_done(&text);
	}
	free(keys);
	result(c, "keys", e == TT_OK ? CLI_DONE : say_exit(e),
	    e == TT_OK ? "signed by the officers in it" : tt_err_text(e));
}

static void
check_ledger(struct checking *c, bool offline)
{
	struct hubclient *h;
	char path[FILE_PATH_MAX], detail[96];
	int code;

	vault_path(c->v, "checkpoint", path);
	if (!file_exists(path)) {
		result(c, "ledger", CLI_ALARM,
		    "the newest checkpoint seen is missing from the vault");
		return;
	}
	if (c->locked) {
		result(c, "ledger", CLI_TROUBLE,
		    "not asked for: the officer's key does not open");
		return;
	}
	if ((code = vault_hub(c->v, &h)) == CLI_DONE && !offline)
		code = vault_fetch(c->v);
	if (code != CLI_DONE) {
		result(c, "ledger", code, "see the error above");
		return;
	}
	snprintf(detail, sizeof(detail), "%llu entries%s",
	    (unsigned long long)hubclient_seen(h)->size,
	    offline ? " when it was seen last" : ", and what was seen before "
	    "is among them");
	result(c, "ledger", CLI_DONE, detail);
}

int
verb_vault_check(struct cli *c, int argc, char **argv)
{
	struct checking ch = { .worst = CLI_DONE };
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	ch.v = &v;
	code = vault_open(&v, c, opt_set(opts, &o, "offline") ? VAULT_READ :
	    VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"));
	if (code == CLI_DONE) {
		ch.t = out_table_new(c, "telltale-vault-check/1", "checks",
		    cols, N_ROWS(cols));
		check_rights(&ch);
		check_keys(&ch);
		check_secrets(&ch);
		check_records(&ch);
		check_ledger(&ch, opt_set(opts, &o, "offline"));
		code = out_table_end(ch.t);
		if (ch.worst != CLI_DONE)
			code = ch.worst;
	}
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "backup", "all of it in one encrypted file", verb_vault_backup },
	{ "restore", "a backup into a new folder", verb_vault_restore },
	{ "check", "is it whole, private and up to date?", verb_vault_check },
	{ "sync", "the newest of the team's backups, to there or from there",
	    verb_vault_sync },
	{ "drill", "does a backup still trace an old leak?",
	    verb_vault_drill },
	{ "officers", "who shares the vault", verb_vault_officers },
	{ "add-officer", "share it with one more", verb_vault_add_officer },
	{ "remove-officer", "share it with one less",
	    verb_vault_remove_officer },
	{ "officer-key", "the keys of one who is to come",
	    verb_vault_officer_key },
	{ "hand-over", "keys that init made, to whom they are for",
	    verb_vault_hand_over },
	{ "wordings", "the tables of its own that mark proposes from",
	    verb_vault_wordings },
	{ NULL, NULL, NULL },
};

int
verb_vault(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "vault", verbs, argc, argv);
}
