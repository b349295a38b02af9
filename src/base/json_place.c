/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "base/json_place.h"

static size_t
skip_white(struct span s, size_t at)
{
	while (at < s.n && strchr(" \t\r\n", s.p[at]) != NULL)
		at++;
	return at;
}

/* From a quotation mark to behind the one that closes. */
static size_t
skip_string(struct span s, size_t at)
{
	for (at++; at < s.n && s.p[at] != '"'; at++)
		if (s.p[at] == '\\')
			at++;
	return at + 1;
}

static size_t
skip_scalar(struct span s, size_t at)
{
	while (at < s.n && strchr(",]} \t\r\n", s.p[at]) == NULL)
		at++;
	return at;
}

static size_t
skip_value(struct span s, size_t at)
{
	size_t depth = 0;

	do {
		char c = at < s.n ? s.p[at] : '\0';

		if (c == '"') {
			at = skip_string(s, at);
			continue;
		}
		if (c == '{' || c == '[')
			depth++;
		if (c == '}' || c == ']')
			depth--;
		at++;
		if (depth == 0 && c != '}' && c != ']')
			at = skip_scalar(s, at);
	} while (depth > 0 && at < s.n);
	return at;
}

/* Behind the comma after the item that ends at at; s.n if it is the last. */
static size_t
next_item(struct span s, size_t at)
{
	at = skip_white(s, at);
	return at < s.n && s.p[at] == ',' ? skip_white(s, at + 1) : s.n;
}

/* Is this string, in its quotation marks, key?  Escapes are left to jansson. */
static bool
is_key(struct span name, const char *key)
{
	json_t *v;
	bool is;

	if (memchr(name.p, '\\', name.n) == NULL)
		return name.n == strlen(key) + 2 &&
		    memcmp(name.p + 1, key, name.n - 2) == 0;
	v = json_loadb(name.p, name.n, JSON_DECODE_ANY, NULL);
	is = json_is_string(v) && strcmp(json_string_value(v), key) == 0;
	json_decref(v);
	return is;
}

/* The member key of the object at *value: where it is named, and its value. */
static bool
find_key(struct span s, const char *key, size_t *name, size_t *value)
{
	size_t at = *value, end;

	if (at >= s.n || s.p[at] != '{')
		return false;
	at = skip_white(s, at + 1);
	while (at < s.n && s.p[at] == '"') {
		end = skip_string(s, at);
		if (end < s.n && is_key(span_of(s.p + at, end - at), key)) {
			*name = at;
			*value = skip_white(s, skip_white(s, end) + 1);
			return true;
		}
		end = skip_white(s, skip_white(s, end) + 1);
		at = next_item(s, skip_value(s, end));
	}
	return false;
}

static bool
find_index(struct span s, size_t index, size_t *name, size_t *value)
{
	size_t at = *value;

	if (at >= s.n || s.p[at] != '[')
		return false;
	at = skip_white(s, at + 1);
	for (; index > 0 && at < s.n; index--)
		at = next_item(s, skip_value(s, at));
	if (at >= s.n || s.p[at] == ']')
		return false;
	*name = *value = at;
	return true;
}

static struct json_path
add(struct json_path path, struct json_step step)
{
	assert(path.n < JSON_PATH_MAX);
	path.step[path.n++] = step;
	return path;
}

struct json_path
json_path_key(struct json_path path, const char *key)
{
	return add(path, (struct json_step){ key, 0 });
}

struct json_path
json_path_index(struct json_path path, size_t index)
{
	return add(path, (struct json_step){ NULL, index });
}

void
json_place(struct span text, const struct json_path *path, uint32_t *line,
    uint32_t *column)
{
	size_t value = skip_white(text, 0), name = value;
	bool found = true;

	for (size_t i = 0; i < path->n && found; i++) {
		const struct json_step *step = &path->step[i];

		found = step->key == NULL ?
		    find_index(text, step->index, &name, &value) :
		    find_key(text, step->key, &name, &value);
	}
	*line = *column = 1;
	for (size_t i = 0; i < name && i < text.n; i++) {
		if (text.p[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text.p[i] & 0xc0) != 0x80) {
			++*column;
		}
	}
}
