/* SPDX-License-Identifier: ISC */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "codebook/little.h"
#include "codebook/pick.h"


__extension__ typedef unsigned __int128 wide;	/* ISO C has none */

/* What of a code is wanted: a list, or all slots, or those of a level. */
struct wish {
	const struct tt_code *code;
	const uint32_t *slots;	/* NULL: all */
	size_t n;		/* slots to go through */
	int level;		/* -1: both */
};

static uint32_t
slot_of(const struct wish *w, size_t k)
{
	return w->slots == NULL ? (uint32_t)k : w->slots[k];
}

static bool
wanted(const struct wish *w, uint32_t i, unsigned stream)
{
	const struct tt_slot *s = &w->code->slots[i];

	return (w->level < 0 || (int)s->level == w->level) &&
	    (s->kind == TT_SLOT_VALUE) == (stream == 1);
}

/* Bytes that a slot has in its stream. */
static size_t
width(unsigned stream)
{
	return stream == 0 ? 2 : 8;
}

static void
lay_slot(struct pick_slot *p, const struct tt_code *code, uint32_t i)
{
	const struct tt_slot *s = &code->slots[i];
	unsigned sum = 0;

	p->n = s->n;
	p->q = s->kind == TT_SLOT_VALUE ? 0 : (uint16_t)s->n;
	for (unsigned a = 0; a + 1 < p->q; a++) {
		sum += code->bias[i].w[a];
		p->upto[a] = (uint16_t)sum;	/* below 65536: not the last */
	}
}

/* True if block can still go into c, which is made longer for it. */
static bool
stretch(struct pick_chunk *c, uint64_t block)
{
	uint64_t n = block - c->block + 1;

	if (n > c->n_blocks + 1 || n > PICK_BLOCKS)
		return false;
	c->n_blocks = (size_t)n;
	return true;
}

/* Go through the slots of one stream, from p->slot[*n] on. */
static void
lay_stream(struct tt_pick *p, size_t *n, const struct wish *w, unsigned stream)
{
	struct pick_chunk *c = NULL;

	for (size_t k = 0; k < w->n; k++) {
		uint32_t i = slot_of(w, k);
		uint64_t byte = i * (uint64_t)width(stream);
		uint64_t block = byte / PICK_BLOCK;
		struct pick_slot *s = &p->slot[*n];

		if (!wanted(w, i, stream))
			continue;
		if (c == NULL || !stretch(c, block)) {
			c = &p->chunk[p->n_chunks++];
			*c = (struct pick_chunk){ .stream = stream,
				.block = block, .n_blocks = 1, .first = *n };
		}
		lay_slot(s, w->code, i);
		s->out = w->level < 0 ? (uint32_t)k : i;
		s->at = (uint16_t)(byte - c->block * PICK_BLOCK);
		c->n++;
		(*n)++;
	}
}

static enum tt_err
lay(struct tt_pick **out, const struct wish *w)
{
	struct tt_pick *p;
	size_t n = 0, size;

	size = sizeof(*p) + w->n * (sizeof(*p->slot) + sizeof(*p->chunk));
	p = wiped_new(size, 1);
	if (p == NULL)
		return TT_ENOMEM;
	p->chunk = (struct pick_chunk *)(p + 1);
	p->slot = (struct pick_slot *)(p->chunk + w->n);
	lay_stream(p, &n, w, 0);
	lay_stream(p, &n, w, 1);
	*out = p;
	return TT_OK;
}

static unsigned
symbol_at(const struct pick_slot *s, unsigned u)
{
	unsigned x = 0;

	for (unsigned k = 0; k + 1 < s->q; k++)
		x += u >= s->upto[k];
	return x;
}

static uint64_t
value_at(const struct pick_slot *s, uint64_t u)
{
	return (uint64_t)((wide)u * s->n >> 64);
}

enum tt_err
pick_level(struct tt_pick **out, const struct tt_code *code,
    enum tt_site_level level)
{
	const struct wish w = { code, NULL, code->n, (int)level };

	return lay(out, &w);
}

void
pick_read(const struct tt_pick *p, const uint8_t row_key[32],
    uint64_t *symbols)
{
	uint8_t bytes[PICK_BLOCKS * PICK_BLOCK];
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];

	for (size_t i = 0; i < p->n_chunks; i++) {
		const struct pick_chunk *c = &p->chunk[i];
		size_t n = c->n_blocks * PICK_BLOCK;

		memset(bytes, 0, n);
		put_le64(nonce, c->stream);
		crypto_stream_chacha20_xor_ic(bytes, bytes, n, nonce, c->block,
		    row_key);
		for (size_t k = c->first; k < c->first + c->n; k++) {
			const struct pick_slot *s = &p->slot[k];

			symbols[s->out] = s->q == 0 ?
			    value_at(s, get_le64(bytes + s->at)) :
			    symbol_at(s, get_le16(bytes + s->at));
		}
		secret_wipe(bytes, n);
	}
}

enum tt_err
tt_pick_new(struct tt_pick **out, const struct tt_code *code,
    const uint32_t *slots, size_t n)
{
	const struct wish w = { code, slots, slots == NULL ? code->n : n, -1 };

	for (size_t k = 0; slots != NULL && k < n; k++)
		if (slots[k] >= code->n || (k > 0 && slots[k] <= slots[k - 1]))
			return TT_ERANGE;
	return lay(out, &w);
}

void
tt_pick_free(struct tt_pick *p)
{
	wiped_free(p);
}
