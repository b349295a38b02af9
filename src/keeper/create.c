/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/buf.h"
#include "base/secret.h"
#include "keeper/create.h"
#include "store/file.h"
#include "store/home.h"
#include "telltale/origin.h"

#define KEY_FILE_MAX	4096	/* bytes */

static enum tt_err
write_conf(const struct keeper_params *p, const char *number)
{
	struct conf c = { .n = 0 };
	enum tt_err e;

	if ((e = conf_add(&c, "origin", p->origin)) == TT_OK &&
	    (e = conf_add(&c, "number", number)) == TT_OK)
		e = home_store(HOME_KEEPER, p->dir, &c);
	conf_done(&c);
	return e;
}

static enum tt_err
write_identity(const struct keeper_params *p, struct rng rng,
    struct tt_age_recipient *recipient)
{
	struct tt_age_identity *id = SECRET_NEW(struct tt_age_identity);
	struct buf file;
	enum tt_err e;

	if (id == NULL)
		return TT_ENOMEM;
	buf_init_secret(&file, KEY_FILE_MAX);
	tt_age_identity_generate(id, rng);
	tt_age_identity_file(&file, id, p->now_s);
	if ((e = buf_err(&file)) == TT_OK &&
	    (e = file_write_in(p->dir, "me.key", buf_view(&file))) == TT_OK)
		*recipient = id->recipient;
	buf_done(&file);
	secret_free(id);
	return e;
}

static enum tt_err
write_signer(const struct keeper_params *p, struct span number, struct rng rng,
    struct tt_vkey *vkey)
{
	struct tt_signer *signer = SECRET_NEW(struct tt_signer);
	char name[TT_KEY_NAME_MAX + 1];
	struct buf file;
	enum tt_err e;

	if (signer == NULL)
		return TT_ENOMEM;
	buf_init_secret(&file, KEY_FILE_MAX);
	if ((e = tt_key_name(name, span_str(p->origin), TT_OWNER_KEEPER,
	    number)) != TT_OK ||
	    (e = tt_signer_new(signer, span_str(name), TT_KEY_SIGN, rng)) !=
	    TT_OK)
		goto out;
	tt_signer_format(signer, &file);
	if ((e = buf_err(&file)) == TT_OK &&
	    (e = file_write_in(p->dir, "me.sign", buf_view(&file))) == TT_OK)
		*vkey = signer->vkey;
out:
	buf_done(&file);
	secret_free(signer);
	return e;
}

enum tt_err
keeper_create(const struct keeper_params *p, struct rng rng,
    struct tt_age_recipient *recipient, struct tt_vkey *vkey)
{
	struct tt_age_recipient r;
	struct tt_vkey k;
	char number[12], shares[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = tt_origin_check(span_str(p->origin))) != TT_OK)
		return e;
	snprintf(number, sizeof(number), "%02u", p->number);
	if ((e = file_path(shares, p->dir, "shares")) != TT_OK ||
	    (e = file_mkdir(p->dir)) != TT_OK)
		return e;
	if ((e = file_mkdir(shares)) == TT_OK &&
	    (e = write_identity(p, rng, &r)) == TT_OK &&
	    (e = write_signer(p, span_str(number), rng, &k)) == TT_OK)
		e = write_conf(p, number);
	if (e != TT_OK) {
		if (file_remove_tree(p->dir) != TT_OK)
			return TT_EIO;
		return e;
	}
	*recipient = r;
	*vkey = k;
	return TT_OK;
}

enum tt_err
keeper_trust(const char *dir, struct span policy, struct span keys)
{
	enum tt_err e;

	if ((e = file_write_in(dir, "policy", policy)) != TT_OK)
		return e;
	return file_write_in(dir, "keys", keys);
}
