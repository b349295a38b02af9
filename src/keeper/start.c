/* SPDX-License-Identifier: ISC */
/* start - what a keeper reads when it starts, and its clock's first look. */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/sha256.h"
#include "keeper/keeper_own.h"
#include "keeper/shelf.h"
#include "store/home.h"

#define KEEPER_FILE_MAX	65536	/* bytes */

static enum tt_err
load(struct keeper *k, const char *name, bool secret, struct buf *out,
    const char **what)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	*what = name;
	if ((e = file_path(path, k->dir, name)) != TT_OK)
		return e;
	return secret ? file_read_secret(path, KEEPER_FILE_MAX, out) :
	    file_read(path, KEEPER_FILE_MAX, out);
}

static enum tt_err
load_conf(struct keeper *k, const char **what)
{
	struct conf c = { .n = 0 };
	const char *origin, *number;
	uint64_t n;
	enum tt_err e;

	*what = "telltale.conf";
	if ((e = home_load(HOME_KEEPER, k->dir, &c, NULL)) != TT_OK)
		return e;
	origin = conf_get(&c, "origin");
	number = conf_get(&c, "number");
	e = TT_ESYNTAX;
	if (origin != NULL && number != NULL &&
	    strlen(origin) < sizeof(k->origin) &&
	    span_u64(span_str(number + (number[0] == '0')), TT_SHARES_MAX,
	    &n) == TT_OK && n > 0) {
		memcpy(k->origin, origin, strlen(origin) + 1);
		k->self.origin = k->origin;
		k->self.number = (unsigned)n;
		e = TT_OK;
	}
	conf_done(&c);
	return e;
}

static enum tt_err
load_secrets(struct keeper *k, const char **what)
{
	struct buf file;
	size_t line;
	enum tt_err e;

	k->identities = SECRET_NEW(struct tt_age_identities);
	k->signer = SECRET_NEW(struct tt_signer);
	if (k->identities == NULL || k->signer == NULL)
		return TT_ENOMEM;
	if ((e = load(k, "me.key", true, &file, what)) != TT_OK)
		return e;
	e = tt_age_identities_parse(k->identities, buf_view(&file), &line);
	buf_done(&file);
	if (e == TT_OK && k->identities->n != 1)
		e = TT_ESYNTAX;
	if (e != TT_OK)
		return e;
	k->self.identity = &k->identities->id[0];
	if ((e = load(k, "me.sign", true, &file, what)) != TT_OK)
		return e;
	e = tt_signer_parse(k->signer, buf_view(&file));
	buf_done(&file);
	return e;
}

enum tt_err
keeper_trust_keys(struct keeper *k, struct buf *file)
{
	struct tt_statement *s = malloc(sizeof(*s));
	enum tt_err e = TT_ENOMEM;

	if (s != NULL)
		e = tt_statement_parse(s, buf_view(file), NULL);
	if (e == TT_OK && (s->kind != TT_KEYS ||
	    !span_is(s->origin, k->origin)))
		e = TT_ESYNTAX;
	if (e != TT_OK) {
		free(s);
		return e;
	}
	free(k->keys);
	buf_done(&k->keys_file);
	k->keys = s;
	k->keys_file = *file;	/* transferred; its bytes stay in place */
	k->self.keys = k->keys;
	sha256(k->self.keys_hash.b, k->keys_file.p, k->keys_file.n);
	return TT_OK;
}

static enum tt_err
load_trust(struct keeper *k, const char **what)
{
	struct buf file;
	enum tt_err e;

	if ((e = load(k, "policy", false, &file, what)) != TT_OK)
		return e;
	e = tt_policy_new(&k->policy, buf_view(&file), NULL);
	buf_done(&file);
	if (e != TT_OK)
		return e;
	k->self.policy = k->policy;
	if ((e = load(k, "keys", false, &file, what)) == TT_OK &&
	    (e = keeper_trust_keys(k, &file)) != TT_OK)
		buf_done(&file);
	return e;
}

/* gaps_s of the share that came first of those not opened. */
static enum tt_err
oldest_gaps(struct keeper *k, int64_t *out)
{
	struct hash *leaves;
	int64_t least = TRUSTED_NO_SHARE, gaps;
	size_t n;
	enum tt_err e;

	if ((e = shelf_list(k->dir, &leaves, &n)) != TT_OK)
		return e;
	for (size_t i = 0; i < n && e == TT_OK; i++) {
		if (shelf_has(k->dir, &leaves[i], SHELF_SHOWN))
			continue;
		if ((e = shelf_gaps(k->dir, &leaves[i], &gaps)) == TT_OK &&
		    gaps < least)
			least = gaps;
	}
	free(leaves);
	if (e == TT_OK)
		*out = least;
	return e;
}

/* How far the log was when the hub last told. */
static enum tt_err
load_news(struct keeper *k, const char **what)
{
	struct tt_policy_verdict v;
	struct buf note;
	enum tt_err e;

	*what = "checkpoint";
	if ((e = shelf_news_read(k->dir, &note)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if ((e = tt_policy_open(k->policy, buf_view(&note), &v)) == TT_OK)
		k->known = v.checkpoint;
	buf_done(&note);
	return e;
}

static enum tt_err
start_clock(struct keeper *k, const char **what)
{
	struct trusted_mark mark;
	int64_t gaps;
	enum tt_err e;

	*what = "shares";
	if ((e = oldest_gaps(k, &gaps)) != TT_OK)
		return e;
	*what = "mark";
	if ((e = shelf_mark_read(k->dir, &mark)) != TT_OK)
		return e;
	trusted_time_start(&k->time, tt_policy_needs_witnesses(k->policy),
	    &mark, gaps, keeper_wall(k), keeper_boot(k));
	return shelf_mark_write(k->dir, &k->time.mark);
}

enum tt_err
keeper_open(struct keeper **out, const char *dir,
    const struct keeper_clock *clock, const char **what)
{
	struct keeper *k = calloc(1, sizeof(*k));
	enum tt_err e;

	*what = dir;
	if (k == NULL)
		return TT_ENOMEM;
	k->clock = *clock;
	if ((e = span_copy(span_str(dir), k->dir, sizeof(k->dir))) != TT_OK ||
	    (e = load_conf(k, what)) != TT_OK ||
	    (e = load_secrets(k, what)) != TT_OK ||
	    (e = load_trust(k, what)) != TT_OK ||
	    (e = load_news(k, what)) != TT_OK ||
	    (e = start_clock(k, what)) != TT_OK) {
		keeper_close(k);
		return e;
	}
	*out = k;
	return TT_OK;
}

void
keeper_close(struct keeper *k)
{
	if (k == NULL)
		return;
	secret_free(k->identities);
	secret_free(k->signer);
	tt_policy_free(k->policy);
	free(k->keys);
	buf_done(&k->keys_file);
	free(k);
}
