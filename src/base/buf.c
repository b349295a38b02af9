/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/secret.h"

#define FIRST_CAP	64	/* bytes */

static void
release(struct buf *b)
{
	if (b->secret && b->p != NULL)
		secret_wipe(b->p, b->cap);
	free(b->p);
}

/* realloc, but what is left behind of a secret is wiped. */
static enum tt_err
resize(struct buf *b, size_t cap)
{
	char *p;

	if (!b->secret) {
		if ((p = realloc(b->p, cap)) == NULL)
			return TT_ENOMEM;
	} else {
		if ((p = malloc(cap)) == NULL)
			return TT_ENOMEM;
		if (b->n > 0)
			memcpy(p, b->p, b->n);
		release(b);
	}
	b->p = p;
	b->cap = cap;
	return TT_OK;
}

/* Room for n more bytes and a NUL, at least doubling. */
static enum tt_err
reserve(struct buf *b, size_t n)
{
	size_t need, cap;

	if (b->err != TT_OK)
		return b->err;
	if (__builtin_add_overflow(b->n, n, &need) || need > b->max ||
	    __builtin_add_overflow(need, 1, &need))
		return b->err = TT_ELIMIT;
	if (need <= b->cap)
		return TT_OK;
	if (__builtin_mul_overflow(b->cap, 2, &cap) || cap < need)
		cap = need;
	if (cap < FIRST_CAP)
		cap = FIRST_CAP;
	return b->err = resize(b, cap);
}

/* The bytes of v, lowest first. */
static void
add_le(struct buf *b, uint64_t v, size_t n)
{
	uint8_t le[8];

	for (size_t i = 0; i < n; i++)
		le[i] = (uint8_t)(v >> (8 * i));
	buf_add(b, le, n);
}

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_init_secret(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max, .secret = true };
}

void
buf_done(struct buf *b)
{
	release(b);
	*b = (struct buf){ .max = b->max, .secret = b->secret };
}

void
buf_clear(struct buf *b)
{
	if (b->secret && b->p != NULL)
		secret_wipe(b->p, b->cap);
	b->n = 0;
	b->err = TT_OK;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
buf_cut(struct buf *b, size_t n)
{
	if (n >= b->n)
		return;
	if (b->secret)
		secret_wipe(b->p + n, b->n - n);
	b->n = n;
	b->p[n] = '\0';
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (reserve(b, n) != TT_OK)
		return;
	if (n > 0)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void
buf_span(struct buf *b, struct span s)
{
	buf_add(b, s.p, s.n);
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_zero(struct buf *b, size_t n)
{
	if (reserve(b, n) != TT_OK)
		return;
	memset(b->p + b->n, 0, n + 1);
	b->n += n;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0 && b->err == TT_OK)
		b->err = TT_ELIMIT;	/* longer than an int can say */
	if (n >= 0 && reserve(b, (size_t)n) == TT_OK) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

void
buf_be16(struct buf *b, uint16_t v)
{
	add_le(b, __builtin_bswap16(v), 2);
}

void
buf_be64(struct buf *b, uint64_t v)
{
	add_le(b, __builtin_bswap64(v), 8);
}

void
buf_le32(struct buf *b, uint32_t v)
{
	add_le(b, v, 4);
}

void
buf_le64(struct buf *b, uint64_t v)
{
	add_le(b, v, 8);
}

enum tt_err
buf_err(const struct buf *b)
{
	return b->err;
}

struct span
buf_view(const struct buf *b)
{
	return (struct span){ b->p == NULL ? "" : b->p, b->n };
}

enum tt_err
buf_take(struct buf *b, char **out, size_t *n)
{
	if (reserve(b, 0) != TT_OK)
		return b->err;
	b->p[b->n] = '\0';
	*out = b->p;	/* transferred */
	*n = b->n;
	*b = (struct buf){ .max = b->max, .secret = b->secret };
	return TT_OK;
}
