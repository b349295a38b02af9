/* SPDX-License-Identifier: ISC */
/*
 * Whatever is accepted is written again by the writer, byte for byte (but for
 * runs of data and words, whose cuts are the writer's), and reading in two
 * portions finds the same messages as reading in one.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "extract/hatch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
put(void *arg, const void *p, size_t n)
{
	buf_add(arg, p, n);
}

static void
check(int fine)
{
	if (!fine)
		abort();
}

static void
write_words(struct hatch *h, struct span body)
{
	struct tt_piece_word *w;
	size_t n = body.n / HATCH_WORD;

	check((w = calloc(n, sizeof(*w))) != NULL);
	for (size_t i = 0; i < n; i++)
		w[i] = hatch_word(body, i);
	hatch_words(h, w, n);
	free(w);
}

static void
write_again(struct hatch *h, const struct hatch_msg *m)
{
	char a[HATCH_NAME_MAX + 1], b[HATCH_NAME_MAX + 1];

	switch (m->type) {
	case HATCH_MSG_TYPE:
		check(span_copy(m->name, a, sizeof(a)) == TT_OK &&
		    span_copy(m->body, b, sizeof(b)) == TT_OK);
		hatch_type(h, a, b);
		return;
	case HATCH_MSG_ITEM:
		check(hatch_item(h, m->name));
		return;
	case HATCH_MSG_PIECE:
		if (m->kind == HATCH_SEEN)
			hatch_open_seen(h, m->name, m->width, m->height);
		else
			hatch_open(h, m->kind, m->name);
		return;
	case HATCH_MSG_DATA:
		hatch_add(h, m->body);
		return;
	case HATCH_MSG_WORDS:
		write_words(h, m->body);
		return;
	case HATCH_MSG_END:
		hatch_close(h);
		return;
	case HATCH_MSG_NOTE:
		check(span_copy(m->body, b, sizeof(b)) == TT_OK);
		hatch_note(h, m->name, b);
		return;
	case HATCH_MSG_DONE:
		hatch_done(h);
		return;
	case HATCH_MSG_COUNT:
		break;
	}
	abort();
}

/* The same messages come when only the first half is there at first. */
static void
read_in_two(struct span all, size_t cut, size_t want)
{
	struct span part = { all.p, cut };
	struct hatch_in s = { .typed = false };
	struct hatch_msg m;
	enum tt_err e;
	size_t n = 0;

	while ((e = hatch_next(&s, &part, &m)) == TT_OK)
		n++;
	if (e == TT_EAGAIN) {
		part.n = (size_t)(all.p + all.n - part.p);
		while (hatch_next(&s, &part, &m) == TT_OK)
			n++;
	}
	check(n == want);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = span_of(data, size), in = all, back;
	struct hatch_in s = { .typed = false }, t = s;
	struct hatch h = { .put = put };
	struct hatch_msg m, again;
	size_t n = 0;
	struct buf out;

	buf_init(&out, SIZE_MAX / 4);
	h.arg = &out;
	while (hatch_next(&s, &in, &m) == TT_OK) {
		buf_clear(&out);
		write_again(&h, &m);
		back = buf_view(&out);
		check(buf_err(&out) == TT_OK);
		check(hatch_next(&t, &back, &again) == TT_OK &&
		    again.type == m.type);
		check(m.type == HATCH_MSG_WORDS || (back.n == 0 &&
		    span_eq(buf_view(&out), (struct span){ in.p - out.n,
			out.n })));
		while (back.n > 0)
			check(hatch_next(&t, &back, &again) == TT_OK);
		n++;
	}
	read_in_two(all, size / 2, n);
	buf_done(&out);
	return 0;
}
