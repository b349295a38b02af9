/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "seal/padding.h"
#include "telltale/archive.h"

#define HEAD_MAX	32	/* bytes, a NUL among them */

/* "<n> comment=", the digits counting themselves; returns its length. */
static size_t
record_head(char out[HEAD_MAX], size_t n)
{
	int len = snprintf(out, HEAD_MAX, "%zu comment=", n);

	return (size_t)len;
}

void
padding_put(uint8_t *out, size_t n)
{
	char head[HEAD_MAX];
	size_t len = record_head(head, n);

	memcpy(out, head, len);
	memset(out + len, ' ', n - len - 1);
	out[n - 1] = '\n';
}

bool
padding_is(struct span s)
{
	char head[HEAD_MAX];
	size_t len;

	if (s.n < PADDING_MIN || s.n > TT_ARCHIVE_PADDING_MAX ||
	    s.n % USTAR_BLOCK != 0)
		return false;
	len = record_head(head, s.n);
	if (memcmp(s.p, head, len) != 0 || s.p[s.n - 1] != '\n')
		return false;
	for (size_t i = len; i < s.n - 1; i++)
		if (s.p[i] != ' ')
			return false;
	return true;
}
