/* SPDX-License-Identifier: ISC */
/*
 * What is read can be written canonically and for people; both read back,
 * and the canonical text of either is the same text again.  Members and items
 * stand where json_place says.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json_in.h"
#include "base/json_out.h"
#include "base/json_place.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX	((size_t)1 << 16)	/* bytes read */
#define OUT	((size_t)1 << 24)	/* bytes written, indented deeply */
#define PLACES	16	/* looked for in one value */

static void copy(struct json_out *j, json_t *v);

static void
copy_members(struct json_out *j, json_t *v)
{
	const char *key;
	json_t *member;

	json_out_object(j);
	json_object_foreach(v, key, member) {
		json_out_key(j, key);
		copy(j, member);
	}
	json_out_object_end(j);
}

static void
copy_elements(struct json_out *j, json_t *v)
{
	json_t *element;
	size_t i;

	json_out_array(j);
	json_array_foreach(v, i, element)
		copy(j, element);
	json_out_array_end(j);
}

/* As deep as json_in lets through. */
static void
copy(struct json_out *j, json_t *v)
{
	if (json_is_object(v))
		copy_members(j, v);
	else if (json_is_array(v))
		copy_elements(j, v);
	else if (json_is_string(v))
		json_out_span(j, span_of(json_string_value(v),
		    json_string_length(v)));
	else if (json_is_integer(v))
		json_out_int(j, json_integer_value(v));
	else if (json_is_real(v))
		json_out_real(j, json_real_value(v));
	else if (json_is_null(v))
		json_out_null(j);
	else
		json_out_bool(j, json_is_true(v));
}

static void
write_json(struct buf *b, json_t *v, enum json_style style)
{
	struct json_out *j;

	buf_init(b, OUT);
	if ((j = json_out_new(b, style)) == NULL)
		abort();
	copy(j, v);
	if (json_out_end(j) != TT_OK || !utf8_valid(b->p, b->n))
		abort();
}

/* Integral reals over int64_t are written in full, and then refused. */
static int
has_large_real(json_t *v)
{
	const char *key;
	json_t *m;
	size_t i;

	json_object_foreach(v, key, m)
		if (has_large_real(m))
			return 1;
	json_array_foreach(v, i, m)
		if (has_large_real(m))
			return 1;
	return json_is_real(v) && (json_real_value(v) >= 0x1p63 ||
	    json_real_value(v) <= -0x1p63);
}

static void
check_back(const struct buf *written, const struct buf *canonical)
{
	struct buf again;
	json_t *v;

	if (json_in_parse(buf_view(written), OUT, &v, NULL) != TT_OK)
		abort();
	write_json(&again, v, JSON_CANONICAL);
	if (!span_eq(buf_view(&again), buf_view(canonical)))
		abort();
	buf_done(&again);
	json_decref(v);
}

/* What follows the place of the path in the text. */
static struct span
text_at(struct span text, const struct json_path *path)
{
	uint32_t line, column, l = 1, c = 1;
	size_t i = 0;

	json_place(text, path, &line, &column);
	for (; i < text.n && (l < line || c < column); i++) {
		if (text.p[i] == '\n') {
			l++;
			c = 1;
		} else if (i + 1 == text.n ||
		    ((unsigned char)text.p[i + 1] & 0xc0) != 0x80) {
			c++;
		}
	}
	return span_of(text.p + i, text.n - i);
}

static void
check_place(struct span text, const struct json_path *path, json_t *want)
{
	struct span s = text_at(text, path);
	json_t *got = json_loadb(s.p, s.n, JSON_DECODE_ANY |
	    JSON_DISABLE_EOF_CHECK, NULL);

	if (got == NULL || !json_equal(got, want))
		abort();
	json_decref(got);
}

static void
check_places(struct span text, json_t *v)
{
	struct json_path path = { .n = 0 }, one;
	const char *key;
	json_t *m, *name;
	size_t i, n = 0;

	json_array_foreach(v, i, m) {
		if (n++ == PLACES)
			break;
		one = json_path_index(path, i);
		check_place(text, &one, m);
	}
	json_object_foreach(v, key, m) {
		if (n++ == PLACES)
			break;
		name = json_string(key);
		one = json_path_key(path, key);
		check_place(text, &one, name);
		json_decref(name);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_diag diag = { .line = -1 };
	struct buf canonical, pretty;
	enum tt_err e;
	json_t *v;

	e = json_in_parse(span_of(data, size), MAX, &v, &diag);
	if (e != TT_OK) {
		if (diag.line < 0 || diag.column < 0 || diag.text[0] == '\0')
			abort();
		return 0;
	}
	check_places(span_of(data, size), v);
	write_json(&canonical, v, JSON_CANONICAL);
	write_json(&pretty, v, JSON_PRETTY);
	if (!has_large_real(v)) {
		check_back(&canonical, &canonical);
		check_back(&pretty, &canonical);
	}
	buf_done(&canonical);
	buf_done(&pretty);
	json_decref(v);
	return 0;
}
