/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "bulletin/node.h"

static const char say_instant[] =
    "write date, time and zone: 2026-12-08T18:00:00Z";
static const char say_id[] =
    "write 1 to 64 of A-Z a-z 0-9 . _ -, the first a letter or a digit";

struct node
node_member(struct node in, const char *key)
{
	return (struct node){ json_object_get(in.v, key),
		json_path_key(in.path, key) };
}

struct node
node_item(struct node in, size_t i)
{
	return (struct node){ json_array_get(in.v, i),
		json_path_index(in.path, i) };
}

void
node_tell(struct reader *r, enum tt_severity severity, struct node n,
    const char *remedy, const char *fmt, ...)
{
	struct tt_where at = { .file = r->file };
	char text[2 * TT_DIAG_TEXT_MAX];
	va_list ap;

	/* not for what nobody will see: it costs a walk through the text */
	if (r->diags->n < TT_DIAGS_MAX)
		json_place(r->text, &n.path, &at.line, &at.column);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	tt_diags_add(r->diags, severity, at, remedy, "%s", text);
}

bool
node_is_object(struct reader *r, struct node n, const char *const *known)
{
	const char *key;
	json_t *value;

	if (!json_is_object(n.v)) {
		node_tell(r, TT_ERROR, n, NULL, "this should be an object");
		return false;
	}
	json_object_foreach(n.v, key, value) {
		size_t i = 0;

		while (known[i] != NULL && strcmp(known[i], key) != 0)
			i++;
		if (known[i] == NULL)
			node_tell(r, TT_WARNING, node_member(n, key), NULL,
			    "unknown member \"%s\" is ignored", key);
	}
	return true;
}

bool
node_is_array(struct reader *r, struct node n, const char *what, size_t max)
{
	size_t items = json_array_size(n.v);

	if (!json_is_array(n.v)) {
		node_tell(r, TT_ERROR, n, NULL, n.v == NULL ?
		    "there are no %s" : "%s should be an array", what);
		return false;
	}
	if (items == 0)
		node_tell(r, TT_ERROR, n, NULL, "there are no %s", what);
	if (items > max)
		node_tell(r, TT_ERROR, n, NULL, "%zu %s; %zu are allowed",
		    items, what, max);
	return items > 0 && items <= max;
}

bool
node_text(struct reader *r, struct node in, const char *key, struct span *out)
{
	struct node n = node_member(in, key);

	if (n.v == NULL)
		node_tell(r, TT_ERROR, in, NULL, "\"%s\" is missing", key);
	else if (!json_is_string(n.v))
		node_tell(r, TT_ERROR, n, NULL, "\"%s\" should be a text",
		    key);
	else
		*out = span_of(json_string_value(n.v),
		    json_string_length(n.v));
	return json_is_string(n.v);
}

static bool
take_id(struct reader *r, struct node n, const char *what, struct span s,
    char *out)
{
	if (tt_id_ok(s))
		return span_copy(s, out, TT_ID_MAX + 1) == TT_OK;
	node_tell(r, TT_ERROR, n, say_id, "\"%s\" cannot be '%.*s'", what,
	    NODE_QUOTE(s));
	return false;
}

bool
node_id_item(struct reader *r, struct node n, const char *what, char *out)
{
	if (json_is_string(n.v))
		return take_id(r, n, what, span_of(json_string_value(n.v),
		    json_string_length(n.v)), out);
	node_tell(r, TT_ERROR, n, NULL, "a %s should be a text", what);
	return false;
}

bool
node_id(struct reader *r, struct node in, const char *key, char *out)
{
	struct span s;

	return node_text(r, in, key, &s) &&
	    take_id(r, node_member(in, key), key, s, out);
}

bool
node_instant(struct reader *r, struct node in, const char *key,
    int64_t *out_s)
{
	struct span s;
	enum tt_err e;

	if (!node_text(r, in, key, &s))
		return false;
	if ((e = instant_parse_human(s, out_s)) == TT_OK)
		return true;
	node_tell(r, TT_ERROR, node_member(in, key), say_instant,
	    e == TT_ERANGE ? "\"%s\": there is no such instant as '%.*s'" :
	    "\"%s\": '%.*s' is no instant", key, NODE_QUOTE(s));
	return false;
}

bool
node_word(struct reader *r, struct node in, const char *key,
    const char *const *words, size_t n, unsigned *out)
{
	char known[120] = "";
	struct span s;
	size_t at = 0;

	if (!node_text(r, in, key, &s))
		return false;
	for (unsigned i = 0; i < n; i++) {
		if (span_is(s, words[i])) {
			*out = i;
			return true;
		}
		at += (size_t)snprintf(known + at, sizeof(known) - at, "%s%s",
		    i == 0 ? "" : ", ", words[i]);
	}
	node_tell(r, TT_ERROR, node_member(in, key), NULL,
	    "unknown %s '%.*s': known are %s", key, NODE_QUOTE(s), known);
	return false;
}
