/* SPDX-License-Identifier: ISC */
/*
 * json_in - reading JSON: jansson behind limits, with places in the errors.
 *
 * Duplicate keys, invalid UTF-8, NUL in strings, anything after the value,
 * more than JSON_IN_DEPTH levels: refused.  Getters never abort on a wrong
 * type: they say which member is missing or of which type it should be.
 */
#ifndef BASE_JSON_IN_H
#define BASE_JSON_IN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define JSON_IN_DEPTH	64

struct json_diag {
	int line, column;	/* from 1; 0 unknown */
	char text[160];
};

/*
 * TT_ELIMIT if text is over max bytes or too deep, else TT_ESYNTAX with
 * *diag filled (may be NULL).  The caller owns *out: json_decref.
 */
enum tt_err json_in_parse(struct span text, size_t max, json_t **out,
    struct json_diag *diag) MUST_USE;

/*
 * Members of obj; borrowed.  TT_ENOENT if absent, TT_ESYNTAX if of another
 * type, TT_ERANGE if outside; *diag says which member.
 */
enum tt_err json_in_str(const json_t *obj, const char *key, struct span *out,
    struct json_diag *diag) MUST_USE;
enum tt_err json_in_int(const json_t *obj, const char *key, int64_t lo,
    int64_t hi, int64_t *out, struct json_diag *diag) MUST_USE;
enum tt_err json_in_real(const json_t *obj, const char *key, double *out,
    struct json_diag *diag) MUST_USE;
enum tt_err json_in_bool(const json_t *obj, const char *key, bool *out,
    struct json_diag *diag) MUST_USE;
enum tt_err json_in_array(const json_t *obj, const char *key, json_t **out,
    struct json_diag *diag) MUST_USE;
enum tt_err json_in_object(const json_t *obj, const char *key, json_t **out,
    struct json_diag *diag) MUST_USE;

/* A member that is there, and not null. */
bool json_in_there(const json_t *obj, const char *key);

/* What is wrong, into *diag; returns e. */
enum tt_err json_in_refuse(struct json_diag *diag, enum tt_err e,
    const char *fmt, ...) PRINTF(3, 4);

/*
 * From here on jansson wipes what it frees, for texts that hold keys: it has
 * copies of its own of all strings.  Once, at the start of a program.
 */
void json_in_wipe(void);

#endif
