/* SPDX-License-Identifier: ISC */
/*
 * rows - sightings as others write them: CSV, JSON lines, STIX 2.1.
 *
 * Each has a page in docs/sightings.md.  What a row may say is one closed
 * list of fields, so that no name of a victim lands where many read; a field
 * that is not on it is refused, but in STIX, which has many, ignored.  A row
 * is only text here: rows_take checks what it says.  Pure.
 */
#ifndef CLI_KNOWN_ROWS_H
#define CLI_KNOWN_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "store/vault_sighting.h"
#include "telltale/err.h"

#define ROWS_FILE_MAX	((size_t)16 << 20)	/* bytes */
#define ROWS_MAX	1000			/* sightings of one file */
#define ROWS_VALUE_MAX	1024			/* bytes of one field */

enum rows_field {
	ROWS_SEEN,
	ROWS_RECEIVED,
	ROWS_SOURCE,
	ROWS_CONFIDENCE,
	ROWS_COUNTRY,
	ROWS_NETWORK,
	ROWS_VICTIM,
	ROWS_FIELDS
};

extern const char *const rows_names[ROWS_FIELDS];	/* "seen" */

struct row {
	size_t line;			/* from 1; in STIX the object's place */
	char *field[ROWS_FIELDS];	/* NULL: it does not say */
};

struct rows {
	struct row *at;
	size_t n, cap;
	size_t left_out;	/* names, and objects, that were not taken */
};

struct rows_diag {
	size_t line;
	char text[160];
};

/*
 * TT_ESYNTAX with *diag; TT_ELIMIT over ROWS_MAX rows; TT_ENOMEM.  On an
 * error *out is as it was; rows_free is the caller's otherwise.
 */
enum tt_err rows_csv(struct rows *out, struct span text,
    struct rows_diag *diag) MUST_USE;
enum tt_err rows_jsonl(struct rows *out, struct span text,
    struct rows_diag *diag) MUST_USE;
enum tt_err rows_stix(struct rows *out, struct span text,
    struct rows_diag *diag) MUST_USE;
void rows_free(struct rows *r);		/* safe on a zeroed one */

/* Says what is wrong where; TT_ESYNTAX. */
enum tt_err rows_fault(struct rows_diag *diag, size_t line, const char *fmt,
    ...) PRINTF(3, 4);

/* One more row, for whoever makes rows; NULL: TT_ELIMIT, or no memory. */
struct row *rows_add(struct rows *r, size_t line);

/* A field's text; TT_ESYNTAX if it is there twice or none that may be. */
enum tt_err rows_set(struct row *row, enum rows_field f, struct span value,
    struct rows_diag *diag) MUST_USE;

/*
 * What the row says into *s, over what stands there by default.  now_s: what
 * is past.  TT_ESYNTAX with *diag.
 */
enum tt_err rows_take(const struct row *row, int64_t now_s,
    struct vault_sighting *s, struct rows_diag *diag) MUST_USE;

#endif
