/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/json_out.h"
#include "base/sha256.h"
#include "cli/team/asked.h"

#define FORMAT		"telltale-request/1"
#define CONFIRM_DOMAIN	"telltale confirm v1"	/* and a NUL */

static enum tt_err
read_instant(const json_t *obj, const char *key, int64_t *out)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(obj, key, &s, NULL)) != TT_OK)
		return e;
	return instant_parse(s, out);
}

static enum tt_err
read_statement(const json_t *obj, struct asked *a)
{
	struct tt_salt *salt = &a->salt[a->n];
	struct span hex;
	enum tt_err e;

	if ((e = json_in_str(obj, "text", &a->text[a->n], NULL)) != TT_OK ||
	    (e = json_in_str(obj, "salt", &hex, NULL)) != TT_OK)
		return e;
	if (!hex_decode(salt->b, sizeof(salt->b), hex.p, hex.n))
		return TT_ESYNTAX;
	a->n++;
	return TT_OK;
}

static enum tt_err
read_statements(struct asked *a)
{
	json_t *list, *obj;
	enum tt_err e;
	size_t i;

	if ((e = json_in_array(a->root, "statements", &list, NULL)) != TT_OK)
		return e;
	if (json_array_size(list) > REQUEST_STATEMENTS_MAX)
		return TT_ELIMIT;
	json_array_foreach(list, i, obj)
		if ((e = read_statement(obj, a)) != TT_OK)
			return e;
	return TT_OK;
}

static bool
is_id(struct span s)
{
	uint8_t b[REQUEST_ID_LEN / 2];

	return hex_decode(b, sizeof(b), s.p, s.n);
}

static enum tt_err
read_head(struct asked *a)
{
	struct span s;
	enum tt_err e;

	if ((e = json_in_str(a->root, "format", &s, NULL)) != TT_OK)
		return e;
	if (!span_is(s, FORMAT))
		return TT_EVERSION;
	if ((e = json_in_str(a->root, "id", &s, NULL)) != TT_OK)
		return e;
	if (!is_id(s) || span_copy(s, a->id, sizeof(a->id)) != TT_OK)
		return TT_ESYNTAX;
	if ((e = json_in_str(a->root, "act", &s, NULL)) != TT_OK)
		return e;
	if (!approval_parse(s, &a->act))
		return TT_ESYNTAX;
	if ((e = json_in_str(a->root, "asker", &s, NULL)) != TT_OK ||
	    (e = tt_vkey_parse(&a->asker, s)) != TT_OK ||
	    (e = read_instant(a->root, "asked", &a->asked_s)) != TT_OK ||
	    (e = read_instant(a->root, "expires", &a->expires_s)) != TT_OK)
		return e;
	return a->expires_s - a->asked_s ==
	    approval_rule(a->act)->good_for_s ? TT_OK : TT_ESYNTAX;
}

/* A NUL in it would end it early where it is shown. */
static bool
is_text(struct span s)
{
	return memchr(s.p, '\0', s.n) == NULL;
}

static enum tt_err
read_texts(struct asked *a)
{
	enum tt_err e;

	if ((e = json_in_str(a->root, "subject", &a->subject, NULL)) !=
	    TT_OK ||
	    (e = json_in_str(a->root, "effect", &a->effect, NULL)) != TT_OK ||
	    (e = json_in_str(a->root, "shown", &a->shown, NULL)) != TT_OK)
		return e;
	if (json_is_string(json_object_get(a->root, "reason")) &&
	    (e = json_in_str(a->root, "reason", &a->reason, NULL)) != TT_OK)
		return e;
	if (!is_text(a->subject) || !is_text(a->shown) ||
	    (a->reason.p != NULL && !is_text(a->reason)))
		return TT_ESYNTAX;
	return a->effect.n <= REQUEST_EFFECT_MAX ? TT_OK : TT_ELIMIT;
}

enum tt_err
asked_parse(struct asked *out, struct span text)
{
	struct asked a = { .root = NULL };
	enum tt_err e;

	if ((e = json_in_parse(text, ASKED_MAX, &a.root, NULL)) != TT_OK)
		return e;
	if ((e = read_head(&a)) != TT_OK || (e = read_texts(&a)) != TT_OK ||
	    (e = read_statements(&a)) != TT_OK) {
		json_decref(a.root);
		return e;
	}
	sha256(a.hash.b, text.p, text.n);
	*out = a;
	return TT_OK;
}

void
asked_done(struct asked *a)
{
	json_decref(a->root);
	a->root = NULL;
}

static void
put_instant(struct json_out *j, const char *key, int64_t at_s)
{
	char instant[INSTANT_LEN + 1];

	instant_format(at_s, instant);
	json_out_key(j, key);
	json_out_str(j, instant);
}

static void
put_span(struct json_out *j, const char *key, struct span s)
{
	json_out_key(j, key);
	json_out_span(j, s);
}

static void
put_statements(struct json_out *j, const struct asked *a)
{
	json_out_key(j, "statements");
	json_out_array(j);
	for (size_t i = 0; i < a->n; i++) {
		json_out_object(j);
		json_out_key(j, "salt");
		json_out_hex(j, a->salt[i].b, sizeof(a->salt[i].b));
		put_span(j, "text", a->text[i]);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

enum tt_err
asked_format(const struct asked *a, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);
	char vkey[TT_VKEY_TEXT_MAX + 1];

	if (j == NULL)
		return TT_ENOMEM;
	tt_vkey_format(&a->asker, vkey);
	json_out_object(j);
	put_span(j, "act", span_str(approval_rule(a->act)->name));
	put_instant(j, "asked", a->asked_s);
	put_span(j, "asker", span_str(vkey));
	put_span(j, "effect", a->effect);
	put_instant(j, "expires", a->expires_s);
	put_span(j, "format", SPAN(FORMAT));
	put_span(j, "id", span_str(a->id));
	if (a->reason.p != NULL)
		put_span(j, "reason", a->reason);
	put_span(j, "shown", a->shown);
	put_statements(j, a);
	put_span(j, "subject", a->subject);
	json_out_object_end(j);
	return json_out_end(j);
}

struct tt_salt
asked_second_salt(const struct tt_salt *salt)
{
	struct tt_salt second;
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, CONFIRM_DOMAIN, sizeof(CONFIRM_DOMAIN));
	sha256_add(&h, salt->b, sizeof(salt->b));
	sha256_end(&h, second.b);
	return second;
}
