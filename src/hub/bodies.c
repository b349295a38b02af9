/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/instant.h"
#include "base/json_in.h"
#include "base/sha256.h"
#include "hub/bodies.h"

#define BULLETIN_LEN	8	/* bytes; twice as many digits */
#define PARTNER_LEN	16

bool
body_bulletin_ok(struct span s)
{
	uint8_t bytes[BULLETIN_LEN];

	return hex_decode(bytes, sizeof(bytes), s.p, s.n);
}

static bool
partner_ok(struct span s)
{
	uint8_t bytes[PARTNER_LEN];

	return hex_decode(bytes, sizeof(bytes), s.p, s.n);
}

static enum tt_err
get_hash(const json_t *o, const char *key, struct hash *out)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(o, key, &s, NULL)) != TT_OK)
		return e == TT_ENOENT ? TT_ESYNTAX : e;
	return hex_decode(out->b, sizeof(out->b), s.p, s.n) ? TT_OK :
	    TT_ESYNTAX;
}

static enum tt_err
get_text(const json_t *o, const char *key, struct span *out)
{
	enum tt_err e = json_in_str(o, key, out, NULL);

	return e == TT_ENOENT ? TT_ESYNTAX : e;
}

enum tt_err
body_invitation(struct span body, struct body_invitation *out)
{
	struct body_invitation b = { .expires_s = 0 };
	struct span partner, expires;
	json_t *o;
	enum tt_err e;

	if ((e = json_in_parse(body, BODY_SMALL_MAX, &o, NULL)) != TT_OK)
		return e;
	if ((e = get_text(o, "partner", &partner)) == TT_OK &&
	    (e = get_text(o, "expires", &expires)) == TT_OK) {
		if (!partner_ok(partner))
			e = TT_ESYNTAX;
		else if ((e = span_copy(partner, b.partner,
		    sizeof(b.partner))) == TT_OK)
			e = instant_parse(expires, &b.expires_s);
	}
	json_decref(o);
	if (e == TT_OK)
		*out = b;
	return e;
}

enum tt_err
body_join(struct span body, struct body_join *out)
{
	struct body_join b = { .statement.n = 0 };
	uint8_t token[TT_TOKEN_LEN];
	struct span hex, statement;
	json_t *o;
	enum tt_err e;

	if ((e = json_in_parse(body, BODY_JOIN_MAX, &o, NULL)) != TT_OK)
		return e;
	buf_init(&b.statement, TT_STATEMENT_MAX);
	if ((e = get_text(o, "token", &hex)) == TT_OK &&
	    (e = get_text(o, "reader", &statement)) == TT_OK) {
		buf_span(&b.statement, statement);
		e = hex_decode(token, sizeof(token), hex.p, hex.n) ?
		    buf_err(&b.statement) : TT_ESYNTAX;
	}
	json_decref(o);
	if (e != TT_OK) {
		body_join_done(&b);
		return e;
	}
	sha256(b.token.b, token, sizeof(token));
	explicit_bzero(token, sizeof(token));
	*out = b;
	return TT_OK;
}

void
body_join_done(struct body_join *b)
{
	buf_done(&b->statement);
}

enum tt_err
body_statement(struct span body, struct body_statement *out)
{
	if (body.n <= TT_SALT_LEN)
		return TT_ESYNTAX;
	if (body.n > BODY_STATEMENT_MAX)
		return TT_ELIMIT;
	memcpy(out->salt.b, body.p, TT_SALT_LEN);
	out->statement = span_of(body.p + TT_SALT_LEN, body.n - TT_SALT_LEN);
	return TT_OK;
}

static enum tt_err
read_wave(const json_t *o, struct body_wave *w)
{
	enum tt_err e;

	if (!json_is_object(o))
		return TT_ESYNTAX;
	if ((e = get_hash(o, "wave", &w->wave)) != TT_OK ||
	    (e = get_hash(o, "copies", &w->copies)) != TT_OK ||
	    (e = get_hash(o, "terms", &w->terms)) != TT_OK)
		return e;
	e = json_in_bool(o, "prefetch", &w->prefetch, NULL);
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
read_waves(const json_t *o, struct body_publish *b)
{
	json_t *list;
	enum tt_err e;

	if ((e = json_in_array(o, "waves", &list, NULL)) != TT_OK)
		return e == TT_ENOENT ? TT_ESYNTAX : e;
	b->n = json_array_size(list);
	if (b->n == 0 || b->n > BODY_WAVES_MAX)
		return TT_ERANGE;
	for (size_t i = 0; i < b->n; i++)
		if ((e = read_wave(json_array_get(list, i), &b->wave[i])) !=
		    TT_OK)
			return e;
	return TT_OK;
}

static enum tt_err
read_replaces(const json_t *o, char out[HUB_ID_MAX])
{
	struct span id;
	enum tt_err e;

	if ((e = json_in_str(o, "replaces", &id, NULL)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	return body_bulletin_ok(id) ? span_copy(id, out, HUB_ID_MAX) :
	    TT_ESYNTAX;
}

enum tt_err
body_publish(struct span body, struct body_publish *out)
{
	struct body_publish b = { .n = 0 };
	json_t *o;
	enum tt_err e;

	if ((e = json_in_parse(body, BODY_SMALL_MAX, &o, NULL)) != TT_OK)
		return e;
	if ((e = get_hash(o, "codebook", &b.codebook)) == TT_OK &&
	    (e = read_replaces(o, b.replaces)) == TT_OK)
		e = read_waves(o, &b);
	json_decref(o);
	if (e == TT_OK)
		*out = b;
	return e;
}

enum tt_err
body_set(struct span body, struct body_set *out)
{
	struct body_set b = { .depth = 0 };
	struct span line;
	uint64_t depth;
	enum tt_err e;

	if (body.n > BODY_SET_MAX)
		return TT_ELIMIT;
	if (!span_line(&body, &line) ||
	    !span_is(line, "telltale/v1/copy-set") ||
	    !span_line(&body, &line) || !span_skip(&line, "depth "))
		return TT_ESYNTAX;
	if ((e = span_u64(line, TT_SET_DEPTH_MAX, &depth)) != TT_OK)
		return e;
	if (!span_line(&body, &line) || !span_skip(&line, "padding-key ") ||
	    !hex_decode(b.padding.b, sizeof(b.padding.b), line.p, line.n) ||
	    !span_line(&body, &line) || line.n != 0)
		return TT_ESYNTAX;
	b.depth = (unsigned)depth;
	b.rest = body;
	*out = b;
	return TT_OK;
}

enum tt_err
body_set_next(struct body_set *set, int64_t last, struct body_leaf *out)
{
	struct span rest = set->rest, line, word;
	struct body_leaf l = { .place = 0 };
	uint64_t length;
	enum tt_err e;

	if (rest.n == 0)
		return TT_ENOENT;
	if (!span_line(&rest, &line) || !span_skip(&line, "leaf ") ||
	    !span_word(&line, ' ', &word))
		return TT_ESYNTAX;
	if ((e = span_u64(word, ((uint64_t)1 << set->depth) - 1,
	    &l.place)) != TT_OK)
		return e;
	if (last >= 0 && l.place <= (uint64_t)last)
		return TT_ESYNTAX;
	if (!span_word(&line, ' ', &word) ||
	    !b64_decode(l.salt.b, sizeof(l.salt.b), word.p, word.n))
		return TT_ESYNTAX;
	if ((e = span_u64(line, TT_STATEMENT_MAX, &length)) != TT_OK)
		return e;
	if (length > rest.n)
		return TT_ESYNTAX;
	l.statement = span_of(rest.p, (size_t)length);
	set->rest = span_of(rest.p + length, rest.n - (size_t)length);
	*out = l;
	return TT_OK;
}

bool
body_after(struct span query, int64_t *after)
{
	uint64_t n = 0;

	if (query.n > 0 && (!span_skip(&query, "after=") ||
	    span_u64(query, INT64_MAX, &n) != TT_OK))
		return false;
	*after = (int64_t)n;
	return true;
}
