/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/utf8.h"
#include "extract/hatch.h"
#include "extract/hatch_letters.h"

static uint32_t
le32(const char *p)
{
	uint32_t v = 0;

	for (size_t i = 0; i < 4; i++)
		v |= (uint32_t)(uint8_t)p[i] << (8 * i);
	return v;
}

static bool
is_name(struct span s)
{
	size_t len;

	if (s.n > HATCH_NAME_MAX)
		return false;
	for (size_t i = 0; i < s.n; i += len)
		if (!hatch_shown(utf8_next(s.p + i, s.n - i, &len)))
			return false;
	return true;
}

/* A name, a line end, another one. */
static bool
is_pair(struct hatch_msg *m, struct span body)
{
	m->body = body;
	return span_line(&m->body, &m->name) && is_name(m->name) &&
	    is_name(m->body);
}

static bool
is_piece(struct hatch_msg *m, struct span body)
{
	if (body.n < 9 || (uint8_t)body.p[0] >= HATCH_KIND_COUNT)
		return false;
	m->kind = (enum hatch_kind)(uint8_t)body.p[0];
	m->width = le32(body.p + 1);
	m->height = le32(body.p + 5);
	m->name = (struct span){ body.p + 9, body.n - 9 };
	return is_name(m->name) && (m->kind == HATCH_SEEN ||
	    (m->width == 0 && m->height == 0));
}

struct tt_piece_word
hatch_word(struct span body, size_t i)
{
	const char *p = body.p + i * HATCH_WORD;

	return (struct tt_piece_word){
		.offset = le32(p),
		.length = le32(p + 4),
		.x = le32(p + 8),
		.y = le32(p + 12),
		.w = le32(p + 16),
		.h = le32(p + 20),
		.sure = (uint8_t)p[24],
	};
}

/* Each after the one before, within the text, its box within the picture. */
static bool
are_words(struct hatch_in *s, struct span body)
{
	struct tt_piece_word w;

	if (s->kind != HATCH_SEEN || body.n == 0 || body.n % HATCH_WORD != 0)
		return false;
	for (size_t i = 0; i < body.n / HATCH_WORD; i++) {
		w = hatch_word(body, i);
		if (w.offset < s->word_end || w.length == 0 || w.sure > 100 ||
		    (uint64_t)w.offset + w.length > s->bytes ||
		    (uint64_t)w.x + w.w > s->width ||
		    (uint64_t)w.y + w.h > s->height)
			return false;
		s->word_end = (uint64_t)w.offset + w.length;
	}
	s->words = true;
	return true;
}

static bool
in_piece(struct hatch_in *s, struct hatch_msg *m, struct span body)
{
	m->body = body;
	switch (m->type) {
	case HATCH_MSG_DATA:
		s->bytes += body.n;
		return body.n > 0 && !s->words && s->bytes <= UINT32_MAX;
	case HATCH_MSG_WORDS:
		return are_words(s, body);
	case HATCH_MSG_END:
		s->open = false;
		return body.n == 0;
	case HATCH_MSG_TYPE:
	case HATCH_MSG_ITEM:
	case HATCH_MSG_PIECE:
	case HATCH_MSG_NOTE:
	case HATCH_MSG_DONE:
	case HATCH_MSG_COUNT:
		break;
	}
	return false;
}

static bool
outside(struct hatch_in *s, struct hatch_msg *m, struct span body)
{
	if (s->typed == (m->type == HATCH_MSG_TYPE))
		return false;
	switch (m->type) {
	case HATCH_MSG_TYPE:
		s->typed = true;
		return is_pair(m, body);
	case HATCH_MSG_ITEM:
		m->name = body;
		return is_name(body);
	case HATCH_MSG_PIECE:
		if (!is_piece(m, body))
			return false;
		*s = (struct hatch_in){ .typed = true, .open = true,
			.kind = m->kind, .width = m->width,
			.height = m->height };
		return true;
	case HATCH_MSG_NOTE:
		return is_pair(m, body);
	case HATCH_MSG_DONE:
		s->done = true;
		return body.n == 0;
	case HATCH_MSG_DATA:
	case HATCH_MSG_WORDS:
	case HATCH_MSG_END:
	case HATCH_MSG_COUNT:
		break;
	}
	return false;
}

enum tt_err
hatch_next(struct hatch_in *s, struct span *in, struct hatch_msg *m)
{
	struct hatch_msg tmp = { .type = HATCH_MSG_COUNT };
	struct hatch_in next = *s;
	struct span body;
	const char *letter;

	if (in->n == 0)
		return TT_EAGAIN;
	letter = memchr(HATCH_LETTERS, in->p[0], HATCH_MSG_COUNT);
	if (s->done || letter == NULL)
		return TT_ESYNTAX;
	if (in->n < HATCH_HEAD)
		return TT_EAGAIN;
	body = (struct span){ in->p + HATCH_HEAD, le32(in->p + 1) };
	if (body.n > HATCH_BODY_MAX)
		return TT_ESYNTAX;
	if (in->n - HATCH_HEAD < body.n)
		return TT_EAGAIN;
	tmp.type = (enum hatch_type)(letter - HATCH_LETTERS);
	if (!(s->open ? in_piece(&next, &tmp, body) :
	    outside(&next, &tmp, body)))
		return TT_ESYNTAX;
	*s = next;
	*m = tmp;
	in->p += HATCH_HEAD + body.n;
	in->n -= HATCH_HEAD + body.n;
	return TT_OK;
}
