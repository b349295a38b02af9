/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/instant.h"
#include "base/json_in.h"
#include "base/utf8.h"
#include "programme/member.h"

#define DAY_LEN	10	/* YYYY-MM-DD */

enum tt_err
member_root(struct reader *r, size_t max, struct node *root)
{
	struct json_diag fault = { .line = 0 };
	json_t *v = NULL;
	enum tt_err e;

	e = json_in_parse(r->text, max, &v, &fault);
	if (e == TT_ESYNTAX || e == TT_ELIMIT)
		tt_diags_add(r->diags, TT_ERROR, (struct tt_where){ r->file,
			0, (uint32_t)fault.line, (uint32_t)fault.column },
		    NULL, "%s", fault.text[0] != '\0' ? fault.text :
		    tt_err_text(e));
	if (e == TT_OK)
		*root = (struct node){ v, { .n = 0 } };
	return e;
}

bool
member_format(struct reader *r, struct node top, const char *format)
{
	struct span s;

	if (!json_is_object(top.v)) {
		node_tell(r, TT_ERROR, top, NULL, "this should be an object");
		return false;
	}
	if (!node_text(r, top, "format", &s))
		return false;
	if (span_is(s, format))
		return true;
	node_tell(r, TT_ERROR, node_member(top, "format"), NULL,
	    "\"format\" is '%.*s', not %s", NODE_QUOTE(s), format);
	return false;
}

bool
member_there(struct node in, const char *key)
{
	const json_t *v = json_object_get(in.v, key);

	return v != NULL && !json_is_null(v);
}

void
member_only(struct reader *r, struct node n, const char *const *known,
    const char *remedy)
{
	const char *key;
	json_t *value;

	json_object_foreach(n.v, key, value) {
		size_t i = 0;

		while (known[i] != NULL && strcmp(known[i], key) != 0)
			i++;
		if (known[i] == NULL)
			node_tell(r, TT_ERROR, node_member(n, key), remedy,
			    "unknown member \"%.60s\"", key);
	}
}

bool
member_length(struct reader *r, struct node in, const char *key,
    int64_t *out_s)
{
	struct span s;

	if (!node_text(r, in, key, &s))
		return false;
	if (length_parse(s, out_s) == TT_OK && *out_s >= 0)
		return true;
	node_tell(r, TT_ERROR, node_member(in, key),
	    "write one number and one of s m h d: 14d, 24h",
	    "\"%s\": '%.*s' is no length of time", key, NODE_QUOTE(s));
	return false;
}

static enum tt_err
parse_day(struct span s, int64_t *out_s)
{
	char whole[INSTANT_LEN + 1];

	if (s.n != DAY_LEN)
		return instant_parse_human(s, out_s);
	memcpy(whole, s.p, DAY_LEN);
	memcpy(whole + DAY_LEN, "T00:00:00Z", sizeof("T00:00:00Z"));
	return instant_parse(span_str(whole), out_s);
}

bool
member_day(struct reader *r, struct node in, const char *key, int64_t *out_s)
{
	struct span s;

	if (!node_text(r, in, key, &s))
		return false;
	if (memchr(s.p, '\0', s.n) == NULL && parse_day(s, out_s) == TT_OK)
		return true;
	node_tell(r, TT_ERROR, node_member(in, key),
	    "write a day, 2026-11-21, or an instant with its zone",
	    "\"%s\": '%.*s' is no day", key, NODE_QUOTE(s));
	return false;
}

bool
member_yes(struct reader *r, struct node in, const char *key, bool *out)
{
	struct node n = node_member(in, key);

	if (!json_is_boolean(n.v)) {
		node_tell(r, TT_ERROR, n, NULL,
		    "\"%s\" should be true or false", key);
		return false;
	}
	*out = json_is_true(n.v);
	return true;
}

bool
member_line(struct reader *r, struct node in, const char *key, char *out,
    size_t cap)
{
	struct span s;

	if (!node_text(r, in, key, &s))
		return false;
	if (s.n > 0 && utf8_printable(s.p, s.n) &&
	    span_copy(s, out, cap) == TT_OK)
		return true;
	node_tell(r, TT_ERROR, node_member(in, key), "write one line",
	    "\"%s\" is empty, over %zu bytes, or has controls in it", key,
	    cap - 1);
	return false;
}

size_t
member_names(struct reader *r, struct node in, const char *key,
    char (*out)[TT_ID_MAX + 1], size_t max)
{
	struct node n = node_member(in, key);
	size_t items, k = 0;

	if (!member_there(in, key))
		return 0;
	if (json_is_string(n.v))
		return node_id_item(r, n, key, out[0]) ? 1 : 0;
	items = json_array_size(n.v);
	if (!json_is_array(n.v) || items > max) {
		node_tell(r, TT_ERROR, n, NULL, "\"%s\" should be a list of "
		    "at most %zu names", key, max);
		return 0;
	}
	for (size_t i = 0; i < items; i++)
		k += node_id_item(r, node_item(n, i), key, out[k]);
	return k;
}

bool
member_is_country(struct span s)
{
	return s.n == MEMBER_COUNTRY_LEN && s.p[0] >= 'A' && s.p[0] <= 'Z' &&
	    s.p[1] >= 'A' && s.p[1] <= 'Z';
}

static bool
country(struct reader *r, struct node n, char out[MEMBER_COUNTRY_LEN + 1])
{
	struct span s = { json_string_value(n.v), json_string_length(n.v) };

	if (json_is_string(n.v) && member_is_country(s))
		return span_copy(s, out, MEMBER_COUNTRY_LEN + 1) == TT_OK;
	node_tell(r, TT_ERROR, n, "write two capitals: DE, JP",
	    "this is no country");
	return false;
}

size_t
member_countries(struct reader *r, struct node in, const char *key,
    char (*out)[MEMBER_COUNTRY_LEN + 1], size_t max)
{
	struct node n = node_member(in, key);
	size_t items = json_array_size(n.v), k = 0;

	if (!member_there(in, key))
		return 0;
	if (!json_is_array(n.v) || items > max) {
		node_tell(r, TT_ERROR, n, NULL, "\"%s\" should be a list of "
		    "at most %zu countries", key, max);
		return 0;
	}
	for (size_t i = 0; i < items; i++)
		k += country(r, node_item(n, i), out[k]);
	return k;
}

/* json_in has bounded the depth. */
void
member_put(struct json_out *j, json_t *v)
{
	const char *key;
	json_t *item;
	size_t i;

	switch (json_typeof(v)) {
	case JSON_OBJECT:
		json_out_object(j);
		json_object_foreach(v, key, item) {
			json_out_key(j, key);
			member_put(j, item);
		}
		json_out_object_end(j);
		break;
	case JSON_ARRAY:
		json_out_array(j);
		json_array_foreach(v, i, item)
			member_put(j, item);
		json_out_array_end(j);
		break;
	case JSON_STRING:
		json_out_span(j, span_of(json_string_value(v),
		    json_string_length(v)));
		break;
	case JSON_INTEGER:
		json_out_int(j, (int64_t)json_integer_value(v));
		break;
	case JSON_REAL:
		json_out_real(j, json_real_value(v));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		json_out_bool(j, json_is_true(v));
		break;
	case JSON_NULL:
		json_out_null(j);
		break;
	}
}

enum tt_err
member_canonical(json_t *v, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);

	if (j == NULL)
		return TT_ENOMEM;
	member_put(j, v);
	return json_out_end(j);
}
