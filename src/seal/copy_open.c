/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/secret.h"
#include "base/sha256.h"
#include "telltale/copy.h"

/* Before any key is used: these are the bytes that were promised. */
static enum tt_err
check_hash(struct span copy, const uint8_t *want)
{
	uint8_t hash[TT_COPY_HASH_LEN];

	if (copy.n > TT_COPY_MAX)
		return TT_ELIMIT;
	if (want == NULL)
		return TT_OK;
	sha256(hash, copy.p, copy.n);
	return secret_eq(hash, want, sizeof(hash)) ? TT_OK : TT_EINTEGRITY;
}

static enum tt_err
open_outer(struct buf *inner, struct span copy, const struct tt_copy_opener *by)
{
	const struct tt_age_opener outer = {
		.identities = by->reader, .n_identities = by->n_reader,
		.file_key = by->outer_key,
	};

	return tt_age_file_open(inner, &outer, copy);
}

static enum tt_err
open_inner(struct buf *tar, struct span inner, const struct tt_copy_opener *by)
{
	const struct tt_age_opener wave = {
		.identities = by->wave, .n_identities = by->wave != NULL,
	};

	return tt_age_file_open(tar, &wave, inner);
}

/* *at is the layer that is being opened. */
static enum tt_err
open_layers(struct tt_copy *c, struct buf *inner, struct span copy,
    const struct tt_copy_opener *by, enum tt_copy_layer *at)
{
	enum tt_err e;

	*at = TT_COPY_HASH;
	if ((e = check_hash(copy, by->hash)) != TT_OK)
		return e;
	*at = TT_COPY_OUTER;
	if ((e = open_outer(inner, copy, by)) != TT_OK)
		return e;
	*at = TT_COPY_INNER;
	if ((e = open_inner(&c->tar, buf_view(inner), by)) != TT_OK)
		return e;
	*at = TT_COPY_TAR;
	return tt_archive_read(&c->archive, buf_view(&c->tar), NULL);
}

enum tt_err
tt_copy_open(struct tt_copy **out, struct span copy,
    const struct tt_copy_opener *by, enum tt_copy_layer *layer)
{
	struct tt_copy *c;
	struct buf inner;
	enum tt_copy_layer at;
	enum tt_err e;

	if ((c = calloc(1, sizeof(*c))) == NULL)
		return TT_ENOMEM;
	buf_init_secret(&c->tar, TT_COPY_MAX);
	buf_init(&inner, TT_COPY_MAX);
	e = open_layers(c, &inner, copy, by, &at);
	buf_done(&inner);
	if (e == TT_OK) {
		*out = c;	/* transferred */
		return TT_OK;
	}
	if (layer != NULL)
		*layer = at;
	tt_copy_free(c);
	return e;
}

void
tt_copy_free(struct tt_copy *c)
{
	if (c == NULL)
		return;
	buf_done(&c->tar);
	secret_wipe(c, sizeof(*c));
	free(c);
}

enum tt_err
tt_copy_open_outer(struct buf *inner, struct span copy,
    const struct tt_copy_opener *by)
{
	enum tt_err e;

	if ((e = check_hash(copy, by->hash)) != TT_OK)
		return e;
	return open_outer(inner, copy, by);
}
