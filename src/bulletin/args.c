/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "telltale/check.h"
#include "telltale/manifest.h"

#define ARGS_BYTES_MAX	(1u << 20)

static void
add_word(struct buf *out, struct span word, struct span file)
{
	const char *braces;

	while ((braces = memmem(word.p, word.n, "{}", 2)) != NULL) {
		size_t before = (size_t)(braces - word.p);

		buf_add(out, word.p, before);
		buf_span(out, file);
		word.p += before + 2;
		word.n -= before + 2;
	}
	buf_span(out, word);
	buf_char(out, '\0');
}

enum tt_err
tt_check_args_make(struct tt_check_args *out, struct span check,
    struct span file)
{
	struct tt_check_args a = { .n = 0 };
	struct span word;
	struct buf b;
	enum tt_err e;
	char *at;
	size_t n;

	if (!utf8_printable(check.p, check.n) ||
	    (file.n > 0 && memchr(file.p, '\0', file.n) != NULL))
		return TT_ESYNTAX;
	buf_init(&b, ARGS_BYTES_MAX);
	while (span_word(&check, ' ', &word)) {
		if (word.n == 0)
			continue;
		if (a.n++ == TT_CHECK_ARGS_MAX) {
			buf_done(&b);
			return TT_ELIMIT;
		}
		add_word(&b, word, file);
	}
	if (a.n == 0) {
		buf_done(&b);
		return TT_ESYNTAX;
	}
	e = buf_take(&b, &a.memory, &n);
	buf_done(&b);
	if (e != TT_OK)
		return e;
	at = a.memory;
	for (size_t i = 0; i < a.n; i++, at += strlen(at) + 1)
		a.argv[i] = at;
	*out = a;
	return TT_OK;
}

void
tt_check_args_done(struct tt_check_args *a)
{
	free(a->memory);
	*a = (struct tt_check_args){ .n = 0 };
}
