/* SPDX-License-Identifier: ISC */
/*
 * told - what a keeper is told after it took a share: to open it now, to move
 * it, to destroy it, and how far the log has grown.
 *
 * Each order is on the disk before it is obeyed, and obeyed before it is
 * answered; what a crash left undone is done by the next look.
 */
#include <stdlib.h>
#include <string.h>

#include "keeper/keeper_own.h"
#include "keeper/news.h"
#include "keeper/shelf.h"
#include "store/crash.h"

/* The order, and the share that it is about. */
static enum tt_err
take_order(struct keeper *k, struct span text, enum tt_kind kind,
    struct keeper_order *o, struct keeper_kept *kept)
{
	enum tt_err e;

	if ((e = keeper_order_check(text, kind, &k->self, o)) != TT_OK)
		return e;
	if (!shelf_has(k->dir, &o->wave, SHELF_HELD))
		return TT_ENOENT;
	if ((e = keeper_kept_read(k, &o->wave, kept)) != TT_OK)
		return e;
	return shelf_is_retracted(k->dir, kept->wave.bulletin) &&
	    !shelf_has(k->dir, &o->wave, SHELF_SHOWN) ? TT_ESTATE : TT_OK;
}

enum tt_err
keeper_early(struct keeper *k, struct span statement)
{
	struct keeper_order o;
	struct keeper_kept kept;
	struct keeper_state s;
	enum tt_err e;

	if ((e = take_order(k, statement, TT_EARLY, &o, &kept)) != TT_OK)
		return e;
	if (!kept.early && !shelf_has(k->dir, &o.wave, SHELF_SHOWN) &&
	    (e = shelf_write(k->dir, &o.wave, SHELF_EARLY, statement)) !=
	    TT_OK)
		return e;
	crash_point("keeper-early");
	return keeper_look(k, &o.wave, &s);
}

static bool
same_move(struct keeper *k, const struct hash *leaf, struct span statement)
{
	struct buf had;
	bool same;

	if (shelf_read(k->dir, leaf, SHELF_MOVE, &had) != TT_OK)
		return false;
	same = span_eq(buf_view(&had), statement);
	buf_done(&had);
	return same;
}

/* The word that was given before, if it is of that instant. */
static bool
held_so(struct keeper *k, const struct keeper_order *o, struct buf *held)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct buf had;
	bool so;

	if (s == NULL || shelf_read(k->dir, &o->wave, SHELF_HELD, &had) !=
	    TT_OK) {
		free(s);
		return false;
	}
	so = tt_statement_parse(s, buf_view(&had), NULL) == TT_OK &&
	    s->kind == TT_HELD &&
	    tt_statement_instant(s, "opens", 0) == o->opens_s;
	if (so)
		buf_span(held, buf_view(&had));
	buf_done(&had);
	free(s);
	return so;
}

/* `held` of the new instant takes the place of the one before. */
static enum tt_err
hold_moved(struct keeper *k, const struct keeper_order *o, struct buf *held)
{
	struct buf sealed, answer;
	enum tt_err e;

	if (held_so(k, o, held))
		return buf_err(held);
	if ((e = shelf_read(k->dir, &o->wave, SHELF_SHARE, &sealed)) != TT_OK)
		return e;
	buf_init(&answer, TT_STATEMENT_MAX);
	if ((e = keeper_sign_held(k, &o->wave, o->opens_s, buf_view(&sealed),
	    &answer)) == TT_OK &&
	    (e = shelf_write(k->dir, &o->wave, SHELF_HELD,
	    buf_view(&answer))) == TT_OK) {
		buf_span(held, buf_view(&answer));
		e = buf_err(held);
	}
	crash_point("keeper-moved");
	buf_done(&answer);
	buf_done(&sealed);
	return e;
}

enum tt_err
keeper_move(struct keeper *k, struct span statement, struct buf *held)
{
	struct keeper_order o;
	struct keeper_kept kept;
	enum tt_err e;

	if ((e = take_order(k, statement, TT_MOVE, &o, &kept)) != TT_OK)
		return e;
	/* also once it was opened by that very move, into the past */
	if (same_move(k, &o.wave, statement))
		return hold_moved(k, &o, held);
	if (kept.early || shelf_has(k->dir, &o.wave, SHELF_SHOWN) ||
	    o.number <= kept.moves)
		return TT_ESTATE;
	if ((e = shelf_write(k->dir, &o.wave, SHELF_MOVE, statement)) != TT_OK)
		return e;
	crash_point("keeper-move");
	return hold_moved(k, &o, held);
}

static enum tt_err
sign_destroyed(struct keeper *k, const struct hash *leaf, struct buf *out)
{
	const struct tt_signer *signers[] = { k->signer };
	struct tt_statement_out *o = malloc(sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_DESTROYED, span_str(k->origin),
	    keeper_wall(k));
	tt_statement_put_hash(o, "wave", leaf);
	tt_statement_put_number(o, "index", k->self.number);
	e = tt_statement_sign(o, signers, 1, out);
	free(o);
	return e;
}

enum tt_err
keeper_destroy(struct keeper *k, const struct hash *leaf)
{
	struct buf text;
	enum tt_err e;

	/* a release that a crash left behind was never shown */
	if ((e = shelf_drop(k->dir, leaf, SHELF_SHARE)) != TT_OK ||
	    (e = shelf_drop(k->dir, leaf, SHELF_RELEASE)) != TT_OK)
		return e;
	crash_point("keeper-dropped");
	buf_init(&text, TT_STATEMENT_MAX);
	if ((e = sign_destroyed(k, leaf, &text)) == TT_OK)
		e = shelf_write(k->dir, leaf, SHELF_DESTROYED,
		    buf_view(&text));
	buf_done(&text);
	crash_point("keeper-destroyed");
	return e;
}

/* One share, if it is of that bulletin and was destroyed. */
static enum tt_err
tell_destroyed(struct keeper *k, const struct hash *leaf,
    const char *bulletin, keeper_each *each, void *ctx)
{
	struct keeper_kept kept;
	struct keeper_state s;
	struct buf text;
	enum tt_err e;

	if ((e = keeper_kept_read(k, leaf, &kept)) != TT_OK)
		return e;
	if (strcmp(kept.wave.bulletin, bulletin) != 0)
		return TT_OK;
	if ((e = keeper_look(k, leaf, &s)) != TT_OK || !s.gone)
		return e;
	if ((e = shelf_read(k->dir, leaf, SHELF_DESTROYED, &text)) != TT_OK)
		return e;
	each(ctx, buf_view(&text));
	buf_done(&text);
	return TT_OK;
}

enum tt_err
keeper_retract(struct keeper *k, struct span statement, keeper_each *each,
    void *ctx)
{
	struct keeper_order o;
	struct hash *leaves;
	size_t n;
	enum tt_err e;

	if ((e = keeper_order_check(statement, TT_EMBARGO, &k->self, &o)) !=
	    TT_OK)
		return e;
	if (!shelf_is_retracted(k->dir, o.bulletin) &&
	    (e = shelf_retract(k->dir, o.bulletin, statement)) != TT_OK)
		return e;
	crash_point("keeper-retract");
	if ((e = shelf_list(k->dir, &leaves, &n)) != TT_OK)
		return e;
	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = tell_destroyed(k, &leaves[i], o.bulletin, each, ctx);
	free(leaves);
	return e;
}

enum tt_err
keeper_hear(struct keeper *k, struct span body)
{
	struct keeper_news news;
	struct tt_policy_verdict v;
	enum tt_err e;

	if ((e = keeper_news_parse(&news, body)) != TT_OK ||
	    (e = keeper_news_check(&news, k->policy, k->origin, &k->known,
	    &v)) != TT_OK)
		return e;
	if (v.time > 0 && (e = trusted_time_witnessed(&k->time,
	    v.time > INT64_MAX ? INT64_MAX : (int64_t)v.time,
	    keeper_boot(k))) != TT_OK)
		return e;
	if ((e = shelf_news_write(k->dir, news.note)) != TT_OK)
		return e;
	k->known = v.checkpoint;
	k->heard = true;
	return TT_OK;
}
