/* SPDX-License-Identifier: ISC */
/*
 * sextets - letters of base64 as bytes: four are three.
 *
 * Of either alphabet of RFC 4648, mixed if they are.  What is handed in are
 * letters and nothing else, so there is nothing to refuse.
 */
#ifndef READING_SEXTETS_H
#define READING_SEXTETS_H

#include <stddef.h>

#include "reading/vectors.h"

/*
 * n letters to out, which has room for n bytes; returns how many were
 * written: one for two letters left over, two for three.
 */
size_t sextets_decode(char *out, const char *in, size_t n, enum vectors v);

#endif
