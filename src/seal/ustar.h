/* SPDX-License-Identifier: ISC */
/*
 * ustar - a header of 512 bytes, in the one writing of archive.h.
 *
 * POSIX.1-1988, section 10.1.1: every field but name, prefix, size, type
 * and checksum has one value, so a header is right if it is what would be
 * written for those.
 */
#ifndef SEAL_USTAR_H
#define SEAL_USTAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define USTAR_BLOCK	512	/* bytes */
#define USTAR_FILE	'0'
#define USTAR_PADDING	'g'
#define USTAR_PADDING_NAME	"padding"

/* n up to whole blocks; n is below 2^63. */
size_t ustar_blocks(size_t n);

/* Header of size bytes of data.  name is name_member_ok, size below 2^33. */
void ustar_put(uint8_t out[USTAR_BLOCK], char type, struct span name,
    size_t size);

/* Checksum and magic, which say whether it is a header at all. */
bool ustar_is_header(const uint8_t block[USTAR_BLOCK]);

/* Byte 156. */
char ustar_type(const uint8_t block[USTAR_BLOCK]);

/*
 * The name, joined into name with a NUL.  TT_ETAR_NAME if it is not allowed,
 * not cut where name_member_split cuts, or has bytes after a NUL.
 */
enum tt_err ustar_name(const uint8_t block[USTAR_BLOCK], char name[256],
    size_t *n) MUST_USE;

/* The size.  TT_ETAR_HEADER if another field is not what ustar_put writes. */
enum tt_err ustar_size(const uint8_t block[USTAR_BLOCK], struct span name,
    size_t *size) MUST_USE;

#endif
