/* SPDX-License-Identifier: ISC */
/* owner - which bytes of a specimen some element has claimed, and which. */
#ifndef READING_OWNER_H
#define READING_OWNER_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

#define OWNER_NONE	UINT32_MAX

struct owners;

/* Of n bytes. */
struct owners *owners_new(size_t n);	/* NULL: no memory */
void owners_free(struct owners *o);

/* Bytes from..to, those that are nobody's yet.  TT_ENOMEM. */
enum tt_err owners_claim(struct owners *o, uint32_t from, uint32_t to,
    uint32_t element) MUST_USE;

uint32_t owners_at(const struct owners *o, size_t byte);	/* or NONE */

#endif
