/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdlib.h>

#include "base/hex.h"
#include "base/instant.h"
#include "keeper/list.h"
#include "keeper/order.h"
#include "keeper/shelf.h"

/* The instant as sealed. */
static enum tt_err
sealed_opens(const char *dir, const struct hash *leaf, int64_t *opens_s)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct buf text;
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	if ((e = shelf_read(dir, leaf, SHELF_WAVE, &text)) == TT_OK) {
		e = tt_statement_parse(s, buf_view(&text), NULL);
		if (e == TT_OK && s->kind == TT_WAVE)
			*opens_s = tt_statement_instant(s, "opens", 0);
		else
			e = TT_EINTEGRITY;
		buf_done(&text);
	}
	free(s);
	return e;
}

static enum tt_err
moved(const char *dir, const struct hash *leaf, struct keeper_order *move)
{
	struct buf text;
	enum tt_err e;

	if (!shelf_has(dir, leaf, SHELF_MOVE))
		return TT_OK;
	if ((e = shelf_read(dir, leaf, SHELF_MOVE, &text)) != TT_OK)
		return e;
	e = keeper_order_read(buf_view(&text), TT_MOVE, move);
	buf_done(&text);
	return e;
}

static enum tt_err
put_share(const char *dir, const struct hash *leaf, struct buf *out)
{
	struct keeper_order move = { .number = 0 };
	char hex[HEX_LEN(sizeof(leaf->b)) + 1], at[INSTANT_LEN + 1];
	enum tt_err e;

	if ((e = sealed_opens(dir, leaf, &move.opens_s)) != TT_OK ||
	    (e = moved(dir, leaf, &move)) != TT_OK)
		return e;
	hex_encode(hex, leaf->b, sizeof(leaf->b));
	instant_format(move.opens_s, at);
	buf_printf(out, "%s %s %s", hex, at,
	    shelf_has(dir, leaf, SHELF_SHOWN) ? "open" :
	    shelf_has(dir, leaf, SHELF_DESTROYED) ? "destroyed" : "wait");
	if (move.number > 0)
		buf_printf(out, " moved %" PRIu64, move.number);
	buf_char(out, '\n');
	return buf_err(out);
}

enum tt_err
keeper_list(const char *dir, struct buf *out)
{
	struct hash *leaves;
	size_t n;
	enum tt_err e;

	if ((e = shelf_list(dir, &leaves, &n)) != TT_OK)
		return e;
	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = put_share(dir, &leaves[i], out);
	free(leaves);
	return e;
}
