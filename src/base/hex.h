/* SPDX-License-Identifier: ISC */
/* hex - lower-case hexadecimal, one writing: an upper-case digit is refused. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEX_LEN(n)	((n) * 2)	/* characters for n bytes, no NUL */

/* Writes HEX_LEN(n) characters and a NUL. */
void hex_encode(char *out, const void *in, size_t n);

/* True if the len characters are exactly n bytes; else out is as it was. */
bool hex_decode(uint8_t *out, size_t n, const char *in, size_t len);

#endif
