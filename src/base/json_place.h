/* SPDX-License-Identifier: ISC */
/*
 * json_place - where in a JSON text a value stands, for messages.
 *
 * The parser keeps no places, so the text is walked once more.
 */
#ifndef BASE_JSON_PLACE_H
#define BASE_JSON_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define JSON_PATH_MAX	8

struct json_step {
	const char *key;	/* NULL: the index counts */
	size_t index;
};

struct json_path {
	struct json_step step[JSON_PATH_MAX];
	size_t n;
};

/* path and one step more; asserts that there is room. */
struct json_path json_path_key(struct json_path path, const char *key);
struct json_path json_path_index(struct json_path path, size_t index);

/*
 * The line and column (characters, both from 1) of a member's name, or of an
 * item of an array, in text, which is valid JSON.  If a step is not there,
 * those of what it should be in.
 */
void json_place(struct span text, const struct json_path *path,
    uint32_t *line, uint32_t *column);

#endif
