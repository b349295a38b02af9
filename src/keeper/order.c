/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "keeper/order.h"
#include "telltale/authority.h"

static enum tt_err
take(const struct tt_statement *s, struct keeper_order *out)
{
	struct keeper_order o = { .time_s = s->time };
	enum tt_err e = TT_OK;

	switch (s->kind) {
	case TT_MOVE:
		o.number = tt_statement_number(s, "number", 0);
		o.opens_s = tt_statement_instant(s, "opens", 0);
		tt_statement_hash(s, "wave", &o.wave);
		break;
	case TT_EARLY:
		tt_statement_hash(s, "wave", &o.wave);
		break;
	case TT_EMBARGO:
		if (!tt_statement_is(s, "state", "retracted"))
			return TT_EREFUSED;
		e = span_copy(tt_statement_get(s, "bulletin"), o.bulletin,
		    sizeof(o.bulletin));
		break;
	default:
		return TT_EREFUSED;
	}
	if (e == TT_OK)
		*out = o;
	return e;
}

enum tt_err
keeper_order_check(struct span text, enum tt_kind kind,
    const struct keeper_self *self, struct keeper_order *out)
{
	const struct tt_authority by = { .keys = self->keys };
	struct tt_statement *s = malloc(sizeof(*s));
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	if ((e = tt_statement_parse(s, text, NULL)) != TT_OK)
		goto out;
	e = TT_EREFUSED;
	if (s->kind == kind && span_is(s->origin, self->origin) &&
	    (e = tt_authority_check(s, &by)) == TT_OK)
		e = take(s, out);
out:
	free(s);
	return e;
}

enum tt_err
keeper_order_read(struct span text, enum tt_kind kind,
    struct keeper_order *out)
{
	struct tt_statement *s = malloc(sizeof(*s));
	enum tt_err e = TT_EINTEGRITY;

	if (s == NULL)
		return TT_ENOMEM;
	if (tt_statement_parse(s, text, NULL) == TT_OK && s->kind == kind &&
	    take(s, out) == TT_OK)
		e = TT_OK;
	free(s);
	return e;
}
