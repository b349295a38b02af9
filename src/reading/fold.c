/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "reading/fold.h"
#include "reading/twins.h"

/* What Windows-1252 has at 0x80 to 0x9f; 0 where it has nothing. */
static const uint16_t windows[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
	0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static uint32_t
take(struct span *in)
{
	size_t len;
	int32_t cp = utf8_next(in->p, in->n, &len);

	if (cp < 0) {
		cp = (unsigned char)in->p[0];
		if (cp >= 0x80 && cp <= 0x9f && windows[cp - 0x80] != 0)
			cp = windows[cp - 0x80];
	}
	in->p += len;
	in->n -= len;
	return (uint32_t)cp;
}

static void
emit(struct fold *f, char out[FOLD_OUT_MAX], size_t *n, char c)
{
	out[(*n)++] = c;
	f->last[1] = f->last[0];
	f->last[0] = c;
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    (unsigned char)c >= 0x80;
}

static void
emit_space(struct fold *f, char out[FOLD_OUT_MAX], size_t *n)
{
	if (f->last[0] != ' ')
		emit(f, out, n, ' ');
}

static size_t
end_line(struct fold *f, char out[FOLD_OUT_MAX], size_t *back)
{
	size_t n = 0;

	f->in_line = false;
	if (f->last[0] == '-' && is_word(f->last[1]))
		return 0;
	if (f->last[0] == '=') {
		*back = 1;
		f->last[0] = f->last[1];
		f->last[1] = '\0';
		return 0;
	}
	emit_space(f, out, &n);
	return n;
}

/* c is printable ASCII, folded to lower case. */
static size_t
fold_ascii(struct fold *f, char c, char out[FOLD_OUT_MAX])
{
	size_t n = 0;

	switch (c) {
	case '`': case '*': case '#': case '|': case '~':
		return 0;
	case '>':
		if (!f->in_line)
			return 0;
		break;
	case '-': case '=':
		f->in_line = true;
		if (f->last[0] == c)
			return 0;
		break;
	default:
		break;
	}
	f->in_line = true;
	emit(f, out, &n, c);
	return n;
}

static char
quote_or_dash(uint32_t cp)
{
	switch (cp) {
	case 0x00ab: case 0x00bb: case 0x201c: case 0x201d: case 0x201e:
	case 0x201f: case 0x2033: case 0x300c: case 0x300d: case 0x301d:
	case 0x301e: case 0x301f: case 0xff02:
		return '"';
	case 0x00b4: case 0x02bc: case 0x2018: case 0x2019: case 0x201a:
	case 0x201b: case 0x2032: case 0x2039: case 0x203a: case 0xff07:
		return '\'';
	case 0x2022: case 0x2023: case 0x2043: case 0x2212: case 0x25aa:
	case 0x25cf:
		return '-';
	default:
		return utf8proc_category((utf8proc_int32_t)cp) ==
		    UTF8PROC_CATEGORY_PD ? '-' : '\0';
	}
}

/* Letters by name, and blank; what else shows nothing has such a category. */
static bool
is_filler(uint32_t cp)
{
	return cp == 0x115f || cp == 0x1160 || cp == 0x17b4 || cp == 0x17b5 ||
	    cp == 0x3164 || cp == 0xffa0 || cp == 0xfffc;
}

static bool
shows_nothing(uint32_t cp)
{
	if (is_filler(cp))
		return true;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CC:
		return true;
	default:
		return false;
	}
}

static bool
is_space(uint32_t cp)
{
	if (cp == 0x2800)	/* a pattern of no dots */
		return true;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return false;
	}
}

/* One code point that nothing more is to be taken apart of. */
static void
fold_part(struct fold *f, uint32_t cp, char out[FOLD_OUT_MAX], size_t *n)
{
	char utf8[4];
	size_t len;

	if (cp == 0x2044)	/* fraction slash */
		cp = '/';
	if (is_space(cp)) {
		emit_space(f, out, n);
	} else if (cp >= 0x20 && cp < 0x7f) {
		*n += fold_ascii(f, (char)cp, out + *n);
	} else if (!shows_nothing(cp)) {
		f->in_line = true;
		len = utf8_put(utf8, twins_latin(cp));
		for (size_t i = 0; i < len; i++)
			emit(f, out, n, utf8[i]);
	}
}

static size_t
fold_wide(struct fold *f, uint32_t cp, char out[FOLD_OUT_MAX])
{
	utf8proc_int32_t part[4];
	utf8proc_ssize_t parts;
	size_t n = 0;
	char c;

	if ((c = quote_or_dash(cp)) != '\0')
		return fold_ascii(f, c, out);
	cp = twins_latin(cp);
	parts = utf8proc_decompose_char((utf8proc_int32_t)cp, part,
	    (utf8proc_ssize_t)N_ROWS(part), UTF8PROC_DECOMPOSE |
	    UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, NULL);
	if (parts < 0 || parts > 3) {
		/* too many to be worth it: three times as long at most */
		part[0] = (utf8proc_int32_t)cp;
		parts = 1;
	}
	for (utf8proc_ssize_t i = 0; i < parts; i++)
		fold_part(f, (uint32_t)part[i], out, &n);
	return n;
}

void
fold_init(struct fold *f)
{
	memset(f, 0, sizeof(*f));
	f->last[0] = ' ';
}

size_t
fold_next(struct fold *f, struct span *in, char out[FOLD_OUT_MAX],
    size_t *back)
{
	uint32_t cp = take(in);
	bool after_cr = f->cr;
	size_t n = 0;

	*back = 0;
	f->cr = cp == '\r';
	if (cp >= 'A' && cp <= 'Z')
		cp += 'a' - 'A';
	if (cp > 0x20 && cp < 0x7f)
		return fold_ascii(f, (char)cp, out);
	switch (cp) {
	case '\n':
		if (after_cr)
			return 0;
		/* FALLTHROUGH */
	case '\r': case 0x85: case 0x2028: case 0x2029:
		return end_line(f, out, back);
	case ' ': case '\t': case '\v': case '\f':
		emit_space(f, out, &n);
		return n;
	default:
		break;
	}
	return cp < 0x80 ? 0 : fold_wide(f, cp, out);
}
