/* SPDX-License-Identifier: ISC */
/*
 * vectors - the shared evidence vectors, which a test skips where they are
 * not.  Integers that int64_t cannot hold, which jansson refuses, are read as
 * strings.
 */
#ifndef VECTORS_H
#define VECTORS_H

#include "test.h"

#include <ctype.h>
#include <jansson.h>

#include "base/hex.h"
#include "telltale/code.h"

/* text with integers of 19 digits and more in quotes; the caller frees. */
static __attribute__((unused)) char *
quote_long(const char *text, size_t n)
{
	char *out = malloc(2 * n + 1), *p = out;
	int in_string = 0;

	assert_non_null(out);
	for (size_t i = 0, k; i < n; i += k) {
		for (k = 0; !in_string && isdigit((unsigned char)text[i + k]); )
			k++;
		if (k >= 19) {
			*p++ = '"';
			memcpy(p, text + i, k);
			p += k;
			*p++ = '"';
			continue;
		}
		k = k == 0 ? 1 : k;
		in_string ^= text[i] == '"';
		memcpy(p, text + i, k);
		p += k;
		if (!in_string && k > 0 && text[i] == '.')	/* a fraction */
			while (isdigit((unsigned char)text[i + k]))
				*p++ = text[i + k++];
	}
	*p = '\0';
	return out;
}

/* A member of the file; *all keeps it. */
static __attribute__((unused)) const json_t *
vectors_of(json_t **all, const char *path, const char *name)
{
	json_error_t error;

	if (*all == NULL) {
		size_t n;
		char *text = test_read(path, &n);
		char *quoted = quote_long(text, n);

		*all = json_loads(quoted, 0, &error);
		free(text);
		free(quoted);
		if (*all == NULL)
			fail_msg("%s: %s", path, error.text);
	}
	assert_non_null(json_object_get(*all, name));
	return json_object_get(*all, name);
}

/* The member of that name; skips without the vectors. */
static __attribute__((unused)) const json_t *
vectors(const char *name)
{
	static json_t *all;

	return vectors_of(&all, shared_or_skip("data/evidence-vectors.json"),
	    name);
}

static __attribute__((unused)) const json_t *
member(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (v == NULL)
		fail_msg("no member %s", key);
	return v;
}

static __attribute__((unused)) uint64_t
u64_of(const json_t *v)
{
	return json_is_string(v) ? strtoull(json_string_value(v), NULL, 10) :
	    (uint64_t)json_integer_value(v);
}

static __attribute__((unused)) double
real_of(const json_t *v)
{
	return json_is_string(v) ? strtod(json_string_value(v), NULL) :
	    json_number_value(v);
}

static __attribute__((unused)) void
bytes_of(const json_t *v, void *out, size_t n)
{
	assert_true(json_is_string(v));
	assert_true(hex_decode(out, n, json_string_value(v),
	    json_string_length(v)));
}

static __attribute__((unused)) void
assert_bytes(const json_t *parent, const char *key, const void *got, size_t n)
{
	char *text = malloc(HEX_LEN(n) + 1);

	assert_non_null(text);
	hex_encode(text, got, n);
	assert_string_equal(json_string_value(member(parent, key)), text);
	free(text);
}

/* At most max slots, ["q"|"flat"|"value", q or N, level]; without a level,
 * every third is of copies. */
static __attribute__((unused)) size_t
slots_of(const json_t *array, struct tt_slot *slots, size_t max)
{
	size_t n = json_array_size(array);

	assert_true(n <= max);
	for (size_t i = 0; i < n; i++) {
		const json_t *s = json_array_get(array, i);
		const char *kind = json_string_value(json_array_get(s, 0));
		const json_t *level = json_array_get(s, 2);

		slots[i].kind = strcmp(kind, "q") == 0 ? TT_SLOT_QARY :
		    strcmp(kind, "flat") == 0 ? TT_SLOT_FLAT : TT_SLOT_VALUE;
		slots[i].n = u64_of(json_array_get(s, 1));
		slots[i].level = (level == NULL ? i % 3 == 2 :
		    json_integer_value(level) == 1) ? TT_SITE_COPY :
		    TT_SITE_HOLDER;
	}
	return n;
}

#endif
