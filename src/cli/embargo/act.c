/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/embargo/act.h"
#include "cli/say.h"

#define SHOWN_MAX	65536	/* bytes */

void
act_begin(struct act *a, struct vault *v, enum approval_act what,
    const char *subject, const char *reason)
{
	memset(a, 0, sizeof(*a));
	a->v = v;
	a->now_s = clock_now();
	a->ask.act = what;
	a->ask.subject = subject;
	a->ask.reason = reason;
	buf_init(&a->effect, REQUEST_EFFECT_MAX);
	buf_init(&a->shown, SHOWN_MAX);
	if ((a->j = json_out_new(&a->effect, JSON_CANONICAL)) == NULL ||
	    (a->out = calloc(1, sizeof(*a->out))) == NULL)
		a->err = TT_ENOMEM;
	else
		json_out_object(a->j);
}

void
act_done(struct act *a)
{
	if (a->j != NULL)
		(void)!json_out_end(a->j);
	for (size_t i = 0; i < a->ask.n; i++)
		buf_done(&a->statement[i]);
	buf_done(&a->effect);
	buf_done(&a->shown);
	free(a->out);
	memset(a, 0, sizeof(*a));
}

struct tt_statement_out *
act_state(struct act *a, enum tt_kind kind)
{
	if (a->err == TT_OK && a->ask.n == REQUEST_STATEMENTS_MAX)
		a->err = TT_ELIMIT;
	if (a->err != TT_OK)
		return NULL;
	tt_statement_begin(a->out, kind, span_str(vault_origin(a->v)),
	    a->now_s);
	return a->out;
}

void
act_state_end(struct act *a)
{
	struct buf *b = &a->statement[a->ask.n];

	if (a->err != TT_OK)
		return;
	buf_init(b, TT_STATEMENT_MAX);
	if ((a->err = tt_statement_end(a->out, b)) != TT_OK) {
		buf_done(b);
		return;
	}
	a->ask.statement[a->ask.n++] = buf_view(b);
}

int
act_ask(struct act *a, struct request_made *out)
{
	enum tt_err e = a->err;

	if (e == TT_OK) {
		json_out_object_end(a->j);
		e = json_out_end(a->j);
		a->j = NULL;
	}
	if (e != TT_OK || (e = buf_err(&a->effect)) != TT_OK ||
	    (e = buf_err(&a->shown)) != TT_OK)
		return say_err(e, NULL, "cannot put together what is asked "
		    "for %s", a->ask.subject);
	a->ask.effect = buf_view(&a->effect);
	a->ask.shown = buf_view(&a->shown);
	return request_ask(a->v, &a->ask, out);
}

void
act_put_str(struct act *a, const char *key, const char *value)
{
	if (a->err != TT_OK)
		return;
	json_out_key(a->j, key);
	json_out_str(a->j, value);
}

void
act_put_hash(struct act *a, const char *key, const struct hash *h)
{
	if (a->err != TT_OK)
		return;
	json_out_key(a->j, key);
	json_out_hex(a->j, h->b, sizeof(h->b));
}

void
act_put_int(struct act *a, const char *key, int64_t value)
{
	if (a->err != TT_OK)
		return;
	json_out_key(a->j, key);
	json_out_int(a->j, value);
}

bool
act_get_str(const json_t *obj, const char *key, char *out, size_t cap)
{
	struct span s;

	return json_in_str(obj, key, &s, NULL) == TT_OK &&
	    span_copy(s, out, cap) == TT_OK;
}

bool
act_get_hash(const json_t *obj, const char *key, struct hash *out)
{
	struct span s;

	return json_in_str(obj, key, &s, NULL) == TT_OK &&
	    hex_decode(out->b, sizeof(out->b), s.p, s.n);
}

bool
act_get_int(const json_t *obj, const char *key, int64_t *out)
{
	return json_in_int(obj, key, 0, INT64_MAX, out, NULL) == TT_OK;
}

int
act_unclear(const struct request_done *r)
{
	return say_fail(CLI_TROUBLE, "ask for it again", "cannot do what was "
	    "asked for %s: its effect is not written as this program writes "
	    "it", r->subject);
}
