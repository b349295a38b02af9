/* SPDX-License-Identifier: ISC */
/*
 * buf - bytes that grow, up to a maximum given at the start.
 *
 * Errors stick: after the first one (TT_ENOMEM, TT_ELIMIT) every add is
 * without effect and buf_err says what it was, so that a writer checks once.
 * What is in a secret buf is wiped when it grows or is done.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

struct buf {
	char *p;	/* NULL or n bytes, and a NUL after them */
	size_t n;	/* bytes used */
	size_t cap;
	size_t max;	/* bytes; more is TT_ELIMIT */
	enum tt_err err;
	bool secret;
};

void buf_init(struct buf *b, size_t max);
void buf_init_secret(struct buf *b, size_t max);
void buf_done(struct buf *b);	/* safe on a zeroed or done buf */
void buf_clear(struct buf *b);	/* empty, memory kept, error forgotten */

/* Forget what stands after the first n bytes; nothing if there are fewer. */
void buf_cut(struct buf *b, size_t n);

void buf_add(struct buf *b, const void *p, size_t n);
void buf_span(struct buf *b, struct span s);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_zero(struct buf *b, size_t n);	/* n zero bytes */
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_be16(struct buf *b, uint16_t v);
void buf_be64(struct buf *b, uint64_t v);
void buf_le32(struct buf *b, uint32_t v);
void buf_le64(struct buf *b, uint64_t v);

enum tt_err buf_err(const struct buf *b) MUST_USE;
struct span buf_view(const struct buf *b);	/* borrowed */

/* TAKES b's bytes, NUL-terminated, free() them; b is as after init. */
enum tt_err buf_take(struct buf *b, char **out, size_t *n) MUST_USE;

#endif
