/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "cli/keyfile.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/age_armor.h"
#include "telltale/age_file.h"

#define KEY_FILE_MAX	65536	/* bytes, of each writing */

/* dir/name and a suffix; both are ours and short. */
static void
path_of(char out[FILE_PATH_MAX], const char *dir, const char *name,
    const char *suffix)
{
	if ((size_t)snprintf(out, FILE_PATH_MAX, "%s/%s%s", dir, name,
	    suffix) >= FILE_PATH_MAX)
		out[0] = '\0';
}

/* The armored age file of a text under a passphrase. */
static enum tt_err
wrap(struct buf *out, struct span text, struct span passphrase)
{
	const struct tt_age_target to = { .passphrase = passphrase };
	struct buf file;
	enum tt_err e;

	buf_init(&file, KEY_FILE_MAX);
	if ((e = tt_age_file_seal(&file, &to, text, rng_system())) == TT_OK) {
		tt_age_armor(out, buf_view(&file));
		e = buf_err(out);
	}
	buf_done(&file);
	return e;
}

static int
write_text(const char *dir, const char *name, struct span text,
    struct span passphrase)
{
	char plain[FILE_PATH_MAX], aged[FILE_PATH_MAX];
	enum tt_err e = TT_OK;
	struct buf wrapped;

	path_of(plain, dir, name, "");
	path_of(aged, dir, name, ".age");
	if (file_exists(plain) || file_exists(aged))
		return say_fail(CLI_USAGE, NULL,
		    "cannot make a key: %s is there already", plain);
	buf_init(&wrapped, KEY_FILE_MAX);
	if (passphrase.p != NULL) {
		if ((e = wrap(&wrapped, text, passphrase)) == TT_OK)
			e = file_create(aged, wrapped.p, wrapped.n, 0600);
	} else
		e = file_create(plain, text.p, text.n, 0600);
	buf_done(&wrapped);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot write the key %s", plain);
	return CLI_DONE;
}

int
keyfile_write_identity(const char *dir, const char *name,
    const struct tt_age_identity *id, int64_t now_s, struct span passphrase)
{
	struct buf text;
	int code;

	buf_init_secret(&text, KEY_FILE_MAX);
	tt_age_identity_file(&text, id, now_s);
	if (buf_err(&text) != TT_OK)
		code = say_err(buf_err(&text), NULL, "cannot write a key");
	else
		code = write_text(dir, name, buf_view(&text), passphrase);
	buf_done(&text);
	return code;
}

int
keyfile_write_signer(const char *dir, const char *name,
    const struct tt_signer *s, struct span passphrase)
{
	struct buf text;
	int code;

	buf_init_secret(&text, KEY_FILE_MAX);
	tt_signer_format(s, &text);
	if (buf_err(&text) != TT_OK)
		code = say_err(buf_err(&text), NULL, "cannot write a key");
	else
		code = write_text(dir, name, buf_view(&text), passphrase);
	buf_done(&text);
	return code;
}

static int
cannot_read(enum tt_err e, const char *path)
{
	if (e != TT_EREFUSED)
		return say_err(e, NULL, "cannot read the key %s", path);
	say_fail(CLI_REFUSED, NULL, "cannot use the key %s: others can read "
	    "it, or it is another user's", path);
	say_hint("chmod 600 %s, if nobody has read it", path);
	return CLI_REFUSED;
}

/* What is in an age file under a passphrase, armored or not. */
static enum tt_err
unwrap(struct span file, struct span passphrase, struct buf *out)
{
	const struct tt_age_opener by = { .passphrase = passphrase };
	struct buf bare;
	enum tt_err e;

	if (!tt_age_is_armored(file))
		return tt_age_file_open(out, &by, file);
	buf_init(&bare, KEY_FILE_MAX);
	if ((e = tt_age_dearmor(&bare, file)) == TT_OK)
		e = tt_age_file_open(out, &by, buf_view(&bare));
	buf_done(&bare);
	return e;
}

static int
open_aged(const char *path, struct passphrase *p, struct buf *out)
{
	struct span passphrase;
	struct buf file;
	enum tt_err e;
	int code;

	if ((e = file_read_secret(path, KEY_FILE_MAX, &file)) != TT_OK)
		return cannot_read(e, path);
	if ((code = passphrase_get(p, path, &passphrase)) == CLI_DONE) {
		e = unwrap(buf_view(&file), passphrase, out);
		if (e == TT_ENOMATCH) {
			passphrase_forget(p);
			code = say_fail(CLI_TROUBLE, NULL,
			    "cannot open %s: the passphrase is another", path);
		} else if (e != TT_OK)
			code = say_err(e, NULL, "cannot open the key %s", path);
	}
	buf_done(&file);
	return code;
}

/* The text of either writing into out, a secret buf that is empty. */
static int
read_text(const char *dir, const char *name, struct passphrase *p,
    struct buf *out)
{
	char plain[FILE_PATH_MAX], aged[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e;

	path_of(plain, dir, name, "");
	path_of(aged, dir, name, ".age");
	if (!file_exists(plain) && file_exists(aged))
		return open_aged(aged, p, out);
	if ((e = file_read_secret(plain, KEY_FILE_MAX, &text)) != TT_OK)
		return cannot_read(e, plain);
	buf_span(out, buf_view(&text));
	buf_done(&text);
	if (buf_err(out) != TT_OK)
		return cannot_read(buf_err(out), plain);
	return CLI_DONE;
}

int
keyfile_read_identity(const char *dir, const char *name, struct passphrase *p,
    struct tt_age_identities **out)
{
	struct tt_age_identities *ids = NULL;
	struct buf text;
	enum tt_err e;
	int code;

	buf_init_secret(&text, KEY_FILE_MAX);
	if ((code = read_text(dir, name, p, &text)) != CLI_DONE)
		goto out;
	if ((ids = tt_age_identities_new()) == NULL)
		e = TT_ENOMEM;
	else
		e = tt_age_identities_parse(ids, buf_view(&text), NULL);
	if (e != TT_OK) {
		code = say_err(e, NULL, "cannot use the key %s/%s", dir, name);
		goto out;
	}
	*out = ids;
	ids = NULL;	/* transferred */
out:
	tt_age_identities_free(ids);
	buf_done(&text);
	return code;
}

int
keyfile_read_signer(const char *dir, const char *name, struct passphrase *p,
    struct tt_signer **out)
{
	struct tt_signer *s = NULL;
	struct buf text;
	enum tt_err e;
	int code;

	buf_init_secret(&text, KEY_FILE_MAX);
	if ((code = read_text(dir, name, p, &text)) != CLI_DONE)
		goto out;
	if ((s = SECRET_NEW(struct tt_signer)) == NULL)
		e = TT_ENOMEM;
	else
		e = tt_signer_parse(s, buf_view(&text));
	if (e != TT_OK) {
		code = say_err(e, NULL, "cannot use the key %s/%s", dir, name);
		goto out;
	}
	*out = s;
	s = NULL;	/* transferred */
out:
	secret_free(s);
	buf_done(&text);
	return code;
}
