/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "cli/keyfile.h"
#include "cli/reader_home.h"
#include "cli/say.h"
#include "cli/unpacking.h"
#include "store/file.h"

#define HOME_BULLETINS_MAX	65536

#define BROKEN_HINT	"telltale join makes a home; restore this one from " \
			"a backup, or join with a new invitation"

static int
broken(const struct reader_home *r, const char *key)
{
	return say_fail(CLI_TROUBLE, BROKEN_HINT,
	    "cannot use the home %s: '%s' in telltale.conf is missing or "
	    "wrong", r->dir, key);
}

static bool
read_vkey(const struct reader_home *r, const char *key, struct tt_vkey *out)
{
	const char *text = conf_get(&r->conf, key);

	return text != NULL && tt_vkey_parse(out, span_str(text)) == TT_OK;
}

/* What every verb needs, so that none has to look twice. */
static int
read_conf(struct reader_home *r)
{
	static const char *const needed[] = {
		"origin", "hub", "partner", "name", "reader", "interval",
	};
	const char *id, *interval;

	for (size_t i = 0; i < N_ROWS(needed); i++)
		if (conf_get(&r->conf, needed[i]) == NULL)
			return broken(r, needed[i]);
	id = conf_get(&r->conf, "reader");
	if (!hex_decode(r->id, sizeof(r->id), id, strlen(id)))
		return broken(r, "reader");
	interval = conf_get(&r->conf, "interval");
	if (span_u64(span_str(interval), 86400, &r->interval_s) != TT_OK ||
	    r->interval_s == 0)
		return broken(r, "interval");
	if (!read_vkey(r, "log", &r->log))
		return broken(r, "log");
	if (!read_vkey(r, "officer", &r->officer))
		return broken(r, "officer");
	return CLI_DONE;
}

/* What writes that never ended have left in receipts/ID, and in the home. */
static void
tidy(const struct reader_home *r)
{
	char dir[FILE_PATH_MAX], path[FILE_PATH_MAX];
	struct file_list ids;

	if (file_tidy(r->dir) != TT_OK)
		return;		/* another time, then */
	reader_home_path(r, "receipts", dir);
	if (file_list(dir, HOME_BULLETINS_MAX, &ids) != TT_OK)
		return;
	for (size_t i = 0; i < ids.n; i++)
		if (file_path(path, dir, ids.name[i]) != TT_OK ||
		    file_tidy(path) != TT_OK)
			break;
	file_list_free(&ids);
}

/* Without the lock, as on a disk that cannot be written, nothing is tidied. */
static void
enter(struct reader_home *r)
{
	char path[FILE_PATH_MAX];
	bool alone;

	reader_home_path(r, "lock", path);
	if (file_lock_many(path, &r->lock, &alone) != TT_OK || !alone)
		return;
	tidy(r);
	file_lock_share(r->lock);
}

int
reader_home_open(struct reader_home *r, const struct cli *c,
    const char *passphrase_file)
{
	struct conf_diag diag = { .line = 0 };
	enum tt_err e;

	*r = (struct reader_home){ .cli = c };
	passphrase_init(&r->passphrase, passphrase_file);
	if ((e = home_find(HOME_READER, c->dir, r->dir)) != TT_OK)
		return say_fail(CLI_TROUBLE,
		    "-C DIR, or telltale join INVITATION to make one",
		    "cannot find a reader's home%s%s",
		    c->dir != NULL ? " at " : "",
		    c->dir != NULL ? c->dir : "");
	if ((e = home_load(HOME_READER, r->dir, &r->conf, &diag)) != TT_OK)
		return say_fail(say_exit(e), BROKEN_HINT,
		    "cannot read %s/telltale.conf, line %d: %s", r->dir,
		    diag.line, diag.text);
	unpacking_sweep(r->dir);
	enter(r);
	return read_conf(r);
}

void
reader_home_close(struct reader_home *r)
{
	hubclient_free(r->hub);
	secret_free(r->signer);
	tt_age_identities_free(r->identities);
	passphrase_done(&r->passphrase);
	conf_done(&r->conf);
	if (r->lock > 0)
		file_unlock(r->lock);
	r->lock = 0;
	r->hub = NULL;
	r->signer = NULL;
	r->identities = NULL;
}

const char *
reader_home_origin(const struct reader_home *r)
{
	return conf_get(&r->conf, "origin");
}

void
reader_home_path(const struct reader_home *r, const char *rel,
    char out[FILE_PATH_MAX])
{
	if (file_path(out, r->dir, rel) != TT_OK)
		out[0] = '\0';	/* over PATH_MAX: nothing is there */
}

void
reader_home_kept(const struct reader_home *r, const char *id,
    const char *name, char out[FILE_PATH_MAX])
{
	char rel[128];

	snprintf(rel, sizeof(rel), "receipts/%.*s%s%s", KEPT_ID_LEN, id,
	    name[0] == '\0' ? "" : "/", name);
	reader_home_path(r, rel, out);
}

bool
reader_home_is_kept(const char *name)
{
	size_t n = strlen(name);

	return n == BULLETIN_ID_LEN || (n > BULLETIN_ID_LEN + 1 &&
	    n <= KEPT_ID_LEN && name[BULLETIN_ID_LEN] == '.' &&
	    strspn(name + BULLETIN_ID_LEN + 1, "0123456789") ==
	    n - BULLETIN_ID_LEN - 1);
}

int
reader_home_signer(struct reader_home *r, const struct tt_signer **out)
{
	char name[TT_KEY_NAME_MAX + 1];
	int code;

	if (r->signer == NULL) {
		code = keyfile_read_signer(r->dir, "me.sign", &r->passphrase,
		    &r->signer);
		if (code != CLI_DONE)
			return code;
		if (tt_reader_key_name(name, span_str(reader_home_origin(r)),
		    r->id) != TT_OK ||
		    strcmp(r->signer->vkey.name, name) != 0)
			return say_fail(CLI_TROUBLE, BROKEN_HINT,
			    "cannot use %s/me.sign: it is the key %s, and "
			    "this home is %s", r->dir, r->signer->vkey.name,
			    name);
	}
	*out = r->signer;
	return CLI_DONE;
}

int
reader_home_identities(struct reader_home *r,
    const struct tt_age_identities **out)
{
	int code = CLI_DONE;

	if (r->identities == NULL)
		code = keyfile_read_identity(r->dir, "me.key", &r->passphrase,
		    &r->identities);
	if (code == CLI_DONE)
		*out = r->identities;
	return code;
}

int
reader_home_hub(struct reader_home *r, struct hubclient **out)
{
	struct hubclient_conf conf = {
		.url = conf_get(&r->conf, "hub"),
		.pin = conf_get(&r->conf, "pin"),
		.origin = reader_home_origin(r),
		.home = r->dir,
	};
	int code;

	if (r->hub == NULL &&
	    ((code = reader_home_signer(r, &conf.signer)) != CLI_DONE ||
	    (code = hubclient_new(&r->hub, &conf)) != CLI_DONE))
		return code;
	*out = r->hub;
	return CLI_DONE;
}

int
reader_home_policy(const struct reader_home *r, struct tt_policy **out)
{
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;

	reader_home_path(r, "policy", path);
	if ((e = file_read(path, TT_POLICY_MAX, &text)) != TT_OK)
		return say_err(e, NULL, "cannot read the log policy %s", path);
	e = tt_policy_new(out, buf_view(&text), NULL);
	buf_done(&text);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot use the log policy %s", path);
	return CLI_DONE;
}

int
bulletin_id_check(const char *id)
{
	uint8_t bytes[BULLETIN_ID_LEN / 2];

	if (hex_decode(bytes, sizeof(bytes), id, strlen(id)))
		return CLI_DONE;
	return say_fail(CLI_USAGE, "telltale inbox lists them",
	    "'%s' is no bulletin's id: these have 16 digits of 0 to 9 and a "
	    "to f", id);
}
