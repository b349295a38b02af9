/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_in.h"

/* Where a pass over the text stands. */
struct place {
	int line, column;
	int depth;
	bool in_string, escaped;
};

static void PRINTF(4, 5)
diagnose(struct json_diag *diag, int line, int column, const char *fmt, ...)
{
	va_list ap;

	if (diag == NULL)
		return;
	diag->line = line;
	diag->column = column;
	va_start(ap, fmt);
	vsnprintf(diag->text, sizeof(diag->text), fmt, ap);
	va_end(ap);
}

/* One byte further; brackets count outside strings only. */
static void
step(struct place *at, char c)
{
	if (at->in_string) {
		if (c == '"' && !at->escaped)
			at->in_string = false;
		at->escaped = c == '\\' && !at->escaped;
	} else if (c == '"') {
		at->in_string = true;
	} else if (c == '{' || c == '[') {
		at->depth++;
	} else if (c == '}' || c == ']') {
		at->depth--;
	}
	if (c == '\n') {
		at->line++;
		at->column = 0;
	} else if (((unsigned char)c & 0xc0) != 0x80) {
		at->column++;
	}
}

/*
 * jansson recurses: how deep is made sure here.  And jansson 2.14 takes a NUL
 * after the value for the end of the text, whatever follows.
 */
static enum tt_err
scan(struct span text, struct json_diag *diag)
{
	struct place at = { .line = 1 };

	for (size_t i = 0; i < text.n; i++) {
		step(&at, text.p[i]);
		if (text.p[i] == '\0') {
			diagnose(diag, at.line, at.column, "a NUL byte");
			return TT_ESYNTAX;
		}
		if (at.depth > JSON_IN_DEPTH) {
			diagnose(diag, at.line, at.column,
			    "nested deeper than %d levels", JSON_IN_DEPTH);
			return TT_ELIMIT;
		}
	}
	return TT_OK;
}

/* The member, or TT_ENOENT; wrong types are the caller's business. */
static enum tt_err
member(const json_t *obj, const char *key, json_t **out,
    struct json_diag *diag)
{
	json_t *v;

	if (!json_is_object(obj)) {
		diagnose(diag, 0, 0,
		    "not an object, so it has no member \"%s\"", key);
		return TT_ESYNTAX;
	}
	if ((v = json_object_get(obj, key)) == NULL) {
		diagnose(diag, 0, 0, "member \"%s\" is missing", key);
		return TT_ENOENT;
	}
	*out = v;
	return TT_OK;
}

static enum tt_err
wrong_type(const char *key, const char *type, struct json_diag *diag)
{
	diagnose(diag, 0, 0, "member \"%s\" should be %s", key, type);
	return TT_ESYNTAX;
}

enum tt_err
json_in_parse(struct span text, size_t max, json_t **out,
    struct json_diag *diag)
{
	json_error_t error;
	json_t *v;
	enum tt_err e;

	if (text.n > max) {
		diagnose(diag, 0, 0, "longer than %zu bytes", max);
		return TT_ELIMIT;
	}
	if ((e = scan(text, diag)) != TT_OK)
		return e;
	v = json_loadb(text.n == 0 ? "" : text.p, text.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (v == NULL) {
		diagnose(diag, error.line < 0 ? 0 : error.line,
		    error.column < 0 ? 0 : error.column, "%s", error.text);
		return json_error_code(&error) == json_error_out_of_memory ?
		    TT_ENOMEM : TT_ESYNTAX;
	}
	*out = v;
	return TT_OK;
}

enum tt_err
json_in_str(const json_t *obj, const char *key, struct span *out,
    struct json_diag *diag)
{
	json_t *v;
	enum tt_err e;

	if ((e = member(obj, key, &v, diag)) != TT_OK)
		return e;
	if (!json_is_string(v))
		return wrong_type(key, "a string", diag);
	*out = span_of(json_string_value(v), json_string_length(v));
	return TT_OK;
}

enum tt_err
json_in_int(const json_t *obj, const char *key, int64_t lo, int64_t hi,
    int64_t *out, struct json_diag *diag)
{
	json_t *v;
	enum tt_err e;

	if ((e = member(obj, key, &v, diag)) != TT_OK)
		return e;
	if (!json_is_integer(v))
		return wrong_type(key, "an integer", diag);
	if (json_integer_value(v) < lo || json_integer_value(v) > hi) {
		diagnose(diag, 0, 0, "member \"%s\" should be %" PRId64
		    " to %" PRId64, key, lo, hi);
		return TT_ERANGE;
	}
	*out = json_integer_value(v);
	return TT_OK;
}

enum tt_err
json_in_real(const json_t *obj, const char *key, double *out,
    struct json_diag *diag)
{
	json_t *v;
	enum tt_err e;

	if ((e = member(obj, key, &v, diag)) != TT_OK)
		return e;
	if (!json_is_number(v))
		return wrong_type(key, "a number", diag);
	*out = json_number_value(v);
	return TT_OK;
}

enum tt_err
json_in_bool(const json_t *obj, const char *key, bool *out,
    struct json_diag *diag)
{
	json_t *v;
	enum tt_err e;

	if ((e = member(obj, key, &v, diag)) != TT_OK)
		return e;
	if (!json_is_boolean(v))
		return wrong_type(key, "true or false", diag);
	*out = json_is_true(v);
	return TT_OK;
}

enum tt_err
json_in_array(const json_t *obj, const char *key, json_t **out,
    struct json_diag *diag)
{
	json_t *v;
	enum tt_err e;

	if ((e = member(obj, key, &v, diag)) != TT_OK)
		return e;
	if (!json_is_array(v))
		return wrong_type(key, "an array", diag);
	*out = v;
	return TT_OK;
}

enum tt_err
json_in_object(const json_t *obj, const char *key, json_t **out,
    struct json_diag *diag)
{
	json_t *v;
	enum tt_err e;

	if ((e = member(obj, key, &v, diag)) != TT_OK)
		return e;
	if (!json_is_object(v))
		return wrong_type(key, "an object", diag);
	*out = v;
	return TT_OK;
}

static void
wipe(void *p)
{
	if (p != NULL)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

void
json_in_wipe(void)
{
	json_set_alloc_funcs(malloc, wipe);
}

bool
json_in_there(const json_t *obj, const char *key)
{
	const json_t *v = json_object_get(obj, key);

	return v != NULL && !json_is_null(v);
}

enum tt_err
json_in_refuse(struct json_diag *diag, enum tt_err e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(diag->text, sizeof(diag->text), fmt, ap);
	va_end(ap);
	return e;
}
