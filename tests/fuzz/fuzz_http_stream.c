/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as one direction of HTTP: every byte is told of or belongs to a
 * body's encoding; messages are numbered, and nothing is told of what is
 * none.  Of what goes over to HTTP/2 that alone: fuzz_http2_stream.c.
 */
#include <stdlib.h>

#include "extract/content.h"
#include "extract/http2_frame.h"
#include "extract/http_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct span all;
	size_t messages, heads, bytes;
	bool two;
};

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
take(void *ctx, const struct http_told *t)
{
	struct seen *s = ctx;

	check(t->bytes.n > 0 || t->trouble != NULL);
	check(t->bytes.n <= CONTENT_MAX + 65536 || t->bytes.n <= s->all.n);
	check(s->two || t->message == s->messages ||
	    (t->what == HTTP_HEAD && t->message == s->messages + 1));
	s->messages = t->message;
	s->heads += t->what == HTTP_HEAD;
	check(t->what != HTTP_PART || (t->part > 0 &&
	    t->part <= HTTP_PARTS_MAX));
	for (size_t i = 0; i < t->bytes.n; i += 4096)
		s->bytes += (uint8_t)t->bytes.p[i];
}

/* Is there something of HTTP/2 anywhere? */
static bool
has_two(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (http2_frame_is_first(span_of(s.p + i, s.n - i)))
			return true;
	return http2_frame_find(s, 0, s.n) < s.n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen s = { .all = { (const char *)data, size } };
	size_t unpack = (size_t)4 << 20;
	bool any;

	s.two = has_two(s.all);
	any = http_stream_read(s.all, &unpack, take, &s);
	check(any || s.bytes == 0);
	if (s.two)
		return 0;
	check(any == (s.messages > 0));
	check(s.heads == s.messages);
	return 0;
}
