/* SPDX-License-Identifier: ISC */
/*
 * b64 - RFC 4648 section 4, canonical only.
 *
 * Two writings: with padding (notes, proofs, armor) and without (age
 * headers).  Our own, for Debian 12's sodium_base642bin takes bytes 0x80 to
 * 0xff for letters.  What decodes has exactly one writing: no white space,
 * spare bits zero.
 */
#ifndef BASE_B64_H
#define BASE_B64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define B64_LEN(n)	(((n) + 2) / 3 * 4)	/* characters, no NUL */
#define B64_RAW_LEN(n)	(((n) * 8 + 5) / 6)

/* Each writes its LEN characters and a NUL. */
void b64_encode(char *out, const void *in, size_t n);
void b64_raw_encode(char *out, const void *in, size_t n);

/* True if the len characters are exactly n bytes; else out is as it was. */
bool b64_decode(void *out, size_t n, const char *in, size_t len);
bool b64_raw_decode(void *out, size_t n, const char *in, size_t len);

/* The same of unknown length: at most cap bytes, *n how many. */
bool b64_decode_any(void *out, size_t cap, size_t *n, const char *in,
    size_t len);
bool b64_raw_decode_any(void *out, size_t cap, size_t *n, const char *in,
    size_t len);

#endif
