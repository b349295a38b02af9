/* SPDX-License-Identifier: ISC */
/*
 * bech32 - BIP 173 (constant 1), without its limit of 90 characters.
 *
 * As age uses it: 32 bytes under a prefix.  Bech32m, mixed case, another
 * prefix or length, and padding bits that are not zero are refused.
 */
#ifndef BASE_BECH32_H
#define BASE_BECH32_H

#include <stddef.h>
#include <stdint.h>

#include "telltale/err.h"

#define BECH32_32_LEN(hrp)	(sizeof(hrp) - 1 + 1 + 52 + 6)	/* no NUL */

/*
 * hrp in lower case.  Writes lower case, or all upper if upper is set, and a
 * NUL.  TT_ENOSPC if cap is too small.
 */
enum tt_err bech32_encode32(char *out, size_t cap, const char *hrp,
    const uint8_t in[32], int upper);

/*
 * The len characters at in must be 32 bytes under hrp, all lower or, with
 * upper, all upper case.  TT_ESYNTAX if not.
 */
enum tt_err bech32_decode32(uint8_t out[32], const char *hrp, const char *in,
    size_t len, int upper);

#endif
