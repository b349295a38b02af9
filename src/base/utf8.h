/* SPDX-License-Identifier: ISC */
/* utf8 - RFC 3629: no overlong forms, no surrogates, nothing over 10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at p, *len its bytes; -1, *len 1, if there is none. */
int32_t utf8_next(const char *p, size_t n, size_t *len);

/* Writes at most 4 bytes, returns how many. */
size_t utf8_put(char out[4], uint32_t cp);

bool utf8_valid(const char *p, size_t n);

/* Valid, and no byte below 0x20 nor 0x7f, and no C1 control. */
bool utf8_printable(const char *p, size_t n);

#endif
