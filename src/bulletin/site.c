/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "telltale/site.h"

#define HEX_HEAD	16	/* digits that are v itself */
#define NAME_LEN	8	/* letters */

static const char consonants[] = "bdfghjklmnprstvz", vowels[] = "aiou";

static const char *const classes[] = {
	[TT_CLASS_WORDING] = "wording",
	[TT_CLASS_ORDER] = "order",
	[TT_CLASS_LAYOUT] = "layout",
	[TT_CLASS_DATA] = "data",
	[TT_CLASS_FACT] = "fact",
};

static const char *const levels[] = {
	[TT_SITE_HOLDER] = "holder",
	[TT_SITE_COPY] = "copy",
};

_Static_assert(sizeof(classes) / sizeof(classes[0]) == TT_SITE_CLASS_COUNT,
    "a name for each class");
_Static_assert(sizeof(levels) / sizeof(levels[0]) == TT_SITE_LEVEL_COUNT,
    "a name for each level");

/* The digits of v at site, DESIGN.md 4.3; out has room for TT_HEX_MAX + 1. */
static void
write_hex(const struct tt_site *s, uint64_t v, char *out)
{
	static const char domain[] = "telltale hex site v1"; /* and NUL */
	uint8_t digest[SHA256_LEN];
	char tail[HEX_LEN(SHA256_LEN) + 1];
	struct sha256 h;
	uint8_t le[16];

	if (s->digits <= HEX_HEAD) {
		snprintf(out, TT_HEX_MAX + 1, "%0*" PRIx64, (int)s->digits, v);
		return;
	}
	for (size_t i = 0; i < 8; i++) {
		le[i] = (uint8_t)((uint64_t)s->number >> (8 * i));
		le[8 + i] = (uint8_t)(v >> (8 * i));
	}
	sha256_init(&h);
	sha256_add(&h, domain, sizeof(domain));
	sha256_add(&h, le, sizeof(le));
	sha256_end(&h, digest);
	hex_encode(tail, digest, sizeof(digest));
	snprintf(out, TT_HEX_MAX + 1, "%016" PRIx64 "%.*s", v,
	    (int)(s->digits - HEX_HEAD), tail);
}

static void
write_name(uint64_t v, char out[NAME_LEN + 1])
{
	for (size_t i = 0; i < NAME_LEN; i += 2) {
		unsigned syllable = (v >> (18 - 3 * i)) & 63;

		out[i] = consonants[syllable >> 2];
		out[i + 1] = vowels[syllable & 3];
	}
	out[NAME_LEN] = '\0';
}

/* The text of value v < n of a data site. */
static struct span
write_value(const struct tt_site *s, uint64_t v, char out[TT_HEX_MAX + 1])
{
	switch (s->kind) {
	case TT_SITE_INT:
		snprintf(out, TT_HEX_MAX + 1, "%" PRIu64, s->lo + v);
		break;
	case TT_SITE_HEX:
		write_hex(s, v, out);
		break;
	case TT_SITE_NAME:
		write_name(v, out);
		break;
	case TT_SITE_CHOICE:
	case TT_SITE_KIND_COUNT:
		out[0] = '\0';
	}
	return span_str(out);
}

static bool
read_int(const struct tt_site *s, struct span text, uint64_t *v)
{
	uint64_t x;

	if (span_u64(text, UINT64_MAX, &x) != TT_OK || x < s->lo)
		return false;
	*v = x - s->lo;
	return true;
}

/* The first 16 digits; write_value says whether the others fit. */
static bool
read_hex(const struct tt_site *s, struct span text, uint64_t *v)
{
	static const char digits[] = "0123456789abcdef";
	const char *d;
	uint64_t x = 0;

	if (text.n != s->digits)
		return false;
	for (size_t i = 0; i < text.n && i < HEX_HEAD; i++) {
		if ((d = memchr(digits, text.p[i], 16)) == NULL)
			return false;
		x = x << 4 | (uint64_t)(d - digits);
	}
	*v = x;
	return true;
}

static bool
read_name(struct span text, uint64_t *v)
{
	const char *c, *w;
	uint64_t x = 0;

	if (text.n != NAME_LEN)
		return false;
	for (size_t i = 0; i < NAME_LEN; i += 2) {
		c = memchr(consonants, text.p[i], sizeof(consonants) - 1);
		w = memchr(vowels, text.p[i + 1], sizeof(vowels) - 1);
		if (c == NULL || w == NULL)
			return false;
		x = x << 6 | (uint64_t)(c - consonants) << 2 |
		    (uint64_t)(w - vowels);
	}
	*v = x;
	return true;
}

static bool
read_choice(const struct tt_site *s, struct span text, uint64_t *v)
{
	for (uint64_t a = 0; a < s->n; a++) {
		if (span_eq(s->alternatives[a], text)) {
			*v = a;
			return true;
		}
	}
	return false;
}

static bool
read_value(const struct tt_site *s, struct span text, uint64_t *v)
{
	switch (s->kind) {
	case TT_SITE_CHOICE:
		return read_choice(s, text, v);
	case TT_SITE_INT:
		return read_int(s, text, v);
	case TT_SITE_HEX:
		return read_hex(s, text, v);
	case TT_SITE_NAME:
		return read_name(text, v);
	case TT_SITE_KIND_COUNT:
		break;
	}
	return false;
}

bool
tt_site_is_value(const struct tt_site *s)
{
	return s->n > TT_Q_MAX;
}

enum tt_err
tt_site_text(const struct tt_site *s, uint64_t v, struct buf *out)
{
	char text[TT_HEX_MAX + 1];

	if (v >= s->n)
		return TT_ERANGE;
	if (s->kind == TT_SITE_CHOICE)
		buf_span(out, s->alternatives[v]);
	else
		buf_span(out, write_value(s, v, text));
	return buf_err(out);
}

enum tt_err
tt_site_value(const struct tt_site *s, struct span text, uint64_t *v)
{
	char again[TT_HEX_MAX + 1];
	uint64_t x;

	if (!read_value(s, text, &x) || x >= s->n)
		return TT_ENOENT;
	if (s->kind != TT_SITE_CHOICE &&
	    !span_eq(write_value(s, x, again), text))
		return TT_ENOENT;
	*v = x;
	return TT_OK;
}

const char *
tt_class_name(enum tt_site_class c)
{
	return (unsigned)c < TT_SITE_CLASS_COUNT ? classes[c] : "?";
}

const char *
tt_level_name(enum tt_site_level l)
{
	return (unsigned)l < TT_SITE_LEVEL_COUNT ? levels[l] : "?";
}
