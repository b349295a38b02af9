/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/sha256.h"
#include "keeper/keeper_own.h"
#include "keeper/shelf.h"
#include "store/crash.h"
#include "telltale/authority.h"

int64_t
keeper_wall(const struct keeper *k)
{
	return k->clock.wall_s(k->clock.ctx);
}

int64_t
keeper_boot(const struct keeper *k)
{
	return k->clock.boot_s(k->clock.ctx);
}

enum tt_err
keeper_sign_held(struct keeper *k, const struct hash *leaf, int64_t opens_s,
    struct span sealed, struct buf *held)
{
	const struct tt_signer *signers[] = { k->signer };
	struct tt_statement_out *o = malloc(sizeof(*o));
	struct hash share;
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	sha256(share.b, sealed.p, sealed.n);
	tt_statement_begin(o, TT_HELD, span_str(k->origin), keeper_wall(k));
	tt_statement_put_hash(o, "wave", leaf);
	tt_statement_put_number(o, "index", k->self.number);
	tt_statement_put_instant(o, "opens", opens_s);
	tt_statement_put_hash(o, "share", &share);
	e = tt_statement_sign(o, signers, 1, held);
	free(o);
	return e;
}

/* The answer that was given before, if it was for the same sealed file. */
static enum tt_err
held_again(struct keeper *k, const struct hash *leaf, struct span sealed,
    struct buf *held)
{
	struct buf share, before;
	enum tt_err e;

	if ((e = shelf_read(k->dir, leaf, SHELF_SHARE, &share)) != TT_OK)
		return e;
	e = span_eq(buf_view(&share), sealed) ? TT_OK : TT_EEXIST;
	buf_done(&share);
	if (e != TT_OK ||
	    (e = shelf_read(k->dir, leaf, SHELF_HELD, &before)) != TT_OK)
		return e;
	buf_span(held, buf_view(&before));
	buf_done(&before);
	return buf_err(held);
}

enum tt_err
keeper_take(struct keeper *k, const struct keeper_offer *o, struct buf *held)
{
	struct keeper_accepted a;
	struct buf answer;
	enum tt_err e;

	if ((e = keeper_offer_check(o, &k->self, &a)) != TT_OK)
		return e;
	if (shelf_is_retracted(k->dir, a.wave.bulletin))
		return TT_ESTATE;
	if (shelf_has(k->dir, &a.leaf, SHELF_HELD))
		return held_again(k, &a.leaf, o->share, held);
	buf_init(&answer, TT_STATEMENT_MAX);
	if ((e = keeper_sign_held(k, &a.leaf, a.wave.opens_s, o->share,
	    &answer)) == TT_OK &&
	    (e = shelf_add(k->dir, &a.leaf, o->share, a.statement,
	    k->time.mark.gaps_s)) == TT_OK &&
	    (e = shelf_write(k->dir, &a.leaf, SHELF_HELD,
	    buf_view(&answer))) == TT_OK) {
		buf_span(held, buf_view(&answer));
		e = buf_err(held);
	}
	buf_done(&answer);
	return e;
}

/* Why and when: the same to all keepers, so that k of them sign one text. */
struct opening {
	const char *cause;
	int64_t time_s;		/* the instant, or that of the order */
};

static enum tt_err
sign_release(struct keeper *k, const struct hash *leaf,
    const struct keeper_wave *wave, const struct opening *by, struct buf *out)
{
	const struct tt_signer *signers[] = { k->signer };
	struct tt_statement_out *o = malloc(sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_RELEASE, span_str(k->origin), by->time_s);
	tt_statement_put_hash(o, "wave", leaf);
	tt_statement_put_str(o, "cause", by->cause);
	tt_statement_put_recipient(o, "recipient", &wave->recipient);
	e = tt_statement_sign(o, signers, 1, out);
	free(o);
	return e;
}

static enum tt_err
sign_shown(struct keeper *k, const struct hash *leaf,
    const struct tt_share *share, struct buf *out)
{
	const struct tt_signer *signers[] = { k->signer };
	struct tt_statement_out *o = malloc(sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_SHOWN, span_str(k->origin), keeper_wall(k));
	tt_statement_put_hash(o, "wave", leaf);
	tt_statement_put_number(o, "index", share->index);
	tt_statement_put_bytes(o, "value", share->value, sizeof(share->value));
	e = tt_statement_sign(o, signers, 1, out);
	free(o);
	return e;
}

static enum tt_err
read_wave(const struct keeper *k, const struct hash *leaf,
    struct keeper_wave *out)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct buf text;
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	if ((e = shelf_read(k->dir, leaf, SHELF_WAVE, &text)) == TT_OK) {
		if ((e = tt_statement_parse(s, buf_view(&text), NULL)) == TT_OK)
			e = keeper_wave_read(s, &k->self, out);
		buf_done(&text);
	}
	free(s);
	return e;
}

/* *out as it was if there is none. */
static enum tt_err
read_order(const struct keeper *k, const struct hash *leaf,
    enum shelf_file which, enum tt_kind kind, struct keeper_order *out)
{
	struct buf text;
	enum tt_err e;

	if (!shelf_has(k->dir, leaf, which))
		return TT_OK;
	if ((e = shelf_read(k->dir, leaf, which, &text)) != TT_OK)
		return e;
	e = keeper_order_read(buf_view(&text), kind, out);
	buf_done(&text);
	return e;
}

enum tt_err
keeper_kept_read(const struct keeper *k, const struct hash *leaf,
    struct keeper_kept *out)
{
	struct keeper_order move = { .number = 0 }, early = { .time_s = 0 };
	struct keeper_kept kept = { .moves = 0 };
	enum tt_err e;

	if ((e = read_wave(k, leaf, &kept.wave)) != TT_OK ||
	    (e = read_order(k, leaf, SHELF_MOVE, TT_MOVE, &move)) != TT_OK ||
	    (e = read_order(k, leaf, SHELF_EARLY, TT_EARLY, &early)) != TT_OK)
		return e;
	kept.moves = move.number;
	kept.opens_s = move.number > 0 ? move.opens_s : kept.wave.opens_s;
	kept.early = shelf_has(k->dir, leaf, SHELF_EARLY);
	kept.early_s = early.time_s;
	*out = kept;
	return TT_OK;
}

/* It may be shown: release and shown are durable before anybody sees. */
static enum tt_err
open_share(struct keeper *k, const struct hash *leaf,
    const struct keeper_wave *wave, const struct opening *by)
{
	struct tt_share *share = SECRET_NEW(struct tt_share);
	struct keeper_self accepted = k->self;
	struct buf sealed, text;
	enum tt_err e;

	if (share == NULL)
		return TT_ENOMEM;
	accepted.keys = NULL;
	if ((e = shelf_read(k->dir, leaf, SHELF_SHARE, &sealed)) != TT_OK) {
		secret_free(share);
		return e;
	}
	buf_init_secret(&text, TT_STATEMENT_MAX);
	if ((e = keeper_share_open(buf_view(&sealed), leaf, wave, &accepted,
	    share)) != TT_OK ||
	    (e = sign_release(k, leaf, wave, by, &text)) != TT_OK ||
	    (e = shelf_write(k->dir, leaf, SHELF_RELEASE, buf_view(&text))) !=
	    TT_OK)
		goto out;
	crash_point("keeper-release");
	buf_clear(&text);
	if ((e = sign_shown(k, leaf, share, &text)) == TT_OK)
		e = shelf_write(k->dir, leaf, SHELF_SHOWN, buf_view(&text));
out:
	buf_done(&text);
	buf_done(&sealed);
	secret_free(share);
	return e;
}

static enum tt_err
store_mark(struct keeper *k, bool opening)
{
	struct trusted_mark mark;
	int64_t now = keeper_boot(k);
	enum tt_err e;

	if (!trusted_time_mark(&k->time, opening, now, &mark))
		return TT_OK;
	if ((e = shelf_mark_write(k->dir, &mark)) == TT_OK)
		trusted_time_marked(&k->time, &mark, now);
	return e;
}

/* Two officers said so: no clock is asked. */
static enum tt_err
open_early(struct keeper *k, const struct hash *leaf,
    const struct keeper_kept *kept, struct keeper_state *out)
{
	const struct opening by = { "early", kept->early_s };
	enum tt_err e;

	if ((e = open_share(k, leaf, &kept->wave, &by)) == TT_OK)
		out->clock = (struct trusted_answer){ .state = TRUSTED_OPEN };
	return e;
}

/*
 * By its instant.  After a start it holds until the hub has told of the log
 * or an officer has confirmed, lest an old disk bring an old instant back.
 */
static enum tt_err
open_due(struct keeper *k, const struct hash *leaf,
    const struct keeper_kept *kept, struct keeper_state *out)
{
	struct trusted_share share = { .instant_s = kept->opens_s };
	const struct opening by = { "instant", kept->opens_s };
	enum tt_err e;

	if ((e = shelf_gaps(k->dir, leaf, &share.gaps_s)) != TT_OK)
		return e;
	out->clock = trusted_time_ask(&k->time, &share, keeper_wall(k),
	    keeper_boot(k));
	if (out->clock.state != TRUSTED_OPEN)
		return TT_OK;
	if (!k->heard) {
		out->clock.state = TRUSTED_HOLD;
		return TT_OK;
	}
	if ((e = store_mark(k, true)) != TT_OK)
		return e;
	return open_share(k, leaf, &kept->wave, &by);
}

enum tt_err
keeper_look(struct keeper *k, const struct hash *leaf,
    struct keeper_state *out)
{
	struct keeper_kept kept;
	enum tt_err e;

	*out = (struct keeper_state){ .clock.state = TRUSTED_OPEN };
	if (shelf_has(k->dir, leaf, SHELF_SHOWN))
		return TT_OK;
	out->gone = true;
	if (shelf_has(k->dir, leaf, SHELF_DESTROYED))
		return TT_OK;
	if ((e = keeper_kept_read(k, leaf, &kept)) != TT_OK)
		return e;
	if (shelf_is_retracted(k->dir, kept.wave.bulletin))
		return keeper_destroy(k, leaf);
	out->gone = false;
	return kept.early ? open_early(k, leaf, &kept, out) :
	    open_due(k, leaf, &kept, out);
}

static enum tt_err
show(struct keeper *k, const struct hash *leaf, enum shelf_file which,
    struct buf *out)
{
	struct keeper_state s;
	struct buf file;
	enum tt_err e;

	if (!shelf_has(k->dir, leaf, SHELF_HELD))
		return TT_ENOENT;
	if ((e = keeper_look(k, leaf, &s)) != TT_OK)
		return e;
	if (s.gone || s.clock.state != TRUSTED_OPEN)
		return TT_ENOENT;
	if ((e = shelf_read(k->dir, leaf, which, &file)) != TT_OK)
		return e;
	buf_span(out, buf_view(&file));
	buf_done(&file);
	return buf_err(out);
}

enum tt_err
keeper_shown(struct keeper *k, const struct hash *leaf, struct buf *shown)
{
	return show(k, leaf, SHELF_SHOWN, shown);
}

enum tt_err
keeper_release(struct keeper *k, const struct hash *leaf, struct buf *release)
{
	return show(k, leaf, SHELF_RELEASE, release);
}

enum tt_err
keeper_confirm(struct keeper *k, struct span statement)
{
	const struct tt_authority authority = { .keys = k->keys };
	struct tt_statement *s = malloc(sizeof(*s));
	char number[12];
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	snprintf(number, sizeof(number), "%02u", k->self.number);
	if ((e = tt_statement_parse(s, statement, NULL)) != TT_OK)
		goto out;
	e = TT_EREFUSED;
	if (s->kind != TT_CLOCK || !span_is(s->origin, k->origin) ||
	    !tt_statement_is(s, "keeper", number) ||
	    tt_authority_check(s, &authority) != TT_OK)
		goto out;
	e = trusted_time_confirm(&k->time, s->time, keeper_wall(k),
	    keeper_boot(k));
	if (e == TT_OK)
		k->heard = true;
out:
	free(s);
	return e;
}

/* TT_EEXIST: the list that it has, or one before that. */
static enum tt_err
check_keys(const struct keeper *k, struct span statement)
{
	const struct tt_authority authority = { .keys = k->keys };
	struct tt_statement *s = malloc(sizeof(*s));
	enum tt_err e = TT_ENOMEM;

	if (s == NULL || (e = tt_statement_parse(s, statement, NULL)) != TT_OK)
		goto out;
	e = TT_EREFUSED;
	if (s->kind != TT_KEYS || !span_is(s->origin, k->origin))
		goto out;
	if (tt_statement_number(s, "number", 0) <=
	    tt_statement_number(k->keys, "number", 0))
		e = TT_EEXIST;
	else
		e = tt_authority_check(s, &authority);
out:
	free(s);
	return e;
}

enum tt_err
keeper_keys(struct keeper *k, struct span statement)
{
	char path[FILE_PATH_MAX];
	struct buf file;
	enum tt_err e;

	if ((e = check_keys(k, statement)) != TT_OK)
		return e == TT_EEXIST ? TT_OK : e;
	buf_init(&file, TT_STATEMENT_MAX);
	buf_span(&file, statement);
	if ((e = buf_err(&file)) == TT_OK &&
	    (e = file_path(path, k->dir, "keys")) == TT_OK &&
	    (e = file_write(path, file.p, file.n, 0600)) == TT_OK)
		e = keeper_trust_keys(k, &file);
	if (e != TT_OK)
		buf_done(&file);
	return e;
}

static void
count(struct keeper_health *h, const struct keeper_state *s)
{
	const struct trusted_answer *a = &s->clock;

	if (s->gone) {
		h->destroyed++;
		return;
	}
	h->held += a->state != TRUSTED_OPEN;
	h->opened += a->state == TRUSTED_OPEN;
	h->due += a->state == TRUSTED_HOLD;
	h->alarm |= a->alarm;
	if (a->state == TRUSTED_HOLD && a->missing_s > h->missing_s)
		h->missing_s = a->missing_s;
}

enum tt_err
keeper_tick(struct keeper *k, struct keeper_health *health)
{
	struct keeper_health h = { .heard = k->heard,
		.size = k->known.size };
	struct keeper_state s;
	struct hash *leaves;
	size_t n;
	enum tt_err e;

	if ((e = shelf_list(k->dir, &leaves, &n)) != TT_OK)
		return e;
	for (size_t i = 0; i < n && e == TT_OK; i++)
		if ((e = keeper_look(k, &leaves[i], &s)) == TT_OK)
			count(&h, &s);
	free(leaves);
	if (e == TT_OK)
		e = store_mark(k, false);
	if (e == TT_OK)
		*health = h;
	return e;
}
