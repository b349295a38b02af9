/* SPDX-License-Identifier: ISC */
/*
 * parse_again - what every reader of a format owes its parent: whatever the
 * file, the messages are messages, all pieces are closed, text is UTF-8, and
 * a second child that skips the first item goes on where the first one was.
 * (Not so in archives: libarchive finds its way in a damaged one by what it
 * reads, and finds another way when it skips.  There parse_once is all.)
 */
#ifndef PARSE_AGAIN_H
#define PARSE_AGAIN_H

#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "extract/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
parse_put(void *arg, const void *p, size_t n)
{
	buf_add(arg, p, n);
}

static inline void
parse_check(int fine)
{
	if (!fine)
		abort();
}

/* Reads all of it; returns how many items it has. */
static inline size_t
parse_read(struct span in)
{
	struct hatch_in s = { .typed = false };
	struct hatch_msg m;
	struct buf text;
	size_t items = 0;

	buf_init(&text, SIZE_MAX / 4);
	while (in.n > 0) {
		parse_check(hatch_next(&s, &in, &m) == TT_OK);
		items += m.type == HATCH_MSG_ITEM;
		if (m.type == HATCH_MSG_DATA && (s.kind == HATCH_TEXT ||
		    s.kind == HATCH_SEEN))
			buf_span(&text, m.body);
		if (m.type != HATCH_MSG_END)
			continue;
		parse_check(utf8_valid(text.p, text.n));
		buf_clear(&text);
	}
	parse_check(s.done);
	buf_done(&text);
	return items;
}

static inline size_t
parse_once(parse_fn *parse, struct span file, uint32_t skip)
{
	struct buf out;
	struct hatch h = { .put = parse_put, .arg = &out, .skip = skip };
	const struct parse in = { file, SPAN(""), "text/plain" };
	size_t items;

	buf_init(&out, SIZE_MAX / 4);
	hatch_type(&h, "fuzz", "text/plain");
	parse(&h, &in);
	hatch_done(&h);
	items = parse_read(buf_view(&out));
	buf_done(&out);
	return items;
}

static inline void
parse_again(parse_fn *parse, const uint8_t *data, size_t size)
{
	struct span file = span_of(data, size);
	size_t items = parse_once(parse, file, 0);

	if (items > 0)
		parse_check(parse_once(parse, file, 1) == items - 1);
}

#endif
