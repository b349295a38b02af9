/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "extract/decode.h"

#define SAMPLE	((size_t)64 << 10)	/* bytes that judge the whole */
#define WIDE_LEAST	8	/* bytes from which UTF-16 can be guessed */
#define REPLACEMENT	0xfffd

enum wide { NARROW, WIDE_LE, WIDE_BE };

/* Of bytes 80 to 9f; 0 where nothing is assigned. */
static const uint16_t cp1252[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
};

static struct span
sample(struct span in)
{
	return (struct span){ in.p, in.n < SAMPLE ? in.n : SAMPLE };
}

/* Sequences of UTF-8 beyond ASCII, and bytes that are of none. */
static void
count_utf8(struct span in, size_t *good, size_t *bad)
{
	size_t len;

	*good = *bad = 0;
	for (size_t i = 0; i < in.n; i += len) {
		int32_t cp = utf8_next(in.p + i, in.n - i, &len);

		if (cp < 0)
			++*bad;
		else if (cp >= 0x80)
			++*good;
	}
}

static bool
is_utf8(struct span in)
{
	size_t good, bad;

	count_utf8(in, &good, &bad);
	return bad == 0 || good > 4 * bad;
}

/* By its mark, or by zero bytes at one of each two places only. */
static enum wide
width_of(struct span in)
{
	size_t zero[2] = { 0, 0 };

	if (in.n >= 2 && memcmp(in.p, "\xff\xfe", 2) == 0)
		return WIDE_LE;
	if (in.n >= 2 && memcmp(in.p, "\xfe\xff", 2) == 0)
		return WIDE_BE;
	if (in.n < WIDE_LEAST)
		return NARROW;
	in = sample(in);
	for (size_t i = 0; i + 1 < in.n; i += 2) {
		zero[0] += in.p[i] == '\0';
		zero[1] += in.p[i + 1] == '\0';
	}
	if (zero[1] > in.n / 4 && zero[0] <= in.n / 64)
		return WIDE_LE;
	if (zero[0] > in.n / 4 && zero[1] <= in.n / 64)
		return WIDE_BE;
	return NARROW;
}

/* One code point of text: line ends are made one, zero bytes go. */
static void
put(struct buf *out, uint32_t cp, bool *cr)
{
	char s[4];

	if (cp != 0 && !(cp == '\n' && *cr))
		buf_add(out, s, utf8_put(s, cp == '\r' ? '\n' : cp));
	*cr = cp == '\r';
}

static void
from_wide(struct span in, enum wide wide, struct buf *out)
{
	size_t lo = wide == WIDE_LE ? 0 : 1;
	uint32_t cp, high = 0;
	bool cr = false;

	for (size_t i = 0; i + 1 < in.n; i += 2) {
		cp = (uint32_t)((uint8_t)in.p[i + lo] |
		    (uint8_t)in.p[i + 1 - lo] << 8);
		if (i == 0 && cp == 0xfeff)
			continue;
		if (high != 0 && cp >= 0xdc00 && cp <= 0xdfff)
			put(out, 0x10000 + ((high - 0xd800) << 10) + cp -
			    0xdc00, &cr);
		else if (cp >= 0xdc00 && cp <= 0xdfff)
			put(out, REPLACEMENT, &cr);
		else if (cp < 0xd800 || cp > 0xdbff)
			put(out, cp, &cr);
		high = cp >= 0xd800 && cp <= 0xdbff ? cp : 0;
	}
}

static void
from_utf8(struct span in, struct buf *out)
{
	bool cr = false;
	size_t len;
	int32_t cp;

	for (size_t i = 0; i < in.n; i += len) {
		cp = utf8_next(in.p + i, in.n - i, &len);
		put(out, cp < 0 ? REPLACEMENT : (uint32_t)cp, &cr);
	}
}

static void
from_1252(struct span in, struct buf *out)
{
	bool cr = false;
	uint32_t cp;

	for (size_t i = 0; i < in.n; i++) {
		cp = (uint8_t)in.p[i];
		if (cp >= 0x80 && cp < 0xa0 && cp1252[cp - 0x80] != 0)
			cp = cp1252[cp - 0x80];
		put(out, cp, &cr);
	}
}

/*
 * Through iconv.  False, and nothing is kept, if it does not know the name or
 * one byte in eight is not of it.
 */
static bool
from_charset(struct span in, const char *charset, struct buf *out)
{
	char part[4096], *from = (void *)(uintptr_t)in.p, *to;
	size_t left = in.n, room, bad = 0;
	struct buf utf8;
	iconv_t cd;

	if ((cd = iconv_open("UTF-8", charset)) == (iconv_t)-1)
		return false;
	buf_init(&utf8, out->max);
	while (left > 0 && bad <= in.n / 8 && buf_err(&utf8) == TT_OK) {
		to = part;
		room = sizeof(part);
		if (iconv(cd, &from, &left, &to, &room) != (size_t)-1)
			left = 0;
		buf_add(&utf8, part, (size_t)(to - part));
		if (left == 0 || to != part)
			continue;
		buf_str(&utf8, "\xef\xbf\xbd");
		from++;
		left--;
		bad++;
	}
	iconv_close(cd);
	if (bad <= in.n / 8)
		from_utf8(buf_view(&utf8), out);
	buf_done(&utf8);
	return bad <= in.n / 8;
}

/* Names that say no more than that nobody thought about it. */
static bool
says_nothing(const char *charset)
{
	static const char *const vague[] = { "utf-8", "utf8", "us-ascii",
		"ascii", "iso-8859-1", "latin1", "windows-1252", "unknown-8bit",
		"x-unknown", "binary", "8bit" };

	if (charset == NULL || charset[0] == '\0')
		return true;
	for (size_t i = 0; i < N_ROWS(vague); i++)
		if (strcasecmp(charset, vague[i]) == 0)
			return true;
	return false;
}

enum tt_err
decode_text(struct span in, const char *charset, struct buf *out)
{
	enum wide wide = width_of(in);

	if (in.n >= 3 && memcmp(in.p, "\xef\xbb\xbf", 3) == 0)
		from_utf8((struct span){ in.p + 3, in.n - 3 }, out);
	else if (wide != NARROW)
		from_wide(in, wide, out);
	else if (!says_nothing(charset) && from_charset(in, charset, out))
		return buf_err(out);
	else if (is_utf8(in))
		from_utf8(in, out);
	else
		from_1252(in, out);
	return buf_err(out);
}

/* A few stray controls are found in logs and captures of terminals. */
bool
decode_is_text(struct span in)
{
	size_t controls = 0;

	in = sample(in);
	if (width_of(in) != NARROW)
		return true;
	for (size_t i = 0; i < in.n; i++) {
		if (in.p[i] == '\0')
			return false;
		controls += (uint8_t)in.p[i] < 0x20 &&
		    memchr("\t\n\f\r\v\b\x1b", in.p[i], 7) == NULL;
	}
	return controls <= in.n / 100;
}
