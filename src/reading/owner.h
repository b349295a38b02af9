/* SPDX-License-Identifier: ISC */
/*
 * owner - which element each byte of a specimen belongs to.
 *
 * Findings claim in falling order of score; a byte keeps its first owner.  If
 * another element comes near in score, the byte is in doubt: the bulletin has
 * two such texts, and nothing tells which one this was.
 */
#ifndef READING_OWNER_H
#define READING_OWNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

#define OWNER_NONE	UINT32_MAX

struct owners;

/* Of n bytes. */
struct owners *owners_new(size_t n);	/* NULL: no memory */
void owners_free(struct owners *o);

/* Bytes from..to for element.  TT_ENOMEM. */
enum tt_err owners_claim(struct owners *o, uint32_t from, uint32_t to,
    uint32_t element, int32_t score) MUST_USE;

uint32_t owners_at(const struct owners *o, size_t byte);	/* or NONE */
bool owners_doubt(const struct owners *o, size_t byte);

#endif
