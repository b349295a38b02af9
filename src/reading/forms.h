/* SPDX-License-Identifier: ISC */
/*
 * forms - the runs of a stream that have windows of text in them.
 *
 * Of interest to several shapes at once, so each stream is walked once.
 */
#ifndef READING_FORMS_H
#define READING_FORMS_H

#include <stdbool.h>
#include <stddef.h>

#include "reading/planes.h"
#include "reading/shape.h"

enum form {
	FORM_HEX,	/* a whole run */
	FORM_DECIMAL,	/* a whole run, at most SHAPE_DECIMAL digits */
	FORM_NAME,	/* SHAPE_NAME letters that are a name */
};

/* What is of interest to some shape. */
struct forms {
	size_t least_hex, least_decimal;	/* SIZE_MAX: no such shape */
	bool names;
	bool short_hex;	/* runs after 0x that are shorter than least_hex */
};

void forms_init(struct forms *f);
void forms_want(struct forms *f, const struct shape *s);

typedef void (*forms_fn)(void *ctx, enum form form, const char *p, size_t n,
    bool after_0x);

/* Calls fn for every run of p->s that f wants, each once. */
void forms_walk(const struct forms *f, const struct planes *p, forms_fn fn,
    void *ctx);

#endif
