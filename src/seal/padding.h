/* SPDX-License-Identifier: ISC */
/*
 * padding - the pax record that makes all archives of a wave one size.
 *
 * POSIX.1-2001, pax: "<length> <keyword>=<value>" LF, here a comment of
 * spaces that fills whole blocks.
 */
#ifndef SEAL_PADDING_H
#define SEAL_PADDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "seal/ustar.h"

#define PADDING_MIN	USTAR_BLOCK	/* bytes */

/*
 * Writes n bytes: a multiple of USTAR_BLOCK, from PADDING_MIN to
 * TT_ARCHIVE_PADDING_MAX.
 */
void padding_put(uint8_t *out, size_t n);

/* s is what padding_put writes. */
bool padding_is(struct span s);

#endif
