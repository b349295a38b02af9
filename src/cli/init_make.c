/* SPDX-License-Identifier: ISC */
/*
 * All is made in a folder beside the target, which gets the target's name at
 * the very end: there is a whole programme, or none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "cli/init_own.h"
#include "cli/keyfile.h"
#include "cli/say.h"
#include "cli/wavekey.h"
#include "keeper/create.h"
#include "store/home.h"
#include "store/vault_db.h"
#include "telltale/age_file.h"

#define POLICY_MAX	4096	/* bytes */

static enum tt_err
below(const struct making *m, const char *name, char out[FILE_PATH_MAX])
{
	return file_path(out, m->work, name);
}

static enum tt_err
put_file(const char *dir, const char *name, struct span s)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, dir, name)) != TT_OK)
		return e;
	return file_create(path, s.p, s.n, 0600);
}

static enum tt_err
new_signer(const struct init_plan *p, enum tt_owner owner, const char *who,
    struct tt_signer **out)
{
	char name[TT_KEY_NAME_MAX + 1];
	struct tt_signer *s;
	enum tt_err e;

	if ((e = tt_key_name(name, span_str(p->origin), owner,
	    span_str(who))) != TT_OK)
		return e;
	if ((s = SECRET_NEW(struct tt_signer)) == NULL)
		return TT_ENOMEM;
	*out = s;
	return tt_signer_new(s, span_str(name), TT_KEY_SIGN, rng_system());
}

static enum tt_err
draw_keys(struct making *m)
{
	const struct init_plan *p = m->plan;
	enum tt_err e;

	for (size_t i = 0; i < p->n_officers; i++) {
		if ((e = new_signer(p, TT_OWNER_OFFICER, p->officer[i].name,
		    &m->officer[i].sign)) != TT_OK)
			return e;
		m->officer[i].key = SECRET_NEW(struct tt_age_identity);
		if (m->officer[i].key == NULL)
			return TT_ENOMEM;
		tt_age_identity_generate(m->officer[i].key, rng_system());
	}
	return new_signer(p, TT_OWNER_PUBLISHER, "publisher", &m->publisher);
}

void
init_keeper_name(unsigned number, char out[16])
{
	if (number == 1)
		snprintf(out, 16, "keeper");
	else
		snprintf(out, 16, "keeper-%02u", number % 100);
}

static enum tt_err
make_keeper(struct making *m, unsigned i)
{
	struct hub_keeper *made = &m->keeper_made[i];
	const struct keeper_params kp = { .dir = m->keeper[i],
		.origin = m->plan->origin, .number = i + 1,
		.now_s = m->plan->now_s };
	char name[16];
	enum tt_err e;

	made->number = kp.number;
	init_keeper_name(kp.number, name);
	snprintf(made->socket, sizeof(made->socket), "../%s/socket", name);
	if ((e = below(m, name, m->keeper[i])) != TT_OK)
		return e;
	return keeper_create(&kp, rng_system(), &made->recipient,
	    &made->vkey);
}

static enum tt_err
make_keepers(struct making *m)
{
	enum tt_err e = TT_OK;

	for (unsigned i = 0; i < m->plan->keepers && e == TT_OK; i++)
		e = make_keeper(m, i);
	return e;
}

static enum tt_err
make_hub(struct making *m)
{
	const struct hub_create_params hp = { .dir = m->hub,
		.origin = m->plan->origin, .name = m->plan->name,
		.db = m->plan->db };
	enum tt_err e;

	e = hub_create(&hp, rng_system(), m->plan->now_s, &m->hub_made);
	for (unsigned i = 0; i < m->plan->keepers && e == TT_OK; i++)
		e = hub_create_keeper(m->hub, &m->keeper_made[i]);
	return e;
}

/* The log's own word counts as witnessed: nobody else is named yet. */
static enum tt_err
make_policy(struct making *m)
{
	char log[TT_VKEY_TEXT_MAX + 1];

	tt_vkey_format(&m->hub_made.log, log);
	buf_printf(&m->policy, "log %s %s\nquorum none\n", log, m->plan->url);
	return buf_err(&m->policy);
}

static enum tt_err
make_ledger(struct making *m)
{
	enum tt_err e;

	if ((e = init_statements(m)) != TT_OK ||
	    (e = make_policy(m)) != TT_OK ||
	    (e = hub_create_ledger(m->hub, buf_view(&m->programme),
	    buf_view(&m->keys), buf_view(&m->agreement),
	    m->plan->now_s)) != TT_OK)
		return e;
	for (unsigned i = 0; i < m->plan->keepers && e == TT_OK; i++)
		e = keeper_trust(m->keeper[i], buf_view(&m->policy),
		    buf_view(&m->keys));
	return e;
}

static enum tt_err
add_keepers(struct conf *c, const struct making *m)
{
	char row[WAVEKEY_ROW_MAX], threshold[12];
	enum tt_err e;

	snprintf(threshold, sizeof(threshold), "%u", m->plan->threshold);
	e = conf_add(c, "threshold", threshold);
	for (unsigned i = 0; i < m->plan->keepers && e == TT_OK; i++) {
		wavekey_row(i + 1, &m->keeper_made[i].recipient,
		    &m->keeper_made[i].vkey, row);
		e = conf_add(c, "keeper", row);
	}
	return e;
}

static enum tt_err
vault_conf(const struct making *m)
{
	const struct init_plan *p = m->plan;
	char log[TT_VKEY_TEXT_MAX + 1], number[24], depth[24];
	struct conf c = { .n = 0 };
	enum tt_err e;

	tt_vkey_format(&m->hub_made.log, log);
	snprintf(number, sizeof(number), "%llus",
	    (unsigned long long)p->interval_s);
	snprintf(depth, sizeof(depth), "%u", p->depth);
	if ((e = conf_add(&c, "origin", p->origin)) == TT_OK &&
	    (e = conf_add(&c, "hub", p->url)) == TT_OK &&
	    (e = conf_add(&c, "pin", m->hub_made.pin)) == TT_OK &&
	    (e = conf_add(&c, "log", log)) == TT_OK &&
	    (e = conf_add(&c, "name", p->name)) == TT_OK &&
	    (e = conf_add(&c, "interval", number)) == TT_OK &&
	    (e = conf_add(&c, "depth", depth)) == TT_OK &&
	    (e = conf_add(&c, "officer", p->officer[0].name)) == TT_OK &&
	    (!p->small_team ||
	    (e = conf_add(&c, "small-team", "yes")) == TT_OK) &&
	    (e = add_keepers(&c, m)) == TT_OK)
		e = home_store(HOME_VAULT, m->vault, &c);
	conf_done(&c);
	return e;
}

/* keys/officers, and the publisher's key for all of them. */
static enum tt_err
share_keys(const struct making *m, const char *dir)
{
	char seal[TT_AGE_RECIPIENT_LEN + 1], sign[TT_VKEY_TEXT_MAX + 1];
	struct tt_age_recipient to[INIT_OFFICERS_MAX];
	const struct tt_age_target target = { .recipients = to,
		.n_recipients = m->plan->n_officers };
	struct buf list, text, file;
	enum tt_err e;

	buf_init(&list, 65536);
	buf_init_secret(&text, 4096);
	buf_init(&file, 65536);
	for (size_t i = 0; i < m->plan->n_officers; i++) {
		to[i] = m->officer[i].key->recipient;
		tt_age_recipient_format(seal, &to[i]);
		tt_vkey_format(&m->officer[i].sign->vkey, sign);
		buf_printf(&list, "%s %s %s\n", m->plan->officer[i].name, seal,
		    sign);
	}
	tt_signer_format(m->publisher, &text);
	if ((e = buf_err(&list)) == TT_OK && (e = buf_err(&text)) == TT_OK &&
	    (e = put_file(dir, "officers", buf_view(&list))) == TT_OK &&
	    (e = tt_age_file_seal(&file, &target, buf_view(&text),
	    rng_system())) == TT_OK)
		e = put_file(dir, "publisher.sign.age", buf_view(&file));
	buf_done(&list);
	buf_done(&text);
	buf_done(&file);
	return e;
}

static int
officer_keys(const struct making *m, const char *dir)
{
	const struct init_plan *p = m->plan;
	char name[128];
	int code;

	for (size_t i = 0; i < p->n_officers; i++) {
		snprintf(name, sizeof(name), "officer-%s.key",
		    p->officer[i].name);
		if ((code = keyfile_write_identity(dir, name,
		    m->officer[i].key, p->now_s, p->officer[i].passphrase)) !=
		    CLI_DONE)
			return code;
		snprintf(name, sizeof(name), "officer-%s.sign",
		    p->officer[i].name);
		if ((code = keyfile_write_signer(dir, name,
		    m->officer[i].sign, p->officer[i].passphrase)) != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

/* What the vault has seen of the ledger from its first moment on. */
static enum tt_err
first_checkpoint(const struct making *m)
{
	char path[FILE_PATH_MAX];
	struct buf note;
	enum tt_err e;

	if ((e = file_path(path, m->hub, "ledger/checkpoint")) != TT_OK ||
	    (e = file_read(path, 65536, &note)) != TT_OK)
		return e;
	e = put_file(m->vault, "checkpoint", buf_view(&note));
	buf_done(&note);
	return e;
}

static enum tt_err
vault_files(const struct making *m, const char *keys)
{
	static const char *const folders[] = { "bulletins", "scratch" };
	char path[FILE_PATH_MAX];
	struct db *db = NULL;
	enum tt_err e;

	for (size_t i = 0; i < N_ROWS(folders); i++)
		if ((e = file_path(path, m->vault, folders[i])) != TT_OK ||
		    (e = file_mkdir(path)) != TT_OK)
			return e;
	if ((e = share_keys(m, keys)) != TT_OK ||
	    (e = put_file(keys, "keys", buf_view(&m->keys))) != TT_OK ||
	    (e = put_file(m->vault, "policy", buf_view(&m->policy))) !=
	    TT_OK ||
	    (e = put_file(m->vault, "agreement-1.txt",
	    m->plan->agreement)) != TT_OK ||
	    (e = put_file(m->vault, "embargo.txt", init_embargo_text())) !=
	    TT_OK ||
	    (e = first_checkpoint(m)) != TT_OK ||
	    (e = file_path(path, m->vault, "vault.db")) != TT_OK ||
	    (e = vault_db_open(&db, path, DB_CREATE, NULL)) != TT_OK)
		return e;
	db_close(db);
	return vault_conf(m);
}

static int
cannot(const struct making *m, enum tt_err e, const char *what)
{
	return say_err(e, NULL, "cannot make %s of the programme in %s", what,
	    m->plan->dir);
}

static int
make_vault(const struct making *m)
{
	char keys[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	if ((e = file_mkdir(m->vault)) != TT_OK ||
	    (e = file_path(keys, m->vault, "keys")) != TT_OK ||
	    (e = file_mkdir(keys)) != TT_OK)
		return cannot(m, e, "the vault");
	if ((code = officer_keys(m, keys)) != CLI_DONE)
		return code;
	if ((e = vault_files(m, keys)) != TT_OK)
		return cannot(m, e, "the vault");
	return CLI_DONE;
}

static int
make_all(struct making *m)
{
	enum tt_err e;
	int code;

	if ((e = below(m, "vault", m->vault)) != TT_OK ||
	    (e = below(m, "hub", m->hub)) != TT_OK ||
	    (e = draw_keys(m)) != TT_OK)
		return cannot(m, e, "the keys");
	if ((e = make_keepers(m)) != TT_OK)
		return cannot(m, e, "the keepers");
	if ((e = make_hub(m)) != TT_OK)
		return cannot(m, e, "the hub");
	if ((e = make_ledger(m)) != TT_OK)
		return cannot(m, e, "the ledger");
	if ((code = make_vault(m)) != CLI_DONE)
		return code;
	if ((e = file_rename(m->work, m->plan->dir)) != TT_OK)
		return cannot(m, e, "the folder");
	return CLI_DONE;
}

static void
forget(struct making *m)
{
	for (size_t i = 0; i < m->plan->n_officers; i++) {
		secret_free(m->officer[i].sign);
		secret_free(m->officer[i].key);
	}
	secret_free(m->publisher);
	buf_done(&m->programme);
	buf_done(&m->keys);
	buf_done(&m->agreement);
	buf_done(&m->policy);
}

/* A folder beside the target, where it will be renamed to it. */
static int
begin(struct making *m)
{
	const char *dir = m->plan->dir;
	size_t n = strlen(dir);
	enum tt_err e = TT_ELIMIT;

	if (file_exists(dir))
		return say_fail(CLI_USAGE, "a programme is made once, in a "
		    "folder of its own", "cannot make a programme: %s is "
		    "there already", dir);
	while (n > 1 && dir[n - 1] == '/')
		n--;
	if ((size_t)snprintf(m->work, sizeof(m->work), "%.*s.part", (int)n,
	    dir) < sizeof(m->work))
		e = file_mkdir(m->work);
	if (e != TT_OK)
		return say_err(e, e == TT_EEXIST ? "another init runs, or one "
		    "was cut off: then remove it" : NULL,
		    "cannot make the folder %s", m->work);
	return CLI_DONE;
}

int
init_make(const struct init_plan *plan, struct init_made *out)
{
	struct making *m = calloc(1, sizeof(*m));
	int code;

	if (m == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a programme");
	m->plan = plan;
	buf_init(&m->programme, TT_STATEMENT_MAX);
	buf_init(&m->keys, TT_STATEMENT_MAX);
	buf_init(&m->agreement, TT_STATEMENT_MAX);
	buf_init(&m->policy, POLICY_MAX);
	if ((code = begin(m)) == CLI_DONE &&
	    (code = make_all(m)) != CLI_DONE &&
	    file_remove_tree(m->work) != TT_OK)
		say_warn("%s is what is left of it", m->work);
	if (code == CLI_DONE) {
		snprintf(out->pin, sizeof(out->pin), "%s", m->hub_made.pin);
		tt_vkey_format(&m->hub_made.log, out->log);
	}
	forget(m);
	free(m);
	return code;
}
