/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <string.h>

#include "base/bech32.h"
#include "base/ct.h"
#include "base/secret.h"

#define N_DATA		52	/* letters: 256 bits in fives, 4 spare */
#define N_CHECK		6
#define N_LETTERS	(N_DATA + N_CHECK)
#define BAD		32U	/* the value of what is no letter */

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* The whole alphabet each time: which letter it is must not show. */
static char
letter(unsigned v)
{
	unsigned c = 0;

	for (unsigned i = 0; i < 32; i++)
		c |= ct_within(v, i, i) & (unsigned char)alphabet[i];
	return (char)c;
}

static unsigned
value(char ch)
{
	unsigned v = 0, seen = 0, c = (unsigned char)ch;

	for (unsigned i = 0; i < 32; i++) {
		unsigned hit = ct_within(c, (unsigned char)alphabet[i],
		    (unsigned char)alphabet[i]);

		v |= hit & i;
		seen |= hit;
	}
	return v | (~seen & BAD);
}

static char
upper_of(char ch)
{
	unsigned c = (unsigned char)ch;

	return (char)(c - (ct_within(c, 'a', 'z') & ('a' - 'A')));
}

/* To lower case; a lower-case letter becomes none. */
static char
lower_of(char ch)
{
	unsigned c = (unsigned char)ch;

	c &= ~ct_within(c, 'a', 'z');
	return (char)(c + (ct_within(c, 'A', 'Z') & ('a' - 'A')));
}

/* One symbol more into BIP 173's checksum. */
static uint32_t
step(uint32_t sum, unsigned v)
{
	static const uint32_t gen[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
		0x3d4233dd, 0x2a1462b3 };
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ v;
	for (unsigned i = 0; i < 5; i++)
		sum ^= gen[i] & (0 - (top >> i & 1));
	return sum;
}

static uint32_t
checksum(const char *hrp, const uint8_t *v, size_t n)
{
	uint32_t sum = 1;

	for (const char *p = hrp; *p != '\0'; p++)
		sum = step(sum, (unsigned char)*p >> 5);
	sum = step(sum, 0);
	for (const char *p = hrp; *p != '\0'; p++)
		sum = step(sum, (unsigned char)*p & 31);
	for (size_t i = 0; i < n; i++)
		sum = step(sum, v[i]);
	return sum;
}

/* 32 bytes to N_DATA fives, the spare bits zero. */
static void
split(uint8_t v[N_DATA], const uint8_t in[32])
{
	unsigned acc = 0, bits = 0;
	size_t k = 0;

	for (size_t i = 0; i < 32; i++) {
		acc = (acc << 8 | in[i]) & 0xffff;
		for (bits += 8; bits >= 5; bits -= 5)
			v[k++] = acc >> (bits - 5) & 31;
	}
	v[k] = (uint8_t)(acc << (5 - bits) & 31);
}

static void
join(uint8_t out[32], const uint8_t v[N_DATA])
{
	unsigned acc = 0, bits = 0;
	size_t k = 0;

	for (size_t i = 0; i < N_DATA; i++) {
		acc = (acc << 5 | v[i]) & 0xffff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[k++] = (uint8_t)(acc >> bits);
		}
	}
}

static bool
has_prefix(const char *hrp, const char *in, int upper)
{
	size_t n = strlen(hrp);

	for (size_t i = 0; i < n; i++)
		if (in[i] != (upper ? upper_of(hrp[i]) : hrp[i]))
			return false;
	return in[n] == '1';
}

enum tt_err
bech32_encode32(char *out, size_t cap, const char *hrp, const uint8_t in[32],
    int upper)
{
	size_t n = strlen(hrp);
	uint8_t v[N_LETTERS] = { 0 };
	uint32_t sum;

	if (cap < n + 1 + N_LETTERS + 1)
		return TT_ENOSPC;
	split(v, in);
	sum = checksum(hrp, v, N_LETTERS) ^ 1;
	for (unsigned i = 0; i < N_CHECK; i++)
		v[N_DATA + i] = sum >> (5 * (N_CHECK - 1 - i)) & 31;
	memcpy(out, hrp, n);
	out[n] = '1';
	for (size_t i = 0; i < N_LETTERS; i++)
		out[n + 1 + i] = letter(v[i]);
	out[n + 1 + N_LETTERS] = '\0';
	for (size_t i = 0; upper && i < n + 1 + N_LETTERS; i++)
		out[i] = upper_of(out[i]);
	secret_wipe(v, sizeof(v));
	return TT_OK;
}

enum tt_err
bech32_decode32(uint8_t out[32], const char *hrp, const char *in, size_t len,
    int upper)
{
	size_t n = strlen(hrp);
	uint8_t v[N_LETTERS];
	unsigned bad = 0;
	bool ok;

	if (len != n + 1 + N_LETTERS || !has_prefix(hrp, in, upper))
		return TT_ESYNTAX;
	for (size_t i = 0; i < N_LETTERS; i++) {
		char c = in[n + 1 + i];

		v[i] = (uint8_t)value(upper ? lower_of(c) : c);
		bad |= v[i] & BAD;
	}
	ok = bad == 0 && (v[N_DATA - 1] & 15) == 0 &&
	    checksum(hrp, v, N_LETTERS) == 1;
	if (ok)
		join(out, v);
	secret_wipe(v, sizeof(v));
	return ok ? TT_OK : TT_ESYNTAX;
}
