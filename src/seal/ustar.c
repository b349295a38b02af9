/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/name.h"
#include "seal/ustar.h"

/* Offsets and lengths of fields, bytes. */
#define NAME		0
#define NAME_LEN	100
#define MODE		100
#define UID		108
#define GID		116
#define SIZE		124
#define SIZE_LEN	12
#define MTIME		136
#define CHECKSUM	148
#define CHECKSUM_LEN	8
#define TYPE		156
#define MAGIC		257
#define MAGIC_LEN	8
#define DEVMAJOR	329
#define DEVMINOR	337
#define PREFIX		345
#define PREFIX_LEN	155

#define MAGIC_TEXT	"ustar\0" "00"

/* The sum of all bytes, the checksum's own as spaces. */
static unsigned
add_bytes(const uint8_t block[USTAR_BLOCK])
{
	unsigned sum = CHECKSUM_LEN * ' ';

	for (size_t i = 0; i < USTAR_BLOCK; i++)
		if (i < CHECKSUM || i >= CHECKSUM + CHECKSUM_LEN)
			sum += block[i];
	return sum;
}

/* Six octal digits, NUL, space. */
static void
put_checksum(uint8_t out[CHECKSUM_LEN], unsigned sum)
{
	for (size_t i = 0; i < 6; i++)
		out[i] = (uint8_t)('0' + (sum >> (3 * (5 - i)) & 7));
	out[6] = '\0';
	out[7] = ' ';
}

/* Up to the first NUL; false if anything but NUL follows that. */
static bool
cut_text(const uint8_t *field, size_t len, struct span *out)
{
	const uint8_t *nul = memchr(field, '\0', len);
	size_t n = nul == NULL ? len : (size_t)(nul - field);

	for (size_t i = n; i < len; i++)
		if (field[i] != '\0')
			return false;
	*out = span_of(field, n);
	return true;
}

/* Eleven octal digits and a NUL. */
static bool
parse_size(const uint8_t field[SIZE_LEN], size_t *out)
{
	size_t v = 0;

	for (size_t i = 0; i < SIZE_LEN - 1; i++) {
		if (field[i] < '0' || field[i] > '7')
			return false;
		v = v << 3 | (size_t)(field[i] - '0');
	}
	*out = v;
	return field[SIZE_LEN - 1] == '\0';
}

size_t
ustar_blocks(size_t n)
{
	return (n + USTAR_BLOCK - 1) / USTAR_BLOCK * USTAR_BLOCK;
}

void
ustar_put(uint8_t out[USTAR_BLOCK], char type, struct span name, size_t size)
{
	size_t prefix = name_member_split(name);
	size_t from = prefix > 0 ? prefix + 1 : 0;

	assert(name.n - from <= NAME_LEN && prefix <= PREFIX_LEN &&
	    size >> 33 == 0);
	memset(out, 0, USTAR_BLOCK);
	memcpy(out + NAME, name.p + from, name.n - from);
	memcpy(out + MODE, "0000644", 7);
	memcpy(out + UID, "0000000", 7);
	memcpy(out + GID, "0000000", 7);
	for (size_t i = 0; i < SIZE_LEN - 1; i++)
		out[SIZE + i] = (uint8_t)('0' +
		    (size >> (3 * (SIZE_LEN - 2 - i)) & 7));
	memcpy(out + MTIME, "00000000000", 11);
	out[TYPE] = (uint8_t)type;
	memcpy(out + MAGIC, MAGIC_TEXT, MAGIC_LEN);
	memcpy(out + DEVMAJOR, "0000000", 7);
	memcpy(out + DEVMINOR, "0000000", 7);
	memcpy(out + PREFIX, name.p, prefix);
	put_checksum(out + CHECKSUM, add_bytes(out));
}

bool
ustar_is_header(const uint8_t block[USTAR_BLOCK])
{
	uint8_t sum[CHECKSUM_LEN];

	put_checksum(sum, add_bytes(block));
	return memcmp(block + CHECKSUM, sum, sizeof(sum)) == 0 &&
	    memcmp(block + MAGIC, MAGIC_TEXT, MAGIC_LEN) == 0;
}

char
ustar_type(const uint8_t block[USTAR_BLOCK])
{
	return (char)block[TYPE];
}

enum tt_err
ustar_name(const uint8_t block[USTAR_BLOCK], char name[256], size_t *n)
{
	struct span prefix, rest, whole;
	char buf[PREFIX_LEN + 1 + NAME_LEN];
	size_t len = 0;

	if (!cut_text(block + NAME, NAME_LEN, &rest) ||
	    !cut_text(block + PREFIX, PREFIX_LEN, &prefix))
		return TT_ETAR_NAME;
	if (prefix.n > 0) {
		memcpy(buf, prefix.p, prefix.n);
		buf[prefix.n] = '/';
		len = prefix.n + 1;
	}
	memcpy(buf + len, rest.p, rest.n);
	whole = span_of(buf, len + rest.n);
	if (!name_member_ok(whole) || name_member_split(whole) != prefix.n)
		return TT_ETAR_NAME;
	memcpy(name, whole.p, whole.n);
	name[whole.n] = '\0';
	*n = whole.n;
	return TT_OK;
}

enum tt_err
ustar_size(const uint8_t block[USTAR_BLOCK], struct span name, size_t *size)
{
	uint8_t want[USTAR_BLOCK];
	size_t v;

	if (!parse_size(block + SIZE, &v))
		return TT_ETAR_HEADER;
	ustar_put(want, ustar_type(block), name, v);
	if (memcmp(block, want, USTAR_BLOCK) != 0)
		return TT_ETAR_HEADER;
	*size = v;
	return TT_OK;
}
