/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "hub/notary.h"
#include "store/crash.h"
#include "store/file.h"

#define KEY_FILE_MAX	1024	/* bytes */

struct notary {
	char path[FILE_PATH_MAX];
	struct tt_signer *signer;
	struct tt_checkpoint last;
};

static enum tt_err
store(const char *path, const struct tt_checkpoint *cp, bool first)
{
	char text[TT_CHECKPOINT_TEXT_MAX + 1];
	enum tt_err e;

	if ((e = tt_checkpoint_format(cp, text, sizeof(text))) != TT_OK)
		return e;
	return first ? file_create(path, text, strlen(text), 0600) :
	    file_write(path, text, strlen(text), 0600);
}

enum tt_err
notary_create(const char *state, const char *origin)
{
	struct tt_checkpoint none = { .size = 0 };
	enum tt_err e;

	if ((e = span_copy(span_str(origin), none.origin,
	    sizeof(none.origin))) != TT_OK)
		return e;
	merkle_empty(&none.root);
	return store(state, &none, true);
}

enum tt_err
notary_resume(const char *state, const struct tt_checkpoint *cp)
{
	return store(state, cp, true);
}

static enum tt_err
load_state(struct notary *n, const char *origin)
{
	struct buf b = { .n = 0 };
	enum tt_err e;

	if ((e = file_read(n->path, TT_CHECKPOINT_TEXT_MAX, &b)) != TT_OK)
		return e == TT_ELIMIT ? TT_EINTEGRITY : e;
	e = tt_checkpoint_parse(&n->last, b.n > 0 ? b.p : "", b.n);
	buf_done(&b);
	if (e != TT_OK)
		return TT_EINTEGRITY;
	return strcmp(n->last.origin, origin) == 0 ? TT_OK : TT_EKEY;
}

static enum tt_err
load_key(struct notary *n, const char *path, const char *origin)
{
	struct buf b = { .n = 0 };
	enum tt_err e;

	if ((n->signer = SECRET_NEW(struct tt_signer)) == NULL)
		return TT_ENOMEM;
	if ((e = file_read_secret(path, KEY_FILE_MAX, &b)) != TT_OK)
		return e;
	e = tt_signer_parse(n->signer, buf_view(&b));
	buf_done(&b);
	if (e == TT_OK && (n->signer->vkey.type != TT_KEY_SIGN ||
	    strcmp(n->signer->vkey.name, origin) != 0))
		e = TT_EKEY;
	return e;
}

enum tt_err
notary_open(struct notary **out, const char *state, const char *key,
    const char *origin)
{
	struct notary *n = calloc(1, sizeof(*n));
	enum tt_err e;

	if (n == NULL)
		return TT_ENOMEM;
	if ((e = span_copy(span_str(state), n->path, sizeof(n->path))) !=
	    TT_OK || (e = load_state(n, origin)) != TT_OK ||
	    (e = load_key(n, key, origin)) != TT_OK) {
		notary_close(n);
		return e;
	}
	*out = n;
	return TT_OK;
}

void
notary_close(struct notary *n)
{
	if (n == NULL)
		return;
	secret_free(n->signer);
	free(n);
}

const struct tt_checkpoint *
notary_last(const struct notary *n)
{
	return &n->last;
}

const struct tt_vkey *
notary_key(const struct notary *n)
{
	return &n->signer->vkey;
}

enum tt_err
notary_sign(struct notary *n, const struct tt_checkpoint *next,
    const struct hash *proof, size_t n_proof, struct buf *note)
{
	enum tt_err e;

	e = tt_checkpoint_follows(&n->last, next, proof, n_proof);
	if (e != TT_OK)
		return e;
	crash_point("notary-asked");
	if ((e = store(n->path, next, false)) != TT_OK)
		return e;
	n->last = *next;
	crash_point("notary-stored");
	return tt_checkpoint_sign(note, next, n->signer);
}
