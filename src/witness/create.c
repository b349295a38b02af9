/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/secret.h"
#include "http/tls.h"
#include "witness/witness.h"

#define KEY_FILE_MAX	4096	/* bytes */
#define HOST_MAX	254	/* bytes, with NUL */

static enum tt_err
make_folder(const char *dir, const char *name)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, dir, name)) != TT_OK)
		return e;
	return file_mkdir(path);
}

static enum tt_err
make_key(const char *dir, const char *name, struct rng rng,
    struct tt_vkey *vkey)
{
	struct tt_signer *s = SECRET_NEW(struct tt_signer);
	struct buf file;
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	buf_init_secret(&file, KEY_FILE_MAX);
	if ((e = tt_signer_new(s, span_str(name), TT_KEY_COSIGN, rng)) ==
	    TT_OK) {
		tt_signer_format(s, &file);
		*vkey = s->vkey;
		if ((e = buf_err(&file)) == TT_OK)
			e = file_write_in(dir, "me.sign", buf_view(&file));
	}
	buf_done(&file);
	secret_free(s);
	return e;
}

/* The part of HOST:PORT before the last colon. */
static enum tt_err
host_of(const char *listen, char out[HOST_MAX])
{
	const char *colon = strrchr(listen, ':');

	if (colon == NULL)
		return TT_ESYNTAX;
	return span_copy((struct span){ listen, (size_t)(colon - listen) },
	    out, HOST_MAX);
}

static enum tt_err
make_tls(const char *dir, const char *listen, int64_t now_s, char pin[64])
{
	struct buf key, cert;
	char host[HOST_MAX];
	enum tt_err e;

	if ((e = host_of(listen, host)) != TT_OK ||
	    (e = tls_make(host, now_s, &key, &cert)) != TT_OK)
		return e;
	if ((e = file_write_in(dir, "tls.key", buf_view(&key))) == TT_OK &&
	    (e = file_write_in(dir, "tls.crt", buf_view(&cert))) == TT_OK)
		e = tls_pin(buf_view(&cert), pin);
	buf_done(&key);
	buf_done(&cert);
	return e;
}

static enum tt_err
make_conf(const char *dir, const char *listen)
{
	struct conf c = { .n = 0 };
	enum tt_err e;

	if ((e = conf_add(&c, "listen", listen)) == TT_OK)
		e = home_store(HOME_WITNESS, dir, &c);
	conf_done(&c);
	return e;
}

enum tt_err
witness_create(const char *dir, const char *name, const char *listen,
    int64_t now_s, struct rng rng, struct witness_made *out)
{
	enum tt_err e;

	if ((e = file_mkdir(dir)) != TT_OK)
		return e;
	if ((e = make_folder(dir, "heads")) == TT_OK &&
	    (e = make_folder(dir, "alarms")) == TT_OK &&
	    (e = make_key(dir, name, rng, &out->vkey)) == TT_OK &&
	    (e = make_tls(dir, listen, now_s, out->pin)) == TT_OK)
		e = make_conf(dir, listen);
	if (e != TT_OK && file_remove_tree(dir) != TT_OK)
		return TT_EIO;
	return e;
}

/* Is there a log of that origin? */
static bool
watches(const struct conf *c, const char *origin)
{
	struct tt_vkey k;
	const char *v;

	for (size_t i = 0; (v = conf_nth(c, "log", i)) != NULL; i++)
		if (tt_vkey_parse(&k, span_str(v)) == TT_OK &&
		    strcmp(k.name, origin) == 0)
			return true;
	return false;
}

enum tt_err
witness_trust(const char *dir, struct span vkey)
{
	struct conf c = { .n = 0 };
	char text[TT_VKEY_TEXT_MAX + 1];
	struct tt_vkey k;
	enum tt_err e;

	if ((e = tt_vkey_parse(&k, vkey)) != TT_OK)
		return e;
	if (k.type != TT_KEY_SIGN)
		return TT_EKEY;
	tt_vkey_format(&k, text);
	if ((e = home_load(HOME_WITNESS, dir, &c, NULL)) == TT_OK) {
		if (watches(&c, k.name))
			e = TT_EEXIST;
		else if ((e = conf_add(&c, "log", text)) == TT_OK)
			e = home_store(HOME_WITNESS, dir, &c);
	}
	conf_done(&c);
	return e;
}

enum tt_err
witness_resume(const char *dir)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, dir, "stopped")) != TT_OK)
		return e;
	if (!file_exists(path))
		return TT_ENOENT;
	return file_remove(path);
}
