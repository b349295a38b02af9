/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/utf8.h"
#include "extract/hatch.h"
#include "extract/hatch_letters.h"

#define WORDS_AT_ONCE	64

static void
le32(uint8_t *p, uint32_t v)
{
	for (size_t i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (8 * i));
}

/* Two parts, so that callers need not join them. */
static void
send(struct hatch *h, enum hatch_type type, struct span a, struct span b)
{
	uint8_t head[HATCH_HEAD] = { (uint8_t)HATCH_LETTERS[type] };

	le32(head + 1, (uint32_t)(a.n + b.n));
	h->put(h->arg, head, sizeof(head));
	if (a.n > 0)
		h->put(h->arg, a.p, a.n);
	if (b.n > 0)
		h->put(h->arg, b.p, b.n);
}

bool
hatch_shown(int32_t cp)
{
	return cp >= 0x20 && (cp < 0x7f || cp > 0x9f) &&
	    cp != 0x061c && cp != 0x200e && cp != 0x200f &&
	    cp != 0x2028 && cp != 0x2029 &&
	    !(cp >= 0x202a && cp <= 0x202e) && !(cp >= 0x2066 && cp <= 0x2069);
}

size_t
hatch_clean(char out[HATCH_NAME_MAX + 1], struct span s)
{
	size_t n = 0, len;

	for (size_t i = 0; i < s.n; i += len) {
		bool fine = hatch_shown(utf8_next(s.p + i, s.n - i, &len));

		if (n + (fine ? len : 1) > HATCH_NAME_MAX)
			break;
		if (fine)
			memcpy(out + n, s.p + i, len);
		else
			out[n] = '?';
		n += fine ? len : 1;
	}
	out[n] = '\0';
	return n;
}

/* Two names in one body, a line end between them. */
static void
send_pair(struct hatch *h, enum hatch_type type, struct span a, struct span b)
{
	char pair[2 * HATCH_NAME_MAX + 2];
	size_t n = hatch_clean(pair, a);

	pair[n++] = '\n';
	n += hatch_clean(pair + n, b);
	send(h, type, span_of(pair, n), SPAN(""));
}

void
hatch_type(struct hatch *h, const char *format, const char *media)
{
	send_pair(h, HATCH_MSG_TYPE, span_str(format), span_str(media));
}

bool
hatch_item(struct hatch *h, struct span name)
{
	char clean[HATCH_NAME_MAX + 1];

	if (h->items++ < h->skip)
		return false;
	send(h, HATCH_MSG_ITEM, span_of(clean, hatch_clean(clean, name)),
	    SPAN(""));
	return true;
}

static void
open_piece(struct hatch *h, enum hatch_kind kind, struct span name,
    uint32_t width, uint32_t height)
{
	char clean[HATCH_NAME_MAX + 1];
	uint8_t head[9] = { (uint8_t)kind };

	le32(head + 1, width);
	le32(head + 5, height);
	send(h, HATCH_MSG_PIECE, span_of(head, sizeof(head)),
	    span_of(clean, hatch_clean(clean, name)));
}

void
hatch_open(struct hatch *h, enum hatch_kind kind, struct span name)
{
	open_piece(h, kind, name, 0, 0);
}

void
hatch_open_seen(struct hatch *h, struct span name, uint32_t width,
    uint32_t height)
{
	open_piece(h, HATCH_SEEN, name, width, height);
}

void
hatch_add(struct hatch *h, struct span bytes)
{
	struct span part;

	while (bytes.n > 0) {
		part = bytes;
		if (part.n > HATCH_BODY_MAX)
			part.n = HATCH_BODY_MAX;
		send(h, HATCH_MSG_DATA, part, SPAN(""));
		bytes.p += part.n;
		bytes.n -= part.n;
	}
}

void
hatch_words(struct hatch *h, const struct tt_piece_word *w, size_t n)
{
	uint8_t out[WORDS_AT_ONCE * HATCH_WORD], *p = out;

	for (size_t i = 0; i < n; i++) {
		le32(p, w[i].offset);
		le32(p + 4, w[i].length);
		le32(p + 8, w[i].x);
		le32(p + 12, w[i].y);
		le32(p + 16, w[i].w);
		le32(p + 20, w[i].h);
		p[24] = w[i].sure;
		p += HATCH_WORD;
		if (p < out + sizeof(out) && i + 1 < n)
			continue;
		send(h, HATCH_MSG_WORDS, span_of(out, (size_t)(p - out)),
		    SPAN(""));
		p = out;
	}
}

void
hatch_close(struct hatch *h)
{
	send(h, HATCH_MSG_END, SPAN(""), SPAN(""));
}

void
hatch_whole(struct hatch *h, enum hatch_kind kind, struct span name,
    struct span bytes)
{
	hatch_open(h, kind, name);
	hatch_add(h, bytes);
	hatch_close(h);
}

void
hatch_note(struct hatch *h, struct span name, const char *cause)
{
	send_pair(h, HATCH_MSG_NOTE, name, span_str(cause));
}

void
hatch_done(struct hatch *h)
{
	send(h, HATCH_MSG_DONE, SPAN(""), SPAN(""));
}
