/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/sha256.h"
#include "cli/keychain.h"
#include "telltale/authority.h"
#include "telltale/statement.h"

static enum tt_err
parse(struct tt_statement *out, struct span entry, enum tt_kind kind)
{
	enum tt_err e = tt_statement_parse(out, entry, NULL);

	return e == TT_OK && out->kind != kind ? TT_EREFUSED : e;
}

static enum tt_err
signed_by(const struct tt_statement *s, const struct tt_statement *keys)
{
	const struct tt_authority by = { .keys = keys };

	return tt_authority_check(s, &by);
}

static bool
has_officer(const struct tt_statement *keys, const struct tt_vkey *officer)
{
	struct tt_vkey found;

	return tt_keys_find(keys, TT_ROLE_OFFICER, span_str(officer->name), 0,
	    &found) == TT_OK && tt_vkey_eq(&found, officer);
}

static enum tt_err
keep(struct buf *out, struct span entry)
{
	struct buf tmp;
	enum tt_err e;

	buf_init(&tmp, TT_STATEMENT_MAX);
	buf_span(&tmp, entry);
	if ((e = buf_err(&tmp)) == TT_OK)
		*out = tmp;
	else
		buf_done(&tmp);
	return e;
}

/* Both are of the log, and signed by all officers that the second lists. */
static enum tt_err
check_start(struct span first, struct span second,
    const struct tt_vkey *log_key, const struct tt_vkey *officer,
    uint64_t *interval_s)
{
	struct tt_statement programme, keys;
	struct tt_vkey named;
	enum tt_err e;

	if ((e = parse(&programme, first, TT_PROGRAMME)) != TT_OK ||
	    (e = parse(&keys, second, TT_KEYS)) != TT_OK)
		return e;
	if (!span_is(programme.origin, log_key->name) ||
	    !span_is(keys.origin, log_key->name) ||
	    !tt_statement_vkey(&programme, "log-key", &named) ||
	    !tt_vkey_eq(&named, log_key) || !has_officer(&keys, officer) ||
	    tt_statement_number(&keys, "number", 0) != 1)
		return TT_EREFUSED;
	if ((e = signed_by(&programme, &keys)) != TT_OK ||
	    (e = signed_by(&keys, &keys)) != TT_OK)
		return e;
	*interval_s = tt_statement_number(&keys, "interval",
	    tt_statement_number(&programme, "interval", 0));
	return TT_OK;
}

enum tt_err
keychain_start(struct tt_log_reader *log, uint64_t size,
    const struct tt_vkey *log_key, const struct tt_vkey *officer,
    struct keychain_start *out)
{
	struct keychain_start tmp;
	struct buf first;
	struct span entry;
	enum tt_err e;

	if (size < 2)
		return TT_ENOENT;
	if ((e = tt_log_reader_entry(log, 0, &entry)) != TT_OK)
		return e;
	if ((e = keep(&first, entry)) == TT_OK &&
	    (e = tt_log_reader_entry(log, 1, &entry)) == TT_OK &&
	    (e = check_start(buf_view(&first), entry, log_key, officer,
	    &tmp.interval_s)) == TT_OK &&
	    (e = keep(&tmp.keys, entry)) == TT_OK)
		*out = tmp;
	buf_done(&first);
	return e;
}

static bool
is_that(struct span entry, const struct hash *want)
{
	struct hash got;

	sha256(got.b, entry.p, entry.n);
	return memcmp(&got, want, sizeof(got)) == 0;
}

/* If entry is the next list after *keys, signed by it, it becomes *keys. */
static enum tt_err
step(struct span entry, struct buf *keys)
{
	struct tt_statement trusted, next;
	struct buf tmp;
	enum tt_err e;

	if ((e = tt_statement_parse(&next, entry, NULL)) != TT_OK ||
	    next.kind != TT_KEYS)
		return e;
	if ((e = parse(&trusted, buf_view(keys), TT_KEYS)) != TT_OK)
		return e;
	if (tt_statement_number(&next, "number", 0) <=
	    tt_statement_number(&trusted, "number", 0))
		return TT_OK;	/* before it, or itself */
	if (tt_statement_number(&next, "number", 0) !=
	    tt_statement_number(&trusted, "number", 0) + 1 ||
	    !span_eq(next.origin, trusted.origin))
		return TT_EREFUSED;
	if ((e = signed_by(&next, &trusted)) != TT_OK ||
	    (e = keep(&tmp, entry)) != TT_OK)
		return e;
	buf_done(keys);
	*keys = tmp;
	return TT_OK;
}

enum tt_err
keychain_follow(struct tt_log_reader *log, uint64_t size,
    const struct hash *want, struct buf *keys)
{
	struct span entry;
	struct buf tmp;
	enum tt_err e;

	if (is_that(buf_view(keys), want))
		return TT_OK;
	if ((e = keep(&tmp, buf_view(keys))) != TT_OK)
		return e;
	for (uint64_t i = 1; i < size && !is_that(buf_view(&tmp), want); i++)
		if ((e = tt_log_reader_entry(log, i, &entry)) != TT_OK ||
		    (e = step(entry, &tmp)) != TT_OK)
			goto out;
	if (!is_that(buf_view(&tmp), want)) {
		e = TT_ENOENT;
		goto out;
	}
	buf_done(keys);
	*keys = tmp;
	return TT_OK;
out:
	buf_done(&tmp);
	return e;
}
